//! `TracedCoroutine\Span`: spans by hand, and coroutines' own spans seen from inside.

use super::attributes;
use super::options::{SPAN_KIND_CLASS, STATUS_CODE};
use super::scope::ScopeObject;
use super::span_context::ContextObject;
use crate::runtime;
use crate::state::with_engine;
use crate::zend::arguments::{Arguments, Php};
use crate::zend::call_frame::CallFrame;
use crate::zend::class::Method;
use crate::zend::object::{self, ClassSlot, Payload, this};
use crate::zend::value::text;
use ext_php_rs::args::Arg;
use ext_php_rs::error::Result;
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use span_core::text::Room;
use span_core::{AttributeValue, Engine, Link, SpanKey, SpanStatus};
use std::time::SystemTime;

/// The payload: a handle, while the span itself is the engine's. Nothing where tracing is off.
pub struct SpanObject {
    key: Option<SpanKey>,
}

impl SpanObject {
    /// A PHP object for the span `key`.
    pub fn new(key: Option<SpanKey>) -> Self {
        Self { key }
    }

    /// Uses the span in the engine; `None` where tracing is off.
    fn with<R>(&self, use_span: impl FnOnce(&mut Engine, SpanKey) -> R) -> Option<R> {
        let key = self.key?;
        with_engine(|engine| use_span(engine, key))
    }
}

impl Payload for SpanObject {
    const CLASS: &'static str = "TracedCoroutine\\Span";
    const MADE_BY: &'static str = "TracedCoroutine::startSpan()";

    fn slot() -> &'static ClassSlot {
        static SLOT: ClassSlot = ClassSlot::new();
        &SLOT
    }
}

/// Registers the class. Called at module start.
pub fn register() -> Result<()> {
    let itself = || DataType::object(SpanObject::CLASS);
    let attributes = || Arg::new("attributes", DataType::Array).default("[]");
    let text = |name: &'static str| Arg::new(name, DataType::String);
    let time = |name: &'static str| {
        Arg::new(name, DataType::Double)
            .allow_null()
            .default("null")
    };
    object::register::<SpanObject>(vec![
        Method::of_object("setAttribute", handler!(set_attribute), itself())
            .takes(2, vec![text("key"), Arg::new("value", DataType::Mixed)]),
        Method::of_object("setAttributes", handler!(set_attributes), itself())
            .takes(1, vec![Arg::new("attributes", DataType::Array)]),
        Method::of_object("addEvent", handler!(add_event), itself())
            .takes(1, vec![text("name"), attributes(), time("time")]),
        Method::of_object("addLink", handler!(add_link), itself()).takes(
            1,
            vec![
                Arg::new("context", DataType::object(ContextObject::CLASS)),
                attributes(),
            ],
        ),
        Method::of_object("recordException", handler!(record_exception), itself()).takes(
            1,
            vec![
                Arg::new("exception", DataType::object("Throwable")),
                attributes(),
            ],
        ),
        Method::of_object("setStatus", handler!(set_status), itself()).takes(
            1,
            vec![
                Arg::new("code", DataType::object("TracedCoroutine\\StatusCode")),
                text("description").default("''"),
            ],
        ),
        Method::of_object("setKind", handler!(set_kind), itself())
            .takes(1, vec![Arg::new("kind", DataType::object(SPAN_KIND_CLASS))]),
        Method::of_object("updateName", handler!(update_name), itself())
            .takes(1, vec![text("name")]),
        Method::of_object("end", handler!(end), DataType::Void).takes(0, vec![time("endTime")]),
        Method::of_object("isRecording", handler!(is_recording), DataType::Bool),
        Method::of_object(
            "getContext",
            handler!(get_context),
            DataType::object(ContextObject::CLASS),
        ),
        Method::of_object(
            "activate",
            handler!(activate),
            DataType::object(ScopeObject::CLASS),
        ),
    ])
}

/// Runs a method that answers the span itself. What `change` does to an ended span is nothing.
fn chain(
    call: &CallFrame<'_>,
    result: &mut Zval,
    (min, max): (u32, u32),
    change: impl FnOnce(&mut Arguments<'_>, &SpanObject) -> Php<()>,
) {
    let Ok(mut given) = call.arguments(min, max) else {
        return;
    };
    if let Some(span) = this::<SpanObject>(call)
        && change(&mut given, span).is_ok()
    {
        object::copy_this(call, result);
    }
}

/// `setAttribute(string $key, mixed $value): Span`
fn set_attribute(call: &CallFrame<'_>, result: &mut Zval) {
    chain(call, result, (2, 2), |given, span| {
        let name = given.string()?;
        let mut room = attributes::room();
        let value = attributes::value(2, given.any_or_null(), &mut room)?;
        span.with(|engine, key| match value {
            Some(value) => {
                engine.set_attribute(key, &name, value);
            }
            None => engine.count_refused(key, &room),
        });
        Ok(())
    });
}

/// `setAttributes(array $attributes): Span`
fn set_attributes(call: &CallFrame<'_>, result: &mut Zval) {
    chain(call, result, (1, 1), |given, span| {
        let (values, room) = read_attributes(given)?;
        for (name, value) in values {
            span.with(|engine, key| engine.set_attribute(key, &name, value));
        }
        span.with(|engine, key| engine.count_refused(key, &room));
        Ok(())
    });
}

/// `addEvent(string $name, array $attributes = [], ?float $time = null): Span`
fn add_event(call: &CallFrame<'_>, result: &mut Zval) {
    chain(call, result, (1, 3), |given, span| {
        let name = given.string()?;
        let (event_attributes, room) = read_attributes(given)?;
        let time = given
            .optional_float()?
            .map(|seconds| attributes::time(3, seconds))
            .transpose()?;
        span.with(|engine, key| {
            engine.add_event(key, name, event_attributes, time);
            engine.count_refused(key, &room);
        });
        Ok(())
    });
}

/// `addLink(SpanContext $context, array $attributes = []): Span`
fn add_link(call: &CallFrame<'_>, result: &mut Zval) {
    chain(call, result, (1, 2), |given, span| {
        let context = given.object::<ContextObject>()?.context();
        let (link_attributes, room) = read_attributes(given)?;
        span.with(|engine, key| {
            engine.add_link(
                key,
                Link {
                    context,
                    attributes: link_attributes,
                },
            );
            engine.count_refused(key, &room);
        });
        Ok(())
    });
}

/// `recordException(\Throwable $exception, array $attributes = []): Span`
fn record_exception(call: &CallFrame<'_>, result: &mut Zval) {
    chain(call, result, (1, 2), |given, span| {
        let exception = given.throwable()?;
        let (event_attributes, room) = read_attributes(given)?;
        let info = runtime::describe(exception);
        span.with(|engine, key| {
            engine.record_exception(key, info, event_attributes);
            engine.count_refused(key, &room);
        });
        Ok(())
    });
}

/// `setStatus(StatusCode $code, string $description = ''): Span`
fn set_status(call: &CallFrame<'_>, result: &mut Zval) {
    chain(call, result, (1, 2), |given, span| {
        let code = given.any_or_null();
        let Some(code) = STATUS_CODE.backing(code).and_then(text) else {
            return given.throw_type_error("must be of type TracedCoroutine\\StatusCode");
        };
        let description = given.optional_string()?.unwrap_or_default();
        let status = match code.as_str() {
            "Ok" => SpanStatus::Ok,
            "Error" => SpanStatus::Error { description },
            _ => SpanStatus::Unset,
        };
        span.with(|engine, key| engine.set_status(key, status));
        Ok(())
    });
}

/// `setKind(SpanKind $kind): Span`
fn set_kind(call: &CallFrame<'_>, result: &mut Zval) {
    chain(call, result, (1, 1), |given, span| {
        let kind = given.span_kind()?;
        span.with(|engine, key| engine.set_kind(key, kind));
        Ok(())
    });
}

/// `updateName(string $name): Span`
fn update_name(call: &CallFrame<'_>, result: &mut Zval) {
    chain(call, result, (1, 1), |given, span| {
        let name = given.string()?;
        span.with(|engine, key| engine.update_name(key, name));
        Ok(())
    });
}

/// `end(?float $endTime = null): void`
fn end(call: &CallFrame<'_>, _result: &mut Zval) {
    if let (Ok(end_time), Some(span)) = (read_end_time(call), this::<SpanObject>(call)) {
        span.with(|engine, key| engine.end_span(key, end_time));
    }
}

fn read_end_time(call: &CallFrame<'_>) -> Php<Option<SystemTime>> {
    let seconds = call.arguments(0, 1)?.optional_float()?;
    seconds
        .map(|seconds| attributes::time(1, seconds))
        .transpose()
}

/// Runs `answer` for a method without arguments.
fn inspect(call: &CallFrame<'_>, answer: impl FnOnce(&SpanObject)) {
    if let (Ok(_), Some(span)) = (call.arguments(0, 0), this::<SpanObject>(call)) {
        answer(span);
    }
}

/// `isRecording(): bool`
fn is_recording(call: &CallFrame<'_>, result: &mut Zval) {
    inspect(call, |span| {
        let is_recording = span.with(|engine, key| engine.is_recording(key));
        result.set_bool(is_recording == Some(true));
    });
}

/// `getContext(): SpanContext`
fn get_context(call: &CallFrame<'_>, result: &mut Zval) {
    inspect(call, |span| {
        let context = span.with(|engine, key| engine.span_context(key));
        object::create(
            context.map_or_else(ContextObject::invalid, ContextObject::local),
            result,
        );
    });
}

/// `activate(): Scope`
fn activate(call: &CallFrame<'_>, result: &mut Zval) {
    inspect(call, |span| {
        let (coroutine, _) = runtime::here();
        let scope = span.with(|engine, key| engine.activate(coroutine, key));
        object::create(ScopeObject::new(scope), result);
    });
}

/// The attributes that there is room for, and what was refused.
fn read_attributes(given: &mut Arguments<'_>) -> Php<(Vec<(String, AttributeValue)>, Room)> {
    let mut room = attributes::room();
    let map = given.optional_array()?;
    let read = map.map_or(Ok(vec![]), |map| {
        attributes::map(given.number(), map, &mut room)
    });
    Ok((read?, room))
}
