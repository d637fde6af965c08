//! `TracedCoroutine\Span`: manual spans, and coroutines' own spans seen from inside.

use super::attributes;
use super::scope::ScopeObject;
use super::span_context::ContextObject;
use super::span_options::{SPAN_KIND_CLASS, STATUS_CODE, span_kind};
use crate::runtime;
use crate::state::with_engine;
use crate::zend::arguments::Arguments;
use crate::zend::call_frame::CallFrame;
use crate::zend::class::Method;
use crate::zend::data_class::PropertyType;
use crate::zend::object::{self, ClassSlot, Payload, this};
use crate::zend::throw::Php;
use crate::zend::value::text;
use ext_php_rs::args::Arg;
use ext_php_rs::error::Result;
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use span_core::{Engine, Link, SpanKey, SpanStatus};
use std::time::SystemTime;

/// The payload: a handle, while the span itself is the engine's. Nothing where tracing is off.
#[derive(Clone, Copy)]
pub struct SpanObject {
    key: Option<SpanKey>,
}

impl SpanObject {
    /// A PHP object for the span `key`.
    pub fn new(key: Option<SpanKey>) -> Self {
        Self { key }
    }

    /// Uses the span in the engine; `None` where tracing is off.
    fn with<R>(self, use_span: impl FnOnce(&mut Engine, SpanKey) -> R) -> Option<R> {
        let key = self.key?;
        with_engine(|engine| use_span(engine, key))
    }
}

impl Payload for SpanObject {
    const CLASS: &'static str = "TracedCoroutine\\Span";
    const MADE_BY: &'static str = "TracedCoroutine::startSpan()";
    const ALSO_TAKES: &'static [(&'static str, usize, PropertyType)] = &[(
        "setattribute",
        1,
        PropertyType::STRING
            .or(PropertyType::INT)
            .or(PropertyType::FLOAT)
            .or(PropertyType::BOOL)
            .or(PropertyType::ARRAY),
    )];

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
        Method::of_object("setAttribute", handler!(set_attribute), itself()).takes(
            2,
            vec![
                text("key"),
                Arg::new("value", DataType::object("Stringable")),
            ],
        ),
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

/// Runs a method that returns the span itself. `change` has no effect on an ended span.
///
/// `change` gets the span's key and no borrow of the object, and the result holds the object from the start: converting an
/// argument may run code that gives away the last reference to it.
fn chain(
    call: &CallFrame<'_>,
    result: &mut Zval,
    (min, max): (u32, u32),
    change: impl FnOnce(Arguments<'_>, SpanObject) -> Php<()>,
) {
    let Ok(given) = call.arguments(min, max) else {
        return;
    };
    if let Some(span) = this::<SpanObject>(call).copied() {
        object::copy_this(call, result);
        // Where it throws, PHP releases the result.
        let _ = change(given, span);
    }
}

/// `setAttribute(string $key, Stringable|string|int|float|bool|array $value): Span`
fn set_attribute(call: &CallFrame<'_>, result: &mut Zval) {
    chain(call, result, (2, 2), |mut given, span| {
        given.string(0)?;
        given.attribute_value(1)?;
        let given = given.settled();
        let mut room = attributes::room();
        let value = attributes::value(&given, 1, &mut room)?;
        let name = given.text(0);
        span.with(|engine, key| match value {
            Some(value) => {
                engine.set_attribute(key, &name, (&value).into());
            }
            None => engine.count_refused(key, &room),
        });
        Ok(())
    });
}

/// `setAttributes(array $attributes): Span`
fn set_attributes(call: &CallFrame<'_>, result: &mut Zval) {
    chain(call, result, (1, 1), |mut given, span| {
        given.optional_attributes(0)?;
        let mut room = attributes::room();
        for (name, value) in attributes::optional_map(&given.settled(), 0, &mut room)? {
            span.with(|engine, key| engine.set_attribute(key, &name, (&value).into()));
        }
        span.with(|engine, key| engine.count_refused(key, &room));
        Ok(())
    });
}

/// `addEvent(string $name, array $attributes = [], ?float $time = null): Span`
fn add_event(call: &CallFrame<'_>, result: &mut Zval) {
    chain(call, result, (1, 3), |mut given, span| {
        given.string(0)?;
        given.optional_attributes(1)?;
        let time = given.optional_float(2)?;
        let given = given.settled();
        let mut room = attributes::room();
        let event_attributes = attributes::optional_map(&given, 1, &mut room)?;
        let time = time
            .map(|seconds| attributes::time(3, seconds))
            .transpose()?;
        let name = given.text(0);
        span.with(|engine, key| {
            engine.add_event(key, name, event_attributes.into(), time);
            engine.count_refused(key, &room);
        });
        Ok(())
    });
}

/// `addLink(SpanContext $context, array $attributes = []): Span`
fn add_link(call: &CallFrame<'_>, result: &mut Zval) {
    chain(call, result, (1, 2), |mut given, span| {
        given.optional_attributes(1)?;
        let given = given.settled();
        let mut room = attributes::room();
        let link = Link {
            context: given.object::<ContextObject>(0)?.context(),
            attributes: attributes::optional_map(&given, 1, &mut room)?.into(),
        };
        span.with(|engine, key| {
            engine.add_link(key, link);
            engine.count_refused(key, &room);
        });
        Ok(())
    });
}

/// `recordException(\Throwable $exception, array $attributes = []): Span`
fn record_exception(call: &CallFrame<'_>, result: &mut Zval) {
    chain(call, result, (1, 2), |mut given, span| {
        given.optional_attributes(1)?;
        let given = given.settled();
        let info = runtime::describe(given.throwable(0)?);
        let mut room = attributes::room();
        let event_attributes = attributes::optional_map(&given, 1, &mut room)?;
        span.with(|engine, key| {
            engine.record_exception(key, info, event_attributes.into());
            engine.count_refused(key, &room);
        });
        Ok(())
    });
}

/// `setStatus(StatusCode $code, string $description = ''): Span`
fn set_status(call: &CallFrame<'_>, result: &mut Zval) {
    chain(call, result, (1, 2), |mut given, span| {
        given.optional_string(1)?;
        let given = given.settled();
        let code = given.value(0).and_then(|code| STATUS_CODE.backing(code));
        let Some(code) = code.and_then(text) else {
            return given.throw_wrong_type(0, "TracedCoroutine\\StatusCode");
        };
        let description = given.text(1);
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
        let kind = span_kind(&given.settled(), 0)?;
        span.with(|engine, key| engine.set_kind(key, kind));
        Ok(())
    });
}

/// `updateName(string $name): Span`
fn update_name(call: &CallFrame<'_>, result: &mut Zval) {
    chain(call, result, (1, 1), |mut given, span| {
        given.string(0)?;
        let name = given.settled().text(0);
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
    let seconds = call.arguments(0, 1)?.optional_float(0)?;
    seconds
        .map(|seconds| attributes::time(1, seconds))
        .transpose()
}

/// Runs `answer` for a method without arguments.
fn inspect(call: &CallFrame<'_>, answer: impl FnOnce(SpanObject)) {
    if let (Ok(_), Some(span)) = (call.arguments(0, 0), this::<SpanObject>(call)) {
        answer(*span);
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
        let coroutine = runtime::here_with_baggage();
        let scope = span.with(|engine, key| engine.activate(coroutine, key));
        object::create(ScopeObject::new(scope), result);
    });
}
