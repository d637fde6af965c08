//! Counters that the coroutines' thread writes and the flusher reads.
//!
//! Owns these counters. They have one writer, so relaxed loads and stores are enough. No lock covers them, so two of them
//! may be a few spans apart. Must not know what they are read for.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::span::open::Span;

/// Where a span's parent is, by the name that OpenTelemetry has for it.
pub(crate) const ORIGINS: [&str; 3] = ["none", "local", "remote"];

/// The counters. They exist only while metrics are on.
#[derive(Default)]
pub(crate) struct SharedCounters {
    /// Recorded spans that were started, by origin: sampled, and held.
    started: [[AtomicU64; ORIGINS.len()]; 2],
    counts: [AtomicU64; 5],
}

/// A copy of the counters.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct CounterValues {
    /// Started spans by origin that were sampled.
    pub(crate) sampled: [u64; ORIGINS.len()],
    /// Started spans by origin that are held until their trace is decided.
    pub(crate) held: [u64; ORIGINS.len()],
    pub(crate) counts: Counts,
}

/// Counters that the engine keeps anyway, copied for the flusher.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Counts {
    pub(crate) not_sampled: u64,
    pub(crate) open_sampled: u64,
    pub(crate) open_held: u64,
    pub(crate) sampled_out: u64,
    pub(crate) keep_overflow: u64,
}

impl SharedCounters {
    /// A span was started, and is recorded.
    pub(crate) fn started(&self, span: &Span) {
        let origin = match (
            span.identity.parent_span_id(),
            span.identity.parent_is_remote,
        ) {
            (None, _) => 0,
            (Some(_), false) => 1,
            (Some(_), true) => 2,
        };
        let count = &self.started[usize::from(span.is_held())][origin];
        count.store(count.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
    }

    pub(crate) fn publish(&self, counts: Counts) {
        let values = [
            counts.not_sampled,
            counts.open_sampled,
            counts.open_held,
            counts.sampled_out,
            counts.keep_overflow,
        ];
        for (count, value) in self.counts.iter().zip(values) {
            count.store(value, Ordering::Relaxed);
        }
    }

    pub(crate) fn read(&self) -> CounterValues {
        let load = |count: &AtomicU64| count.load(Ordering::Relaxed);
        let [
            not_sampled,
            open_sampled,
            open_held,
            sampled_out,
            keep_overflow,
        ] = self.counts.each_ref().map(load);
        let [sampled, held] = self.started.each_ref().map(|by| by.each_ref().map(load));
        CounterValues {
            sampled,
            held,
            counts: Counts {
                not_sampled,
                open_sampled,
                open_held,
                sampled_out,
                keep_overflow,
            },
        }
    }
}
