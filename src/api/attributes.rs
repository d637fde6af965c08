//! Attribute values and times as PHP gives them.

use crate::zend::arguments::{Php, throw_bad_value, throw_type_error};
use crate::zend::settled::Settled;
use crate::zend::value::{entries, text, type_name};
use ext_php_rs::types::{ZendHashTable, Zval};
use span_core::AttributeValue;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const ACCEPTED: &str = "string|int|float|bool or a list of one of them";
/// The last second whose nanoseconds fit into what exporters send.
const LAST_SECOND: f64 = 9_223_372_036.0;

/// The value of one attribute, which must be given.
pub fn value(given: &Settled<'_>, index: u32) -> Php<AttributeValue> {
    let given_value = given.given(index);
    match given_value.and_then(convert) {
        Some(value) => Ok(value),
        None => {
            let kind = given_value.map(type_name).unwrap_or_default();
            let problem = format!("must be of type {ACCEPTED}, {kind} given");
            given.throw_type_error(index, &problem)
        }
    }
}

/// A map of attributes that may be absent.
pub fn optional_map(given: &Settled<'_>, index: u32) -> Php<Vec<(String, AttributeValue)>> {
    let table = given.table(index);
    table.map_or(Ok(vec![]), |table| map(index + 1, table))
}

/// A map of attributes, given as argument `number`.
pub fn map(number: u32, given: &ZendHashTable) -> Php<Vec<(String, AttributeValue)>> {
    let mut attributes = Vec::with_capacity(given.len());
    for (key, value) in entries(given) {
        match convert(value) {
            Some(value) => attributes.push((key, value)),
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

/// `None` for what no attribute can hold.
fn convert(given: &Zval) -> Option<AttributeValue> {
    if let Some(list) = given.array() {
        return convert_list(list);
    }
    text(given)
        .map(AttributeValue::String)
        .or_else(|| given.long().map(AttributeValue::Int))
        .or_else(|| given.double().map(AttributeValue::Float))
        .or_else(|| given.bool().map(AttributeValue::Bool))
}

/// A list whose items are all of the type of its first; an empty one is a list of strings.
fn convert_list(list: &ZendHashTable) -> Option<AttributeValue> {
    if !list.has_sequential_keys() {
        return None;
    }
    fn all<'a, T>(list: &'a ZendHashTable, item: impl Fn(&'a Zval) -> Option<T>) -> Option<Vec<T>> {
        list.values().map(item).collect()
    }
    all(list, text)
        .map(AttributeValue::Strings)
        .or_else(|| all(list, Zval::long).map(AttributeValue::Ints))
        .or_else(|| all(list, Zval::double).map(AttributeValue::Floats))
        .or_else(|| all(list, Zval::bool).map(AttributeValue::Bools))
}
