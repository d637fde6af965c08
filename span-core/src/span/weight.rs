//! How much memory a span takes: what bounds in bytes count.
//!
//! Owns the weight of each part, as near to the truth as an allocator lets one see. Must not know any bound.

use crate::model::attribute::AttributeValue;
use crate::span::end::{BodyEnd, Claims, Ending, ExceptionInfo, FatalError, Suspension};
use crate::span::open::More;
use crate::span::record::Record;

/// What the allocator adds to each allocation.
const ALLOCATION: usize = 16;

/// A text in an allocation of its own.
pub(crate) fn text(text: &str) -> usize {
    text.len() + ALLOCATION
}

/// An attribute with its place in the list.
pub(crate) fn attribute(key: &str, value: &AttributeValue) -> usize {
    size_of::<(String, AttributeValue)>() + text(key) + value_beyond(value)
}

/// What a value has elsewhere.
fn value_beyond(value: &AttributeValue) -> usize {
    match value {
        AttributeValue::String(value) => text(value),
        AttributeValue::Int(_) | AttributeValue::Float(_) | AttributeValue::Bool(_) => 0,
        AttributeValue::Strings(values) => {
            let texts: usize = values.iter().map(|value| text(value)).sum();
            texts + size_of_val(values.as_slice()) + ALLOCATION
        }
        AttributeValue::Ints(values) => size_of_val(values.as_slice()) + ALLOCATION,
        AttributeValue::Floats(values) => size_of_val(values.as_slice()) + ALLOCATION,
        AttributeValue::Bools(values) => values.len() + ALLOCATION,
    }
}

impl Record {
    /// What a span weighs of which nothing is said.
    pub(crate) const PLAIN: usize = size_of::<Record>();

    /// What it weighs.
    #[inline(always)]
    pub(crate) fn weight(&self) -> usize {
        Record::PLAIN + self.span.weight_beyond()
    }
}

impl More {
    pub(crate) fn weight(&self) -> usize {
        let code = self.code.as_deref();
        let code = code.map_or(0, |code| {
            let file = code.file.as_deref().map_or(0, text);
            size_of_val(code) + text(&code.function) + file
        });
        let ending = self.ending.as_ref().map_or(0, Ending::weight);
        size_of::<More>() + ALLOCATION + self.detail.bytes + ending + code + self.claims.weight()
    }
}

impl Ending {
    fn weight(&self) -> usize {
        match self {
            Ending::Exception(exception)
            | Ending::Cancelled(exception)
            | Ending::Timeout(exception) => exception.weight(),
            Ending::Fatal(error) => error.weight(),
            Ending::Abandoned(Some(suspension)) => suspension.weight(),
            Ending::Abandoned(None) | Ending::Exit { .. } | Ending::Bailout => 0,
        }
    }
}

impl Claims {
    fn weight(&self) -> usize {
        let body = match &self.body {
            Some(
                BodyEnd::Exception(exception)
                | BodyEnd::Cancelled(exception)
                | BodyEnd::Timeout(exception),
            ) => exception.weight(),
            _ => 0,
        };
        let deferred = self.deferred.as_ref().map_or(0, ExceptionInfo::weight);
        let fatal = self.fatal.as_ref().map_or(0, FatalError::weight);
        let suspension = self.suspension.as_ref().map_or(0, Suspension::weight);
        body + deferred + fatal + suspension
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
