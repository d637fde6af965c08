//! The engine's configuration: the values only, with OpenTelemetry's defaults.
//!
//! Must not know where a value came from: the caller reads ini settings and the environment. The
//! parsers for their texts are in [`mod@crate::settings`].

mod contradictions;
mod core_settings;
pub mod log_level;
pub mod recorder_config;
pub mod sampler_choice;

use std::thread::{Builder, JoinHandle};
use std::time::Duration;

pub use core_settings::{SETTINGS_AFTER_EXPORTERS, SETTINGS_BEFORE_EXPORTERS};

use crate::config::log_level::LogLevel;
use crate::config::recorder_config::{MapShared, RecorderConfig};
use crate::config::sampler_choice::Sampler;
use crate::export::otlp::config::MetricsConfig;
use crate::export::registry::{ExporterConfigs, ExporterKind};
use crate::export::resource::Resource;
use crate::model::code::span_name::SpanName;
use crate::model::process::Process;
use crate::propagation::Propagator;
use crate::span::clock::ReadClock;
use crate::span::limits::SpanLimits;
use crate::span::record::Record;
use crate::spool::config::SpoolConfig;

/// Starts a thread. See [`Config::spawn`].
pub type Spawn = fn(Builder, Box<dyn FnOnce() + Send>) -> std::io::Result<JoinHandle<()>>;

/// All settings of an [`Engine`](crate::Engine); immutable once it runs.
#[derive(Clone, Debug)]
pub struct Config {
    /// `service.name` of the resource.
    pub service_name: String,
    /// Further attributes of the resource, in the order in which they are sent.
    pub resource_attributes: Vec<(String, String)>,
    /// `process.runtime.version` of the resource.
    pub php_version: String,
    /// Where finished spans go; each span goes to all of them. An empty list is the same as [`ExporterKind::None`].
    pub exporters: Vec<ExporterKind>,
    /// The settings of each of them.
    pub export: ExporterConfigs,
    /// How many finished spans may wait; the batch being exported is not among them. `None` for as many as
    /// [`Config::queue_memory`] holds.
    pub queue_size: Option<usize>,
    /// How many bytes all that is held may take: finished spans, those that wait for the end of their trace, those in the
    /// memory exporter, and what is said of open ones. What has no room is dropped and counted.
    pub queue_memory: usize,
    /// How many spans one export carries at most.
    pub batch_size: usize,
    /// How long a finished span waits at most for its batch to fill up.
    pub schedule_delay: Duration,
    /// Time limit of the export of one batch with all its retries.
    pub export_timeout: Duration,
    /// Where spans wait that an exporter could not deliver.
    pub spool: SpoolConfig,
    /// Name of a coroutine's span that was given no other: [`Engine::span_name`](crate::Engine::span_name) makes it when a
    /// place of code is first seen, and [`CodeLocation`](crate::CodeLocation) carries it.
    pub span_name: SpanName,
    /// Which traces are kept.
    pub sampler: Sampler,
    /// Whether the spans of a trace that the sampler does not want are held until the first of them in this process
    /// has ended, and exported after all if any of them failed or took too long. Other services see
    /// the trace as not sampled either way: they are called before its outcome is known.
    pub keep_errors: bool,
    /// With [`Config::keep_errors`]: from which duration on a span is as good as failed.
    pub keep_slower_than: Option<Duration>,
    /// With [`Config::keep_errors`]: how many finished spans are held at most, in all traces.
    pub keep_buffer: usize,
    /// How long after its local root, the first span of its trace in this process, a coroutine may end before its span is
    /// closed. Where it is `None`, that holds for coroutines that instrumentation starts, and is a minute.
    pub detach_after: Option<Duration>,
    /// Whether instrumentation starts coroutines.
    pub is_instrumented: bool,
    /// Whether instrumentation traces what has no parent, too: then a look for one is worth it everywhere.
    pub traces_orphans: bool,
    /// How much may be said of one span.
    pub limits: SpanLimits,
    /// The formats that contexts are written in and read from; where several are found, the last one counts.
    pub propagators: Vec<Propagator>,
    /// Metrics of the tracer itself, if they are wanted.
    pub metrics: Option<MetricsConfig>,
    /// The flight recorder: what becomes of spans when the process is killed.
    pub recorder: RecorderConfig,
    /// Maps a file of the recorder. Without it there is no recorder: the engine itself has no unsafe code.
    pub map_shared: Option<MapShared>,
    /// Starts the flusher thread. The extension's version blocks signals around it, because signal handlers of
    /// PHP and of the coroutine runtime belong to the main thread, and gives it a table of descriptors of its own.
    pub spawn: Spawn,
    /// Has the allocator give back what is free, after a burst of spans. Called on the flusher's thread.
    pub give_memory_back: fn(),
    /// Called on the flusher thread before it opens anything.
    pub guard: fn(),
    /// Reads the clock that spans are timed by. The system's monotonic one by default; a faster one must tick evenly, on
    /// all processors alike, and needs no set-up: it is not calibrated.
    pub clock: ReadClock,
    /// Takes a line for the operator. Called from any thread and must be cheap.
    pub log: fn(&str),
    /// Which lines [`Config::log`] is given.
    pub log_level: LogLevel,
}

impl Config {
    /// Whether a coroutine's span may be closed before the coroutine ends.
    pub(crate) fn detaches(&self) -> bool {
        self.detach_after.is_some() || self.is_instrumented
    }

    /// How many finished spans may wait that say nothing but the ordinary.
    pub(crate) fn queue_capacity(&self) -> usize {
        let by_memory = self.queue_memory / Record::PLAIN;
        self.queue_size
            .map_or(by_memory, |size| size.min(by_memory))
    }

    /// The resource of a process of this service.
    pub(crate) fn resource(&self, process: Process) -> Resource {
        Resource::new(
            &self.service_name,
            &self.resource_attributes,
            &self.php_version,
            process,
        )
    }

    /// Says something to the operator, unless they do not want to hear it.
    pub(crate) fn say(&self, level: LogLevel, line: impl FnOnce() -> String) {
        if level <= self.log_level {
            (self.log)(&line());
        }
    }
}
