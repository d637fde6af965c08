//! Questions to objects of internal classes, by methods that only read. The program does not notice: no code of its own runs, and an
//! exception that an answer brings is discarded.
//!
//! Must not know what is asked.

use super::class::{find_method, find_pointer};
use super::globals::{executor, pending_exception};
use super::internal_call::call_internal_on;
use super::php_object::PhpObject;
use ext_php_rs::ffi::{ZEND_INTERNAL_FUNCTION, zend_function, zval};
use ext_php_rs::types::Zval;
use std::ptr;

unsafe extern "C" {
    fn zend_clear_exception();
}

/// Asks `object` by the method `method` of `class`, which it is one of, with at most one number as its argument. All names are in
/// lower case. `None` where there is no such method or no answer, and where an exception is pending.
pub fn ask<R>(
    object: &PhpObject,
    class: &str,
    method: &str,
    argument: Option<i64>,
    read: impl FnOnce(&Zval) -> R,
) -> Option<R> {
    // SAFETY: the table of classes is alive during a request, and holds pointers to classes.
    let function = unsafe {
        let class = find_pointer((*executor()).class_table, class);
        if class.is_null() {
            return None;
        }
        find_method(class.cast(), method)
    };
    let argument = argument.map(|int| {
        let mut value = Zval::new();
        value.set_long(int);
        value
    });
    let arguments: &[zval] = match &argument {
        // SAFETY: a Zval is a zval, and a number owns nothing.
        Some(value) => unsafe { std::slice::from_raw_parts(ptr::from_ref(value).cast(), 1) },
        None => &[],
    };
    call(Some(object), function, arguments, read)
}

/// Asks a function without arguments.
pub fn ask_function<R>(name: &str, read: impl FnOnce(&Zval) -> R) -> Option<R> {
    // SAFETY: as above, for functions.
    let function = unsafe { find_pointer((*executor()).function_table, name) };
    call(None, function.cast(), &[], read)
}

/// What a property of `object` says that its class computes when it is read.
pub fn computed_int(object: &PhpObject, property: &str) -> Option<i64> {
    if !pending_exception().is_null() {
        return None;
    }
    let int = object.int(property);
    if discards_exception() { None } else { int }
}

fn call<R>(
    object: Option<&PhpObject>,
    function: *mut zend_function,
    arguments: &[zval],
    read: impl FnOnce(&Zval) -> R,
) -> Option<R> {
    // SAFETY: null or a live function.
    let is_internal =
        !function.is_null() && unsafe { u32::from((*function).type_) == ZEND_INTERNAL_FUNCTION };
    if !is_internal || !pending_exception().is_null() {
        return None;
    }
    let this = object.map_or(ptr::null_mut(), PhpObject::raw);
    let mut result = Zval::new();
    // SAFETY: an internal method of the object's class, or a function; the result is a value of its own, and freed below.
    unsafe { call_internal_on(this, function, arguments, ptr::from_mut(&mut result)) };
    if discards_exception() {
        return None;
    }
    Some(read(&result))
}

/// Discards the exception that a question has brought.
fn discards_exception() -> bool {
    let has_thrown = !pending_exception().is_null();
    if has_thrown {
        // SAFETY: none was pending before the question, so it is the question's own.
        unsafe { zend_clear_exception() };
    }
    has_thrown
}
