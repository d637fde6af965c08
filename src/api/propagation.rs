//! `TracedCoroutine::inject()`, `extract()` and baggage: the context on its way between processes.

use super::span_context::ContextObject;
use crate::runtime;
use crate::state::with_engine;
use crate::zend::call_frame::CallFrame;
use crate::zend::class::Method;
use crate::zend::object::{self, Payload};
use crate::zend::throw::Php;
use crate::zend::value::text_lists;
use ext_php_rs::args::Arg;
use ext_php_rs::flags::DataType;
use ext_php_rs::types::{ZendHashTable, Zval};

/// The methods of `TracedCoroutine` that are here.
pub fn methods() -> Vec<Method> {
    let carrier = || Arg::new("carrier", DataType::Array);
    let context = DataType::object(ContextObject::CLASS);
    vec![
        Method::of_class("inject", handler!(inject), DataType::Void)
            .takes(1, vec![carrier().as_ref()]),
        Method::of_class("extract", handler!(extract), context)
            .or_null()
            .takes(1, vec![carrier()]),
        Method::of_class("getBaggage", handler!(get_baggage), DataType::Array),
        Method::of_class("setBaggage", handler!(set_baggage), DataType::Void).takes(
            2,
            vec![
                Arg::new("key", DataType::String),
                Arg::new("value", DataType::String).allow_null(),
            ],
        ),
    ]
}

/// `inject(array &$carrier): void`
fn inject(call: &CallFrame<'_>, _result: &mut Zval) {
    let Ok(given) = call.arguments(1, 1) else {
        return;
    };
    let Ok(carrier) = given.settled().array_by_reference(0) else {
        return;
    };
    let (coroutine, current) = runtime::origin();
    let fields = with_engine(|engine| engine.inject(coroutine, current)).unwrap_or_default();
    carrier.insert_all(fields);
}

/// `extract(array $carrier): ?SpanContext`
fn extract(call: &CallFrame<'_>, result: &mut Zval) {
    let Ok(carrier) = read_carrier(call) else {
        return;
    };
    if let Some(extracted) = with_engine(|engine| engine.extract(&carrier)).flatten() {
        object::create(ContextObject::remote(extracted), result);
    }
}

/// Header names with their values: a string, or as PSR-7 has it a list of strings. Whatever else is in the array is
/// no header.
fn read_carrier(call: &CallFrame<'_>) -> Php<Vec<(String, Vec<String>)>> {
    let mut given = call.arguments(1, 1)?;
    given.optional_array(0)?;
    let given = given.settled();
    Ok(given.table(0).map(text_lists).unwrap_or_default())
}

/// `getBaggage(): array<string, string>`
fn get_baggage(call: &CallFrame<'_>, result: &mut Zval) {
    if call.arguments(0, 0).is_err() {
        return;
    }
    let coroutine = runtime::here_with_baggage();
    let baggage = with_engine(|engine| engine.baggage(coroutine).cloned()).flatten();
    let mut table = ZendHashTable::new();
    for (key, value) in baggage.unwrap_or_default().iter() {
        // Fails only for texts beyond PHP's limits.
        let _ = table.insert(key, value);
    }
    result.set_hashtable(table);
}

/// `setBaggage(string $key, ?string $value): void`: null removes the entry.
fn set_baggage(call: &CallFrame<'_>, _result: &mut Zval) {
    let Ok((key, value)) = read_entry(call) else {
        return;
    };
    let coroutine = runtime::here_with_baggage();
    with_engine(|engine| match value {
        Some(value) => engine.set_baggage(coroutine, &key, &value),
        None => engine.remove_baggage(coroutine, &key),
    });
}

fn read_entry(call: &CallFrame<'_>) -> Php<(String, Option<String>)> {
    let mut given = call.arguments(2, 2)?;
    given.string(0)?;
    given.optional_string(1)?;
    let given = given.settled();
    Ok((given.text(0), given.optional_text(1)))
}
