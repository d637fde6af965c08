//! PHP's call when all modules have started: before OPcache preloads anything, and before the process forks others.
//!
//! Must not know what is done then.

use super::module_static::FunctionSlot;
use std::ffi::c_int;
use std::panic::catch_unwind;

/// `zend_result (*)(void)`.
type StartupFunction = extern "C" fn() -> c_int;

unsafe extern "C" {
    /// Of `zend.h`, which ext-php-rs has no binding for. PHP takes it out before it calls it, once for each start of its modules.
    static mut zend_post_startup_cb: Option<StartupFunction>;
}

const SUCCESS: c_int = 0;

static LISTENER: FunctionSlot<fn()> = FunctionSlot::new();
/// The function that ours replaced. OPcache, which starts after the modules, replaces ours and calls it first.
static NEXT: FunctionSlot<StartupFunction> = FunctionSlot::new();

/// Calls `listener` when all modules have started. Called at each module start.
pub fn listen(listener: fn()) {
    LISTENER.set(Some(listener));
    // SAFETY: module start runs on one thread. The former function is kept and called by ours.
    unsafe {
        NEXT.set(zend_post_startup_cb);
        zend_post_startup_cb = Some(started);
    }
}

extern "C" fn started() -> c_int {
    if let Some(listener) = LISTENER.get() {
        // A panic must not unwind into PHP. It was counted where it happened.
        let _ = catch_unwind(listener);
    }
    NEXT.get().map_or(SUCCESS, |next| next())
}
