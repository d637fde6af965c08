//! A callable that Swoole is given to call later.
//!
//! Must not know what becomes of it.

use super::call::EMPTY_CACHE;
use super::call_frame::CallFrame;
use super::closure;
use ext_php_rs::alloc::efree;
use ext_php_rs::ffi::{
    _zend_fcall_info_cache, ZEND_ACC_CLOSURE, zend_execute_data, zend_object,
    zend_release_fcall_info_cache, zval,
};
use ext_php_rs::types::Zval;
use std::ffi::c_char;
use std::ptr;

unsafe extern "C" {
    /// Of `zend_API.h`, which ext-php-rs has no binding for.
    fn zend_is_callable_at_frame(
        callable: *mut zval,
        object: *mut zend_object,
        frame: *mut zend_execute_data,
        check_flags: u32,
        cache: *mut _zend_fcall_info_cache,
        error: *mut *mut c_char,
    ) -> bool;
}

/// `IS_CALLABLE_SUPPRESS_DEPRECATIONS`.
pub(super) const QUIETLY: u32 = 1 << 1;
/// With the deprecation of `parent::method` and the like.
pub(super) const ALOUD: u32 = 0;

/// A callable that was resolved once, as Swoole resolves it: what that raises is not raised at each call.
pub struct RegisteredCallable {
    /// The program's, and the closure that calls it: null where it is one itself, and where only `__call` answers it.
    values: [Zval; 2],
}

impl RegisteredCallable {
    /// The callable at `index` of a call that registers it for later. `None` where Swoole would not take it, which looks at it
    /// from outside of every class; then nothing was raised, because Swoole looks again. An autoloader may be asked.
    pub fn registered(frame: &CallFrame<'_>, index: u32) -> Option<Self> {
        if index >= frame.count() {
            return None;
        }
        let callable = frame.argument(index);
        // SAFETY: below the count, so it is a value of the frame.
        unsafe {
            // The second time for its deprecation alone, whose handler may destroy what the first one found.
            let closure = closure_of(resolve(callable, QUIETLY)?);
            resolve(callable, ALOUD)?;
            Some(Self {
                values: [(*callable).shallow_clone(), closure],
            })
        }
    }

    /// A closure.
    pub fn of_closure(closure: Zval) -> Self {
        Self {
            values: [closure, Zval::null()],
        }
    }

    /// What the program gave.
    pub fn given(&self) -> &Zval {
        &self.values[0]
    }

    /// What is to be called.
    pub fn called(&self) -> &Zval {
        let [given, closure] = &self.values;
        if closure.is_null() { given } else { closure }
    }

    /// All that it holds.
    pub fn held(&self) -> &[Zval] {
        &self.values
    }
}

/// What a callable is resolved to: without a function, where only `__call` answers it. `None` where it cannot be called.
///
/// # Safety
/// `callable` must be a live value.
unsafe fn resolve(callable: *mut zval, flags: u32) -> Option<_zend_fcall_info_cache> {
    let mut resolved = EMPTY_CACHE;
    let cache = &raw mut resolved;
    let mut error = ptr::null_mut();
    // SAFETY: the caller's promise; the out-parameters are valid for writing. PHP allocates the message for its caller to free,
    // and what it made for `__call` is freed as everywhere that a callable is resolved.
    unsafe {
        let (object, frame) = (ptr::null_mut(), ptr::null_mut());
        if !zend_is_callable_at_frame(callable, object, frame, flags, cache, &raw mut error) {
            if !error.is_null() {
                efree(error.cast());
            }
            return None;
        }
        zend_release_fcall_info_cache(cache);
    }
    Some(resolved)
}

/// A closure of what was resolved, null where that is one or has no function.
///
/// # Safety
/// The callable must still be alive.
unsafe fn closure_of(resolved: _zend_fcall_info_cache) -> Zval {
    let function = resolved.function_handler;
    // SAFETY: the caller's promise.
    unsafe {
        if function.is_null() || (*function).common.fn_flags & ZEND_ACC_CLOSURE != 0 {
            return Zval::null();
        }
        closure::of_function(function, resolved.called_scope, resolved.object)
    }
}
