//! Flush and shutdown: the coroutines' thread waits until the queue is empty.
//!
//! Owns the time limits of these waits. Must not know what the flusher does meanwhile.

use std::mem;
use std::sync::PoisonError;
use std::time::Duration;

use super::{BatchProcessor, after, time_until, wait};
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
        while state.account.processed < target && state.worker.is_running {
            let Some(left) = time_until(deadline) else {
                break;
            };
            state = wait(&self.progress, state, left);
        }
        let complete = state.account.processed >= target;
        state.account.report_losses() && complete
    }

    /// Processes or gives up every span, and ends the flusher. See [`crate::Engine::shutdown`].
    pub(crate) fn shutdown(&self, timeout: Duration) -> bool {
        let deadline = after(timeout);
        let mut state = self.lock();
        // The flusher's own limit comes first, so that it can still end in order when it meets it.
        state.worker.stop_by = Some(after(timeout - timeout / 10));
        self.work.notify_all();
        while state.worker.is_running {
            let Some(left) = time_until(deadline) else {
                break;
            };
            state = wait(&self.progress, state, left);
        }
        let stopped = !state.worker.is_running;
        // A flusher that is still running now belongs to an older epoch: its reports are ignored.
        state.worker.epoch += 1;
        state.worker.is_running = false;
        state.worker.stop_by = None;
        state.give_up(&self.budget);
        let clean = state.account.report_losses();
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

    /// Ends the flusher after the current batch, and keeps the waiting spans. False if it does not end within `timeout`: then
    /// its thread may hold the lock at any moment. See [`crate::Engine::hand_over`].
    pub(crate) fn stop_flusher(&self, timeout: Duration) -> bool {
        let deadline = after(timeout);
        let mut state = self.lock();
        state.worker.pauses = true;
        state.worker.stop_by = Some(after(timeout - timeout / 10));
        self.work.notify_all();
        while state.worker.is_running {
            let Some(left) = time_until(deadline) else {
                break;
            };
            state = wait(&self.progress, state, left);
        }
        let stopped = !state.worker.is_running;
        state.worker.pauses = false;
        state.worker.stop_by = None;
        drop(state);
        if stopped && let Some(thread) = self.thread().take() {
            let _ = thread.join();
        }
        stopped
    }

    /// Makes the processor that takes this one's place after [`Self::stop_flusher`] has failed: it has all that waits, and every
    /// counter. The current batch counts as lost. The new locks have never been held, whereas the flusher that did not stop may
    /// hold the old ones when this process forks.
    pub(crate) fn replacement(&self, config: &Config) -> Self {
        let mut new = Self::new(config);
        let parts = new.state.get_mut().unwrap_or_else(PoisonError::into_inner);
        let mut state = self.lock();
        state.close_batch(Failure::Shutdown, &self.budget);
        // As in `shutdown`: the reports of a flusher that is still running are ignored.
        state.worker.epoch += 1;
        state.worker.is_running = false;
        parts.queue = mem::take(&mut state.queue);
        parts.account = mem::take(&mut state.account);
        parts.memory = state.memory.take();
        new.budget = self.budget.clone();
        new
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
