//! Hooks for fatal errors and thrown exceptions.
//!
//! They are an error observer, `zend_error_cb` and `zend_throw_exception_hook`, and run only when something goes wrong. An
//! observer of function calls would slow down every call of the program.
//!
//! An observer hears of an error before the program's error handler is asked, the reporter only if that does not take
//! it. So an error that a handler may take is fatal when the reporter gets it, and every other one as soon as it is
//! observed: a debugger may have put a reporter of its own into the place, which calls no other.

use super::exception::Throwable;
use super::globals::asks_error_handler;
use super::module_static::{Function, FunctionSlot};
use super::php_thread;
use super::value::to_utf8_lossy;
use ext_php_rs::ffi::{
    zend_object, zend_observer_error_register, zend_string, zend_throw_exception_hook,
};
use std::ffi::c_int;

unsafe extern "C" {
    /// Of `zend.h`, which ext-php-rs has no bindings for: reports an error, and bails out where it is a fatal one.
    static mut zend_error_cb: Option<ErrorFunction>;
}

type ThrowFunction = unsafe extern "C" fn(*mut zend_object);
type ErrorFunction = unsafe extern "C" fn(c_int, *mut zend_string, u32, *mut zend_string);

/// A fatal error as PHP reports it.
pub struct Fatal {
    /// The error level's name, `E_ERROR` and so on.
    pub kind: &'static str,
    pub message: String,
    pub file: String,
    pub line: u32,
}

/// The callbacks. All run on the thread of PHP's that it concerns, in the middle of PHP's own work. None runs when what belongs to
/// that thread is gone: the end of a thread destroys the globals of one extension after another, and may report errors.
pub struct Listeners {
    /// Any error, also one that an error handler of the program's takes, before that runs.
    pub reported: fn(),
    /// An error that none of the program's handlers takes. May be reported twice.
    pub fatal: fn(Fatal),
    /// Any exception, before anything can catch it.
    pub thrown: fn(),
}

/// A function pointer of PHP's that extensions chain: each installs its own function and calls the one that it replaced.
struct Chain<F> {
    /// The function that ours replaced.
    next: FunctionSlot<F>,
    /// The function that was installed over ours when ours was to be removed. It still calls ours.
    above: FunctionSlot<F>,
}

impl<F: Function + PartialEq> Chain<F> {
    const fn new() -> Self {
        Self {
            next: FunctionSlot::new(),
            above: FunctionSlot::new(),
        }
    }

    /// The pointer to install in place of `found`, so that `own` is called.
    fn enter(&self, found: Option<F>, own: F) -> Option<F> {
        let above = self.above.replace(None);
        if found == Some(own) || (above.is_some() && found == above) {
            // It still calls ours from the last time. Installed again, ours would call itself.
            return found;
        }
        self.next.set(found);
        Some(own)
    }

    /// The pointer to install in place of `found`, so that `own` is no longer called. If another extension was installed over
    /// ours, ours has to stay in the chain, and only passes calls on.
    fn leave(&self, found: Option<F>, own: F) -> Option<F> {
        if found == Some(own) {
            return self.next.replace(None);
        }
        self.above.set(found);
        found
    }
}

static REPORTED: FunctionSlot<fn()> = FunctionSlot::new();
static FATAL: FunctionSlot<fn(Fatal)> = FunctionSlot::new();
static THROWN: FunctionSlot<fn()> = FunctionSlot::new();
static THROW: Chain<ThrowFunction> = Chain::new();
static REPORT: Chain<ErrorFunction> = Chain::new();

/// Installs the hooks. Called at each module start: PHP drops its hooks at module end.
pub fn install(listeners: Listeners) {
    REPORTED.set(Some(listeners.reported));
    FATAL.set(Some(listeners.fatal));
    THROWN.set(Some(listeners.thrown));
    // SAFETY: module start runs on one thread, before any request. The former functions are kept and called by ours.
    unsafe {
        zend_observer_error_register(Some(on_error));
        zend_throw_exception_hook = THROW.enter(zend_throw_exception_hook, on_throw);
        zend_error_cb = REPORT.enter(zend_error_cb, on_report);
    }
}

/// Stops listening. Called at module end.
pub fn uninstall() {
    REPORTED.set(None);
    FATAL.set(None);
    THROWN.set(None);
    // SAFETY: as in `install`, after all requests. What is put back is what was there.
    unsafe {
        zend_throw_exception_hook = THROW.leave(zend_throw_exception_hook, on_throw);
        zend_error_cb = REPORT.leave(zend_error_cb, on_report);
    }
}

/// `E_DONT_BAIL`: set on a level where PHP reports an error after it has unwound the stack.
const DONT_BAIL: c_int = 1 << 15;
const USER_ERROR: c_int = 256;
const RECOVERABLE_ERROR: c_int = 4096;

/// The levels that end a request, or may.
fn fatal_kind(level: c_int) -> Option<&'static str> {
    match level & !DONT_BAIL {
        1 => Some("E_ERROR"),
        4 => Some("E_PARSE"),
        16 => Some("E_CORE_ERROR"),
        64 => Some("E_COMPILE_ERROR"),
        USER_ERROR => Some("E_USER_ERROR"),
        RECOVERABLE_ERROR => Some("E_RECOVERABLE_ERROR"),
        _ => None,
    }
}

/// The levels of those that PHP asks the program's error handler about.
fn may_be_handled(level: c_int) -> bool {
    matches!(level & !DONT_BAIL, USER_ERROR | RECOVERABLE_ERROR)
}

unsafe extern "C" fn on_error(
    level: c_int,
    file: *mut zend_string,
    line: u32,
    message: *mut zend_string,
) {
    if !php_thread::has_parts() {
        return;
    }
    if let Some(reported) = REPORTED.get() {
        reported();
    }
    if !(may_be_handled(level) && asks_error_handler(level)) {
        notify_fatal(level, file, line, message);
    }
}

unsafe extern "C" fn on_report(
    level: c_int,
    file: *mut zend_string,
    line: u32,
    message: *mut zend_string,
) {
    if may_be_handled(level) && php_thread::has_parts() {
        notify_fatal(level, file, line, message);
    }
    if let Some(next) = REPORT.next.get() {
        // SAFETY: the function that ours replaced is called as PHP would call it. It may not return.
        unsafe { next(level, file, line, message) };
    }
}

fn notify_fatal(level: c_int, file: *mut zend_string, line: u32, message: *mut zend_string) {
    let (Some(kind), Some(report)) = (fatal_kind(level), FATAL.get()) else {
        return;
    };
    let copy = |string: *mut zend_string| {
        if string.is_null() {
            return String::new();
        }
        // SAFETY: not null, and alive while PHP reports the error.
        unsafe { to_utf8_lossy(string) }
    };
    report(Fatal {
        kind,
        message: copy(message),
        file: copy(file),
        line,
    });
}

unsafe extern "C" fn on_throw(exception: *mut zend_object) {
    if php_thread::has_parts()
        && Throwable::thrown(exception).is_some()
        && let Some(thrown) = THROWN.get()
    {
        thrown();
    }
    if let Some(next) = THROW.next.get() {
        // SAFETY: the hook that ours replaced is called as PHP would call it.
        unsafe { next(exception) };
    }
}
