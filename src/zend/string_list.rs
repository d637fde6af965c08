//! A PHP array of strings with a reference of our own: it stays as it is, whatever becomes of the variable that had it.
//!
//! Nothing of the program's runs when it goes, because nothing but strings is in it. Must not know what they are.

use super::array_slots::holds_strings_only;
use super::typed::array;
use ext_php_rs::ffi::{GC_IMMUTABLE, HashTable, zend_array_destroy};
use ext_php_rs::types::Zval;
use std::mem;
use std::ptr::NonNull;

/// Such an array.
pub struct StringList(NonNull<HashTable>);

impl StringList {
    /// The array in a value; `None` where it is none, or holds anything but strings.
    #[inline(always)]
    pub fn of(value: &Zval) -> Option<Self> {
        let table = NonNull::from(array(value)?);
        // SAFETY: a live array. It is another's, too, so that its one field is not changed by way of a reference.
        unsafe {
            if !holds_strings_only(table.as_ref()) {
                return None;
            }
            Some(Self::counted(table))
        }
    }

    /// # Safety
    /// `table` must be a live array.
    unsafe fn counted(table: NonNull<HashTable>) -> Self {
        // SAFETY: the caller's promise.
        unsafe {
            if !is_immutable(table) {
                (*table.as_ptr()).gc.refcount += 1;
            }
        }
        Self(table)
    }

    /// The strings.
    pub fn strings(&self) -> impl Iterator<Item = &[u8]> {
        // SAFETY: this is one of its references.
        let strings = unsafe { self.0.as_ref() }.values();
        strings.filter_map(|text| Some(text.zend_str()?.as_bytes()))
    }

    /// Forgets an array of a request that is over, whose memory is no more.
    pub fn abandon(self) {
        mem::forget(self);
    }
}

impl Clone for StringList {
    fn clone(&self) -> Self {
        // SAFETY: as in `strings`.
        unsafe { Self::counted(self.0) }
    }
}

impl Drop for StringList {
    #[inline]
    fn drop(&mut self) {
        let table = self.0.as_ptr();
        // SAFETY: the reference is this value's own, and nobody else's where it is the last one.
        unsafe {
            if !is_immutable(self.0) {
                (*table).gc.refcount -= 1;
                if (*table).gc.refcount == 0 {
                    zend_array_destroy(table);
                }
            }
        }
    }
}

/// Whether an array is a constant, whose references are not counted.
///
/// # Safety
/// `table` must be a live array.
#[inline(always)]
unsafe fn is_immutable(table: NonNull<HashTable>) -> bool {
    // SAFETY: the caller's promise.
    unsafe { (*table.as_ptr()).gc.u.type_info & GC_IMMUTABLE != 0 }
}
