//! PHP values, seen from Rust. No function here runs user code: conversions that do are in `settle`.

use super::array_slots::{self, Key};
use super::typed::{bytes, string};
use ext_php_rs::ffi::{IS_DOUBLE, IS_LONG, zend_string, zend_zval_type_name};
use ext_php_rs::flags::DataType;
use ext_php_rs::types::{ZendHashTable, Zval};
use span_core::text::{LONGEST, cut};
use std::borrow::Cow;
use std::ffi::{CStr, c_char, c_int};
use std::ptr;

unsafe extern "C" {
    /// Of `zend_operators.h`, which ext-php-rs has no binding for.
    fn _is_numeric_string_ex(
        text: *const c_char,
        length: usize,
        int: *mut i64,
        float: *mut f64,
        allows_errors: bool,
        overflow: *mut c_int,
        has_trailing_data: *mut bool,
    ) -> u8;
}

/// The text of a string, cut at [`span_core::text::LONGEST`]; bytes that are not UTF-8 become U+FFFD.
pub fn text(value: &Zval) -> Option<String> {
    Some(cut(string(value)?.as_bytes()))
}

/// The text of a string as it lies in PHP's memory; a copy as of [`text`] where it is too long, or not UTF-8.
pub fn borrowed_text(value: &Zval) -> Option<Cow<'_, str>> {
    let bytes = string(value)?.as_bytes();
    let borrowed = match bytes.is_ascii() {
        // SAFETY: ASCII is UTF-8.
        true => Some(unsafe { str::from_utf8_unchecked(bytes) }),
        false => str::from_utf8(bytes).ok(),
    };
    let borrowed = borrowed.filter(|text| text.len() <= LONGEST);
    Some(borrowed.map_or_else(|| Cow::Owned(cut(bytes)), Cow::Borrowed))
}

/// A copy of a PHP string, cut at [`span_core::text::LONGEST`]; bytes that are not UTF-8 become U+FFFD, because OTLP's strings must be
/// UTF-8.
///
/// # Safety
/// `string` must be a live PHP string.
pub(super) unsafe fn to_utf8_lossy(string: *const zend_string) -> String {
    // SAFETY: the caller's promise.
    cut(unsafe { bytes(string) })
}

/// A copy of a C string, cut as [`text`]; empty where there is none.
///
/// # Safety
/// `text` must be null, or end with a zero byte.
pub(super) unsafe fn text_of_c(text: *const c_char) -> String {
    if text.is_null() {
        return String::new();
    }
    // SAFETY: the caller's promise.
    cut(unsafe { CStr::from_ptr(text) }.to_bytes())
}

/// The number that PHP takes a value for that is none, where it takes one for a parameter of type `int`; `None` where it does not.
#[cold]
pub fn converted_int(value: &Zval) -> Option<i64> {
    let value = value.dereference();
    match value.get_type() {
        DataType::Long => value.long(),
        DataType::Double => value.double().and_then(int_of_float),
        DataType::True => Some(1),
        DataType::False | DataType::Null => Some(0),
        DataType::String => int_of_text(string(value)?.as_bytes()),
        _ => None,
    }
}

fn int_of_float(float: f64) -> Option<i64> {
    let least = i64::MIN as f64;
    (least..-least).contains(&float).then_some(float as i64)
}

fn int_of_text(text: &[u8]) -> Option<i64> {
    let (mut int, mut float) = (0, 0.0);
    // SAFETY: a live string, which ends with a zero byte. Without what could go wrong being asked for, nothing is reported.
    let kind = unsafe {
        _is_numeric_string_ex(
            text.as_ptr().cast(),
            text.len(),
            &raw mut int,
            &raw mut float,
            false,
            ptr::null_mut(),
            ptr::null_mut(),
        )
    };
    match u32::from(kind) {
        IS_LONG => Some(int),
        IS_DOUBLE => int_of_float(float),
        _ => None,
    }
}

/// The name of a value's type, as PHP's own errors call it.
pub fn type_name(value: &Zval) -> String {
    // SAFETY: the name is a constant of PHP.
    unsafe {
        CStr::from_ptr(zend_zval_type_name(ptr::from_ref(value)))
            .to_string_lossy()
            .into_owned()
    }
}

/// The entries of an array: keys as text, even if their bytes are not UTF-8, and values.
pub fn entries(table: &ZendHashTable) -> impl Iterator<Item = (String, &Zval)> {
    array_slots::entries(table).map(|(key, value)| {
        let key = match key {
            Key::Number(number) => number.to_string(),
            Key::Text(text) => cut(text),
        };
        (key, value.dereference())
    })
}

/// A text, or those in a list.
pub fn texts(value: &Zval) -> Vec<String> {
    match value.array() {
        Some(list) => list.values().filter_map(text).collect(),
        None => text(value).into_iter().collect(),
    }
}

/// Those that PHP makes of a value or of those in a list, without what is no text: `null`, and objects, whose text is user code.
pub fn shown_texts(value: &Zval) -> Vec<String> {
    match value.array() {
        Some(list) => list.values().filter_map(shown_text).collect(),
        None => shown_text(value).into_iter().collect(),
    }
}

fn shown_text(value: &Zval) -> Option<String> {
    let value = value.dereference();
    match value.get_type() {
        DataType::Long => value.long().map(|int| int.to_string()),
        DataType::Double => value.double().map(|float| float.to_string()),
        DataType::True => Some("1".to_owned()),
        DataType::False => Some(String::new()),
        _ => text(value),
    }
}

/// The entries of an array of texts or lists of texts, as headers come in. Whatever else is in it has no values.
pub fn text_lists(table: &ZendHashTable) -> Vec<(String, Vec<String>)> {
    text_lists_of(table, |_| true)
}

/// Those of [`text_lists`] whose names are wanted. The others are not copied.
pub fn text_lists_of(
    table: &ZendHashTable,
    is_wanted: impl Fn(&[u8]) -> bool,
) -> Vec<(String, Vec<String>)> {
    array_slots::entries(table)
        .filter_map(|(key, value)| {
            let name = match key {
                Key::Text(text) => Cow::Borrowed(text),
                Key::Number(number) => Cow::Owned(number.to_string().into_bytes()),
            };
            if !is_wanted(&name) {
                return None;
            }
            let name = String::from_utf8(name.into_owned()).ok()?;
            Some((name, texts(value.dereference())))
        })
        .collect()
}
