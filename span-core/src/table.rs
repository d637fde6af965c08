//! The spans that are open, by the coroutine they belong to.
//!
//! Owns the compact record of an open span and what was claimed about its end so far. Must not know ids' origin, the
//! queue or the exporters.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rustc_hash::FxHashMap;

use crate::context::{SpanContext, TraceFlags};
use crate::detail::Detail;
use crate::ending::{
    BodyEnd, Claims, Closer, CodeLocation, Ending, ExceptionInfo, FatalError, Suspension,
};
use crate::ids::{CoroutineId, SpanId, TraceId};
use crate::record::Record;
use crate::trace_state::TraceStateId;

/// An open span as a reader sees it.
#[derive(Clone, PartialEq, Debug)]
pub struct ActiveSpan {
    /// The coroutine it covers, or was started in.
    pub coroutine_id: CoroutineId,
    /// The coroutine that created that one; [`CoroutineId::NONE`] for a span by hand.
    pub parent_id: CoroutineId,
    /// The span's name.
    pub name: String,
    /// How long it has been open.
    pub age: Duration,
    /// Its ids.
    pub context: SpanContext,
    /// Its parent span, unless it is the root of its trace.
    pub parent_span_id: Option<SpanId>,
}

/// An open span: a few words, because there is one for every coroutine that lives.
///
/// The parts of its context stand apart because a [`SpanContext`] as a field would be padded by 8 bytes.
pub(crate) struct OpenSpan {
    trace_id: TraceId,
    span_id: SpanId,
    /// 0 for a root: half the size of an `Option`, and each closed span is moved a few times.
    parent_span_id: u64,
    pub(crate) parent_id: CoroutineId,
    pub(crate) start: Instant,
    pub(crate) code: Arc<CodeLocation>,
    /// Everything but the ordinary case, which allocates nothing.
    more: Option<Box<More>>,
    trace_state: TraceStateId,
    flags: TraceFlags,
    parent_is_remote: bool,
    /// Whether it waits for the end of its trace once it is closed.
    pub(crate) held: bool,
    /// The body returned.
    returned: bool,
}

/// What is known of a span beyond "the body returned".
#[derive(Default)]
struct More {
    claims: Claims,
    detail: Detail,
}

impl OpenSpan {
    #[inline]
    pub(crate) fn new(
        context: SpanContext,
        parent: Option<SpanContext>,
        parent_id: CoroutineId,
        code: Arc<CodeLocation>,
    ) -> Self {
        OpenSpan {
            trace_id: context.trace_id,
            span_id: context.span_id,
            parent_span_id: parent.map_or(0, |parent| parent.span_id.0),
            parent_id,
            start: Instant::now(),
            code,
            more: None,
            trace_state: context.trace_state,
            flags: context.flags,
            parent_is_remote: parent.is_some_and(|parent| parent.is_remote),
            held: false,
            returned: false,
        }
    }

    /// Closes the span now.
    #[inline]
    pub(crate) fn close(self, id: CoroutineId, closer: Closer) -> Record {
        let (ending, detail) = match self.more {
            None if self.returned => (None, None),
            more => resolve(self.returned, more, closer),
        };
        Record {
            coroutine_id: id,
            parent_id: self.parent_id,
            trace_id: self.trace_id,
            span_id: self.span_id,
            parent_span_id: self.parent_span_id,
            start: self.start,
            end: Instant::now(),
            code: Some(self.code),
            ending,
            detail,
            flags: self.flags,
            parent_is_remote: self.parent_is_remote,
            held: self.held,
        }
    }

    fn context(&self) -> SpanContext {
        SpanContext {
            trace_state: self.trace_state,
            ..SpanContext::local(self.trace_id, self.span_id, self.flags)
        }
    }

    fn body_has_ended(&self) -> bool {
        let claimed = self
            .more
            .as_ref()
            .is_some_and(|more| more.claims.body.is_some());
        self.returned || claimed
    }

    fn claims(&mut self) -> &mut Claims {
        &mut self.more.get_or_insert_default().claims
    }

    /// What the program says of it.
    pub(crate) fn detail(&mut self) -> &mut Detail {
        &mut self.more.get_or_insert_default().detail
    }

    fn name<'a>(&'a self, default: &'a str) -> &'a str {
        let own = self
            .more
            .as_ref()
            .and_then(|more| more.detail.name.as_deref());
        own.unwrap_or(default)
    }
}

/// The id unless it is 0.
pub(crate) fn span_id(raw: u64) -> Option<SpanId> {
    (raw != 0).then_some(SpanId(raw))
}

#[cold]
fn resolve(
    returned: bool,
    more: Option<Box<More>>,
    closer: Closer,
) -> (Option<Box<Ending>>, Option<Box<Detail>>) {
    let (claims, detail) = match more {
        Some(more) => (more.claims, Some(Box::new(more.detail))),
        None => (Claims::default(), None),
    };
    let ending = Ending::resolve(returned, claims, closer);
    (ending.map(Box::new), detail)
}

/// The table itself. Each entry leaves it once, so each span is closed once.
#[derive(Default)]
pub(crate) struct ActiveTable {
    open: FxHashMap<CoroutineId, OpenSpan>,
    /// Of coroutines that have no span of this process, but are parents all the same: those that are not sampled, and
    /// those that were open in the parent process when this one was forked.
    spanless: FxHashMap<CoroutineId, SpanContext>,
}

impl ActiveTable {
    /// Puts a span in, and hands back the one it displaces.
    #[inline]
    pub(crate) fn insert(&mut self, id: CoroutineId, span: OpenSpan) -> Option<OpenSpan> {
        if !self.spanless.is_empty() {
            self.spanless.remove(&id);
        }
        self.open.insert(id, span)
    }

    /// Notes a coroutine without a span, and hands back the span it displaces.
    #[inline]
    pub(crate) fn insert_spanless(
        &mut self,
        id: CoroutineId,
        context: SpanContext,
    ) -> Option<OpenSpan> {
        self.spanless.insert(id, context);
        self.open.remove(&id)
    }

    /// Takes a span out; only the first caller gets it.
    #[inline]
    pub(crate) fn remove(&mut self, id: CoroutineId) -> Option<OpenSpan> {
        let span = self.open.remove(&id);
        if span.is_none() && !self.spanless.is_empty() {
            self.spanless.remove(&id);
        }
        span
    }

    /// Takes all spans out, the oldest first.
    pub(crate) fn drain(&mut self) -> Vec<(CoroutineId, OpenSpan)> {
        let mut spans: Vec<_> = self.open.drain().collect();
        spans.sort_by_key(|(_, span)| span.start);
        self.spanless.clear();
        spans
    }

    pub(crate) fn len(&self) -> usize {
        self.open.len()
    }

    pub(crate) fn is_open(&self, id: CoroutineId) -> bool {
        self.open.contains_key(&id)
    }

    pub(crate) fn ids(&self) -> Vec<CoroutineId> {
        self.open.keys().copied().collect()
    }

    pub(crate) fn context_of(&self, id: CoroutineId) -> Option<SpanContext> {
        match self.open.get(&id) {
            Some(span) => Some(span.context()),
            None => self.spanless.get(&id).copied(),
        }
    }

    /// The open span of the coroutine, if it is the one with these ids.
    pub(crate) fn get_mut(
        &mut self,
        id: CoroutineId,
        context: &SpanContext,
    ) -> Option<&mut OpenSpan> {
        let span = self.open.get_mut(&id);
        span.filter(|span| (span.trace_id, span.span_id) == (context.trace_id, context.span_id))
    }

    /// Whether [`ActiveTable::get_mut`] finds it.
    pub(crate) fn contains(&self, id: CoroutineId, context: &SpanContext) -> bool {
        let span = self.open.get(&id);
        span.is_some_and(|span| {
            (span.trace_id, span.span_id) == (context.trace_id, context.span_id)
        })
    }

    pub(crate) fn in_defers(&self, id: CoroutineId) -> bool {
        self.open.get(&id).is_some_and(OpenSpan::body_has_ended)
    }

    #[inline]
    pub(crate) fn body_returned(&mut self, id: CoroutineId) {
        if let Some(span) = self.open.get_mut(&id) {
            match &mut span.more {
                None => span.returned = true,
                Some(more) if more.claims.body.is_none() => {
                    span.returned = true;
                    // The body got past whatever was reported: it did not end it.
                    more.claims.fatal = None;
                }
                Some(_) => {}
            }
        }
    }

    pub(crate) fn body_ended(&mut self, id: CoroutineId, end: BodyEnd) {
        if end == BodyEnd::Returned {
            return self.body_returned(id);
        }
        if let Some(span) = self.open.get_mut(&id)
            && !span.body_has_ended()
        {
            span.claims().body = Some(end);
        }
    }

    pub(crate) fn deferred_exception(&mut self, id: CoroutineId, exception: ExceptionInfo) {
        if let Some(span) = self.open.get_mut(&id)
            && span.body_has_ended()
        {
            span.claims().deferred.get_or_insert(exception);
        }
    }

    pub(crate) fn fatal(&mut self, id: CoroutineId, error: FatalError) {
        if let Some(span) = self.open.get_mut(&id) {
            span.claims().fatal = Some(error);
        }
    }

    pub(crate) fn suspended_at(&mut self, id: CoroutineId, file: String, line: u32) {
        if let Some(span) = self.open.get_mut(&id) {
            span.claims().suspension = Some(Suspension { file, line });
        }
    }

    /// In a forked child: every open span becomes the parent process's business.
    pub(crate) fn inherit(&mut self) {
        for (id, span) in self.open.drain() {
            self.spanless.insert(id, span.context());
        }
    }

    pub(crate) fn active(&self, default_name: &str) -> Vec<ActiveSpan> {
        self.open
            .iter()
            .map(|(&coroutine_id, span)| ActiveSpan {
                coroutine_id,
                parent_id: span.parent_id,
                name: span.name(default_name).to_owned(),
                age: span.start.elapsed(),
                context: span.context(),
                parent_span_id: span_id(span.parent_span_id),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_span_and_its_key_stay_within_a_quarter_of_the_memory_budget() {
        // The budget is 400 bytes per open span; a hash table that has just grown is little less than half full,
        // and while it grows the old one is still there.
        assert!(size_of::<(CoroutineId, OpenSpan)>() <= 96);
    }
}
