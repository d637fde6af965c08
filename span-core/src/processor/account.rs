//! The account of what became of each span that entered the queue, and of each exporter's part in it.
//!
//! Owns how answers become counters that add up. Must not know threads: all of it happens under the queue's lock.

use std::time::{Duration, SystemTime};

use super::{Budget, State};
use crate::export::failure::{Failure, Failures};
use crate::processor::stats::ExporterStats;

/// How one exporter gets on with the batch in hand.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Report {
    /// The exporter of this name begins a try.
    Attempt(&'static str),
    /// The try failed for this reason, and will be repeated.
    FailedTry(&'static str, String),
    /// The exporter has answered.
    Answer(Answer),
}

/// What one exporter answers for the batch in hand.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Answer {
    /// Its name.
    pub(crate) exporter: &'static str,
    /// How many spans it did not take, and why.
    pub(crate) loss: Option<Loss>,
    /// Whether it only sent the rest, and nothing says that it arrived.
    pub(crate) is_unconfirmed: bool,
    /// How long it took to say so.
    pub(crate) took: Duration,
}

/// What an exporter did not take.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Loss {
    pub(crate) failed: Failures,
    /// What the destination said last.
    pub(crate) reason: String,
}

impl State {
    pub(super) fn queued(&self) -> u64 {
        (self.waiting.len() + self.in_flight) as u64
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

    /// An exporter has answered for the batch in hand.
    ///
    /// Exporters that reject some spans do not say which: those that two of them reject are taken to be the same ones.
    pub(super) fn answer(&mut self, answer: Answer) {
        let Answer {
            exporter,
            loss,
            is_unconfirmed,
            took,
        } = answer;
        let mut known = self.exporters.iter_mut();
        let Some(exporter) = known.find(|known| known.name == exporter) else {
            return;
        };
        let given = std::mem::take(&mut exporter.in_flight);
        let mut failed = loss
            .as_ref()
            .map_or(Failures::default(), |loss| loss.failed);
        if self.stop_by.is_some() {
            // A request gets no more time than there is until the process ends.
            failed.rename(Failure::Timeout, Failure::Shutdown);
        }
        let lost = failed.total();
        let taken = given.saturating_sub(lost);
        if is_unconfirmed {
            exporter.sent += taken;
        } else {
            exporter.exported += taken;
        }
        if given > lost {
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
        self.durations.add(exporter.name, failed.main(), took);
    }

    /// The batch in hand is over; exporters that have not answered for it have lost it.
    pub(super) fn settle(&mut self, unanswered: Failure, budget: &Budget) {
        budget.remove(std::mem::take(&mut self.in_flight_bytes));
        let count = std::mem::take(&mut self.in_flight) as u64;
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
        self.exported += count.saturating_sub(lost.total());
        self.settled += count;
    }

    /// Gives up everything that is not settled.
    pub(super) fn give_up(&mut self, budget: &Budget) {
        self.settle(Failure::Shutdown, budget);
        let waiting = std::mem::take(&mut self.waiting);
        budget.remove(waiting.bytes());
        self.dropped_shutdown += waiting.len() as u64;
        self.settled += waiting.len() as u64;
    }

    /// Whether nothing was lost since this was asked last.
    pub(super) fn report_losses(&mut self) -> bool {
        let losses = self.dropped_queue_full + self.dropped_shutdown + self.failed.total();
        std::mem::replace(&mut self.reported_losses, losses) == losses
    }
}
