//! PHP values, seen from Rust. No function here runs user code: conversions that do are in `settle`.

use ext_php_rs::ffi::{
    HashPosition, zend_hash_get_current_data_ex, zend_hash_get_current_key_zval_ex,
    zend_hash_move_forward_ex, zend_string, zend_zval_type_name,
};
use ext_php_rs::types::{ZendHashTable, Zval};
use span_core::text::cut;
use std::ffi::CStr;
use std::{ptr, slice};

/// The text of a string, cut at [`span_core::text::LONGEST`]; bytes that are not UTF-8 become U+FFFD.
pub fn text(value: &Zval) -> Option<String> {
    let string = value.zend_str()?;
    Some(cut(string.as_bytes()))
}

/// A copy of a PHP string, cut at [`span_core::text::LONGEST`]; bytes that are not UTF-8 become U+FFFD, because OTLP's strings must be
/// UTF-8.
///
/// # Safety
/// `string` must be a live PHP string.
pub(super) unsafe fn to_utf8_lossy(string: *const zend_string) -> String {
    // SAFETY: `val` is followed by `len` bytes in the same allocation.
    let bytes =
        unsafe { slice::from_raw_parts((&raw const (*string).val).cast::<u8>(), (*string).len) };
    cut(bytes)
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

/// The name of an object's class; `None` of any other value.
pub fn class_name_of(value: &Zval) -> Option<String> {
    let object = value.object()?;
    // SAFETY: a live object has a class, and a class has a name.
    Some(unsafe { to_utf8_lossy((*object.ce).name) })
}

/// The entries of an array: keys as text, even if their bytes are not UTF-8, and values.
pub fn entries(table: &ZendHashTable) -> impl Iterator<Item = (String, &Zval)> {
    let raw = ptr::from_ref(table).cast_mut();
    let mut position: HashPosition = 0;
    std::iter::from_fn(move || {
        let mut key = Zval::new();
        // SAFETY: the table is borrowed from settled arguments or from an object that one of them is, so that nothing runs
        // that could change or free it. The position moves within it. The key is a reference of its own, dropped below.
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

/// The entries of an array of texts or lists of texts, as headers come in. Whatever else is in it has no values.
pub fn text_lists(table: &ZendHashTable) -> Vec<(String, Vec<String>)> {
    let texts = |value: &Zval| match value.array() {
        Some(list) => list.values().filter_map(text).collect(),
        None => text(value).into_iter().collect(),
    };
    entries(table)
        .map(|(name, value)| (name, texts(value)))
        .collect()
}
