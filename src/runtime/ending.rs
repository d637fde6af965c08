//! How a coroutine ended, from what PHP and Swoole leave behind.

use super::current_with_span;
use crate::state::with_engine;
use crate::zend::engine_hooks::Fatal;
use crate::zend::exception::{self, Throwable, Thrown};
use crate::zend::php_thread::PhpThread;
use span_core::{BodyEnd, CoroutineId, ExceptionInfo, FatalError};
use std::cell::RefCell;

const EXIT: &str = "Swoole\\ExitException";
const CANCELLED: &str = "Swoole\\Coroutine\\CanceledException";
const TIMEOUT: &str = "Swoole\\Coroutine\\TimeoutException";
/// How PHP begins the fatal error about an exception that nobody caught.
const UNCAUGHT: &str = "Uncaught ";

/// The last exception thrown in a coroutine's defers. Whether anybody catches it is known only when PHP reports
/// it as uncaught, and by then the object is gone.
static THROWN_IN_DEFER: PhpThread<RefCell<Option<(CoroutineId, ExceptionInfo)>>> =
    PhpThread::new(RefCell::new(None));

/// Records how the body of the coroutine `id` ended. Leaves a pending exception as it is.
#[inline(always)]
pub fn record(id: CoroutineId) {
    match exception::pending() {
        None => {
            with_engine(|engine| engine.body_returned(id));
        }
        Some(thrown) => record_thrown(id, thrown),
    }
}

#[cold]
fn record_thrown(id: CoroutineId, thrown: Thrown) {
    let end = match thrown {
        Thrown::Unwinding(status) => BodyEnd::Unwound { status },
        Thrown::Destroyed => BodyEnd::Abandoned,
        Thrown::Exception(exception) => body_end(exception),
    };
    with_engine(|engine| engine.body_ended(id, end));
}

/// What it means that an exception leaves a body.
pub fn body_end(exception: Throwable) -> BodyEnd {
    if exception.is_a(EXIT) {
        return BodyEnd::Exit {
            status: exception.int_property(EXIT, "status"),
        };
    }
    let info = Box::new(describe(exception));
    if exception.is_a(CANCELLED) {
        BodyEnd::Cancelled(info)
    } else if exception.is_a(TIMEOUT) {
        BodyEnd::Timeout(info)
    } else {
        BodyEnd::Exception(info)
    }
}

/// What an exception says of itself, as spans tell it.
pub fn describe(exception: Throwable) -> ExceptionInfo {
    let description = exception.describe();
    ExceptionInfo {
        class: description.class,
        message: description.message,
        stacktrace: description.text,
    }
}

/// PHP throws an exception. Only those in a coroutine's defers are noted: the trampoline sees all others itself. Whoever
/// throws still runs, though, whatever error was reported before: SOAP makes exceptions of fatal errors.
pub fn on_thrown(exception: Throwable) {
    let id = current_with_span();
    let in_defers = with_engine(|engine| {
        engine.runs_on(id);
        engine.in_defers(id)
    });
    if in_defers == Some(true) {
        let info = describe(exception);
        THROWN_IN_DEFER.replace(Some((id, info)));
    }
}

/// PHP reports a fatal error while the coroutine runs. It becomes the span's end if nothing else ends it.
pub fn on_fatal(fatal: Fatal) {
    let id = current_with_span();
    let uncaught = THROWN_IN_DEFER.take().filter(|(thrower, exception)| {
        let report = fatal.message.strip_prefix(UNCAUGHT);
        let text = exception.stacktrace.as_str();
        // Of two long texts, each cut where it was copied, the report has less, because it begins with a word of its own.
        let is_same = |report: &str| report.starts_with(text) || text.starts_with(report);
        *thrower == id && report.is_some_and(is_same)
    });
    with_engine(|engine| match uncaught {
        Some((_, exception)) => engine.deferred_exception(id, exception),
        None => engine.fatal(
            id,
            FatalError {
                message: fatal.message,
                kind: fatal.kind,
                file: fatal.file,
                line: fatal.line,
            },
        ),
    });
}

/// Forgets the exceptions of a request.
pub fn forget_request() {
    THROWN_IN_DEFER.take();
}
