//! Spans as OTLP's protobuf messages, written straight into the request's bytes.
//!
//! Owns the numbers of OTLP's fields. Must not know HTTP or gRPC.
//!
//! Counted by callgrind per span with OTLP's own attributes of a coroutine, in batches of 512: this one in a process that traces, the
//! others in a program that had made the same plain data.
//!
//! | encoder | instructions |
//! | --- | --- |
//! | this one | 2,231 |
//! | `quick-protobuf` 0.8.1, from borrowed data | 7,549 |
//! | `prost` 0.14.6 with the messages of `opentelemetry-proto` 0.33.1 | 14,190 |
//!
//! `quick-protobuf` writes a message's size first, so each level of messages is measured before it is written. The messages
//! of `opentelemetry-proto` are a tree in which each text is an allocation; its own conversion starts from the SDK's
//! `SpanData`, which costs more, and whose `TraceState` loses legal ones. The tests hold our bytes against that crate's
//! (`against_sdk`).

use std::time::SystemTime;

use super::proto::ProtoWriter;
use crate::model::attribute::{Attribute, AttributeValue};
use crate::model::context::{SpanContext, TraceFlags};
use crate::model::finished::FinishedSpan;
use crate::model::ids::{SpanId, TraceId};
use crate::model::kind::SpanKind;
use crate::model::status::SpanStatus;
use crate::model::time::unix_nanos;
use crate::model::value_ref::ValueRef;
use crate::span::borrowed::{BorrowedSpan, OwnValue};
use crate::span::clock::WallClock;
use crate::span::fields::{Attributes, UserFields};
use crate::span::finish::Converter;
use crate::span::record::Record;

/// About how long a span is, for the room that is left in front of it.
const SPAN: usize = 400;
/// As for an attribute, an event, a link.
const PART: usize = 64;

const HAS_IS_REMOTE: u32 = 0x100;
const IS_REMOTE: u32 = 0x200;

/// A span in either of its forms.
pub(crate) enum EncodableSpan<'a> {
    Record(&'a Record, Converter),
    Finished(&'a FinishedSpan),
}

/// Writes an `ExportTraceServiceRequest` of `count` spans into `buffer`, whatever is in there.
pub(crate) fn encode<'a>(
    spans: impl Iterator<Item = EncodableSpan<'a>>,
    count: usize,
    envelope: &Envelope,
    buffer: Vec<u8>,
) -> Vec<u8> {
    let mut writer = ProtoWriter::into_buffer(buffer);
    let guess = count * SPAN;
    // resource_spans = 1 { resource = 1, scope_spans = 2 { scope = 1, spans = 2 } }
    writer.message(1, guess, |writer| {
        writer.bytes_even_if_empty(1, &envelope.resource);
        writer.message(2, guess, |writer| {
            writer.bytes_even_if_empty(1, &envelope.scope);
            for span in spans {
                writer.message(2, SPAN, |writer| match span {
                    EncodableSpan::Record(record, converter) => {
                        borrowed(writer, &converter.borrow(record));
                    }
                    EncodableSpan::Finished(span) => finished(writer, span),
                });
            }
        });
    });
    writer.finish()
}

/// The parts of a request that are the same in all, as encoded messages.
pub(crate) struct Envelope {
    pub(crate) resource: Vec<u8>,
    pub(crate) scope: Vec<u8>,
}

impl Envelope {
    /// Of what this process says of itself, and of the library with this name and version.
    pub(crate) fn new(resource: &[Attribute], (name, version): (&str, &str)) -> Self {
        let mut message = ProtoWriter::into_buffer(Vec::new());
        attributes(&mut message, 1, plain(resource));
        let mut scope = ProtoWriter::into_buffer(Vec::new());
        scope.text(1, name);
        scope.text(2, version);
        Envelope {
            resource: message.finish(),
            scope: scope.finish(),
        }
    }
}

/// The fields that all spans have, in the order of their numbers.
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

fn head(writer: &mut ProtoWriter, head: Head<'_>) {
    identity(writer, head.trace_id, head.span_id, head.trace_state);
    if let Some(SpanId(parent)) = head.parent {
        writer.bytes_even_if_empty(4, &parent.to_be_bytes());
    }
    writer.text(5, head.name);
    writer.number(6, kind(head.kind));
    writer.fixed64(7, unix_nanos(head.start));
    writer.fixed64(8, unix_nanos(head.end));
}

/// Fields 1 to 3 of spans and of links.
fn identity(writer: &mut ProtoWriter, trace_id: TraceId, span_id: SpanId, state: Option<&str>) {
    writer.bytes_even_if_empty(1, &trace_id.0.to_be_bytes());
    writer.bytes_even_if_empty(2, &span_id.0.to_be_bytes());
    writer.text(3, state.unwrap_or_default());
}

fn borrowed(writer: &mut ProtoWriter, span: &BorrowedSpan<'_>) {
    let fields = span.fields;
    head(
        writer,
        Head {
            trace_id: span.trace_id,
            span_id: span.span_id,
            trace_state: fields.and_then(|fields| fields.trace_state.as_deref()),
            parent: span.parent_span_id,
            name: span.name,
            kind: fields.map_or(SpanKind::Internal, |fields| fields.kind),
            start: span.start_time,
            end: span.end_time,
        },
    );
    for (key, value) in span.own.each() {
        attribute(writer, 9, key.as_bytes(), |writer| match value {
            OwnValue::Text(text) => string(writer, &text),
            OwnValue::Int(number) => int(writer, &number),
        });
    }
    match fields {
        Some(fields) => user_fields(writer, fields, &span.clock),
        None => status(writer, &SpanStatus::Unset),
    }
    writer.fixed32(16, flags(span.flags, span.parent_is_remote));
}

/// Fields 9 to 15 of a span.
fn user_fields(writer: &mut ProtoWriter, fields: &UserFields, clock: &WallClock) {
    attributes(writer, 9, fields.attributes.list.iter_bytes());
    writer.number(10, fields.attributes.dropped.into());
    for item in &fields.events.items {
        let Attributes { list, dropped } = &item.attributes;
        let time = item.moment.time(clock);
        writer.message(11, PART, |writer| {
            event(writer, time, &item.name, list.iter_bytes(), *dropped);
        });
    }
    writer.number(12, fields.events.dropped.into());
    for item in &fields.links.items {
        let Attributes { list, dropped } = &item.attributes;
        let state = item.trace_state.as_deref();
        writer.message(13, PART, |writer| {
            link(writer, &item.context, state, list.iter_bytes(), *dropped);
        });
    }
    writer.number(14, fields.links.dropped.into());
    status(writer, &fields.status);
}

fn finished(writer: &mut ProtoWriter, span: &FinishedSpan) {
    head(
        writer,
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
    attributes(writer, 9, plain(&span.attributes));
    writer.number(10, span.dropped_attributes.into());
    for item in &span.events {
        let dropped = item.dropped_attributes;
        writer.message(11, PART, |writer| {
            let own = plain(&item.attributes);
            event(writer, item.time, &item.name, own, dropped);
        });
    }
    writer.number(12, span.dropped_events.into());
    for item in &span.links {
        let state = item.trace_state.as_deref();
        let dropped = item.dropped_attributes;
        writer.message(13, PART, |writer| {
            let own = plain(&item.attributes);
            link(writer, &item.context, state, own, dropped);
        });
    }
    writer.number(14, span.dropped_links.into());
    status(writer, &span.status);
    writer.fixed32(16, flags(span.flags, span.parent_is_remote));
}

/// An unset one is an empty message.
fn status(writer: &mut ProtoWriter, status: &SpanStatus) {
    writer.message(15, PART, |writer| match status {
        SpanStatus::Unset => {}
        SpanStatus::Ok => writer.number(3, 1),
        SpanStatus::Error { description } => {
            writer.text(2, description);
            writer.number(3, 2);
        }
    });
}

fn event<'a>(
    writer: &mut ProtoWriter,
    time: SystemTime,
    name: &str,
    own: impl Iterator<Item = (&'a [u8], ValueRef<'a, [u8]>)>,
    dropped: u32,
) {
    writer.fixed64(1, unix_nanos(time));
    writer.text(2, name);
    attributes(writer, 3, own);
    writer.number(4, dropped.into());
}

fn link<'a>(
    writer: &mut ProtoWriter,
    context: &SpanContext,
    trace_state: Option<&str>,
    own: impl Iterator<Item = (&'a [u8], ValueRef<'a, [u8]>)>,
    dropped: u32,
) {
    identity(writer, context.trace_id, context.span_id, trace_state);
    attributes(writer, 4, own);
    writer.number(5, dropped.into());
    writer.fixed32(6, flags(context.flags, context.is_remote));
}

fn attributes<'k, 'v>(
    writer: &mut ProtoWriter,
    field: u32,
    attributes: impl Iterator<Item = (&'k [u8], ValueRef<'v, [u8]>)>,
) {
    for (key, value) in attributes {
        attribute(writer, field, key, |writer| any_value(writer, &value));
    }
}

/// Attributes that are plain data.
fn plain(attributes: &[Attribute]) -> impl Iterator<Item = (&[u8], ValueRef<'_, [u8]>)> {
    let attributes = attributes.iter();
    attributes.map(|(key, value)| (key.as_bytes(), ValueRef::from(value).into_bytes()))
}

#[inline]
fn attribute(
    writer: &mut ProtoWriter,
    field: u32,
    key: &[u8],
    value: impl FnOnce(&mut ProtoWriter),
) {
    writer.message(field, PART, |writer| {
        writer.bytes(1, key);
        writer.message(2, PART, value);
    });
}

/// One of several fields, and therefore written also where it is empty, zero or false.
#[inline(always)]
fn any_value(writer: &mut ProtoWriter, value: &ValueRef<'_, [u8]>) {
    match value {
        ValueRef::Text(text) => writer.bytes_even_if_empty(1, text),
        ValueRef::Int(number) => int(writer, number),
        ValueRef::Other(value) => other_value(writer, value),
    }
}

#[cold]
fn other_value(writer: &mut ProtoWriter, value: &AttributeValue) {
    match value {
        AttributeValue::String(text) => string(writer, text),
        AttributeValue::Bool(value) => boolean(writer, value),
        AttributeValue::Int(number) => int(writer, number),
        AttributeValue::Float(number) => float(writer, number),
        AttributeValue::Strings(values) => array(writer, values, string),
        AttributeValue::Bools(values) => array(writer, values, boolean),
        AttributeValue::Ints(values) => array(writer, values, int),
        AttributeValue::Floats(values) => array(writer, values, float),
    }
}

fn array<T>(writer: &mut ProtoWriter, values: &[T], write: fn(&mut ProtoWriter, &T)) {
    writer.message(5, PART, |writer| {
        for value in values {
            writer.message(1, PART, |writer| write(writer, value));
        }
    });
}

fn string(writer: &mut ProtoWriter, text: &impl AsRef<str>) {
    writer.bytes_even_if_empty(1, text.as_ref().as_bytes());
}

fn boolean(writer: &mut ProtoWriter, value: &bool) {
    writer.number_even_if_zero(2, u64::from(*value));
}

fn int(writer: &mut ProtoWriter, number: &i64) {
    writer.number_even_if_zero(3, *number as u64);
}

fn float(writer: &mut ProtoWriter, number: &f64) {
    writer.fixed64_even_if_zero(4, number.to_bits());
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
