//! The counters that a reader sees.
//!
//! Owns their meaning and how they add up. Must not know how they are counted.

use std::time::SystemTime;

use crate::export::failure::Failures;

/// A consistent reading of the engine's counters.
///
/// At any moment `started + adopted == exported + dropped_queue_full + dropped_too_many_open + dropped_shutdown + dropped_reset +
/// dropped_spool_full + dropped_spool_expired + failed.total() + open + queued + spooled + held + sampled_out + keep_overflow`.
///
/// A process counts its own spans only, also where another process delivers them from the spool: it reads there what has become of
/// them, so that a span may have arrived a moment before it is counted as exported. Spans that an earlier process has left in the
/// spool are in none of these counters, whoever delivers them.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Stats {
    /// Spans started in this process.
    pub started: u64,
    /// Spans of processes that were killed, which this one has found and exports in their place.
    pub adopted: u64,
    /// Those of them that an exporter had been given before: it may have them already.
    pub adopted_twice_possible: u64,
    /// Spans, and things said of them, that a killed process would lose, because the recorder had no room for them.
    pub unrecorded: u64,
    /// Spans closed, whatever became of them afterwards: `started - open`.
    pub finished: u64,
    /// Spans that every exporter took.
    pub exported: u64,
    /// Spans dropped because the queue was full.
    pub dropped_queue_full: u64,
    /// Manual spans that were not recorded because too many were open.
    pub dropped_too_many_open: u64,
    /// Spans that still waited for their turn when the time for the last export was over.
    pub dropped_shutdown: u64,
    /// Spans that waited in the spool and were dropped because newer ones needed the room.
    pub dropped_spool_full: u64,
    /// Spans that waited in the spool for longer than [`Config::spool`](crate::Config::spool) allows.
    pub dropped_spool_expired: u64,
    /// Spans that were open or held when the memory exporter was reset.
    pub dropped_reset: u64,
    /// Spans that at least one exporter was given and did not take, by the reason of the one that lost the most.
    pub failed: Failures,
    /// Spans not closed yet.
    pub open: u64,
    /// Spans closed and not processed yet, including those of the batch being exported.
    pub queued: u64,
    /// Spans that wait in the spool for at least one exporter, and that no exporter has lost. Those that are still there when
    /// the process ends are delivered by another one.
    pub spooled: u64,
    /// Spans closed and held until it is known whether their trace is kept: see
    /// [`Config::keep_errors`](crate::Config::keep_errors).
    pub held: u64,
    /// Spans that were held and then discarded with their trace.
    pub sampled_out: u64,
    /// Spans that could not be held because too many were.
    pub keep_overflow: u64,
    /// Spans that the sampler did not want. They are not among the started ones: nothing of them is recorded.
    pub not_sampled: u64,
    /// Manual spans that were open when their coroutine ended, and were ended then.
    pub ended_with_coroutine: u64,
    /// Spans of coroutines that were closed although the coroutine ran on: see
    /// [`Config::detach_after`](crate::Config::detach_after).
    pub detached: u64,
    /// Attributes, events and links that were dropped because there was no memory for them.
    pub details_dropped: u64,
    /// Scopes that were detached out of order, twice, or in another coroutine, or were too many.
    pub scope_misuses: u64,
    /// Exports of a batch that failed, rejected a part of it, or panicked; one per exporter and batch.
    pub export_failures: u64,
    /// Requests that were sent again.
    pub retries: u64,
    /// Failures inside the tracer that its user did not notice.
    pub internal_errors: u64,
}

/// The counters of one exporter.
///
/// Of several exporters each is given the same spans: at any moment `exported + sent + failed.total() + dropped + in_flight +
/// spooled` is the same for all of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExporterStats {
    /// The exporter's name in the settings.
    pub name: &'static str,
    /// Spans that it delivered.
    pub exported: u64,
    /// Spans that it sent where nothing is ever confirmed, as over UDP. [`Stats::exported`] counts them too.
    pub sent: u64,
    /// Spans that it did not deliver.
    pub failed: Failures,
    /// Spans that waited in its spool and were dropped there, to make room or for their age.
    pub dropped: u64,
    /// Spans that wait in its spool.
    pub spooled: u64,
    /// Spans of the batch that it has not answered for.
    pub in_flight: u64,
    /// When it last delivered a batch, or at least a part of it.
    pub last_success: Option<SystemTime>,
    /// When it last began to send something, for the first time or again.
    pub last_attempt: Option<SystemTime>,
    /// When a try last failed, be it repeated, or a part of a batch was refused, and why. Shows no secrets.
    pub last_error: Option<(SystemTime, String)>,
}

impl ExporterStats {
    pub(crate) fn new(name: &'static str) -> Self {
        ExporterStats {
            name,
            exported: 0,
            sent: 0,
            failed: Failures::default(),
            dropped: 0,
            spooled: 0,
            in_flight: 0,
            last_success: None,
            last_attempt: None,
            last_error: None,
        }
    }
}
