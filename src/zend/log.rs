//! PHP's error log, from any thread.
//!
//! PHP's logger belongs to PHP's thread, and the flusher must never run it: it may call stream wrappers, `syslog` or
//! a SAPI that is not made for threads. So messages wait here until PHP's thread passes by.

use super::globals::one_request_per_process;
use super::ini;
use super::php_thread::PhpThread;
use ext_php_rs::ffi::php_log_err_with_severity;
use parking_lot::Mutex;
use std::cell::RefCell;
use std::ffi::{CStr, CString};
use std::io::{self, Write};
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering};

/// Messages that may wait; more are dropped, because the log must not grow without bound.
const CAPACITY: usize = 16;
/// `LOG_NOTICE`, what PHP uses for its own messages.
const SEVERITY: i32 = 5;
const MATTERS: usize = 64;
/// `LOG_WARNING`.
const WARNING: i32 = 4;
const LOG_ERRORS: &CStr = c"log_errors";

struct Waiting {
    messages: Mutex<Vec<String>>,
    /// The parent process's, never touched again: memory that is left alone on purpose stays in sight of leak checkers.
    _of_parent: Option<&'static Waiting>,
}

static IS_WAITING: AtomicBool = AtomicBool::new(false);
static WAITING: AtomicPtr<Waiting> = AtomicPtr::new(ptr::null_mut());

/// What this process has said of single requests; as much as [`MATTERS`], and then no more is said.
static SAID: PhpThread<RefCell<Vec<String>>> = PhpThread::new(RefCell::new(Vec::new()));

/// Makes the waiting room unless there is one. Called at module start.
pub fn start() {
    SAID.borrow_mut().clear();
    if waiting().is_none() {
        start_over();
    }
}

/// Makes a new waiting room. Called in a forked child: the parent's lock may have been held by a thread that does not
/// exist here, so the child forgets it.
pub fn start_over() {
    let room = Waiting {
        messages: Mutex::new(Vec::new()),
        _of_parent: waiting(),
    };
    WAITING.store(Box::into_raw(Box::new(room)), Ordering::Release);
    IS_WAITING.store(false, Ordering::Release);
}

fn waiting() -> Option<&'static Waiting> {
    // SAFETY: null, or a box that is never freed.
    unsafe { WAITING.load(Ordering::Acquire).as_ref() }
}

/// Leaves a message for PHP's error log. Callable from any thread.
pub fn note(message: &str) {
    if let Some(mut messages) = waiting().and_then(|room| room.messages.try_lock())
        && messages.len() < CAPACITY
    {
        messages.push(format!("traced_coroutine: {message}"));
        IS_WAITING.store(true, Ordering::Release);
    }
}

/// Hands what waits to PHP's error log. Called on PHP's thread only.
#[inline]
pub fn write_waiting() {
    if IS_WAITING.load(Ordering::Relaxed) {
        write_all();
    }
}

#[cold]
fn write_all() {
    IS_WAITING.store(false, Ordering::Release);
    let Some(messages) = waiting()
        .and_then(|room| room.messages.try_lock())
        .map(|mut messages| std::mem::take(&mut *messages))
    else {
        return;
    };
    let is_on = ini::is_on(LOG_ERRORS);
    for message in messages.into_iter().filter(|_| is_on) {
        write(&message, SEVERITY);
    }
}

/// Warns the operator: in PHP's error log, and where a terminal is all that there is, on STDERR. Never where a client
/// reads it. Called on PHP's thread only.
pub fn warn(message: &str) {
    let line = format!("PHP Warning:  {message}");
    let is_logged = ini::is_on(LOG_ERRORS);
    if is_logged {
        write(&line, WARNING);
    }
    // A log without a file is STDERR there.
    let is_on_stderr = is_logged && ini::value(c"error_log").is_none_or(|file| file.is_empty());
    if one_request_per_process() && ini::is_on(c"display_errors") && !is_on_stderr {
        // A STDERR that is closed is nobody's concern here.
        let _ = writeln!(io::stderr(), "{line}");
    }
}

/// [`warn`] of what a single request brings, of each matter once in a process.
pub fn warn_of_request(message: String) {
    let is_new = {
        let mut said = SAID.borrow_mut();
        let is_new = said.len() < MATTERS && !said.contains(&message);
        if is_new {
            said.push(message.clone());
        }
        is_new
    };
    if is_new {
        warn(&message);
    }
}

fn write(message: &str, severity: i32) {
    let message = CString::new(message.replace('\0', "\\0")).unwrap_or_default();
    // SAFETY: PHP's thread, with the SAPI up; the message is copied.
    unsafe { php_log_err_with_severity(message.as_ptr(), severity) };
}
