//! What Swoole's hooks tell: that a coroutine starts, and that it has ended.

use super::swoole_state::SwooleState;
use crate::runtime::fiber::FiberState;
use crate::runtime::{handover, spans};
use crate::state::with_engine;
use crate::zend::fiber as fibers;
use crate::zend::php_thread::PerThread;
use crate::zend::swoole_hooks::Listener;
use span_core::CoroutineId;

/// A coroutine starts: if it is one that is not recorded, children will still ask for its context.
pub struct Starts;

impl Listener for Starts {
    #[inline(always)]
    fn on_event(id: i64) {
        if SwooleState::own().expect_unrecorded(false) {
            with_engine(|engine| engine.start_unrecorded(CoroutineId(id)));
        } else if fibers::is_active() {
            start_in_fiber(CoroutineId(id));
        }
    }
}

/// An untraced coroutine starts while a fiber is active, which is what creates it if that has a number: one that is suspended
/// with its coroutine is not active, and PHP takes it for active only until the next one is resumed.
#[cold]
fn start_in_fiber(id: CoroutineId) {
    if handover::is_offered() {
        return;
    }
    if let Some(creator) = FiberState::own().nearest_id() {
        spans::continue_in(id, creator, creator);
    }
}

/// A coroutine has ended.
pub struct Stops;

impl Listener for Stops {
    #[inline(always)]
    fn on_event(id: i64) {
        SwooleState::own().end(CoroutineId(id));
    }
}
