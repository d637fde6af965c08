//! Hooks for the moments at which a child or another program takes the process's place without any shutdown:
//! `Swoole\Process::daemon()` and a server with `daemonize`, whose parent leaves by `_exit()`, and `exec()`.
//!
//! The functions' handlers are replaced by wrappers, which call the originals.

use super::class::{Handler, find_method, find_pointer};
use super::globals::executor;
use super::module_static::FunctionSlot;
use super::swoole::Swoole;
use super::swoole_hooks;
use super::swoole_objects;
use ext_php_rs::ffi::{zend_class_entry, zend_execute_data, zend_function, zval};
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;
use std::mem::transmute;
use std::panic::catch_unwind;
use std::ptr;
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

type RawHandler = unsafe extern "C" fn(*mut zend_execute_data, *mut zval);

/// The original handler of a function whose handler is replaced, from the first request to module end. All threads have the same
/// functions, and PHP makes them anew at module start.
struct ReplacedHandler {
    is_replaced: AtomicBool,
    own: FunctionSlot<RawHandler>,
}

impl ReplacedHandler {
    const fn new() -> Self {
        Self {
            is_replaced: AtomicBool::new(false),
            own: FunctionSlot::new(),
        }
    }

    /// Installs `handler` over the function's own, once. Does nothing if PHP has no such function.
    fn begin(&self, function: *mut zend_function, handler: Handler) {
        if function.is_null() || self.is_replaced.swap(true, Ordering::Relaxed) {
            return;
        }
        // SAFETY: an internal function of a module that stays loaded until module end; the two types of handlers differ
        // only in how they name the same pointers.
        unsafe {
            self.own.set((*function).internal_function.handler);
            (*function).internal_function.handler = Some(transmute::<Handler, RawHandler>(handler));
        }
    }

    fn forget(&self) {
        self.is_replaced.store(false, Ordering::Relaxed);
    }

    fn call_own(&self, frame: &mut ExecuteData, result: &mut Zval) {
        if let Some(own) = self.own.get() {
            // SAFETY: the handler gets the frame of its own call.
            unsafe { own(ptr::from_mut(frame), ptr::from_mut(result)) };
        }
    }
}

static BEFORE_DAEMON: FunctionSlot<fn()> = FunctionSlot::new();
static BEFORE_SILENT_DAEMON: FunctionSlot<fn()> = FunctionSlot::new();
static AFTER_DAEMON: FunctionSlot<fn()> = FunctionSlot::new();
static BEFORE_EXEC: FunctionSlot<fn()> = FunctionSlot::new();
static DAEMON: ReplacedHandler = ReplacedHandler::new();
static SWOOLE_EXEC: ReplacedHandler = ReplacedHandler::new();
static PCNTL_EXEC: ReplacedHandler = ReplacedHandler::new();

/// Calls `listeners` from now on. Called at request start, when all extensions are loaded.
pub fn listen(listeners: Listeners) {
    BEFORE_DAEMON.set(Some(listeners.before_daemon));
    BEFORE_SILENT_DAEMON.set(Some(listeners.before_silent_daemon));
    AFTER_DAEMON.set(Some(listeners.after_daemon));
    BEFORE_EXEC.set(Some(listeners.before_exec));
    // SAFETY: the tables of classes and functions are alive during a request.
    unsafe {
        let class: *mut zend_class_entry =
            find_pointer((*executor()).class_table, "swoole\\process").cast();
        if !class.is_null() {
            DAEMON.begin(find_method(class, "daemon"), daemon);
            SWOOLE_EXEC.begin(find_method(class, "exec"), swoole_exec);
            swoole_hooks::on_server_start(server_starts);
            if reports_daemons() {
                swoole_hooks::on_fork(|| notify(&AFTER_DAEMON));
            }
        }
        let exec = find_pointer((*executor()).function_table, "pcntl_exec");
        PCNTL_EXEC.begin(exec.cast(), pcntl_exec);
    }
}

/// Forgets the functions, which go with the modules that they are of. Called at module end.
pub fn forget() {
    DAEMON.forget();
    SWOOLE_EXEC.forget();
    PCNTL_EXEC.forget();
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
    let is_wanted = server.is_some_and(|server| {
        server.property("setting", |setting| {
            let wanted = setting.array().and_then(|set| set.get("daemonize"));
            wanted.is_some_and(|wanted| {
                wanted.bool().or(wanted.long().map(|long| long != 0)) == Some(true)
            })
        })
    });
    if is_wanted && reports_daemons() {
        notify(&BEFORE_DAEMON);
    } else if is_wanted {
        notify(&BEFORE_SILENT_DAEMON);
    }
}

extern "C" fn daemon(frame: &mut ExecuteData, result: &mut Zval) {
    notify(&BEFORE_DAEMON);
    DAEMON.call_own(frame, result);
    notify(&AFTER_DAEMON);
}

extern "C" fn swoole_exec(frame: &mut ExecuteData, result: &mut Zval) {
    notify(&BEFORE_EXEC);
    SWOOLE_EXEC.call_own(frame, result);
}

extern "C" fn pcntl_exec(frame: &mut ExecuteData, result: &mut Zval) {
    notify(&BEFORE_EXEC);
    PCNTL_EXEC.call_own(frame, result);
}
