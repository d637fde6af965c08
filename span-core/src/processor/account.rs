//! The account of every span that entered the queue, in total and per exporter.
//!
//! Owns how export outcomes become counters that add up. Must not know threads: all of it happens under the queue's lock.

use std::time::{Duration, SystemTime};

use crate::export::failure::{Failure, Failures};
use crate::processor::metrics::Durations;
use crate::processor::spool_ledger::{Settled, SpoolLedger, SpooledRequest};
use crate::processor::stats::{ExporterStats, Stats};
use crate::spool::own_segment::RequestKey;
use crate::spool::request_header::Fate;

/// One exporter's progress with the current batch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Report {
    /// The exporter of this name begins a try.
    Attempt(&'static str),
    /// The try failed for this reason, and will be repeated.
    FailedTry(&'static str, String),
    /// The exporter has answered.
    Outcome(ExportOutcome),
    /// A request of this process has left the exporter's spool.
    Settled(&'static str, RequestKey, Fate),
}

/// One exporter's outcome of the current batch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct ExportOutcome {
    /// Its name.
    pub(crate) exporter: &'static str,
    /// How many spans it did not take, and why.
    pub(crate) loss: Option<Loss>,
    /// What went into its spool.
    pub(crate) kept: Option<Kept>,
    /// Whether it only sent the rest, and nothing says that it arrived.
    pub(crate) is_unconfirmed: bool,
    /// How long it took to say so.
    pub(crate) took: Duration,
}

/// The spans that an exporter did not take.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Loss {
    pub(crate) failed: Failures,
    /// The destination's last error.
    pub(crate) reason: String,
}

/// The spans that an exporter did not take and that wait in its spool.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Kept {
    pub(crate) requests: Vec<SpooledRequest>,
    /// Why they were not taken; `None` where it was not tried, because the destination is known to be away.
    pub(crate) because: Option<(Failure, String)>,
}

impl Kept {
    pub(crate) fn spans(&self) -> u64 {
        self.requests.iter().map(|request| request.spans).sum()
    }
}

/// The counters.
#[derive(Default)]
pub(super) struct Account {
    /// Spans of this process that have left the queue, exported or lost. They leave it in order.
    pub(super) processed: u64,
    exported: u64,
    pub(super) dropped_queue_full: u64,
    dropped_shutdown: u64,
    dropped_spool_full: u64,
    dropped_spool_expired: u64,
    failed: Failures,
    /// The losses in the current batch: those of the exporter that has lost the most of it so far.
    lost: Failures,
    exporters: Vec<ExporterStats>,
    spool: SpoolLedger,
    durations: Durations,
    export_failures: u64,
    pub(super) retries: u64,
    adopted: u64,
    adopted_twice_possible: u64,
    /// Losses that the last flush has reported to its caller.
    reported_losses: u64,
}

impl Account {
    /// Of these exporters.
    pub(super) fn new(exporters: Vec<ExporterStats>) -> Self {
        Account {
            exporters,
            ..Account::default()
        }
    }

    /// Counts a span as exported that never enters the queue, because no exporter waits for it.
    #[inline(always)]
    pub(super) fn kept(&mut self) {
        self.exported += 1;
    }

    /// A batch of `count` spans begins its way.
    pub(super) fn begin_batch(&mut self, count: u64) {
        for exporter in &mut self.exporters {
            exporter.in_flight = count;
        }
    }

    /// A batch of `count` spans of a dead process begins its way, some of which an exporter had been given before.
    pub(super) fn begin_adopted(&mut self, count: u64, perhaps_twice: u64) {
        self.adopted += count;
        self.adopted_twice_possible += perhaps_twice;
        self.begin_batch(count);
    }

    pub(super) fn attempt(&mut self, exporter: &str) {
        if let Some(exporter) = self.exporter(exporter) {
            exporter.last_attempt = Some(SystemTime::now());
        }
    }

    pub(super) fn failed_try(&mut self, exporter: &str, reason: String) {
        if let Some(exporter) = self.exporter(exporter) {
            exporter.last_error = Some((SystemTime::now(), reason));
        }
    }

    fn exporter(&mut self, name: &str) -> Option<&mut ExporterStats> {
        self.exporters.iter_mut().find(|known| known.name == name)
    }

    /// Records one exporter's outcome of the current batch. While the worker `is_stopping`, a request only has the time until
    /// the process ends, so a time-out counts as a loss at shutdown.
    ///
    /// Exporters that reject some spans do not say which: those that two of them reject are taken to be the same ones.
    pub(super) fn exporter_answered(&mut self, outcome: ExportOutcome, is_stopping: bool) {
        let ExportOutcome {
            exporter,
            loss,
            kept,
            is_unconfirmed,
            took,
        } = outcome;
        let mut known = self.exporters.iter_mut();
        let Some(exporter) = known.find(|known| known.name == exporter) else {
            return;
        };
        let given = std::mem::take(&mut exporter.in_flight);
        let mut failed = loss
            .as_ref()
            .map_or(Failures::default(), |loss| loss.failed);
        if is_stopping {
            failed.rename(Failure::Timeout, Failure::Shutdown);
        }
        let lost = failed.total();
        let waits = kept.as_ref().map_or(0, Kept::spans);
        let taken = given.saturating_sub(lost + waits);
        if is_unconfirmed {
            exporter.sent += taken;
        } else {
            exporter.exported += taken;
        }
        if taken > 0 {
            exporter.last_success = Some(SystemTime::now());
        }
        if let Some(loss) = loss
            && lost > 0
        {
            exporter.failed.add_all(&failed);
            exporter.last_error = Some((SystemTime::now(), loss.reason));
            self.export_failures += 1;
            if lost > self.lost.total() {
                self.lost = failed;
            }
        }
        let mut failure = failed.main();
        let mut was_tried = true;
        if let Some(Kept { requests, because }) = kept {
            exporter.spooled += waits;
            self.spool.keep(exporter.name, &requests);
            was_tried = because.is_some() || taken + lost > 0;
            if let Some((reason, error)) = because {
                failure = failure.or(Some(reason));
                exporter.last_error = Some((SystemTime::now(), error));
                self.export_failures += 1;
            }
        }
        if was_tried {
            self.durations.add(exporter.name, failure, took);
        }
    }

    /// Closes the current batch of `count` spans. It counts as lost for exporters that have not reported an outcome.
    pub(super) fn close_batch(&mut self, count: u64, unanswered: Failure) {
        for exporter in &mut self.exporters {
            let lost = std::mem::take(&mut exporter.in_flight);
            exporter.failed.add(unanswered, lost);
            if lost > self.lost.total() {
                self.lost = Failures::default();
                self.lost.add(unanswered, lost);
            }
        }
        let lost = std::mem::take(&mut self.lost);
        self.failed.add_all(&lost);
        let not_lost = count.saturating_sub(lost.total());
        self.exported += not_lost - self.spool.close_batch(not_lost);
    }

    /// A request has left an exporter's spool.
    pub(super) fn settle(&mut self, exporter: &'static str, key: RequestKey, fate: Fate) {
        let Some(settled) = self.spool.settle(exporter, key, fate) else {
            return;
        };
        if let Some(exporter) = self.exporter(exporter) {
            exporter.settle(&settled, fate);
        }
        self.exported += settled.delivered;
        match settled.fate {
            Fate::Dropped => self.dropped_spool_full += settled.lost,
            Fate::Expired => self.dropped_spool_expired += settled.lost,
            Fate::Delivered(_) => self.failed.add(Failure::Rejected, settled.lost),
            Fate::Waiting | Fate::Damaged => self.failed.add(Failure::Other, settled.lost),
        }
    }

    /// Counts waiting spans that were given up.
    pub(super) fn drop_at_shutdown(&mut self, count: u64) {
        self.dropped_shutdown += count;
        self.processed += count;
    }

    /// Whether spans wait in the spool.
    pub(super) fn waits_in_spool(&self) -> bool {
        self.spool.waiting() > 0
    }

    /// Whether nothing was lost since this was asked last.
    pub(super) fn report_losses(&mut self) -> bool {
        let dropped = self.dropped_queue_full + self.dropped_shutdown;
        let from_spool = self.dropped_spool_full + self.dropped_spool_expired;
        let losses = dropped + from_spool + self.failed.total();
        std::mem::replace(&mut self.reported_losses, losses) == losses
    }

    /// How many spans the exporters were given, if there are any, including the `in_flight` spans of the current batch.
    pub(super) fn given(&self, in_flight: u64) -> u64 {
        if self.exporters.is_empty() {
            self.exported
        } else {
            self.processed - self.dropped_shutdown + in_flight + self.adopted
        }
    }

    /// The counters as a reader sees them, with so many `queued` spans.
    pub(super) fn stats(&self, queued: u64) -> Stats {
        Stats {
            exported: self.exported,
            dropped_queue_full: self.dropped_queue_full,
            dropped_shutdown: self.dropped_shutdown,
            dropped_spool_full: self.dropped_spool_full,
            dropped_spool_expired: self.dropped_spool_expired,
            failed: self.failed,
            queued,
            spooled: self.spool.waiting(),
            export_failures: self.export_failures,
            retries: self.retries,
            adopted: self.adopted,
            adopted_twice_possible: self.adopted_twice_possible,
            ..Stats::default()
        }
    }

    pub(super) fn exporters(&self) -> &[ExporterStats] {
        &self.exporters
    }

    pub(super) fn durations(&self) -> &Durations {
        &self.durations
    }
}

impl ExporterStats {
    fn settle(&mut self, settled: &Settled, fate: Fate) {
        let Settled {
            spans, rejected, ..
        } = *settled;
        self.spooled -= spans;
        match fate {
            Fate::Delivered(_) => {
                self.exported += spans - rejected;
                self.failed.add(Failure::Rejected, rejected);
                self.last_success = Some(SystemTime::now());
            }
            Fate::Dropped | Fate::Expired => self.dropped += spans,
            Fate::Waiting | Fate::Damaged => self.failed.add(Failure::Other, spans),
        }
    }
}
