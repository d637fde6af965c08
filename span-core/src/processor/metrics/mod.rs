//! Metrics of the tracer itself: its counters become OpenTelemetry's `otel.sdk.*`.
//!
//! Owns the durations kept for them alone, and the form in which they are sent. Must not know how they are sent (`export`)
//! or when (`tasks`).

mod durations;
mod request;

use std::time::SystemTime;

pub(crate) use durations::Durations;
pub(crate) use request::request;

use crate::processor::engine_counters::CounterValues;
use crate::processor::stats::{ExporterStats, Stats};

/// All that is known at one moment.
#[derive(Debug)]
pub(crate) struct MetricsSnapshot {
    pub(crate) since: SystemTime,
    pub(crate) counters: CounterValues,
    /// Those of the queue.
    pub(crate) stats: Stats,
    pub(crate) exporters: Vec<ExporterStats>,
    pub(crate) durations: Durations,
    /// Spans that wait for a batch.
    pub(crate) waiting: u64,
    /// Spans that the exporters were given.
    pub(crate) given: u64,
}
