//! The ends of objects: a listener hears of each object that it watches when PHP frees it.
//!
//! PHP's own weak references do this, with a table of ours in which it deletes the object's entry. Must not know why an object is
//! watched.

use super::module_static::FunctionSlot;
use super::php_object::PhpObject;
use super::php_thread::PerThread;
use ext_php_rs::ffi::{HashTable, zend_hash_clean, zend_object, zval};
use ext_php_rs::types::Zval;
use std::cell::Cell;
use std::ptr;

unsafe extern "C" {
    /// Of `zend_hash.h`, which ext-php-rs has no binding for.
    fn _zend_hash_init(
        table: *mut HashTable,
        size: u32,
        destructor: Option<unsafe extern "C" fn(*mut zval)>,
        persistent: bool,
    );
    /// Likewise.
    fn zend_hash_destroy(table: *mut HashTable);
    /// Of `zend_weakrefs.h`, likewise.
    fn zend_weakrefs_hash_add(
        table: *mut HashTable,
        object: *mut zend_object,
        value: *mut zval,
    ) -> *mut zval;
}

static LISTENER: FunctionSlot<fn(u32)> = FunctionSlot::new();

/// The objects that this thread watches.
pub struct WatchedObjects(Cell<*mut HashTable>);

impl WatchedObjects {
    /// None.
    pub const fn new() -> Self {
        Self(Cell::new(ptr::null_mut()))
    }
}

/// A thread ends after its last request, when no object is left that would delete its entry. Where PHP did not free them one by
/// one, the listener does not hear of them: what it would look at ends with the thread as well.
impl Drop for WatchedObjects {
    fn drop(&mut self) {
        let table = self.0.replace(ptr::null_mut());
        if !table.is_null() {
            // SAFETY: made by `watch`, of a box, and nothing has it any more.
            unsafe {
                (*table).pDestructor = None;
                zend_hash_destroy(table);
                drop(Box::from_raw(table));
            }
        }
    }
}

/// Calls `listener` with the handle of each watched object that ends. It must run no PHP code.
pub fn listen(listener: fn(u32)) {
    LISTENER.set(Some(listener));
}

/// Watches an object until its end. Once is enough.
pub fn watch(object: &PhpObject) {
    let own = WatchedObjects::own();
    if own.0.get().is_null() {
        // SAFETY: all zeros are valid for this C struct, which is initialised next. Its memory is not a request's: PHP frees
        // objects after the end of the request's last call of ours.
        let table = Box::into_raw(Box::new(unsafe { std::mem::zeroed() }));
        // SAFETY: just made.
        unsafe { _zend_hash_init(table, 8, Some(ended), true) };
        own.0.set(table);
    }
    let mut handle = Zval::new();
    handle.set_long(i64::from(object.handle()));
    // SAFETY: a live object, and a table that lives as long as its thread. The number is copied into it.
    unsafe { zend_weakrefs_hash_add(own.0.get(), object.raw(), &raw mut handle) };
}

/// Forgets the objects of an earlier request that PHP has not freed one by one. Called at request start.
pub fn forget_earlier() {
    let table = WatchedObjects::own().0.get();
    if !table.is_null() {
        // SAFETY: made by `watch`. It holds numbers; no object of the earlier request is left.
        unsafe { zend_hash_clean(table) };
    }
}

unsafe extern "C" fn ended(handle: *mut zval) {
    // SAFETY: a value of the table, which PHP is about to delete.
    let handle = unsafe { (*handle).long() };
    if let (Some(listener), Some(handle)) = (LISTENER.get(), handle) {
        listener(u32::try_from(handle).unwrap_or(0));
    }
}
