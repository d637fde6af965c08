//! PHP values, seen from Rust. No function here runs user code: conversions that do are in `settle`.

use ext_php_rs::ffi::{
    HashPosition, IS_UNDEF, zend_hash_get_current_data_ex, zend_hash_get_current_key_zval_ex,
    zend_hash_move_forward_ex, zend_string, zend_zval_type_name,
};
use ext_php_rs::types::{ZendHashTable, Zval};
use span_core::text::cut;
use std::ffi::{CStr, c_char};
use std::{ptr, slice};

/// `HASH_FLAG_PACKED`.
pub(super) const PACKED: u32 = 1 << 2;
/// `HT_INVALID_IDX`.
const END_OF_CHAIN: u32 = u32::MAX;

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

/// The value at a number in an array, which is no reference to one. PHP's own way to it, without a call: for arrays that are looked
/// into at each call of a hooked function.
#[inline(always)]
pub fn at_index(table: &ZendHashTable, index: i64) -> Option<&Zval> {
    let index = index as u64;
    // SAFETY: the first `nNumUsed` slots are written. Those of a packed array are values by their numbers; those of another are
    // buckets, whose hash table stands in front of them, and each bucket of a chain says where the next one is.
    unsafe {
        let slots = &table.__bindgen_anon_1;
        if table.u.flags & PACKED != 0 {
            let value = (index < u64::from(table.nNumUsed))
                .then(|| &*slots.arPacked.add(index as usize).cast::<Zval>())?;
            return (u32::from(value.u1.v.type_) != IS_UNDEF).then_some(value);
        }
        let place = (index as u32 | table.nTableMask) as i32;
        let mut position = *slots.arHash.offset(place as isize);
        while position != END_OF_CHAIN {
            let bucket = slots.arData.add(position as usize);
            if (*bucket).h == index && (*bucket).key.is_null() {
                return Some(&(*bucket).val);
            }
            position = (*bucket).val.u2.next;
        }
        None
    }
}

/// The entries of an array: keys as text, even if their bytes are not UTF-8, and values.
pub fn entries(table: &ZendHashTable) -> impl Iterator<Item = (String, &Zval)> {
    keys_and_values(table).map(|(key, value)| {
        let key = text(&key).unwrap_or_else(|| key.long().unwrap_or_default().to_string());
        (key, value)
    })
}

fn keys_and_values(table: &ZendHashTable) -> impl Iterator<Item = (Zval, &Zval)> {
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
        Some((key, value.dereference()))
    })
}

/// A text, or those in a list.
pub fn texts(value: &Zval) -> Vec<String> {
    match value.array() {
        Some(list) => list.values().filter_map(text).collect(),
        None => text(value).into_iter().collect(),
    }
}

/// The entries of an array of texts or lists of texts, as headers come in. Whatever else is in it has no values.
pub fn text_lists(table: &ZendHashTable) -> Vec<(String, Vec<String>)> {
    text_lists_of(table, |_| true)
}

/// Those of [`text_lists`] whose names are wanted. The others are not copied.
pub fn text_lists_of(
    table: &ZendHashTable,
    is_wanted: impl Fn(&str) -> bool,
) -> Vec<(String, Vec<String>)> {
    keys_and_values(table)
        .filter_map(|(key, value)| {
            let number = key.long().map(|number| number.to_string());
            let name = number.as_deref().or_else(|| key.str())?;
            is_wanted(name).then(|| (name.to_owned(), texts(value)))
        })
        .collect()
}
