//! The engine of this process.
//!
//! A borrow lasts for one closure, and no closure calls into PHP: such a call could switch to another coroutine that
//! wants the engine too.

use crate::zend::php_thread::PhpThread;
use crate::zend::{log, process};
use span_core::{Config, Engine};
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

static ENGINE: PhpThread<RefCell<Option<Engine>>> = PhpThread::new(RefCell::new(None));
static GENERATION: PhpThread<Cell<u32>> = PhpThread::new(Cell::new(0));

/// Makes this process's engine unless it has one. Starts no thread.
pub fn start(config: &Arc<Config>) {
    ENGINE.borrow_mut().get_or_insert_with(|| {
        GENERATION.set(process::generation());
        Engine::new(Arc::clone(config))
    });
}

/// Takes the engine away, at module end.
pub fn take() -> Option<Engine> {
    ENGINE.take()
}

/// Runs `use_engine` on the engine. `None` where there is none, or where it panicked: that is counted, and the program
/// goes on untraced.
#[inline(always)]
pub fn with_engine<R>(use_engine: impl FnOnce(&mut Engine) -> R) -> Option<R> {
    let mut slot = ENGINE.try_borrow_mut().ok()?;
    let engine = slot.as_mut()?;
    if GENERATION.get() != process::generation() {
        settle_in_child(engine);
    }
    if let Ok(result) = catch_unwind(AssertUnwindSafe(|| use_engine(engine))) {
        return Some(result);
    }
    engine.count_internal_error();
    None
}

/// The first use in a forked child: the parent's spans, threads and locks stay the parent's.
#[cold]
fn settle_in_child(engine: &mut Engine) {
    GENERATION.set(process::generation());
    log::start_over();
    engine.after_fork();
}
