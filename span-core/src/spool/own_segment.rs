//! A segment that this process has written, and what it knows of the requests in it.
//!
//! Owns how it is read what others have made of them. Must not know how one is written or replayed.

use std::collections::VecDeque;
use std::fs::File;
use std::sync::atomic::{AtomicU64, Ordering};

use super::directory::is_removed;
use super::request_header::Fate;
use super::segment::fate;

/// A request that this process has put into the spool.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct RequestKey(u64);

impl RequestKey {
    /// Distinct from all others of this process, whichever flusher made it.
    pub(crate) fn next() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        RequestKey(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// A segment of this process, and the requests in it that are not known to be settled.
pub(crate) struct OwnSegment {
    pub(super) name: String,
    /// `None` until a new flusher has opened it.
    pub(super) file: Option<File>,
    /// Each with its place.
    pub(super) waiting: VecDeque<(RequestKey, u64)>,
}

impl OwnSegment {
    /// Tells what has become of requests since this was last called.
    pub(super) fn settle(&mut self, tell: &mut impl FnMut(RequestKey, Fate)) {
        let Some(file) = &self.file else { return };
        // Asked first: whoever removes it has marked before all that was settled.
        let is_removed = is_removed(file).unwrap_or(false);
        while let Some((key, offset)) = self.waiting.front() {
            match fate(file, *offset) {
                Ok(Fate::Waiting) if is_removed => tell(*key, Fate::Damaged),
                Ok(Fate::Waiting) | Err(_) => break,
                Ok(fate) => tell(*key, fate),
            }
            self.waiting.pop_front();
        }
    }
}
