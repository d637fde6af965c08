//! Listeners for Swoole's coroutine-start and coroutine-stop hooks.

use super::swoole_state::SwooleState;
use crate::runtime::fiber::FiberState;
use crate::runtime::{handover, spans};
use crate::state::with_engine;
use crate::zend::fiber as fibers;
use crate::zend::php_thread::PerThread;
use crate::zend::swoole_hooks::Listener;
use span_core::CoroutineId;

/// A coroutine starts. An unrecorded one is registered too, because its children need its context.
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

/// An untraced coroutine starts while a fiber is active. If that fiber has an id, it is the creator. PHP reports a fiber that
/// is suspended with its coroutine as active only until the next one is resumed.
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
