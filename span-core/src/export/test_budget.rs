//! An export budget for tests.

use std::time::Duration;

use crate::export::error::ExportError;
use crate::export::exporter::ExportBudget;

/// Always has this much time left, and allows no retry.
pub(crate) struct OneTry(pub(crate) Duration);

/// For a test that is about something else.
pub(crate) const UNHURRIED: OneTry = OneTry(Duration::MAX);

impl ExportBudget for OneTry {
    fn time_left(&self) -> Duration {
        self.0
    }

    fn wait_to_retry(&self, _: &ExportError, _: Duration) -> bool {
        false
    }
}
