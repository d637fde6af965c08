//! Why a batch was not delivered.
//!
//! Owns the reason in words, beside the one that is counted. Must not know what was tried.

use std::any::Any;
use std::fmt;
use std::time::Duration;

use crate::export::failure::Failure;
use crate::export::hint::Hint;

/// The batch was not delivered.
#[derive(Debug)]
pub(crate) struct ExportError {
    pub(crate) failure: Failure,
    reason: String,
    is_too_large: bool,
    is_passing: bool,
    come_back_after: Option<Duration>,
    hint: Option<Box<Hint>>,
}

impl ExportError {
    /// For no reason that has a name.
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        ExportError::because(Failure::Other, reason)
    }

    pub(crate) fn because(failure: Failure, reason: impl Into<String>) -> Self {
        ExportError {
            failure,
            reason: reason.into(),
            is_too_large: false,
            is_passing: matches!(failure, Failure::Timeout | Failure::Unreachable),
            come_back_after: None,
            hint: None,
        }
    }

    /// The destination took nothing of the batch, because it has more bytes than fit into one request.
    pub(crate) fn too_large(reason: impl Into<String>) -> Self {
        ExportError {
            is_too_large: true,
            ..ExportError::because(Failure::Rejected, reason)
        }
    }

    /// The same, where the destination may take the batch some other time.
    pub(crate) fn passing(self) -> Self {
        ExportError {
            is_passing: true,
            ..self
        }
    }

    /// Whether the destination may take the batch some other time: it is away, silent, or has asked to come back.
    pub(crate) fn is_passing(&self) -> bool {
        self.is_passing
    }

    /// Whether the destination will never take the batch: it has refused it, and has not asked to come back.
    pub(crate) fn is_refusal(&self) -> bool {
        self.was_answered() && !self.is_passing
    }

    /// Whether the destination is there, and has said why.
    pub(crate) fn was_answered(&self) -> bool {
        self.failure == Failure::Rejected
    }

    /// The same of a destination that wants no request for so long.
    pub(crate) fn asking_for(self, come_back_after: Option<Duration>) -> Self {
        ExportError {
            come_back_after,
            ..self
        }
    }

    /// How long the destination wants no request, if it has said so.
    pub(crate) fn come_back_after(&self) -> Option<Duration> {
        self.come_back_after
    }

    /// Whether a smaller part of the same batch may be taken.
    pub(crate) fn is_too_large(&self) -> bool {
        self.is_too_large
    }

    /// The same with its likely cause, which is shown behind the reason.
    pub(crate) fn with_hint(mut self, hint: Option<Hint>) -> Self {
        self.hint = hint.map(Box::new);
        self
    }

    /// The failure, without its likely cause.
    pub(crate) fn reason(&self) -> &str {
        &self.reason
    }

    /// The likely cause, where the failure is one that is known.
    pub(crate) fn hint(&self) -> Option<&Hint> {
        self.hint.as_deref()
    }
}

impl fmt::Display for ExportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)?;
        match &self.hint {
            Some(hint) => write!(f, "; {hint}"),
            None => Ok(()),
        }
    }
}

/// The message of a panic.
pub(crate) fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    format!("the exporter panicked: {text}")
}

/// A foreign text as it may go into a log line.
pub(crate) fn one_line(text: &str) -> String {
    let visible = text.chars().filter(|char| !char.is_control());
    visible.take(200).collect()
}
