//! PDO's statements: which connection each is of, by the reference to it that PHP's own struct of a statement holds.
//!
//! No function of PHP's tells it, and the struct is PDO's own, whose fields have moved before. So the reference is looked for, among
//! the values in front of the object, and found by what it must be: an object that is a known connection. Must not know what is
//! known of that.

use super::globals::executor;
use super::php_object::PhpObject;
use ext_php_rs::ffi::zend_object;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How far the reference is from the beginning of the struct, once it was found. All statements of a process have it there.
static OFFSET: AtomicUsize = AtomicUsize::new(NOT_FOUND);
const NOT_FOUND: usize = usize::MAX;

/// How the struct refers to the connection's object: by a value before PHP 8.5, which has made its structs of statements smaller.
#[cfg(not(php85))]
type Reference = ext_php_rs::types::Zval;
#[cfg(php85)]
type Reference = *mut zend_object;

/// The connection of a `PDOStatement`. Of one whose connection is not among the known ones it may be `None`.
pub fn connection(statement: &PhpObject, known: impl Iterator<Item = u32>) -> Option<PhpObject> {
    let object = statement.raw();
    // SAFETY: an object of the class. Its struct lies in front of it in the same allocation, in which PHP begins with zeros, and is
    // aligned as a pointer; the handlers know its size.
    unsafe {
        let size = (*(*object).handlers).offset as usize;
        let start: *const Reference = object.byte_sub(size).cast();
        let found = OFFSET.load(Ordering::Relaxed);
        if found != NOT_FOUND {
            let connection = referred(start.byte_add(found));
            return (!connection.is_null()).then(|| PhpObject::at(connection));
        }
        let last = size.checked_sub(size_of::<Reference>())?;
        let offsets = || (0..=last).step_by(align_of::<Reference>());
        for handle in known {
            let address = address_of(handle);
            let is_reference = |offset: &usize| {
                referred(start.byte_add(*offset)) == address
                    && is_a_connections(start, *offset, address)
            };
            if let Some(offset) = offsets().find(is_reference) {
                OFFSET.store(offset, Ordering::Relaxed);
                return Some(PhpObject::at(address));
            }
        }
    }
    None
}

/// The object of a reference, null where it is none.
///
/// # Safety
/// A place in the struct, of the size of a reference.
#[cfg(not(php85))]
unsafe fn referred(place: *const Reference) -> *mut zend_object {
    // SAFETY: readable, by the contract of this function. A value whose type says so has an object.
    unsafe {
        match (*place).u1.type_info == ext_php_rs::ffi::IS_OBJECT_EX {
            true => (*place).value.obj,
            false => std::ptr::null_mut(),
        }
    }
}

/// # Safety
/// A place in the struct, of the size of a reference.
#[cfg(php85)]
unsafe fn referred(place: *const Reference) -> *mut zend_object {
    // SAFETY: readable, by the contract of this function.
    unsafe { *place }
}

/// Whether what refers to a connection's object at an offset is what is looked for. A value says itself that it is an object in
/// use; a pointer may be another field's, such as that of the object to fetch into, which any object can be.
///
/// # Safety
/// `connection` is the object of a connection, and the struct refers to it at the offset.
#[cfg(not(php85))]
unsafe fn is_a_connections(_: *const Reference, _: usize, _: *mut zend_object) -> bool {
    true
}

/// The field before it points to the connection's own struct, as does the field in front of the connection's object.
///
/// # Safety
/// `connection` is the object of a connection, and the struct refers to it at the offset.
#[cfg(php85)]
unsafe fn is_a_connections(
    start: *const Reference,
    offset: usize,
    connection: *mut zend_object,
) -> bool {
    // SAFETY: within the struct of the statement, as the offset is not its beginning; and within that of the connection, whose
    // object the statement keeps alive and PDO puts behind this pointer.
    offset >= size_of::<usize>()
        && unsafe {
            let own = *start.byte_add(offset).byte_sub(size_of::<usize>());
            own == *connection
                .cast::<*mut zend_object>()
                .byte_sub(size_of::<usize>())
        }
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
