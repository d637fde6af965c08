//! Attribute values and times as PHP gives them.

use crate::state::with_engine;
use crate::zend::settled::Settled;
use crate::zend::throw::{Php, throw_bad_value, throw_type_error};
use crate::zend::value::{entries, type_name};
use ext_php_rs::types::{ZendHashTable, Zval};
use span_core::text::Room;
use span_core::{Attribute, AttributeValue};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const ACCEPTED: &str = "string|int|float|bool or a list of one of them";
/// The last second whose nanoseconds fit into the type that exporters send.
const LAST_SECOND: f64 = 9_223_372_036.0;

/// The room for the attributes that are read next. With tracing off there is no room, and values are only checked.
pub fn room() -> Room {
    with_engine(|engine| engine.room()).unwrap_or_default()
}

/// The value of one attribute, which must be given; `None` where `room` refuses it.
pub fn value(given: &Settled<'_>, index: u32, room: &mut Room) -> Php<Option<AttributeValue>> {
    let value = given.given(index).and_then(|value| convert(value, room));
    value.map_or_else(|| given.throw_wrong_type(index, ACCEPTED), Ok)
}

/// A map of attributes that may be absent, without those that `room` refuses.
pub fn optional_map(given: &Settled<'_>, index: u32, room: &mut Room) -> Php<Vec<Attribute>> {
    let table = given.table(index);
    table.map_or(Ok(vec![]), |table| map(index + 1, table, room))
}

/// A map of attributes, given as argument `number`, without those that `room` refuses.
pub fn map(number: u32, given: &ZendHashTable, room: &mut Room) -> Php<Vec<Attribute>> {
    let mut attributes = room.list(given.len()).unwrap_or_default();
    for (key, value) in entries(given) {
        match convert(value, room) {
            Some(Some(value)) => attributes.push((key.into(), value)),
            Some(None) => {}
            None => {
                let problem = format!(
                    "must be an array of {ACCEPTED}, \"{key}\" is of type {}",
                    type_name(value)
                );
                return throw_type_error(number, &problem);
            }
        }
    }
    Ok(attributes)
}

/// A point in time in unix seconds, given as argument `number`.
pub fn time(number: u32, seconds: f64) -> Php<SystemTime> {
    if (0.0..=LAST_SECOND).contains(&seconds) {
        return Ok(UNIX_EPOCH + Duration::from_secs_f64(seconds));
    }
    throw_bad_value(
        number,
        "must be a unix time in seconds between 0 and 9223372036",
    )
}

/// `None` for a value that no attribute can hold, `Some(None)` for one that `room` refuses.
fn convert(given: &Zval, room: &mut Room) -> Option<Option<AttributeValue>> {
    if let Some(list) = given.array() {
        return convert_list(list, room);
    }
    if let Some(text) = given.zend_str() {
        return Some(room.text(text.as_bytes()).map(AttributeValue::from));
    }
    let number = given.long().map(AttributeValue::Int);
    number
        .or_else(|| given.double().map(AttributeValue::Float))
        .or_else(|| given.bool().map(AttributeValue::Bool))
        .map(Some)
}

/// A list whose items are all of the type of its first; an empty one is a list of strings.
fn convert_list(list: &ZendHashTable, room: &mut Room) -> Option<Option<AttributeValue>> {
    if !list.has_sequential_keys() {
        return None;
    }
    if list.values().all(Zval::is_string) {
        return Some(texts(list, room).map(AttributeValue::Strings));
    }
    fn all<T>(
        list: &ZendHashTable,
        room: &mut Room,
        item: impl Fn(&Zval) -> Option<T>,
        value: impl Fn(Vec<T>) -> AttributeValue,
    ) -> Option<Option<AttributeValue>> {
        if list.values().any(|value| item(value).is_none()) {
            return None;
        }
        let mut items = match room.list(list.len()) {
            Some(items) => items,
            None => return Some(None),
        };
        items.extend(list.values().filter_map(item));
        Some(Some(value(items)))
    }
    all(list, room, Zval::long, AttributeValue::Ints)
        .or_else(|| all(list, room, Zval::double, AttributeValue::Floats))
        .or_else(|| all(list, room, Zval::bool, AttributeValue::Bools))
}

fn texts(list: &ZendHashTable, room: &mut Room) -> Option<Vec<String>> {
    let mut texts = room.list(list.len())?;
    for value in list.values() {
        texts.push(room.text(value.zend_str()?.as_bytes())?);
    }
    Some(texts)
}
