//! Exporters: where finished spans go.
//!
//! Owns the seam between the flusher and the destinations, and the one place that picks them. Must not know the queue.
//! A new destination is a file here, an [`ExporterKind`] and a line in [`build`].

mod batch;
pub(crate) mod console;
pub(crate) mod failure;
pub(crate) mod file;
pub(crate) mod hint;
#[cfg(feature = "http-client")]
mod http_client;
#[cfg(feature = "http-client")]
mod http_proxy;
#[allow(
    deprecated,
    reason = "opentelemetry-jaeger is, in favour of OTLP; it is for those who still run an old Jaeger"
)]
pub(crate) mod jaeger;
pub(crate) mod otlp;
pub(crate) mod proxy;
pub(crate) mod registry;
pub(crate) mod resource;
#[cfg(any(feature = "http-client", feature = "otlp-grpc", feature = "file"))]
mod retry;
#[cfg(any(feature = "jaeger", feature = "zipkin"))]
mod tag_text;
#[cfg(any(feature = "http-client", feature = "otlp-grpc"))]
mod tls;
pub(crate) mod tls_files;
pub(crate) mod zipkin;

use std::any::Any;
use std::fmt;
use std::time::Duration;

use opentelemetry_proto::tonic::collector::metrics::v1::ExportMetricsServiceRequest;

pub(crate) use batch::Batch;
pub(crate) use hint::{Hint, likely_cause, unconfirmed};
pub(crate) use resource::Resource;

use crate::config::Config;
use crate::export::failure::Failure;
use crate::export::registry::ExporterKind;

/// The most that is read of an answer, as OTLP has it.
const RESPONSE_LIMIT: usize = 4 * 1024 * 1024;

const USER_AGENT: &str = concat!("traced_coroutine/", env!("CARGO_PKG_VERSION"));

/// A destination of finished spans.
///
/// 1. It is made on the coroutines' thread, by [`build`]. It MUST NOT do any I/O there.
/// 2. It is moved to the flusher thread, which gives it one batch at a time. It MUST come back within
///    [`Pace::time_left`], as far as its own system calls let it, and MUST take a batch whole or say how much of it
///    was not taken. What is refused for its size it gets again in halves.
/// 3. It is dropped on the flusher thread. It MUST hold nothing back until then.
pub(crate) trait Exporter: Send {
    /// What it sends to, for the operator. MUST NOT show secrets.
    fn target(&self) -> &str;

    /// Delivers a batch, which is never empty.
    fn export(&mut self, batch: &Batch<'_>, pace: &dyn Pace) -> Result<Accepted, ExportError>;
}

/// A destination of the tracer's own metrics. The same life as an [`Exporter`]'s, but each request has one attempt.
pub(crate) trait MetricsExporter: Send {
    /// What it sends to, for the operator. MUST NOT show secrets.
    fn target(&self) -> &str;

    /// Sends once, and MUST come back within `time_left`.
    fn send(
        &mut self,
        request: &ExportMetricsServiceRequest,
        time_left: Duration,
    ) -> Result<(), ExportError>;
}

/// How much time an exporter has, and whether it may try again.
pub(crate) trait Pace {
    /// What is left for the batch in hand. Gets shorter at once when the flusher is told to stop.
    fn time_left(&self) -> Duration;

    /// A try failed because of `error`: waits out `pause` and counts a retry. False at once if there is no time for it or
    /// the flusher is told to stop: then the exporter MUST give up.
    fn wait_to_retry(&self, error: &ExportError, pause: Duration) -> bool;
}

/// The destination has answered for the batch, or never answers.
#[derive(Default, PartialEq, Eq, Debug)]
pub(crate) struct Accepted {
    /// How many spans of the batch it did not take.
    pub(crate) rejected: usize,
    /// What it wants the operator to know.
    pub(crate) warning: Option<String>,
    /// Whether nothing says that the rest arrived: it was sent, and that is all.
    pub(crate) is_unconfirmed: bool,
}

/// The batch was not delivered.
#[derive(Debug)]
pub(crate) struct ExportError {
    pub(crate) failure: Failure,
    reason: String,
    is_too_large: bool,
    hint: Option<Box<Hint>>,
}

impl ExportError {
    /// For no reason that has a name.
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        ExportError::because(Failure::Other, reason)
    }

    pub(crate) fn because(failure: Failure, reason: impl Into<String>) -> Self {
        ExportError {
            failure,
            reason: reason.into(),
            is_too_large: false,
            hint: None,
        }
    }
}

#[allow(
    dead_code,
    reason = "exporters without a connection have no use for them"
)]
impl ExportError {
    /// The destination took nothing of the batch, because it has more bytes than fit into one request.
    pub(crate) fn too_large(reason: impl Into<String>) -> Self {
        ExportError {
            is_too_large: true,
            ..ExportError::because(Failure::Rejected, reason)
        }
    }

    /// Whether a smaller part of the same batch may be taken.
    pub(crate) fn is_too_large(&self) -> bool {
        self.is_too_large
    }

    /// The same with its likely cause, which is shown behind the reason.
    pub(crate) fn with_hint(mut self, hint: Option<Hint>) -> Self {
        self.hint = hint.map(Box::new);
        self
    }

    /// What went wrong, without the likely cause.
    pub(crate) fn reason(&self) -> &str {
        &self.reason
    }

    /// The likely cause, where the failure is one that is known.
    pub(crate) fn hint(&self) -> Option<&Hint> {
        self.hint.as_deref()
    }
}

impl fmt::Display for ExportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)?;
        match &self.hint {
            Some(hint) => write!(f, "; {hint}"),
            None => Ok(()),
        }
    }
}

/// Makes the configured exporters, each once. Those that reach over the network come last: a collector that hangs
/// then delays nobody else.
pub(crate) fn build(
    config: &Config,
    #[cfg_attr(not(feature = "jaeger"), allow(unused_variables))] resource: &Resource,
) -> Vec<(ExporterKind, Box<dyn Exporter>)> {
    let mut exporters = Vec::new();
    let mut add = |kind, make: &dyn Fn() -> Option<Box<dyn Exporter>>| {
        if config.exporters.contains(&kind) {
            exporters.extend(make().map(|exporter| (kind, exporter)));
        }
    };
    #[cfg(feature = "console")]
    add(ExporterKind::Console, &|| {
        Some(Box::new(console::stderr::ConsoleExporter::to_stderr()))
    });
    #[cfg(feature = "file")]
    add(ExporterKind::File, &|| {
        Some(Box::new(file::json_lines::FileExporter::new(&config.file)))
    });
    #[cfg(feature = "jaeger")]
    add(ExporterKind::Jaeger, &|| {
        Some(jaeger::build(config, resource))
    });
    #[cfg(feature = "zipkin")]
    add(ExporterKind::Zipkin, &|| {
        Some(Box::new(zipkin::json_v2::ZipkinExporter::new(config)))
    });
    #[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
    add(ExporterKind::Otlp, &|| otlp::build(&config.otlp));
    exporters
}

/// Makes the one for metrics, if they are wanted.
pub(crate) fn build_metrics(config: &Config) -> Option<Box<dyn MetricsExporter>> {
    #[cfg(feature = "otlp-http")]
    return otlp::build_metrics(config);
    #[cfg(not(feature = "otlp-http"))]
    return config.metrics.as_ref().and(None);
}

/// What a panic says.
pub(crate) fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    format!("the exporter panicked: {text}")
}

/// A foreign text as it may go into a log line.
fn one_line(text: &str) -> String {
    let visible = text.chars().filter(|char| !char.is_control());
    visible.take(200).collect()
}
