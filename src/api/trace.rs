//! `TracedCoroutine::start()`, `wrap()`, `trace()`, `startSpan()`, `currentSpan()` and `localRootSpan()`.

use super::span::SpanObject;
use super::span_options::{
    OptionsClass, nameless_span_options, optional_span_options, span_options,
};
use crate::runtime;
use crate::state::with_engine;
use crate::zend::call_frame::CallFrame;
use crate::zend::callable::Callee;
use crate::zend::class::Method;
use crate::zend::closure;
use crate::zend::data_class::DataClass;
use crate::zend::object::{self, ClassSlot, Payload, this};
use crate::zend::settled::Settled;
use crate::zend::throw::Php;
use ext_php_rs::args::Arg;
use ext_php_rs::error::Result;
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use span_core::{CoroutineId, ParentChoice, ScopeId, SpanContext, SpanKey, SpanOptions};
use std::borrow::Cow;
use std::slice;

/// A coroutine, and the span that is current there.
type Current = (CoroutineId, Option<SpanContext>);

/// The state that a closure of `wrap()` holds until it is called.
struct Wrapped {
    callable: Zval,
    /// Where `wrap()` was called.
    origin: Current,
    /// The newest coroutine then. No older one has the callable for its body.
    newest: Option<CoroutineId>,
    options: Option<Box<SpanOptions>>,
}

impl Payload for Wrapped {
    const CLASS: &'static str = "TracedCoroutine\\Internal\\Wrapped";
    const MADE_BY: &'static str = "TracedCoroutine::wrap()";

    fn slot() -> &'static ClassSlot {
        static SLOT: ClassSlot = ClassSlot::new();
        &SLOT
    }

    fn held(&self) -> &[Zval] {
        slice::from_ref(&self.callable)
    }
}

/// Registers the hidden class behind `wrap()`'s closures. Called at module start.
pub fn register() -> Result<()> {
    closure::register::<Wrapped>(handler!(invoke))
}

/// The methods of `TracedCoroutine` that are here, except `start()`.
pub fn methods() -> Vec<Method> {
    let function = || Arg::new("func", DataType::Callable);
    let name = || Arg::new("name", DataType::String);
    let options = || {
        Arg::new("options", DataType::object(OptionsClass::CLASS))
            .allow_null()
            .default("null")
    };
    let code = || {
        Arg::new("code", DataType::Callable)
            .allow_null()
            .default("null")
    };
    let span = DataType::object(SpanObject::CLASS);
    vec![
        Method::of_class("wrap", handler!(wrap), DataType::object("Closure"))
            .takes(1, vec![function(), options(), code()]),
        Method::of_class("trace", handler!(trace), DataType::Mixed)
            .takes(2, vec![name(), function(), options()]),
        Method::of_class("startSpan", handler!(start_span), span).takes(1, vec![name(), options()]),
        Method::of_class("currentSpan", handler!(current_span), span).or_null(),
        Method::of_class("localRootSpan", handler!(local_root_span), span).or_null(),
    ]
}

/// `start(SpanOptions $options, callable $func, mixed ...$param): int|false`
pub fn start(call: &CallFrame<'_>, result: &mut Zval) {
    if let Ok((callee, given)) = read_start(call) {
        // The options have been checked to be of the class, which checks what they say.
        let options = || span_options(&given, 0).unwrap_or_default();
        runtime::start(callee, &options, call, result);
    }
}

fn read_start<'a>(call: &'a CallFrame<'_>) -> Php<(Callee, Settled<'a>)> {
    let mut given = call.arguments_of_variadic(2)?;
    given.data_object::<OptionsClass>(0)?;
    let callee = given.callable_with_the_rest(1)?;
    Ok((callee, given.settled()))
}

/// `wrap(callable $func, ?SpanOptions $options = null, ?callable $code = null): \Closure`
fn wrap(call: &CallFrame<'_>, result: &mut Zval) {
    if let Ok(wrapped) = read_wrapped(call) {
        let mut object = Zval::new();
        object::create(wrapped, &mut object);
        closure::of_invoke(&object, result);
    }
}

fn read_wrapped(call: &CallFrame<'_>) -> Php<Wrapped> {
    let mut given = call.arguments(1, 3)?;
    let callee = given.callable(0)?;
    let code = if given.is_absent(2) {
        None
    } else {
        Some(given.callable(2)?)
    };
    let origin = runtime::origin();
    let given = given.settled();
    let mut options = optional_span_options(&given, 1)?;
    if let Some(code) = code {
        options.get_or_insert_default().code = Some(runtime::location_of(code.code()));
    }
    let callable = given.value(0).map_or_else(Zval::null, Zval::shallow_clone);
    Ok(Wrapped {
        callable: callee.as_closure().unwrap_or(callable),
        origin,
        newest: runtime::newest_id(),
        options,
    })
}

/// Calls a closure of `wrap()`: runs the callable as the running coroutine's body, or in a manual span where that coroutine has a
/// span already or is older than the closure, as one is that takes job after job, or where no coroutine runs.
fn invoke(call: &CallFrame<'_>, result: &mut Zval) {
    let Some(wrapped) = this::<Wrapped>(call) else {
        return;
    };
    let Some(callee) = Callee::kept(&wrapped.callable, call) else {
        return;
    };
    // Copied as late as possible: nothing that must be dropped is on this stack while the callable runs.
    let options = || wrapped.options.clone();
    let (_, current) = wrapped.origin;
    if runtime::is_newer_than(wrapped.newest)
        && runtime::run_as_body(&callee, wrapped.origin, &options, call, result)
    {
        return;
    }
    let here = runtime::origin();
    let mut options = options().map_or_else(SpanOptions::default, |options| *options);
    let name = options.name.take().unwrap_or_else(|| {
        let code = options.code.take();
        let code = code.unwrap_or_else(|| runtime::location_of(callee.code()));
        code.location().span_name.clone().into()
    });
    if let (ParentChoice::Current, Some(parent)) = (options.parent, current) {
        options.parent = ParentChoice::Explicit(parent);
    }
    let span = begin(here, name, options);
    callee.ready(result).make_hidden(call);
    finish(span);
}

/// `trace(string $name, callable $func, ?SpanOptions $options = null): mixed`
fn trace(call: &CallFrame<'_>, result: &mut Zval) {
    if let Ok((callee, span)) = begin_trace(call) {
        // Nothing that must be dropped is on this stack while the callable runs.
        callee.ready(result).make();
        finish(span);
    }
}

fn begin_trace(call: &CallFrame<'_>) -> Php<(Callee, Option<Open>)> {
    let mut given = call.arguments(2, 3)?;
    given.string(0)?;
    let callee = given.callable(1)?;
    let origin = runtime::origin();
    let given = given.settled();
    let options = nameless_span_options(&given, 2)?;
    let options = options.map_or_else(SpanOptions::default, |options| *options);
    Ok((callee, begin(origin, given.text(0), options)))
}

/// An activated span around a call. Plain data: nothing to drop.
#[derive(Clone, Copy)]
struct Open {
    coroutine: CoroutineId,
    key: SpanKey,
    scope: ScopeId,
}

/// Starts and activates a span in a coroutine under what is current there; `None` where tracing is off.
fn begin(
    (coroutine, current): Current,
    name: impl Into<Cow<'static, str>>,
    options: SpanOptions,
) -> Option<Open> {
    with_engine(|engine| {
        let key = engine.start_span(coroutine, current, name, options);
        engine.mark_call(key);
        let scope = engine.activate(coroutine, key);
        Open {
            coroutine,
            key,
            scope,
        }
    })
}

/// Ends it, with the exception or the `exit()` that leaves the call.
fn finish(span: Option<Open>) {
    let Some(Open {
        coroutine,
        key,
        scope,
    }) = span
    else {
        return;
    };
    let end = runtime::pending_end();
    with_engine(|engine| {
        engine.record_end(key, end);
        engine.detach(coroutine, scope);
        engine.end_span(key, None);
    });
}

/// `startSpan(string $name, ?SpanOptions $options = null): Span`
fn start_span(call: &CallFrame<'_>, result: &mut Zval) {
    if let Ok(((coroutine, current), name, options)) = read_span(call) {
        let options = options.map_or_else(SpanOptions::default, |options| *options);
        let key = with_engine(|engine| engine.start_span(coroutine, current, name, options));
        object::create(SpanObject::new(key), result);
    }
}

fn read_span(call: &CallFrame<'_>) -> Php<(Current, String, Option<Box<SpanOptions>>)> {
    let mut given = call.arguments(1, 2)?;
    given.string(0)?;
    let origin = runtime::origin();
    let given = given.settled();
    let options = nameless_span_options(&given, 1)?;
    Ok((origin, given.text(0), options))
}

/// `currentSpan(): ?Span`
fn current_span(call: &CallFrame<'_>, result: &mut Zval) {
    found_span(call, runtime::current_key, result);
}

/// `localRootSpan(): ?Span`
fn local_root_span(call: &CallFrame<'_>, result: &mut Zval) {
    found_span(call, runtime::local_root_key, result);
}

fn found_span(call: &CallFrame<'_>, find: fn() -> Option<SpanKey>, result: &mut Zval) {
    if call.arguments(0, 0).is_ok()
        && let Some(key) = find()
    {
        object::create(SpanObject::new(Some(key)), result);
    }
}
