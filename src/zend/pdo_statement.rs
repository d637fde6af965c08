//! PDO's statements: which connection each is of, by the reference to it that PHP's own struct of a statement holds.
//!
//! No function of PHP's tells it, and the struct is PDO's own, whose fields have moved before. So the reference is looked for, among
//! the values in front of the object, and found by what it must be: an object that is a known connection. Must not know what is
//! known of that.

use super::globals::executor;
use super::php_object::PhpObject;
use ext_php_rs::ffi::{IS_OBJECT_EX, zend_object};
use ext_php_rs::types::Zval;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How far the reference is from the beginning of the struct, once it was found. All statements of a process have it there.
static OFFSET: AtomicUsize = AtomicUsize::new(NOT_FOUND);
const NOT_FOUND: usize = usize::MAX;

/// The handle of the connection of a `PDOStatement`. Of one whose connection is not among the known ones it may be `None`.
pub fn connection(statement: &PhpObject, known: impl Iterator<Item = u32>) -> Option<u32> {
    let object = statement.raw();
    // SAFETY: an object of the class. Its struct lies in front of it in the same allocation, in which PHP begins with zeros, and is
    // aligned as a pointer; the handlers know its size.
    unsafe {
        let size = (*(*object).handlers).offset as usize;
        let start: *const Zval = object.byte_sub(size).cast();
        let found = OFFSET.load(Ordering::Relaxed);
        if found != NOT_FOUND {
            return PhpObject::of(&*start.byte_add(found)).map(|connection| connection.handle());
        }
        let last = size.checked_sub(size_of::<Zval>())?;
        let offsets = || (0..=last).step_by(align_of::<Zval>());
        for handle in known {
            let address = address_of(handle);
            let is_reference = |offset: &usize| {
                let value = start.byte_add(*offset);
                (*value).u1.type_info == IS_OBJECT_EX && (*value).value.obj == address
            };
            if let Some(offset) = offsets().find(is_reference) {
                OFFSET.store(offset, Ordering::Relaxed);
                return Some(handle);
            }
        }
    }
    None
}

/// Where the live object with a handle is.
fn address_of(handle: u32) -> *mut zend_object {
    // SAFETY: PHP's table of objects has a place for the handle of each.
    unsafe {
        *(*executor())
            .objects_store
            .object_buckets
            .add(handle as usize)
    }
}
