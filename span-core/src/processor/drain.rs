//! Flush and shutdown: the coroutines' thread waits until the queue is empty.
//!
//! Owns the time limits of these waits. Must not know what the flusher does meanwhile.

use std::mem;
use std::sync::Arc;
use std::sync::{MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::moment::{after, in_order_within, time_until};
use super::{BatchProcessor, State, wait};
use crate::config::Config;
use crate::export::failure::Failure;

/// How long a flusher may take to finish after its engine was dropped.
const FAREWELL: Duration = Duration::from_secs(5);

impl BatchProcessor {
    /// Waits until every span that is queued now is processed. See [`crate::Engine::flush`].
    pub(crate) fn flush(&self, timeout: Duration) -> bool {
        let deadline = after(timeout);
        let mut state = self.lock();
        let target = state.processed_when_drained();
        state.worker.flush_to = target;
        self.work.notify_all();
        let mut state = self.wait_while(state, deadline, |state| {
            state.account.processed < target && state.worker.is_running
        });
        let complete = state.account.processed >= target;
        let waits = state.account.waits_in_spool();
        state.account.report_losses() && complete && !waits
    }

    /// Processes or gives up every span, and ends the flusher. See [`crate::Engine::shutdown`].
    pub(crate) fn shutdown(&self, timeout: Duration) -> bool {
        let (mut state, stopped) = self.wait_for_end(self.lock(), timeout);
        state.worker.abandon();
        state.give_up(&self.budget);
        let waits = state.account.waits_in_spool();
        let clean = state.account.report_losses() && !waits;
        drop(state);
        let thread = self.thread().take();
        if let Some(thread) = thread
            && stopped
        {
            // It has left its loop and dropped its exporters, so this waits for its last few instructions. If
            // it panicked, its exit guard has closed the batch.
            let _ = thread.join();
        }
        clean
    }

    /// Gives up the current batch if its export began earlier and hangs for `patience` more, though other exporters, or the spool, could
    /// take what waits behind it: a request that is under way cannot be told of the new time limit. `timeout` is that limit, for
    /// batches that begin from now on. True if another flusher must be started.
    pub(crate) fn leave_hanging_batch(&self, patience: Duration, timeout: Duration) -> bool {
        let mut state = self.lock();
        let others_can = state.account.exporters().len() > 1 || self.has_spool;
        if !others_can || state.queue.is_empty() {
            return false;
        }
        let processed = state.account.processed;
        self.ask_to_end(&mut state, timeout);
        let mut state = self.wait_while(state, after(patience), |state| {
            state.worker.is_running && state.account.processed == processed
        });
        let hangs = state.worker.is_running && state.account.processed == processed;
        if hangs {
            state.worker.abandon();
            state.close_batch(Failure::Shutdown, &self.budget);
        }
        hangs
    }

    /// Ends the flusher after the current batch, and keeps the waiting spans. If it does not end within `timeout`, its thread may
    /// hold the lock when this process forks: then returns the processor that takes this one's place, with locks that have never
    /// been held, everything that waits, and every counter. The current batch counts as lost. See [`crate::Engine::hand_over`].
    pub(crate) fn stop_flusher(&self, timeout: Duration, config: &Arc<Config>) -> Option<Self> {
        let mut state = self.lock();
        state.worker.pauses = true;
        let (mut state, stopped) = self.wait_for_end(state, timeout);
        state.worker.pauses = false;
        if !stopped {
            return Some(self.replacement(&mut state, config));
        }
        state.worker.stop_by = None;
        drop(state);
        if let Some(thread) = self.thread().take() {
            let _ = thread.join();
        }
        None
    }

    fn replacement(&self, state: &mut State, config: &Arc<Config>) -> Self {
        state.worker.abandon();
        state.close_batch(Failure::Shutdown, &self.budget);
        let mut new = Self::new(config);
        let parts = new.state.get_mut().unwrap_or_else(PoisonError::into_inner);
        parts.queue = mem::take(&mut state.queue);
        parts.account = mem::take(&mut state.account);
        parts.engines = mem::take(&mut state.engines);
        parts.memory = state.memory.take();
        parts.worker.own_spool = mem::take(&mut state.worker.own_spool);
        new.budget = self.budget.clone();
        new
    }

    /// Asks the flusher to end, and waits until it has, `timeout` at most. Returns whether it has.
    fn wait_for_end<'a>(
        &'a self,
        mut state: MutexGuard<'a, State>,
        timeout: Duration,
    ) -> (MutexGuard<'a, State>, bool) {
        self.ask_to_end(&mut state, timeout);
        let state = self.wait_while(state, after(timeout), |state| state.worker.is_running);
        let stopped = !state.worker.is_running;
        (state, stopped)
    }

    fn ask_to_end(&self, state: &mut State, timeout: Duration) {
        // The flusher's own limit comes first, so that it can still end in order when it meets it.
        state.worker.stop_by = Some(after(in_order_within(timeout)));
        self.work.notify_all();
    }

    /// Waits for progress as long as `condition` holds, until `deadline` at most.
    fn wait_while<'a>(
        &self,
        mut state: MutexGuard<'a, State>,
        deadline: Instant,
        condition: impl Fn(&State) -> bool,
    ) -> MutexGuard<'a, State> {
        while condition(&state)
            && let Some(left) = time_until(deadline)
        {
            state = wait(&self.progress, state, left);
        }
        state
    }

    /// See [`crate::Engine::export_eagerly`].
    pub(crate) fn export_eagerly(&self) {
        self.lock().worker.exports_eagerly = true;
        self.work.notify_all();
    }

    /// Asks the flusher to process the remaining spans and to end, without waiting for it.
    pub(crate) fn request_stop(&self) {
        self.lock().worker.stop_by = Some(after(FAREWELL));
        self.work.notify_all();
    }
}
