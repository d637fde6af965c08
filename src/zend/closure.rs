//! PHP closures over our own objects.

use super::class::find_method;
use ext_php_rs::ffi::{zend_class_entry, zend_function, zval};
use ext_php_rs::types::Zval;
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
