//! The objects of Swoole's classes that a program has made: a server, a pool of processes.
//!
//! Swoole's C API names neither, and its own structures are private. But a program that runs a server holds its object.

use super::class::find_pointer;
use super::globals::executor;
use ext_php_rs::ffi::{
    instanceof_function_slow, zend_class_entry, zend_object, zend_read_property,
};
use ext_php_rs::types::Zval;
use std::mem::MaybeUninit;

/// An object of Swoole's, for the length of one look at it: PHP code that runs meanwhile may free it.
pub(super) struct SwooleObject(*mut zend_object);

impl SwooleObject {
    /// The first live object of a class, whose name is in lower case, or of one below it.
    pub(super) fn find(class: &str) -> Option<Self> {
        // SAFETY: the tables of classes and objects are alive during a request; what is no object's address in the second
        // has its lowest bit set. Nothing here runs PHP code.
        unsafe {
            let class: *mut zend_class_entry =
                find_pointer((*executor()).class_table, class).cast();
            let store = &raw const (*executor()).objects_store;
            if class.is_null() || (*store).object_buckets.is_null() {
                return None;
            }
            // The first bucket is never used.
            (1..(*store).top as usize)
                .map(|index| *(*store).object_buckets.add(index))
                .find(|object| {
                    let is_live = !object.is_null() && object.addr() & 1 == 0;
                    is_live && instanceof_function_slow((**object).ce, class)
                })
                .map(Self)
        }
    }

    /// Reads a declared property with `read`.
    pub(super) fn property<R>(&self, name: &str, read: impl FnOnce(&Zval) -> R) -> R {
        let mut buffer = MaybeUninit::zeroed();
        // SAFETY: a property that the class declares, read silently in the class's own scope: no user code runs. The result
        // points into the object, or is null in the buffer.
        unsafe {
            let value = zend_read_property(
                (*self.0).ce,
                self.0,
                name.as_ptr().cast(),
                name.len(),
                true,
                buffer.as_mut_ptr(),
            );
            read((*value).dereference())
        }
    }

    /// The number in a property, where there is one.
    pub(super) fn int(&self, name: &str) -> Option<i64> {
        self.property(name, Zval::long)
    }
}
