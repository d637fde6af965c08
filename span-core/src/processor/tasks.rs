//! The flusher thread's side of the queue: it takes batches out and reports their outcomes.
//!
//! Owns what the worker is asked for, and what it sleeps for. Must not know what is done with a batch.

use std::sync::MutexGuard;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::exporter_spool::Own;
use super::moment::{after, time_until};
use super::schedule::{LOOK_EVERY, Next, Schedule, Task, Waiting};
use super::{BatchProcessor, Report, State, wait};
use crate::export::failure::Failure;
use crate::span::record::Record;

/// How long no flusher is started after the system refused a thread.
const SPAWN_PAUSE: Duration = Duration::from_secs(1);

/// How often a worker that waits to try again looks whether the queue fills up.
const CROWD_PAUSE: Duration = Duration::from_millis(50);

/// What cuts a wait short.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// The process ends: a destination that is away is not waited for.
    AtStop,
    /// It must have ended before the wait is over.
    BeyondStop,
    /// It ends, or the queue fills up: the spool has room.
    AtStopOrCrowd,
}

/// The event that the worker sleeps for. It decides whether a push must wake it.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Sleep {
    /// It does not sleep.
    #[default]
    Awake,
    /// The queue is empty: for the first span.
    UntilAny,
    /// Spans wait: for a full batch, or for time to pass.
    UntilFull,
}

/// The worker's state, and the requests to it.
#[derive(Default)]
pub(super) struct WorkerState {
    pub(super) is_running: bool,
    pub(super) sleep: Sleep,
    /// Distinguishes the current worker from one that was abandoned because it did not stop.
    pub(super) epoch: u64,
    /// It does not wait for a full batch until this many spans are processed.
    pub(super) flush_to: u64,
    /// Spans do not wait for a full batch or the schedule delay any more.
    pub(super) exports_eagerly: bool,
    /// It ends before the next batch.
    pub(super) pauses: bool,
    /// When it must have ended, if it must.
    pub(super) stop_by: Option<Instant>,
    spawn_again_at: Option<Instant>,
    schedule: Schedule,
    /// What an earlier worker has left in the spool.
    pub(super) own_spool: Vec<Own>,
}

impl WorkerState {
    /// A worker that still runs belongs to an older epoch from now on: its reports are ignored.
    pub(super) fn abandon(&mut self) {
        self.epoch += 1;
        self.is_running = false;
        self.stop_by = None;
    }
}

impl BatchProcessor {
    /// Claims the right to start a flusher and returns its epoch; `None` if one runs, or if the system refused a thread a
    /// moment ago. See [`BatchProcessor::forget_pause`].
    pub(crate) fn try_claim(&self) -> Option<u64> {
        let mut state = self.lock();
        let too_early = state
            .worker
            .spawn_again_at
            .is_some_and(|at| at > Instant::now());
        if state.worker.is_running || too_early {
            return None;
        }
        state.worker.is_running = true;
        state.worker.epoch += 1;
        state.worker.stop_by = None;
        state.worker.sleep = Sleep::Awake;
        state.worker.schedule = Schedule::new(
            self.next_metrics(),
            self.recorder.as_ref().map(|_| Instant::now()),
            self.has_spool.then(Instant::now),
        );
        Some(state.worker.epoch)
    }

    /// The flusher that was claimed has its thread.
    pub(crate) fn spawned(&self, thread: JoinHandle<()>) {
        self.lock().worker.spawn_again_at = None;
        *self.thread() = Some(thread);
    }

    /// The flusher that was claimed got no thread. True for the first refusal in a row.
    pub(crate) fn refused(&self) -> bool {
        let mut state = self.lock();
        state.worker.is_running = false;
        state
            .worker
            .spawn_again_at
            .replace(after(SPAWN_PAUSE))
            .is_none()
    }

    /// Ends the pause after a refused thread: the caller waits for the spans.
    pub(crate) fn forget_pause(&self) {
        if let Some(at) = &mut self.lock().worker.spawn_again_at {
            *at = Instant::now();
        }
    }

    /// The flusher of `epoch` ends. A batch that it has not closed is lost.
    pub(crate) fn ended(&self, epoch: u64) {
        let mut state = self.lock();
        if state.worker.epoch == epoch {
            state.close_batch(Failure::Other, &self.budget);
            state.worker.is_running = false;
            self.progress.notify_all();
        }
    }

    /// Waits for the next task of the flusher of `epoch`, and moves the next batch into `batch`.
    ///
    /// A batch is due when it is full, on a flush, when spans are exported eagerly, or when its spans have waited for the
    /// schedule delay. While the queue is empty the thread sleeps, but for a look each second where there is a recorder.
    pub(crate) fn next_task(&self, epoch: u64, batch: &mut Vec<Record>) -> Task {
        let mut state = self.lock();
        loop {
            if state.worker.epoch != epoch || state.worker.pauses {
                return Task::End;
            }
            let waiting = self.waiting(&state);
            let task = match state.worker.stop_by {
                Some(_) if waiting == Waiting::Nothing => return self.last_task(&mut state),
                Some(_) => Task::Batch,
                None => {
                    let schedule = &mut state.worker.schedule;
                    match schedule.next(Instant::now(), waiting, self.delay) {
                        Next::Do(task) => task,
                        Next::Wait(left) => {
                            state.worker.sleep = match waiting {
                                Waiting::Nothing => Sleep::UntilAny,
                                _ => Sleep::UntilFull,
                            };
                            state = wait(&self.work, state, left);
                            continue;
                        }
                    }
                }
            };
            if task == Task::Batch {
                state.queue.take_batch(self.batch_size, &self.budget, batch);
                state.account.begin_batch(batch.len() as u64);
            }
            state.worker.sleep = Sleep::Awake;
            return task;
        }
    }

    fn waiting(&self, state: &State) -> Waiting {
        let worker = &state.worker;
        let is_wanted = worker.exports_eagerly || worker.flush_to > state.account.processed;
        match state.queue.is_empty() {
            true => Waiting::Nothing,
            false if is_wanted || self.is_full(&state.queue) => Waiting::Due,
            false => Waiting::Some,
        }
    }

    /// Metrics are sent once more before the flusher ends, so that the last values are known.
    fn last_task(&self, state: &mut State) -> Task {
        match state.worker.schedule.metrics.take() {
            Some(_) => Task::Metrics,
            None => Task::End,
        }
    }

    fn next_metrics(&self) -> Option<Instant> {
        self.metrics_interval.map(after)
    }

    /// Records one exporter's progress with the current batch.
    pub(crate) fn report(&self, epoch: u64, report: Report) {
        let mut state = self.lock();
        if state.worker.epoch == epoch {
            match report {
                Report::Attempt(exporter) => state.account.attempt(exporter),
                Report::FailedTry(exporter, reason) => state.account.failed_try(exporter, reason),
                Report::Settled(exporter, key, fate) => state.account.settle(exporter, key, fate),
                Report::Outcome(outcome) => {
                    let is_stopping = state.worker.stop_by.is_some();
                    state.account.exporter_answered(outcome, is_stopping);
                }
            }
        }
    }

    /// Whether the flusher of `epoch` was not left behind.
    pub(crate) fn is_current(&self, epoch: u64) -> bool {
        self.lock().worker.epoch == epoch
    }

    /// A batch of a dead process's spans begins its way.
    pub(crate) fn begin_adopted(&self, epoch: u64, count: usize, perhaps_twice: u64) {
        let mut state = self.lock();
        if state.worker.epoch == epoch {
            state.queue.begin_adopted(count);
            state.account.begin_adopted(count as u64, perhaps_twice);
        }
    }

    /// Metrics were sent, however long that has taken.
    pub(crate) fn metrics_sent(&self, epoch: u64) {
        let mut state = self.lock();
        // Not after the last ones, which nothing is due behind.
        if state.worker.epoch == epoch && state.worker.schedule.metrics.is_some() {
            state.worker.schedule.metrics = self.next_metrics();
        }
    }

    /// What dead processes have left is to wait for so long.
    pub(crate) fn look_again_after(&self, epoch: u64, pause: Duration) {
        let mut state = self.lock();
        if state.worker.epoch == epoch {
            state.worker.schedule.look = Some(after(pause));
        }
    }

    /// Closes the current batch, for which all exporters have reported an outcome.
    pub(crate) fn close_batch(&self, epoch: u64) {
        let mut state = self.lock();
        if state.worker.epoch == epoch {
            state.close_batch(Failure::Other, &self.budget);
            self.progress.notify_all();
        }
    }

    /// Whether a burst is over. True once for each.
    pub(crate) fn burst_is_over(&self) -> bool {
        self.lock().queue.burst_is_over(&self.budget)
    }

    /// Waits out `pause` before a retry and counts the retry. False where the wait was cut short.
    pub(super) fn pause(&self, epoch: u64, pause: Duration, cut: Cut) -> bool {
        let waited = self.wait_out(epoch, pause, cut);
        waited.map(|mut state| state.account.retries += 1).is_some()
    }

    /// Waits out `pause`. `None` at once where the flusher of `epoch` shall end, or something else cuts the wait short.
    pub(super) fn wait_out(
        &self,
        epoch: u64,
        pause: Duration,
        cut: Cut,
    ) -> Option<MutexGuard<'_, State>> {
        let until = after(pause);
        let mut state = self.lock();
        loop {
            let ends = match cut {
                Cut::AtStop | Cut::AtStopOrCrowd => state.worker.stop_by.is_some(),
                Cut::BeyondStop => state.worker.stop_by.is_some_and(|at| at <= until),
            };
            let is_crowded = cut == Cut::AtStopOrCrowd && self.is_crowded(&state.queue);
            if state.worker.epoch != epoch || ends || is_crowded {
                return None;
            }
            let Some(left) = time_until(until) else {
                return Some(state);
            };
            let left = match cut {
                Cut::AtStopOrCrowd => left.min(CROWD_PAUSE),
                _ => left.min(LOOK_EVERY),
            };
            self.give_sign();
            state = wait(&self.work, state, left);
        }
    }

    /// What an earlier flusher of this process has left in the spool. One that hangs leaves no more than that it has.
    pub(crate) fn take_own_spool(&self) -> Vec<Own> {
        let mut state = self.lock();
        let mut own = std::mem::take(&mut state.worker.own_spool);
        for exporter in state.account.exporters() {
            let is_known = own.iter().any(|(name, _)| *name == exporter.name);
            if exporter.spooled > 0 && !is_known {
                own.push((exporter.name, Vec::new()));
            }
        }
        own
    }

    /// The flusher of `epoch` ends, and leaves this in the spool.
    pub(crate) fn keep_own_spool(&self, epoch: u64, own: Vec<Own>) {
        let mut state = self.lock();
        if state.worker.epoch == epoch {
            state.worker.own_spool = own;
        }
    }

    /// When the spool is to be looked at again.
    pub(crate) fn spool_is_due(&self, epoch: u64, due: Option<Instant>) {
        let mut state = self.lock();
        if state.worker.epoch == epoch {
            state.worker.schedule.spool = due;
        }
    }

    /// How many spans found no room so far.
    pub(crate) fn dropped(&self) -> u64 {
        self.lock().account.dropped_queue_full
    }

    /// When the flusher must have ended, if it must.
    pub(crate) fn stop_by(&self) -> Option<Instant> {
        self.lock().worker.stop_by
    }
}
