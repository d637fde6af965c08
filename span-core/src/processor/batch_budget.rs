//! The time limits of one batch.
//!
//! Owns how the limit on an export and that of the process's end come together. Must not know exporters.

use std::time::{Duration, Instant};

use super::BatchProcessor;
use super::tasks::Cut;
use crate::export::error::ExportError;
use crate::export::exporter::ExportBudget;

/// The time limits of one batch.
pub(super) struct BatchBudget<'a> {
    pub(super) processor: &'a BatchProcessor,
    pub(super) epoch: u64,
    pub(super) deadline: Instant,
}

impl ExportBudget for BatchBudget<'_> {
    fn time_left(&self) -> Duration {
        let deadline = match self.processor.stop_by() {
            Some(stop_by) => self.deadline.min(stop_by),
            None => self.deadline,
        };
        deadline.saturating_duration_since(Instant::now())
    }

    fn wait_to_retry(&self, error: &ExportError, pause: Duration) -> bool {
        let cut = match error.was_answered() {
            true => Cut::BeyondStop,
            false => Cut::AtStop,
        };
        pause < self.time_left() && self.processor.pause(self.epoch, pause, cut)
    }

    fn wait_unless_crowded(&self, _: &ExportError, pause: Duration) -> bool {
        let cut = Cut::AtStopOrCrowd;
        pause < self.time_left() && self.processor.pause(self.epoch, pause, cut)
    }

    fn sleep(&self, pause: Duration) {
        self.processor.wait_out(self.epoch, pause, Cut::AtStop);
    }

    fn is_stopping(&self) -> bool {
        self.processor.stop_by().is_some()
    }
}
