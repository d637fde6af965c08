//! A value that is of one type, in as few instructions as that takes: for what is asked at each call of a hooked function.
//!
//! A reference is looked through, and nothing is converted.

use ext_php_rs::ffi::{
    IS_ARRAY, IS_LONG, IS_OBJECT, IS_REFERENCE, IS_STRING, IS_TRUE, zend_object, zend_string,
};
use ext_php_rs::types::{ZendHashTable, ZendStr, Zval};
use std::slice;

/// The type of a value, one of PHP's `IS_…`.
#[inline(always)]
pub(super) fn kind(value: &Zval) -> u32 {
    // SAFETY: the type of a value is always written.
    u32::from(unsafe { value.u1.v.type_ })
}

/// What a reference refers to; any other value itself.
#[inline(always)]
pub fn referred(value: &Zval) -> &Zval {
    if kind(value) == IS_REFERENCE {
        // SAFETY: the type says that it is one, and it lives as long as the value that refers to it.
        unsafe { &(*value.value.ref_).val }
    } else {
        value
    }
}

/// A number.
#[inline(always)]
pub fn int(value: &Zval) -> Option<i64> {
    let value = referred(value);
    if kind(value) != IS_LONG {
        return None;
    }
    // SAFETY: the type says which part of the union is written.
    Some(unsafe { value.value.lval })
}

/// Whether it is `true`.
#[inline(always)]
pub fn is_true(value: &Zval) -> bool {
    kind(referred(value)) == IS_TRUE
}

/// An array.
#[inline(always)]
pub fn array(value: &Zval) -> Option<&ZendHashTable> {
    let value = referred(value);
    // SAFETY: the type says so, and what it points to lives as long as the value.
    (kind(value) == IS_ARRAY).then(|| unsafe { &*value.value.arr })
}

/// A string.
#[inline(always)]
pub fn string(value: &Zval) -> Option<&ZendStr> {
    let value = referred(value);
    // SAFETY: the type says so, and what it points to lives as long as the value.
    (kind(value) == IS_STRING).then(|| unsafe { &*value.value.str_ })
}

/// An object.
#[inline(always)]
pub(super) fn object(value: &Zval) -> Option<*mut zend_object> {
    let value = referred(value);
    if kind(value) != IS_OBJECT {
        return None;
    }
    // SAFETY: the type says which part of the union is written.
    Some(unsafe { value.value.obj })
}

/// The bytes of a string.
///
/// # Safety
/// It must be a live PHP string.
#[inline(always)]
pub(super) unsafe fn bytes<'a>(string: *const zend_string) -> &'a [u8] {
    // SAFETY: `val` is followed by `len` bytes in the same allocation.
    unsafe { slice::from_raw_parts((&raw const (*string).val).cast::<u8>(), (*string).len) }
}
