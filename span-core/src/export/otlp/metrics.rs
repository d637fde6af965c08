//! Sends the tracer's own metrics: OTLP over HTTP with bodies of protobuf.
//!
//! Owns the one attempt that each reading gets: the next one says all that this one did. Must not know what the metrics are.

use std::time::Duration;

use opentelemetry_proto::tonic::collector::metrics::v1::ExportMetricsServiceRequest;
use prost::Message;

use super::http::gzip;
use crate::export::error::ExportError;
use crate::export::exporter::MetricsExporter;
use crate::export::http_client::{Body, HttpClient};
use crate::export::otlp::config::{MetricsConfig, OtlpConfig};
use crate::export::otlp::services::METRICS;
use crate::export::retry::SendError;

/// Posts to a collector, as spans are posted, but for the address.
pub(super) struct OtlpMetricsExporter {
    client: HttpClient,
    gzip: bool,
}

impl OtlpMetricsExporter {
    pub(super) fn new(config: &MetricsConfig, otlp: &OtlpConfig) -> Self {
        OtlpMetricsExporter {
            client: HttpClient::new(
                &METRICS,
                &config.endpoint,
                &otlp.headers,
                otlp.timeout,
                &otlp.tls,
            )
            .through(otlp.proxies.of(&config.endpoint)),
            gzip: otlp.gzip,
        }
    }
}

impl MetricsExporter for OtlpMetricsExporter {
    fn target(&self) -> &str {
        self.client.target()
    }

    fn send(
        &mut self,
        request: &ExportMetricsServiceRequest,
        time_left: Duration,
    ) -> Result<(), ExportError> {
        let bytes = request.encode_to_vec();
        let compressed;
        let body = if self.gzip {
            compressed = gzip(&bytes).map_err(|error| ExportError::new(error.to_string()))?;
            Body::gzipped("application/x-protobuf", &compressed)
        } else {
            Body::plain("application/x-protobuf", &bytes)
        };
        let response = self.client.post(&body, time_left);
        let response = response.and_then(|response| response.check(String::new));
        response.map_err(|error| match error {
            SendError::Final(error) | SendError::Retryable(error, _) => error,
        })
    }
}
