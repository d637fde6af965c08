//! The bounded queue: the spans that wait for their batch, and the current batch.
//!
//! Owns what is where, and how much of it there was. Must not know threads, nor what becomes of a batch: all of it happens
//! under the processor's lock.

use super::budget::Budget;
use super::waiting::Waiting;
use crate::span::record::Record;

/// How long the request of one batch is, about: with room for what an estimate misses in the 4 MiB that a gRPC server takes
/// by default.
pub(super) const BATCH_BYTES: usize = 3 << 20;

/// How many bytes fewer than at most are the end of a burst, whose memory is given back to the system.
const BURST: usize = 4 << 20;

/// The queue.
#[derive(Default)]
pub(super) struct Queue {
    waiting: Waiting,
    in_flight: usize,
    /// How many spans of a dead process are in the current batch, which then has no others.
    adopted_in_flight: usize,
    /// The weight of the current batch, as it was counted in the queue.
    in_flight_bytes: usize,
    /// The most bytes that spans took, here and in the engines, since the last burst was over.
    peak: usize,
}

impl Queue {
    /// Takes a span in. False where there is no memory for it.
    #[inline(always)]
    pub(super) fn push(&mut self, record: Record, weight: usize) -> bool {
        self.waiting.push(record, weight)
    }

    /// How many wait.
    #[inline(always)]
    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// The weight of the waiting spans, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.waiting.bytes()
    }

    /// How many are in the current batch.
    pub(super) fn in_flight(&self) -> u64 {
        self.in_flight as u64
    }

    /// How many of this process's spans are here and not processed yet.
    pub(super) fn unprocessed(&self) -> u64 {
        (self.waiting.len() + self.in_flight) as u64
    }

    /// The same, and those of a dead process.
    pub(super) fn all_unprocessed(&self) -> u64 {
        self.unprocessed() + self.adopted_in_flight as u64
    }

    /// Moves the next batch into `batch`, `count` spans at most.
    pub(super) fn take_batch(&mut self, count: usize, budget: &Budget, batch: &mut Vec<Record>) {
        self.peak = self.peak.max(budget.used());
        self.in_flight_bytes = self.waiting.take(count, BATCH_BYTES, batch);
        self.in_flight = batch.len();
    }

    /// Begins a batch of `count` spans that never waited here.
    pub(super) fn begin_adopted(&mut self, count: usize) {
        self.adopted_in_flight = count;
    }

    /// No span has a block in the recorder any more.
    pub(super) fn forget_slots(&mut self) {
        self.waiting.forget_slots();
    }

    /// Ends the current batch. Returns how many spans it had: of this process, and of a dead one.
    pub(super) fn end_batch(&mut self, budget: &Budget) -> (u64, u64) {
        budget.remove(std::mem::take(&mut self.in_flight_bytes));
        let own = std::mem::take(&mut self.in_flight) as u64;
        (own, std::mem::take(&mut self.adopted_in_flight) as u64)
    }

    /// Drops all that waits. Returns how many there were.
    pub(super) fn clear(&mut self, budget: &Budget) -> u64 {
        let waiting = std::mem::take(&mut self.waiting);
        budget.remove(waiting.bytes());
        waiting.len() as u64
    }

    /// Whether a burst is over: it is empty, and its spans and those that are open take far less than they did. True once for each.
    pub(super) fn burst_is_over(&mut self, budget: &Budget) -> bool {
        let used = budget.used();
        let is_over = self.is_empty() && self.peak.saturating_sub(used) >= BURST;
        if is_over {
            self.peak = used;
        }
        is_over
    }
}
