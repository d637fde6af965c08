//! How a coroutine ended, from what PHP and Swoole leave behind.

use crate::state::with_engine;
use crate::zend::engine_hooks::Fatal;
use crate::zend::exception::{self, Throwable, Thrown};
use crate::zend::{exception_text, uncaught};
use span_core::{BodyEnd, CoroutineId, ExceptionInfo, FatalError};

/// Swoole and OpenSwoole turn an `exit()` in a coroutine into this exception.
const EXIT: [&str; 2] = ["Swoole\\ExitException", "OpenSwoole\\ExitException"];
const CANCELLED: &str = "Swoole\\Coroutine\\CanceledException";
const TIMEOUT: &str = "Swoole\\Coroutine\\TimeoutException";
/// PHP's exit status after a fatal error.
const FATAL_EXIT_STATUS: i64 = 255;

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
    let end = end_of(thrown);
    with_engine(|engine| engine.body_ended(id, end));
}

/// How the code has ended that has just returned to its caller. Leaves a pending exception as it is.
pub fn pending_end() -> BodyEnd {
    exception::pending().map_or(BodyEnd::Returned, end_of)
}

fn end_of(thrown: Thrown) -> BodyEnd {
    match thrown {
        Thrown::Unwinding(status) => BodyEnd::Unwound {
            status,
            may_be_fatal: status == FATAL_EXIT_STATUS,
        },
        Thrown::Destroyed => BodyEnd::Abandoned,
        Thrown::Exception(exception) => body_end(exception),
    }
}

/// Classifies an exception that leaves a body.
fn body_end(exception: Throwable) -> BodyEnd {
    if let Some(exit) = exception.is_one_of(&EXIT) {
        return BodyEnd::Exit {
            status: exception.int_property(exit, "status"),
            error_type: exit,
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

/// Whether what leaves a call is an `exit()`, or a fatal error that PHP has reported.
pub fn is_exit(thrown: &Thrown) -> bool {
    match thrown {
        Thrown::Unwinding(_) => true,
        Thrown::Destroyed => false,
        Thrown::Exception(exception) => exception.is_one_of(&EXIT).is_some(),
    }
}

/// Whether an exception that leaves a call tells of a failure: it does not where the coroutine was cancelled.
pub fn is_failure(exception: Throwable) -> bool {
    !exception.is_a(CANCELLED)
}

/// An exception's class, message and stack trace, as spans record them.
pub fn describe(exception: Throwable) -> ExceptionInfo {
    let description = exception_text::describe(exception);
    ExceptionInfo {
        class: description.class,
        message: description.message,
        stacktrace: description.text,
    }
}

/// PHP throws an exception while the coroutine `id` runs, or `innermost` in it, which has no span. That proves that the coroutine
/// survived an earlier fatal error: SOAP turns fatal errors into exceptions.
pub fn on_thrown(id: CoroutineId, innermost: CoroutineId) {
    with_engine(|engine| {
        engine.runs_on(id);
        if innermost != id {
            engine.runs_on(innermost);
        }
        engine.runs_on(CoroutineId::NONE);
    });
}

/// PHP reports a fatal error while the coroutine `id` runs, or `innermost` in it, which has no span. It becomes the span's end if
/// nothing else ends it, and that of the calls under way, also outside of coroutines, where all of them run. Where it is the
/// report of an uncaught exception in the coroutine's defers, that is how they ended: the trampoline sees all others.
pub fn on_fatal(id: CoroutineId, innermost: CoroutineId, fatal: Fatal) {
    let uncaught = uncaught::reported_by(&fatal);
    let error = FatalError {
        message: fatal.message,
        kind: fatal.kind.into(),
        file: fatal.file,
        line: fatal.line,
    };
    // The calls outside say of an exception what they would if it had left them.
    let mut outside = error.clone();
    if let Some(exception) = uncaught.map(describe) {
        outside.message = exception.message;
        outside.kind = exception.class.into();
    }
    let in_defers = with_engine(|engine| engine.in_defers(id)) == Some(true);
    let end = uncaught.filter(|_| in_defers).map(body_end);
    with_engine(|engine| {
        if let Some(end) = end {
            engine.defer_ended(id, end);
        } else {
            if innermost != id {
                engine.fatal(innermost, error.clone());
            }
            engine.fatal(id, error);
        }
        engine.fatal(CoroutineId::NONE, outside);
    });
}
