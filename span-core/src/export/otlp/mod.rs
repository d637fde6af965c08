//! The OTLP exporter.
//!
//! Owns what is the same whatever carries OTLP. Must not know HTTP or gRPC.
//!
//! It does not use `opentelemetry-otlp`: that one merges headers and compression from the environment into whatever it is
//! told, and keeps rejected spans and undecodable answers to itself, while here every span must be accounted for.

#[cfg(feature = "otlp-grpc")]
mod grpc;
#[cfg(feature = "otlp-http")]
mod http;
#[cfg(feature = "otlp-http")]
mod metrics;

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceResponse;

#[cfg(feature = "otlp-http")]
use super::MetricsExporter;
use super::{Accepted, ExportError, Exporter, one_line};
#[cfg(feature = "otlp-http")]
use crate::config::Config;
use crate::config::{OtlpConfig, OtlpProtocol};

/// What OTLP allows a request to have.
const REQUEST_LIMIT: usize = 64 * 1024 * 1024;

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

/// It was delivered, and that is all that is known.
fn unreadable(warning: &str) -> Accepted {
    Accepted {
        warning: Some(format!("delivered; {warning}")),
        ..Accepted::default()
    }
}

fn check_size(bytes: usize) -> Result<(), ExportError> {
    if bytes > REQUEST_LIMIT {
        return Err(ExportError::too_large(format!(
            "the request has {bytes} bytes, OTLP allows {REQUEST_LIMIT}"
        )));
    }
    Ok(())
}
