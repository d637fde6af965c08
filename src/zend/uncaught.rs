//! The uncaught exception that an error of PHP's is the report of.
//!
//! PHP asks the exception for its text and keeps that in the object, before it reports it: so what lies there is compared with the
//! report, and no code of the program's runs. Whether PHP's throw hook has heard of it does not matter: Swoole puts exceptions into
//! coroutines that are cancelled or run out of time.

use super::engine_hooks::Fatal;
use super::exception::Throwable;
use super::exception_text::{add_bytes, bytes_of};
use span_core::text::cut;

/// The exception that PHP reports as uncaught by this error. `None` for any other: one of the program's own has another level,
/// whatever it says.
pub fn reported_by(fatal: &Fatal) -> Option<Throwable> {
    let report: fn(Throwable) -> String = match fatal.kind {
        "E_ERROR" if fatal.message.starts_with("Uncaught ") => report_of,
        // PHP reports a `ParseError` or `CompileError` as it does where it cannot throw one.
        "E_PARSE" | "E_COMPILE_ERROR" => Throwable::message,
        _ => return None,
    };
    Throwable::all_live()
        .filter(|exception| is_at(*exception, fatal))
        .find(|exception| report(*exception) == fatal.message)
}

/// Whether an exception was made where the error is said to be.
fn is_at(exception: Throwable, fatal: &Fatal) -> bool {
    exception.slot("line").long() == Some(i64::from(fatal.line))
        && cut(bytes_of(exception.slot("file"))) == fatal.file
}

/// What PHP reports of an exception, cut as what it has reported is.
fn report_of(exception: Throwable) -> String {
    let mut report = b"Uncaught ".to_vec();
    add_bytes(bytes_of(exception.slot("string")), &mut report);
    report.extend_from_slice(b"\n  thrown");
    cut(&report)
}
