//! The user's callable and its arguments, from `create()` to the coroutine's body.

use super::call::{Call, EMPTY_CACHE};
use super::call_frame::CallFrame;
use super::closure;
use super::code_location::CalleeCode;
use super::registered_callable::{ALOUD, QUIETLY};
use super::settle::{Depth, settle};
use ext_php_rs::alloc::efree;
use ext_php_rs::ffi::{
    _zend_fcall_info, _zend_fcall_info_cache, HashTable, IS_OBJECT_EX,
    ZEND_ACC_CALL_VIA_TRAMPOLINE, ZEND_ACC_CLOSURE, ZEND_RESULT_CODE_SUCCESS, zend_fcall_info_init,
    zend_function, zend_object, zend_release_fcall_info_cache, zend_wrong_callback_error, zval,
};
use ext_php_rs::types::Zval;
use std::ffi::c_char;
use std::mem::{self, ManuallyDrop};
use std::ptr;

/// A resolved callable with the arguments for it. Plain data: copying counts no reference, dropping frees nothing.
///
/// The arguments lie in the frame of `create()`, which is alive until the coroutine's first yield;
/// `zend_call_function` copies them before it runs anything.
#[derive(Clone, Copy)]
pub struct Callee {
    callable: *mut zval,
    cache: _zend_fcall_info_cache,
    params: *mut zval,
    param_count: u32,
    named_params: *mut HashTable,
    /// Whether the frame that the arguments lie in lets go of them once the call is made.
    lets_go: bool,
}

impl Callee {
    /// `callable $func, mixed ...$param` of the frame, not resolved yet. It is resolved in place, because a copy would slow down
    /// every coroutine.
    #[inline(always)]
    pub fn unresolved(frame: &CallFrame<'_>) -> Self {
        let count = frame.count().wrapping_sub(1);
        Self::of(frame.argument(0), frame.argument(1), count)
    }

    /// Resolves what [`Self::unresolved`] has read. On bad input PHP's own error is pending and the result is false.
    #[inline(always)]
    pub fn resolve(&mut self, frame: &CallFrame<'_>) -> bool {
        if frame.count() == 0 {
            frame.throw_too_few(1);
            return false;
        }
        self.resolve_argument(1)
    }

    /// Reads `callable $func, mixed ...$param` from the frame. On bad input PHP's own error is pending and the result is
    /// `None`.
    pub fn parse(frame: &CallFrame<'_>) -> Option<Self> {
        let mut callee = Self::unresolved(frame);
        callee.resolve(frame).then_some(callee)
    }

    /// The callable at `index` of the frame, to be called with the arguments behind it. On bad input as [`Self::parse`].
    pub fn with_the_rest(frame: &CallFrame<'_>, index: u32) -> Option<Self> {
        let params = frame.argument(index + 1);
        let count = frame.count() - index - 1;
        Self::checked(frame.argument(index), params, count, index + 1)
    }

    /// The callable at `index` of the frame, to be called without arguments. On bad input as [`Self::parse`].
    pub fn at(frame: &CallFrame<'_>, index: u32) -> Option<Self> {
        Self::checked(frame.argument(index), frame.argument(index), 0, index + 1)
    }

    /// A callable stored outside the frame, with the frame's arguments, which the callable may be the last to hold. If it cannot be
    /// called, PHP's own error is pending and the result is `None`.
    pub fn kept(callable: &Zval, frame: &CallFrame<'_>) -> Option<Self> {
        let callable = ptr::from_ref(callable).cast_mut();
        let callee = Self::checked(callable, frame.argument(0), frame.count(), 1)?;
        Some(Self {
            named_params: frame.named_arguments(),
            lets_go: true,
            ..callee
        })
    }

    /// The same, with arguments that the frame holds until the call has returned.
    pub fn holding_arguments(self) -> Self {
        Self {
            lets_go: false,
            ..self
        }
    }

    /// The callable at `index` of the frame as a closure, as the caller sees it. `None`, and no error of ours is pending, where it
    /// cannot be called, only `__call` answers it, or it is this extension's own. May run an autoloader.
    pub fn closure_of(frame: &CallFrame<'_>, index: u32) -> Option<Zval> {
        if index >= frame.count() || frame.has_unknown_named_arguments() {
            return None;
        }
        let mut callee = Self::of(frame.argument(index), frame.argument(index), 0);
        // Quietly first: what cannot be called is Swoole's to report.
        if !callee.resolve_closure()
            && let Err(error) = callee
                .resolve_anything(QUIETLY)
                .and_then(|()| callee.resolve_anything(ALOUD))
        {
            // SAFETY: PHP allocated the message for its caller to free.
            unsafe { efree(error.cast()) };
            return None;
        }
        if !callee.is_plain() || callee.is_of_this_extension() {
            return None;
        }
        // SAFETY: below the count, so it is a value of the frame.
        let callable = || unsafe { (*callee.callable).shallow_clone() };
        Some(callee.as_closure().unwrap_or_else(callable))
    }

    /// The callable as a closure, so that it stays callable outside the scope in which it is visible. `None` if it is a closure
    /// already, or only `__call` answers it.
    pub fn as_closure(&self) -> Option<Zval> {
        if !self.is_plain() {
            return None;
        }
        // SAFETY: a resolved callable: its function is alive, and so is its object, if it has one.
        unsafe {
            if (*self.function()).common.fn_flags & ZEND_ACC_CLOSURE != 0 {
                return None;
            }
            Some(closure::of_function(
                self.function(),
                self.cache.called_scope,
                self.cache.object,
            ))
        }
    }

    #[inline(always)]
    fn of(callable: *mut zval, params: *mut zval, param_count: u32) -> Self {
        Self {
            callable,
            cache: EMPTY_CACHE,
            params,
            param_count,
            named_params: ptr::null_mut(),
            lets_go: false,
        }
    }

    fn checked(
        callable: *mut zval,
        params: *mut zval,
        param_count: u32,
        number: u32,
    ) -> Option<Self> {
        let mut callee = Self::of(callable, params, param_count);
        callee.resolve_argument(number).then_some(callee)
    }

    /// Resolves the callable, which is the argument of this number.
    #[inline(always)]
    fn resolve_argument(&mut self, number: u32) -> bool {
        if self.resolve_closure() {
            return true;
        }
        match self.resolve_anything(ALOUD) {
            Ok(()) => true,
            Err(error) => {
                // SAFETY: PHP built the message; the function frees it and throws a TypeError that names the argument.
                unsafe { zend_wrong_callback_error(number, error) };
                false
            }
        }
    }

    #[inline(never)]
    fn resolve_anything(&mut self, check_flags: u32) -> Result<(), *mut c_char> {
        // SAFETY: all zeros are valid for this C struct. PHP writes a copy of the callable into it that counts no reference.
        let mut info: ManuallyDrop<_zend_fcall_info> = unsafe { mem::zeroed() };
        let mut error: *mut c_char = ptr::null_mut();
        self.cache = EMPTY_CACHE;
        // SAFETY: the callable is a live value that an argument or one of our objects owns; the out-parameters are valid for
        // writing.
        let result = unsafe {
            hold_object(self.callable);
            zend_fcall_info_init(
                self.callable,
                check_flags,
                &raw mut *info,
                &raw mut self.cache,
                ptr::null_mut(),
                &raw mut error,
            )
        };
        if result != 0 {
            return Err(error);
        }
        // SAFETY: initialised by the call above. What PHP made for `__call` is freed here, as every internal function
        // that takes a callable does; `function_handler` is null then.
        unsafe { zend_release_fcall_info_cache(&raw mut self.cache) };
        Ok(())
    }

    /// A short cut to what `zend_fcall_info_init` does for an object with `get_closure`: the body of nearly every coroutine is a
    /// closure. False for any other callable.
    #[inline(always)]
    fn resolve_closure(&mut self) -> bool {
        let cache = &raw mut self.cache;
        // SAFETY: the callable is a live value; the handler gets valid out-parameters, and runs no user code.
        unsafe {
            if (*self.callable).u1.type_info != IS_OBJECT_EX {
                return false;
            }
            let object = (*self.callable).value.obj;
            let Some(get_closure) = (*(*object).handlers).get_closure else {
                return false;
            };
            let result = get_closure(
                object,
                &raw mut (*cache).calling_scope,
                &raw mut (*cache).function_handler,
                &raw mut (*cache).object,
                true,
            );
            if result != ZEND_RESULT_CODE_SUCCESS {
                return false;
            }
            if (*(*cache).function_handler).common.fn_flags & ZEND_ACC_CALL_VIA_TRAMPOLINE != 0 {
                // Made for one call, which frees it: FFI's functions. They are as those that only `__call` answers.
                zend_release_fcall_info_cache(cache);
                return false;
            }
            (*cache).called_scope = (*cache).calling_scope;
        }
        true
    }

    /// False for a callable that only `__call` or `__callStatic` answers.
    #[inline]
    pub fn is_plain(&self) -> bool {
        !self.function().is_null()
    }

    /// Whether it is a method of a class of this extension's, such as what runs in a closure of `wrap()`.
    pub fn is_of_this_extension(&self) -> bool {
        self.code().is_of_this_extension()
    }

    /// Its code, for [`code_location`](super::code_location).
    #[inline]
    pub fn code(&self) -> CalleeCode {
        CalleeCode {
            callable: self.callable,
            function: self.function(),
        }
    }

    /// The function behind the callable, null unless [`Self::is_plain`].
    #[inline]
    pub(super) fn function(&self) -> *mut zend_function {
        self.cache.function_handler
    }

    /// The callable as PHP gave it.
    #[inline]
    pub(super) fn zval(&self) -> *mut zval {
        self.callable
    }

    /// The object that must live as long as the coroutine does: the closure itself, or the object of a method.
    #[inline]
    pub(super) fn holder(&self) -> *mut zend_object {
        if self.function().is_null() {
            return ptr::null_mut();
        }
        // SAFETY: `function` and `cache` were filled by PHP and are valid while the callable's zval is alive; a
        // closure's function lies inside its object, right behind the object's head (`ZEND_CLOSURE_OBJECT`).
        unsafe {
            if (*self.function()).common.fn_flags & ZEND_ACC_CLOSURE != 0 {
                self.function()
                    .cast::<u8>()
                    .sub(size_of::<zend_object>())
                    .cast()
            } else {
                self.cache.object
            }
        }
    }

    /// The call, ready to be made. `result` is the slot that PHP gave the running function for its own return value.
    #[inline(always)]
    pub fn ready(&self, result: *mut zval) -> Call {
        // SAFETY: all zeros are valid for this C struct, also for the fields that later versions of PHP have added. The
        // callable itself is read only where the cache has no function, because `__call` answers.
        let mut info: ManuallyDrop<_zend_fcall_info> = unsafe { mem::zeroed() };
        info.size = size_of::<_zend_fcall_info>();
        // SAFETY: a live value, copied without counting a reference, and therefore not dropped.
        unsafe { ptr::copy_nonoverlapping(self.callable, &raw mut info.function_name, 1) };
        info.retval = result;
        info.params = self.params;
        info.param_count = self.param_count;
        info.named_params = self.named_params;
        Call {
            info,
            cache: self.cache,
            lets_go: self.lets_go,
        }
    }
}

/// Makes `[&$object, 'method']` hold its object itself. Otherwise a write to the variable could free the object during the
/// call.
///
/// # Safety
/// `callable` must be a value that an argument or one of our objects owns.
unsafe fn hold_object(callable: *mut zval) {
    // SAFETY: the caller's promise. Nothing of it is made text, so that it cannot fail.
    unsafe {
        if (*callable).is_array() {
            let _ = settle(callable, Depth::CALLABLE);
        }
    }
}
