//! Metrics of the tracer itself: what is counted becomes OpenTelemetry's `otel.sdk.*`.
//!
//! Owns what is counted for them alone, and the form in which it is sent. Must not know who sends it (`export`) and when
//! (`tasks`).

mod durations;
mod request;
mod shared_counters;

use std::time::SystemTime;

pub(crate) use durations::Durations;
pub(crate) use request::request;
pub(crate) use shared_counters::{CounterValues, Counts, SharedCounters};

use crate::processor::stats::{ExporterStats, Stats};

/// All that is known at one moment.
#[derive(Debug)]
pub(crate) struct MetricsSnapshot {
    pub(crate) since: SystemTime,
    pub(crate) counters: CounterValues,
    /// As far as the queue knows them.
    pub(crate) stats: Stats,
    pub(crate) exporters: Vec<ExporterStats>,
    pub(crate) durations: Durations,
    /// Spans that wait for a batch.
    pub(crate) waiting: u64,
    /// Spans that the exporters were given.
    pub(crate) given: u64,
}
