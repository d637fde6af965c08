//! The starts and ends that PHP tells an extension of: module and request.

use crate::settings::Settings;
use crate::zend::globals::{one_request_per_process, unclean_shutdown};
use crate::zend::php_thread::PhpThread;
use crate::zend::{hook_object, log, process, swoole_exit};
use crate::{api, runtime, settings, state};
use ext_php_rs::error::Result;
use span_core::LogLevel;
use std::cell::Cell;
use std::sync::OnceLock;

static SETTINGS: OnceLock<Settings> = OnceLock::new();

/// The settings in force, once the module has started.
pub fn settings() -> Option<&'static Settings> {
    SETTINGS.get()
}

/// MINIT: settings, classes and hooks. Makes no thread: Swoole forks its workers later.
pub fn module_start(module_number: i32) -> Result<()> {
    log::start_over();
    // The default hook would write to the user's stderr.
    std::panic::set_hook(Box::new(|panic| {
        if settings().is_none_or(|settings| settings.core.log_level >= LogLevel::Error) {
            log::note(&format!("internal error: {panic}"));
        }
    }));
    process::after_fork(state::after_fork);
    settings::register(module_number);
    SETTINGS.get_or_init(Settings::read);
    hook_object::register(runtime::body, runtime::end)?;
    api::register()?;
    runtime::listen();
    Ok(())
}

static IN_REQUEST: PhpThread<Cell<bool>> = PhpThread::new(Cell::new(false));

/// RINIT: finds the runtime and has an engine ready.
pub fn request_start() {
    let Some(settings) = settings() else { return };
    IN_REQUEST.set(true);
    hook_object::create_shared();
    runtime::select(settings);
    if settings.enabled {
        state::start(&settings.core);
        process::at_exit(exit_amid_request);
        swoole_exit::on_worker_exit(hurry);
    }
}

/// RSHUTDOWN: closes what no hook has closed, and where the process ends with its request, exports it.
pub fn request_end() {
    close_all();
    if one_request_per_process() {
        export_all();
    }
    log::write_waiting();
    runtime::forget_request();
    swoole_exit::restore();
    hook_object::release_shared();
    IN_REQUEST.set(false);
}

/// A worker begins to stop. If it is not done in time it is killed, so nothing may wait for company any more.
fn hurry() {
    state::with_engine(|engine| engine.hurry());
}

/// The process leaves by `exit()` in the middle of a request, as Swoole's workers do: this is its request's end.
fn exit_amid_request() {
    if IN_REQUEST.replace(false) {
        close_all();
        export_all();
        log::write_waiting();
    }
}

fn close_all() {
    if !unclean_shutdown() {
        runtime::record_suspended();
    }
    state::with_engine(span_core::Engine::sweep);
}

fn export_all() {
    if let Some(settings) = settings() {
        state::with_engine(|engine| engine.shutdown(settings.shutdown_timeout()));
    }
}

/// MSHUTDOWN: stops the flusher of a process that has served several requests.
pub fn module_end() {
    if let (Some(mut engine), Some(settings)) = (state::take(), settings()) {
        engine.shutdown(settings.shutdown_timeout());
    }
}
