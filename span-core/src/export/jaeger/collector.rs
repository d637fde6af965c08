//! Jaeger's collector: binary Thrift over HTTP.
//!
//! Owns how the crate's bytes come to our HTTP client. Must not know Thrift.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http_02::{Request, Response};
use opentelemetry_http_012::{HttpClient as CratesClient, HttpError};
use opentelemetry_jaeger::Exporter as Encoder;
use opentelemetry_sdk_023::runtime::TokioCurrentThread;

use super::export;
use crate::config::{Config, TlsFiles};
use crate::export::http::{Body, HttpClient};
use crate::export::retry::with_retries;
use crate::export::{Accepted, Batch, ExportError, Exporter, Pace};

/// Posts to a collector.
pub(super) struct CollectorExporter {
    client: HttpClient,
    service_name: String,
    encoder: Option<Encoder>,
    encoded: Encoded,
}

/// Stands in for the crate's HTTP client: keeps what it would send. So a batch is encoded once for all attempts, and
/// the answer is judged by our own rules.
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

impl CollectorExporter {
    pub(super) fn new(config: &Config, endpoint: &str) -> Self {
        let jaeger = &config.jaeger;
        let mut headers = Vec::new();
        if let Some(user) = &jaeger.user {
            let password = jaeger.password.as_deref().unwrap_or_default();
            let credentials = STANDARD.encode(format!("{user}:{password}"));
            headers.push(("authorization".to_owned(), format!("Basic {credentials}")));
        }
        CollectorExporter {
            client: HttpClient::new(endpoint, &headers, jaeger.timeout, &TlsFiles::default()),
            service_name: config.service_name.clone(),
            encoder: None,
            encoded: Encoded::default(),
        }
    }

    /// The runtime is a name only: nothing of it is ever used.
    fn encoder(&self, batch: &Batch<'_>) -> Result<Encoder, ExportError> {
        opentelemetry_jaeger::new_collector_pipeline()
            .with_endpoint("http://localhost")
            .with_service_name(&self.service_name)
            .with_trace_config(super::trace_config(batch))
            .with_http_client(self.encoded.clone())
            .build_collector_exporter::<TokioCurrentThread>()
            .map_err(|error| ExportError::new(error.to_string()))
    }
}

impl Exporter for CollectorExporter {
    fn target(&self) -> &str {
        self.client.target()
    }

    fn export(&mut self, batch: &Batch<'_>, pace: &dyn Pace) -> Result<Accepted, ExportError> {
        let mut encoder = match self.encoder.take() {
            Some(encoder) => encoder,
            None => self.encoder(batch)?,
        };
        let encoded = export(&mut encoder, batch.spans());
        self.encoder = Some(encoder);
        encoded.map_err(ExportError::new)?;
        let bytes = self.encoded.take();
        let body = Body::plain("application/vnd.apache.thrift.binary", &bytes);
        with_retries(pace, |time_left| {
            let answer = self.client.post(&body, time_left)?;
            answer.check(|| String::from_utf8_lossy(&answer.body).into_owned())?;
            Ok(Accepted::default())
        })
    }
}
