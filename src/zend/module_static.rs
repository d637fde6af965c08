//! What belongs to PHP's modules, and is the same for all threads of a process: what PHP or Swoole has been asked to call.

use std::ffi::c_void;
use std::marker::PhantomData;
use std::mem::transmute_copy;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

/// A type of functions' addresses.
///
/// # Safety
/// It must be a type of function pointers, which has the size of a pointer and never is null.
pub(super) unsafe trait Function: Copy {}

// SAFETY: function pointers.
unsafe impl<R> Function for fn() -> R {}
// SAFETY: as above.
unsafe impl<A, R> Function for fn(A) -> R {}
// SAFETY: as above.
unsafe impl<A, B, R> Function for fn(A, B) -> R {}
// SAFETY: as above.
unsafe impl<R> Function for extern "C" fn() -> R {}
// SAFETY: as above.
unsafe impl<A, R> Function for unsafe extern "C" fn(A) -> R {}
// SAFETY: as above.
unsafe impl<A, B, R> Function for unsafe extern "C" fn(A, B) -> R {}
// SAFETY: as above.
unsafe impl<A, B, C, R> Function for unsafe extern "C" fn(A, B, C) -> R {}
// SAFETY: as above.
unsafe impl<A, B, C, D, R> Function for unsafe extern "C" fn(A, B, C, D) -> R {}

/// A function that any thread may set and read, or none. What it is called with is not ordered by it.
pub(super) struct FunctionSlot<F> {
    address: AtomicPtr<c_void>,
    function: PhantomData<F>,
}

impl<F: Function> FunctionSlot<F> {
    pub(super) const fn new() -> Self {
        Self {
            address: AtomicPtr::new(ptr::null_mut()),
            function: PhantomData,
        }
    }

    #[inline(always)]
    pub(super) fn get(&self) -> Option<F> {
        Self::function_at(self.address.load(Ordering::Relaxed))
    }

    pub(super) fn set(&self, function: Option<F>) {
        self.replace(function);
    }

    /// Sets it, and returns the former one.
    pub(super) fn replace(&self, function: Option<F>) -> Option<F> {
        let address = function.map_or(ptr::null_mut(), |function| {
            // SAFETY: the trait's promise.
            unsafe { transmute_copy::<F, *mut c_void>(&function) }
        });
        Self::function_at(self.address.swap(address, Ordering::Relaxed))
    }

    #[inline(always)]
    fn function_at(address: *mut c_void) -> Option<F> {
        if address.is_null() {
            return None;
        }
        // SAFETY: written by `replace`, from such a function.
        Some(unsafe { transmute_copy::<*mut c_void, F>(&address) })
    }
}
