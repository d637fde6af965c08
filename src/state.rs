//! The engine of this PHP thread.
//!
//! A borrow lasts for one closure, and no closure calls into PHP: such a call could switch to another coroutine that
//! wants the engine too.

use crate::zend::{log, process};
use span_core::{Config, Engine};
use std::cell::{Cell, RefCell};
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

thread_local! {
    // Never dropped by the thread's end: Swoole's workers leave by `exit()`, which runs destructors of thread-locals
    // before it comes to us.
    static ENGINE: RefCell<Option<ManuallyDrop<Engine>>> = const { RefCell::new(None) };
    static GENERATION: Cell<u32> = const { Cell::new(0) };
}

/// Makes this thread's engine unless it has one. Starts no thread.
pub fn start(config: &Arc<Config>) {
    ENGINE.with_borrow_mut(|engine| {
        engine.get_or_insert_with(|| {
            GENERATION.set(process::generation());
            ManuallyDrop::new(Engine::new(Arc::clone(config)))
        });
    });
}

/// Takes the engine away, at module end.
pub fn take() -> Option<Engine> {
    ENGINE.take().map(ManuallyDrop::into_inner)
}

/// Runs `use_engine` on this thread's engine. `None` where there is none, or where it panicked: that is counted, and
/// the program goes on untraced.
#[inline]
pub fn with_engine<R>(use_engine: impl FnOnce(&mut Engine) -> R) -> Option<R> {
    ENGINE.with(|slot| {
        let mut slot = slot.try_borrow_mut().ok()?;
        let engine = slot.as_mut()?;
        if GENERATION.get() != process::generation() {
            settle_in_child(engine);
        }
        if let Ok(result) = catch_unwind(AssertUnwindSafe(|| use_engine(engine))) {
            return Some(result);
        }
        engine.count_internal_error();
        None
    })
}

/// The first use in a forked child: the parent's spans, threads and locks stay the parent's.
#[cold]
fn settle_in_child(engine: &mut Engine) {
    GENERATION.set(process::generation());
    log::start_over();
    engine.after_fork();
}
