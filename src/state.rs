//! The engine of this thread, available only during requests, and what it shares with those of the process's other threads.
//!
//! A borrow lasts for one closure, and no closure calls into PHP: such a call could switch to another coroutine that
//! wants the engine too.

use crate::zend::php_log;
use crate::zend::php_thread::PerThread;
use crate::zend::process_slot::ProcessSlot;
use span_core::{Config, Engine, Pipeline};
use std::cell::Cell;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

/// The engine, and whether it belongs to the parent process.
pub struct EngineSlot {
    /// The engine during a request. Taken out while it is in use.
    engine: Cell<Option<Box<Engine>>>,
    /// The engine between requests, and in a forked child until it is used for the first time there.
    parked: Cell<Option<Box<Engine>>>,
    /// How many forks lie between this process and the one that used the engine last.
    forks: Cell<u32>,
    in_request: Cell<bool>,
}

impl EngineSlot {
    /// Without an engine.
    pub const fn new() -> Self {
        Self {
            engine: Cell::new(None),
            parked: Cell::new(None),
            forks: Cell::new(0),
            in_request: Cell::new(false),
        }
    }
}

/// That of all threads.
static PIPELINE: ProcessSlot<Pipeline> = ProcessSlot::new();

/// Creates this thread's engine unless it has one, without open spans or current contexts. Starts no thread. `thread_id` is 0 for
/// the main thread.
pub fn start(config: &Arc<Config>, thread_id: u32) {
    let slot = EngineSlot::own();
    slot.in_request.set(true);
    let mut engine = take().unwrap_or_else(|| {
        let make = || Pipeline::new(Arc::clone(config));
        let pipeline = PIPELINE.get_or_set(Pipeline::is_of_this_process, make);
        Box::new(Engine::on(pipeline, thread_id))
    });
    engine.sweep();
    slot.engine.set(Some(engine));
}

/// Parks the engine at request end. User code that PHP still runs finds tracing off, and leaves no state for the next request.
pub fn park() {
    let slot = EngineSlot::own();
    slot.in_request.set(false);
    if let Some(engine) = slot.engine.take() {
        slot.parked.set(Some(engine));
    }
}

/// Ends the engine, at the end of its thread, or at module end.
pub fn end() {
    EngineSlot::own().in_request.set(false);
    drop(take());
}

/// Stops the flusher, at module end, and lets go of all that the threads share.
pub fn stop(timeout: Duration) {
    export_rest(|| timeout);
    PIPELINE.clear();
}

/// Exports what the threads of this process have closed, where no engine is in use.
pub fn export_rest(timeout: impl FnOnce() -> Duration) {
    if let Some(pipeline) = PIPELINE.get().filter(|it| it.is_of_this_process()) {
        pipeline.shutdown(timeout());
    }
}

/// See [`Engine::hand_over`].
pub fn hand_over(timeout: Duration) {
    with_engine(|engine| {
        engine.hand_over(timeout);
        PIPELINE.set(Some(Arc::clone(engine.pipeline())));
    });
}

fn take() -> Option<Box<Engine>> {
    EngineSlot::own().engine.take().or_else(take_parked)
}

/// Marks the engine as the parent's, right after a fork. Must only do what a signal handler may do.
pub fn after_fork() {
    php_log::after_fork();
    let slot = EngineSlot::own();
    let engine = slot.engine.take().or_else(|| slot.parked.take());
    let forks = slot.forks.get().saturating_add(1);
    slot.forks.set(if engine.is_some() { forks } else { 0 });
    slot.parked.set(engine);
}

/// Drops the parent's engine, in a forked child that creates one with its own settings.
pub fn forget_inherited() {
    drop(take_parked());
    PIPELINE.set(None);
}

/// Runs `use_engine` on the engine. Returns `None` without an engine, or after a panic: the panic is counted, and the program
/// goes on untraced.
#[inline(always)]
pub fn with_engine<R>(use_engine: impl FnOnce(&mut Engine) -> R) -> Option<R> {
    let slot = EngineSlot::own();
    let mut engine = match slot.engine.take() {
        Some(engine) => engine,
        None => take_in_request()?,
    };
    let result = catch_unwind(AssertUnwindSafe(|| use_engine(&mut engine))).ok();
    if result.is_none() {
        engine.count_internal_error();
    }
    // There is nothing in its place, so nothing has to be dropped.
    mem::forget(slot.engine.replace(Some(engine)));
    result
}

/// Whether nothing is current in any coroutine, as far as that can be told at a glance: false, too, where there is no engine, and in a
/// forked child that has not used it. A hooked call costs this look where nothing is traced.
#[inline(always)]
pub fn is_idle() -> bool {
    let slot = EngineSlot::own();
    let Some(engine) = slot.engine.take() else {
        return false;
    };
    let is_idle = engine.has_no_context();
    mem::forget(slot.engine.replace(Some(engine)));
    is_idle
}

/// The first use in a forked child. Between requests there is none.
#[cold]
fn take_in_request() -> Option<Box<Engine>> {
    if EngineSlot::own().in_request.get() {
        take_parked()
    } else {
        None
    }
}

/// The parked engine; the parent's becomes this process's own, and the parent's spans, threads and locks stay the parent's.
#[cold]
fn take_parked() -> Option<Box<Engine>> {
    let slot = EngineSlot::own();
    let mut engine = slot.parked.take()?;
    let forks = slot.forks.replace(0);
    if forks > 0 {
        php_log::start_over();
        if forks > 1 {
            // A worker of a daemon that has not used the engine yet, and will export what it has inherited.
            engine.disinherit();
        }
        engine.after_fork(PIPELINE.get().filter(|it| it.is_of_this_process()));
        PIPELINE.set(Some(Arc::clone(engine.pipeline())));
    }
    Some(engine)
}
