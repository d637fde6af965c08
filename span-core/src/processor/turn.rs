//! The turn of one exporter at a batch.
//!
//! Owns what is reported and logged of its tries. Must not know what the other exporters made of the batch.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use crate::export::batch::Batch;
use crate::export::error::ExportError;
use crate::export::exporter::{ExportBudget, Exporter};
use crate::export::throttle::Throttle;
use crate::processor::Report;
use crate::processor::answer::Answer;
use crate::processor::exporter_spool::ExporterSpool;
use crate::processor::log::RateLimitedLog;
use crate::processor::losses::Losses;
use crate::processor::time_slice::TimeSlice;

/// The exporter, and where its progress is reported.
pub(super) struct Turn<'a> {
    pub(super) name: &'static str,
    pub(super) target: String,
    pub(super) log: &'a RefCell<&'a mut RateLimitedLog>,
    pub(super) report: &'a dyn Fn(Report),
}

impl Turn<'_> {
    pub(super) fn export(
        self,
        exporter: &mut dyn Exporter,
        throttle: &mut Throttle,
        mut spool: Option<&mut ExporterSpool>,
        batch: &Batch<'_>,
        budget: &dyn ExportBudget,
        exporters_left: usize,
    ) -> Answer {
        let begin = Instant::now();
        let on_attempt = || (self.report)(Report::Attempt(self.name));
        let on_failed_try = |error: &ExportError, pause: Duration| {
            let reason = error.to_string();
            let mut log = self.log.borrow_mut();
            log.failed_try(&self.target, &reason, pause);
            (self.report)(Report::FailedTry(self.name, reason));
        };
        let mut losses = Losses::default();
        let is_spared = spool
            .as_deref_mut()
            .is_some_and(|spool| losses.spool_untried(spool, exporter, batch, budget));
        if !is_spared {
            let time_slice = TimeSlice::new(
                budget,
                exporters_left,
                spool.as_deref().map(ExporterSpool::is_away),
                &on_attempt,
                &on_failed_try,
            );
            on_attempt();
            losses.export(exporter, batch, &time_slice, throttle, spool);
        }
        Answer {
            name: self.name,
            target: self.target,
            given: batch.len(),
            losses,
            took: begin.elapsed(),
        }
    }
}
