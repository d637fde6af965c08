//! Hooks for the moments at which a child or another program takes the process's place without any shutdown:
//! `Swoole\Process::daemon()` and a server with `daemonize`, whose parent leaves by `_exit()`, and `exec()`.
//!
//! Owns hooks in the functions that do so. Must not know what is done at such moments.

use super::call_frame::CallFrame;
use super::class::Handler;
use super::hooked_function::{HookSlot, exists};
use super::module_static::FunctionSlot;
use super::swoole::Swoole;
use super::swoole_hooks;
use super::{server_settings, swoole_objects};
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;
use std::panic::catch_unwind;
use std::sync::atomic::{AtomicBool, Ordering};

/// The callbacks for such moments. They must not call into PHP.
pub struct Listeners {
    /// This process is about to fork a child that takes its place.
    pub before_daemon: fn(),
    /// The same where nothing reports that the fork is over.
    pub before_silent_daemon: fn(),
    /// The fork is over: called in the child, or in this process if the fork failed.
    pub after_daemon: fn(),
    /// This process is about to become another program.
    pub before_exec: fn(),
}

const PROCESS: &str = "swoole\\process";

static BEFORE_DAEMON: FunctionSlot<fn()> = FunctionSlot::new();
static BEFORE_SILENT_DAEMON: FunctionSlot<fn()> = FunctionSlot::new();
static AFTER_DAEMON: FunctionSlot<fn()> = FunctionSlot::new();
static BEFORE_EXEC: FunctionSlot<fn()> = FunctionSlot::new();
static DAEMON: HookSlot = HookSlot::new();
static SWOOLE_EXEC: HookSlot = HookSlot::new();
static PCNTL_EXEC: HookSlot = HookSlot::new();
/// Whether the hooks are in their functions, which all threads share.
static IS_INSTALLED: AtomicBool = AtomicBool::new(false);

/// Calls `listeners` from now on. Called at request start, when all extensions are loaded.
pub fn listen(listeners: Listeners) {
    BEFORE_DAEMON.set(Some(listeners.before_daemon));
    BEFORE_SILENT_DAEMON.set(Some(listeners.before_silent_daemon));
    AFTER_DAEMON.set(Some(listeners.after_daemon));
    BEFORE_EXEC.set(Some(listeners.before_exec));
    if !IS_INSTALLED.swap(true, Ordering::Relaxed) {
        DAEMON.install(Some(PROCESS), "daemon", daemon);
        SWOOLE_EXEC.install(Some(PROCESS), "exec", swoole_exec);
        PCNTL_EXEC.install(None, "pcntl_exec", pcntl_exec);
        for hook in [&DAEMON, &SWOOLE_EXEC, &PCNTL_EXEC] {
            hook.switch(true);
        }
    }
    if exists(Some(PROCESS), "daemon") {
        swoole_hooks::on_server_start(server_starts);
        if reports_daemons() {
            swoole_hooks::on_fork(|| notify(&AFTER_DAEMON));
        }
    }
}

/// Takes the hooks away. Called at module end.
pub fn forget() {
    if IS_INSTALLED.swap(false, Ordering::Relaxed) {
        DAEMON.uninstall(daemon);
        SWOOLE_EXEC.uninstall(swoole_exec);
        PCNTL_EXEC.uninstall(pcntl_exec);
    }
}

fn notify(listener: &FunctionSlot<fn()>) {
    if let Some(listener) = listener.get() {
        // A panic must not unwind into PHP. It was counted where it happened.
        let _ = catch_unwind(listener);
    }
}

fn reports_daemons() -> bool {
    Swoole::locate().is_some_and(Swoole::reports_daemons)
}

/// Right after this Swoole makes the process a daemon, if the program wants one. The fork hook in `daemon()`'s child reports
/// the end of it, where this Swoole has it.
fn server_starts() {
    let server = swoole_objects::find("swoole\\server");
    let is_wanted =
        server.is_some_and(|server| server_settings::is_on(&server, "daemonize") == Some(true));
    if is_wanted && reports_daemons() {
        notify(&BEFORE_DAEMON);
    } else if is_wanted {
        notify(&BEFORE_SILENT_DAEMON);
    }
}

/// Calls the function that `handler` stands in, whether the hook is there or not.
fn call_original(
    hook: &HookSlot,
    name: &str,
    handler: Handler,
    frame: &mut ExecuteData,
    result: &mut Zval,
) {
    let call = CallFrame::of(frame);
    match hook.original(&call) {
        Some(original) => original.call(&call, result),
        None => hook.pass_by(&call, result, name, handler),
    }
}

extern "C" fn daemon(frame: &mut ExecuteData, result: &mut Zval) {
    notify(&BEFORE_DAEMON);
    call_original(&DAEMON, "daemon", daemon, frame, result);
    notify(&AFTER_DAEMON);
}

extern "C" fn swoole_exec(frame: &mut ExecuteData, result: &mut Zval) {
    notify(&BEFORE_EXEC);
    call_original(&SWOOLE_EXEC, "exec", swoole_exec, frame, result);
}

extern "C" fn pcntl_exec(frame: &mut ExecuteData, result: &mut Zval) {
    notify(&BEFORE_EXEC);
    call_original(&PCNTL_EXEC, "pcntl_exec", pcntl_exec, frame, result);
}
