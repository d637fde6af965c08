//! The memory exporter: a bounded store in the process, for tests and for looking around.
//!
//! Owns the bound. It is no [`Exporter`](super::Exporter), because it is filled at once and not by the flusher: a test
//! sees every finished span without a flush. Must not know the queue, which keeps it under its lock.

use std::collections::VecDeque;

use crate::record::Record;

/// How many spans it holds. Beyond that the oldest one is forgotten, so that a long-lived process can be looked at and
/// does not grow; it counts as exported all the same, because the store did take it.
const CAPACITY: usize = 65_536;

/// The store.
#[derive(Default)]
pub(crate) struct MemoryStore {
    records: VecDeque<Record>,
}

impl MemoryStore {
    /// Keeps a copy. Out of line, because the queue's push stays lean without it.
    #[cold]
    pub(crate) fn push(&mut self, record: &Record) {
        if self.records.len() == CAPACITY {
            self.records.pop_front();
        }
        self.records.push_back(record.clone());
    }

    /// What it holds, the oldest first.
    pub(crate) fn records(&self) -> Vec<Record> {
        self.records.iter().cloned().collect()
    }

    pub(crate) fn clear(&mut self) {
        self.records = VecDeque::new();
    }
}
