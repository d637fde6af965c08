//! The moment at which a worker of a Swoole server begins to stop.
//!
//! Swoole's C API reports only the last moment of a worker, and a worker that is still busy after `max_wait_time` is killed
//! before that. A worker that cannot stop at once calls a function of Swoole's PHP library, and again each time it checks
//! whether it can stop. This module replaces that function with its own, which calls the original.

use super::call_frame::CallFrame;
use super::class::{Handler, find_pointer};
use super::globals::executor;
use super::hook_object;
use super::php_thread::PerThread;
use super::{swoole_hooks, swoole_worker};
use ext_php_rs::ffi::{
    zend_call_known_function, zend_class_entry, zend_function, zend_hash_str_find, zval,
};
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;
use std::cell::Cell;
use std::panic::catch_unwind;
use std::ptr;

const CLASS: &str = "swoole\\server\\helper";
const METHOD: &str = "onworkerexit";

type Listener = fn();

/// The listener for that moment, and the function that was replaced.
pub struct WorkerExit {
    listener: Cell<Option<Listener>>,
    /// Swoole's own function, while ours stands in its place.
    original: Cell<*mut zend_function>,
}

impl WorkerExit {
    /// No listener, and nothing changed.
    pub const fn new() -> Self {
        Self {
            listener: Cell::new(None),
            original: Cell::new(ptr::null_mut()),
        }
    }
}

/// Has `listener` called when a worker begins to stop, maybe more than once. Where this Swoole has no such function, or
/// runs without its PHP library, only a worker's last moment is reported.
pub fn on_worker_exit(listener: Listener) {
    WorkerExit::own().listener.set(Some(listener));
    swoole_hooks::on_worker_start(begin);
    swoole_hooks::on_worker_stop(on_stop);
}

/// A worker starts.
fn begin() {
    swoole_worker::starts();
    stand_in();
}

/// It begins to stop.
fn on_stop() {
    swoole_worker::stops();
    if let Some(listener) = WorkerExit::own().listener.get() {
        // A panic must not unwind into PHP. It was counted where it happened.
        let _ = catch_unwind(listener);
    }
}

/// Puts Swoole's function back. Called at request end, before PHP frees its classes.
pub fn restore() {
    let original = WorkerExit::own().original.replace(ptr::null_mut());
    if !original.is_null() {
        replace(original);
    }
}

/// Not at request start: Swoole, loaded after us, would not have its library yet.
fn stand_in() {
    if WorkerExit::own().original.get().is_null() {
        let original = replace(hook_object::worker_exit());
        WorkerExit::own().original.set(original);
    }
}

/// Puts `function` into the place of the method and returns what was there; null where there is no such method.
fn replace(function: *mut zend_function) -> *mut zend_function {
    // SAFETY: the table of a class lives during its request. PHP looks the method up by its name for each call, so that
    // nothing else points to it, and both functions outlive their place in the table.
    unsafe {
        let class: *mut zend_class_entry = find_pointer((*executor()).class_table, CLASS).cast();
        if class.is_null() {
            return ptr::null_mut();
        }
        let table = &raw mut (*class).function_table;
        let slot = zend_hash_str_find(table, METHOD.as_ptr().cast(), METHOD.len());
        if slot.is_null() {
            return ptr::null_mut();
        }
        let former = (*slot).value.ptr.cast::<zend_function>();
        (*slot).value.ptr = function.cast();
        former
    }
}

/// The handler that replaces `Swoole\Server\Helper::onWorkerExit()`.
pub const HANDLER: Handler = worker_exit;

extern "C" fn worker_exit(execute_data: &mut ExecuteData, result: &mut Zval) {
    on_stop();
    let original = WorkerExit::own().original.get();
    if !original.is_null() {
        let frame = CallFrame::of(execute_data);
        // SAFETY: the function is static and gets the arguments of this call, which its frame keeps alive.
        unsafe {
            zend_call_known_function(
                original,
                ptr::null_mut(),
                (*original).common.scope,
                ptr::from_mut(result).cast::<zval>(),
                frame.count(),
                frame.argument(0),
                ptr::null_mut(),
            );
        }
    }
}
