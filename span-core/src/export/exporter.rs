//! The contract of an exporter, and of what it gives to the registry.
//!
//! Owns the seam between the processor and the destinations. Must not know the queue, nor any destination.

use std::borrow::Cow;
use std::ffi::CStr;
use std::fmt::Debug;
use std::time::Duration;

use opentelemetry_proto::tonic::collector::metrics::v1::ExportMetricsServiceRequest;

use crate::export::batch::Batch;
use crate::export::error::ExportError;
use crate::export::halves::Part;
use crate::export::resource::Resource;
use crate::settings::Setting;

/// The settings of an exporter, and everything else that the [`registry`](crate::export::registry) needs of it.
pub(crate) trait ExporterConfig: Clone + Debug + Default + 'static {
    /// Its name among the exporters.
    const NAME: &'static CStr;

    /// Whether this build has what sends. Its settings are known in every build, so that a php.ini fits all of them.
    const IS_BUILT_IN: bool;

    /// Its settings, in the order in which they are read. Their defaults are those of `Self::default()`.
    const SETTINGS: &'static [Setting<Self>];

    /// `otel.component.type` of its metrics: the name that the conventions have for it, or one of the same form.
    fn component_type(&self) -> String {
        format!("{}_span_exporter", Self::NAME.to_string_lossy())
    }

    /// The time limit of one request, where a setting of that name gives one.
    fn timeout(&self) -> Option<Duration> {
        None
    }

    /// Makes it. MUST NOT do any I/O. `None` where it is not built in.
    fn build(&self, resource: &Resource) -> Option<Box<dyn Exporter>>;
}

/// A destination of finished spans.
///
/// 1. It is made on the coroutines' thread, by [`ExporterConfig::build`]. It MUST NOT do any I/O there.
/// 2. It is moved to the flusher thread, which gives it one batch at a time. It MUST come back within
///    [`ExportBudget::time_left`], as far as its own system calls let it, and MUST take a batch whole or say how much of it
///    was not taken. What is refused for its size it gets again in halves.
/// 3. It is dropped on the flusher thread. It MUST hold nothing back until then.
pub(crate) trait Exporter: Send {
    /// Its destination, for the operator. MUST NOT show secrets.
    fn target(&self) -> &str;

    /// Delivers a batch, which is never empty.
    fn export(
        &mut self,
        batch: &Batch<'_>,
        budget: &dyn ExportBudget,
    ) -> Result<Accepted, ExportError>;

    /// The same as one whose requests can wait on disk: one that sends over a network and is told what arrived.
    fn as_encoded(&mut self) -> Option<&mut dyn EncodedExporter> {
        None
    }
}

/// A destination that takes a request long after it was encoded, from whichever process. It is an [`Exporter`] by its two steps.
pub(crate) trait EncodedExporter: Send {
    /// [`Exporter::target`].
    fn destination(&self) -> &str;

    /// The name of what requests are encoded as. MUST be that of a file, and another one wherever the same bytes would not do.
    fn encoding(&self) -> &'static str;

    /// The batch as a request.
    fn encode<'b>(&mut self, batch: &'b Batch<'_>) -> Result<Cow<'b, [u8]>, ExportError>;

    /// The halves of such a request, for a destination that does not take all at once. `None` where there is but one span, or no
    /// way to split it.
    fn halves(&self, _request: &[u8]) -> Option<[Part; 2]> {
        None
    }

    /// Sends a request, which is what [`EncodedExporter::encode`] made, maybe of another process.
    fn send(&mut self, request: &[u8], budget: &dyn ExportBudget) -> Result<Accepted, ExportError>;
}

impl<E: EncodedExporter> Exporter for E {
    fn target(&self) -> &str {
        self.destination()
    }

    fn export(
        &mut self,
        batch: &Batch<'_>,
        budget: &dyn ExportBudget,
    ) -> Result<Accepted, ExportError> {
        let request = self.encode(batch)?;
        self.send(&request, budget)
    }

    fn as_encoded(&mut self) -> Option<&mut dyn EncodedExporter> {
        Some(self)
    }
}

/// A destination of the tracer's own metrics. The same life as an [`Exporter`]'s, but each request has one attempt.
pub(crate) trait MetricsExporter: Send {
    /// Its destination, for the operator. MUST NOT show secrets.
    fn target(&self) -> &str;

    /// Sends once, and MUST come back within `time_left`.
    fn send(
        &mut self,
        request: &ExportMetricsServiceRequest,
        time_left: Duration,
    ) -> Result<(), ExportError>;
}

/// How much time an exporter has, and whether it may try again.
pub(crate) trait ExportBudget {
    /// The time left for the current batch. It shrinks at once when the flusher must stop.
    fn time_left(&self) -> Duration;

    /// A try failed because of `error`: waits out `pause` and counts a retry. False at once if there is no time for it or
    /// the flusher must stop: then the exporter MUST give up.
    fn wait_to_retry(&self, error: &ExportError, pause: Duration) -> bool;

    /// The same for what can wait elsewhere: false also as soon as the queue behind it fills up.
    fn wait_unless_crowded(&self, error: &ExportError, pause: Duration) -> bool {
        self.wait_to_retry(error, pause)
    }

    /// Sleeps before a first try, but not where the flusher must stop.
    fn sleep(&self, _: Duration) {}

    /// Whether the flusher must stop.
    fn is_stopping(&self) -> bool {
        false
    }
}

/// The destination has answered for the batch, or never answers.
#[derive(Default, PartialEq, Eq, Debug)]
pub(crate) struct Accepted {
    /// How many spans of the batch it did not take.
    pub(crate) rejected: usize,
    /// Its message for the operator.
    pub(crate) warning: Option<String>,
    /// Whether nothing says that the rest arrived: it was sent, and that is all.
    pub(crate) is_unconfirmed: bool,
}
