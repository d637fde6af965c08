//! The span of work that goes on after the call that has begun it.
//!
//! Must not know what ends the work.

use super::call_span::CallSpan;
use crate::state::with_engine;

/// A span that ends when it is dropped: with the entry of a table that holds it, however that goes. Whichever coroutine goes on with
/// the work ends it.
pub struct HeldSpan(CallSpan);

impl HeldSpan {
    /// Holds a span.
    pub fn new(span: CallSpan) -> Self {
        span.outlive_coroutine();
        Self(span)
    }

    /// The span.
    pub fn span(&self) -> CallSpan {
        self.0
    }
}

impl Drop for HeldSpan {
    fn drop(&mut self) {
        with_engine(|engine| engine.end_span(self.0.key(), None));
    }
}
