//! The settings in force: read from php.ini and the environment when a process begins its first request. Its configuration
//! is complete then, that of an FPM pool included.
//!
//! - [`settings_table`]: the list of settings. A new one is one more entry (an exporter's in the exporter's folder, the engine's
//!   in the engine's table, the extension's own here) and a field for its value.
//! - [`setting_reader`]: how one setting is found, read, refused and shown.
//! - [`rules`]: how settings depend on each other.
//! - [`draft`]: the fields.
//!
//! Nothing else reads either php.ini or the environment.

mod draft;
mod end_hook;
mod instrument;
mod rules;
mod server;
mod setting_reader;
mod settings_table;

use crate::zend::process_slot::ProcessSlot;
use crate::zend::{ini, ini_entry, php_log, swoole_worker};
use draft::Draft;
pub use draft::OwnSettings;
pub use end_hook::EndHook;
pub use instrument::Library;
pub use server::ServerSettings;
use setting_reader::{Entry, Reading, Shown};
use settings_table::{INI_ENTRIES, SETTINGS};
use span_core::Config;
use std::sync::Arc;
use std::time::Duration;

/// The settings in force in this process.
pub struct Settings {
    /// The extension's own settings.
    pub own: OwnSettings,
    /// The engine's settings.
    pub core: Arc<Config>,
    /// For `php --ri`.
    pub shown: Vec<Shown>,
    /// Warnings about invalid settings, for the operator.
    pub warnings: Vec<String>,
    /// The texts of all ini entries, in the order of the table.
    texts: Vec<String>,
}

/// The settings in force, if there are any.
static IN_FORCE: ProcessSlot<Settings> = ProcessSlot::new();

/// The settings in force, once the process has begun a request.
pub fn in_force() -> Option<Arc<Settings>> {
    IN_FORCE.get()
}

/// Reads the settings in force.
pub fn with_in_force<R>(read: impl FnOnce(&Settings) -> R) -> Option<R> {
    IN_FORCE.with(read)
}

/// Puts settings into force. Another thread may have been first: then the result is the settings in force.
pub fn put_into_force(settings: &Arc<Settings>) -> Arc<Settings> {
    IN_FORCE.get_or_set(|_| true, || Arc::clone(settings))
}

/// Puts the settings out of force: they are read anew at the next request.
pub fn forget() {
    IN_FORCE.set(None);
}

/// The same at module end.
pub fn forget_all() {
    IN_FORCE.clear();
}

/// Registers the ini entries. Called at module start.
pub fn register(module_number: i32) {
    ini_entry::register(INI_ENTRIES.as_slice(), module_number);
}

/// Takes them away again. Called at module end.
pub fn unregister(module_number: i32) {
    ini_entry::unregister(module_number);
}

/// How long the end of a process may wait for the last export.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(5);
/// The same of a Swoole worker, which is killed when it takes too long to stop.
const WORKER_SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(2);

impl Settings {
    /// Whether threads of ours write to STDERR.
    pub fn writes_to_stderr(&self) -> bool {
        draft::writes_to_stderr(&self.own.log, &self.core)
    }

    /// The value of a setting and where it came from, as they may be shown.
    pub fn shown(&self, name: &str) -> (&str, &str) {
        let shown = self.shown.iter().find(|shown| shown.name == name);
        shown.map_or(("", ""), |shown| (&shown.value, &shown.source))
    }

    /// How long the end of this process may wait for the last export.
    pub fn shutdown_timeout(&self) -> Duration {
        self.own.shutdown_timeout.unwrap_or_else(|| {
            let left = swoole_worker::time_to_stop();
            left.map_or(SHUTDOWN_TIMEOUT, |left| left.min(WORKER_SHUTDOWN_TIMEOUT))
        })
    }

    /// The same after the main thread's request, when PHP's tables are gone, that of objects among them: no worker's limit is
    /// looked for.
    pub fn shutdown_timeout_after_request(&self) -> Duration {
        self.own.shutdown_timeout.unwrap_or(SHUTDOWN_TIMEOUT)
    }

    /// Reads all settings. A bad value is one warning, and the next best is used.
    pub fn read() -> Self {
        let mut draft = Draft::new();
        let mut warnings = Vec::new();
        let settings = SETTINGS.iter();
        let mut readings: Vec<Reading> = settings
            .map(|setting| setting.read_into(&mut draft, &mut warnings))
            .collect();
        rules::apply(&mut draft, &mut readings, &mut warnings);
        let shown = SETTINGS.iter().zip(readings);
        let shown = shown.map(|(setting, reading)| setting.shown(reading, &draft));
        let shown = shown.collect();
        let (own, core) = draft.finish();
        for contradiction in core.contradictions() {
            warnings.push(format!("traced_coroutine: {contradiction}"));
        }
        Self {
            own,
            core: Arc::new(core),
            shown,
            warnings,
            texts: SETTINGS.iter().map(Entry::text).collect(),
        }
    }

    /// A request begins after the one that the settings were read for. What it brings of its own, as `PHP_ADMIN_VALUE` of a
    /// web server does, is refused: the engine and its thread serve all requests of the process.
    pub fn refuse_others(&self) {
        let mut names = Vec::new();
        for (setting, text) in SETTINGS.iter().zip(&self.texts) {
            if !ini::is(setting.ini(), text) {
                ini_entry::set_for_request(setting.ini(), text);
                names.push(setting.name());
            }
        }
        if !names.is_empty() {
            php_log::warn_of_request(format!(
                "traced_coroutine: a request brings other values of {} than the first one of its process, and gets that \
                 one's: give each pool its own",
                names.join(", ")
            ));
        }
    }
}
