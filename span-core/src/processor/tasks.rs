//! The queue as the flusher thread sees it: batches out, verdicts in.
//!
//! Owns when a batch is due. Must not know what is done with it.

use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::{BATCH_BYTES, BURST, Queue, Report, Sleep, State, after, time_until, wait};
use crate::export::failure::Failure;
use crate::span::record::Record;

/// How long nobody tries to start a flusher after the system refused one.
const SPAWN_PAUSE: Duration = Duration::from_secs(1);

/// What a flusher has to do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Task {
    /// Deliver the batch.
    Batch,
    /// Send metrics.
    Metrics,
    /// End.
    End,
}

impl Queue {
    /// Puts a new flusher in charge and returns its epoch; `None` where there is one, or where the system refused one
    /// a moment ago.
    pub(crate) fn appoint(&self) -> Option<u64> {
        let mut state = self.lock();
        let too_early = state.spawn_again_at.is_some_and(|at| at > Instant::now());
        if state.running || too_early {
            return None;
        }
        state.running = true;
        state.epoch += 1;
        state.stop_by = None;
        state.sleep = Sleep::Awake;
        state.metrics_due = self.next_metrics();
        Some(state.epoch)
    }

    /// The appointed flusher has its thread.
    pub(crate) fn spawned(&self, thread: JoinHandle<()>) {
        self.lock().spawn_again_at = None;
        *self.thread() = Some(thread);
    }

    /// The appointed flusher got no thread. True for the first refusal in a row.
    pub(crate) fn refused(&self) -> bool {
        let mut state = self.lock();
        state.running = false;
        state.spawn_again_at.replace(after(SPAWN_PAUSE)).is_none()
    }

    /// The flusher of `epoch` ends. A batch it had in hand is lost.
    pub(crate) fn ended(&self, epoch: u64) {
        let mut state = self.lock();
        if state.epoch == epoch {
            state.settle(Failure::Other, &self.budget);
            state.running = false;
            self.progress.notify_all();
        }
    }

    /// Waits for what the flusher of `epoch` has to do next, and moves the next batch into `batch`.
    ///
    /// A batch is due when it is full, when somebody flushes or hurries, or when its spans have waited for the schedule
    /// delay. With nothing in the queue the thread sleeps until something is: an idle process is not woken for nothing.
    pub(crate) fn next_task(&self, epoch: u64, batch: &mut Vec<Record>) -> Task {
        let mut state = self.lock();
        let mut due = None;
        loop {
            if state.epoch != epoch || state.pauses {
                return Task::End;
            }
            let stopping = state.stop_by.is_some();
            let until_metrics = match state.metrics_due.map(time_until) {
                Some(None) if !stopping => {
                    state.metrics_due = self.next_metrics();
                    state.sleep = Sleep::Awake;
                    return Task::Metrics;
                }
                left => left.flatten().unwrap_or(Duration::MAX),
            };
            if state.waiting.is_empty() {
                if stopping {
                    return self.last_task(&mut state);
                }
                state.sleep = Sleep::UntilAny;
                state = wait(&self.work, state, until_metrics);
                continue;
            }
            let due = *due.get_or_insert_with(|| after(self.delay));
            let left = time_until(due);
            let full = self.is_full(&state.waiting);
            let flushing = state.hurried || state.flush_to > state.settled;
            let (false, false, false, Some(left)) = (full, flushing, stopping, left) else {
                state.peak = state.peak.max(state.waiting.bytes());
                state.in_flight_bytes = state.waiting.take(self.batch_size, BATCH_BYTES, batch);
                state.in_flight = batch.len();
                let count = batch.len();
                for exporter in &mut state.exporters {
                    exporter.in_flight = count as u64;
                }
                state.sleep = Sleep::Awake;
                return Task::Batch;
            };
            state.sleep = Sleep::UntilFull;
            state = wait(&self.work, state, left.min(until_metrics));
        }
    }

    /// Metrics are sent once more before the flusher ends, so that the last values are known.
    fn last_task(&self, state: &mut State) -> Task {
        match state.metrics_due.take() {
            Some(_) => Task::Metrics,
            None => Task::End,
        }
    }

    fn next_metrics(&self) -> Option<Instant> {
        self.metrics.as_ref().map(|(_, interval)| after(*interval))
    }

    /// Takes down how one exporter gets on with the batch in hand.
    pub(crate) fn report(&self, epoch: u64, report: Report) {
        let mut state = self.lock();
        if state.epoch == epoch {
            match report {
                Report::Attempt(exporter) => state.attempt(exporter),
                Report::FailedTry(exporter, reason) => state.failed_try(exporter, reason),
                Report::Answer(answer) => state.answer(answer),
            }
        }
    }

    /// Accounts for the batch in hand, which all exporters have answered for.
    pub(crate) fn settle(&self, epoch: u64) {
        let mut state = self.lock();
        if state.epoch == epoch {
            state.settle(Failure::Other, &self.budget);
            self.progress.notify_all();
        }
    }

    /// Whether the queue is empty after a burst. True once for each.
    pub(crate) fn burst_is_over(&self) -> bool {
        let mut state = self.lock();
        let is_over = state.waiting.is_empty() && state.peak >= BURST;
        if state.waiting.is_empty() {
            state.peak = 0;
        }
        is_over
    }

    /// Waits out `pause` before a retry and counts the retry. False at once where the flusher of `epoch` shall end.
    pub(crate) fn pause(&self, epoch: u64, pause: Duration) -> bool {
        let until = after(pause);
        let mut state = self.lock();
        loop {
            if state.epoch != epoch || state.stop_by.is_some() {
                return false;
            }
            let Some(left) = time_until(until) else {
                state.retries += 1;
                return true;
            };
            state = wait(&self.work, state, left);
        }
    }

    /// How many spans found no room so far.
    pub(crate) fn dropped(&self) -> u64 {
        self.lock().dropped_queue_full
    }

    /// When the flusher must have ended, if it must.
    pub(crate) fn stop_by(&self) -> Option<Instant> {
        self.lock().stop_by
    }
}
