//! Attribute values and times as PHP gives them.

use crate::zend::arguments::{Php, throw_bad_value, throw_type_error};
use crate::zend::value::{entries, stringable, text, type_name};
use ext_php_rs::types::{ZendHashTable, Zval};
use span_core::AttributeValue;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const ACCEPTED: &str = "string|int|float|bool or a list of one of them";
/// The last second whose nanoseconds fit into what exporters send.
const LAST_SECOND: f64 = 9_223_372_036.0;

/// The value of one attribute, given as argument `number`.
pub fn value(number: u32, given: &Zval) -> Php<AttributeValue> {
    match convert(given)? {
        Some(value) => Ok(value),
        None => throw_type_error(
            number,
            &format!("must be of type {ACCEPTED}, {} given", type_name(given)),
        ),
    }
}

/// A map of attributes, given as argument `number`.
pub fn map(number: u32, given: &ZendHashTable) -> Php<Vec<(String, AttributeValue)>> {
    let mut attributes = Vec::with_capacity(given.len());
    for (key, value) in entries(given) {
        match convert(value)? {
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
fn convert(given: &Zval) -> Php<Option<AttributeValue>> {
    if let Some(list) = given.array() {
        return Ok(convert_list(list));
    }
    if let Some(scalar) = scalar(given) {
        return Ok(Some(scalar));
    }
    Ok(stringable(given)?.map(AttributeValue::String))
}

fn scalar(given: &Zval) -> Option<AttributeValue> {
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
