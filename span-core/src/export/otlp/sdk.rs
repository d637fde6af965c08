//! A batch as OpenTelemetry's own crates make a request of it: what the tests of our encoders compare with.
//!
//! The trace states are put in afterwards: the crates' `TraceState` takes less than the specification does.

use opentelemetry::trace::SpanId;
use opentelemetry::{Array, InstrumentationScope, StringValue, Value};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::transform::common::tonic::{Attributes, ResourceAttributesWithSchema};
use opentelemetry_proto::transform::trace::tonic::group_spans_by_resource_and_scope;
use opentelemetry_sdk::trace::{SpanData, SpanEvents, SpanLinks};

use crate::export::batch::Batch;
use crate::export::resource::{SCOPE_NAME, SCOPE_VERSION};
use crate::export::sdk_types::sdk_types;
use crate::model::attribute::AttributeValue;
use crate::model::finished::{FinishedLink, FinishedSpan};

sdk_types!(opentelemetry);

pub(crate) fn request(batch: &Batch<'_>) -> ExportTraceServiceRequest {
    let scope = InstrumentationScope::builder(SCOPE_NAME)
        .with_version(SCOPE_VERSION)
        .build();
    let resource = ResourceAttributesWithSchema {
        attributes: Attributes::from(key_values(batch.resource().attributes())),
        schema_url: None,
    };
    let spans = batch.spans().iter();
    let data = spans.map(|span| span_data(span, scope.clone())).collect();
    let mut request = ExportTraceServiceRequest {
        resource_spans: group_spans_by_resource_and_scope(data, &resource),
    };
    let made = request.resource_spans.iter_mut();
    let made = made.flat_map(|resource| &mut resource.scope_spans);
    let made = made.flat_map(|scope| &mut scope.spans);
    for (span, made) in batch.spans().iter().zip(made) {
        made.trace_state = state(span.trace_state.as_deref());
        for (link, made) in span.links.iter().zip(&mut made.links) {
            made.trace_state = state(link.trace_state.as_deref());
        }
    }
    request
}

fn state(state: Option<&str>) -> String {
    state.unwrap_or_default().to_owned()
}

fn span_data(span: &FinishedSpan, instrumentation_scope: InstrumentationScope) -> SpanData {
    let mut events = SpanEvents::default();
    events.dropped_count = span.dropped_events;
    events.events = span.events.iter().map(event).collect();
    let mut links = SpanLinks::default();
    links.dropped_count = span.dropped_links;
    let remote = |item: &FinishedLink| link(item, item.context.is_remote);
    links.links = span.links.iter().map(remote).collect();
    SpanData {
        span_context: span_context(span.trace_id, span.span_id, span.flags, false),
        parent_span_id: span.parent_span_id.map_or(SpanId::INVALID, span_id),
        parent_span_is_remote: span.parent_is_remote,
        span_kind: kind(span.kind),
        name: span.name.clone().into(),
        start_time: span.start_time,
        end_time: span.end_time,
        attributes: key_values(&span.attributes),
        dropped_attributes_count: span.dropped_attributes,
        events,
        links,
        status: status(&span.status),
        instrumentation_scope,
    }
}

fn value(value: &AttributeValue) -> Value {
    match value {
        AttributeValue::String(value) => Value::String(value.to_string().into()),
        AttributeValue::Int(value) => Value::from(*value),
        AttributeValue::Float(value) => Value::from(*value),
        AttributeValue::Bool(value) => Value::from(*value),
        AttributeValue::Strings(values) => {
            let values = values.iter().cloned().map(StringValue::from);
            Value::Array(Array::String(values.collect()))
        }
        AttributeValue::Ints(values) => Value::Array(Array::I64(values.clone())),
        AttributeValue::Floats(values) => Value::Array(Array::F64(values.clone())),
        AttributeValue::Bools(values) => Value::Array(Array::Bool(values.clone())),
    }
}
