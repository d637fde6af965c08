//! What one exporter has made of a batch.
//!
//! Owns how that is logged and counted, which has to wait until it is known what becomes of spans that were not taken. Must not know
//! what the other exporters made of the batch.

use std::time::Duration;

use crate::export::failure::Failure;
use crate::processor::log::RateLimitedLog;
use crate::processor::losses::Losses;
use crate::processor::request_memory::NO_MEMORY;
use crate::processor::{ExportOutcome, Report};

/// The answer of one exporter to a batch that is never empty.
pub(super) struct Answer {
    pub(super) name: &'static str,
    pub(super) target: String,
    /// How many spans it was given.
    pub(super) given: usize,
    pub(super) losses: Losses,
    pub(super) took: Duration,
}

impl Answer {
    /// That of an exporter which was given nothing, because the system has no memory for the batch.
    pub(super) fn without_memory(name: &'static str, target: &str, given: usize) -> Self {
        let mut losses = Losses::default();
        losses.add(given, Failure::Other, NO_MEMORY.to_owned());
        Answer {
            name,
            target: target.to_owned(),
            given,
            losses,
            took: Duration::ZERO,
        }
    }

    /// Whether no span has arrived, nor waits in the spool.
    pub(super) fn took_none(&self) -> bool {
        self.losses.lost() == self.given as u64
    }

    /// Whether another try makes sense for spans that were not taken.
    pub(super) fn may_take_more(&self) -> bool {
        self.losses.lost() > self.losses.refused()
    }

    /// Whether spans may have arrived all the same.
    pub(super) fn was_too_late(&self) -> bool {
        self.losses.timed_out() > 0
    }

    /// What was not taken is lost.
    pub(super) fn settle(mut self, log: &mut RateLimitedLog) -> Report {
        self.losses.log_to(log, &self.target, self.given);
        log.debug(|| self.describe("lost"));
        let (loss, kept, is_unconfirmed) = self.losses.into_parts();
        Report::Outcome(ExportOutcome {
            exporter: self.name,
            loss,
            kept,
            is_unconfirmed,
            took: self.took,
        })
    }

    /// Nothing was taken, and all of it stays in the file of the process that was killed.
    pub(super) fn leave(self, log: &mut RateLimitedLog) -> Report {
        let reason = self.losses.reason();
        let stay = format!("spans of a killed process stay in their file: {reason}");
        log.refused(&self.target, 0, &stay);
        log.debug(|| self.describe("left in their file"));
        Report::FailedTry(self.name, reason.to_owned())
    }

    fn describe(&self, fate: &str) -> String {
        let lost = self.losses.lost();
        let kept = self.losses.kept();
        let spooled = match kept {
            0 => String::new(),
            _ => format!("{kept} spooled, "),
        };
        format!(
            "export to {}: {} spans delivered, {spooled}{lost} {fate}, {} ms",
            self.target,
            (self.given as u64).saturating_sub(lost + kept),
            self.took.as_millis()
        )
    }
}
