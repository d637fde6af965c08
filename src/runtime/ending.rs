//! How a coroutine ended, from what PHP and Swoole leave behind.

use crate::state::with_engine;
use crate::zend::engine_hooks::Fatal;
use crate::zend::exception::{self, Throwable, Thrown};
use crate::zend::exception_text;
use crate::zend::php_thread::PerThread;
use span_core::{BodyEnd, CoroutineId, ExceptionInfo, FatalError};
use std::cell::RefCell;

/// Swoole and OpenSwoole turn an `exit()` in a coroutine into this exception.
const EXIT: [&str; 2] = ["Swoole\\ExitException", "OpenSwoole\\ExitException"];
const CANCELLED: &str = "Swoole\\Coroutine\\CanceledException";
const TIMEOUT: &str = "Swoole\\Coroutine\\TimeoutException";
/// PHP's exit status after a fatal error.
const FATAL_EXIT_STATUS: i64 = 255;
/// How PHP begins the fatal error about an uncaught exception.
const UNCAUGHT: &str = "Uncaught ";
/// How that ends.
const THROWN: &str = "\n  thrown";

/// The last exception thrown in a coroutine's defers. Whether it is caught is known only when PHP reports it as uncaught, and
/// by then nothing leads to the object.
pub struct ThrownInDefer(RefCell<Option<Deferred>>);

struct Deferred {
    coroutine: CoroutineId,
    end: BodyEnd,
    text: String,
    /// The object's number.
    handle: u32,
}

impl ThrownInDefer {
    /// None.
    pub const fn new() -> Self {
        Self(RefCell::new(None))
    }
}

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
pub fn body_end(exception: Throwable) -> BodyEnd {
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

/// Whether an exception that leaves a call tells of a failure: it does not where the coroutine was cancelled, or ends.
pub fn is_failure(exception: Throwable) -> bool {
    exception.is_one_of(&EXIT).is_none() && !exception.is_a(CANCELLED)
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

/// PHP throws an exception while the coroutine `id` runs, or `innermost` in it, which has no span. Only exceptions in a coroutine's
/// defers are kept: the trampoline sees all others. A throw also proves that the coroutine survived an earlier fatal error: SOAP
/// turns fatal errors into exceptions.
pub fn on_thrown(id: CoroutineId, innermost: CoroutineId, exception: Throwable) {
    let in_defers = with_engine(|engine| {
        engine.runs_on(id);
        if innermost != id {
            engine.runs_on(innermost);
        }
        engine.in_defers(id)
    });
    if in_defers == Some(true) {
        ThrownInDefer::own().0.replace(Some(Deferred {
            coroutine: id,
            end: body_end(exception),
            text: describe(exception).stacktrace,
            handle: exception.handle(),
        }));
    }
}

/// PHP reports a fatal error while the coroutine `id` runs, or `innermost` in it, which has no span. It becomes the span's end if
/// nothing else ends it, and that of the calls under way.
pub fn on_fatal(id: CoroutineId, innermost: CoroutineId, fatal: Fatal) {
    let report = fatal.message.strip_prefix(UNCAUGHT);
    let uncaught = report.and_then(|report| uncaught_in_defer(id, report));
    with_engine(|engine| {
        if let Some(end) = uncaught.filter(|_| engine.in_defers(id)) {
            return engine.defer_ended(id, end);
        }
        let error = FatalError {
            message: fatal.message,
            kind: fatal.kind.into(),
            file: fatal.file,
            line: fatal.line,
        };
        if innermost != id {
            engine.fatal(innermost, error.clone());
        }
        engine.fatal(id, error);
    });
}

/// The end of a defer of the coroutine `id` with an exception that PHP reports as uncaught.
fn uncaught_in_defer(id: CoroutineId, report: &str) -> Option<BodyEnd> {
    let thrown = ThrownInDefer::own().0.take();
    let thrown = thrown.filter(
        |Deferred {
             coroutine, text, ..
         }| {
            // Both texts were cut at the same length, and the report also has the prefix: so it may hold less of the trace.
            *coroutine == id && (report.starts_with(text) || text.starts_with(report))
        },
    );
    if let Some(Deferred { end, handle, .. }) = thrown {
        // Swoole sets the status of an exit after it has thrown it.
        let exit = Throwable::live(handle).filter(|exception| exception.is_one_of(&EXIT).is_some());
        return Some(match end {
            BodyEnd::Exit { .. } => exit.map_or(end, body_end),
            _ => end,
        });
    }
    // Swoole puts these into the coroutine without PHP's throwing them. No class can be below theirs.
    let of_runtime = |class: &str| {
        report.starts_with(class).then(|| {
            Box::new(ExceptionInfo {
                class: class.to_owned(),
                message: String::new(),
                stacktrace: report.trim_end_matches(THROWN).to_owned(),
            })
        })
    };
    let cancelled = of_runtime(CANCELLED).map(BodyEnd::Cancelled);
    cancelled.or_else(|| of_runtime(TIMEOUT).map(BodyEnd::Timeout))
}

/// Forgets the exceptions of a request.
pub fn forget_request() {
    ThrownInDefer::own().0.take();
}
