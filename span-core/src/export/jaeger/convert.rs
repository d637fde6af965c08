//! From our spans to the data model of the `opentelemetry` that `opentelemetry-jaeger` is built on.
//!
//! Owns the copying, and the names of what Jaeger's model has no field for. Must not know Thrift.

use std::borrow::Cow;

use opentelemetry_023::trace::SpanId;
use opentelemetry_023::{KeyValue, Value};
use opentelemetry_sdk_023::export::trace::SpanData;
use opentelemetry_sdk_023::trace::{SpanEvents, SpanLinks};
use opentelemetry_sdk_023::{InstrumentationLibrary, Resource};

use crate::export::resource::{SCOPE_NAME, SCOPE_VERSION};
use crate::export::sdk_types::sdk_types;
use crate::export::tag_text::{dropped_counts, is_of_status, text};
use crate::model::attribute::AttributeValue;
use crate::model::finished::FinishedSpan;
use crate::model::status::SpanStatus;

sdk_types!(opentelemetry_023);

pub(super) fn span_data(span: &FinishedSpan) -> SpanData {
    let mut events = SpanEvents::default();
    events.events = span.events.iter().map(event).collect();
    let mut links = SpanLinks::default();
    links.links = span.links.iter().map(|item| link(item, false)).collect();
    let mut attributes = key_values(&span.attributes);
    // The crate leaves out what it would say itself where there is such an attribute.
    let has_failed = matches!(span.status, SpanStatus::Error { .. });
    attributes.retain(|attribute| {
        let key = attribute.key.as_str();
        !(is_of_status(key) || has_failed && key == "error")
    });
    for (key, count) in dropped_counts(span) {
        attributes.push(KeyValue::new(key, i64::from(count)));
    }
    // The scope's former names are the crate's own tags.
    attributes.push(KeyValue::new("otel.scope.name", SCOPE_NAME));
    attributes.push(KeyValue::new("otel.scope.version", SCOPE_VERSION));
    if let Some(state) = &span.trace_state {
        attributes.push(KeyValue::new("w3c.tracestate", state.to_string()));
    }
    SpanData {
        span_context: span_context(span.trace_id, span.span_id, span.flags, false),
        parent_span_id: span.parent_span_id.map_or(SpanId::INVALID, span_id),
        span_kind: kind(span.kind),
        name: span.name.clone().into(),
        start_time: span.start_time,
        end_time: span.end_time,
        attributes,
        dropped_attributes_count: span.dropped_attributes,
        events,
        links,
        status: status(&span.status),
        // What Jaeger hears of the process is in the exporter.
        resource: Cow::Owned(Resource::empty()),
        instrumentation_lib: InstrumentationLibrary::builder(SCOPE_NAME)
            .with_version(SCOPE_VERSION)
            .build(),
    }
}

/// Jaeger has no lists: they are JSON in a text. A number that is none is a text as well: Thrift could carry it, but
/// Jaeger's query service answers with JSON, and could not answer with any span of that trace.
pub(super) fn value(value: &AttributeValue) -> Value {
    match value {
        AttributeValue::String(value) => Value::String(value.to_string().into()),
        AttributeValue::Int(value) => Value::from(*value),
        AttributeValue::Float(value) if value.is_finite() => Value::from(*value),
        AttributeValue::Bool(value) => Value::from(*value),
        other => Value::from(text(other)),
    }
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;
    use crate::model::ids;

    #[test]
    fn no_attribute_hides_the_status() {
        for (status, kept) in [
            (SpanStatus::Unset, &["error", "zone"][..]),
            (
                SpanStatus::Error {
                    description: "boom".to_owned(),
                },
                &["zone"],
            ),
        ] {
            let ids = (ids::TraceId(1), ids::SpanId(2));
            let mut span = FinishedSpan::new("span", ids.0, ids.1, UNIX_EPOCH..UNIX_EPOCH);
            span.status = status;
            for key in [
                "error",
                "otel.status_code",
                "otel.status_description",
                "zone",
            ] {
                span.attributes
                    .push((key.into(), AttributeValue::Bool(false)));
            }
            let data = span_data(&span);
            let keys = data
                .attributes
                .iter()
                .map(|attribute| attribute.key.as_str());
            let keys: Vec<_> = keys.filter(|key| !key.starts_with("otel.scope")).collect();
            assert_eq!(keys, kept);
        }
    }
}
