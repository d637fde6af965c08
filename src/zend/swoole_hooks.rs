//! Hooks of Swoole's C API: at the starts and ends of coroutines, workers and servers, and around changes to PHP's functions.
//!
//! Must not know which extension has that API (`swoole_api` does): the hooks have the same numbers in all that were checked.

use super::module_static::FunctionSlot;
use super::swoole_api::{self, GetId, HookFunction};
use std::ffi::{c_int, c_void};
use std::panic::catch_unwind;
use std::sync::atomic::{AtomicBool, Ordering};

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
/// `SW_GLOBAL_HOOK_AFTER_FORK` of Swoole 5.1.6 and later: in the child of Swoole's own forks, since 6.2 that of `daemon()` among
/// them. No hook has this number elsewhere.
const AFTER_FORK: c_int = 12;
/// `PHP_SWOOLE_HOOK_BEFORE_ENABLE_HOOK` of `php_swoole_private.h`: before Swoole replaces handlers of PHP's functions, or puts
/// them back.
const BEFORE_ENABLE_HOOK: c_int = 24;
/// `PHP_SWOOLE_HOOK_AFTER_ENABLE_HOOK`.
const AFTER_ENABLE_HOOK: c_int = 25;
const PUSH_BACK: c_int = 1;

/// A listener for one of Swoole's coroutine hooks. A type instead of a function pointer, so that the call is inlined.
pub trait Listener {
    /// The hook has fired in the coroutine `id`. Must not panic.
    fn on_event(id: i64);
}

/// The hooks already added. Swoole drops its hooks, and may be unmapped, at module end, so this is cleared then.
struct Hooks {
    get_id: FunctionSlot<GetId>,
    has_coroutine_start: AtomicBool,
    has_coroutine_stop: AtomicBool,
    worker_start: FunctionSlot<fn()>,
    worker_stop: FunctionSlot<fn()>,
    server_start: FunctionSlot<fn()>,
    after_fork: FunctionSlot<fn()>,
    before_enable: FunctionSlot<fn()>,
    after_enable: FunctionSlot<fn()>,
}

static HOOKS: Hooks = Hooks {
    get_id: FunctionSlot::new(),
    has_coroutine_start: AtomicBool::new(false),
    has_coroutine_stop: AtomicBool::new(false),
    worker_start: FunctionSlot::new(),
    worker_stop: FunctionSlot::new(),
    server_start: FunctionSlot::new(),
    after_fork: FunctionSlot::new(),
    before_enable: FunctionSlot::new(),
    after_enable: FunctionSlot::new(),
};

/// Forgets all of it, and the API's functions. Called at module end.
pub fn forget() {
    swoole_api::forget();
    HOOKS.get_id.set(None);
    HOOKS.has_coroutine_start.store(false, Ordering::Relaxed);
    HOOKS.has_coroutine_stop.store(false, Ordering::Relaxed);
    HOOKS.worker_start.set(None);
    HOOKS.worker_stop.set(None);
    HOOKS.server_start.set(None);
    HOOKS.after_fork.set(None);
    HOOKS.before_enable.set(None);
    HOOKS.after_enable.set(None);
}

/// Adds `T` as the coroutine-start hook. It runs on the new coroutine's stack, before the body. False if Swoole lacks the hook.
/// Registers once per module start, however often it is called; so there must be one `Listener` only.
pub fn on_coroutine_start<T: Listener>() -> bool {
    on_coroutine::<T>(&HOOKS.has_coroutine_start, ON_CORO_START)
}

/// Adds `T` as the coroutine-stop hook. It runs after the coroutine's defers, and also after a bailout. Registered as
/// [`on_coroutine_start`] is.
pub fn on_coroutine_stop<T: Listener>() -> bool {
    on_coroutine::<T>(&HOOKS.has_coroutine_stop, ON_CORO_STOP)
}

fn on_coroutine<T: Listener>(is_registered: &AtomicBool, hook: c_int) -> bool {
    extern "C" fn run<T: Listener>(_context: *mut c_void) {
        if let Some(get_id) = HOOKS.get_id.get() {
            T::on_event(get_id());
        }
    }
    swoole_api::functions().is_some_and(|functions| {
        HOOKS.get_id.set(Some(functions.get_id));
        register(!is_registered.swap(true, Ordering::Relaxed), hook, run::<T>)
    })
}

/// Calls `callback` in each worker of a server, before the program's own `workerStart`.
pub(super) fn on_worker_start(callback: fn()) -> bool {
    extern "C" fn run(_context: *mut c_void) {
        HOOKS.worker_start.get().map(catch_unwind);
    }
    let is_new = HOOKS.worker_start.replace(Some(callback)).is_none();
    register(is_new, BEFORE_WORKER_START, run)
}

/// As [`on_worker_start`], when the worker has stopped, before the program's own `workerStop`.
pub(super) fn on_worker_stop(callback: fn()) -> bool {
    extern "C" fn run(_context: *mut c_void) {
        HOOKS.worker_stop.get().map(catch_unwind);
    }
    let is_new = HOOKS.worker_stop.replace(Some(callback)).is_none();
    register(is_new, BEFORE_WORKER_STOP, run)
}

/// As [`on_worker_start`], in the process that is about to start a server.
pub(super) fn on_server_start(callback: fn()) -> bool {
    extern "C" fn run(_context: *mut c_void) {
        HOOKS.server_start.get().map(catch_unwind);
    }
    let is_new = HOOKS.server_start.replace(Some(callback)).is_none();
    register(is_new, BEFORE_SERVER_START, run)
}

/// As [`on_worker_start`], in each child that Swoole forks.
pub(super) fn on_fork(callback: fn()) -> bool {
    extern "C" fn run(_context: *mut c_void) {
        HOOKS.after_fork.get().map(catch_unwind);
    }
    let is_new = HOOKS.after_fork.replace(Some(callback)).is_none();
    register(is_new, AFTER_FORK, run)
}

/// Calls `before` and `after` around each change of Swoole's to the handlers of PHP's functions, whatever has caused it. Called at
/// request start, when `Swoole::locate()` has found the API.
pub fn around_runtime_hooks(before: fn(), after: fn()) {
    extern "C" fn run_before(_context: *mut c_void) {
        HOOKS.before_enable.get().map(catch_unwind);
    }
    extern "C" fn run_after(_context: *mut c_void) {
        HOOKS.after_enable.get().map(catch_unwind);
    }
    let is_new = HOOKS.before_enable.replace(Some(before)).is_none();
    register(is_new, BEFORE_ENABLE_HOOK, run_before);
    HOOKS.after_enable.set(Some(after));
    register(is_new, AFTER_ENABLE_HOOK, run_after);
}

fn register(is_new: bool, hook: c_int, function: HookFunction) -> bool {
    let Some(functions) = swoole_api::functions() else {
        return false;
    };
    if is_new {
        // SAFETY: the API's version was checked, so the number is that of this hook. The function stays mapped.
        unsafe { (functions.add_hook)(hook, function, PUSH_BACK) };
    }
    true
}
