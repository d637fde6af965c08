//! The text of an exception, as PHP prints it, put together from what lies in the object.
//!
//! The program goes on, and may catch the exception. So none of its methods is called: PHP would look for interrupts after such a
//! call, and run a signal handler or, where Swoole's coroutines are preempted, another coroutine. The text is made in memory of the
//! tracer's, and is cut: a copy of a long message would not fit into the program's limit of memory.

use super::exception::Throwable;
use super::memory_limit;
use super::typed::{bytes, string};
use super::value::text;
use ext_php_rs::ffi::{
    HashTable, ext_php_rs_zend_string_release, zend_ce_argument_count_error, zend_ce_type_error,
    zend_string,
};
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use span_core::text::{LONGEST, cut};

/// More previous exceptions than any program chains. A limit is needed because reflection can make the chain circular.
const MANY_PREVIOUS: usize = 1_000;

unsafe extern "C" {
    /// Of `zend_exceptions.h`, which ext-php-rs has no binding for.
    fn zend_trace_to_string(trace: *mut HashTable, include_main: bool) -> *mut zend_string;
}

/// An exception's class and text.
pub struct Description {
    /// Fully qualified class name.
    pub class: String,
    pub message: String,
    /// What `Exception::__toString()` says: message, place, trace, and all previous exceptions, as PHP prints them.
    pub text: String,
}

/// Class, message and full text. Runs no PHP code, and takes nothing of the program's memory.
pub fn describe(exception: Throwable) -> Description {
    Description {
        class: exception.class_name(),
        message: exception.message(),
        text: text_of(exception),
    }
}

/// The text of `Exception::__toString()`: message, place, trace, and all previous exceptions. Without the trace and these where the
/// program has put something else in their places, which PHP would convert, ask for or warn of.
fn text_of(exception: Throwable) -> String {
    match ordinary_chain(exception) {
        Some(chain) => full_text(&chain),
        None => plain_text(exception),
    }
}

/// An exception and its previous ones, where everything in them is what PHP puts there.
fn ordinary_chain(newest: Throwable) -> Option<Vec<Throwable>> {
    let mut chain = Vec::new();
    let mut next = Some(newest);
    while let Some(exception) = next {
        if chain.len() >= MANY_PREVIOUS || !is_ordinary(exception) {
            return None;
        }
        chain.push(exception);
        next = Throwable::of(exception.slot("previous"));
    }
    Some(chain)
}

fn is_ordinary(exception: Throwable) -> bool {
    let has = |property, kind| {
        exception.slot(property).get_type() == kind && !exception.has_hooks(property)
    };
    let trace = exception.slot("trace").array();
    has("message", DataType::String)
        && has("file", DataType::String)
        && has("line", DataType::Long)
        && trace.is_some_and(|frames| frames.values().all(is_ordinary_frame))
}

fn is_ordinary_frame(frame: &Zval) -> bool {
    let Some(frame) = frame.dereference().array() else {
        return false;
    };
    let is = |key, kind| frame.get(key).is_none_or(|value| value.get_type() == kind);
    let mut texts = ["file", "class", "type", "function"].into_iter();
    texts.all(|key| is(key, DataType::String))
        && is("line", DataType::Long)
        && is("args", DataType::Array)
}

/// The oldest exception comes first. What is beyond the longest text that is kept is not made.
fn full_text(chain: &[Throwable]) -> String {
    let mut text = Vec::new();
    for exception in chain.iter().rev() {
        if !text.is_empty() {
            text.extend_from_slice(b"\n\nNext ");
        }
        add(*exception, &mut text);
        if text.len() > LONGEST {
            break;
        }
    }
    cut(&text)
}

fn add(exception: Throwable, text: &mut Vec<u8>) {
    add_bytes(exception.full_class_name(), text);
    let message = bytes_of(exception.slot("message"));
    if !message.is_empty() {
        text.extend_from_slice(b": ");
        add_bytes(message, text);
        if lacks_its_end(exception, message) {
            text.extend_from_slice(b" and defined");
        }
    }
    text.extend_from_slice(b" in ");
    add_bytes(bytes_of(exception.slot("file")), text);
    let line = exception.slot("line").long().unwrap_or(0);
    text.extend_from_slice(format!(":{line}\nStack trace:\n").as_bytes());
    if text.len() <= LONGEST {
        add_trace(exception, text);
    }
}

/// PHP's message about a wrong argument names the place of the call, and its text of the exception the function's behind it.
fn lacks_its_end(exception: Throwable, message: &[u8]) -> bool {
    const CALLED_IN: &[u8] = b", called in ";
    // SAFETY: both classes exist since the engine's start.
    let classes = unsafe { [zend_ce_type_error, zend_ce_argument_count_error] };
    classes.contains(&exception.class())
        && message
            .split(|byte| *byte == 0)
            .next()
            .is_some_and(|message| message.windows(CALLED_IN.len()).any(|it| it == CALLED_IN))
}

fn add_trace(exception: Throwable, text: &mut Vec<u8>) {
    let Some(frames) = exception.slot("trace").array() else {
        return;
    };
    let frames: *const HashTable = frames;
    memory_limit::lifted(|| {
        // SAFETY: a live array, in which everything is of the type that PHP expects there: it only reads. The text is ours, and
        // freed once it is copied.
        unsafe {
            let trace = zend_trace_to_string(frames.cast_mut(), true);
            add_bytes(bytes(trace), text);
            ext_php_rs_zend_string_release(trace);
        }
    });
}

/// Adds the beginning of a piece, longer than what is kept where the piece is.
pub(super) fn add_bytes(piece: &[u8], text: &mut Vec<u8>) {
    text.extend_from_slice(&piece[..piece.len().min(LONGEST + 1)]);
}

pub(super) fn bytes_of(value: &Zval) -> &[u8] {
    string(value).map_or(&[], |string| string.as_bytes())
}

fn plain_text(exception: Throwable) -> String {
    let class = exception.class_name();
    let message = exception.message();
    let separator = if message.is_empty() { "" } else { ": " };
    let file = text(exception.slot("file")).unwrap_or_default();
    let line = exception.slot("line").long().unwrap_or(0);
    format!("{class}{separator}{message} in {file}:{line}")
}
