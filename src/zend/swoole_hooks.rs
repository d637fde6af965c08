//! Swoole's C API, where it is known: the running coroutine's id, and hooks at the starts and ends of coroutines and
//! workers.
//!
//! Found by `dlsym`, and used only where Swoole says that it has the version whose numbers were checked.

use std::ffi::{CStr, c_int, c_long, c_void};
use std::mem::transmute;
use std::panic::catch_unwind;
use std::sync::OnceLock;

/// `SW_GLOBAL_HOOK_ON_CORO_START` of `swoole_api.h`.
const ON_CORO_START: c_int = 3;
/// `SW_GLOBAL_HOOK_ON_CORO_STOP`.
const ON_CORO_STOP: c_int = 4;
/// `SW_GLOBAL_HOOK_BEFORE_WORKER_START`: in the worker, before the program's own `workerStart`.
const BEFORE_WORKER_START: c_int = 2;
/// `SW_GLOBAL_HOOK_BEFORE_WORKER_STOP`: in the worker, before the program's own `workerStop`.
const BEFORE_WORKER_STOP: c_int = 8;
/// `SWOOLE_API_VERSION_ID` of the Swoole 6 releases whose hook numbers were checked.
const KNOWN_API_VERSION: c_int = 0x0202_208a;
const PUSH_BACK: c_int = 1;

/// `swoole_coroutine_get_id()`: -1 outside of coroutines.
pub(super) type GetId = extern "C" fn() -> c_long;
type HookFunction = extern "C" fn(*mut c_void);
type AddHook = unsafe extern "C" fn(c_int, HookFunction, c_int);

/// The function that tells the running coroutine's id, in whatever version of Swoole.
pub(super) fn get_id() -> Option<GetId> {
    let address = symbol(c"swoole_coroutine_get_id")?;
    // SAFETY: the signature is that of swoole_coroutine_api.h, unchanged since Swoole 4.
    Some(unsafe { transmute::<*mut c_void, GetId>(address) })
}

/// Whom a hook tells of a coroutine. A type and no function, so that the way to it is a jump.
pub trait Listener {
    /// The coroutine that runs. Must not panic.
    fn tell(id: i64);
}

/// Asks Swoole to tell of each new coroutine, on its own stack and before its body. True if this Swoole offers that.
/// Registers once per process, however often it is called; so there must be one `Listener` only.
pub fn on_coroutine_start<T: Listener>() -> bool {
    static IS_REGISTERED: OnceLock<()> = OnceLock::new();
    on_coroutine::<T>(&IS_REGISTERED, ON_CORO_START)
}

/// Asks Swoole to tell of each coroutine that has ended, after its defers and also after a bailout. As
/// [`on_coroutine_start`].
pub fn on_coroutine_stop<T: Listener>() -> bool {
    static IS_REGISTERED: OnceLock<()> = OnceLock::new();
    on_coroutine::<T>(&IS_REGISTERED, ON_CORO_STOP)
}

fn on_coroutine<T: Listener>(is_registered: &OnceLock<()>, hook: c_int) -> bool {
    static GET_ID: OnceLock<GetId> = OnceLock::new();
    extern "C" fn run<T: Listener>(_context: *mut c_void) {
        if let Some(get_id) = GET_ID.get() {
            T::tell(get_id());
        }
    }
    get_id().is_some_and(|get_id| {
        GET_ID.get_or_init(|| get_id);
        register(is_registered, (), hook, run::<T>)
    })
}

/// Asks Swoole to call `callback` in each worker of a server, before the program hears of the worker's start.
pub(super) fn on_worker_start(callback: fn()) -> bool {
    static CALLBACK: OnceLock<fn()> = OnceLock::new();
    extern "C" fn run(_context: *mut c_void) {
        CALLBACK.get().map(catch_unwind);
    }
    register(&CALLBACK, callback, BEFORE_WORKER_START, run)
}

/// As [`on_worker_start`], when the worker has stopped and the program is about to hear of it.
pub(super) fn on_worker_stop(callback: fn()) -> bool {
    static CALLBACK: OnceLock<fn()> = OnceLock::new();
    extern "C" fn run(_context: *mut c_void) {
        CALLBACK.get().map(catch_unwind);
    }
    register(&CALLBACK, callback, BEFORE_WORKER_STOP, run)
}

fn register<F>(slot: &OnceLock<F>, callback: F, hook: c_int, function: HookFunction) -> bool {
    let Some(add_hook) = add_hook() else {
        return false;
    };
    if slot.set(callback).is_ok() {
        // SAFETY: the API's version is known, so the number is that of this hook. The function stays mapped.
        unsafe { add_hook(hook, function, PUSH_BACK) };
    }
    true
}

/// The function that adds a hook, where Swoole's numbers are known.
fn add_hook() -> Option<AddHook> {
    static ADD_HOOK: OnceLock<Option<AddHook>> = OnceLock::new();
    *ADD_HOOK.get_or_init(|| {
        let version = symbol(c"swoole_api_version_id")?;
        let add_hook = symbol(c"swoole_add_hook")?;
        // SAFETY: the signatures are those of swoole_api.h.
        let (version, add_hook) = unsafe {
            let version = transmute::<*mut c_void, extern "C" fn() -> c_int>(version);
            (version(), transmute::<*mut c_void, AddHook>(add_hook))
        };
        (version == KNOWN_API_VERSION).then_some(add_hook)
    })
}

fn symbol(name: &CStr) -> Option<*mut c_void> {
    // SAFETY: looks a name up among the loaded libraries; PHP loads extensions with RTLD_GLOBAL.
    let address = unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) };
    (!address.is_null()).then_some(address)
}
