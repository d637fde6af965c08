//! A span around a call: started before the function that a hook stands in, or before a callback, and ended after it.
//!
//! Must not know what the function does, nor what the span says of it.

use super::traces_orphans;
use crate::runtime;
use crate::state::{self, with_engine};
use crate::zend::call_frame::CallFrame;
use span_core::{
    Baggage, CoroutineId, Engine, ScopeId, SpanContext, SpanKey, SpanOptions, SpanStatus, ValueRef,
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

impl CallSpan {
    /// Starts a span under what is current, with a name and options that `describe` makes. `None` where nothing is current, unless
    /// `instrument_orphans` is on. Ask [`may_have_span`] first, or [`is_idle`] in a hook's condition.
    #[inline(never)]
    pub fn begin(describe: impl FnOnce() -> (Cow<'static, str>, SpanOptions)) -> Option<Self> {
        let (coroutine, parent) = runtime::origin();
        if parent.is_none() && !traces_orphans() {
            return None;
        }
        let (name, options) = describe();
        with_engine(|engine| {
            let key = engine.start_span(coroutine, parent, name, options);
            engine.mark_call(key);
            Self {
                coroutine,
                key,
                activation: None,
            }
        })
    }

    /// Starts a span under a parent that was current elsewhere, or none, and makes it current until its end, with the parent's
    /// baggage.
    pub fn begin_current(
        parent: Option<SpanContext>,
        baggage: Baggage,
        name: Cow<'static, str>,
        options: SpanOptions,
    ) -> Option<Self> {
        let coroutine = runtime::here();
        with_engine(|engine| {
            let outer = parent.map(|parent| engine.attach_remote(coroutine, parent, baggage));
            let key = engine.start_span(coroutine, parent, name, options);
            engine.mark_call(key);
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
