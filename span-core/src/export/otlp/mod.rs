//! The OTLP exporter.
//!
//! Owns what is the same whatever carries OTLP. Must not know HTTP or gRPC.
//!
//! `opentelemetry-otlp` 0.33.1 is not used, because every span must be accounted for here. It reports a partial success as a
//! log record only, and an answer that it cannot decode not even as that above the level "debug"; its caller gets `Ok` in both
//! cases. Besides, headers from the environment replace those that it is given in code, while php.ini and the environment are
//! settled before an exporter is made. (Compression that is given in code does win over the environment.)

#[cfg(test)]
mod against_sdk;
pub(crate) mod config;
pub(super) mod encode;
#[cfg(feature = "otlp-grpc")]
mod grpc;
#[cfg(feature = "otlp-http")]
mod http;
#[cfg(any(feature = "otlp-http", feature = "file"))]
pub(super) mod json;
#[cfg(feature = "otlp-http")]
mod metrics;
mod proto;
#[cfg(test)]
mod sdk;
#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
mod services;

use std::ffi::CStr;
use std::time::Duration;

#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceResponse;

#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
use crate::export::error::{ExportError, one_line};
#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
use crate::export::exporter::Accepted;
use crate::export::exporter::{Exporter, ExporterConfig, MetricsExporter};
use crate::export::otlp::config::{MetricsConfig, OtlpConfig, OtlpProtocol, SETTINGS};
use crate::export::resource::Resource;
use crate::settings::Setting;

#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
/// The largest request that OTLP allows, in bytes.
const REQUEST_LIMIT: usize = 64 * 1024 * 1024;

/// What requests are encoded as: protobuf is the same over HTTP and gRPC.
#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
const PROTOBUF: &str = "otlp-protobuf";
#[cfg(feature = "otlp-http")]
const JSON: &str = "otlp-json";

impl ExporterConfig for OtlpConfig {
    const NAME: &'static CStr = c"otlp";
    const IS_BUILT_IN: bool = cfg!(any(feature = "otlp-http", feature = "otlp-grpc"));
    const SETTINGS: &'static [Setting<Self>] = SETTINGS;

    fn component_type(&self) -> String {
        match self.protocol {
            OtlpProtocol::HttpProtobuf => "otlp_http_span_exporter".to_owned(),
            OtlpProtocol::HttpJson => "otlp_http_json_span_exporter".to_owned(),
            OtlpProtocol::Grpc => "otlp_grpc_span_exporter".to_owned(),
        }
    }

    fn timeout(&self) -> Option<Duration> {
        Some(self.timeout)
    }

    /// For the configured protocol, if that is built in.
    fn build(&self, _: &Resource) -> Option<Box<dyn Exporter>> {
        match self.protocol {
            #[cfg(feature = "otlp-grpc")]
            OtlpProtocol::Grpc => Some(Box::new(grpc::GrpcExporter::new(self))),
            #[cfg(feature = "otlp-http")]
            OtlpProtocol::HttpProtobuf | OtlpProtocol::HttpJson => {
                Some(Box::new(http::OtlpHttpExporter::new(self)))
            }
            #[cfg(not(all(feature = "otlp-http", feature = "otlp-grpc")))]
            _ => None,
        }
    }
}

/// Makes the sender of the tracer's own metrics, if they are wanted and OTLP over HTTP is built in.
pub(crate) fn build_metrics(
    metrics: Option<&MetricsConfig>,
    otlp: &OtlpConfig,
) -> Option<Box<dyn MetricsExporter>> {
    let metrics = metrics?;
    #[cfg(feature = "otlp-http")]
    return Some(Box::new(metrics::OtlpMetricsExporter::new(metrics, otlp)));
    #[cfg(not(feature = "otlp-http"))]
    return None;
}

#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
/// The outcome of a call that succeeded. A warning is no rejection.
fn accepted(response: ExportTraceServiceResponse) -> Accepted {
    let partial = response.partial_success.unwrap_or_default();
    let rejected = usize::try_from(partial.rejected_spans).unwrap_or(0);
    let message = one_line(&partial.error_message);
    Accepted {
        rejected,
        warning: (rejected > 0 || !message.is_empty())
            .then(|| format!("the collector rejected {rejected} spans: {message}")),
        ..Accepted::default()
    }
}

#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
/// It was delivered, and that is all that is known.
fn unreadable(warning: &str) -> Accepted {
    Accepted {
        warning: Some(format!("delivered; {warning}")),
        ..Accepted::default()
    }
}

#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
fn check_size(bytes: usize) -> Result<(), ExportError> {
    if bytes > REQUEST_LIMIT {
        return Err(ExportError::too_large(format!(
            "the request has {bytes} bytes, OTLP allows {REQUEST_LIMIT}"
        )));
    }
    Ok(())
}
