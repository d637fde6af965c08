//! What PHP tells everybody: fatal errors and thrown exceptions.
//!
//! An observer of errors, PHP's own reporter of errors and the throw hook, not an observer of function calls: those slow
//! down every call of the program, these run only when something goes wrong.
//!
//! An observer hears of an error before the program's error handler is asked, the reporter only if that does not take
//! it. So an error that a handler may take is fatal when the reporter gets it, and every other one as soon as it is
//! observed: a debugger may have put a reporter of its own into the place, which calls no other.

use super::exception::Throwable;
use super::globals::asks_error_handler;
use super::module_static::ModuleStatic;
use super::value::to_utf8_lossy;
use ext_php_rs::ffi::{
    zend_object, zend_observer_error_register, zend_string, zend_throw_exception_hook,
};
use std::cell::Cell;
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

/// Who listens. All run on PHP's thread, in the middle of whatever PHP was doing.
#[derive(Clone, Copy)]
pub struct Listeners {
    /// Any error, also one that an error handler of the program's takes, before that runs.
    pub reported: fn(),
    /// An error that no handler of the program takes. May be told twice.
    pub fatal: fn(Fatal),
    pub thrown: fn(Throwable),
}

/// A place of PHP's for one function: each extension puts its own there, and calls the one that it found.
struct Chain<F> {
    /// The one that was found.
    next: Cell<Option<F>>,
    /// Whose function stood in the place when ours was to leave it, which then still calls ours.
    above: Cell<Option<F>>,
}

impl<F: Copy + PartialEq> Chain<F> {
    const fn new() -> Self {
        Self {
            next: Cell::new(None),
            above: Cell::new(None),
        }
    }

    /// What belongs into the place, where `found` stands, for `own` to be called.
    fn enter(&self, found: Option<F>, own: F) -> Option<F> {
        let above = self.above.take();
        if found == Some(own) || (above.is_some() && found == above) {
            // Still called from the last time. Once more, and it would call itself.
            return found;
        }
        self.next.set(found);
        Some(own)
    }

    /// What belongs into the place, where `found` stands, for `own` to be called no more. Where somebody else stands in
    /// it, ours has to stay behind, and only hands on.
    fn leave(&self, found: Option<F>, own: F) -> Option<F> {
        if found == Some(own) {
            return self.next.take();
        }
        self.above.set(found);
        found
    }
}

static LISTENERS: ModuleStatic<Cell<Option<Listeners>>> = ModuleStatic::new(Cell::new(None));
static THROW: ModuleStatic<Chain<ThrowFunction>> = ModuleStatic::new(Chain::new());
static REPORT: ModuleStatic<Chain<ErrorFunction>> = ModuleStatic::new(Chain::new());

/// Starts listening. Called at each module start: PHP begins anew then, and has forgotten who listened before.
pub fn install(listeners: Listeners) {
    LISTENERS.set(Some(listeners));
    // SAFETY: module start runs on one thread, before any request. The former functions are kept and called by ours.
    unsafe {
        zend_observer_error_register(Some(on_error));
        zend_throw_exception_hook = THROW.enter(zend_throw_exception_hook, on_throw);
        zend_error_cb = REPORT.enter(zend_error_cb, on_report);
    }
}

/// Stops listening. Called at module end.
pub fn uninstall() {
    LISTENERS.set(None);
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
    if let Some(listeners) = LISTENERS.get() {
        (listeners.reported)();
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
    if may_be_handled(level) {
        notify_fatal(level, file, line, message);
    }
    if let Some(next) = REPORT.next.get() {
        // SAFETY: whoever was there before us is called as PHP would. It may not come back.
        unsafe { next(level, file, line, message) };
    }
}

fn notify_fatal(level: c_int, file: *mut zend_string, line: u32, message: *mut zend_string) {
    let (Some(kind), Some(listeners)) = (fatal_kind(level), LISTENERS.get()) else {
        return;
    };
    let copy = |string: *mut zend_string| {
        if string.is_null() {
            return String::new();
        }
        // SAFETY: not null, and alive while PHP reports the error.
        unsafe { to_utf8_lossy(string) }
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
    if let Some(next) = THROW.next.get() {
        // SAFETY: whoever was hooked before us is called as PHP would.
        unsafe { next(exception) };
    }
}
