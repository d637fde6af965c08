//! `TracedCoroutine\SpanContext`: what identifies a span across coroutines and processes.

use super::scope::ScopeObject;
use crate::runtime;
use crate::state::with_engine;
use crate::zend::call_frame::CallFrame;
use crate::zend::class::Method;
use crate::zend::object::{self, ClassSlot, Payload, this};
use ext_php_rs::error::Result;
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use span_core::{Baggage, Extracted, SpanContext};

/// The payload: a context, and where it came with a request, the baggage that came along.
pub struct ContextObject {
    extracted: Extracted,
}

impl Payload for ContextObject {
    const CLASS: &'static str = "TracedCoroutine\\SpanContext";
    const MADE_BY: &'static str =
        "TracedCoroutine::extract() or TracedCoroutine\\Span::getContext()";

    fn slot() -> &'static ClassSlot {
        static SLOT: ClassSlot = ClassSlot::new();
        &SLOT
    }
}

impl ContextObject {
    /// The context of a span of this process.
    pub fn local(context: SpanContext) -> Self {
        let baggage = Baggage::default();
        Self {
            extracted: Extracted { context, baggage },
        }
    }

    /// The context of nothing, where tracing is off.
    pub fn invalid() -> Self {
        Self::local(SpanContext::INVALID)
    }

    /// The result of `extract()`.
    pub fn remote(extracted: Extracted) -> Self {
        Self { extracted }
    }

    /// The context.
    pub fn context(&self) -> SpanContext {
        self.extracted.context
    }
}

/// Registers the class. Called at module start.
pub fn register() -> Result<()> {
    object::register::<ContextObject>(vec![
        Method::of_object("getTraceId", handler!(get_trace_id), DataType::String),
        Method::of_object("getSpanId", handler!(get_span_id), DataType::String),
        Method::of_object("getTraceFlags", handler!(get_trace_flags), DataType::Long),
        Method::of_object("getTraceState", handler!(get_trace_state), DataType::String),
        Method::of_object("isValid", handler!(is_valid), DataType::Bool),
        Method::of_object("isRemote", handler!(is_remote), DataType::Bool),
        Method::of_object("isSampled", handler!(is_sampled), DataType::Bool),
        Method::of_object("toTraceparent", handler!(to_traceparent), DataType::String),
        Method::of_object(
            "activate",
            handler!(activate),
            DataType::object(ScopeObject::CLASS),
        ),
    ])
}

/// Runs `answer` on the context that the method was called on.
fn with_context(call: &CallFrame<'_>, answer: impl FnOnce(&SpanContext)) {
    if call.arguments(0, 0).is_ok()
        && let Some(context) = this::<ContextObject>(call)
    {
        answer(&context.extracted.context);
    }
}

/// Sets a string result, in PHP's own memory.
fn set_text(result: &mut Zval, text: &str) {
    // Fails only for texts beyond PHP's limits.
    let _ = result.set_string(text, false);
}

/// `getTraceId(): string`: 32 hexadecimal digits.
fn get_trace_id(call: &CallFrame<'_>, result: &mut Zval) {
    with_context(call, |context| set_text(result, &context.trace_id.to_hex()));
}

/// `getSpanId(): string`: 16 hexadecimal digits.
fn get_span_id(call: &CallFrame<'_>, result: &mut Zval) {
    with_context(call, |context| set_text(result, &context.span_id.to_hex()));
}

/// `getTraceFlags(): int`: bit 0 means sampled.
fn get_trace_flags(call: &CallFrame<'_>, result: &mut Zval) {
    with_context(call, |context| {
        result.set_long(i64::from(context.flags.as_u8()))
    });
}

/// `getTraceState(): string`: as the header `tracestate` has it, empty where there is none.
fn get_trace_state(call: &CallFrame<'_>, result: &mut Zval) {
    with_context(call, |context| {
        let state = with_engine(|engine| engine.trace_state(context).map(str::to_owned)).flatten();
        set_text(result, &state.unwrap_or_default());
    });
}

/// `isValid(): bool`: neither id is zero.
fn is_valid(call: &CallFrame<'_>, result: &mut Zval) {
    with_context(call, |context| result.set_bool(context.is_valid()));
}

/// `isRemote(): bool`: it came from another process.
fn is_remote(call: &CallFrame<'_>, result: &mut Zval) {
    with_context(call, |context| result.set_bool(context.is_remote));
}

/// `isSampled(): bool`.
fn is_sampled(call: &CallFrame<'_>, result: &mut Zval) {
    with_context(call, |context| result.set_bool(context.flags.is_sampled()));
}

/// `toTraceparent(): string`: as the header `traceparent` has it.
fn to_traceparent(call: &CallFrame<'_>, result: &mut Zval) {
    with_context(call, |context| set_text(result, &context.to_traceparent()));
}

/// `activate(): Scope`: makes it current in the running coroutine, with the baggage that came along.
fn activate(call: &CallFrame<'_>, result: &mut Zval) {
    if call.arguments(0, 0).is_err() {
        return;
    }
    let coroutine = runtime::here_with_baggage();
    if let Some(object) = this::<ContextObject>(call) {
        let Extracted { context, baggage } = object.extracted.clone();
        let scope = with_engine(|engine| engine.attach_remote(coroutine, context, baggage));
        object::create(ScopeObject::new(scope), result);
    }
}
