//! How coroutines' spans start, or do not.
//!
//! Owns the three ways on from the decision about a span: recorded, recorded and held, not recorded. Must not know how a span
//! ends.

use super::Engine;
use super::span_plan::{SamplingDecision, SpanPlan};
use crate::model::code::Code;
use crate::model::code::project::short_path;
use crate::model::context::SpanContext;
use crate::model::ids::CoroutineId;
use crate::recorder::recording::Opened;
use crate::span::end::CloseReason;
use crate::span::open::{Identity, Span};
use crate::tracer::options::SpanOptions;

/// The span of a coroutine that has not started yet: already sampled, with its ids chosen.
#[derive(Clone, Copy)]
pub(super) struct PendingSpan {
    identity: Identity,
    decision: SamplingDecision,
    has_options: bool,
    /// Whether instrumentation starts the coroutine.
    is_instrumented: bool,
}

impl PendingSpan {
    #[inline(always)]
    fn of(plan: SpanPlan, parent_id: CoroutineId) -> Self {
        Self {
            identity: Identity::new(plan.context, plan.parent, parent_id),
            decision: plan.decision,
            has_options: false,
            is_instrumented: false,
        }
    }

    /// Whether it is sampled and has neither options nor a trace state, as nearly all spans are.
    #[inline(always)]
    fn is_plain(&self) -> bool {
        let has_trace_state = !self.identity.context().trace_state.is_none();
        self.decision == SamplingDecision::Sampled && !has_trace_state && !self.has_options
    }
}

impl Engine {
    /// Opens the span of coroutine `id`, as a child of `parent` or as the root of a new trace, unless the sampler
    /// does not want it. The coroutine gets the baggage that is current in coroutine `parent_id`.
    ///
    /// A span that is still open under the same id is closed as abandoned: its coroutine cannot be alive any more.
    pub fn start(
        &mut self,
        id: CoroutineId,
        parent: Option<SpanContext>,
        parent_id: CoroutineId,
        code: Code,
    ) -> SpanContext {
        let pending = PendingSpan::of(self.plan_span(parent), parent_id);
        self.open(id, pending, code);
        pending.identity.context()
    }

    /// The name of spans that run this code, unless the program names them. Looks up the project that the file belongs to,
    /// so call it only when a place is seen for the first time.
    pub fn span_name(&self, function: &str, file: Option<&str>, line: Option<u32>) -> String {
        let file = file.map(short_path);
        self.config.span_name.of(function, file.as_deref(), line)
    }

    /// Decides what becomes of the coroutine that is started next, in coroutine `parent_id` and under `parent`. True if
    /// there will be a span: a runtime can spare itself much for a coroutine that has none.
    ///
    /// The decision waits for [`Engine::start_prepared`] or [`Engine::start_unrecorded`]; where none of them follows, the
    /// next one replaces it.
    #[inline(always)]
    pub fn prepare(&mut self, parent: Option<SpanContext>, parent_id: CoroutineId) -> bool {
        let plan = self.plan_span(parent);
        self.pending = Some(PendingSpan::of(plan, parent_id));
        plan.is_recorded()
    }

    /// [`Engine::prepare`] with all that can be said of the span. The options may choose another parent.
    pub fn prepare_with(
        &mut self,
        parent: Option<SpanContext>,
        parent_id: CoroutineId,
        options: Box<SpanOptions>,
    ) -> bool {
        let plan = self.plan_span(options.parent.or_current(parent));
        self.prepare_planned(plan, parent_id, Some(options));
        plan.is_recorded()
    }

    /// [`Engine::prepare`] where the decision has been made, with what there is to say of the span. The parent is the plan's.
    pub fn prepare_planned(
        &mut self,
        plan: SpanPlan,
        parent_id: CoroutineId,
        options: Option<Box<SpanOptions>>,
    ) {
        self.pending = Some(PendingSpan {
            has_options: options.is_some(),
            ..PendingSpan::of(plan, parent_id)
        });
        self.options = options;
    }

    /// Instrumentation starts the coroutine that was prepared, and not the program: it may be detached.
    pub fn instrument_prepared(&mut self) {
        if let Some(pending) = &mut self.pending {
            pending.is_instrumented = true;
        }
    }

    /// Forgets what was prepared: the coroutine was not made.
    pub fn unprepare(&mut self) {
        self.pending = None;
        self.options = None;
    }

    /// [`Engine::prepare`] under what is current in the coroutine `parent_id`. `None` where nothing is, and where what is
    /// current further out must be known first.
    #[inline(always)]
    pub fn prepare_child(&mut self, parent_id: CoroutineId) -> Option<bool> {
        let parent = self.current_context(parent_id);
        let is_known = parent.is_some() || parent_id == CoroutineId::NONE || self.has_no_context();
        is_known.then(|| self.prepare(parent, parent_id))
    }

    /// Starts the coroutine that was prepared, as [`Engine::start`] does. Its options may say that other code is run.
    #[inline(always)]
    pub fn start_prepared(&mut self, id: CoroutineId, code: Code) {
        if let Some(pending) = self.pending {
            self.pending = None;
            self.open(id, pending, code);
        }
    }

    #[inline(always)]
    fn open(&mut self, id: CoroutineId, pending: PendingSpan, code: Code) {
        if pending.is_plain()
            && let Code::Kept(code) = code
        {
            self.counters.started.add(1);
            let start = self.tick();
            let opened = Opened {
                identity: &pending.identity,
                code: Some(code),
                start,
                thread: self.thread,
                coroutine: id,
            };
            let slot = self.recording.open(self.processor.clock(), opened);
            self.recorded();
            let span = Span::new(pending.identity, Some(code), start).on(self.thread, slot);
            let displaced = self.table.insert(id, span);
            if displaced.is_some() || !self.scopes.is_empty() {
                self.replace_and_inherit(id, &pending, displaced);
            }
        } else {
            self.open_unusual(id, pending, code);
        }
    }

    /// Opens a span that has options, a trace state or code of its own, or is held; counts one that is not recorded.
    #[cold]
    fn open_unusual(&mut self, id: CoroutineId, pending: PendingSpan, code: Code) {
        let PendingSpan {
            identity, decision, ..
        } = pending;
        let options = self.options.take();
        let mut options = options.filter(|_| pending.has_options);
        if decision == SamplingDecision::NotRecorded {
            return self.record_unsampled(id, &pending);
        }
        self.counters.started.add(1);
        let mut span = Span::new(identity, None, self.tick()).on(self.thread, 0);
        let given = options.as_mut().and_then(|options| options.code.take());
        match given.unwrap_or(code) {
            Code::Kept(code) => span.code = Some(code),
            Code::Own(code) => span.set_own_code(code),
        }
        let context = identity.context();
        if options.is_some() || !context.trace_state.is_none() {
            let options = options.map(|options| *options).unwrap_or_default();
            span.set_user_fields(self.user_fields(options, context.trace_state));
            self.user_field_bytes += span.user_field_bytes();
            self.weigh();
        }
        if decision == SamplingDecision::Held {
            span.hold();
            self.hold(context);
        }
        self.recording
            .open_unusual(self.processor.clock(), &mut span, id);
        self.recorded();
        let displaced = self.table.insert(id, span);
        self.replace_and_inherit(id, &pending, displaced);
    }

    /// Starts the coroutine that was prepared, and that has no span. Only its context is kept, until [`Engine::finish`].
    #[inline(always)]
    pub fn start_unrecorded(&mut self, id: CoroutineId) {
        if let Some(pending) = self.pending {
            self.pending = None;
            self.record_unsampled(id, &pending);
        }
    }

    /// Notes a coroutine that the sampler does not want.
    #[inline(always)]
    fn record_unsampled(&mut self, id: CoroutineId, pending: &PendingSpan) {
        self.counters.not_sampled.add(1);
        let displaced = self.table.insert_spanless(id, &pending.identity);
        if displaced.is_some() || !self.scopes.is_empty() {
            self.replace_and_inherit(id, pending, displaced);
        }
    }

    /// Completes the start of a coroutine: ends the span that its id displaced, and copies the baggage of the coroutine
    /// that created it.
    #[cold]
    fn replace_and_inherit(
        &mut self,
        id: CoroutineId,
        pending: &PendingSpan,
        displaced: Option<Span>,
    ) {
        if let Some(displaced) = displaced {
            self.end_locals(id);
            self.note_closed(id, &displaced.identity);
            let record = displaced.close(id, CloseReason::Sweep, self.tick());
            self.recording.close(record.span.slot(), record.end);
            self.submit(record);
        }
        self.scopes.discontinue(id);
        self.scopes.inherit_baggage(pending.identity.parent_id, id);
        if pending.decision != SamplingDecision::NotRecorded {
            self.note_opened(id, &pending.identity, pending.is_instrumented);
        }
        if self.processor.has_metrics()
            && let Some(span) = self.table.get(id)
        {
            self.counters.started_from(span);
        }
        self.publish();
    }
}
