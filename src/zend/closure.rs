//! PHP closures over our own objects.

use super::class::find_method;
use super::internal_call::set_object;
use ext_php_rs::ffi::{zend_class_entry, zend_function, zend_object, zval};
use ext_php_rs::types::Zval;
use std::mem::MaybeUninit;
use std::ptr;

unsafe extern "C" {
    /// Of `zend_closures.h`, which ext-php-rs has no bindings for.
    fn zend_create_fake_closure(
        result: *mut zval,
        function: *mut zend_function,
        scope: *mut zend_class_entry,
        called_scope: *mut zend_class_entry,
        this: *mut zval,
    );
}

/// Makes a closure of the object's method `__invoke`, which keeps the object alive.
pub fn of_invoke(object: &Zval, result: &mut Zval) {
    let Some(instance) = object.object() else {
        return;
    };
    let class = instance.ce;
    // SAFETY: the class is registered and has the method; PHP counts its own reference to the object.
    unsafe {
        zend_create_fake_closure(
            result,
            find_method(class, "__invoke"),
            class,
            class,
            ptr::from_ref(object).cast_mut(),
        );
    }
}

/// A closure of a function that the caller has resolved, bound to its object where it has one.
///
/// # Safety
/// All pointers must be of one resolved callable; `object` may be null.
pub(super) unsafe fn of_function(
    function: *mut zend_function,
    called_scope: *mut zend_class_entry,
    object: *mut zend_object,
) -> Zval {
    let mut closure = Zval::new();
    let mut this = MaybeUninit::<zval>::zeroed();
    // SAFETY: the caller's promise. PHP counts its own reference to the object.
    unsafe {
        let this = if object.is_null() {
            ptr::null_mut()
        } else {
            set_object(this.as_mut_ptr(), object);
            this.as_mut_ptr()
        };
        let scope = (*function).common.scope;
        zend_create_fake_closure(&raw mut closure, function, scope, called_scope, this);
    }
    closure
}
