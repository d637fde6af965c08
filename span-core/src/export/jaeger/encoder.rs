//! Spans as Jaeger's Thrift.
//!
//! Owns what `opentelemetry-jaeger` needs from us to encode a batch. Must not know sockets.
//!
//! The crate encodes only what it is about to send, so it is given a client that keeps the bytes. Its own sockets are of
//! no use: `OTEL_EXPORTER_JAEGER_*` overrules their configuration by rules that are not those of our settings.

use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use async_trait::async_trait;
use bytes::Bytes;
use http_02::{Request, Response};
use opentelemetry_023::KeyValue;
use opentelemetry_http_012::{HttpClient as CratesClient, HttpError};
use opentelemetry_jaeger::Exporter as CratesExporter;
use opentelemetry_sdk_023::Resource as CratesResource;
use opentelemetry_sdk_023::export::trace::SpanExporter;
use opentelemetry_sdk_023::runtime::TokioCurrentThread;
use opentelemetry_sdk_023::trace::{Config as TraceConfig, RandomIdGenerator, Sampler, SpanLimits};

use super::convert;
use crate::export::error::ExportError;
use crate::export::resource::Resource;
use crate::model::attribute::Attribute;
use crate::model::finished::FinishedSpan;

/// The crate's exporter, if it could be made, and what it last encoded.
pub(super) struct Encoder {
    exporter: Result<CratesExporter, String>,
    /// The resource that it was made for.
    own: Vec<Attribute>,
    encoded: Encoded,
}

/// Stands in for the crate's HTTP client: keeps what it would send.
#[derive(Clone, Default, Debug)]
struct Encoded(Arc<Mutex<Vec<u8>>>);

impl Encoded {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl CratesClient for Encoded {
    async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Bytes>, HttpError> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = request.into_body();
        Ok(Response::new(Bytes::new()))
    }
}

impl Encoder {
    /// Made on the coroutines' thread like every exporter, because the crate reads the environment here, and only here.
    /// The runtime is a name only: nothing of it is ever used.
    pub(super) fn new(resource: &Resource) -> Self {
        let encoded = Encoded::default();
        let exporter = opentelemetry_jaeger::new_collector_pipeline()
            .with_endpoint("http://localhost")
            .with_service_name(resource.service_name())
            .with_trace_config(trace_config(resource))
            .with_http_client(encoded.clone())
            .build_collector_exporter::<TokioCurrentThread>();
        Encoder {
            exporter: exporter.map_err(|error| error.to_string()),
            own: resource.attributes().to_vec(),
            encoded,
        }
    }

    /// Spans as a `Batch` in the binary protocol. Never waits for a runtime, because [`Encoded`] does not.
    ///
    /// The crate knows one process. Where the spans are another one's, each says what differs, which Jaeger shows before what is
    /// said of the process.
    pub(super) fn encode(
        &mut self,
        spans: &[FinishedSpan],
        resource: &Resource,
    ) -> Result<Vec<u8>, ExportError> {
        let other = if resource.attributes() == self.own {
            Vec::new()
        } else {
            let attributes = resource.attributes().iter();
            let other = attributes.filter(|attribute| !self.own.contains(attribute));
            other.cloned().collect()
        };
        let exporter = self.exporter.as_mut();
        let exporter = exporter.map_err(|reason| ExportError::new(reason.as_str()))?;
        let spans = spans.iter().map(|span| {
            if other.is_empty() {
                return convert::span_data(span);
            }
            let mut span = span.clone();
            for attribute in &other {
                if span.attributes.iter().all(|(key, _)| *key != attribute.0) {
                    span.attributes.push(attribute.clone());
                }
            }
            convert::span_data(&span)
        });
        let mut future = exporter.export(spans.collect());
        let mut context = Context::from_waker(Waker::noop());
        match future.as_mut().poll(&mut context) {
            Poll::Ready(Ok(())) => Ok(self.encoded.take()),
            Poll::Ready(Err(error)) => Err(ExportError::new(error.to_string())),
            Poll::Pending => Err(ExportError::new("the encoder waits for something")),
        }
    }
}

/// The process as Jaeger describes it. Field by field, because the default would ask the environment, and complain of it
/// on the user's STDERR.
fn trace_config(resource: &Resource) -> TraceConfig {
    let attributes = resource.attributes().iter();
    let tags = attributes.map(|(key, value)| KeyValue::new(key.to_string(), convert::value(value)));
    TraceConfig {
        sampler: Box::new(Sampler::AlwaysOn),
        id_generator: Box::<RandomIdGenerator>::default(),
        span_limits: SpanLimits::default(),
        resource: std::borrow::Cow::Owned(CratesResource::new(tags)),
    }
}
