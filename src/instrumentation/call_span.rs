//! A span around a call: started before the function that a hook stands in, or before a callback, and ended after it.
//!
//! Must not know what the function does, nor what the span says of it.

use super::traces_orphans;
use crate::runtime;
use crate::state::{self, with_engine};
use crate::zend::call_frame::CallFrame;
use span_core::{
    Baggage, CoroutineId, Engine, ScopeId, SpanKey, SpanOptions, SpanPlan, SpanStatus, ValueRef,
};
use std::borrow::Cow;

/// The span of a call under way. Plain data: where a bailout jumps over the frame that holds it, the span ends with its
/// coroutine, and the fatal error that PHP reported is its end.
#[derive(Clone, Copy)]
pub struct CallSpan {
    coroutine: CoroutineId,
    key: SpanKey,
    activation: Option<Activation>,
}

/// The scopes of a span that is current during its call.
#[derive(Clone, Copy)]
struct Activation {
    own: ScopeId,
    /// That of its parent, with the parent's baggage.
    outer: Option<ScopeId>,
}

/// Whether nothing is current in any coroutine, so that a call has no span. The condition of hooks that do nothing else.
#[inline(always)]
pub fn is_idle(_: &CallFrame<'_>) -> bool {
    state::is_idle()
}

/// Whether a call that is made now may have a span: something is current in some coroutine, or spans need no parent. Where nothing is
/// traced, what this looks at first is all that a hooked call costs.
#[inline(always)]
pub fn may_have_span() -> bool {
    !state::is_idle() && is_traced()
}

#[inline(never)]
fn is_traced() -> bool {
    with_engine(|engine| engine.has_no_context()) == Some(false) && runtime::is_traced()
}

/// A name, and what else there is to say of a span.
pub type Description = (Cow<'static, str>, SpanOptions);

/// The span of a call that is about to be made: the sampler has decided, and nothing is said of it yet.
#[derive(Clone, Copy)]
pub struct PlannedCall {
    coroutine: CoroutineId,
    plan: SpanPlan,
}

impl PlannedCall {
    /// One under what is current. `None` where nothing is, unless `instrument_orphans` is on. Ask [`may_have_span`] first, or
    /// [`is_idle`] in a hook's condition.
    fn here() -> Option<Self> {
        let (coroutine, parent) = runtime::origin();
        if parent.is_none() && !traces_orphans() {
            return None;
        }
        let plan = runtime::plan(parent)?;
        Some(Self { coroutine, plan })
    }

    /// The same, `None` also where the span would not be recorded: for calls that send no context. So nothing is done for a call in
    /// a trace that is not sampled, of which nothing is kept.
    #[inline(never)]
    pub fn recorded() -> Option<Self> {
        let planned = Self::here()?;
        if planned.plan.is_recorded() {
            return Some(planned);
        }
        with_engine(Engine::decline);
        None
    }

    /// Starts the span.
    pub fn start(self, describe: impl FnOnce() -> Description) -> Option<CallSpan> {
        let Self { coroutine, plan } = self;
        let (name, options) = describe_planned(plan, describe);
        with_engine(|engine| CallSpan {
            coroutine,
            key: start_call(engine, coroutine, plan, name, options),
            activation: None,
        })
    }
}

fn describe_planned(plan: SpanPlan, describe: impl FnOnce() -> Description) -> Description {
    if plan.is_recorded() {
        describe()
    } else {
        Description::default()
    }
}

fn start_call(
    engine: &mut Engine,
    coroutine: CoroutineId,
    plan: SpanPlan,
    name: Cow<'static, str>,
    options: SpanOptions,
) -> SpanKey {
    let key = engine.start_planned(coroutine, plan, name, options);
    engine.mark_call(key);
    key
}

impl CallSpan {
    /// Starts a span under what is current, of which `describe` says more, if it is recorded. Where not, it has a context to be
    /// sent. `None` as for [`PlannedCall::here`].
    #[inline(never)]
    pub fn begin(describe: impl FnOnce() -> Description) -> Option<Self> {
        PlannedCall::here()?.start(describe)
    }

    /// Starts a span that begins a trace, and makes it current until its end.
    pub fn begin_root(describe: impl FnOnce() -> Description) -> Option<Self> {
        Self::begin_current(runtime::plan(None)?, Baggage::default(), describe)
    }

    /// Starts a planned span, whose parent was current elsewhere, and makes it current until its end, with the parent's baggage.
    pub fn begin_current(
        plan: SpanPlan,
        baggage: Baggage,
        describe: impl FnOnce() -> Description,
    ) -> Option<Self> {
        let coroutine = runtime::here();
        let (name, options) = describe_planned(plan, describe);
        with_engine(|engine| {
            let attach = |parent| engine.attach_remote(coroutine, parent, baggage);
            let outer = plan.parent().map(attach);
            let key = start_call(engine, coroutine, plan, name, options);
            let own = engine.activate(coroutine, key);
            Self {
                coroutine,
                key,
                activation: Some(Activation { own, outer }),
            }
        })
    }

    /// Its key, for what else the engine can say of a span.
    pub fn key(self) -> SpanKey {
        self.key
    }

    /// The coroutine that it was started in.
    pub fn coroutine(self) -> CoroutineId {
        self.coroutine
    }

    /// The call is over, and what it has begun is not: the span no longer ends with the coroutine of the call.
    pub fn outlive_coroutine(self) {
        with_engine(|engine| engine.outlive_coroutine(self.key));
    }

    /// The call is over, as in [`CallSpan::outlive_coroutine`], and what is current is again what was before.
    pub fn outlive_call(self) -> Self {
        with_engine(|engine| {
            engine.outlive_coroutine(self.key);
            self.deactivate(engine);
        });
        Self {
            activation: None,
            ..self
        }
    }

    fn deactivate(self, engine: &mut Engine) {
        if let Some(Activation { own, outer }) = self.activation {
            engine.detach(self.coroutine, own);
            outer.map(|outer| engine.detach(self.coroutine, outer));
        }
    }

    /// Whether anything that is said of it is kept.
    pub fn is_recording(self) -> bool {
        with_engine(|engine| engine.is_recording(self.key)) == Some(true)
    }

    /// The headers that make what is called a child of this span, by the propagators of the settings.
    pub fn headers(self) -> Vec<(String, String)> {
        let headers = with_engine(|engine| {
            let context = engine.span_context(self.key);
            engine.inject(self.coroutine, Some(context))
        });
        let headers = headers.unwrap_or_default().into_iter();
        headers
            .map(|(name, value)| (name.into_owned(), value))
            .collect()
    }

    /// Sets an attribute.
    pub fn set<'v>(self, name: &'static str, value: impl Into<ValueRef<'v>>) {
        with_engine(|engine| engine.set_attribute(self.key, name, value.into()));
    }

    /// The call has failed: `error_type` is its `error.type`.
    pub fn fail(self, error_type: &str, description: String) {
        with_engine(|engine| {
            engine.set_attribute(self.key, "error.type", error_type.into());
            engine.set_status(self.key, SpanStatus::Error { description });
        });
    }

    /// Ends the span, and what is current is again what was before. The exception that leaves the call, if one does, is recorded
    /// and left as it is.
    pub fn end(self) {
        let end = runtime::pending_end();
        with_engine(|engine| {
            engine.record_end(self.key, end);
            self.deactivate(engine);
            engine.end_span(self.key, None);
        });
    }
}
