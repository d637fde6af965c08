//! What the engines of a process count, each on its own thread, and any thread reads.
//!
//! Owns these counters and their sums. Each has one writer, so that loads and stores are enough. Must not know what the queue
//! counts, nor what the counters are read for.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::processor::stats::Stats;
use crate::span::open::Span;

/// Where a span's parent is, by the name that OpenTelemetry has for it.
pub(crate) const ORIGINS: [&str; 3] = ["none", "local", "remote"];

/// A counter with one writer.
#[derive(Default)]
pub(crate) struct Count(AtomicU64);

impl Count {
    #[inline(always)]
    pub(crate) fn add(&self, more: u64) {
        self.set(self.0.load(Ordering::Relaxed) + more);
    }

    /// What is stored in the order in which spans move on is read in the opposite one: see [`EngineCounters::read`].
    #[inline(always)]
    pub(crate) fn set(&self, value: u64) {
        self.0.store(value, Ordering::Release);
    }

    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }
}

macro_rules! counters {
    ($($(#[$meta:meta])* $name:ident,)*) => {
        /// The counters of one engine.
        #[derive(Default)]
        pub(crate) struct EngineCounters {
            $($(#[$meta])* pub(crate) $name: Count,)*
            /// Recorded spans that were started, by origin: sampled, and held. Counted while metrics are on.
            by_origin: [[Count; ORIGINS.len()]; 2],
        }

        /// Their values: of one engine, or of all.
        #[derive(Clone, Copy, Default, Debug)]
        pub(crate) struct CounterValues {
            $(pub(crate) $name: u64,)*
            by_origin: [[u64; ORIGINS.len()]; 2],
        }

        impl EngineCounters {
            /// Reads them in the order of the list: a span that moves on meanwhile is missed, and so counts as open, but is never
            /// counted twice.
            fn read(&self) -> CounterValues {
                CounterValues {
                    $($name: self.$name.get(),)*
                    by_origin: self.by_origin.each_ref().map(|by| by.each_ref().map(Count::get)),
                }
            }
        }

        impl CounterValues {
            fn add(&mut self, other: &Self) {
                $(self.$name += other.$name;)*
                for (sum, more) in self.by_origin.iter_mut().flatten().zip(other.by_origin.iter().flatten()) {
                    *sum += more;
                }
            }
        }
    };
}

counters! {
    sampled_out,
    keep_overflow,
    dropped_reset,
    dropped_too_many_open,
    held,
    started,
    not_sampled,
    ended_with_coroutine,
    detached,
    details_dropped,
    scope_misuses,
    internal_errors,
    /// While metrics are on.
    open_sampled,
    /// While metrics are on.
    open_held,
}

impl EngineCounters {
    /// A span was started, and is recorded. Called while metrics are on.
    pub(crate) fn started_from(&self, span: &Span) {
        let origin = match (
            span.identity.parent_span_id(),
            span.identity.parent_is_remote,
        ) {
            (None, _) => 0,
            (Some(_), false) => 1,
            (Some(_), true) => 2,
        };
        self.by_origin[usize::from(span.is_held())][origin].add(1);
    }
}

impl CounterValues {
    /// Started spans by origin that were sampled, and those that are held until their trace is decided.
    pub(crate) fn by_origin(&self) -> [[u64; ORIGINS.len()]; 2] {
        self.by_origin
    }

    /// All counters, where these are those of the queue, read before.
    pub(super) fn with(&self, of_queue: Stats) -> Stats {
        let closed = of_queue.exported
            + of_queue.dropped_queue_full
            + of_queue.dropped_shutdown
            + of_queue.dropped_spool_full
            + of_queue.dropped_spool_expired
            + of_queue.failed.total()
            + of_queue.queued
            + of_queue.spooled
            + self.dropped_too_many_open
            + self.dropped_reset
            + self.held
            + self.sampled_out
            + self.keep_overflow;
        let open = (self.started + of_queue.adopted).saturating_sub(closed);
        Stats {
            started: self.started,
            finished: self.started - open,
            open,
            dropped_too_many_open: self.dropped_too_many_open,
            dropped_reset: self.dropped_reset,
            held: self.held,
            sampled_out: self.sampled_out,
            keep_overflow: self.keep_overflow,
            not_sampled: self.not_sampled,
            ended_with_coroutine: self.ended_with_coroutine,
            detached: self.detached,
            details_dropped: self.details_dropped,
            scope_misuses: self.scope_misuses,
            internal_errors: self.internal_errors,
            ..of_queue
        }
    }
}

/// The counters of all engines of a process, those that are gone included.
#[derive(Default)]
pub(super) struct Engines {
    living: Vec<Arc<EngineCounters>>,
    gone: CounterValues,
}

impl Engines {
    pub(super) fn add(&mut self) -> Arc<EngineCounters> {
        let counters = Arc::default();
        self.living.push(Arc::clone(&counters));
        counters
    }

    /// The engine of these counters is gone; they stay in the sum.
    pub(super) fn remove(&mut self, counters: &Arc<EngineCounters>) {
        let mut living = self.living.iter();
        if let Some(index) = living.position(|known| Arc::ptr_eq(known, counters)) {
            self.living.swap_remove(index);
            self.gone.add(&counters.read());
        }
    }

    /// The sums.
    pub(super) fn read(&self) -> CounterValues {
        let mut sums = self.gone;
        for counters in &self.living {
            sums.add(&counters.read());
        }
        sums
    }
}
