//! The exporters for Jaeger's own formats: the agent over UDP, the collector over HTTP.
//!
//! Owns which of the two it is, and what `opentelemetry-jaeger` needs from us. The crate encodes Thrift; its last release
//! is built on an older `opentelemetry`, so [`convert`] copies field by field into that. Must not know sockets.
//!
//! The crate asks the environment for `OTEL_EXPORTER_JAEGER_*` when an exporter is made. The settings have read the same
//! variables by then, so that it learns nothing new; what it makes of them is not used for the collector at all.

mod agent;
mod collector;
mod convert;

use std::task::{Context, Poll, Waker};

use opentelemetry_023::KeyValue;
use opentelemetry_sdk_023::Resource;
use opentelemetry_sdk_023::export::trace::SpanExporter;
use opentelemetry_sdk_023::trace::Config as TraceConfig;

use super::{Batch, Exporter};
use crate::config::Config;
use crate::finished::FinishedSpan;

/// To the collector where there is one, else to the agent.
pub(super) fn build(config: &Config) -> Box<dyn Exporter> {
    match &config.jaeger.endpoint {
        Some(endpoint) => Box::new(collector::CollectorExporter::new(config, endpoint)),
        None => Box::new(agent::AgentExporter::new(config)),
    }
}

/// What Jaeger is told of the process.
fn trace_config(batch: &Batch<'_>) -> TraceConfig {
    let attributes = batch.resource().attributes().iter();
    let tags =
        attributes.map(|pair| KeyValue::new(pair.key.to_string(), convert::any_value(&pair.value)));
    TraceConfig::default().with_resource(Resource::new(tags))
}

/// Gives spans to one of the crate's exporters. None of those that we use ever waits for a runtime.
fn export(
    exporter: &mut opentelemetry_jaeger::Exporter,
    spans: &[FinishedSpan],
) -> Result<(), String> {
    let data = spans.iter().map(convert::span_data).collect();
    let mut future = exporter.export(data);
    match future
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
    {
        Poll::Ready(result) => result.map_err(|error| error.to_string()),
        Poll::Pending => Err("the exporter waits for something".to_owned()),
    }
}
