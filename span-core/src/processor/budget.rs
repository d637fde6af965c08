//! The bound on what the tracer holds, in bytes.
//!
//! Owns the sum. Must not know its parts: the queue counts its own spans, and the engine those that it holds itself.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::span::record::Record;

/// The limit in bytes and the current usage. A reader on another thread may see it a moment late.
pub(crate) struct Budget {
    limit: usize,
    /// In the queue, in the current batch and in the memory exporter. Written under the queue's lock.
    queued: AtomicUsize,
    /// Of open spans, and of those that wait for the end of their trace, in all engines.
    open: AtomicUsize,
}

impl Clone for Budget {
    fn clone(&self) -> Self {
        Budget {
            limit: self.limit,
            queued: AtomicUsize::new(self.queued.load(Ordering::Relaxed)),
            open: AtomicUsize::new(self.open.load(Ordering::Relaxed)),
        }
    }
}

impl Budget {
    pub(super) fn new(limit: usize) -> Self {
        Budget {
            limit,
            queued: AtomicUsize::new(0),
            open: AtomicUsize::new(0),
        }
    }

    /// How many bytes are left.
    #[inline]
    pub(crate) fn room(&self) -> usize {
        self.limit.saturating_sub(self.used())
    }

    /// How many bytes are in use.
    #[inline(always)]
    pub(super) fn used(&self) -> usize {
        let queued = self.queued.load(Ordering::Relaxed);
        queued.saturating_add(self.open.load(Ordering::Relaxed))
    }

    /// Whether more than half of it is in use.
    pub(crate) fn is_half_used(&self) -> bool {
        self.used() > self.limit / 2
    }

    /// Whether there is room for one more of this weight; `extra` plain spans may be there beyond the limit.
    #[inline(always)]
    pub(crate) fn admits(&self, weight: usize, extra: usize) -> bool {
        let limit = self
            .limit
            .saturating_add(extra.saturating_mul(Record::PLAIN));
        self.used().saturating_add(weight) <= limit
    }

    /// Counts bytes that entered the queue. Called under its lock.
    #[inline(always)]
    pub(crate) fn add(&self, bytes: usize) {
        let queued = self.queued.load(Ordering::Relaxed);
        self.queued.store(queued + bytes, Ordering::Relaxed);
    }

    /// Counts bytes that left the queue. Called under its lock.
    pub(crate) fn remove(&self, bytes: usize) {
        let queued = self.queued.load(Ordering::Relaxed);
        let left = queued.saturating_sub(bytes);
        self.queued.store(left, Ordering::Relaxed);
    }

    /// An engine holds so many bytes instead of `former`.
    pub(crate) fn change_open(&self, former: usize, bytes: usize) {
        let difference = bytes.wrapping_sub(former);
        self.open.fetch_add(difference, Ordering::Relaxed);
    }
}
