//! The settings in force: read from php.ini and the environment when a process begins its first request. Its configuration
//! is complete then, that of an FPM pool included.
//!
//! - [`table`]: which settings there are. A new one is one more entry there.
//! - [`setting`]: how a single one is found, read, refused and shown.
//!
//! Nothing else reads either php.ini or the environment.

mod setting;
mod table;

use crate::zend::php_thread::PhpThread;
use crate::zend::{clock, descriptors, ini, ini_entry, log, memory, process, swoole_worker};
use setting::{Reading, Setting, Shown, Source};
use span_core::settings::{EndHook, without_secrets};
use span_core::{Config, ExporterKind, MetricsConfig};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use table::{INI_ENTRIES, SETTINGS};

/// The settings in force in this process.
pub struct Settings {
    pub enabled: bool,
    pub end_hook: EndHook,
    /// How long the end of a process may wait for the last export, where that is set.
    shutdown_timeout: Option<Duration>,
    /// Where the extension's own words go.
    pub log: log::Sink,
    /// What the engine is told.
    pub core: Arc<Config>,
    /// For `php --ri`.
    pub shown: Vec<Shown>,
    /// What is wrong with them, for the operator.
    pub warnings: Vec<String>,
    /// The texts of all ini entries, in the order of the table.
    texts: Vec<String>,
}

/// The settings while they are being read. Each field has its value from its entry in the table, be it the default.
struct Draft {
    enabled: bool,
    end_hook: EndHook,
    shutdown_timeout: Option<Duration>,
    sampler_ratio: f64,
    log: log::Sink,
    otlp_is_insecure: bool,
    metrics: MetricsDraft,
    core: Config,
    /// What the reader of a list makes of the entries that it left out: what is accepted instead.
    refused_in_part: Option<String>,
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

static IN_FORCE: PhpThread<RefCell<Option<Rc<Settings>>>> = PhpThread::new(RefCell::new(None));

/// The settings in force, once the process has begun a request.
pub fn in_force() -> Option<Rc<Settings>> {
    IN_FORCE.borrow().clone()
}

/// Puts settings into force.
pub fn put_into_force(settings: &Rc<Settings>) {
    IN_FORCE.replace(Some(Rc::clone(settings)));
}

/// Puts the settings out of force: they are read anew at the next request.
pub fn forget() {
    IN_FORCE.take();
}

/// Registers the ini entries. Called at module start.
pub fn register(module_number: i32) {
    ini_entry::register(INI_ENTRIES.as_slice(), module_number);
}

/// Takes them away again. Called at module end.
pub fn unregister(module_number: i32) {
    ini_entry::unregister(module_number);
}

/// Variables of OpenTelemetry that would change everything, if they were known here.
const UNSUPPORTED: [&str; 2] = ["OTEL_CONFIG_FILE", "OTEL_EXPERIMENTAL_CONFIG_FILE"];

/// How long the end of a process may wait for the last export.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(5);
/// The same of a Swoole worker, which is killed when it takes too long to stop.
const WORKER_SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(2);

impl Settings {
    /// Whether threads of ours write to STDERR.
    pub fn writes_to_stderr(&self) -> bool {
        writes_to_stderr(&self.log, &self.core)
    }

    /// The value of a setting and where it came from, as they may be shown.
    pub fn shown(&self, name: &str) -> (&str, &str) {
        let shown = self.shown.iter().find(|shown| shown.name == name);
        shown.map_or(("", ""), |shown| (&shown.value, &shown.source))
    }

    /// How long the end of this process may wait for the last export.
    pub fn shutdown_timeout(&self) -> Duration {
        self.shutdown_timeout.unwrap_or_else(|| {
            let left = swoole_worker::time_to_stop();
            left.map_or(SHUTDOWN_TIMEOUT, |left| left.min(WORKER_SHUTDOWN_TIMEOUT))
        })
    }

    /// Reads all settings. A bad value is one warning, and the next best is used.
    pub fn read() -> Self {
        let mut draft = Draft::new();
        let mut warnings = Vec::new();
        let settings = SETTINGS.iter();
        let mut readings: Vec<Reading> = settings
            .map(|setting| setting.read_into(&mut draft, &mut warnings))
            .collect();
        for variable in UNSUPPORTED {
            if std::env::var_os(variable).is_some_and(|value| !value.is_empty()) {
                warnings.push(format!(
                    "traced_coroutine: {variable} is not supported: the other variables and php.ini are read"
                ));
            }
        }
        name_service(&mut draft, &mut readings);
        fit_batch(&mut draft, &mut readings, &mut warnings);
        if let Some(Reading { source, shown }) = reading(&mut readings, "traced_coroutine.enabled")
            && *source == Source::Environment
        {
            // The variable says the opposite.
            shown.value = u8::from(draft.enabled).to_string();
        }
        // What it is without a setting depends on the protocol.
        let endpoint = without_secrets(&draft.core.otlp.endpoint);
        show(&mut readings, ENDPOINT, &endpoint);
        let path = draft.core.file.path.to_string_lossy();
        show(&mut readings, "traced_coroutine.file.path", &path);
        show_unset(&mut readings);
        if writes_to_stderr(&draft.log, &draft.core) {
            draft.core.spawn = process::spawn_apart_with_stderr;
        }
        draft.core.sampler.set_ratio(draft.sampler_ratio);
        draft.core.metrics = draft.metrics.config(&draft.core.otlp.endpoint);
        for contradiction in draft.core.contradictions() {
            warnings.push(format!("traced_coroutine: {contradiction}"));
        }
        Self {
            enabled: draft.enabled,
            end_hook: draft.end_hook,
            shutdown_timeout: draft.shutdown_timeout,
            log: draft.log,
            core: Arc::new(draft.core),
            shown: readings.into_iter().map(|reading| reading.shown).collect(),
            warnings,
            texts: SETTINGS.iter().map(Setting::text).collect(),
        }
    }

    /// A request begins after the one that the settings were read for. What it brings of its own, as `PHP_ADMIN_VALUE` of a
    /// web server does, is refused: the engine and its thread serve all requests of the process.
    pub fn refuse_others(&self) {
        let mut names = Vec::new();
        for (setting, text) in SETTINGS.iter().zip(&self.texts) {
            if !ini::is(setting.ini, text) {
                ini_entry::set_for_request(setting.ini, text);
                names.push(setting.name());
            }
        }
        if !names.is_empty() {
            log::warn_of_request(format!(
                "traced_coroutine: a request brings other values of {} than the first one of its process, and gets that \
                 one's: give each pool its own",
                names.join(", ")
            ));
        }
    }
}

fn writes_to_stderr(log: &log::Sink, config: &Config) -> bool {
    *log == log::Sink::Stderr || config.exporters.contains(&ExporterKind::Console)
}

impl Draft {
    fn new() -> Self {
        Self {
            enabled: true,
            end_hook: EndHook::Auto,
            shutdown_timeout: None,
            sampler_ratio: 1.0,
            log: log::Sink::default(),
            otlp_is_insecure: false,
            metrics: MetricsDraft::default(),
            core: Config {
                php_version: process::php_version(),
                spawn: process::spawn_apart,
                guard: descriptors::guard,
                log: log::note,
                give_memory_back: memory::give_back,
                clock: clock::fastest(),
                ..Config::default()
            },
            refused_in_part: None,
        }
    }
}

const ENDPOINT: &str = "traced_coroutine.otlp.endpoint";

/// The reading of an entry of the table.
fn reading<'a>(readings: &'a mut [Reading], name: &str) -> Option<&'a mut Reading> {
    readings
        .iter_mut()
        .find(|reading| reading.shown.name == name)
}

/// Shows a value other than the text that was read.
fn show(readings: &mut [Reading], name: &str, value: &str) {
    if let Some(Reading { shown, .. }) = reading(readings, name) {
        value.clone_into(&mut shown.value);
    }
}

/// What holds where these are not set is no text of their own.
fn show_unset(readings: &mut [Reading]) {
    for (name, text) in [
        (
            "traced_coroutine.queue_size",
            "no limit by count: queue_memory is the bound",
        ),
        (
            "traced_coroutine.shutdown_timeout",
            "5.0, in a Swoole worker what max_wait_time leaves, 2.0 at most",
        ),
    ] {
        if let Some(Reading { shown, .. }) = reading(readings, name)
            && shown.value.is_empty()
        {
            text.clone_into(&mut shown.value);
        }
    }
}

/// The service's name among the resource's attributes stands where nothing more explicit names the service: the
/// environment wins over php.ini, and in both the setting of its own over one attribute of many.
fn name_service(draft: &mut Draft, readings: &mut [Reading]) {
    let mut attributes = draft.core.resource_attributes.iter();
    let is_name = |(key, value): &&(String, String)| key == "service.name" && !value.is_empty();
    let Some((_, name)) = attributes.rfind(is_name) else {
        return;
    };
    let attributes = reading(readings, "traced_coroutine.resource_attributes");
    let Some((source, place)) = attributes.map(|it| (it.source, it.shown.source.clone())) else {
        return;
    };
    if let Some(service) = reading(readings, "traced_coroutine.service_name")
        && source > service.source
    {
        service.shown.value.clone_from(name);
        service.shown.source = format!("service.name in {place}");
        draft.core.service_name.clone_from(name);
    }
}

/// A batch that is larger than the queue would never be full.
fn fit_batch(draft: &mut Draft, readings: &mut [Reading], warnings: &mut Vec<String>) {
    let Some(queue_size) = draft.core.queue_size else {
        return;
    };
    if draft.core.batch_size <= queue_size {
        return;
    }
    draft.core.batch_size = queue_size;
    if let Some(batch) = reading(readings, "traced_coroutine.batch_size") {
        let Shown { name, value, .. } = &mut batch.shown;
        if batch.source != Source::Default {
            warnings.push(format!(
                "traced_coroutine: {name}: \"{value}\" is more than the queue holds; using its \"{queue_size}\""
            ));
        }
        *value = queue_size.to_string();
    }
}
