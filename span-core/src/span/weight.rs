//! How much memory the parts of a span take: what bounds in bytes count.
//!
//! Owns the weight of texts and attributes, as near to the truth as an allocator lets one see; what is made of them knows
//! its own (`Ending`, `ColdFields`, `Record`). Must not know any bound.

/// The bytes that the allocator adds to each allocation.
pub(crate) const ALLOCATION: usize = 16;

/// A text in an allocation of its own.
pub(crate) fn text(text: &str) -> usize {
    text.len() + ALLOCATION
}

/// A list of attributes that has memory for so many bytes.
pub(crate) fn list(capacity: usize) -> usize {
    match capacity {
        0 => 0,
        bytes => bytes + ALLOCATION,
    }
}
