//! Where a property lies in the objects of a class of an extension's, once it was found.
//!
//! Must not know what the property is for.

use super::php_object::PhpObject;
use ext_php_rs::ffi::zend_class_entry;
use ext_php_rs::types::Zval;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

/// A declared property that is read at each call of something.
pub struct PropertySlot {
    name: &'static str,
    /// Null before it is found. Then the same for all threads until module end.
    found: AtomicPtr<Found>,
}

/// A class of an extension's, and where its objects have the property.
struct Found {
    class: *mut zend_class_entry,
    offset: usize,
}

impl PropertySlot {
    /// A property that was not read yet.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            found: AtomicPtr::new(ptr::null_mut()),
        }
    }

    /// Reads it where it lies in an object of the class, or of a class of the program's below it. `None` where that has code in the
    /// place of the property.
    #[inline]
    pub fn read<R>(&self, object: &PhpObject, read: impl FnOnce(&Zval) -> R) -> Option<R> {
        // SAFETY: null, or made by `find` and freed at module end, when no call is under way.
        match unsafe { self.found.load(Ordering::Acquire).as_ref() } {
            Some(found) if found.class == object.class() => {
                // SAFETY: the offset is that of the object's class.
                Some(read(unsafe { object.slot(found.offset) }))
            }
            Some(_) => object.stored(self.name, read),
            None => self.find(object, read),
        }
    }

    #[cold]
    fn find<R>(&self, object: &PhpObject, read: impl FnOnce(&Zval) -> R) -> Option<R> {
        let offset = object.offset(self.name)?;
        if object.is_of_extension() {
            let class = object.class();
            let found = Box::into_raw(Box::new(Found { class, offset }));
            let none = ptr::null_mut();
            let (set, failed) = (Ordering::AcqRel, Ordering::Relaxed);
            if self
                .found
                .compare_exchange(none, found, set, failed)
                .is_err()
            {
                // SAFETY: made above. Another thread was first, and nothing has seen it.
                drop(unsafe { Box::from_raw(found) });
            }
        }
        // SAFETY: the offset is that of the object's class.
        Some(read(unsafe { object.slot(offset) }))
    }

    /// Forgets the class, which ends with its extension. Called at module end, when no call is under way.
    pub fn forget(&self) {
        let found = self.found.swap(ptr::null_mut(), Ordering::AcqRel);
        if !found.is_null() {
            // SAFETY: made by `find`, and taken by this call alone.
            drop(unsafe { Box::from_raw(found) });
        }
    }
}
