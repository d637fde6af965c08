//! How a coroutine can end, and which of several reports about its end stands.
//!
//! Owns the outcome rules. Must not know the table, the queue or how a span is exported.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::model::text::{LONGEST, shorten};
use crate::span::weight::text;

/// How a coroutine ended, in one word: the `coroutine.outcome` attribute.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Outcome {
    /// The body returned.
    Returned,
    /// An exception left the body, or one of the defers.
    Exception,
    /// The body called `exit()`.
    Exit,
    /// It was cancelled.
    Cancelled,
    /// It ran past its time limit.
    Timeout,
    /// A fatal error ended it.
    Fatal,
    /// It was still suspended when the request ended.
    Abandoned,
    /// It outlived the work that started it, and runs on without a span.
    Detached,
    /// Its process was killed.
    Killed,
}

impl Outcome {
    /// The name as it stands in the attribute.
    ///
    /// ```
    /// assert_eq!(span_core::Outcome::Returned.as_str(), "returned");
    /// ```
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Returned => "returned",
            Outcome::Exception => "exception",
            Outcome::Exit => "exit",
            Outcome::Cancelled => "cancelled",
            Outcome::Timeout => "timeout",
            Outcome::Fatal => "fatal",
            Outcome::Abandoned => "abandoned",
            Outcome::Detached => "detached",
            Outcome::Killed => "killed",
        }
    }
}

/// An exception as PHP describes it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Debug)]
pub struct ExceptionInfo {
    /// Its class.
    pub class: String,
    /// Its message.
    pub message: String,
    /// Its trace as a string.
    pub stacktrace: String,
}

impl ExceptionInfo {
    /// The status description: the message, or the class where there is none, as with Swoole's time-outs. Swoole does not keep how
    /// long such a limit was.
    pub(crate) fn description(&self) -> &str {
        if self.message.is_empty() {
            &self.class
        } else {
            &self.message
        }
    }

    /// Cuts its texts to the longest that is kept.
    pub(crate) fn shorten(&mut self) {
        for text in [&mut self.class, &mut self.message, &mut self.stacktrace] {
            shorten(text, LONGEST);
        }
    }
}

/// A fatal error as PHP reports it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Debug)]
pub struct FatalError {
    /// The engine's message.
    pub message: String,
    /// The error level's name, for example `E_ERROR`.
    pub kind: Cow<'static, str>,
    /// The file it was raised in.
    pub file: String,
    /// The line it was raised at.
    pub line: u32,
}

/// How a coroutine's body ended, as its caller saw it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BodyEnd {
    /// It returned.
    Returned,
    /// An exception left it.
    Exception(Box<ExceptionInfo>),
    /// It called `exit()`.
    Exit {
        /// The exit status; 0 where a message was given instead.
        status: i64,
        /// The name of any other status: the `error.type` attribute.
        error_type: &'static str,
    },
    /// It was unwound together with everything around it, by an `exit()` or after a fatal error.
    Unwound {
        /// The exit status.
        status: i64,
        /// Whether that is the status after a fatal error: then one that was reported stands, else it was an exit.
        may_be_fatal: bool,
    },
    /// The runtime's cancellation left it.
    Cancelled(Box<ExceptionInfo>),
    /// The runtime's time-out left it.
    Timeout(Box<ExceptionInfo>),
    /// It was destroyed while it was suspended.
    Abandoned,
}

impl FatalError {
    /// Cuts its texts to the longest that is kept.
    pub(crate) fn shorten(&mut self) {
        for text in [&mut self.message, &mut self.file] {
            shorten(text, LONGEST);
        }
    }
}

impl BodyEnd {
    /// Cuts its texts to the longest that is kept.
    pub(crate) fn shorten(&mut self) {
        match self {
            BodyEnd::Exception(exception)
            | BodyEnd::Cancelled(exception)
            | BodyEnd::Timeout(exception) => exception.shorten(),
            BodyEnd::Returned
            | BodyEnd::Exit { .. }
            | BodyEnd::Unwound { .. }
            | BodyEnd::Abandoned => {}
        }
    }
}

/// Where a coroutine was suspended when it was last seen.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Debug)]
pub(crate) struct Suspension {
    pub(crate) file: String,
    pub(crate) line: u32,
}

/// Why a span is closed: it decides what a body without an end means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum CloseReason {
    /// The coroutine's own end hook: a body without an end was cut off by a bailout.
    EndHook,
    /// The sweep at request shutdown: a body without an end was still suspended.
    Sweep,
    /// The coroutine has outlived its local root for too long, and runs on.
    Detach,
}

/// Evidence about a coroutine's end beyond "the body returned". Allocated only when there is any.
#[derive(Clone, Default, Debug)]
pub(crate) struct EndEvidence {
    pub(crate) body: Option<BodyEnd>,
    pub(crate) deferred: Option<BodyEnd>,
    pub(crate) fatal: Option<FatalError>,
    pub(crate) suspension: Option<Suspension>,
}

/// The one ending that stands, everything but a plain return.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Debug)]
pub(crate) enum Ending {
    Exception(ExceptionInfo),
    Exit {
        status: i64,
        /// Its `error.type` if it is a failure.
        error_type: Cow<'static, str>,
    },
    Cancelled(ExceptionInfo),
    Timeout(ExceptionInfo),
    Fatal(FatalError),
    /// Fatal, with nothing known about why.
    Bailout,
    Abandoned(Option<Suspension>),
    Detached,
    /// Its process was killed, and another one found it open.
    Killed,
}

impl Ending {
    /// Picks the ending that stands; `None` is a plain return.
    ///
    /// A recorded end of the body stands, and only a return is corrected by what happened in the defers after it:
    /// PHP reports an exception that left a body once more as a fatal "Uncaught ...", which is no second failure.
    pub(crate) fn resolve(
        returned: bool,
        evidence: EndEvidence,
        close_reason: CloseReason,
    ) -> Option<Ending> {
        let EndEvidence {
            body,
            deferred,
            fatal,
            suspension,
        } = evidence;
        if returned || body == Some(BodyEnd::Returned) {
            let deferred = deferred.and_then(|end| Self::of(end, None, None));
            return deferred.or_else(|| fatal.map(Ending::Fatal));
        }
        match body {
            Some(end) => Self::of(end, fatal, suspension),
            None => fatal.map(Ending::Fatal).or(match close_reason {
                CloseReason::EndHook => Some(Ending::Bailout),
                CloseReason::Sweep => Some(Ending::Abandoned(suspension)),
                CloseReason::Detach => Some(Ending::Detached),
            }),
        }
    }

    /// What a body or a defer ended with; `None` is a plain return.
    fn of(
        end: BodyEnd,
        fatal: Option<FatalError>,
        suspension: Option<Suspension>,
    ) -> Option<Ending> {
        Some(match end {
            BodyEnd::Returned => return None,
            BodyEnd::Exception(exception) => Ending::Exception(*exception),
            BodyEnd::Exit { status, error_type } => Ending::Exit {
                status,
                error_type: error_type.into(),
            },
            BodyEnd::Unwound {
                status,
                may_be_fatal,
            } => {
                let exit = Ending::Exit {
                    status,
                    error_type: "exit".into(),
                };
                let fatal = fatal.filter(|_| may_be_fatal);
                fatal.map_or(exit, Ending::Fatal)
            }
            BodyEnd::Cancelled(exception) => Ending::Cancelled(*exception),
            BodyEnd::Timeout(exception) => Ending::Timeout(*exception),
            BodyEnd::Abandoned => Ending::Abandoned(suspension),
        })
    }

    /// Whether it makes the span a failed one.
    pub(crate) fn is_failure(&self) -> bool {
        match self {
            Ending::Exception(_)
            | Ending::Timeout(_)
            | Ending::Fatal(_)
            | Ending::Bailout
            | Ending::Killed => true,
            Ending::Exit { status, .. } => *status != 0,
            Ending::Cancelled(_) | Ending::Abandoned(_) | Ending::Detached => false,
        }
    }

    /// The ending in one word.
    pub(crate) fn outcome(&self) -> Outcome {
        match self {
            Ending::Exception(_) => Outcome::Exception,
            Ending::Exit { .. } => Outcome::Exit,
            Ending::Cancelled(_) => Outcome::Cancelled,
            Ending::Timeout(_) => Outcome::Timeout,
            Ending::Fatal(_) | Ending::Bailout => Outcome::Fatal,
            Ending::Abandoned(_) => Outcome::Abandoned,
            Ending::Detached => Outcome::Detached,
            Ending::Killed => Outcome::Killed,
        }
    }
}

impl Ending {
    pub(super) fn weight(&self) -> usize {
        match self {
            Ending::Exception(exception)
            | Ending::Cancelled(exception)
            | Ending::Timeout(exception) => exception.weight(),
            Ending::Fatal(error) => error.weight(),
            Ending::Abandoned(Some(suspension)) => suspension.weight(),
            Ending::Abandoned(None)
            | Ending::Exit { .. }
            | Ending::Bailout
            | Ending::Detached
            | Ending::Killed => 0,
        }
    }
}

impl EndEvidence {
    pub(super) fn weight(&self) -> usize {
        let body = self.body.as_ref().map_or(0, BodyEnd::weight);
        let deferred = self.deferred.as_ref().map_or(0, BodyEnd::weight);
        let fatal = self.fatal.as_ref().map_or(0, FatalError::weight);
        let suspension = self.suspension.as_ref().map_or(0, Suspension::weight);
        body + deferred + fatal + suspension
    }
}

impl BodyEnd {
    fn weight(&self) -> usize {
        match self {
            BodyEnd::Exception(exception)
            | BodyEnd::Cancelled(exception)
            | BodyEnd::Timeout(exception) => exception.weight(),
            _ => 0,
        }
    }
}

impl ExceptionInfo {
    fn weight(&self) -> usize {
        text(&self.class) + text(&self.message) + text(&self.stacktrace)
    }
}

impl FatalError {
    fn weight(&self) -> usize {
        text(&self.message) + text(&self.file)
    }
}

impl Suspension {
    fn weight(&self) -> usize {
        text(&self.file)
    }
}
