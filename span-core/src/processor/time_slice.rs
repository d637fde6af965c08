//! The slice of a batch's time that one exporter gets.
//!
//! Owns how the time is divided. Must not know what is done in it.

use std::time::{Duration, Instant};

use crate::export::error::ExportError;
use crate::export::exporter::ExportBudget;

/// The slice of a batch's time that one exporter gets, with callbacks for its attempts.
pub(super) struct TimeSlice<'a> {
    budget: &'a dyn ExportBudget,
    on_attempt: &'a dyn Fn(),
    on_failed_try: &'a dyn Fn(&ExportError, Duration),
    begin: Instant,
    length: Duration,
    /// Where the batch can wait in a spool: whether the destination is known to be away.
    spool: Option<bool>,
}

impl<'a> TimeSlice<'a> {
    /// An even part of what is left for so many `exporters`. One with a spool leaves a half of it for the spool where the flusher
    /// must stop, and has no retries while it is known to be away.
    pub(super) fn new(
        budget: &'a dyn ExportBudget,
        exporters: usize,
        spool: Option<bool>,
        on_attempt: &'a dyn Fn(),
        on_failed_try: &'a dyn Fn(&ExportError, Duration),
    ) -> Self {
        let exporters = u32::try_from(exporters).unwrap_or(u32::MAX).max(1);
        let halves = if spool.is_some() && budget.is_stopping() {
            2
        } else {
            1
        };
        TimeSlice {
            budget,
            on_attempt,
            on_failed_try,
            begin: Instant::now(),
            length: budget.time_left() / exporters / halves,
            spool,
        }
    }
}

impl ExportBudget for TimeSlice<'_> {
    fn time_left(&self) -> Duration {
        let left = self.length.saturating_sub(self.begin.elapsed());
        left.min(self.budget.time_left())
    }

    fn wait_to_retry(&self, error: &ExportError, pause: Duration) -> bool {
        // A process that ends waits for a destination that is there, but has no time to take the batch now.
        let is_too_late =
            self.budget.is_stopping() && (self.spool.is_some() || !error.was_answered());
        if pause >= self.time_left() || self.spool == Some(true) || is_too_late {
            return false;
        }
        (self.on_failed_try)(error, pause);
        let may_retry = match self.spool {
            None => self.budget.wait_to_retry(error, pause),
            Some(_) => self.budget.wait_unless_crowded(error, pause),
        };
        if may_retry {
            (self.on_attempt)();
        }
        may_retry
    }

    fn sleep(&self, pause: Duration) {
        self.budget.sleep(pause);
    }
}
