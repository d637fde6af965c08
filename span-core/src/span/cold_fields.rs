//! The part of a span that a plain one does not have, in an allocation of its own.
//!
//! Owns what is in it, and its weight. Must not know when a span gets it.

use crate::model::code::CodeLocation;
use crate::span::end::{EndEvidence, Ending};
use crate::span::fields::UserFields;
use crate::span::weight::{ALLOCATION, text};

/// The fields that only unusual spans have.
#[derive(Clone, Default, Debug)]
pub(crate) struct ColdFields {
    pub(crate) evidence: EndEvidence,
    /// Of a closed span only; `None` is a plain return.
    pub(crate) ending: Option<Ending>,
    /// The fields that the program has set.
    pub(crate) user_fields: UserFields,
    /// The coroutine's code location, if it is not interned; then [`Span::code`](crate::span::open::Span::code) is a placeholder.
    pub(crate) code: Option<Box<CodeLocation>>,
}

impl ColdFields {
    /// Of a span of which nothing else is known.
    pub(crate) fn of(user_fields: UserFields) -> Self {
        ColdFields {
            evidence: EndEvidence::default(),
            ending: None,
            user_fields,
            code: None,
        }
    }

    /// Its weight in bytes.
    pub(crate) fn weight(&self) -> usize {
        let code = self.code.as_deref();
        let code = code.map_or(0, |code| {
            let file = code.file.as_deref().map_or(0, text);
            size_of_val(code) + text(&code.function) + file
        });
        let ending = self.ending.as_ref().map_or(0, Ending::weight);
        size_of::<ColdFields>()
            + ALLOCATION
            + self.user_fields.bytes
            + ending
            + code
            + self.evidence.weight()
    }
}
