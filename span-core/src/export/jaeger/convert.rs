//! From our spans to the data model of the `opentelemetry` that `opentelemetry-jaeger` is built on.
//!
//! Owns the copying, and the names of what Jaeger's model has no field for. Must not know Thrift.

use std::borrow::Cow;

use opentelemetry_023::trace::{
    Event, Link, SpanContext, SpanId, SpanKind, Status, TraceFlags, TraceId, TraceState,
};
use opentelemetry_023::{KeyValue, Value};
use opentelemetry_sdk_023::export::trace::SpanData;
use opentelemetry_sdk_023::trace::{SpanEvents, SpanLinks};
use opentelemetry_sdk_023::{InstrumentationLibrary, Resource};

use crate::export::resource::{SCOPE_NAME, SCOPE_VERSION};
use crate::export::tag_text::text;
use crate::model::attribute::{Attribute, AttributeValue};
use crate::model::finished::{FinishedEvent, FinishedLink, FinishedSpan};
use crate::model::status::SpanStatus;

pub(super) fn span_data(span: &FinishedSpan) -> SpanData {
    let mut events = SpanEvents::default();
    events.events = span.events.iter().map(event).collect();
    let mut links = SpanLinks::default();
    links.links = span.links.iter().map(link).collect();
    let mut attributes = key_values(&span.attributes);
    let dropped = [
        ("otel.dropped_attributes_count", span.dropped_attributes),
        ("otel.dropped_events_count", span.dropped_events),
        ("otel.dropped_links_count", span.dropped_links),
    ];
    for (key, count) in dropped {
        if count > 0 {
            attributes.push(KeyValue::new(key, i64::from(count)));
        }
    }
    // The scope's former names are the crate's own tags.
    attributes.push(KeyValue::new("otel.scope.name", SCOPE_NAME));
    attributes.push(KeyValue::new("otel.scope.version", SCOPE_VERSION));
    if let Some(state) = &span.trace_state {
        attributes.push(KeyValue::new("w3c.tracestate", state.to_string()));
    }
    SpanData {
        span_context: context(span.trace_id, span.span_id, span.flags),
        parent_span_id: span.parent_span_id.map_or(SpanId::INVALID, span_id),
        span_kind: match span.kind {
            crate::SpanKind::Internal => SpanKind::Internal,
            crate::SpanKind::Server => SpanKind::Server,
            crate::SpanKind::Client => SpanKind::Client,
            crate::SpanKind::Producer => SpanKind::Producer,
            crate::SpanKind::Consumer => SpanKind::Consumer,
        },
        name: span.name.clone().into(),
        start_time: span.start_time,
        end_time: span.end_time,
        attributes,
        dropped_attributes_count: span.dropped_attributes,
        events,
        links,
        status: match &span.status {
            SpanStatus::Unset => Status::Unset,
            SpanStatus::Ok => Status::Ok,
            SpanStatus::Error { description } => Status::error(description.clone()),
        },
        // What Jaeger hears of the process is in the exporter.
        resource: Cow::Owned(Resource::empty()),
        instrumentation_lib: InstrumentationLibrary::builder(SCOPE_NAME)
            .with_version(SCOPE_VERSION)
            .build(),
    }
}

fn event(event: &FinishedEvent) -> Event {
    Event::new(
        event.name.clone(),
        event.time,
        key_values(&event.attributes),
        event.dropped_attributes,
    )
}

fn link(link: &FinishedLink) -> Link {
    let context = &link.context;
    let context = self::context(context.trace_id, context.span_id, context.flags);
    Link::new(
        context,
        key_values(&link.attributes),
        link.dropped_attributes,
    )
}

fn context(trace_id: crate::TraceId, span: crate::SpanId, flags: crate::TraceFlags) -> SpanContext {
    SpanContext::new(
        TraceId::from_bytes(trace_id.0.to_be_bytes()),
        span_id(span),
        TraceFlags::new(flags.as_u8()),
        false,
        TraceState::NONE,
    )
}

fn span_id(id: crate::SpanId) -> SpanId {
    SpanId::from_bytes(id.0.to_be_bytes())
}

fn key_values(attributes: &[Attribute]) -> Vec<KeyValue> {
    let pairs = attributes.iter();
    pairs
        .map(|(key, value)| KeyValue::new(key.clone(), self::value(value)))
        .collect()
}

/// Jaeger has no lists: they are JSON in a text. A number that is none is a text as well: Thrift could carry it, but
/// Jaeger's query service answers with JSON, and could not answer with any span of that trace.
pub(super) fn value(value: &AttributeValue) -> Value {
    match value {
        AttributeValue::String(value) => Value::from(value.clone()),
        AttributeValue::Int(value) => Value::from(*value),
        AttributeValue::Float(value) if value.is_finite() => Value::from(*value),
        AttributeValue::Bool(value) => Value::from(*value),
        other => Value::from(text(other)),
    }
}
