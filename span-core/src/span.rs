//! One span, from its start to its conversion.
//!
//! Owns the compact form, and what of it changes when it is closed. Must not know where open spans are kept.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use crate::clock::WallClock;
use crate::context::{SpanContext, TraceFlags};
use crate::detail::Detail;
use crate::ending::{Claims, Closer, CodeLocation, Ending};
use crate::finished::SpanStatus;
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

/// A span: a few words, because there is one for every coroutine that lives, and each is moved a few times.
///
/// The parts of its context stand apart because a [`SpanContext`] as a field would be padded by 8 bytes.
#[derive(Clone, Debug)]
pub(crate) struct Span {
    pub(crate) trace_id: TraceId,
    pub(crate) span_id: SpanId,
    /// 0 for a root: half the size of an `Option`.
    parent_span_id: u64,
    /// The coroutine that created the one it covers.
    pub(crate) parent_id: CoroutineId,
    start: Instant,
    /// The coroutine's body; `None` makes it a span by hand.
    pub(crate) code: Option<Arc<CodeLocation>>,
    /// Everything but the ordinary case, which allocates nothing.
    more: Option<Box<More>>,
    trace_state: TraceStateId,
    pub(crate) flags: TraceFlags,
    pub(crate) parent_is_remote: bool,
    /// Whether it waits for the end of its trace once it is closed.
    pub(crate) held: bool,
    /// The body returned.
    returned: bool,
}

/// What is known of a span beyond "the body returned".
#[derive(Clone, Default, Debug)]
pub(crate) struct More {
    claims: Claims,
    /// Of a closed span only; `None` is a plain return.
    pub(crate) ending: Option<Ending>,
    /// What the program says of it.
    pub(crate) detail: Detail,
}

impl Span {
    /// A span that starts now: of a coroutine, or by hand where there is no `code`.
    #[inline]
    pub(crate) fn new(
        context: SpanContext,
        parent: Option<SpanContext>,
        parent_id: CoroutineId,
        code: Option<Arc<CodeLocation>>,
    ) -> Self {
        Span {
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
    pub(crate) fn close(mut self, id: CoroutineId, closer: Closer) -> Record {
        let end = Instant::now();
        if (self.more.is_some() || !self.returned) && self.code.is_some() {
            self.resolve(closer);
        }
        Record {
            coroutine_id: id,
            span: self,
            end,
        }
    }

    #[cold]
    fn resolve(&mut self, closer: Closer) {
        let returned = self.returned;
        let more = self.more.get_or_insert_default();
        more.ending = Ending::resolve(returned, std::mem::take(&mut more.claims), closer);
    }

    pub(crate) fn context(&self) -> SpanContext {
        SpanContext {
            trace_state: self.trace_state,
            ..SpanContext::local(self.trace_id, self.span_id, self.flags)
        }
    }

    /// Whether it is the span with these ids.
    pub(crate) fn is(&self, context: &SpanContext) -> bool {
        (self.trace_id, self.span_id) == (context.trace_id, context.span_id)
    }

    pub(crate) fn parent_span_id(&self) -> Option<SpanId> {
        (self.parent_span_id != 0).then_some(SpanId(self.parent_span_id))
    }

    /// The body returned, unless an end is known already.
    #[inline]
    pub(crate) fn body_returned(&mut self) {
        match &mut self.more {
            None => self.returned = true,
            Some(more) if more.claims.body.is_none() => {
                self.returned = true;
                // The body got past whatever was reported: it did not end it.
                more.claims.fatal = None;
            }
            Some(_) => {}
        }
    }

    pub(crate) fn body_has_ended(&self) -> bool {
        let claimed = self
            .more
            .as_ref()
            .is_some_and(|more| more.claims.body.is_some());
        self.returned || claimed
    }

    pub(crate) fn claims(&mut self) -> &mut Claims {
        &mut self.more.get_or_insert_default().claims
    }

    /// What the program says of it.
    pub(crate) fn detail(&mut self) -> &mut Detail {
        &mut self.more.get_or_insert_default().detail
    }

    /// Whether nothing is known of it beyond the ordinary.
    pub(crate) fn is_plain(&self) -> bool {
        self.more.is_none()
    }

    /// What is known of it beyond the ordinary.
    pub(crate) fn take_more(&mut self) -> More {
        self.more.take().map(|more| *more).unwrap_or_default()
    }

    /// Whether its status is an error.
    pub(crate) fn failed(&self) -> bool {
        self.more
            .as_ref()
            .is_some_and(|more| match more.detail.status {
                SpanStatus::Ok => false,
                SpanStatus::Error { .. } => true,
                SpanStatus::Unset => more.ending.as_ref().is_some_and(Ending::is_failure),
            })
    }

    /// When it started and ended: as the program has it, else by the clock.
    pub(crate) fn times(&self, end: Instant, clock: WallClock) -> (SystemTime, SystemTime) {
        let detail = self.more.as_ref().map(|more| &more.detail);
        let given = detail.and_then(|detail| detail.start_time);
        let start = given.unwrap_or_else(|| clock.time_of(self.start));
        let given = detail.and_then(|detail| detail.end_time);
        let end = given.unwrap_or_else(|| clock.time_of(end));
        // The program's times need not be on the same clock as ours.
        (start, end.max(start))
    }

    /// For the sweep, which closes the oldest first.
    pub(crate) fn started(&self) -> Instant {
        self.start
    }

    pub(crate) fn active(&self, coroutine_id: CoroutineId, default_name: &str) -> ActiveSpan {
        let detail = self.more.as_ref().map(|more| &more.detail);
        let name = detail.and_then(|detail| detail.name.as_deref());
        ActiveSpan {
            coroutine_id,
            parent_id: self.parent_id,
            name: name.unwrap_or(default_name).to_owned(),
            age: self.start.elapsed(),
            context: self.context(),
            parent_span_id: self.parent_span_id(),
        }
    }
}
