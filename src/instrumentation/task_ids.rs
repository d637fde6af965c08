//! The numbers that Swoole gives to tasks, which it counts in each process and does not say before a task may be running: they are
//! counted along. Where it is not known whether Swoole has counted, no number is known until Swoole says one.
//!
//! Must not know which functions take a number.

use std::cell::Cell;

/// The tasks of this process.
pub struct Tasks {
    /// The number that Swoole gives to the next one, if it is known.
    next: Cell<Option<i64>>,
    /// The worker and the number of the task that this process runs, where it runs one at a time.
    running: Cell<Option<(i64, i64)>>,
}

impl Tasks {
    /// None yet.
    pub const fn new() -> Self {
        Self {
            next: Cell::new(Some(0)),
            running: Cell::new(None),
        }
    }

    /// The number of the next one, which is counted, if it is known.
    pub fn count(&self) -> Option<i64> {
        let id = self.next.get();
        self.next.set(id.map(|id| id.wrapping_add(1)));
        id
    }

    /// Swoole may or may not have counted the last one.
    pub fn lose_count(&self) {
        self.next.set(None);
    }

    /// The last one has this number.
    #[inline(always)]
    pub fn has(&self, id: i64) {
        self.next.set(Some(id.wrapping_add(1)));
    }

    /// The worker and the number of the task that runs.
    pub fn running(&self) -> Option<(i64, i64)> {
        self.running.get()
    }

    /// Sets the task that runs, or that none does.
    pub fn run(&self, task: Option<(i64, i64)>) {
        self.running.set(task);
    }
}
