//! The memory exporter: a bounded store in the process, for tests and for looking around.
//!
//! Owns the bound. It is no [`Exporter`](crate::export::exporter::Exporter), because it is filled at once and not by the
//! flusher: a test sees every finished span without a flush. Must not know the queue, which keeps it under its lock.

use std::collections::VecDeque;

use crate::model::text::is_there_memory;
use crate::processor::Budget;
use crate::span::record::Record;

/// How many spans it holds. Beyond that the oldest one is forgotten, so that a long-lived process can be looked at and
/// does not grow; it counts as exported all the same, because the store did take it.
const CAPACITY: usize = 65_536;

/// From which weight on a copy is made only where the system has the memory: asking costs a system call.
const HEAVY: usize = 64 << 10;

/// The store.
#[derive(Default)]
pub(crate) struct MemoryStore {
    records: VecDeque<Record>,
}

impl MemoryStore {
    /// Keeps a copy of a span of this weight; older ones make room for it. Out of line, because the queue's push stays lean
    /// without it.
    #[cold]
    pub(crate) fn push(&mut self, record: &Record, weight: usize, budget: &Budget) {
        while (self.records.len() >= CAPACITY || !budget.admits(weight, 0))
            && let Some(oldest) = self.records.pop_front()
        {
            budget.remove(oldest.weight());
        }
        if budget.admits(weight, 0)
            && self.records.try_reserve(1).is_ok()
            && (weight < HEAVY || is_there_memory(weight))
        {
            budget.add(weight);
            self.records.push_back(record.clone());
        }
    }

    /// The spans it holds, the oldest first.
    pub(crate) fn records(&self) -> Vec<Record> {
        self.records.iter().cloned().collect()
    }

    pub(crate) fn clear(&mut self, budget: &Budget) {
        let records = std::mem::take(&mut self.records);
        budget.remove(records.iter().map(Record::weight).sum());
    }
}
