//! What Swoole knows of a coroutine: which one it belongs under, and whether it has ended.

use super::{End, SwooleRuntime, SwooleState};
use crate::runtime::spans;
use crate::zend::php_thread::PerThread;
use span_core::CoroutineId;

impl SwooleRuntime {
    /// The nearest coroutine in which something is current: this one, or one that it belongs under.
    pub(super) fn nearest_with_context(&self, id: CoroutineId) -> Option<CoroutineId> {
        let parent_of = |id: &CoroutineId| self.swoole.parent_of(id.0).map(CoroutineId);
        std::iter::successors(Some(id), parent_of).find(|id| spans::context_of(*id).is_some())
    }

    /// Whether the running coroutine `id` has ended. While a destructor of what it held runs, others may have ended since.
    pub(super) fn has_ended(&self, id: CoroutineId) -> bool {
        SwooleState::own().has_ended_last(id) || self.swoole.is_ending()
    }

    /// Watches a coroutine that has no span.
    pub(super) fn watch_coroutine(&self, id: CoroutineId) {
        let is_new = SwooleState::own().watch(id);
        if is_new && self.end == End::Defer && !self.swoole.is_ending() {
            self.swoole.defer_end();
        }
    }
}
