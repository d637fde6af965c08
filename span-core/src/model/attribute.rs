//! Attributes: what is said of spans, events and links, as key and value.
//!
//! Owns the values and how a person reads them. Must not know any wire format.

use std::borrow::Cow;
use std::fmt::{self, Display};

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

/// The value of an attribute.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug)]
pub enum AttributeValue {
    /// Text. Most are short and have no memory of their own, nor have the few texts that the engine says itself.
    String(CompactString),
    /// A whole number.
    Int(i64),
    /// A number.
    Float(f64),
    /// Yes or no.
    Bool(bool),
    /// Texts.
    Strings(Vec<String>),
    /// Whole numbers.
    Ints(Vec<i64>),
    /// Numbers.
    Floats(Vec<f64>),
    /// Several times yes or no.
    Bools(Vec<bool>),
}

impl AttributeValue {
    /// Cuts texts down to `length` characters.
    #[inline(always)]
    pub(crate) fn truncate(&mut self, length: Option<u32>) {
        if let Some(length) = length {
            self.truncate_to(length);
        }
    }

    fn truncate_to(&mut self, length: u32) {
        match self {
            AttributeValue::String(text) => {
                if let Some(end) = end_of(text, length) {
                    text.truncate(end);
                    text.shrink_to_fit();
                }
            }
            AttributeValue::Strings(texts) => {
                for text in texts {
                    if let Some(end) = end_of(text, length) {
                        text.truncate(end);
                        // What was cut off shall not be kept.
                        text.shrink_to_fit();
                    }
                }
            }
            _ => {}
        }
    }
}

/// Where a text is cut that has more than `length` characters.
pub(super) fn end_of(text: &str, length: u32) -> Option<usize> {
    let length = length as usize;
    // No character is shorter than a byte, so most texts need no counting.
    if text.len() <= length {
        return None;
    }
    let (end, _) = text.char_indices().nth(length)?;
    Some(end)
}

/// The number's name where it has no digits, as protobuf's JSON and OpenTelemetry's texts have it.
pub(crate) fn non_finite(number: f64) -> Option<&'static str> {
    match number {
        f64::INFINITY => Some("Infinity"),
        f64::NEG_INFINITY => Some("-Infinity"),
        number if number.is_nan() => Some("NaN"),
        _ => None,
    }
}

/// A number as people read it.
struct Float(f64);

impl fmt::Display for Float {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match non_finite(self.0) {
            Some(name) => f.write_str(name),
            None => self.0.fmt(f),
        }
    }
}

impl fmt::Display for AttributeValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AttributeValue::String(value) => value.fmt(f),
            AttributeValue::Int(value) => value.fmt(f),
            AttributeValue::Float(value) => Float(*value).fmt(f),
            AttributeValue::Bool(value) => value.fmt(f),
            AttributeValue::Strings(values) => list(f, values),
            AttributeValue::Ints(values) => list(f, values),
            AttributeValue::Floats(values) => list(f, values.iter().copied().map(Float)),
            AttributeValue::Bools(values) => list(f, values),
        }
    }
}

fn list<T: Display>(
    f: &mut fmt::Formatter<'_>,
    values: impl IntoIterator<Item = T>,
) -> fmt::Result {
    f.write_str("[")?;
    for (index, value) in values.into_iter().enumerate() {
        let separator = if index == 0 { "" } else { ", " };
        write!(f, "{separator}{value}")?;
    }
    f.write_str("]")
}

impl From<&str> for AttributeValue {
    fn from(value: &str) -> Self {
        AttributeValue::String(value.into())
    }
}

impl From<String> for AttributeValue {
    fn from(value: String) -> Self {
        AttributeValue::String(value.into())
    }
}

impl From<Cow<'_, str>> for AttributeValue {
    fn from(value: Cow<'_, str>) -> Self {
        AttributeValue::String(value.into())
    }
}

/// Makes the variant of each type.
macro_rules! from_value {
    ($($type:ty => $variant:ident),* $(,)?) => {
        $(impl From<$type> for AttributeValue {
            fn from(value: $type) -> Self {
                AttributeValue::$variant(value)
            }
        })*
    };
}

from_value! {
    i64 => Int,
    f64 => Float,
    bool => Bool,
    Vec<String> => Strings,
    Vec<i64> => Ints,
    Vec<f64> => Floats,
    Vec<bool> => Bools,
}

/// An attribute: the engine's own have fixed names, the program's have whatever it likes.
pub type Attribute = (Cow<'static, str>, AttributeValue);
