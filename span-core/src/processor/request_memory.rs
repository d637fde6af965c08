//! Whether the system has memory for a batch on its way through the exporters.
//!
//! Owns how much that is, about. Must not know the exporters.

use std::time::Duration;

use crate::export::error::ExportError;
use crate::export::exporter::ExportBudget;
use crate::model::text::is_there_memory;
use crate::span::record::Record;

/// What exporters say then.
pub(super) const NO_MEMORY: &str = "the system has no memory for the request";

/// Up to this weight a batch is delivered without asking whether there is memory for it.
const LIGHT: usize = 256 << 10;
/// How many times its weight a batch may need on its way through the exporters: converted, encoded into a buffer that grows,
/// and copied once more for the request.
const COPIES: usize = 6;
/// How long to wait for memory that is not there, at a time.
const MEMORY_PAUSE: Duration = Duration::from_millis(500);

/// Waits for the memory that a large batch needs: the libraries that carry it would end the process without it.
pub(super) fn is_there_memory_for(records: &[Record], budget: &dyn ExportBudget) -> bool {
    let weight: usize = records.iter().map(Record::weight).sum();
    while weight > LIGHT && !is_there_memory(weight.saturating_mul(COPIES)) {
        let shortage = ExportError::new(NO_MEMORY.to_owned());
        if !budget.wait_to_retry(&shortage, MEMORY_PAUSE) {
            return false;
        }
    }
    true
}
