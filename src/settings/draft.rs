//! The settings while they are being read.
//!
//! Owns their values. Must not know how they are found (`setting_reader`), nor what their entries are (`settings_table`).

use super::end_hook::EndHook;
use super::instrument::{Instruments, Library};
use super::server::ServerSettings;
use crate::zend::{c_heap, clock_source, descriptors, php_log, php_process, shared_file};
use span_core::{Config, ExporterKind, MetricsConfig};
use std::borrow::Cow;
use std::time::Duration;

/// The extension's own settings. Each field gets its value from its entry in the table, the default included.
#[derive(Default)]
pub struct OwnSettings {
    pub enabled: bool,
    pub end_hook: EndHook,
    /// Which libraries are traced without a word in the program.
    pub instrument: Instruments,
    /// Whether what they do is traced where there is no span around it.
    pub instrument_orphans: bool,
    /// The HTTP methods that are not `_OTHER`.
    pub known_methods: Vec<Cow<'static, str>>,
    /// What is said of requests to servers.
    pub server: ServerSettings,
    /// How long the end of a process may wait for the last export, where that is set.
    pub(super) shutdown_timeout: Option<Duration>,
    /// Where the extension logs.
    pub log: php_log::Sink,
}

/// All values while they are read, including those that only serve to compute others.
pub(super) struct Draft {
    pub(super) own: OwnSettings,
    /// The engine's settings.
    pub(super) core: Config,
    pub(super) metrics: MetricsDraft,
}

#[derive(Default)]
pub(super) struct MetricsDraft {
    pub(super) is_wanted: bool,
    pub(super) interval: Duration,
    pub(super) endpoint: Option<String>,
}

impl MetricsDraft {
    /// `None` where none are wanted, or there is no place for them.
    fn config(self) -> Option<MetricsConfig> {
        Some(MetricsConfig {
            endpoint: self.endpoint.filter(|_| self.is_wanted)?,
            interval: self.interval,
        })
    }
}

impl Draft {
    /// A draft that knows this PHP, and no setting yet.
    pub(super) fn new() -> Self {
        Self {
            own: OwnSettings::default(),
            core: Config {
                php_version: php_process::php_version(),
                spawn: php_process::spawn_apart,
                guard: descriptors::guard,
                log: php_log::note,
                give_memory_back: c_heap::give_back,
                clock: clock_source::fastest(),
                map_shared: Some(shared_file::map),
                ..Config::default()
            },
            metrics: MetricsDraft::default(),
        }
    }

    /// The values once all of them are read.
    pub(super) fn finish(self) -> (OwnSettings, Config) {
        let Self { own, mut core, .. } = self;
        if writes_to_stderr(&own.log, &core) {
            core.spawn = php_process::spawn_apart_with_stderr;
        }
        core.is_instrumented = own.enabled && own.instrument.has(Library::Coroutine);
        core.traces_orphans = own.instrument_orphans && !own.instrument.is_empty();
        core.metrics = self.metrics.config();
        (own, core)
    }
}

/// Whether threads of ours write to STDERR.
pub(super) fn writes_to_stderr(log: &php_log::Sink, core: &Config) -> bool {
    *log == php_log::Sink::Stderr || core.exporters.contains(&ExporterKind::Console)
}
