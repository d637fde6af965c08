//! The first span of a trace in this process, seen from one below it.
//!
//! Owns how it is found among the open spans. Must not know what is current (`current`).

use super::Engine;
use crate::model::context::SpanContext;
use crate::model::ids::CoroutineId;
use crate::span::open::{Identity, Span};
use crate::tracer::span_key::{SpanKey, SpanLocation};

impl Engine {
    /// The local root of the span that is current in the coroutine: the first of its ancestors, or itself, whose parent is not in
    /// this process. That of a request, mostly. `None` where it has ended or is not recorded.
    ///
    /// The way along the parents looks through the manual spans of their coroutines only. Where one of the parents has ended, all
    /// spans that are open are looked through.
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use span_core::{Config, CoroutineId, Engine, ExporterKind, SpanOptions};
    /// # let config = Config { exporters: vec![ExporterKind::Memory], ..Config::default() };
    /// # let mut engine = Engine::new(Arc::new(config));
    /// let coroutine = CoroutineId(1);
    /// let request = engine.start_span(coroutine, None, "GET", SpanOptions::default());
    /// engine.activate(coroutine, request);
    /// let current = engine.current_context(coroutine);
    /// let query = engine.start_span(coroutine, current, "SELECT", SpanOptions::default());
    /// engine.activate(coroutine, query);
    /// assert_eq!(engine.local_root(coroutine), Some(request));
    /// ```
    pub fn local_root(&self, coroutine: CoroutineId) -> Option<SpanKey> {
        let current = self.current_key(coroutine)?;
        self.root_along_parents(current)
            .or_else(|| self.root_of_number(&current.context))
    }

    fn root_along_parents(&self, mut key: SpanKey) -> Option<SpanKey> {
        loop {
            let identity = &self.open_span(key)?.identity;
            if identity.is_local_root() {
                return Some(key);
            }
            key = self.parent_key(key.location, identity)?;
        }
    }

    /// The parent of an open span, if it is where it is mostly: it is that of the coroutine in which the span was started, or was
    /// started there itself.
    fn parent_key(&self, of: SpanLocation, identity: &Identity) -> Option<SpanKey> {
        let span_id = identity.parent_span_id()?;
        let started_in = match of {
            SpanLocation::Coroutine(_) => identity.parent_id,
            SpanLocation::Manual { coroutine, .. } => coroutine,
            SpanLocation::Nowhere => return None,
        };
        let is_parent = |span: &Span| {
            span.identity.span_id == span_id && span.identity.trace_id == identity.trace_id
        };
        let own = self.own_span(started_in).filter(|span| is_parent(span));
        let own = own.map(|span| (SpanLocation::Coroutine(started_in), span));
        own.or_else(|| self.manual_spans.find_in(started_in, is_parent))
            .map(key)
    }

    /// The local root whose number a context has.
    fn root_of_number(&self, context: &SpanContext) -> Option<SpanKey> {
        if context.local_root == 0 {
            return None;
        }
        let is_root = |span: &Span| {
            let identity = &span.identity;
            identity.is_local_root()
                && (identity.trace_id, identity.local_root)
                    == (context.trace_id, context.local_root)
        };
        let of_coroutine = self.table.find(is_root);
        of_coroutine
            .or_else(|| self.manual_spans.find(is_root))
            .map(key)
    }

    /// The number of another local root. It comes again after 65,535 others, and counts together with the id of the trace.
    #[inline(always)]
    pub(super) fn next_local_root(&mut self) -> u16 {
        self.last_local_root = self.last_local_root.wrapping_add(1).max(1);
        self.last_local_root
    }
}

fn key((location, span): (SpanLocation, &Span)) -> SpanKey {
    SpanKey {
        context: span.context(),
        location,
    }
}
