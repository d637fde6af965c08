//! PHP values, seen from Rust.

use super::arguments::{Pending, Php};
use super::exception::bytes;
use super::globals::pending_exception;
use ext_php_rs::ffi::{
    HashPosition, ext_php_rs_zend_string_release, zend_hash_get_current_data_ex,
    zend_hash_get_current_key_zval_ex, zend_hash_move_forward_ex, zend_zval_type_name,
    zval_get_string_func,
};
use ext_php_rs::types::{ZendHashTable, Zval};
use span_core::text::{Room, cut};
use std::ffi::CStr;
use std::ptr;

/// The text of a string, cut at [`span_core::text::LONGEST`]; bytes that are not UTF-8 become U+FFFD.
pub fn text(value: &Zval) -> Option<String> {
    let string = value.zend_str()?;
    Some(cut(string.as_bytes()))
}

/// The text of an object that has `__toString()`, the inner `None` where `room` refuses it. Runs that method, which is the
/// user's code and may throw.
pub fn stringable(value: &Zval, room: &mut Room) -> Php<Option<Option<String>>> {
    let Some(object) = value.object() else {
        return Ok(None);
    };
    // SAFETY: an object's class is alive.
    if unsafe { (*object.ce).__tostring.is_null() } {
        return Ok(None);
    }
    // SAFETY: PHP calls the method, and returns a new reference to its result, or an empty string and an exception.
    unsafe {
        let string = zval_get_string_func(ptr::from_ref(value).cast_mut());
        let copy = room.text(bytes(string));
        ext_php_rs_zend_string_release(string);
        if pending_exception().is_null() {
            Ok(Some(copy))
        } else {
            Err(Pending)
        }
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

/// The entries of an array: keys as text, whatever bytes they are made of, and values.
pub fn entries(table: &ZendHashTable) -> impl Iterator<Item = (String, &Zval)> {
    let raw = ptr::from_ref(table).cast_mut();
    let mut position: HashPosition = 0;
    std::iter::from_fn(move || {
        let mut key = Zval::new();
        // SAFETY: the table is borrowed, so it is not changed meanwhile; the position moves within it. The key is a
        // reference of its own, which is dropped below.
        let value = unsafe {
            let value = zend_hash_get_current_data_ex(raw, &raw mut position).as_ref()?;
            zend_hash_get_current_key_zval_ex(raw, &raw mut key, &raw mut position);
            zend_hash_move_forward_ex(raw, &raw mut position);
            value
        };
        let key = text(&key).unwrap_or_else(|| key.long().unwrap_or_default().to_string());
        Some((key, value.dereference()))
    })
}
