//! The batch processor: what lies between the coroutines' threads and the exporters.
//!
//! Owns the one lock that the threads share, and under it five parts, each in its own file: the spans that wait
//! ([`queue`]), the counters that must add up ([`account`], [`engine_counters`]), what the worker shall do ([`tasks`]), and the spans of the
//! memory exporter ([`memory_store`]). Must not know exporters or how the worker's thread is started.
//!
//! `std`'s locks rather than `parking_lot`'s: the latter park threads in one table per process, whose own locks
//! another thread may hold while this process forks, and a new queue in the child would meet them again.

mod account;
mod adopter;
mod answer;
mod batch_budget;
mod budget;
pub(crate) mod delivery;
mod drain;
pub(crate) mod engine_counters;
mod exporter_spool;
pub(crate) mod log;
mod losses;
pub(crate) mod memory_store;
pub(crate) mod metrics;
pub(crate) mod moment;
pub(crate) mod pipeline;
mod queue;
mod request_memory;
mod schedule;
pub(crate) mod self_test;
mod spool_ledger;
pub(crate) mod stats;
mod tasks;
mod time_slice;
mod turn;
mod waiting;
pub(crate) mod worker;

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

use account::Account;
pub(crate) use account::{ExportOutcome, Kept, Loss, Report};
pub(crate) use budget::Budget;
use engine_counters::{EngineCounters, Engines};
use queue::{BATCH_BYTES, Queue};
pub(crate) use schedule::Task;
use tasks::{Sleep, WorkerState};

use crate::config::Config;
use crate::export::failure::Failure;
use crate::export::registry::ExporterKind;
use crate::processor::memory_store::MemoryStore;
use crate::processor::metrics::MetricsSnapshot;
use crate::processor::stats::{ExporterStats, Stats};
use crate::recorder::Recorder;
use crate::span::clock::Clock;
use crate::span::record::Record;

/// All that the threads share.
struct State {
    queue: Queue,
    account: Account,
    engines: Engines,
    worker: WorkerState,
    memory: Option<MemoryStore>,
}

impl State {
    /// Closes the current batch. It counts as lost for exporters that have not reported an outcome.
    fn close_batch(&mut self, unanswered: Failure, budget: &Budget) {
        let (own, adopted) = self.queue.end_batch(budget);
        self.account.close_batch(own + adopted, unanswered);
        self.account.processed += own;
    }

    /// Gives up every span that is not processed yet.
    fn give_up(&mut self, budget: &Budget) {
        self.close_batch(Failure::Shutdown, budget);
        let count = self.queue.clear(budget);
        self.account.drop_at_shutdown(count);
    }

    fn stats(&self) -> (Stats, Vec<ExporterStats>) {
        let stats = self.account.stats(self.queue.all_unprocessed());
        (stats, self.account.exporters().to_vec())
    }

    /// The value of `processed` once every span in the queue now has left it.
    fn processed_when_drained(&self) -> u64 {
        self.account.processed + self.queue.unprocessed()
    }
}

/// The processor. See the module.
pub(crate) struct BatchProcessor {
    state: Mutex<State>,
    /// Something happened that the worker may wait for.
    work: Condvar,
    /// Something happened that a flush or a shutdown may wait for.
    progress: Condvar,
    thread: Mutex<Option<JoinHandle<()>>>,
    recorder: Option<Arc<Recorder>>,
    /// By count, where one is set.
    queue_size: usize,
    budget: Budget,
    batch_size: usize,
    /// How many spans, and how many bytes, make the worker take a batch.
    wake_at: (usize, usize),
    delay: Duration,
    has_exporters: bool,
    since: SystemTime,
    clock: Clock,
    has_spool: bool,
    /// How often metrics are sent, where they are wanted.
    metrics_interval: Option<Duration>,
}

impl BatchProcessor {
    pub(crate) fn new(config: &Arc<Config>) -> Self {
        let memory = config.exporters.contains(&ExporterKind::Memory);
        let exporters: Vec<_> = config
            .exporters
            .iter()
            .filter(|kind| kind.sends())
            .map(|kind| ExporterStats::new(kind.name()))
            .collect();
        let has_exporters = !exporters.is_empty();
        BatchProcessor {
            state: Mutex::new(State {
                queue: Queue::default(),
                account: Account::new(exporters),
                engines: Engines::default(),
                worker: WorkerState::default(),
                memory: memory.then(MemoryStore::default),
            }),
            work: Condvar::new(),
            progress: Condvar::new(),
            thread: Mutex::new(None),
            recorder: Recorder::new(config),
            queue_size: config.queue_size.unwrap_or(usize::MAX).max(1),
            budget: Budget::new(config.queue_memory),
            batch_size: config.batch_size.max(1),
            wake_at: wake_at(config),
            delay: config.schedule_delay,
            has_exporters,
            has_spool: config.spool.directory().is_some(),
            since: SystemTime::now(),
            clock: Clock::new(config.clock),
            metrics_interval: config.metrics.as_ref().map(|metrics| metrics.interval),
        }
    }

    /// Takes a closed span in, or drops it when the queue is full; never blocks for longer than a move takes. True if a flusher
    /// must be started. Inlined: the span goes from the table of open ones into the queue without a stop on the way.
    #[inline(always)]
    pub(crate) fn push(&self, record: Record) -> bool {
        self.push_beyond(record, 0)
    }

    /// [`BatchProcessor::push`] of a span that is not plain, or of one of many: `extra` raises the queue's bounds for it.
    #[cold]
    pub(crate) fn push_unusual(&self, record: Record, extra: usize) -> bool {
        self.push_beyond(record, extra)
    }

    #[inline(always)]
    fn push_beyond(&self, record: Record, extra: usize) -> bool {
        let weight = record.weight();
        let slot = record.span.slot();
        let mut state = self.lock();
        if let Some(memory) = &mut state.memory {
            memory.push(&record, weight, &self.budget);
        }
        if !self.has_exporters {
            state.account.kept();
            return false;
        }
        if state.queue.len() >= self.queue_size.saturating_add(extra)
            || !self.budget.admits(weight, extra)
            || !state.queue.push(record, weight)
        {
            state.account.dropped_queue_full += 1;
            let running = state.worker.is_running;
            drop(state);
            self.release(slot);
            return !running;
        }
        self.budget.add(weight);
        let wake = match state.worker.sleep {
            Sleep::Awake => false,
            Sleep::UntilAny => true,
            Sleep::UntilFull => self.is_full(&state.queue),
        };
        if wake {
            state.worker.sleep = Sleep::Awake;
        }
        let running = state.worker.is_running;
        drop(state);
        if wake {
            self.work.notify_one();
        }
        !running
    }

    /// A span was dropped.
    #[cold]
    fn release(&self, slot: u32) {
        if let Some(recorder) = &self.recorder {
            recorder.release([slot]);
        }
    }

    /// Whether spans wait that no flusher will take.
    pub(crate) fn needs_flusher(&self) -> bool {
        let state = self.lock();
        !state.worker.is_running && !state.queue.is_empty()
    }

    /// Whether what waits makes a batch.
    fn is_full(&self, queue: &Queue) -> bool {
        let (count, bytes) = self.wake_at;
        queue.len() >= count || queue.bytes() >= bytes
    }

    /// Whether more than half of the queue is in use.
    fn is_crowded(&self, queue: &Queue) -> bool {
        queue.len() > self.queue_size / 2 || self.budget.is_half_used()
    }

    /// The bound in bytes on all that is held.
    #[inline(always)]
    pub(crate) fn budget(&self) -> &Budget {
        &self.budget
    }

    /// The clock that spans are timed by.
    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// An engine begins, and keeps these counters.
    pub(crate) fn begin_engine(&self) -> Arc<EngineCounters> {
        self.lock().engines.add()
    }

    /// It is gone; its counters stay in the sums.
    pub(crate) fn end_engine(&self, counters: &Arc<EngineCounters>) {
        self.lock().engines.remove(counters);
    }

    /// Whether metrics are on.
    #[inline]
    pub(crate) fn has_metrics(&self) -> bool {
        self.metrics_interval.is_some()
    }

    /// How often metrics are sent.
    pub(crate) fn metrics_interval(&self) -> Duration {
        self.metrics_interval.unwrap_or(Duration::MAX)
    }

    /// Whether metrics are on and no flusher runs that could send them.
    pub(crate) fn needs_flusher_for_metrics(&self) -> bool {
        self.has_metrics() && !self.lock().worker.is_running
    }

    /// All metrics at one moment, if metrics are on.
    pub(crate) fn metrics_snapshot(&self) -> Option<MetricsSnapshot> {
        self.metrics_interval?;
        let state = self.lock();
        let (stats, exporters) = state.stats();
        Some(MetricsSnapshot {
            since: self.since,
            counters: state.engines.read(),
            stats,
            exporters,
            durations: state.account.durations().clone(),
            waiting: state.queue.len() as u64,
            given: state.account.given(state.queue.in_flight()),
        })
    }

    /// All counters at one moment, and those of each exporter that runs on the flusher thread.
    pub(crate) fn stats(&self) -> (Stats, Vec<ExporterStats>) {
        let state = self.lock();
        let (of_queue, exporters) = state.stats();
        let mut stats = state.engines.read().with(of_queue);
        drop(state);
        stats.unrecorded = self.recorder().map_or(0, |recorder| recorder.unrecorded());
        (stats, exporters)
    }

    pub(crate) fn memory_records(&self) -> Vec<Record> {
        let state = self.lock();
        state
            .memory
            .as_ref()
            .map(MemoryStore::records)
            .unwrap_or_default()
    }

    /// Empties the memory exporter, where there is one.
    pub(crate) fn reset_memory(&self) -> bool {
        let mut state = self.lock();
        let memory = state.memory.as_mut();
        memory.map(|memory| memory.clear(&self.budget)).is_some()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn thread(&self) -> MutexGuard<'_, Option<JoinHandle<()>>> {
        self.thread.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A full batch, and where the queue is hardly larger than that, half of the queue: the flusher needs time to wake up.
fn wake_at(config: &Config) -> (usize, usize) {
    let half = config
        .queue_size
        .map_or(usize::MAX, |size| size.div_ceil(2));
    let count = config.batch_size.min(half).max(1);
    (count, BATCH_BYTES.min(config.queue_memory / 2))
}

/// Lets go of the lock until `condition` is notified, or `limit` is over, or for no reason.
fn wait<'a>(
    condition: &Condvar,
    state: MutexGuard<'a, State>,
    limit: Duration,
) -> MutexGuard<'a, State> {
    let answer = condition.wait_timeout(state, limit);
    answer.unwrap_or_else(PoisonError::into_inner).0
}
