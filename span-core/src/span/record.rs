//! A closed span on its way through the queue.
//!
//! Owns the compact form. Must not know the queue, nor what becomes of it (`finish`).

use crate::model::ids::CoroutineId;
use crate::span::clock::Tick;
use crate::span::end::CloseReason;
use crate::span::open::Span;

/// A closed span, still compact: it is made on the coroutines' thread, everything dearer comes after the queue.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    /// The coroutine it covers, or was started in.
    pub(crate) coroutine_id: CoroutineId,
    pub(crate) span: Span,
    pub(crate) end: Tick,
}

impl Record {
    /// The weight of a plain span.
    pub(crate) const PLAIN: usize = size_of::<Record>();

    /// Its weight in bytes.
    #[inline(always)]
    pub(crate) fn weight(&self) -> usize {
        Record::PLAIN + self.span.weight_beyond()
    }
}

impl Span {
    /// Closes the span, at `end`.
    pub(crate) fn close(mut self, id: CoroutineId, close_reason: CloseReason, end: Tick) -> Record {
        self.resolve_end(close_reason);
        Record {
            coroutine_id: id,
            span: self,
            end,
        }
    }
}
