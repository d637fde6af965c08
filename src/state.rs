//! The engine of this process.
//!
//! A borrow lasts for one closure, and no closure calls into PHP: such a call could switch to another coroutine that
//! wants the engine too.

use crate::zend::log;
use crate::zend::php_thread::PhpThread;
use span_core::{Config, Engine};
use std::cell::Cell;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Away while it is used.
static ENGINE: PhpThread<Cell<Option<Box<Engine>>>> = PhpThread::new(Cell::new(None));
/// In a forked child, until it is used for the first time there, the parent's.
static INHERITED: PhpThread<Cell<Option<Box<Engine>>>> = PhpThread::new(Cell::new(None));

/// Makes this process's engine unless it has one. Starts no thread.
pub fn start(config: &Arc<Config>) {
    let own = ENGINE.take().or_else(take_inherited);
    let engine = own.unwrap_or_else(|| Box::new(Engine::new(Arc::clone(config))));
    ENGINE.set(Some(engine));
}

/// Takes the engine away, at module end.
pub fn take() -> Option<Box<Engine>> {
    ENGINE.take().or_else(take_inherited)
}

/// This process was forked off just now. Nothing but plain moves may happen in such a moment.
pub fn after_fork() {
    log::after_fork();
    if let Some(engine) = ENGINE.take() {
        INHERITED.set(Some(engine));
    }
}

/// Runs `use_engine` on the engine. `None` where there is none, or where it panicked: that is counted, and the program
/// goes on untraced.
#[inline(always)]
pub fn with_engine<R>(use_engine: impl FnOnce(&mut Engine) -> R) -> Option<R> {
    let mut engine = match ENGINE.take() {
        Some(engine) => engine,
        None => take_inherited()?,
    };
    let result = catch_unwind(AssertUnwindSafe(|| use_engine(&mut engine))).ok();
    if result.is_none() {
        engine.count_internal_error();
    }
    // There is nothing in its place, so nothing has to be dropped.
    mem::forget(ENGINE.replace(Some(engine)));
    result
}

/// The first use in a forked child: the parent's spans, threads and locks stay the parent's.
#[cold]
fn take_inherited() -> Option<Box<Engine>> {
    let mut engine = INHERITED.take()?;
    log::start_over();
    engine.after_fork();
    Some(engine)
}
