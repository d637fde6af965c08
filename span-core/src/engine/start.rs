//! How coroutines' spans start, or do not.
//!
//! Owns the decision about each span, and the three ways on from it: recorded, recorded and held, not recorded. Must
//! not know how a span ends.

use std::sync::Arc;

use super::Engine;
use crate::context::{SpanContext, TraceFlags};
use crate::ending::{Closer, CodeLocation};
use crate::ids::CoroutineId;
use crate::options::SpanOptions;
use crate::span::Span;
use crate::trace_state::TraceStateId;

/// What becomes of a span that starts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Sampled,
    /// Recorded in case its trace is kept.
    Held,
    NotRecorded,
}

/// What becomes of a span that starts, and under which context.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    pub(super) context: SpanContext,
    pub(super) fate: Fate,
}

/// What is decided of a coroutine before there is one.
#[derive(Clone, Copy)]
pub(super) struct Prepared {
    plan: Plan,
    parent: Option<SpanContext>,
    parent_id: CoroutineId,
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
        code: Arc<CodeLocation>,
    ) -> SpanContext {
        let plan = self.plan(parent);
        let prepared = Prepared {
            plan,
            parent,
            parent_id,
        };
        self.open(id, prepared, code)
    }

    /// Decides what becomes of the coroutine that is started next, in coroutine `parent_id` and under `parent`. True if
    /// there will be a span: a runtime can spare itself much for a coroutine that has none.
    ///
    /// The decision waits for [`Engine::start_prepared`], [`Engine::start_unrecorded`] or [`Engine::start_with`]; where
    /// none of them follows, the next one replaces it.
    #[inline(always)]
    pub fn prepare(&mut self, parent: Option<SpanContext>, parent_id: CoroutineId) -> bool {
        let plan = self.plan(parent);
        self.prepared = Some(Prepared {
            plan,
            parent,
            parent_id,
        });
        plan.fate != Fate::NotRecorded
    }

    /// [`Engine::prepare`] under what is current in the coroutine `parent_id`. `None` where nothing is, and where what is
    /// current further out must be known first.
    #[inline(always)]
    pub fn prepare_child(&mut self, parent_id: CoroutineId) -> Option<bool> {
        let parent = self.current_context(parent_id);
        let is_known = parent.is_some() || parent_id == CoroutineId::NONE || self.has_no_context();
        is_known.then(|| self.prepare(parent, parent_id))
    }

    /// What becomes of a span that is started under `parent`.
    #[inline(always)]
    pub(super) fn plan(&mut self, parent: Option<SpanContext>) -> Plan {
        let (trace_id, span_id) = self.ids.next(parent.map(|parent| parent.trace_id));
        let sampled = self.decider.samples(trace_id, parent.as_ref());
        let context = SpanContext {
            trace_state: parent.map_or(TraceStateId::NONE, |parent| parent.trace_state),
            ..SpanContext::local(trace_id, span_id, TraceFlags::sampled(sampled))
        };
        let fate = match (sampled, &self.keeper) {
            (true, _) => Fate::Sampled,
            (false, Some(_)) => Fate::Held,
            (false, None) => Fate::NotRecorded,
        };
        Plan { context, fate }
    }

    /// Starts the coroutine that was prepared, as [`Engine::start`] does. `None` where none was.
    #[inline(always)]
    pub fn start_prepared(
        &mut self,
        id: CoroutineId,
        code: Arc<CodeLocation>,
    ) -> Option<SpanContext> {
        let prepared = self.prepared.take()?;
        Some(self.open(id, prepared, code))
    }

    #[inline(always)]
    fn open(
        &mut self,
        id: CoroutineId,
        prepared: Prepared,
        code: Arc<CodeLocation>,
    ) -> SpanContext {
        let Prepared {
            plan: Plan { context, fate },
            parent,
            parent_id,
        } = prepared;
        if fate == Fate::Sampled && context.trace_state.is_none() {
            self.counters.started += 1;
            let span = Span::new(context, parent, parent_id, Some(code));
            let displaced = self.table.insert(id, span);
            if displaced.is_some() || !self.scopes.is_empty() {
                self.succeed(id, parent_id, displaced);
            }
        } else if fate == Fate::NotRecorded {
            self.pass_over(id, parent_id, context);
        } else {
            self.record(id, (context, fate), parent, parent_id, code, None);
        }
        context
    }

    /// [`Engine::start_prepared`] with all that can be said of a span. The options may choose another parent.
    pub fn start_with(
        &mut self,
        id: CoroutineId,
        code: Arc<CodeLocation>,
        options: Box<SpanOptions>,
    ) -> Option<SpanContext> {
        let Prepared {
            parent, parent_id, ..
        } = self.prepared.take()?;
        let parent = options.parent.or_current(parent);
        let Plan { context, fate } = self.plan(parent);
        if fate == Fate::NotRecorded {
            self.pass_over(id, parent_id, context);
        } else {
            self.record(id, (context, fate), parent, parent_id, code, Some(options));
        }
        Some(context)
    }

    /// Opens a span about which there is something to say.
    fn record(
        &mut self,
        id: CoroutineId,
        (context, fate): (SpanContext, Fate),
        parent: Option<SpanContext>,
        parent_id: CoroutineId,
        code: Arc<CodeLocation>,
        options: Option<Box<SpanOptions>>,
    ) {
        self.counters.started += 1;
        let mut span = Span::new(context, parent, parent_id, Some(code));
        if options.is_some() || !context.trace_state.is_none() {
            let options = options.map(|options| *options).unwrap_or_default();
            *span.detail() = self.detail(options, context.trace_state);
        }
        if fate == Fate::Held {
            span.held = true;
            self.hold(context);
        }
        let displaced = self.table.insert(id, span);
        self.succeed(id, parent_id, displaced);
    }

    /// Starts the coroutine that was prepared, and that has no span. Only its context is kept, until [`Engine::finish`].
    #[inline(always)]
    pub fn start_unrecorded(&mut self, id: CoroutineId) {
        if let Some(Prepared {
            plan, parent_id, ..
        }) = self.prepared.take()
        {
            self.pass_over(id, parent_id, plan.context);
        }
    }

    /// Notes a coroutine that the sampler does not want.
    #[inline(always)]
    fn pass_over(&mut self, id: CoroutineId, parent_id: CoroutineId, context: SpanContext) {
        self.counters.not_sampled += 1;
        let displaced = self.table.insert_spanless(id, context);
        if displaced.is_some() || !self.scopes.is_empty() {
            self.succeed(id, parent_id, displaced);
        }
    }

    /// What else there is to do when a coroutine starts: it ends the one that had its id before, and has the baggage
    /// of the one that created it.
    #[cold]
    fn succeed(&mut self, id: CoroutineId, parent_id: CoroutineId, displaced: Option<Span>) {
        if let Some(displaced) = displaced {
            self.end_locals(id);
            self.settle(displaced.close(id, Closer::Sweep));
        }
        self.scopes.inherit_baggage(parent_id, id);
        if let (Some(tally), Some(span)) = (self.queue.tally(), self.table.get(id)) {
            tally.started(span);
        }
        self.publish();
    }
}
