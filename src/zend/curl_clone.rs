//! Copies of curl handles by `clone`, which calls no function that a hook could stand in.
//!
//! Owns the handlers of the objects as they were. Must not know what a copy means.

use super::libcurl::EasyHandle;
use super::module_static::FunctionSlot;
use super::php_object::PhpObject;
use ext_php_rs::ffi::{zend_object, zend_object_handlers};
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

type Clone = unsafe extern "C" fn(*mut zend_object) -> *mut zend_object;

static HANDLERS: AtomicPtr<zend_object_handlers> = AtomicPtr::new(ptr::null_mut());
static FORMER: FunctionSlot<Clone> = FunctionSlot::new();
static LISTENER: FunctionSlot<fn(PhpObject, PhpObject)> = FunctionSlot::new();

/// Calls `listener` with a handle and its copy from now on. All handles of a process have the same handlers: those of PHP, or
/// of Swoole where that is loaded.
pub fn listen(handle: &EasyHandle, listener: fn(PhpObject, PhpObject)) {
    let handlers = handle.handlers().cast_mut();
    if HANDLERS.load(Ordering::Relaxed).is_null() {
        LISTENER.set(Some(listener));
        HANDLERS.store(handlers, Ordering::Relaxed);
        // SAFETY: a table of an extension's, which is not constant: the extension fills it at module start.
        unsafe {
            FORMER.set((*handlers).clone_obj);
            if (*handlers).clone_obj.is_some() {
                (*handlers).clone_obj = Some(clone);
            }
        }
    }
}

/// Forgets the handlers. Called at module end: the extension that has them fills them anew when it starts again, and may be
/// unmapped by now.
pub fn forget() {
    HANDLERS.store(ptr::null_mut(), Ordering::Relaxed);
    FORMER.set(None);
}

unsafe extern "C" fn clone(object: *mut zend_object) -> *mut zend_object {
    let Some(former) = FORMER.get() else {
        return ptr::null_mut();
    };
    // SAFETY: PHP calls it with a live object of the class, as it would call the former one.
    unsafe {
        let copy = former(object);
        if let Some(listener) = LISTENER.get()
            && !copy.is_null()
        {
            listener(PhpObject::at(object), PhpObject::at(copy));
        }
        copy
    }
}
