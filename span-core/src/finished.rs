//! A finished span as plain data, with all its attributes.
//!
//! Owns the shape only. Must not know the compact record it is made from (`record` does that) nor any wire format.

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::context::{SpanContext, TraceFlags};
use crate::ids::{SpanId, TraceId};
use crate::options::SpanKind;

/// The value of an attribute.
#[derive(Clone, PartialEq, Debug)]
pub enum AttributeValue {
    /// Text.
    String(String),
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
    pub(crate) fn truncate(&mut self, length: Option<u32>) {
        let Some(length) = length else { return };
        let cut = |text: &mut String| {
            // No character is shorter than a byte, so most texts need no counting.
            if text.len() > length as usize
                && let Some((end, _)) = text.char_indices().nth(length as usize)
            {
                text.truncate(end);
                // What was cut off shall not be kept.
                text.shrink_to_fit();
            }
        };
        match self {
            AttributeValue::String(text) => cut(text),
            AttributeValue::Strings(texts) => texts.iter_mut().for_each(cut),
            _ => {}
        }
    }
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
        AttributeValue::String(value.to_owned())
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
    String => String,
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

/// Something that happened at one moment of a span.
#[derive(Clone, PartialEq, Debug)]
pub struct FinishedEvent {
    /// What happened.
    pub name: String,
    /// When.
    pub time: SystemTime,
    /// What else is known of it.
    pub attributes: Vec<Attribute>,
    /// How many attributes were too many.
    pub dropped_attributes: u32,
}

/// A link to another span.
#[derive(Clone, PartialEq, Debug)]
pub struct FinishedLink {
    /// That span.
    pub context: SpanContext,
    /// The trace state that goes with it.
    pub trace_state: Option<Arc<str>>,
    /// What the two have to do with each other.
    pub attributes: Vec<Attribute>,
    /// How many attributes were too many.
    pub dropped_attributes: u32,
}

/// Whether a span failed.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub enum SpanStatus {
    /// Nothing is claimed: the ordinary case.
    #[default]
    Unset,
    /// Somebody vouched for it.
    Ok,
    /// It failed.
    Error {
        /// Why.
        description: String,
    },
}

/// A finished span.
#[derive(Clone, PartialEq, Debug)]
pub struct FinishedSpan {
    /// Its name.
    pub name: String,
    /// The part it plays between services.
    pub kind: SpanKind,
    /// The trace it belongs to.
    pub trace_id: TraceId,
    /// Its own id.
    pub span_id: SpanId,
    /// Its flags: not sampled where it was kept although the sampler did not want its trace.
    pub flags: TraceFlags,
    /// The trace state that goes with it.
    pub trace_state: Option<Arc<str>>,
    /// Its parent, unless it is the root of its trace.
    pub parent_span_id: Option<SpanId>,
    /// Whether its parent is another process's.
    pub parent_is_remote: bool,
    /// When it started.
    pub start_time: SystemTime,
    /// When it ended; never before it started.
    pub end_time: SystemTime,
    /// Its attributes: the engine's own in a fixed order, then the program's.
    pub attributes: Vec<Attribute>,
    /// How many attributes were too many.
    pub dropped_attributes: u32,
    /// What happened during it.
    pub events: Vec<FinishedEvent>,
    /// How many events were too many.
    pub dropped_events: u32,
    /// What other spans it has to do with.
    pub links: Vec<FinishedLink>,
    /// How many links were too many.
    pub dropped_links: u32,
    /// Whether it failed.
    pub status: SpanStatus,
}

impl FinishedSpan {
    /// The value of the attribute `key`.
    pub fn attribute(&self, key: &str) -> Option<&AttributeValue> {
        let found = self.attributes.iter().find(|(name, _)| name == key);
        found.map(|(_, value)| value)
    }

    /// How long it lasted.
    pub fn duration(&self) -> Duration {
        self.end_time
            .duration_since(self.start_time)
            .unwrap_or_default()
    }
}
