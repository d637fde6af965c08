//! Spans that go on after the coroutine that they were started in, or are the span of.
//!
//! Owns when such a span ends. Must not know what it waits for.

use super::Engine;
use crate::model::ids::CoroutineId;
use crate::span::open::Span;
use crate::tracer::active::manual_table::{ManualSpans, OWN};
use crate::tracer::active::table::ActiveTable;
use crate::tracer::span_key::{SpanKey, SpanLocation};

/// The span that a key refers to, if it is open, to be changed.
pub(super) fn open_span<'s>(
    table: &'s mut ActiveTable,
    manual_spans: &'s mut ManualSpans,
    key: SpanKey,
) -> Option<&'s mut Span> {
    match key.location {
        SpanLocation::Coroutine(id) => table
            .get_mut(id, &key.context)
            .or_else(|| manual_spans.own_mut(id, &key.context)),
        SpanLocation::Manual { coroutine, serial } => manual_spans.get_mut(coroutine, serial),
        SpanLocation::Nowhere => None,
    }
}

impl Engine {
    /// A coroutine's own span, if it is open, also after the coroutine.
    pub(super) fn own_span(&self, id: CoroutineId) -> Option<&Span> {
        self.table.get(id).or_else(|| self.manual_spans.own(id))
    }

    /// The span that a key refers to, if it is open.
    pub(super) fn open_span(&self, key: SpanKey) -> Option<&Span> {
        let span = match key.location {
            SpanLocation::Coroutine(id) => self.own_span(id),
            SpanLocation::Manual { coroutine, serial } => self.manual_spans.get(coroutine, serial),
            SpanLocation::Nowhere => None,
        };
        span.filter(|span| span.is(&key.context))
    }

    /// A span no longer ends with its coroutine: its call is over, and what the call has begun is not. It ends with
    /// [`Engine::end_outliving`], or at the latest with [`Engine::sweep`].
    pub fn outlive_coroutine(&mut self, key: SpanKey) {
        let span = open_span(&mut self.table, &mut self.manual_spans, key);
        let Some(span) = span.filter(|span| !span.outlives_coroutine()) else {
            return;
        };
        span.set_outlives_coroutine();
        match key.location {
            SpanLocation::Manual { coroutine, .. } => self.scopes.span_closed(coroutine),
            // So that the coroutine does not end as one that has nothing but a span.
            SpanLocation::Coroutine(id) => self.scopes.span_opened(id),
            SpanLocation::Nowhere => {}
        }
    }

    /// What a span has [outlived its coroutine](Engine::outlive_coroutine) for is over: it ends now, or with the coroutine whose
    /// span it is, where that still runs.
    pub fn end_outliving(&mut self, key: SpanKey) {
        let SpanLocation::Coroutine(id) = key.location else {
            self.end_span(key, None);
            return;
        };
        match self.table.get_mut(id, &key.context) {
            Some(span) if span.outlives_coroutine() => {
                span.unset_outlives_coroutine();
                self.scopes.span_closed(id);
            }
            Some(_) => {}
            None => {
                self.end_manual(id, OWN, None);
            }
        }
    }
}
