//! A word of the recorder's memory.
//!
//! Owns what is asked of it, so that the order of the accesses can be modelled. Must not know what a word means.

use std::sync::atomic::{AtomicU64, Ordering, fence};

/// 64 bits that one thread writes and another process may read, at any moment.
pub(crate) trait Word {
    /// Reads it.
    fn get(&self, order: Ordering) -> u64;

    /// Writes it.
    fn set(&self, value: u64, order: Ordering);

    /// Orders what is before against what is behind.
    fn fence(order: Ordering);
}

impl Word for AtomicU64 {
    #[inline(always)]
    fn get(&self, order: Ordering) -> u64 {
        self.load(order)
    }

    #[inline(always)]
    fn set(&self, value: u64, order: Ordering) {
        self.store(value, order);
    }

    #[inline(always)]
    fn fence(order: Ordering) {
        fence(order);
    }
}

#[cfg(test)]
impl Word for loom::sync::atomic::AtomicU64 {
    fn get(&self, order: Ordering) -> u64 {
        self.load(order)
    }

    fn set(&self, value: u64, order: Ordering) {
        self.store(value, order);
    }

    fn fence(order: Ordering) {
        loom::sync::atomic::fence(order);
    }
}
