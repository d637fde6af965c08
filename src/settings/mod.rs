//! The settings in force: read once, at module start, from php.ini and the environment.
//!
//! - [`table`]: which settings there are. A new one is one more entry there.
//! - [`setting`]: how a single one is found, read, refused and shown.
//!
//! Nothing else reads either php.ini or the environment.

mod setting;
mod table;

use crate::zend::{clock, ini, log, process};
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
    /// How long the end of a process may wait for the last export.
    pub shutdown_timeout: Duration,
    /// Where the extension's own words go.
    pub log: log::Sink,
    /// What the engine is told.
    pub core: Arc<Config>,
    /// For `php --ri`.
    pub shown: Vec<Shown>,
}

/// The settings while they are being read. Each field has its value from its entry in the table, be it the default.
struct Draft {
    enabled: bool,
    end_hook: EndHook,
    shutdown_timeout: Duration,
    sampler_ratio: f64,
    log: log::Sink,
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

impl Settings {
    /// The value of a setting and where it came from, as they may be shown.
    pub fn shown(&self, name: &str) -> (&str, &str) {
        let shown = self.shown.iter().find(|shown| shown.name == name);
        shown.map_or(("", ""), |shown| (&shown.value, &shown.source))
    }

    /// Reads all settings. A bad value is told in one warning, and the default is used.
    pub fn read() -> Self {
        let mut draft = Draft {
            enabled: true,
            end_hook: EndHook::Auto,
            shutdown_timeout: Duration::ZERO,
            sampler_ratio: 1.0,
            log: log::Sink::default(),
            otlp_is_insecure: false,
            metrics: MetricsDraft::default(),
            core: Config {
                php_version: process::php_version(),
                spawn: process::spawn_with_signals_blocked,
                log: log::note,
                clock: clock::fastest(),
                ..Config::default()
            },
        };
        let settings = SETTINGS.iter();
        let mut shown: Vec<Shown> = settings
            .map(|setting| setting.read_into(&mut draft))
            .collect();
        // Nobody set it, and what it is then depends on the protocol.
        let is_endpoint = |shown: &&mut Shown| shown.name == "traced_coroutine.otlp.endpoint";
        if let Some(shown) = shown.iter_mut().find(is_endpoint)
            && shown.value.is_empty()
        {
            shown.value.clone_from(&draft.core.otlp.endpoint);
        }
        log::send_to(draft.log.clone());
        draft.core.sampler.set_ratio(draft.sampler_ratio);
        draft.core.metrics = draft.metrics.config(&draft.core.otlp.endpoint);
        Self {
            enabled: draft.enabled,
            end_hook: draft.end_hook,
            shutdown_timeout: draft.shutdown_timeout,
            log: draft.log,
            core: Arc::new(draft.core),
            shown,
        }
    }
}
