//! What is one for all threads of a process, and changes a few times in its life at most.
//!
//! No lock, which a fork could leave locked. Must not know what is kept.

use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicPtr, Ordering};

/// A value that any thread of PHP's may read and replace, or none.
pub struct ProcessSlot<T>(AtomicPtr<Node<T>>);

/// A value, and those before it: another thread may be about to read one of them, so that all stay until module end.
struct Node<T> {
    value: Option<Arc<T>>,
    former: *mut Node<T>,
}

impl<T: Send + Sync> ProcessSlot<T> {
    /// None.
    pub const fn new() -> Self {
        Self(AtomicPtr::new(ptr::null_mut()))
    }

    pub fn get(&self) -> Option<Arc<T>> {
        // SAFETY: null, or a node that stays until `clear`.
        unsafe { self.0.load(Ordering::Acquire).as_ref() }?
            .value
            .clone()
    }

    /// Reads the value where it is, without counting a reference.
    pub fn with<R>(&self, read: impl FnOnce(&T) -> R) -> Option<R> {
        // SAFETY: as in `get`. What it holds stays with it.
        let node = unsafe { self.0.load(Ordering::Acquire).as_ref() }?;
        node.value.as_deref().map(read)
    }

    pub fn set(&self, value: Option<Arc<T>>) {
        let mut former = self.0.load(Ordering::Acquire);
        let node = Box::into_raw(Box::new(Node { value, former }));
        while let Err(newer) =
            self.0
                .compare_exchange(former, node, Ordering::AcqRel, Ordering::Acquire)
        {
            former = newer;
            // SAFETY: made above, and no other thread has seen it.
            unsafe { (*node).former = newer };
        }
    }

    /// The value if it is `accepted`, else a new one, unless another thread was first.
    pub fn get_or_set(
        &self,
        accepted: impl Fn(&T) -> bool,
        make: impl FnOnce() -> Arc<T>,
    ) -> Arc<T> {
        let former = self.0.load(Ordering::Acquire);
        let known = self.get().filter(|value| accepted(value));
        if let Some(known) = known {
            return known;
        }
        let value = make();
        let node = Box::into_raw(Box::new(Node {
            value: Some(Arc::clone(&value)),
            former,
        }));
        let swapped = self
            .0
            .compare_exchange(former, node, Ordering::AcqRel, Ordering::Acquire);
        if swapped.is_ok() {
            return value;
        }
        // SAFETY: made above, and no other thread has seen it.
        drop(unsafe { Box::from_raw(node) });
        self.get().filter(|value| accepted(value)).unwrap_or(value)
    }

    /// Drops all. Called at module end, when no other thread runs code of PHP's any more.
    pub fn clear(&self) {
        let mut next = self.0.swap(ptr::null_mut(), Ordering::AcqRel);
        while !next.is_null() {
            // SAFETY: made by a box above, and no other thread runs that could read it.
            let node = unsafe { Box::from_raw(next) };
            next = node.former;
        }
    }
}
