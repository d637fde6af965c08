//! A call of a resolved callable, from a visible or a hidden frame.
//!
//! Must not know how a callable is resolved (`callable` does).

use super::call_frame::CallFrame;
use super::globals::{current_frame, set_current_frame};
use ext_php_rs::ffi::{
    _zend_fcall_info, _zend_fcall_info_cache, ZEND_RESULT_CODE_SUCCESS, zend_call_function,
};
use std::mem::{self, ManuallyDrop};

/// PHP's `empty_fcall_info_cache`. PHP 8.3 added a field, so none is named here.
// SAFETY: a C struct of pointers, for which all zeros mean empty.
pub(super) const EMPTY_CACHE: _zend_fcall_info_cache = unsafe { mem::zeroed() };

/// A call that is about to be made. Plain data: nothing to drop.
pub struct Call {
    pub(super) info: ManuallyDrop<_zend_fcall_info>,
    pub(super) cache: _zend_fcall_info_cache,
}

impl Call {
    /// Makes the call as the coroutine's body, from the trampoline's frame `frame`, with that frame taken out of every
    /// backtrace: the program sees the stack that it would see without us.
    ///
    /// Returns when the callable has returned or thrown (then the exception is pending). A bailout does not return.
    #[inline(always)]
    pub fn make_hidden(&mut self, frame: &CallFrame<'_>) {
        let own_frame = current_frame();
        set_current_frame(frame.previous());
        self.make();
        set_current_frame(own_frame);
    }

    /// Makes the call from the running frame. Returns as [`Self::make_hidden`] does.
    #[inline(always)]
    pub fn make(&mut self) {
        // SAFETY: both were filled for a function that can be called.
        let made = unsafe { zend_call_function(&raw mut *self.info, &raw mut self.cache) };
        if made != ZEND_RESULT_CODE_SUCCESS {
            self.refused();
        }
    }

    /// PHP has not made the call, and left the result undefined, which no function may return. So it is where a bailout was
    /// caught and the program goes on: Swoole does so with that of a destructor after a coroutine's end.
    #[cold]
    fn refused(&mut self) {
        // SAFETY: the slot that PHP gave the running function. There is nothing in it to free.
        unsafe { (*self.info.retval).set_null() };
    }
}
