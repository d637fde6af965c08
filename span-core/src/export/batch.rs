//! A batch of finished spans in the forms that exporters ask for.
//!
//! Owns the way from the engine's own types to OpenTelemetry's data model. Must not know what an exporter does with it.

use std::cell::OnceCell;

use opentelemetry::trace::{
    Event, SpanContext, SpanId, SpanKind, Status, TraceFlags, TraceId, TraceState,
};
use opentelemetry::{InstrumentationScope, KeyValue, Value};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::transform::trace::tonic::group_spans_by_resource_and_scope;
use opentelemetry_sdk::trace::{SpanData, SpanEvents, SpanLinks};

use super::Resource;
use crate::finished::{AttributeValue, FinishedSpan, SpanStatus};

/// A batch. Forms that cost something are made on demand, and once for all exporters.
pub(crate) struct Batch<'a> {
    spans: Vec<FinishedSpan>,
    resource: &'a Resource,
    request: OnceCell<ExportTraceServiceRequest>,
}

impl<'a> Batch<'a> {
    pub(crate) fn new(spans: Vec<FinishedSpan>, resource: &'a Resource) -> Self {
        Batch {
            spans,
            resource,
            request: OnceCell::new(),
        }
    }

    /// The spans as they are.
    pub(crate) fn spans(&self) -> &[FinishedSpan] {
        &self.spans
    }

    /// The batch as OTLP has it.
    pub(crate) fn request(&self) -> &ExportTraceServiceRequest {
        self.request.get_or_init(|| ExportTraceServiceRequest {
            resource_spans: group_spans_by_resource_and_scope(
                self.span_data(),
                self.resource.as_proto(),
            ),
        })
    }

    /// The batch as the SDK's exporters take it.
    fn span_data(&self) -> Vec<SpanData> {
        let scope = InstrumentationScope::builder("traced_coroutine")
            .with_version(env!("CARGO_PKG_VERSION"))
            .build();
        let spans = self.spans.iter();
        spans.map(|span| span_data(span, scope.clone())).collect()
    }
}

fn span_data(span: &FinishedSpan, instrumentation_scope: InstrumentationScope) -> SpanData {
    let mut events = SpanEvents::default();
    events.events = span
        .events
        .iter()
        .map(|event| {
            Event::new(
                event.name.clone(),
                event.time,
                key_values(&event.attributes),
                0,
            )
        })
        .collect();
    SpanData {
        span_context: SpanContext::new(
            TraceId::from_bytes(span.trace_id.0.to_be_bytes()),
            SpanId::from_bytes(span.span_id.0.to_be_bytes()),
            TraceFlags::SAMPLED,
            false,
            TraceState::NONE,
        ),
        parent_span_id: span
            .parent_span_id
            .map_or(SpanId::INVALID, |id| SpanId::from_bytes(id.0.to_be_bytes())),
        parent_span_is_remote: false,
        span_kind: SpanKind::Internal,
        name: span.name.clone().into(),
        start_time: span.start_time,
        end_time: span.end_time,
        attributes: key_values(&span.attributes),
        dropped_attributes_count: 0,
        events,
        links: SpanLinks::default(),
        status: match &span.status {
            SpanStatus::Unset => Status::Unset,
            SpanStatus::Ok => Status::Ok,
            SpanStatus::Error { description } => Status::error(description.clone()),
        },
        instrumentation_scope,
    }
}

fn key_values(attributes: &[(&'static str, AttributeValue)]) -> Vec<KeyValue> {
    let pairs = attributes.iter();
    pairs
        .map(|(key, value)| KeyValue::new(*key, Value::from(value)))
        .collect()
}

impl From<&AttributeValue> for Value {
    fn from(value: &AttributeValue) -> Self {
        match value {
            AttributeValue::String(value) => Value::from(value.clone()),
            AttributeValue::Int(value) => Value::from(*value),
            AttributeValue::Float(value) => Value::from(*value),
            AttributeValue::Bool(value) => Value::from(*value),
        }
    }
}
