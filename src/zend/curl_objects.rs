//! Copies of curl handles by `clone`, and the ends of handles: neither calls a function that a hook could stand in.
//!
//! Owns the handlers of the objects as they were. Must not know what a copy or an end means.

use super::libcurl::EasyHandle;
use super::module_static::FunctionSlot;
use super::php_object::PhpObject;
use ext_php_rs::ffi::{zend_object, zend_object_handlers};
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

/// What hears of handles. None may panic, or run PHP code.
#[derive(Clone, Copy)]
pub struct Listeners {
    /// The first handle has been copied, and the second is the copy.
    pub copied: fn(PhpObject, PhpObject),
    /// A handle is about to end. libcurl still knows all of it.
    pub ending: fn(PhpObject),
    /// The object with this number has ended.
    pub ended: fn(u32),
}

type Clone = unsafe extern "C" fn(*mut zend_object) -> *mut zend_object;
type Free = unsafe extern "C" fn(*mut zend_object);

static HANDLERS: AtomicPtr<zend_object_handlers> = AtomicPtr::new(ptr::null_mut());
static FORMER_CLONE: FunctionSlot<Clone> = FunctionSlot::new();
static FORMER_FREE: FunctionSlot<Free> = FunctionSlot::new();
static COPIED: FunctionSlot<fn(PhpObject, PhpObject)> = FunctionSlot::new();
static ENDING: FunctionSlot<fn(PhpObject)> = FunctionSlot::new();
static ENDED: FunctionSlot<fn(u32)> = FunctionSlot::new();

/// Says who hears of handles.
pub fn set_listeners(listeners: Listeners) {
    COPIED.set(Some(listeners.copied));
    ENDING.set(Some(listeners.ending));
    ENDED.set(Some(listeners.ended));
}

/// Listens from now on. All handles of a process have the same handlers: those of PHP, or of Swoole where that is loaded.
#[inline]
pub fn listen(handle: &EasyHandle) {
    if HANDLERS.load(Ordering::Relaxed).is_null() {
        install(handle.handlers().cast_mut());
    }
}

#[cold]
fn install(handlers: *mut zend_object_handlers) {
    HANDLERS.store(handlers, Ordering::Relaxed);
    // SAFETY: a table of an extension's, which is not constant: the extension fills it at module start.
    unsafe {
        FORMER_CLONE.set((*handlers).clone_obj);
        FORMER_FREE.set((*handlers).free_obj);
        if (*handlers).clone_obj.is_some() {
            (*handlers).clone_obj = Some(clone);
        }
        if (*handlers).free_obj.is_some() {
            (*handlers).free_obj = Some(free);
        }
    }
}

/// Forgets the handlers. Called at module end: the extension that has them fills them anew when it starts again, and may be
/// unmapped by now.
pub fn forget() {
    HANDLERS.store(ptr::null_mut(), Ordering::Relaxed);
    FORMER_CLONE.set(None);
    FORMER_FREE.set(None);
}

unsafe extern "C" fn clone(object: *mut zend_object) -> *mut zend_object {
    let Some(former) = FORMER_CLONE.get() else {
        return ptr::null_mut();
    };
    // SAFETY: PHP calls it with a live object of the class, as it would call the former one.
    unsafe {
        let copy = former(object);
        if let Some(copied) = COPIED.get()
            && !copy.is_null()
        {
            copied(PhpObject::at(object), PhpObject::at(copy));
        }
        copy
    }
}

/// The object's number is no other's until this has returned. libcurl is done with the handle when the former one has.
unsafe extern "C" fn free(object: *mut zend_object) {
    // SAFETY: PHP calls it once with an object of the class, as it would call the former one.
    unsafe {
        let handle = PhpObject::at(object).handle();
        if let Some(ending) = ENDING.get() {
            ending(PhpObject::at(object));
        }
        if let Some(former) = FORMER_FREE.get() {
            former(object);
        }
        if let Some(ended) = ENDED.get() {
            ended(handle);
        }
    }
}
