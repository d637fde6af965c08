//! How much memory the parts of a span take: what bounds in bytes count.
//!
//! Owns the weight of texts and attributes, as near to the truth as an allocator lets one see; what is made of them knows
//! its own (`Ending`, `ColdFields`, `Record`). Must not know any bound.

use std::borrow::Cow;

use crate::model::attribute::{Attribute, AttributeValue};

/// The bytes that the allocator adds to each allocation.
pub(crate) const ALLOCATION: usize = 16;

/// A text in an allocation of its own.
pub(crate) fn text(text: &str) -> usize {
    text.len() + ALLOCATION
}

/// An attribute with its place in the list.
pub(crate) fn attribute((key, value): &Attribute) -> usize {
    let of_key = match key {
        Cow::Borrowed(_) => 0,
        Cow::Owned(key) => text(key),
    };
    size_of::<Attribute>() + of_key + value_beyond(value)
}

/// The bytes of a value outside of its own struct.
fn value_beyond(value: &AttributeValue) -> usize {
    match value {
        AttributeValue::String(value) if value.is_heap_allocated() => text(value),
        AttributeValue::String(_) => 0,
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
