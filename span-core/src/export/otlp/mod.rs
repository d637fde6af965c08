//! The OTLP exporter.
//!
//! Owns what is the same whatever carries OTLP. Must not know HTTP or gRPC.
//!
//! It does not use `opentelemetry-otlp`: that one merges headers and compression from the environment into whatever it is
//! told, and keeps rejected spans and undecodable answers to itself, while here every span must be accounted for.

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
pub(super) mod sdk;

#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceResponse;

#[cfg(feature = "otlp-http")]
use super::MetricsExporter;
#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
use super::{Accepted, ExportError, Exporter, one_line};
#[cfg(feature = "otlp-http")]
use crate::config::Config;
#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
use crate::export::otlp::config::OtlpConfig;
#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
use crate::export::otlp::config::OtlpProtocol;

#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
/// What OTLP allows a request to have.
const REQUEST_LIMIT: usize = 64 * 1024 * 1024;

#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
/// Makes the exporter for the configured protocol, if it is built in.
pub(super) fn build(config: &OtlpConfig) -> Option<Box<dyn Exporter>> {
    match config.protocol {
        #[cfg(feature = "otlp-grpc")]
        OtlpProtocol::Grpc => Some(Box::new(grpc::GrpcExporter::new(config))),
        #[cfg(feature = "otlp-http")]
        OtlpProtocol::HttpProtobuf | OtlpProtocol::HttpJson => {
            Some(Box::new(http::OtlpHttpExporter::new(config)))
        }
        #[cfg(not(all(feature = "otlp-http", feature = "otlp-grpc")))]
        _ => None,
    }
}

/// Makes the sender of the tracer's own metrics, if they are wanted.
#[cfg(feature = "otlp-http")]
pub(super) fn build_metrics(config: &Config) -> Option<Box<dyn MetricsExporter>> {
    let metrics = config.metrics.as_ref()?;
    let exporter = metrics::OtlpMetricsExporter::new(metrics, &config.otlp);
    Some(Box::new(exporter))
}

#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
/// What a success says. A warning is no rejection.
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
