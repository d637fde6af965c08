//! The Zipkin exporter: version 2 JSON over HTTP.
//!
//! Owns OpenTelemetry's mapping to Zipkin's model. Must not know sockets (`http_client`) or back-off (`retry`).
//!
//! `opentelemetry-zipkin` 0.33.0 is not used. It is deprecated, its local endpoint has no service name, it gives each root a
//! parent of zeros, keeps only the names of events, loses every count of what was dropped, and reads its address and time-out
//! from the environment by itself.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::SystemTime;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::export::batch::Batch;
use crate::export::error::ExportError;
use crate::export::exporter::{Accepted, EncodedExporter, ExportBudget};
use crate::export::halves::{self, Part};
use crate::export::hint::{Service, not_plain_http, wrong_path};
use crate::export::http_client::{Body, HttpClient};
use crate::export::resource::{Resource, SCOPE_NAME, SCOPE_VERSION};
use crate::export::tag_text::{dropped_counts, is_of_status, json_value, text};
use crate::export::tls_files::TlsFiles;
use crate::export::zipkin::config::ZipkinConfig;
use crate::model::attribute::AttributeValue;
use crate::model::finished::{FinishedEvent, FinishedSpan};
use crate::model::kind::SpanKind;
use crate::model::status::SpanStatus;
use crate::model::time::unix_micros;

static SERVICE: Service = Service {
    endpoint_setting: "traced_coroutine.zipkin.endpoint",
    receiver: "Zipkin server",
    credentials: "the Zipkin exporter sends none; send to a receiver that wants none",
    certificate_setting: None,
    always_tunnels: false,
    other_protocol: not_plain_http,
    no_such_path: wrong_path,
};

/// The attributes that name the other side of a call, the best first.
const PEER_NAMES: [&str; 4] = [
    "service.peer.name",
    "peer.service",
    "server.address",
    "network.peer.address",
];

/// Posts to a Zipkin server.
pub(crate) struct ZipkinExporter {
    client: HttpClient,
    service_name: String,
}

impl ZipkinExporter {
    pub(crate) fn new(config: &ZipkinConfig, resource: &Resource) -> Self {
        ZipkinExporter {
            client: HttpClient::new(
                &SERVICE,
                &config.endpoint,
                &[],
                config.timeout,
                &TlsFiles::default(),
            ),
            service_name: resource.service_name().to_owned(),
        }
    }
}

impl EncodedExporter for ZipkinExporter {
    fn destination(&self) -> &str {
        self.client.target()
    }

    fn encoding(&self) -> &'static str {
        "zipkin-json"
    }

    fn encode<'b>(&mut self, batch: &'b Batch<'_>) -> Result<Cow<'b, [u8]>, ExportError> {
        let spans: Vec<ZipkinSpan> = batch
            .spans()
            .iter()
            .map(|span| ZipkinSpan::new(span, batch, &self.service_name))
            .collect();
        let json = serde_json::to_vec(&spans);
        json.map(Cow::Owned)
            .map_err(|error| ExportError::new(error.to_string()))
    }

    fn halves(&self, request: &[u8]) -> Option<[Part; 2]> {
        halves::of_zipkin(request)
    }

    fn send(&mut self, request: &[u8], budget: &dyn ExportBudget) -> Result<Accepted, ExportError> {
        let body = Body::plain("application/json", request);
        self.client.deliver(&body, budget)
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Endpoint<'a> {
    service_name: &'a str,
}

#[derive(Serialize)]
struct Annotation {
    timestamp: u64,
    value: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ZipkinSpan<'a> {
    trace_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_id: Option<String>,
    id: String,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    timestamp: u64,
    duration: u64,
    local_endpoint: Endpoint<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remote_endpoint: Option<Endpoint<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    annotations: Vec<Annotation>,
    tags: BTreeMap<String, String>,
}

impl<'a> ZipkinSpan<'a> {
    fn new(span: &'a FinishedSpan, batch: &Batch<'_>, service_name: &'a str) -> Self {
        ZipkinSpan {
            trace_id: format!("{:032x}", span.trace_id.0),
            parent_id: span.parent_span_id.map(|id| format!("{:016x}", id.0)),
            id: format!("{:016x}", span.span_id.0),
            name: &span.name,
            kind: match span.kind {
                SpanKind::Internal => None,
                SpanKind::Server => Some("SERVER"),
                SpanKind::Client => Some("CLIENT"),
                SpanKind::Producer => Some("PRODUCER"),
                SpanKind::Consumer => Some("CONSUMER"),
            },
            timestamp: micros(span.start_time),
            // Zipkin takes 0 for unknown.
            duration: (span.duration().as_micros() as u64).max(1),
            local_endpoint: Endpoint { service_name },
            remote_endpoint: peer(span).map(|service_name| Endpoint { service_name }),
            annotations: span.events.iter().map(annotation).collect(),
            tags: tags(span, batch),
        }
    }
}

/// Never 0, which Zipkin takes for none: a Collector refuses the whole batch for one annotation without a time.
fn micros(time: SystemTime) -> u64 {
    unix_micros(time).max(1)
}

fn peer(span: &FinishedSpan) -> Option<&str> {
    if !matches!(span.kind, SpanKind::Client | SpanKind::Producer) {
        return None;
    }
    PEER_NAMES
        .iter()
        .find_map(|name| match span.attribute(name) {
            Some(AttributeValue::String(peer)) => Some(&**peer),
            _ => None,
        })
}

/// The resource's attributes, then the span's, then what Zipkin has no place of its own for.
fn tags(span: &FinishedSpan, batch: &Batch<'_>) -> BTreeMap<String, String> {
    let mut tags = BTreeMap::new();
    let resource = batch.resource().attributes().iter();
    let resource = resource.filter(|(key, _)| key != "service.name");
    for (key, value) in resource.chain(&span.attributes) {
        // Whatever it says: a span that has such a tag has failed for Zipkin.
        if key != "error" && !is_of_status(key) {
            tags.insert(key.to_string(), text(value));
        }
    }
    let mut add = |key: &str, value: String| tags.insert(key.to_owned(), value);
    add("otel.scope.name", SCOPE_NAME.to_owned());
    add("otel.scope.version", SCOPE_VERSION.to_owned());
    match &span.status {
        SpanStatus::Unset => {}
        SpanStatus::Ok => {
            add("otel.status_code", "OK".to_owned());
        }
        SpanStatus::Error { description } => {
            add("otel.status_code", "ERROR".to_owned());
            add("error", description.clone());
        }
    }
    for (key, count) in dropped_counts(span) {
        add(key, count.to_string());
    }
    tags
}

/// A Collector takes what stands between two bars for JSON, and refuses the whole batch where it is none: there are none.
const BAR: char = '|';
const ESCAPED_BAR: &str = "\\u007c";

fn annotation(event: &FinishedEvent) -> Annotation {
    let value = if event.attributes.is_empty() && !event.name.contains(BAR) {
        event.name.clone()
    } else {
        let attributes = event.attributes.iter();
        let attributes: Map<String, Value> = attributes
            .map(|(key, value)| (key.to_string(), json_value(value)))
            .collect();
        let value = format!("{}: {}", json!(event.name), Value::Object(attributes));
        // In JSON a bar stands nowhere but in texts.
        value.replace(BAR, ESCAPED_BAR)
    };
    Annotation {
        timestamp: micros(event.time),
        value,
    }
}
