//! Headers of ours among those that an object has in a property: put there before a call, and taken out after it.
//!
//! Must not know what the headers say, nor who sends them.

use super::class::find_pointer;
use super::php_object::PhpObject;
use super::typed;
use super::value::entries;
use ext_php_rs::ffi::{
    HashTable, IS_ARRAY_EX, ZEND_ACC_STATIC, zend_array_dup, zend_hash_str_del, zend_hash_str_find,
    zend_property_info, zval_ptr_dtor,
};
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use std::ptr;

/// `ZEND_VIRTUAL_PROPERTY_OFFSET`: a property of PHP 8.4 that has no place.
const VIRTUAL: u32 = u32::MAX;

/// What was done to a property.
#[derive(Clone)]
pub struct AddedHeaders {
    headers: Vec<(String, String)>,
    /// The address of the array that has taken the place of null. It is compared, and not looked into.
    made: Option<usize>,
}

/// The names of the headers that a property has, in any case; `None` where it holds neither an array nor null. Of a reference
/// Swoole reads no headers, and HTTP/2's client puts an array in its place.
pub fn names(object: &PhpObject, property: &str) -> Option<Vec<String>> {
    // SAFETY: the place of a declared property of a live object. No user code runs while it is looked at.
    let value = unsafe { &*slot(object, property)? };
    match value.array() {
        Some(table) => Some(entries(table).map(|(name, _)| name).collect()),
        None => value.is_null().then(Vec::new),
    }
}

/// Adds headers behind those that the property has. Other holders of the array keep it unchanged.
pub fn add(
    object: &PhpObject,
    property: &str,
    headers: Vec<(String, String)>,
) -> Option<AddedHeaders> {
    let slot = slot(object, property)?;
    // SAFETY: the place of a declared property of a live object. No user code runs: what is added are strings.
    unsafe {
        let was_null = (*slot).is_null();
        if was_null {
            (*slot).set_array(Vec::<String>::new()).ok()?;
        }
        if !(*slot).is_array() {
            return None;
        }
        separate(slot);
        let table = (*slot).value.arr;
        for (name, value) in &headers {
            // Fails only for texts beyond PHP's limits.
            let _ = (*table).insert(name.as_str(), value.as_str());
        }
        let made = was_null.then_some(table.addr());
        Some(AddedHeaders { headers, made })
    }
}

/// Takes out what was added for one or more calls, from whichever array the program has put there meanwhile; a header that has
/// another value is the program's. What was null is null again, unless `keeps_array`.
pub fn remove(object: &PhpObject, property: &str, added: &[AddedHeaders], keeps_array: bool) {
    let Some(slot) = slot(object, property) else {
        return;
    };
    // SAFETY: as in `add`; what is destroyed are strings.
    unsafe {
        let slot = ptr::from_mut((*slot).dereference_mut());
        if !(*slot).is_array() {
            return;
        }
        let table = (*slot).value.arr;
        let is_made = added.iter().any(|it| it.made == Some(table.addr()));
        let ours = added.iter().flat_map(|it| &it.headers);
        let found = ours.filter(|(name, value)| has(table, name, value));
        let names: Vec<&String> = found.map(|(name, _)| name).collect();
        if names.is_empty() {
            return;
        }
        separate(slot);
        let table = (*slot).value.arr;
        for name in names {
            zend_hash_str_del(table, name.as_ptr().cast(), name.len());
        }
        if is_made && !keeps_array && (*table).is_empty() {
            (*slot).set_null();
        }
    }
}

/// Whether an array has a header with this value.
///
/// # Safety
/// `table` must be a live array.
unsafe fn has(table: *const HashTable, name: &str, value: &str) -> bool {
    // SAFETY: the caller's promise; what is found lives as long as the array.
    let found = unsafe { zend_hash_str_find(table, name.as_ptr().cast(), name.len()).as_ref() };
    let found = found.and_then(typed::string);
    found.is_some_and(|found| found.as_bytes() == value.as_bytes())
}

/// The place of a property that the object's class declares, unless the program has unset it. It is found without PHP's own
/// reading of properties, which may call the program's `__get()`.
fn slot(object: &PhpObject, property: &str) -> Option<*mut Zval> {
    // SAFETY: a live object of a linked class, which knows its properties as long as it lives. They stand in the object itself.
    unsafe {
        let table = &raw const (*object.class()).properties_info;
        let info: *const zend_property_info = find_pointer(table, property).cast();
        if info.is_null() || (*info).flags & ZEND_ACC_STATIC != 0 || (*info).offset == VIRTUAL {
            return None;
        }
        let slot = object.raw().byte_add((*info).offset as usize);
        let slot = slot.cast::<Zval>();
        ((*slot).get_type() != DataType::Undef).then_some(slot)
    }
}

/// `SEPARATE_ARRAY()`: a copy, where others hold the array, too.
///
/// # Safety
/// `slot` must hold an array.
unsafe fn separate(slot: *mut Zval) {
    // SAFETY: the caller's promise. The former array is held by others, or is never freed.
    unsafe {
        let array = (*slot).value.arr;
        if (*array).gc.refcount > 1 {
            let copy = zend_array_dup(array);
            zval_ptr_dtor(slot);
            (*slot).value.arr = copy;
            (*slot).u1.type_info = IS_ARRAY_EX;
        }
    }
}
