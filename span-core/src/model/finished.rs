//! A finished span as plain data, with all its attributes.
//!
//! Owns the shape only. Must not know the compact record it is made from (`record` does that) nor any wire format.

use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::model::attribute::{Attribute, AttributeValue};
use crate::model::context::{SpanContext, TraceFlags};
use crate::model::ids::{SpanId, TraceId};
use crate::model::kind::SpanKind;
use crate::model::status::SpanStatus;

/// Something that happened at one moment of a span.
#[derive(Clone, PartialEq, Debug)]
pub struct FinishedEvent {
    /// Its name.
    pub name: String,
    /// When.
    pub time: SystemTime,
    /// Its attributes.
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
    /// How the two spans are related.
    pub attributes: Vec<Attribute>,
    /// How many attributes were too many.
    pub dropped_attributes: u32,
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
    /// Its events, in the order in which they were added.
    pub events: Vec<FinishedEvent>,
    /// How many events were too many.
    pub dropped_events: u32,
    /// The spans that it is linked to.
    pub links: Vec<FinishedLink>,
    /// How many links were too many.
    pub dropped_links: u32,
    /// Whether it failed.
    pub status: SpanStatus,
}

impl FinishedSpan {
    /// A sampled root of which only this much is known.
    pub fn new(name: &str, trace_id: TraceId, span_id: SpanId, times: Range<SystemTime>) -> Self {
        FinishedSpan {
            name: name.to_owned(),
            kind: SpanKind::Internal,
            trace_id,
            span_id,
            flags: TraceFlags::SAMPLED,
            trace_state: None,
            parent_span_id: None,
            parent_is_remote: false,
            start_time: times.start,
            end_time: times.end,
            attributes: Vec::new(),
            dropped_attributes: 0,
            events: Vec::new(),
            dropped_events: 0,
            links: Vec::new(),
            dropped_links: 0,
            status: SpanStatus::Unset,
        }
    }

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
