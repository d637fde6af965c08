//! The counters that a reader sees.
//!
//! Owns their meaning and how they add up. Must not know how they are counted.

/// A consistent reading of the engine's counters.
///
/// At any moment `started == exported + dropped_queue_full + failed_export + open + queued`.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Stats {
    /// Spans started in this process.
    pub started: u64,
    /// Spans closed, whatever became of them afterwards: `started - open`.
    pub finished: u64,
    /// Spans that every exporter took.
    pub exported: u64,
    /// Spans dropped because the queue was full.
    pub dropped_queue_full: u64,
    /// Spans that at least one exporter did not take, or that were given up at shutdown.
    pub failed_export: u64,
    /// Spans not closed yet.
    pub open: u64,
    /// Spans closed and not settled yet, those of the batch being exported among them.
    pub queued: u64,
    /// Exports of a batch that failed, rejected a part of it, or panicked; one per exporter and batch.
    pub export_failures: u64,
    /// Requests that were sent again.
    pub retries: u64,
    /// Failures inside the tracer that its user did not notice.
    pub internal_errors: u64,
}
