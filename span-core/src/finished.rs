//! A finished span as plain data, with all its attributes.
//!
//! Owns the shape only. Must not know the compact record it is made from (`record` does that) nor any wire format.

use std::fmt;
use std::time::{Duration, SystemTime};

use crate::ids::{SpanId, TraceId};

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
}

impl fmt::Display for AttributeValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AttributeValue::String(value) => value.fmt(f),
            AttributeValue::Int(value) => value.fmt(f),
            AttributeValue::Float(value) => value.fmt(f),
            AttributeValue::Bool(value) => value.fmt(f),
        }
    }
}

impl From<&str> for AttributeValue {
    fn from(value: &str) -> Self {
        AttributeValue::String(value.to_owned())
    }
}

impl From<String> for AttributeValue {
    fn from(value: String) -> Self {
        AttributeValue::String(value)
    }
}

impl From<i64> for AttributeValue {
    fn from(value: i64) -> Self {
        AttributeValue::Int(value)
    }
}

/// Something that happened at one moment of a span.
#[derive(Clone, PartialEq, Debug)]
pub struct FinishedEvent {
    /// What happened.
    pub name: String,
    /// When.
    pub time: SystemTime,
    /// What else is known of it.
    pub attributes: Vec<(&'static str, AttributeValue)>,
}

/// Whether a span failed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SpanStatus {
    /// Nothing is claimed: the ordinary case.
    Unset,
    /// Somebody vouched for it.
    Ok,
    /// It failed.
    Error {
        /// Why.
        description: String,
    },
}

/// A finished span. Its kind is always internal.
#[derive(Clone, PartialEq, Debug)]
pub struct FinishedSpan {
    /// Its name.
    pub name: String,
    /// The trace it belongs to.
    pub trace_id: TraceId,
    /// Its own id.
    pub span_id: SpanId,
    /// Its parent, unless it is the root of its trace.
    pub parent_span_id: Option<SpanId>,
    /// When it started.
    pub start_time: SystemTime,
    /// When it ended; never before it started.
    pub end_time: SystemTime,
    /// Its attributes, in a fixed order.
    pub attributes: Vec<(&'static str, AttributeValue)>,
    /// What happened during it.
    pub events: Vec<FinishedEvent>,
    /// Whether it failed.
    pub status: SpanStatus,
}

impl FinishedSpan {
    /// The value of the attribute `key`.
    pub fn attribute(&self, key: &str) -> Option<&AttributeValue> {
        let found = self.attributes.iter().find(|(name, _)| *name == key);
        found.map(|(_, value)| value)
    }

    /// How long it lasted.
    pub fn duration(&self) -> Duration {
        self.end_time
            .duration_since(self.start_time)
            .unwrap_or_default()
    }
}
