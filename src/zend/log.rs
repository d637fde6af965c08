//! PHP's error log, from any thread.
//!
//! PHP's logger belongs to PHP's thread, and the flusher must never run it: it may call stream wrappers, `syslog` or
//! a SAPI that is not made for threads. So messages wait here until PHP's thread passes by.

use super::ini;
use ext_php_rs::ffi::php_log_err_with_severity;
use parking_lot::Mutex;
use std::ffi::CString;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering};

/// Messages that may wait; more are dropped, because the log must not grow without bound.
const CAPACITY: usize = 16;
/// `LOG_NOTICE`, what PHP uses for its own messages.
const SEVERITY: i32 = 5;

struct Waiting {
    messages: Mutex<Vec<String>>,
    /// The parent process's, never touched again: memory that is left alone on purpose stays in sight of leak checkers.
    _of_parent: Option<&'static Waiting>,
}

static IS_WAITING: AtomicBool = AtomicBool::new(false);
/// In a forked child, until the room is made anew there.
static IS_INHERITED: AtomicBool = AtomicBool::new(false);
static WAITING: AtomicPtr<Waiting> = AtomicPtr::new(ptr::null_mut());

/// Makes the waiting room. Called at module start, and in a forked child: the parent's lock may have been held by a
/// thread that does not exist here, so the child forgets it.
pub fn start_over() {
    let room = Waiting {
        messages: Mutex::new(Vec::new()),
        _of_parent: waiting(),
    };
    IS_INHERITED.store(false, Ordering::Release);
    WAITING.store(Box::into_raw(Box::new(room)), Ordering::Release);
    IS_WAITING.store(false, Ordering::Release);
}

/// This process was forked off just now: what waits is the parent's, who logs it. Stores only, as in a signal handler.
pub fn after_fork() {
    IS_INHERITED.store(true, Ordering::Release);
    IS_WAITING.store(false, Ordering::Release);
}

fn waiting() -> Option<&'static Waiting> {
    // SAFETY: null, or a box that is never freed.
    unsafe { WAITING.load(Ordering::Acquire).as_ref() }
}

/// Leaves a message for PHP's error log. Callable from any thread.
pub fn note(message: &str) {
    if IS_INHERITED.load(Ordering::Acquire) {
        start_over();
    }
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
    let is_on = ini::value(c"log_errors").is_some_and(|value| !matches!(value.as_str(), "" | "0"));
    for message in messages.into_iter().filter(|_| is_on) {
        let message = CString::new(message.replace('\0', "\\0")).unwrap_or_default();
        // SAFETY: PHP's thread, with the SAPI up; the message is copied.
        unsafe { php_log_err_with_severity(message.as_ptr(), SEVERITY) };
    }
}
