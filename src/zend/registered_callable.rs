//! A callable that Swoole is given to call later.
//!
//! Must not know what becomes of it.

use super::call::EMPTY_CACHE;
use super::call_frame::CallFrame;
use ext_php_rs::alloc::efree;
use ext_php_rs::ffi::{
    _zend_fcall_info_cache, zend_execute_data, zend_object, zend_release_fcall_info_cache, zval,
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

/// The callable at `index` of a call that registers it for later. `None` where Swoole would not take it, which looks at it from
/// outside of every class; no error is pending then.
pub fn registered(frame: &CallFrame<'_>, index: u32) -> Option<Zval> {
    if index >= frame.count() {
        return None;
    }
    let callable = frame.argument(index);
    let mut cache = EMPTY_CACHE;
    let mut error = ptr::null_mut();
    // SAFETY: below the count, so it is a value of the frame; the out-parameters are valid for writing. PHP allocates the
    // message for its caller to free, and what it made for `__call` is freed as everywhere that a callable is resolved.
    unsafe {
        let no_frame = ptr::null_mut();
        let cache = &raw mut cache;
        let object = ptr::null_mut();
        if !zend_is_callable_at_frame(callable, object, no_frame, 0, cache, &raw mut error) {
            if !error.is_null() {
                efree(error.cast());
            }
            return None;
        }
        zend_release_fcall_info_cache(cache);
        Some((*callable).shallow_clone())
    }
}
