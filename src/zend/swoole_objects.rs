//! The objects of Swoole's classes that a program has made: a server, a pool of processes.
//!
//! Swoole's C API names neither, and its own structures are private. But a program that runs a server holds its object.

use super::class::{find_pointer, is_a};
use super::globals::executor;
use super::php_object::PhpObject;
use ext_php_rs::ffi::zend_class_entry;

/// The first live object of a class, whose name is in lower case, or of one below it.
pub(super) fn find(class: &str) -> Option<PhpObject> {
    // SAFETY: the tables of classes and objects are alive during a request; what is no object's address in the second
    // has its lowest bit set. Nothing here runs PHP code.
    unsafe {
        let class: *mut zend_class_entry = find_pointer((*executor()).class_table, class).cast();
        let store = &raw const (*executor()).objects_store;
        if class.is_null() || (*store).object_buckets.is_null() {
            return None;
        }
        // The first bucket is never used.
        (1..(*store).top as usize)
            .map(|index| *(*store).object_buckets.add(index))
            .find(|object| {
                let is_live = !object.is_null() && object.addr() & 1 == 0;
                is_live && is_a((**object).ce, class)
            })
            .map(|object| PhpObject::at(object))
    }
}
