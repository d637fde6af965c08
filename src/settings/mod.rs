//! The settings in force: read once, at module start, from php.ini and the environment.
//!
//! - [`table`]: which settings there are. A new one is one more entry there.
//! - [`setting`]: how a single one is found, read, refused and shown.
//!
//! Nothing else reads either php.ini or the environment.

mod setting;
mod table;

use crate::zend::{clock, ini, log, memory, process, swoole_worker};
use setting::Shown;
use span_core::settings::EndHook;
use span_core::{Config, MetricsConfig};
use std::sync::Arc;
use std::time::Duration;
use table::{INI_ENTRIES, SETTINGS};

/// The settings in force in this process.
pub struct Settings {
    pub enabled: bool,
    pub end_hook: EndHook,
    /// How long the end of a process may wait for the last export, where that is set.
    shutdown_timeout: Option<Duration>,
    /// What the engine is told.
    pub core: Arc<Config>,
    /// For `php --ri`.
    pub shown: Vec<Shown>,
}

/// The settings while they are being read. Each field has its value from its entry in the table, be it the default.
struct Draft {
    enabled: bool,
    end_hook: EndHook,
    shutdown_timeout: Option<Duration>,
    sampler_ratio: f64,
    otlp_is_insecure: bool,
    metrics: MetricsDraft,
    core: Config,
}

#[derive(Default)]
struct MetricsDraft {
    is_wanted: bool,
    interval: Duration,
    endpoint: Option<String>,
}

impl MetricsDraft {
    /// Where nothing is said of metrics, they go where the traces go.
    fn config(self, traces_endpoint: &str) -> Option<MetricsConfig> {
        let beside_traces = || match traces_endpoint.strip_suffix("/v1/traces") {
            Some(base) => format!("{base}/v1/metrics"),
            None => "http://localhost:4318/v1/metrics".to_owned(),
        };
        self.is_wanted.then(|| MetricsConfig {
            endpoint: self.endpoint.unwrap_or_else(beside_traces),
            interval: self.interval,
        })
    }
}

/// Registers the ini entries. Called at module start, before [`Settings::read`].
pub fn register(module_number: i32) {
    ini::register(INI_ENTRIES.as_slice(), module_number);
}

/// How long the end of a process may wait for the last export.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(5);
/// The same of a Swoole worker, which is killed when it takes too long to stop.
const WORKER_SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(2);

impl Settings {
    /// How long the end of this process may wait for the last export.
    pub fn shutdown_timeout(&self) -> Duration {
        self.shutdown_timeout.unwrap_or_else(|| {
            let left = swoole_worker::time_to_stop();
            left.map_or(SHUTDOWN_TIMEOUT, |left| left.min(WORKER_SHUTDOWN_TIMEOUT))
        })
    }

    /// Reads all settings. A bad value is told in one warning, and the default is used.
    pub fn read() -> Self {
        let mut draft = Draft {
            enabled: true,
            end_hook: EndHook::Auto,
            shutdown_timeout: None,
            sampler_ratio: 1.0,
            otlp_is_insecure: false,
            metrics: MetricsDraft::default(),
            core: Config {
                php_version: process::php_version(),
                spawn: process::spawn_with_signals_blocked,
                log: log::note,
                give_memory_back: memory::give_back,
                clock: clock::fastest(),
                ..Config::default()
            },
        };
        let settings = SETTINGS.iter();
        let mut shown: Vec<Shown> = settings
            .map(|setting| setting.read_into(&mut draft))
            .collect();
        // What these are where nobody sets them is no text of their own.
        for (name, text) in [
            ("otlp.endpoint", draft.core.otlp.endpoint.as_str()),
            ("queue_size", "no limit by count: queue_memory is the bound"),
            (
                "shutdown_timeout",
                "5.0, in a Swoole worker what max_wait_time leaves, 2.0 at most",
            ),
        ] {
            let is_it =
                |shown: &&mut Shown| shown.name.strip_prefix("traced_coroutine.") == Some(name);
            if let Some(shown) = shown.iter_mut().find(is_it)
                && shown.value.is_empty()
            {
                text.clone_into(&mut shown.value);
            }
        }
        draft.core.sampler.set_ratio(draft.sampler_ratio);
        draft.core.metrics = draft.metrics.config(&draft.core.otlp.endpoint);
        for warning in draft.core.settle() {
            ini::warn_at_start(&format!("traced_coroutine: {warning}"));
        }
        Self {
            enabled: draft.enabled,
            end_hook: draft.end_hook,
            shutdown_timeout: draft.shutdown_timeout,
            core: Arc::new(draft.core),
            shown,
        }
    }
}
