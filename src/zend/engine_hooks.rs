//! What PHP tells everybody: fatal errors and thrown exceptions.
//!
//! An observer of errors and the throw hook, not an observer of function calls: those slow down every call of the
//! program, these run only when something goes wrong.

use super::exception::{Throwable, lossy};
use ext_php_rs::ffi::{
    zend_object, zend_observer_error_register, zend_string, zend_throw_exception_hook,
};
use std::ffi::c_int;
use std::sync::OnceLock;

/// A fatal error as PHP reports it.
pub struct Fatal {
    /// The error level's name, `E_ERROR` and so on.
    pub kind: &'static str,
    pub message: String,
    pub file: String,
    pub line: u32,
}

/// Who listens. All run on PHP's thread, in the middle of whatever PHP was doing.
pub struct Listeners {
    /// Any error, also one that an error handler of the program's takes, before that runs.
    pub reported: fn(),
    pub fatal: fn(Fatal),
    pub thrown: fn(Throwable),
}

type ThrowHook = Option<unsafe extern "C" fn(*mut zend_object)>;

static LISTENERS: OnceLock<Listeners> = OnceLock::new();
static PREVIOUS_THROW_HOOK: OnceLock<ThrowHook> = OnceLock::new();

/// Starts listening. Called once, at module start.
pub fn install(listeners: Listeners) {
    if LISTENERS.set(listeners).is_err() {
        return;
    }
    // SAFETY: module start runs on one thread, before any request. The former hook is kept and called by ours.
    unsafe {
        zend_observer_error_register(Some(on_error));
        PREVIOUS_THROW_HOOK.get_or_init(|| zend_throw_exception_hook);
        zend_throw_exception_hook = Some(on_throw);
    }
}

/// `E_DONT_BAIL`: set on a level where PHP reports an error after it has unwound the stack.
const DONT_BAIL: c_int = 1 << 15;

/// The levels that end a request, or may.
fn fatal_kind(level: c_int) -> Option<&'static str> {
    match level & !DONT_BAIL {
        1 => Some("E_ERROR"),
        4 => Some("E_PARSE"),
        16 => Some("E_CORE_ERROR"),
        64 => Some("E_COMPILE_ERROR"),
        256 => Some("E_USER_ERROR"),
        4096 => Some("E_RECOVERABLE_ERROR"),
        _ => None,
    }
}

unsafe extern "C" fn on_error(
    level: c_int,
    file: *mut zend_string,
    line: u32,
    message: *mut zend_string,
) {
    let Some(listeners) = LISTENERS.get() else {
        return;
    };
    (listeners.reported)();
    let Some(kind) = fatal_kind(level) else {
        return;
    };
    let copy = |string: *mut zend_string| {
        if string.is_null() {
            return String::new();
        }
        // SAFETY: not null, and alive while PHP reports the error.
        unsafe { lossy(string) }
    };
    (listeners.fatal)(Fatal {
        kind,
        message: copy(message),
        file: copy(file),
        line,
    });
}

unsafe extern "C" fn on_throw(exception: *mut zend_object) {
    if let (Some(throwable), Some(listeners)) = (Throwable::thrown(exception), LISTENERS.get()) {
        (listeners.thrown)(throwable);
    }
    if let Some(Some(previous)) = PREVIOUS_THROW_HOOK.get() {
        // SAFETY: whoever was hooked before us is called as PHP would.
        unsafe { previous(exception) };
    }
}
