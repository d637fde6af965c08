//! The bounded queue between the coroutines' thread and the flusher thread, and the account of what became of each
//! span that entered it.
//!
//! Owns the one lock that both threads share, and with it every counter that must add up. Must not know exporters or
//! how the flusher thread is started.
//!
//! `std`'s locks rather than `parking_lot`'s: the latter park threads in one table per process, whose own locks
//! another thread may hold while this process forks, and a new queue in the child would meet them again.

mod account;
mod budget;
pub(crate) mod delivery;
mod drain;
pub(crate) mod log;
pub(crate) mod memory_store;
pub(crate) mod metrics;
pub(crate) mod self_test;
pub(crate) mod stats;
mod tasks;
mod waiting;
pub(crate) mod worker;

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime};

pub(crate) use account::{Answer, Loss, Report};
pub(crate) use budget::Budget;

pub(crate) use tasks::Task;
use waiting::Waiting;

use crate::config::Config;
use crate::export::failure::Failures;
use crate::export::registry::ExporterKind;
use crate::processor::memory_store::MemoryStore;
use crate::processor::metrics::{Durations, Reading, Tally};
use crate::processor::stats::{ExporterStats, Stats};
use crate::span::clock::Clock;
use crate::span::record::Record;

/// How long the request of one batch is, about: with room for what an estimate misses in the 4 MiB that a gRPC server takes
/// by default.
const BATCH_BYTES: usize = 3 << 20;

/// From how many bytes in the queue on it was a burst, whose memory is given back to the system.
const BURST: usize = 4 << 20;

/// What the flusher sleeps for; decides whether a push must wake it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sleep {
    /// It does not sleep.
    Awake,
    /// The queue is empty: for the first span.
    UntilAny,
    /// Spans wait: for a full batch, or for time to pass.
    UntilFull,
}

struct State {
    waiting: Waiting,
    in_flight: usize,
    /// What the batch in hand weighed in the queue.
    in_flight_bytes: usize,
    /// Spans that came through the queue and are settled, one way or the other; they are so in order.
    settled: u64,
    /// The flusher does not wait for a full batch as long as `settled` is less than this.
    flush_to: u64,
    exported: u64,
    dropped_queue_full: u64,
    dropped_shutdown: u64,
    failed: Failures,
    /// How much of the batch in hand is lost: what the exporter lost that lost the most of it so far.
    lost: Failures,
    exporters: Vec<ExporterStats>,
    durations: Durations,
    export_failures: u64,
    retries: u64,
    /// Losses that the last flush has told its caller about.
    reported_losses: u64,
    /// The most that has waited since the queue was empty, in bytes.
    peak: usize,
    /// Spans do not wait for a full batch or the schedule delay any more.
    hurried: bool,
    sleep: Sleep,
    /// Tells the flusher in charge from one that was left alone because it did not stop.
    epoch: u64,
    running: bool,
    /// The flusher ends before the next batch.
    pauses: bool,
    stop_by: Option<Instant>,
    spawn_again_at: Option<Instant>,
    memory: Option<MemoryStore>,
    metrics_due: Option<Instant>,
}

/// The queue. See the module.
pub(crate) struct Queue {
    state: Mutex<State>,
    /// Something happened that the flusher may wait for.
    work: Condvar,
    /// Something happened that a flush or a shutdown may wait for.
    progress: Condvar,
    thread: Mutex<Option<JoinHandle<()>>>,
    /// By count, where one is set.
    queue_size: usize,
    budget: Budget,
    batch_size: usize,
    /// How many spans, and how many bytes, make the flusher take a batch.
    wake_at: (usize, usize),
    delay: Duration,
    has_exporters: bool,
    since: SystemTime,
    clock: Clock,
    /// Where metrics are wanted, what they need of the coroutines' thread, and how often they are sent.
    metrics: Option<(Tally, Duration)>,
}

impl Queue {
    pub(crate) fn new(config: &Config) -> Self {
        let memory = config.exporters.contains(&ExporterKind::Memory);
        let exporters: Vec<_> = config
            .exporters
            .iter()
            .filter(|kind| kind.sends())
            .map(|kind| ExporterStats::new(kind.name()))
            .collect();
        let has_exporters = !exporters.is_empty();
        Queue {
            state: Mutex::new(State {
                waiting: Waiting::default(),
                in_flight: 0,
                in_flight_bytes: 0,
                settled: 0,
                flush_to: 0,
                exported: 0,
                dropped_queue_full: 0,
                dropped_shutdown: 0,
                failed: Failures::default(),
                lost: Failures::default(),
                exporters,
                durations: Durations::default(),
                metrics_due: None,
                export_failures: 0,
                retries: 0,
                reported_losses: 0,
                peak: 0,
                hurried: false,
                sleep: Sleep::Awake,
                epoch: 0,
                running: false,
                pauses: false,
                stop_by: None,
                spawn_again_at: None,
                memory: memory.then(MemoryStore::default),
            }),
            work: Condvar::new(),
            progress: Condvar::new(),
            thread: Mutex::new(None),
            queue_size: config.queue_size.unwrap_or(usize::MAX).max(1),
            budget: Budget::new(config.queue_memory),
            batch_size: config.batch_size.max(1),
            wake_at: wake_at(config),
            delay: config.schedule_delay,
            has_exporters,
            since: SystemTime::now(),
            clock: Clock::new(config.clock),
            metrics: config
                .metrics
                .as_ref()
                .map(|metrics| (Tally::default(), metrics.interval)),
        }
    }

    /// Takes a closed span in, or drops it when the queue is full; never blocks for longer than a move takes. `extra`
    /// raises the bound for this one. True if a flusher must be started.
    #[inline]
    pub(crate) fn push(&self, record: Record, extra: usize) -> bool {
        let weight = record.weight();
        let mut state = self.lock();
        if let Some(memory) = &mut state.memory {
            memory.push(&record, weight, &self.budget);
        }
        if !self.has_exporters {
            state.exported += 1;
            return false;
        }
        if state.waiting.len() >= self.queue_size.saturating_add(extra)
            || !self.budget.admits(weight, extra)
            || !state.waiting.push(record, weight)
        {
            state.dropped_queue_full += 1;
            return !state.running;
        }
        self.budget.add(weight);
        let wake = match state.sleep {
            Sleep::Awake => false,
            Sleep::UntilAny => true,
            Sleep::UntilFull => self.is_full(&state.waiting),
        };
        if wake {
            state.sleep = Sleep::Awake;
        }
        let running = state.running;
        drop(state);
        if wake {
            self.work.notify_one();
        }
        !running
    }

    /// Whether spans wait that no flusher will take.
    pub(crate) fn needs_flusher(&self) -> bool {
        let state = self.lock();
        !state.running && !state.waiting.is_empty()
    }

    /// Whether what waits makes a batch.
    fn is_full(&self, waiting: &Waiting) -> bool {
        let (count, bytes) = self.wake_at;
        waiting.len() >= count || waiting.bytes() >= bytes
    }

    /// The bound in bytes on all that is held.
    #[inline(always)]
    pub(crate) fn budget(&self) -> &Budget {
        &self.budget
    }

    /// What the times of spans are told by.
    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// What metrics need of the coroutines' thread, where they are wanted.
    #[inline]
    pub(crate) fn tally(&self) -> Option<&Tally> {
        self.metrics.as_ref().map(|(tally, _)| tally)
    }

    /// How often metrics are sent.
    pub(crate) fn metrics_interval(&self) -> Duration {
        self.metrics
            .as_ref()
            .map_or(Duration::MAX, |(_, interval)| *interval)
    }

    /// Whether metrics are wanted and nobody is there to send them.
    pub(crate) fn needs_flusher_for_metrics(&self) -> bool {
        self.metrics.is_some() && !self.lock().running
    }

    /// What there is to be sent as metrics, where they are wanted.
    pub(crate) fn reading(&self) -> Option<Reading> {
        let (tally, _) = self.metrics.as_ref()?;
        let (stats, exporters) = self.stats();
        let state = self.lock();
        let in_flight = state.in_flight as u64;
        let given = if self.has_exporters {
            state.settled - state.dropped_shutdown + in_flight
        } else {
            state.exported
        };
        Some(Reading {
            since: self.since,
            tallied: tally.read(),
            stats,
            exporters,
            durations: state.durations.clone(),
            waiting: state.waiting.len() as u64,
            given,
        })
    }

    /// What this queue counts, all at one moment: the rest of [`Stats`] is the engine's.
    pub(crate) fn stats(&self) -> (Stats, Vec<ExporterStats>) {
        let state = self.lock();
        let stats = Stats {
            exported: state.exported,
            dropped_queue_full: state.dropped_queue_full,
            dropped_shutdown: state.dropped_shutdown,
            failed: state.failed,
            queued: state.queued(),
            export_failures: state.export_failures,
            retries: state.retries,
            ..Stats::default()
        };
        (stats, state.exporters.clone())
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

/// The moment `span` from now; a length of time that no clock can hold is as good as a very long one.
fn after(span: Duration) -> Instant {
    const FAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);
    Instant::now() + span.min(FAR)
}

/// What is left until `deadline`, if anything is.
fn time_until(deadline: Instant) -> Option<Duration> {
    let left = deadline.saturating_duration_since(Instant::now());
    (!left.is_zero()).then_some(left)
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
