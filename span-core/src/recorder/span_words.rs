//! A span as a block has it.
//!
//! Owns which facts there are. Must not know in which words they are.

/// A span as its block has it.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct SpanWords {
    /// The number of its place of code: see [`super::recording`].
    pub(crate) place: u32,
    pub(crate) trace_id: u128,
    pub(crate) span_id: u64,
    pub(crate) parent_span_id: u64,
    pub(crate) start: u64,
    pub(crate) coroutine: i64,
    pub(crate) parent_coroutine: i64,
    /// 0 where the block does not tell it.
    pub(crate) end: u64,
    pub(crate) flags: u64,
}
