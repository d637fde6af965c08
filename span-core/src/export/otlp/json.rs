//! Spans as OTLP's JSON, for `http/json` and for the file exporter.
//!
//! Owns how protobuf's JSON spells what JSON has no word for: NaN and infinity as texts, 64-bit numbers as texts, and with
//! OTLP ids in hexadecimal. `opentelemetry-proto` 0.33.1 writes `null` for the first, which no reader takes: a Collector
//! answers 400, and the whole batch is lost. Must not know files or HTTP.

use std::fmt::Display;

use serde::{Serialize, Serializer};

use super::encode::{flags, kind};
use crate::export::resource::{Resource, SCOPE_NAME, SCOPE_VERSION};
use crate::model::attribute::{Attribute, AttributeValue, non_finite};
use crate::model::finished::{FinishedEvent, FinishedLink, FinishedSpan};
use crate::model::status::SpanStatus;
use crate::model::time::unix_nanos;

/// An `ExportTraceServiceRequest` of these spans.
pub(crate) fn encode(spans: &[FinishedSpan], resource: &Resource) -> serde_json::Result<Vec<u8>> {
    serde_json::to_vec(&Request {
        resource_spans: [ResourceSpans {
            resource: Attributes {
                attributes: List(resource.attributes()),
            },
            scope_spans: [ScopeSpans {
                scope: Scope {
                    name: SCOPE_NAME,
                    version: SCOPE_VERSION,
                },
                spans: List(spans),
            }],
        }],
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Request<'a> {
    resource_spans: [ResourceSpans<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResourceSpans<'a> {
    resource: Attributes<'a>,
    scope_spans: [ScopeSpans<'a>; 1],
}

#[derive(Serialize)]
struct Attributes<'a> {
    attributes: List<'a, Attribute>,
}

#[derive(Serialize)]
struct ScopeSpans<'a> {
    scope: Scope,
    spans: List<'a, FinishedSpan>,
}

#[derive(Serialize)]
struct Scope {
    name: &'static str,
    version: &'static str,
}

/// Each item in the form that JSON has of it.
struct List<'a, T>(&'a [T]);

impl<'a, T> Serialize for List<'a, T>
where
    T: InJson,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(InJson::form))
    }
}

/// A part of a span that has a form in JSON.
trait InJson {
    type Form<'a>: Serialize
    where
        Self: 'a;

    fn form(&self) -> Self::Form<'_>;
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Span<'a> {
    trace_id: String,
    span_id: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    trace_state: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_span_id: Option<String>,
    flags: u32,
    name: &'a str,
    kind: u64,
    start_time_unix_nano: Text<u64>,
    end_time_unix_nano: Text<u64>,
    attributes: List<'a, Attribute>,
    dropped_attributes_count: u32,
    events: List<'a, FinishedEvent>,
    dropped_events_count: u32,
    links: List<'a, FinishedLink>,
    dropped_links_count: u32,
    status: Status<'a>,
}

impl InJson for FinishedSpan {
    type Form<'a> = Span<'a>;

    fn form(&self) -> Span<'_> {
        Span {
            trace_id: self.trace_id.to_hex(),
            span_id: self.span_id.to_hex(),
            trace_state: self.trace_state.as_deref().unwrap_or_default(),
            parent_span_id: self.parent_span_id.map(|id| id.to_hex()),
            flags: flags(self.flags, self.parent_is_remote),
            name: &self.name,
            kind: kind(self.kind),
            start_time_unix_nano: Text(unix_nanos(self.start_time)),
            end_time_unix_nano: Text(unix_nanos(self.end_time)),
            attributes: List(&self.attributes),
            dropped_attributes_count: self.dropped_attributes,
            events: List(&self.events),
            dropped_events_count: self.dropped_events,
            links: List(&self.links),
            dropped_links_count: self.dropped_links,
            status: match &self.status {
                SpanStatus::Unset => Status {
                    message: "",
                    code: 0,
                },
                SpanStatus::Ok => Status {
                    message: "",
                    code: 1,
                },
                SpanStatus::Error { description } => Status {
                    message: description,
                    code: 2,
                },
            },
        }
    }
}

#[derive(Serialize)]
struct Status<'a> {
    message: &'a str,
    code: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Event<'a> {
    time_unix_nano: Text<u64>,
    name: &'a str,
    attributes: List<'a, Attribute>,
    dropped_attributes_count: u32,
}

impl InJson for FinishedEvent {
    type Form<'a> = Event<'a>;

    fn form(&self) -> Event<'_> {
        Event {
            time_unix_nano: Text(unix_nanos(self.time)),
            name: &self.name,
            attributes: List(&self.attributes),
            dropped_attributes_count: self.dropped_attributes,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Link<'a> {
    trace_id: String,
    span_id: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    trace_state: &'a str,
    attributes: List<'a, Attribute>,
    dropped_attributes_count: u32,
    flags: u32,
}

impl InJson for FinishedLink {
    type Form<'a> = Link<'a>;

    fn form(&self) -> Link<'_> {
        Link {
            trace_id: self.context.trace_id.to_hex(),
            span_id: self.context.span_id.to_hex(),
            trace_state: self.trace_state.as_deref().unwrap_or_default(),
            attributes: List(&self.attributes),
            dropped_attributes_count: self.dropped_attributes,
            flags: flags(self.context.flags, self.context.is_remote),
        }
    }
}

#[derive(Serialize)]
struct KeyValue<'a> {
    key: &'a str,
    value: AnyValue<'a>,
}

impl InJson for Attribute {
    type Form<'a> = KeyValue<'a>;

    fn form(&self) -> KeyValue<'_> {
        let (key, value) = self;
        KeyValue {
            key,
            value: AnyValue::of(value),
        }
    }
}

/// The one field that is set becomes the one key of an object.
#[derive(Serialize)]
enum AnyValue<'a> {
    #[serde(rename = "stringValue")]
    String(&'a str),
    #[serde(rename = "boolValue")]
    Bool(bool),
    #[serde(rename = "intValue")]
    Int(Text<i64>),
    #[serde(rename = "doubleValue")]
    Double(Double),
    #[serde(rename = "arrayValue")]
    Array(ArrayValue<'a>),
}

#[derive(Serialize)]
struct ArrayValue<'a> {
    values: Vec<AnyValue<'a>>,
}

impl<'a> AnyValue<'a> {
    fn of(value: &'a AttributeValue) -> Self {
        let string = |text: &'a str| AnyValue::String(text);
        let int = |number: &i64| AnyValue::Int(Text(*number));
        let double = |number: &f64| AnyValue::Double(Double(*number));
        let bool = |value: &bool| AnyValue::Bool(*value);
        match value {
            AttributeValue::String(text) => string(text),
            AttributeValue::Int(number) => int(number),
            AttributeValue::Float(number) => double(number),
            AttributeValue::Bool(value) => bool(value),
            AttributeValue::Strings(texts) => {
                AnyValue::array(texts.iter().map(|text| string(text)))
            }
            AttributeValue::Ints(numbers) => AnyValue::array(numbers.iter().map(int)),
            AttributeValue::Floats(numbers) => AnyValue::array(numbers.iter().map(double)),
            AttributeValue::Bools(values) => AnyValue::array(values.iter().map(bool)),
        }
    }

    fn array(values: impl Iterator<Item = Self>) -> Self {
        AnyValue::Array(ArrayValue {
            values: values.collect(),
        })
    }
}

/// A 64-bit number: JSON's own lose digits.
struct Text<T>(T);

impl<T: Display> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// A number, or the text that stands for one that JSON cannot spell.
struct Double(f64);

impl Serialize for Double {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match non_finite(self.0) {
            Some(text) => serializer.serialize_str(text),
            None => serializer.serialize_f64(self.0),
        }
    }
}
