//! Spans as OTLP's protobuf messages, written straight into the request's bytes.
//!
//! Owns the numbers of OTLP's fields. Must not know HTTP or gRPC.
//!
//! Counted by callgrind per span with OTLP's own attributes of a coroutine, in batches of 512 made of the same plain data:
//!
//! | encoder | instructions |
//! | --- | --- |
//! | this one | 2,665 |
//! | `quick-protobuf` 0.8.1, from borrowed data | 7,549 |
//! | `prost` 0.14.6 with the messages of `opentelemetry-proto` 0.33.1 | 14,190 |
//!
//! `quick-protobuf` writes a message's size first, so each level of messages is measured before it is written. The messages
//! of `opentelemetry-proto` are a tree in which each text is an allocation; its own conversion starts from the SDK's
//! `SpanData`, which costs more, and whose `TraceState` loses legal ones. The tests hold our bytes against that crate's
//! (`against_sdk`).

use std::time::SystemTime;

use super::proto::Wire;
use crate::model::attribute::{Attribute, AttributeValue};
use crate::model::context::TraceFlags;
use crate::model::finished::{FinishedEvent, FinishedLink, FinishedSpan};
use crate::model::ids::{SpanId, TraceId};
use crate::model::kind::SpanKind;
use crate::model::status::SpanStatus;
use crate::model::time::unix_nanos;
use crate::span::finish::{OwnValue, Plain};

/// About how long a span is, for the room that is left in front of it.
const SPAN: usize = 400;
/// As for an attribute, an event, a link.
const PART: usize = 64;

const HAS_IS_REMOTE: u32 = 0x100;
const IS_REMOTE: u32 = 0x200;

/// A span in either of its forms.
pub(crate) enum Form<'a> {
    Plain(Plain<'a>),
    Finished(&'a FinishedSpan),
}

/// Writes an `ExportTraceServiceRequest` of `count` spans into `buffer`, whatever is in there.
pub(crate) fn encode<'a>(
    spans: impl Iterator<Item = Form<'a>>,
    count: usize,
    envelope: &Envelope,
    buffer: Vec<u8>,
) -> Vec<u8> {
    let mut wire = Wire::into_buffer(buffer);
    let guess = count * SPAN;
    // resource_spans = 1 { resource = 1, scope_spans = 2 { scope = 1, spans = 2 } }
    wire.message(1, guess, |wire| {
        wire.bytes_even_if_empty(1, &envelope.resource);
        wire.message(2, guess, |wire| {
            wire.bytes_even_if_empty(1, &envelope.scope);
            for span in spans {
                wire.message(2, SPAN, |wire| match span {
                    Form::Plain(span) => plain(wire, &span),
                    Form::Finished(span) => finished(wire, span),
                });
            }
        });
    });
    wire.finish()
}

/// The parts of a request that are the same in all, as encoded messages.
pub(crate) struct Envelope {
    pub(crate) resource: Vec<u8>,
    pub(crate) scope: Vec<u8>,
}

impl Envelope {
    /// Of what this process says of itself, and of the library with this name and version.
    pub(crate) fn new(resource: &[Attribute], (name, version): (&str, &str)) -> Self {
        let mut message = Wire::into_buffer(Vec::new());
        attributes(&mut message, 1, resource);
        let mut scope = Wire::into_buffer(Vec::new());
        scope.text(1, name);
        scope.text(2, version);
        Envelope {
            resource: message.finish(),
            scope: scope.finish(),
        }
    }
}

/// What all spans have, in the order of the fields' numbers.
struct Head<'a> {
    trace_id: TraceId,
    span_id: SpanId,
    trace_state: Option<&'a str>,
    parent: Option<SpanId>,
    name: &'a str,
    kind: SpanKind,
    start: SystemTime,
    end: SystemTime,
}

fn head(wire: &mut Wire, head: Head<'_>) {
    identity(wire, head.trace_id, head.span_id, head.trace_state);
    if let Some(SpanId(parent)) = head.parent {
        wire.bytes_even_if_empty(4, &parent.to_be_bytes());
    }
    wire.text(5, head.name);
    wire.number(6, kind(head.kind));
    wire.fixed64(7, unix_nanos(head.start));
    wire.fixed64(8, unix_nanos(head.end));
}

/// Fields 1 to 3 of spans and of links.
fn identity(wire: &mut Wire, trace_id: TraceId, span_id: SpanId, state: Option<&str>) {
    wire.bytes_even_if_empty(1, &trace_id.0.to_be_bytes());
    wire.bytes_even_if_empty(2, &span_id.0.to_be_bytes());
    wire.text(3, state.unwrap_or_default());
}

fn plain(wire: &mut Wire, span: &Plain<'_>) {
    head(
        wire,
        Head {
            trace_id: span.trace_id,
            span_id: span.span_id,
            trace_state: None,
            parent: span.parent_span_id,
            name: span.name,
            kind: SpanKind::Internal,
            start: span.start_time,
            end: span.end_time,
        },
    );
    for (key, value) in span.attributes() {
        wire.message(9, PART, |wire| {
            wire.text(1, key);
            wire.message(2, PART, |wire| match value {
                OwnValue::Text(text) => wire.bytes_even_if_empty(1, text.as_bytes()),
                OwnValue::Int(number) => wire.number_even_if_zero(3, number as u64),
            });
        });
    }
    // An unset status is an empty message.
    wire.bytes_even_if_empty(15, &[]);
    wire.fixed32(16, flags(span.flags, span.parent_is_remote));
}

fn finished(wire: &mut Wire, span: &FinishedSpan) {
    head(
        wire,
        Head {
            trace_id: span.trace_id,
            span_id: span.span_id,
            trace_state: span.trace_state.as_deref(),
            parent: span.parent_span_id,
            name: &span.name,
            kind: span.kind,
            start: span.start_time,
            end: span.end_time,
        },
    );
    attributes(wire, 9, &span.attributes);
    wire.number(10, span.dropped_attributes.into());
    for item in &span.events {
        wire.message(11, PART, |wire| event(wire, item));
    }
    wire.number(12, span.dropped_events.into());
    for item in &span.links {
        wire.message(13, PART, |wire| link(wire, item));
    }
    wire.number(14, span.dropped_links.into());
    wire.message(15, PART, |wire| match &span.status {
        SpanStatus::Unset => {}
        SpanStatus::Ok => wire.number(3, 1),
        SpanStatus::Error { description } => {
            wire.text(2, description);
            wire.number(3, 2);
        }
    });
    wire.fixed32(16, flags(span.flags, span.parent_is_remote));
}

fn event(wire: &mut Wire, event: &FinishedEvent) {
    wire.fixed64(1, unix_nanos(event.time));
    wire.text(2, &event.name);
    attributes(wire, 3, &event.attributes);
    wire.number(4, event.dropped_attributes.into());
}

fn link(wire: &mut Wire, link: &FinishedLink) {
    let context = &link.context;
    identity(
        wire,
        context.trace_id,
        context.span_id,
        link.trace_state.as_deref(),
    );
    attributes(wire, 4, &link.attributes);
    wire.number(5, link.dropped_attributes.into());
    wire.fixed32(6, flags(context.flags, context.is_remote));
}

fn attributes(wire: &mut Wire, field: u32, attributes: &[Attribute]) {
    for (key, value) in attributes {
        wire.message(field, PART, |wire| {
            wire.text(1, key);
            wire.message(2, PART, |wire| any_value(wire, value));
        });
    }
}

/// One of several fields, and therefore written also where it is empty, zero or false.
fn any_value(wire: &mut Wire, value: &AttributeValue) {
    match value {
        AttributeValue::String(text) => string(wire, text),
        AttributeValue::Bool(value) => boolean(wire, value),
        AttributeValue::Int(number) => int(wire, number),
        AttributeValue::Float(number) => float(wire, number),
        AttributeValue::Strings(values) => array(wire, values, string),
        AttributeValue::Bools(values) => array(wire, values, boolean),
        AttributeValue::Ints(values) => array(wire, values, int),
        AttributeValue::Floats(values) => array(wire, values, float),
    }
}

fn array<T>(wire: &mut Wire, values: &[T], write: fn(&mut Wire, &T)) {
    wire.message(5, PART, |wire| {
        for value in values {
            wire.message(1, PART, |wire| write(wire, value));
        }
    });
}

#[allow(clippy::ptr_arg, reason = "one of the functions that `array` takes")]
fn string(wire: &mut Wire, text: &String) {
    wire.bytes_even_if_empty(1, text.as_bytes());
}

fn boolean(wire: &mut Wire, value: &bool) {
    wire.number_even_if_zero(2, u64::from(*value));
}

fn int(wire: &mut Wire, number: &i64) {
    wire.number_even_if_zero(3, *number as u64);
}

fn float(wire: &mut Wire, number: &f64) {
    wire.fixed64_even_if_zero(4, number.to_bits());
}

/// OTLP's number for it.
pub(crate) fn kind(kind: SpanKind) -> u64 {
    match kind {
        SpanKind::Internal => 1,
        SpanKind::Server => 2,
        SpanKind::Client => 3,
        SpanKind::Producer => 4,
        SpanKind::Consumer => 5,
    }
}

/// OTLP's flags: the W3C's, and whether the parent, or a link's target, is another process's.
pub(crate) fn flags(flags: TraceFlags, is_remote: bool) -> u32 {
    let remote = if is_remote { IS_REMOTE } else { 0 };
    u32::from(flags.as_u8()) | HAS_IS_REMOTE | remote
}
