//! One span, from its start to its conversion.
//!
//! Owns the compact form, and what of it changes when it is closed. Must not know where open spans are kept.

use std::time::{Duration, SystemTime};

use crate::model::code::{CodeLocation, KeptCode};
use crate::model::context::{SpanContext, TraceFlags};
use crate::model::ids::{CoroutineId, SpanId, TraceId};
use crate::model::status::SpanStatus;
use crate::model::trace_state::TraceStateId;
use crate::span::clock::{Tick, WallClock};
use crate::span::cold_fields::ColdFields;
use crate::span::end::{CloseReason, EndEvidence, Ending};
use crate::span::fields::UserFields;
use crate::span::span_state::{SpanState, ThreadBits};

/// Stands for a code location that is not interned.
static NOWHERE: KeptCode = KeptCode::NOWHERE;

/// An open span as a reader sees it.
#[derive(Clone, PartialEq, Debug)]
pub struct ActiveSpan {
    /// The coroutine it covers, or was started in.
    pub coroutine_id: CoroutineId,
    /// The coroutine that created that one; `None` for a manual span, which covers no coroutine.
    pub coroutine_parent_id: Option<CoroutineId>,
    /// The span's name.
    pub name: String,
    /// How long it has been open.
    pub age: Duration,
    /// Its ids.
    pub context: SpanContext,
    /// Its parent span, unless it is the root of its trace.
    pub parent_span_id: Option<SpanId>,
}

/// The parts of a span that are fixed before it starts. Plain data.
///
/// The parts of its context stand apart because a [`SpanContext`] as a field would be padded by 8 bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Identity {
    pub(crate) trace_id: TraceId,
    pub(crate) span_id: SpanId,
    /// 0 for a root: half the size of an `Option`.
    parent_span_id: u64,
    /// The coroutine that created the one it covers.
    pub(crate) parent_id: CoroutineId,
    trace_state: TraceStateId,
    pub(crate) flags: TraceFlags,
    pub(crate) parent_is_remote: bool,
    pub(crate) local_root: u16,
}

impl Identity {
    /// Of a span with this context, which has that parent or is the root of its trace.
    #[inline(always)]
    pub(crate) fn new(
        context: SpanContext,
        parent: Option<SpanContext>,
        parent_id: CoroutineId,
    ) -> Self {
        Identity {
            trace_id: context.trace_id,
            span_id: context.span_id,
            parent_span_id: parent.map_or(0, |parent| parent.span_id.0),
            parent_id,
            trace_state: context.trace_state,
            flags: context.flags,
            local_root: context.local_root,
            parent_is_remote: parent.is_some_and(|parent| parent.is_remote),
        }
    }

    pub(crate) fn context(&self) -> SpanContext {
        SpanContext {
            trace_state: self.trace_state,
            local_root: self.local_root,
            ..SpanContext::local(self.trace_id, self.span_id, self.flags)
        }
    }

    /// Whether its parent, if it has one, is not in this process.
    pub(crate) fn is_local_root(&self) -> bool {
        self.parent_span_id == 0 || self.parent_is_remote
    }

    /// The id of the parent span, 0 for a root.
    #[inline(always)]
    pub(crate) fn parent_or_zero(&self) -> u64 {
        self.parent_span_id
    }

    pub(crate) fn parent_span_id(&self) -> Option<SpanId> {
        (self.parent_span_id != 0).then_some(SpanId(self.parent_span_id))
    }
}

/// A span: a few words, because there is one for every coroutine that lives, and each is moved a few times.
#[derive(Clone, Debug)]
pub(crate) struct Span {
    pub(crate) identity: Identity,
    start: Tick,
    /// The coroutine's body; `None` makes it a manual span.
    pub(crate) code: Option<&'static KeptCode>,
    /// Whatever a plain span does not have; that one allocates nothing.
    pub(super) cold: Option<Box<ColdFields>>,
    pub(super) state: SpanState,
}

impl Span {
    /// A span that starts at `start`: of a coroutine, or a manual one where there is no `code`.
    #[inline(always)]
    pub(crate) fn new(identity: Identity, code: Option<&'static KeptCode>, start: Tick) -> Self {
        Span {
            identity,
            start,
            code,
            cold: None,
            state: SpanState::OPEN,
        }
    }

    /// The same on this thread, and with this block in the recorder.
    #[inline(always)]
    pub(crate) fn on(self, thread: ThreadBits, slot: u32) -> Self {
        let mut state = SpanState::of(thread);
        state.give_slot(slot);
        Span { state, ..self }
    }

    /// The id of its thread, where it is not the main one.
    pub(crate) fn thread(&self) -> Option<u32> {
        self.state.thread()
    }

    #[inline(always)]
    fn has_returned(&self) -> bool {
        self.state.is(SpanState::RETURNED)
    }

    /// Whether it waits for the end of its trace once it is closed.
    #[inline(always)]
    pub(crate) fn is_held(&self) -> bool {
        self.state.is(SpanState::HELD)
    }

    /// Makes it wait. Called when it starts.
    pub(crate) fn hold(&mut self) {
        self.state.set(SpanState::HELD);
    }

    /// Instrumentation has started its coroutine.
    pub(crate) fn set_instrumented(&mut self) {
        self.state.set(SpanState::INSTRUMENTED);
    }

    /// Whether instrumentation has started its coroutine.
    pub(crate) fn is_instrumented(&self) -> bool {
        self.state.is(SpanState::INSTRUMENTED)
    }

    /// It is around a call: a fatal error that cuts the call off is its end.
    pub(crate) fn set_around_call(&mut self) {
        self.state.set(SpanState::AROUND_CALL);
    }

    /// Whether it is around a call.
    pub(crate) fn is_around_call(&self) -> bool {
        self.state.is(SpanState::AROUND_CALL)
    }

    /// It does not end with the coroutine that it was started in.
    pub(crate) fn set_outlives_coroutine(&mut self) {
        self.state.set(SpanState::OUTLIVES_COROUTINE);
    }

    /// It ends with that coroutine after all.
    pub(crate) fn unset_outlives_coroutine(&mut self) {
        self.state.unset(SpanState::OUTLIVES_COROUTINE);
    }

    /// Whether it does not end with the coroutine that it was started in.
    pub(crate) fn outlives_coroutine(&self) -> bool {
        self.state.is(SpanState::OUTLIVES_COROUTINE)
    }

    /// Whether a fatal error has cut off the call that it is around, as far as is known.
    fn is_cut_off(&self) -> bool {
        let cold = self.cold.as_ref().filter(|_| self.is_around_call());
        cold.is_some_and(|cold| cold.evidence.fatal.is_some())
    }

    /// It is the program's own from now on, under this parent.
    pub(crate) fn take_over(&mut self, parent: SpanContext) {
        self.state.unset(SpanState::INSTRUMENTED);
        self.identity.parent_span_id = parent.span_id.0;
        self.identity.local_root = parent.local_root;
    }

    /// Resolves how it ended. After that it is closed, and only has to be removed from its table.
    #[inline(always)]
    pub(crate) fn resolve_end(&mut self, close_reason: CloseReason) {
        if (self.cold.is_some() || !self.has_returned())
            && (self.code.is_some() || self.is_cut_off())
        {
            self.resolve(close_reason);
        }
    }

    #[cold]
    fn resolve(&mut self, close_reason: CloseReason) {
        let returned = self.has_returned();
        let cold = self.cold.get_or_insert_default();
        cold.ending = Ending::resolve(returned, std::mem::take(&mut cold.evidence), close_reason);
    }

    pub(crate) fn context(&self) -> SpanContext {
        self.identity.context()
    }

    /// Whether it is the span with these ids.
    pub(crate) fn is(&self, context: &SpanContext) -> bool {
        let Identity {
            trace_id, span_id, ..
        } = self.identity;
        (trace_id, span_id) == (context.trace_id, context.span_id)
    }

    /// The body returned, unless an end is known already.
    #[inline]
    pub(crate) fn body_returned(&mut self) {
        if let Some(cold) = &mut self.cold {
            if cold.evidence.body.is_some() {
                return;
            }
            // The body got past whatever was reported: it did not end it.
            cold.evidence.fatal = None;
        }
        self.state.set(SpanState::RETURNED);
    }

    pub(crate) fn body_has_ended(&self) -> bool {
        let claimed = self
            .cold
            .as_ref()
            .is_some_and(|cold| cold.evidence.body.is_some());
        self.has_returned() || claimed
    }

    pub(crate) fn evidence(&mut self) -> &mut EndEvidence {
        &mut self.cold.get_or_insert_default().evidence
    }

    /// It runs code whose place is not kept.
    pub(crate) fn set_own_code(&mut self, code: Box<CodeLocation>) {
        self.code = Some(&NOWHERE);
        self.cold.get_or_insert_default().code = Some(code);
    }

    /// The fields that the program has set.
    pub(crate) fn user_fields(&mut self) -> &mut UserFields {
        &mut self.cold.get_or_insert_default().user_fields
    }

    /// Sets all of them.
    pub(crate) fn set_user_fields(&mut self, user_fields: UserFields) {
        match &mut self.cold {
            Some(cold) => cold.user_fields = user_fields,
            // Not made and replaced: each part of it would be dropped.
            None => self.cold = Some(Box::new(ColdFields::of(user_fields))),
        }
    }

    /// Its weight beyond that of a plain span.
    #[inline(always)]
    pub(crate) fn weight_beyond(&self) -> usize {
        self.cold.as_deref().map_or(0, ColdFields::weight)
    }

    /// The part of that weight that the user fields make up.
    pub(crate) fn user_field_bytes(&self) -> usize {
        self.cold.as_ref().map_or(0, |cold| cold.user_fields.bytes)
    }

    /// Whether it has no cold fields.
    pub(crate) fn is_plain(&self) -> bool {
        self.cold.is_none()
    }

    /// Its cold fields.
    pub(crate) fn cold_fields(&self) -> Option<&ColdFields> {
        self.cold.as_deref()
    }

    /// Takes out its cold fields.
    pub(crate) fn take_cold_fields(&mut self) -> ColdFields {
        self.cold.take().map(|cold| *cold).unwrap_or_default()
    }

    /// Whether its status is an error.
    pub(crate) fn failed(&self) -> bool {
        self.cold
            .as_ref()
            .is_some_and(|cold| match cold.user_fields.status {
                SpanStatus::Ok => false,
                SpanStatus::Error { .. } => true,
                SpanStatus::Unset => cold.ending.as_ref().is_some_and(Ending::is_failure),
            })
    }

    /// When it started and ended: as the program has it, else by the clock.
    pub(crate) fn times(&self, end: Tick, clock: WallClock) -> (SystemTime, SystemTime) {
        let user_fields = self.cold.as_ref().map(|cold| &cold.user_fields);
        let given = user_fields.and_then(|user_fields| user_fields.start_time);
        let start = given.unwrap_or_else(|| clock.time_of(self.start));
        let given = user_fields.and_then(|user_fields| user_fields.end_time);
        let end = given.unwrap_or_else(|| clock.time_of(end));
        // The program's times need not be on the same clock as ours.
        (start, end.max(start))
    }

    /// For the sweep, which closes the oldest first.
    pub(crate) fn started(&self) -> Tick {
        self.start
    }

    pub(crate) fn active(
        &self,
        coroutine_id: CoroutineId,
        now: Tick,
        clock: &WallClock,
    ) -> ActiveSpan {
        let cold = self.cold.as_deref();
        let code = cold.and_then(|cold| cold.code.as_deref()).or(self.code());
        let name = cold.and_then(|cold| cold.user_fields.name.as_deref());
        let name = name.or_else(|| code.map(|code| code.span_name.as_str()));
        ActiveSpan {
            coroutine_id,
            coroutine_parent_id: self.code.is_some().then_some(self.identity.parent_id),
            name: name.unwrap_or_default().to_owned(),
            age: clock.between(self.start, now),
            context: self.context(),
            parent_span_id: self.identity.parent_span_id(),
        }
    }
}
