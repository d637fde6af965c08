//! The open spans of coroutines.
//!
//! Owns which reports about a coroutine's end are accepted, and when. Must not know where ids come from, the queue or the
//! exporters.

use crate::model::context::SpanContext;
use crate::model::ids::CoroutineId;
use crate::recorder::recording::Recording;
use crate::span::clock::{ReadClock, Tick, WallClock};
use crate::span::end::{BodyEnd, CloseReason, FatalError, Suspension};
use crate::span::open::{ActiveSpan, Identity, Span};
use crate::span::record::Record;
use crate::tracer::active::id_map::IdMap;
use crate::tracer::span_key::SpanLocation;

// The budget is 400 bytes per open span; slots that have just been doubled are half empty, and while they are the old ones
// are still there.
const _: () = assert!(IdMap::<Span>::SLOT_SIZE <= 96);

/// The table itself. Each entry leaves it once, so each span is closed once.
#[derive(Default)]
pub(crate) struct ActiveTable {
    open: IdMap<Span>,
    /// Of coroutines that have no span of this process, but are parents all the same: those that are not sampled, and
    /// those that were open in the parent process when this one was forked.
    spanless: IdMap<Identity>,
}

impl ActiveTable {
    /// Puts a span in, and hands back the one it displaces.
    #[inline(always)]
    pub(crate) fn insert(&mut self, id: CoroutineId, span: Span) -> Option<Span> {
        if !self.spanless.is_empty() {
            self.spanless.remove(id);
        }
        self.open.insert(id, span)
    }

    /// Notes a coroutine without a span, and hands back the span it displaces.
    #[inline(always)]
    pub(crate) fn insert_spanless(&mut self, id: CoroutineId, identity: &Identity) -> Option<Span> {
        self.spanless.insert(id, *identity);
        if self.open.is_empty() {
            return None;
        }
        self.open.remove(id)
    }

    /// Takes a span out and closes it now; only the first caller gets it.
    #[inline(always)]
    pub(crate) fn end(
        &mut self,
        id: CoroutineId,
        close_reason: CloseReason,
        read_clock: ReadClock,
        recording: &Recording,
    ) -> Option<Record> {
        let mut end = None;
        // Resolved in place, to save one move of the span, and so is what the recorder has of a plain one.
        let span = self.open.remove_after(id, |span| {
            span.resolve_end(close_reason);
            let now = Tick::now(read_clock);
            if span.is_plain() {
                recording.close(span.slot(), now);
            }
            end = Some(now);
        });
        let (Some(span), Some(end)) = (span, end) else {
            self.forget(id);
            return None;
        };
        Some(Record {
            coroutine_id: id,
            span,
            end,
        })
    }

    /// Takes a span out that goes on without its coroutine.
    pub(crate) fn remove_outliving(&mut self, id: CoroutineId) -> Option<Span> {
        self.get(id).filter(|span| span.outlives_coroutine())?;
        self.open.remove(id)
    }

    /// Forgets a coroutine without a span.
    #[inline(always)]
    pub(crate) fn forget(&mut self, id: CoroutineId) {
        self.spanless.remove(id);
    }

    /// Takes all spans out, the oldest first.
    pub(crate) fn drain(&mut self) -> Vec<(CoroutineId, Span)> {
        let mut spans: Vec<_> = self.open.drain().collect();
        spans.sort_by_key(|(_, span)| span.started());
        self.spanless = IdMap::default();
        spans
    }

    /// Whether no coroutine has a context here, with a span or without one.
    #[inline(always)]
    pub(crate) fn has_no_context(&self) -> bool {
        self.len() + self.spanless.len() == 0
    }

    pub(crate) fn len(&self) -> usize {
        self.open.len()
    }

    pub(crate) fn get(&self, id: CoroutineId) -> Option<&Span> {
        self.open.get(id)
    }

    /// The first span that is meant, with where it is.
    pub(crate) fn find(&self, is_meant: impl Fn(&Span) -> bool) -> Option<(SpanLocation, &Span)> {
        let (id, span) = self.open.iter().find(|(_, span)| is_meant(span))?;
        Some((SpanLocation::Coroutine(id), span))
    }

    pub(crate) fn is_open(&self, id: CoroutineId) -> bool {
        self.open.get(id).is_some()
    }

    pub(crate) fn ids(&self) -> Vec<CoroutineId> {
        self.open.iter().map(|(id, _)| id).collect()
    }

    #[inline(always)]
    pub(crate) fn context_of(&self, id: CoroutineId) -> Option<SpanContext> {
        match self.open.get(id) {
            Some(span) => Some(span.context()),
            None => self.spanless.get(id).map(Identity::context),
        }
    }

    /// The open span of the coroutine, if it is the one with these ids.
    pub(crate) fn get_mut(&mut self, id: CoroutineId, context: &SpanContext) -> Option<&mut Span> {
        self.open.get_mut(id).filter(|span| span.is(context))
    }

    /// The open span of the coroutine.
    pub(crate) fn open_mut(&mut self, id: CoroutineId) -> Option<&mut Span> {
        self.open.get_mut(id)
    }

    /// The open span of a coroutine that instrumentation has started, and that nothing has taken over.
    pub(crate) fn instrumented(&mut self, id: CoroutineId) -> Option<&mut Span> {
        self.open.get_mut(id).filter(|span| span.is_instrumented())
    }

    pub(crate) fn in_defers(&self, id: CoroutineId) -> bool {
        self.open.get(id).is_some_and(Span::body_has_ended)
    }

    #[inline]
    pub(crate) fn body_returned(&mut self, id: CoroutineId) {
        if let Some(span) = self.open.get_mut(id) {
            span.body_returned();
        }
    }

    pub(crate) fn body_ended(&mut self, id: CoroutineId, end: BodyEnd) {
        if end == BodyEnd::Returned {
            return self.body_returned(id);
        }
        if let Some(span) = self.open.get_mut(id)
            && !span.body_has_ended()
        {
            span.evidence().body = Some(end);
        }
    }

    pub(crate) fn defer_ended(&mut self, id: CoroutineId, end: BodyEnd) {
        if let Some(span) = self.open.get_mut(id)
            && span.body_has_ended()
        {
            span.evidence().deferred.get_or_insert(end);
        }
    }

    pub(crate) fn fatal(&mut self, id: CoroutineId, error: FatalError) {
        if let Some(span) = self.open.get_mut(id) {
            span.evidence().fatal = Some(error);
        }
    }

    pub(crate) fn runs_on(&mut self, id: CoroutineId) {
        if let Some(span) = self.open.get_mut(id)
            && !span.is_plain()
        {
            span.evidence().fatal = None;
        }
    }

    pub(crate) fn suspended_at(&mut self, id: CoroutineId, file: String, line: u32) {
        if let Some(span) = self.open.get_mut(id) {
            span.evidence().suspension = Some(Suspension { file, line });
        }
    }

    /// In a forked child: gives up all open spans, which the parent process will end. Their contexts stay, so that they
    /// can be parents of new spans.
    pub(crate) fn disown_parent_spans(&mut self) {
        for (id, span) in self.open.drain() {
            self.spanless.insert(id, span.identity);
        }
    }

    /// The spans' blocks in the recorder.
    pub(crate) fn slots(&self) -> impl Iterator<Item = u32> {
        self.open.iter().map(|(_, span)| span.slot())
    }

    /// No span has a block in the recorder any more.
    pub(crate) fn forget_slots(&mut self) {
        for id in self.ids() {
            if let Some(span) = self.open.get_mut(id) {
                span.forget_slot();
            }
        }
    }

    pub(crate) fn active(&self, now: Tick, clock: &WallClock) -> Vec<ActiveSpan> {
        let spans = self.open.iter();
        spans
            .map(|(id, span)| span.active(id, now, clock))
            .collect()
    }
}
