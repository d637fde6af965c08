//! Swoole's C API: the running coroutine's id, and hooks at the starts and ends of coroutines and workers.
//!
//! The functions are found by `dlsym`, and used only if Swoole reports an API version whose hook numbers were checked.

use super::module_static::ModuleStatic;
use std::cell::Cell;
use std::ffi::{CStr, c_int, c_long, c_void};
use std::mem::transmute;
use std::panic::catch_unwind;

/// `SW_GLOBAL_HOOK_ON_CORO_START` of `swoole_api.h`.
const ON_CORO_START: c_int = 3;
/// `SW_GLOBAL_HOOK_ON_CORO_STOP`.
const ON_CORO_STOP: c_int = 4;
/// `SW_GLOBAL_HOOK_BEFORE_WORKER_START`: in the worker, before the program's own `workerStart`.
const BEFORE_WORKER_START: c_int = 2;
/// `SW_GLOBAL_HOOK_BEFORE_WORKER_STOP`: in the worker, before the program's own `workerStop`.
const BEFORE_WORKER_STOP: c_int = 8;
/// `SW_GLOBAL_HOOK_BEFORE_SERVER_START`: before a server makes a daemon of its process.
const BEFORE_SERVER_START: c_int = 0;
/// `SW_GLOBAL_HOOK_AFTER_FORK`: in the child of Swoole's own forks, `daemon()` among them.
const AFTER_FORK: c_int = 12;
/// `SWOOLE_API_VERSION_ID` of the Swoole 6 releases whose hook numbers were checked.
const KNOWN_API_VERSION: c_int = 0x0202_208a;
const PUSH_BACK: c_int = 1;

/// `swoole_coroutine_get_id()`: -1 outside of coroutines.
pub(super) type GetId = extern "C" fn() -> c_long;
type HookFunction = extern "C" fn(*mut c_void);
type AddHook = unsafe extern "C" fn(c_int, HookFunction, c_int);

/// Swoole's function that returns the running coroutine's id, in any version of Swoole.
pub(super) fn get_id() -> Option<GetId> {
    let address = symbol(c"swoole_coroutine_get_id")?;
    // SAFETY: the signature is that of swoole_coroutine_api.h, unchanged since Swoole 4.
    Some(unsafe { transmute::<*mut c_void, GetId>(address) })
}

/// A listener for one of Swoole's coroutine hooks. A type instead of a function pointer, so that the call is inlined.
pub trait Listener {
    /// The hook has fired in the coroutine `id`. Must not panic.
    fn on_event(id: i64);
}

/// The loaded Swoole's functions, and the hooks already added. Swoole drops its hooks, and may be unmapped, at module end, so
/// this is cleared then.
struct Known {
    get_id: Cell<Option<GetId>>,
    /// `None` before the first look.
    add_hook: Cell<Option<Option<AddHook>>>,
    has_coroutine_start: Cell<bool>,
    has_coroutine_stop: Cell<bool>,
    worker_start: Cell<Option<fn()>>,
    worker_stop: Cell<Option<fn()>>,
    server_start: Cell<Option<fn()>>,
    after_fork: Cell<Option<fn()>>,
}

static KNOWN: ModuleStatic<Known> = ModuleStatic::new(Known {
    get_id: Cell::new(None),
    add_hook: Cell::new(None),
    has_coroutine_start: Cell::new(false),
    has_coroutine_stop: Cell::new(false),
    worker_start: Cell::new(None),
    worker_stop: Cell::new(None),
    server_start: Cell::new(None),
    after_fork: Cell::new(None),
});

/// Forgets all of it. Called at module end.
pub fn forget() {
    KNOWN.get_id.set(None);
    KNOWN.add_hook.set(None);
    KNOWN.has_coroutine_start.set(false);
    KNOWN.has_coroutine_stop.set(false);
    KNOWN.worker_start.set(None);
    KNOWN.worker_stop.set(None);
    KNOWN.server_start.set(None);
    KNOWN.after_fork.set(None);
}

/// Adds `T` as the coroutine-start hook. It runs on the new coroutine's stack, before the body. False if Swoole lacks the hook.
/// Registers once per module start, however often it is called; so there must be one `Listener` only.
pub fn on_coroutine_start<T: Listener>() -> bool {
    on_coroutine::<T>(&KNOWN.has_coroutine_start, ON_CORO_START)
}

/// Adds `T` as the coroutine-stop hook. It runs after the coroutine's defers, and also after a bailout. Registered as
/// [`on_coroutine_start`] is.
pub fn on_coroutine_stop<T: Listener>() -> bool {
    on_coroutine::<T>(&KNOWN.has_coroutine_stop, ON_CORO_STOP)
}

fn on_coroutine<T: Listener>(is_registered: &Cell<bool>, hook: c_int) -> bool {
    extern "C" fn run<T: Listener>(_context: *mut c_void) {
        if let Some(get_id) = KNOWN.get_id.get() {
            T::on_event(get_id());
        }
    }
    get_id().is_some_and(|get_id| {
        KNOWN.get_id.set(Some(get_id));
        register(!is_registered.replace(true), hook, run::<T>)
    })
}

/// Calls `callback` in each worker of a server, before the program's own `workerStart`.
pub(super) fn on_worker_start(callback: fn()) -> bool {
    extern "C" fn run(_context: *mut c_void) {
        KNOWN.worker_start.get().map(catch_unwind);
    }
    let is_new = KNOWN.worker_start.replace(Some(callback)).is_none();
    register(is_new, BEFORE_WORKER_START, run)
}

/// As [`on_worker_start`], when the worker has stopped, before the program's own `workerStop`.
pub(super) fn on_worker_stop(callback: fn()) -> bool {
    extern "C" fn run(_context: *mut c_void) {
        KNOWN.worker_stop.get().map(catch_unwind);
    }
    let is_new = KNOWN.worker_stop.replace(Some(callback)).is_none();
    register(is_new, BEFORE_WORKER_STOP, run)
}

/// As [`on_worker_start`], in the process that is about to start a server.
pub(super) fn on_server_start(callback: fn()) -> bool {
    extern "C" fn run(_context: *mut c_void) {
        KNOWN.server_start.get().map(catch_unwind);
    }
    let is_new = KNOWN.server_start.replace(Some(callback)).is_none();
    register(is_new, BEFORE_SERVER_START, run)
}

/// As [`on_worker_start`], in each child that Swoole forks.
pub(super) fn on_fork(callback: fn()) -> bool {
    extern "C" fn run(_context: *mut c_void) {
        KNOWN.after_fork.get().map(catch_unwind);
    }
    let is_new = KNOWN.after_fork.replace(Some(callback)).is_none();
    register(is_new, AFTER_FORK, run)
}

fn register(is_new: bool, hook: c_int, function: HookFunction) -> bool {
    let Some(add_hook) = add_hook() else {
        return false;
    };
    if is_new {
        // SAFETY: the API's version is known, so the number is that of this hook. The function stays mapped.
        unsafe { add_hook(hook, function, PUSH_BACK) };
    }
    true
}

/// The function that adds a hook, where Swoole's numbers are known.
fn add_hook() -> Option<AddHook> {
    if let Some(known) = KNOWN.add_hook.get() {
        return known;
    }
    let found = find_add_hook();
    KNOWN.add_hook.set(Some(found));
    found
}

fn find_add_hook() -> Option<AddHook> {
    let version = symbol(c"swoole_api_version_id")?;
    let add_hook = symbol(c"swoole_add_hook")?;
    // SAFETY: the signatures are those of swoole_api.h.
    let (version, add_hook) = unsafe {
        let version = transmute::<*mut c_void, extern "C" fn() -> c_int>(version);
        (version(), transmute::<*mut c_void, AddHook>(add_hook))
    };
    (version == KNOWN_API_VERSION).then_some(add_hook)
}

fn symbol(name: &CStr) -> Option<*mut c_void> {
    // SAFETY: looks a name up among the loaded libraries; PHP loads extensions with RTLD_GLOBAL.
    let address = unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) };
    (!address.is_null()).then_some(address)
}
