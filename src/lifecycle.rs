//! PHP's lifecycle calls: start and end of module and request.
//!
//! PHP may start its modules again in one process, as Apache's module does when it is reloaded and a program that embeds
//! PHP may do. This library stays mapped meanwhile, so what belongs to PHP's modules is begun anew at each start and let
//! go at each end; only what the C library and Rust keep for the process is done once.

use crate::settings::Settings;
use crate::zend::globals::{
    is_preloading, one_request_per_process, reset_exit_status, unclean_shutdown,
};
use crate::zend::php_thread::PerThread;
use crate::zend::succession::{self, Listeners};
use crate::zend::{descriptors, hook_object, php_log, php_process, post_startup, swoole_exit};
use crate::{api, instrumentation, runtime, settings, state};
use ext_php_rs::PHP_ZTS;
use ext_php_rs::error::Result;
use span_core::{Engine, LogLevel};
use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Once};

/// The phase of the process's lifecycle.
pub struct Phase {
    /// Whether the thread is the main one, which started the modules, or forked off the process.
    is_main: Cell<bool>,
    /// Whether this process was forked off since it last began a request.
    is_forked: Cell<bool>,
    in_request: Cell<bool>,
    /// Whether a child that is forked now takes this process's place.
    is_handed_over: Cell<bool>,
}

impl Phase {
    /// Before the first request.
    pub const fn new() -> Self {
        Self {
            is_main: Cell::new(false),
            is_forked: Cell::new(false),
            in_request: Cell::new(false),
            is_handed_over: Cell::new(false),
        }
    }
}

/// Whether errors are logged. Outside of the settings, because any thread reads it.
static LOGS_ERRORS: AtomicBool = AtomicBool::new(true);

/// MINIT: entries of php.ini and classes. Makes no thread: Swoole forks its workers later. Puts no setting into force: a pool of
/// PHP-FPM has not said its own yet.
pub fn module_start(module_number: i32) -> Result<()> {
    static PROCESS: Once = Once::new();
    PROCESS.call_once(|| {
        // The default hook would write to the user's stderr.
        std::panic::set_hook(Box::new(|panic| {
            if LOGS_ERRORS.load(Ordering::Relaxed) {
                php_log::note(&format!("internal error: {panic}"));
            }
        }));
        php_process::after_fork(after_fork);
    });
    Phase::own().is_main.set(true);
    php_log::start();
    settings::register(module_number);
    hook_object::register(hook_object::Handlers {
        body: runtime::body,
        end: runtime::end,
        worker_exit: swoole_exit::HANDLER,
        before_destructors: note_suspended,
    })?;
    api::register()?;
    instrumentation::register()?;
    runtime::listen();
    post_startup::listen(modules_started);
    Ok(())
}

/// All modules have started, and OPcache keeps nothing yet. Where the process forks others to serve requests, they share what OPcache
/// will keep, so that the hooks are put in here. Php.ini alone says which: what it says of them is not in force, because a pool of
/// PHP-FPM has not said its own yet.
fn modules_started() {
    if !one_request_per_process() {
        instrumentation::prepare(&Settings::read());
    }
}

/// The number of a thread that is not the main one, else 0.
fn thread_id() -> u32 {
    #[cfg(php_zts)]
    if !Phase::own().is_main.get() {
        return php_process::thread_id();
    }
    0
}

/// Runs in the forked child. Must only do what a signal handler may do.
fn after_fork() {
    let phase = Phase::own();
    phase.is_forked.set(true);
    phase.is_main.set(true);
    state::after_fork();
}

/// RINIT: selects the runtime and prepares the engine.
pub fn request_start() {
    Phase::own().in_request.set(true);
    if !one_request_per_process() {
        reset_exit_status();
    }
    hook_object::create_shared();
    let settings = settings_of_process();
    warn_of_untested_php(&settings);
    instrumentation::install(&settings);
    runtime::select(&settings);
    warn_of_refusal(&settings);
    if runtime::is_traced() {
        state::start(&settings.core, thread_id());
        php_process::at_exit(exit_amid_request);
        swoole_exit::on_worker_exit(export_eagerly);
        succession::listen(Listeners {
            before_daemon: hand_over,
            before_silent_daemon: export_and_hand_over,
            after_daemon: resume,
            before_exec: export_before_exec,
        });
    }
}

/// Warns, once per process, of a PHP that may differ from what this knows. It is traced all the same.
fn warn_of_untested_php(settings: &Settings) {
    static WARNED: Once = Once::new();
    if settings.own.enabled {
        WARNED.call_once(|| {
            if let Some(what) = php_process::untested_php() {
                php_log::warn(&format!("traced_coroutine: {what}"));
            }
        });
    }
}

/// Warns, once per process, that the coroutines of this PHP cannot be traced.
fn warn_of_refusal(settings: &Settings) {
    static WARNED: Once = Once::new();
    if settings.own.enabled
        && let Some(why) = runtime::refusal()
    {
        WARNED.call_once(|| php_log::warn(&format!("traced_coroutine: nothing is traced: {why}")));
    }
}

/// The settings, read at the first request of a process and the same ever after.
fn settings_of_process() -> Arc<Settings> {
    if Phase::own().is_forked.replace(false) {
        // Forked between two requests, as a worker of PHP-FPM is: what its parent read for a request of its own, such as
        // OPcache's preloading, was before the worker got its pool's configuration.
        settings::forget();
        state::forget_inherited();
    }
    if let Some(settings) = settings::in_force() {
        settings.refuse_others();
        return settings;
    }
    let own = Arc::new(Settings::read());
    let settings = settings::put_into_force(&own);
    if !Arc::ptr_eq(&settings, &own) {
        return settings;
    }
    LOGS_ERRORS.store(
        settings.core.log_level >= LogLevel::Error,
        Ordering::Relaxed,
    );
    if settings.writes_to_stderr() {
        descriptors::keep_stderr();
    }
    php_log::send_to(settings.own.log.clone());
    for warning in &settings.warnings {
        php_log::warn(warning);
    }
    settings
}

/// RSHUTDOWN: closes what no hook has closed, and where the process ends with its request, exports it. Other threads than the main
/// one end alone, and what they have closed is the flusher's.
pub fn request_end() {
    let is_main = Phase::own().is_main.get();
    close_all();
    if is_main && (one_request_per_process() || is_preloading()) {
        export_all();
    }
    php_log::write_waiting();
    runtime::end_request();
    if is_main || !one_request_per_process() {
        state::park();
    } else {
        state::end();
    }
    swoole_exit::restore();
    instrumentation::forget_request();
    Phase::own().in_request.set(false);
}

/// PHP has destroyed what belonged to the request, and runs no code of it any more.
pub fn request_gone() {
    hook_object::free_shared();
}

/// A worker begins to stop. It is killed if it takes too long, so from now on no span waits for a full batch. A worker that is
/// a thread is not killed, and its process goes on.
fn export_eagerly() {
    if Phase::own().is_main.get() {
        state::with_engine(|engine| engine.export_eagerly());
    }
}

/// The process is about to fork a child that takes its place, and then leaves without any shutdown.
fn hand_over() {
    if let Some(settings) = settings::in_force() {
        state::hand_over(settings.shutdown_timeout());
        Phase::own().is_handed_over.set(true);
    }
}

/// The same for a child that hears nothing of the fork, and goes on only when it uses the engine: what has finished is
/// exported before.
fn export_and_hand_over() {
    if let Some(settings) = settings::in_force() {
        let timeout = settings.shutdown_timeout();
        state::with_engine(|engine| engine.flush(timeout));
    }
    hand_over();
}

/// The fork is over, in the child or after a failure in this process.
fn resume() {
    if Phase::own().is_handed_over.replace(false) {
        state::with_engine(Engine::resume);
    }
}

/// The process leaves by `exit()` in the middle of a request, as Swoole's workers do: this is its request's end. Or it
/// leaves after the main thread's request, while other threads run: what they have closed since then is exported.
fn exit_amid_request() {
    if Phase::own().in_request.replace(false) {
        note_suspended();
        close_all();
        export_all();
        php_log::write_waiting();
    } else if PHP_ZTS && let Some(settings) = settings::in_force() {
        state::export_rest(|| settings.shutdown_timeout_after_request());
    }
}

/// Notes where coroutines are suspended, before objects are destroyed: a generator takes the frames with it that its coroutine
/// is suspended in. After a bailout Swoole's word for it cannot be trusted: of a coroutine around the one that has ended the process it
/// names a place in another one (6.2.2: `Coroutine::bailout()` lets the outermost one yield with the frames of the innermost).
fn note_suspended() {
    if !unclean_shutdown() {
        runtime::record_suspended();
    }
}

fn close_all() {
    instrumentation::end_request();
    state::with_engine(Engine::sweep);
}

/// The process becomes another program: exports what has finished, within the same time limits as at the end of a process.
/// What is open is lost with it. If the other program cannot be started, the flusher starts again with the next span.
fn export_before_exec() {
    export_all();
    php_log::write_waiting();
}

fn export_all() {
    if let Some(settings) = settings::in_force() {
        state::with_engine(|engine| engine.shutdown(settings.shutdown_timeout()));
    }
}

/// MSHUTDOWN: stops the flusher of a process that has served several requests, and lets go of PHP's modules.
pub fn module_end(module_number: i32) {
    state::end();
    if let Some(settings) = settings::in_force() {
        state::stop(settings.shutdown_timeout_after_request());
    }
    instrumentation::uninstall();
    runtime::stop_listening();
    succession::forget();
    settings::unregister(module_number);
    settings::forget_all();
}
