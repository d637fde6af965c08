//! The extension's log: messages from any thread to PHP's error log, STDERR or a file.
//!
//! Only PHP's thread may call PHP's logger: it may run stream wrappers, `syslog` or a SAPI that is not thread-safe. So a message
//! for PHP's log waits here until PHP's thread next calls the extension. STDERR and files are written at once by the logging
//! thread, each line with one system call.

use super::descriptors::{keep_stderr_again, kept_stderr};
use super::globals::one_request_per_process;
use super::ini;
use ext_php_rs::ffi::php_log_err_with_severity;
use parking_lot::Mutex;
use std::ffi::{CStr, CString};
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::mem::MaybeUninit;
use std::path::PathBuf;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering};

/// Messages that may wait; more are dropped, because the log must not grow without bound.
const CAPACITY: usize = 16;
/// `LOG_NOTICE`, what PHP uses for its own messages.
const SEVERITY: i32 = 5;
/// `LOG_WARNING`.
const WARNING: i32 = 4;
const LOG_ERRORS: &CStr = c"log_errors";
/// Begins each line, so that its origin is clear.
const PREFIX: &str = "traced_coroutine: ";
/// Most different warnings about single requests in one process.
const REQUEST_WARNINGS: usize = 64;

/// Where messages are written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Sink {
    /// PHP's error log, as PHP's own settings have it.
    #[default]
    Php,
    /// The STDERR that the process started with.
    Stderr,
    /// A file, opened for each line, so that it can be rotated. The path is absolute.
    File(PathBuf),
}

impl Sink {
    /// For a reader of `php --ri`.
    pub fn describe(&self) -> String {
        match self {
            Sink::Php if self.is_silent() => {
                "PHP's error log; log_errors is 0, so nothing is written".to_owned()
            }
            Sink::Php => "PHP's error log".to_owned(),
            Sink::Stderr => "STDERR".to_owned(),
            Sink::File(path) => path.display().to_string(),
        }
    }

    /// Whether messages are discarded. PHP's thread only.
    pub fn is_silent(&self) -> bool {
        *self == Sink::Php && !ini::is_on(LOG_ERRORS)
    }

    /// Writes a line without PHP. False if the sink is PHP's log, or the write failed.
    pub fn write(&self, message: &str) -> bool {
        let line = || {
            let message = message.replace(|char: char| char.is_control(), " ");
            let pid = std::process::id();
            format!("{} traced_coroutine[{pid}]: {message}\n", utc_now())
        };
        match self {
            Sink::Php => false,
            Sink::Stderr => write_to_stderr(line().as_bytes()),
            Sink::File(path) => {
                let file = OpenOptions::new().create(true).append(true).open(path);
                file.and_then(|mut file| file.write_all(line().as_bytes()))
                    .is_ok()
            }
        }
    }
}

struct Room {
    sink: Sink,
    /// `parking_lot`'s, because it is only ever tried: a thread that does not wait never enters the table of waiting threads,
    /// whose own locks a fork may leave locked. Where one waits, the locks are `std`'s: see `span_core`'s processor.
    messages: Mutex<Vec<String>>,
    /// The warnings about single requests that were logged; each is logged once.
    said: Mutex<Vec<String>>,
    /// Those before it, never touched again: memory that is left alone on purpose stays in sight of leak checkers.
    _former: Option<&'static Room>,
}

static IS_WAITING: AtomicBool = AtomicBool::new(false);
/// In a forked child, until the room is made anew there.
static IS_INHERITED: AtomicBool = AtomicBool::new(false);
static ROOM: AtomicPtr<Room> = AtomicPtr::new(ptr::null_mut());

/// Sets the sink. Called once the settings are known, before any thread is started.
pub fn send_to(sink: Sink) {
    let former = room();
    let said = former.and_then(|former| former.said.try_lock().map(|said| said.clone()));
    let new = Room {
        sink,
        messages: Mutex::new(Vec::new()),
        said: Mutex::new(said.unwrap_or_default()),
        _former: former,
    };
    IS_INHERITED.store(false, Ordering::Release);
    ROOM.store(Box::into_raw(Box::new(new)), Ordering::Release);
    IS_WAITING.store(false, Ordering::Release);
}

/// Makes the waiting room unless there is one. Called at module start.
pub fn start() {
    match room() {
        Some(room) => drop(room.said.try_lock().map(|mut said| said.clear())),
        None => send_to(Sink::Php),
    }
}

/// Makes a new waiting room. Called in a forked child: the parent's lock may have been held by a thread that does not
/// exist here, so the child forgets it.
pub fn start_over() {
    keep_stderr_again();
    send_to(room().map(|room| room.sink.clone()).unwrap_or_default());
}

/// This process was forked off just now: what waits is the parent's, which logs it. Stores only, as in a signal handler.
pub fn after_fork() {
    IS_INHERITED.store(true, Ordering::Release);
    IS_WAITING.store(false, Ordering::Release);
}

fn room() -> Option<&'static Room> {
    // SAFETY: null, or a box that is never freed.
    unsafe { ROOM.load(Ordering::Acquire).as_ref() }
}

fn write_to_stderr(bytes: &[u8]) -> bool {
    let Some(descriptor) = kept_stderr() else {
        return false;
    };
    // SAFETY: the bytes are valid for the call.
    let written = unsafe { libc::write(descriptor, bytes.as_ptr().cast(), bytes.len()) };
    usize::try_from(written) == Ok(bytes.len())
}

/// Logs a message for the operator. Callable from any thread. A message that its sink does not take goes to PHP's error log.
pub fn note(message: &str) {
    if IS_INHERITED.load(Ordering::Acquire) {
        start_over();
    }
    let Some(room) = room() else { return };
    if room.sink.write(message) {
        return;
    }
    let message = match &room.sink {
        Sink::Php => format!("{PREFIX}{message}"),
        sink => {
            let sink = sink.describe();
            format!("{PREFIX}{message} (cannot write it to {sink})")
        }
    };
    if let Some(mut messages) = room.messages.try_lock()
        && messages.len() < CAPACITY
    {
        messages.push(message);
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
    let Some(messages) = room()
        .and_then(|room| room.messages.try_lock())
        .map(|mut messages| std::mem::take(&mut *messages))
    else {
        return;
    };
    let is_on = ini::is_on(LOG_ERRORS);
    for message in messages.into_iter().filter(|_| is_on) {
        write_to_php(&message, SEVERITY);
    }
}

/// Warns the operator of a setting: where the words go, and of PHP's ways in its error log, and where a terminal is all
/// that there is, on STDERR. Never where a client reads it. Called on PHP's thread only.
pub fn warn(message: &str) {
    // A line of our own has the name already.
    let bare = message.strip_prefix(PREFIX).unwrap_or(message);
    if room().is_some_and(|room| room.sink.write(bare)) {
        return;
    }
    let line = format!("PHP Warning:  {message}");
    let is_logged = ini::is_on(LOG_ERRORS);
    if is_logged {
        write_to_php(&line, WARNING);
    }
    // A log without a file is STDERR there.
    let is_on_stderr = is_logged && ini::value(c"error_log").is_none_or(|file| file.is_empty());
    if one_request_per_process() && ini::is_on(c"display_errors") && !is_on_stderr {
        // A STDERR that is closed is nothing that concerns the settings.
        let _ = writeln!(io::stderr(), "{line}");
    }
}

/// [`warn`] of what a single request brings, of each thing once in a process, and of none while another thread does.
pub fn warn_of_request(message: String) {
    let said = room().and_then(|room| room.said.try_lock());
    let is_new = said.is_some_and(|mut said| {
        let is_new = said.len() < REQUEST_WARNINGS && !said.contains(&message);
        if is_new {
            said.push(message.clone());
        }
        is_new
    });
    if is_new {
        warn(&message);
    }
}

fn write_to_php(message: &str, severity: i32) {
    let message = CString::new(message.replace('\0', "\\0")).unwrap_or_default();
    // SAFETY: PHP's thread, with the SAPI up; the message is copied.
    unsafe { php_log_err_with_severity(message.as_ptr(), severity) };
}

/// The time of day as RFC 3339 has it. The C library's own, because nothing else here needs a calendar.
fn utc_now() -> String {
    // SAFETY: `time` and `gmtime_r` write nothing but what they are given; a failure leaves the zeros.
    let now = unsafe {
        let mut now = MaybeUninit::<libc::tm>::zeroed();
        let seconds = libc::time(ptr::null_mut());
        libc::gmtime_r(&raw const seconds, now.as_mut_ptr());
        now.assume_init()
    };
    let (year, month) = (now.tm_year + 1900, now.tm_mon + 1);
    let (day, hour, minute, second) = (now.tm_mday, now.tm_hour, now.tm_min, now.tm_sec);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// The sink of a setting's text.
///
/// Nothing is created here: a server's master may be another user than its workers, which must be able to write.
pub fn parse_sink(text: &str) -> Result<Sink, String> {
    let text = text.trim();
    match text.to_ascii_lowercase().as_str() {
        "php" => Ok(Sink::Php),
        "stderr" => Ok(Sink::Stderr),
        _ => file(text).ok_or_else(|| {
            "expected php, stderr or the path of a file in a directory that exists".to_owned()
        }),
    }
}

fn file(text: &str) -> Option<Sink> {
    let path = std::path::absolute(text).ok()?;
    let is_file = !path.is_dir() && path.parent()?.is_dir();
    is_file.then_some(Sink::File(path))
}
