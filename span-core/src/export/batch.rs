//! A batch of finished spans in the forms that exporters ask for.
//!
//! Owns the way from the engine's own types to OpenTelemetry's data model. Must not know what an exporter does with it.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::str::FromStr;

use opentelemetry::trace::{
    Event, Link, SpanContext, SpanId, SpanKind, Status, TraceFlags, TraceId, TraceState,
};
use opentelemetry::{Array, InstrumentationScope, KeyValue, StringValue, Value};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::transform::trace::tonic::group_spans_by_resource_and_scope;
use opentelemetry_sdk::trace::{SpanData, SpanEvents, SpanLinks};

use super::otlp_encoder::{Form, encode};
use super::{Resource, one_line};
use crate::finished::{
    Attribute, AttributeValue, FinishedEvent, FinishedLink, FinishedSpan, SpanStatus,
};
use crate::record::{Converter, Record};

/// A span as it comes from the queue: what says nothing but the ordinary stays as it is, because OTLP's bytes can be had
/// from it without a single allocation.
enum Item {
    Plain(Record),
    Finished(Box<FinishedSpan>),
}

/// A batch. Forms that cost something are made on demand, and once for all exporters.
pub(crate) struct Batch<'a> {
    /// Until somebody wants [`Batch::spans`].
    items: RefCell<Vec<Item>>,
    len: usize,
    /// There is one where there are plain items.
    converter: Option<Converter<'a>>,
    spans: OnceCell<Cow<'a, [FinishedSpan]>>,
    resource: &'a Resource,
    request: OnceCell<ExportTraceServiceRequest>,
    buffer: Cell<Vec<u8>>,
    protobuf: OnceCell<Vec<u8>>,
}

impl<'a> Batch<'a> {
    /// A batch of spans that are plain data already.
    #[cfg(test)]
    pub(crate) fn new(spans: Vec<FinishedSpan>, resource: &'a Resource) -> Self {
        let len = spans.len();
        Batch {
            spans: OnceCell::from(Cow::Owned(spans)),
            len,
            ..Batch::of_items(Vec::new(), None, resource, Vec::new())
        }
    }

    /// A batch of what comes from the queue. Its protobuf form is written into `buffer`: see [`Batch::into_buffer`].
    pub(crate) fn of_records(
        records: impl Iterator<Item = Record>,
        converter: Converter<'a>,
        resource: &'a Resource,
        buffer: Vec<u8>,
    ) -> Self {
        let items = records.map(|record| {
            if converter.plain(&record).is_some() {
                Item::Plain(record)
            } else {
                Item::Finished(Box::new(converter.convert(record)))
            }
        });
        Batch::of_items(items.collect(), Some(converter), resource, buffer)
    }

    fn of_items(
        items: Vec<Item>,
        converter: Option<Converter<'a>>,
        resource: &'a Resource,
        buffer: Vec<u8>,
    ) -> Self {
        Batch {
            len: items.len(),
            items: RefCell::new(items),
            converter,
            spans: OnceCell::new(),
            resource,
            request: OnceCell::new(),
            buffer: Cell::new(buffer),
            protobuf: OnceCell::new(),
        }
    }

    /// How many spans there are.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The spans as they are.
    pub(crate) fn spans(&self) -> &[FinishedSpan] {
        self.spans.get_or_init(|| {
            let items = self.items.take().into_iter();
            items.filter_map(|item| self.finish(item)).collect()
        })
    }

    /// Which span it is, where it is but one.
    pub(crate) fn name_one(&self) -> String {
        let [span] = self.spans() else {
            return format!("{} spans", self.len);
        };
        format!(
            "the span \"{}\" ({}, in trace {})",
            one_line(&span.name),
            span.span_id.to_hex(),
            span.trace_id.to_hex()
        )
    }

    /// Its two halves, for a destination that does not take all at once. `None` where there is but one span.
    pub(crate) fn halves(&self) -> Option<[Batch<'_>; 2]> {
        if self.len < 2 {
            return None;
        }
        let (first, second) = self.spans().split_at(self.len / 2);
        Some([first, second].map(|spans| Batch {
            len: spans.len(),
            spans: OnceCell::from(Cow::Borrowed(spans)),
            ..Batch::of_items(Vec::new(), None, self.resource, Vec::new())
        }))
    }

    fn finish(&self, item: Item) -> Option<FinishedSpan> {
        match item {
            Item::Plain(record) => self.converter.map(|converter| converter.convert(record)),
            Item::Finished(span) => Some(*span),
        }
    }

    /// Which process they come from.
    #[cfg(feature = "zipkin")]
    pub(crate) fn resource(&self) -> &Resource {
        self.resource
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

    /// The batch as OTLP sends it over HTTP and gRPC: [`Batch::request`], encoded.
    pub(crate) fn protobuf(&self) -> &[u8] {
        self.protobuf.get_or_init(|| {
            let buffer = self.buffer.take();
            match self.spans.get() {
                Some(spans) => {
                    let forms = spans.iter().map(Form::Finished);
                    encode(forms, self.len, self.resource, buffer)
                }
                None => {
                    let items = self.items.borrow();
                    let forms = items.iter().filter_map(|item| self.form(item));
                    encode(forms, self.len, self.resource, buffer)
                }
            }
        })
    }

    fn form<'i>(&self, item: &'i Item) -> Option<Form<'i>>
    where
        'a: 'i,
    {
        match item {
            Item::Plain(record) => self.converter?.plain(record).map(Form::Plain),
            Item::Finished(span) => Some(Form::Finished(span)),
        }
    }

    /// The buffer that the batch was made with, for the next one.
    pub(crate) fn into_buffer(self) -> Vec<u8> {
        self.protobuf
            .into_inner()
            .unwrap_or(self.buffer.into_inner())
    }

    /// The batch as the SDK's exporters take it.
    fn span_data(&self) -> Vec<SpanData> {
        let scope = self.resource.scope();
        let spans = self.spans().iter();
        spans.map(|span| span_data(span, scope.clone())).collect()
    }
}

fn span_data(span: &FinishedSpan, instrumentation_scope: InstrumentationScope) -> SpanData {
    let mut events = SpanEvents::default();
    events.dropped_count = span.dropped_events;
    events.events = span.events.iter().map(event).collect();
    let mut links = SpanLinks::default();
    links.dropped_count = span.dropped_links;
    links.links = span.links.iter().map(link).collect();
    SpanData {
        span_context: SpanContext::new(
            trace_id(span.trace_id),
            span_id(span.span_id),
            TraceFlags::new(span.flags.as_u8()),
            false,
            trace_state(span.trace_state.as_deref()),
        ),
        parent_span_id: span.parent_span_id.map_or(SpanId::INVALID, span_id),
        parent_span_is_remote: span.parent_is_remote,
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
        attributes: key_values(&span.attributes),
        dropped_attributes_count: span.dropped_attributes,
        events,
        links,
        status: match &span.status {
            SpanStatus::Unset => Status::Unset,
            SpanStatus::Ok => Status::Ok,
            SpanStatus::Error { description } => Status::error(description.clone()),
        },
        instrumentation_scope,
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
    let context = SpanContext::new(
        trace_id(link.context.trace_id),
        span_id(link.context.span_id),
        TraceFlags::new(link.context.flags.as_u8()),
        link.context.is_remote,
        trace_state(link.trace_state.as_deref()),
    );
    let attributes = key_values(&link.attributes);
    Link::new(context, attributes, link.dropped_attributes)
}

fn trace_id(id: crate::TraceId) -> TraceId {
    TraceId::from_bytes(id.0.to_be_bytes())
}

fn span_id(id: crate::SpanId) -> SpanId {
    SpanId::from_bytes(id.0.to_be_bytes())
}

/// The crate takes less than the specification: 13 characters after an `@` instead of 14. Such a state does not stop
/// the span it belongs to.
pub(super) fn trace_state(text: Option<&str>) -> TraceState {
    let parsed = text.map(TraceState::from_str);
    parsed.and_then(Result::ok).unwrap_or_default()
}

fn key_values(attributes: &[Attribute]) -> Vec<KeyValue> {
    let pairs = attributes.iter();
    pairs
        .map(|(key, value)| KeyValue::new(key.clone(), Value::from(value)))
        .collect()
}

impl From<&AttributeValue> for Value {
    fn from(value: &AttributeValue) -> Self {
        match value {
            AttributeValue::String(value) => Value::from(value.clone()),
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
}
