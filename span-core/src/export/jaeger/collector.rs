//! Jaeger's collector: binary Thrift over HTTP.
//!
//! Owns the request. Must not know Thrift.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::encoder::Encoder;
use crate::export::batch::Batch;
use crate::export::error::ExportError;
use crate::export::exporter::{Accepted, EncodedExporter, ExportBudget};
use crate::export::hint::{Service, not_plain_http, wrong_path};
use crate::export::http_client::{Body, HttpClient};
use crate::export::jaeger::config::JaegerConfig;
use crate::export::resource::Resource;
use crate::export::tls_files::TlsFiles;

static SERVICE: Service = Service {
    endpoint_setting: "traced_coroutine.jaeger.endpoint",
    receiver: "Jaeger collector",
    credentials: "set traced_coroutine.jaeger.user and traced_coroutine.jaeger.password",
    certificate_setting: None,
    always_tunnels: false,
    other_protocol: not_plain_http,
    no_such_path: wrong_path,
};

/// Posts to a collector.
pub(super) struct CollectorExporter {
    client: HttpClient,
    encoder: Encoder,
}

impl CollectorExporter {
    pub(super) fn new(config: &JaegerConfig, resource: &Resource, endpoint: &str) -> Self {
        let mut headers = Vec::new();
        if let Some(user) = &config.user {
            let password = config.password.as_deref().unwrap_or_default();
            let credentials = STANDARD.encode(format!("{user}:{password}"));
            headers.push(("authorization".into(), format!("Basic {credentials}")));
        }
        CollectorExporter {
            client: HttpClient::new(
                &SERVICE,
                endpoint,
                &headers,
                config.timeout,
                &TlsFiles::default(),
            ),
            encoder: Encoder::new(resource),
        }
    }
}

impl EncodedExporter for CollectorExporter {
    fn destination(&self) -> &str {
        self.client.target()
    }

    fn encoding(&self) -> &'static str {
        "jaeger-thrift"
    }

    fn encode<'b>(&mut self, batch: &'b Batch<'_>) -> Result<Cow<'b, [u8]>, ExportError> {
        let encoded = self.encoder.encode(batch.spans(), batch.resource());
        encoded.map(Cow::Owned)
    }

    fn send(&mut self, request: &[u8], budget: &dyn ExportBudget) -> Result<Accepted, ExportError> {
        let body = Body::plain("application/vnd.apache.thrift.binary", request);
        self.client.deliver(&body, budget)
    }
}
