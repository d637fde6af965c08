//! How a program refers to a span after it was started.
//!
//! Owns the shape only: a key is plain data. Must not know whether its span is still open.

use crate::model::context::SpanContext;
use crate::model::ids::CoroutineId;

/// Refers to a span of this process, or to a context that stands for one. Plain data: it may be kept for ever, copied,
/// and forgotten without a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SpanKey {
    pub(crate) context: SpanContext,
    pub(crate) location: SpanLocation,
}

/// Where the engine keeps what a key refers to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SpanLocation {
    /// With the coroutine: it is the span of the coroutine itself.
    Coroutine(CoroutineId),
    /// Among the manual spans.
    Manual { coroutine: CoroutineId, serial: u64 },
    /// Nowhere: the span is not recorded, or it is another process's.
    Nowhere,
}
