//! Callbacks that a program registers, and that run in a span: each is replaced, where it is registered, by a closure that calls
//! it with the same arguments.
//!
//! Owns where that span comes from: where Swoole starts a coroutine for the callback, it is that coroutine's own, and else one
//! around the call. Must not know what the callbacks are, nor what their spans say (`Kind` does).

use super::call_span::CallSpan;
use crate::runtime;
use crate::state::with_engine;
use crate::zend::call_frame::CallFrame;
use crate::zend::callable::Callee;
use crate::zend::closure;
use crate::zend::object::{self, ClassSlot, Payload, this};
use crate::zend::registered_callable::RegisteredCallable;
use ext_php_rs::error::Result;
use ext_php_rs::types::Zval;
use span_core::{Baggage, CoroutineId, Engine, SpanContext, SpanKey, SpanOptions, SpanPlan};
use std::cell::Cell;

/// What is done with the calls of a callback. No function of it runs PHP code.
#[derive(Clone, Copy)]
pub struct Kind {
    /// The span of a call, which is about to be made; `None` where it has none.
    pub describe: fn(&Callback, &CallFrame<'_>) -> Option<Start>,
    /// The span has begun, and the callback is about to be called.
    pub begun: fn(&CallFrame<'_>, CallbackSpan),
    /// The callback has returned this or thrown. False if its span has ended already, or goes on.
    pub ended: fn(&CallFrame<'_>, CallbackSpan, &Zval) -> bool,
    /// Whether `ended` reads the arguments, which live until then.
    pub holds_arguments: bool,
}

impl Kind {
    /// One of which nothing is to be said at the beginning or the end.
    pub const fn of(describe: fn(&Callback, &CallFrame<'_>) -> Option<Start>) -> Self {
        Self {
            describe,
            begun: |_, _| (),
            ended: |_, _, _| true,
            holds_arguments: false,
        }
    }
}

/// A registered callback.
pub struct Callback {
    /// The program's.
    pub callable: RegisteredCallable,
    pub kind: &'static Kind,
    /// Whether the port or the server that it is registered with has TLS.
    pub is_tls: bool,
    /// What is current where it was registered, if that is its parent.
    pub origin: Option<Origin>,
}

/// A coroutine, and what is current there.
#[derive(Clone)]
pub struct Origin {
    pub coroutine: CoroutineId,
    pub context: Option<SpanContext>,
    pub baggage: Baggage,
}

impl Default for Origin {
    /// Nothing is current.
    fn default() -> Self {
        Self {
            coroutine: CoroutineId::NONE,
            context: None,
            baggage: Baggage::default(),
        }
    }
}

impl Origin {
    /// The running coroutine.
    pub fn here() -> Self {
        let (coroutine, owner, context) = runtime::current();
        let baggage = with_engine(|engine| {
            let baggage = engine.baggage(coroutine).or_else(|| engine.baggage(owner));
            baggage.cloned()
        });
        Self {
            coroutine,
            context,
            baggage: baggage.flatten().unwrap_or_default(),
        }
    }
}

/// How the span of a call starts.
pub struct Start {
    plan: SpanPlan,
    /// The coroutine of its parent.
    parent_id: CoroutineId,
    /// That of its parent.
    baggage: Baggage,
    /// What is said of it. Without, it is named after the callback, as a coroutine's is.
    options: Option<Box<SpanOptions>>,
    /// Whether it is one of those coroutines that may be detached.
    is_instrumented: bool,
}

impl Start {
    /// A span of which `describe` says more, if it is recorded. `None` without an engine.
    pub fn described(origin: Origin, describe: impl FnOnce() -> SpanOptions) -> Option<Self> {
        let plan = runtime::plan(origin.context)?;
        Some(Self {
            plan,
            parent_id: origin.coroutine,
            baggage: origin.baggage,
            options: plan.is_recorded().then(|| Box::new(describe())),
            is_instrumented: false,
        })
    }

    /// A coroutine that instrumentation traces, and that may be detached.
    pub fn instrumented(origin: Origin) -> Option<Self> {
        Some(Self {
            plan: runtime::plan(origin.context)?,
            parent_id: origin.coroutine,
            baggage: origin.baggage,
            options: None,
            is_instrumented: true,
        })
    }

    /// Says more of the span, if it is recorded.
    pub fn describe_further(&mut self, describe: impl FnOnce(&mut SpanOptions)) {
        if let Some(options) = &mut self.options {
            describe(options);
        }
    }
}

/// The span of a callback under way.
#[derive(Clone, Copy)]
pub enum CallbackSpan {
    /// That of the coroutine itself.
    Coroutine(CoroutineId),
    /// One around the call.
    Call(CallSpan),
}

impl CallbackSpan {
    /// Its key, if it is still open.
    pub fn key(self, engine: &Engine) -> Option<SpanKey> {
        match self {
            Self::Coroutine(id) => engine.own_key(id),
            Self::Call(span) => Some(span.key()),
        }
    }

    /// The callback is over, and what it has begun is not: the span goes on until [`CallbackSpan::end_outliving`]. The result is
    /// to be used in its place.
    pub fn outlive_callback(self) -> Self {
        match self {
            Self::Coroutine(_) => {
                with_engine(|engine| {
                    if let Some(key) = self.key(engine) {
                        engine.outlive_coroutine(key);
                    }
                });
                self
            }
            Self::Call(span) => Self::Call(span.outlive_call()),
        }
    }

    /// What the callback has begun is over: the span ends, or goes on with the defers of its coroutine.
    pub fn end_outliving(self) {
        with_engine(|engine| {
            if let Some(key) = self.key(engine) {
                engine.end_outliving(key);
            }
        });
    }
}

impl Payload for Callback {
    const CLASS: &'static str = "TracedCoroutine\\Internal\\Callback";
    const MADE_BY: &'static str = "the function that registers it";

    fn slot() -> &'static ClassSlot {
        static SLOT: ClassSlot = ClassSlot::new();
        &SLOT
    }

    fn held(&self) -> &[Zval] {
        self.callable.held()
    }
}

/// Registers the hidden class. Called at module start.
pub fn register() -> Result<()> {
    closure::register::<Callback>(handler!(call_in_span))
}

/// Replaces the argument `index` of a call that registers it with a server, if it can be called. What cannot is for Swoole to
/// refuse.
pub fn replace_registered(call: &CallFrame<'_>, index: u32, kind: &'static Kind, is_tls: bool) {
    if let Some(callable) = RegisteredCallable::registered(call, index) {
        let callback = Callback {
            callable,
            kind,
            is_tls,
            origin: None,
        };
        replace(call, index, callback);
    }
}

/// Puts a closure in the place of the argument `index`, which is the callback's callable.
pub fn replace(call: &CallFrame<'_>, index: u32, callback: Callback) {
    let mut object = Zval::new();
    object::create(callback, &mut object);
    let mut closure = Zval::new();
    closure::of_invoke(&object, &mut closure);
    call.replace_argument(index, closure);
}

/// Puts the program's callable in the place of the closure that was registered for it.
pub fn restore(result: &mut Zval) {
    if let Some(callback) = closure::bound_object::<Callback>(result) {
        let callable = callback.callable.given().shallow_clone();
        // What it held is still registered, so that nothing is destroyed here.
        drop(std::mem::replace(result, callable));
    }
}

/// Calls a replaced callback, in a span.
fn call_in_span(call: &CallFrame<'_>, result: &mut Zval) {
    let Some(callback) = this::<Callback>(call) else {
        return;
    };
    let Some(callee) = Callee::kept(callback.callable.called(), call) else {
        return;
    };
    let kind = callback.kind;
    let start = runtime::is_traced().then(|| (kind.describe)(callback, call));
    let Some(start) = start.flatten() else {
        return callee.ready(result).make_hidden(call);
    };
    let callee = if kind.holds_arguments {
        callee.holding_arguments()
    } else {
        callee
    };
    // Emptied before any of the program's code runs: nothing that must be dropped is on this stack then.
    let start = Cell::new(Some(start));
    if call.is_first_on_its_stack() && run_as_body(kind, &callee, &start, call, result) {
        return;
    }
    let span = start.take().and_then(|start| begin(start, &callee));
    if let Some(span) = span {
        (kind.begun)(call, CallbackSpan::Call(span));
    }
    callee.ready(result).make_hidden(call);
    if let Some(span) = span
        && (kind.ended)(call, CallbackSpan::Call(span), result)
    {
        span.end();
    }
}

/// Runs the callback as the body of the coroutine that Swoole has started for it. False where that has a span, or none runs.
fn run_as_body(
    kind: &'static Kind,
    callee: &Callee,
    start: &Cell<Option<Start>>,
    call: &CallFrame<'_>,
    result: &mut Zval,
) -> bool {
    let coroutine = runtime::current_id();
    let span = CallbackSpan::Coroutine(coroutine);
    let begin = || {
        let start = start.take()?;
        with_engine(|engine| engine.adopt_baggage(coroutine, start.baggage));
        (kind.begun)(call, span);
        Some(runtime::BodyStart {
            parent_id: start.parent_id,
            plan: start.plan,
            options: start.options,
            is_instrumented: start.is_instrumented,
        })
    };
    if !runtime::run_started_as_body(callee, &begin, call, result) {
        return false;
    }
    (kind.ended)(call, span, result);
    true
}

/// Starts a span around the call.
fn begin(start: Start, callee: &Callee) -> Option<CallSpan> {
    let Start {
        plan,
        baggage,
        options,
        ..
    } = start;
    CallSpan::begin_current(plan, baggage, || {
        let mut options = options.map_or_else(SpanOptions::default, |options| *options);
        let name = options.name.take().unwrap_or_else(|| {
            let code = runtime::location_of(callee.code());
            code.location().span_name.clone().into()
        });
        (name, options)
    })
}
