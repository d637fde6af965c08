//! A call of a resolved callable, from a visible or a hidden frame.
//!
//! Must not know how a callable is resolved (`callable` does).

use super::call_frame::CallFrame;
use super::globals::{current_frame, set_current_frame};
use ext_php_rs::alloc::emalloc;
use ext_php_rs::ffi::{
    _zend_fcall_info, _zend_fcall_info_cache, GC_NOT_COLLECTABLE, IS_NULL, IS_REFERENCE,
    IS_REFERENCE_EX, ZEND_ACC_DEPRECATED, ZEND_INTERNAL_FUNCTION, ZEND_RESULT_CODE_SUCCESS,
    zend_call_function, zend_execute_data, zend_reference, zval,
};
use std::alloc::Layout;
use std::mem::{self, ManuallyDrop, MaybeUninit};
use std::{ptr, slice};

/// PHP's `empty_fcall_info_cache`. PHP 8.3 added a field, so none is named here.
// SAFETY: a C struct of pointers, for which all zeros mean empty.
pub(super) const EMPTY_CACHE: _zend_fcall_info_cache = unsafe { mem::zeroed() };

/// So many arguments have flags in [`NONE_BY_REFERENCE`]'s place.
const FLAGGED_ARGUMENTS: u32 = 12;
/// Of a function that takes no argument by reference: for a value in such a place PHP warns, and an error handler may run.
const NONE_BY_REFERENCE: [u8; 3] = [0; 3];

/// Copies of arguments that somebody else holds: plain data.
type TakenArguments = [MaybeUninit<zval>; FLAGGED_ARGUMENTS as usize];

/// A call that is about to be made. Plain data: nothing to drop.
pub struct Call {
    pub(super) info: ManuallyDrop<_zend_fcall_info>,
    pub(super) cache: _zend_fcall_info_cache,
    /// Whether the frame that the arguments lie in lets go of them.
    pub(super) lets_go: bool,
}

impl Call {
    /// Makes the call as the coroutine's body, from the trampoline's frame `frame`, with that frame taken out of every
    /// backtrace: the program sees the stack that it would see without us.
    ///
    /// Returns when the callable has returned or thrown (then the exception is pending). A bailout does not return.
    #[inline(always)]
    pub fn make_hidden(&mut self, frame: &CallFrame<'_>) {
        let previous = frame.previous();
        if previous.is_null() {
            return self.make_at_the_bottom();
        }
        // Alive until the call is made.
        let mut arguments = [const { MaybeUninit::uninit() }; FLAGGED_ARGUMENTS as usize];
        if self.lets_go {
            self.let_go_of_arguments(frame, &mut arguments);
        }
        let own_frame = current_frame();
        set_current_frame(previous);
        self.make();
        set_current_frame(own_frame);
    }

    /// Lets the frame go of its arguments, which are those of the call: the callable is to be the last that holds them, as without
    /// us. PHP copies them for the callable before it runs anything, and until then the runtime holds them, which has called the
    /// coroutine's body with them. Where code of the program's might run before that, or the frame holds one alone, it holds all.
    ///
    /// They move into `taken`, and leave null behind. The frame keeps their number: where an extension observes calls, PHP finds
    /// by it what lies behind them, the frame that was observed before.
    #[inline(never)]
    fn let_go_of_arguments(&mut self, frame: &CallFrame<'_>, taken: &mut TakenArguments) {
        let function = self.cache.function_handler;
        let count = self.info.param_count;
        if function.is_null() || count > FLAGGED_ARGUMENTS || !frame.is_first_on_its_stack() {
            return;
        }
        // SAFETY: a function that can be called, and the frame's own arguments. Whatever is counted and not held by this frame alone
        // lives until the runtime lets go of it, after the call is made.
        unsafe {
            let is_deprecated = (*function).common.fn_flags & ZEND_ACC_DEPRECATED != 0;
            if is_deprecated || (*function).common.arg_flags != NONE_BY_REFERENCE {
                return;
            }
            let arguments = slice::from_raw_parts_mut(self.info.params, count as usize);
            let counted = arguments
                .iter()
                .filter(|argument| argument.u1.v.type_flags != 0)
                .map(|argument| argument.value.counted);
            if counted.clone().any(|counted| (*counted).gc.refcount < 2) {
                return;
            }
            counted.for_each(|counted| (*counted).gc.refcount -= 1);
            for (argument, taken) in arguments.iter_mut().zip(taken.iter_mut()) {
                ptr::copy_nonoverlapping(argument, taken.as_mut_ptr(), 1);
                argument.u1.type_info = IS_NULL;
            }
        }
        self.info.params = taken.as_mut_ptr().cast();
    }

    /// The same as [`Self::make_hidden`] where the trampoline has no caller, as OpenSwoole calls it. Without a current frame PHP takes each exception that
    /// leaves the callable for one that nothing can catch, and ends the request at once. So an empty frame stands below it.
    #[cold]
    fn make_at_the_bottom(&mut self) {
        let own_frame = current_frame();
        // SAFETY: all zeros are valid for this C struct, and what `is_below_all` takes for the bottom of a stack. The frame
        // outlives the call: a bailout leaves both for good.
        let mut bottom: zend_execute_data = unsafe { mem::zeroed() };
        self.refer_to_arguments();
        set_current_frame(&raw mut bottom);
        self.make();
        set_current_frame(own_frame);
    }

    /// Makes each argument a reference, as OpenSwoole takes any value for a parameter by reference, where PHP's own call warns. A
    /// parameter by value gets the value all the same.
    fn refer_to_arguments(&mut self) {
        for index in 0..self.info.param_count as usize {
            // SAFETY: the arguments lie in the frame of the call that created the coroutine, which frees what is in them. The
            // value moves into the reference, which nothing else knows. `emalloc` returns or bails out.
            unsafe {
                let slot = self.info.params.add(index);
                if u32::from((*slot).u1.v.type_) == IS_REFERENCE {
                    continue;
                }
                let reference: *mut zend_reference =
                    emalloc(Layout::new::<zend_reference>()).cast();
                ptr::write_bytes(reference, 0, 1);
                (*reference).gc.refcount = 1;
                (*reference).gc.u.type_info = IS_REFERENCE | GC_NOT_COLLECTABLE;
                ptr::copy_nonoverlapping(slot, &raw mut (*reference).val, 1);
                (*slot).value.ref_ = reference;
                (*slot).u1.type_info = IS_REFERENCE_EX;
            }
        }
    }

    /// Leaves the trampoline after [`Self::make_hidden`], with the frame current that the callable would leave.
    #[inline(always)]
    pub fn leave_hidden(&self, frame: &CallFrame<'_>) {
        if frame.previous().is_null() {
            self.leave_the_bottom(frame);
        }
    }

    /// OpenSwoole runs defers with the frame that is current when the body has returned. It is none after code of the
    /// program's, and an internal function's own. Of a function that PHP makes for one call, as FFI's are, nothing is left; OpenSwoole
    /// itself starts no coroutine with one.
    #[cold]
    fn leave_the_bottom(&self, frame: &CallFrame<'_>) {
        let function = self.cache.function_handler;
        // SAFETY: a function that is in the cache is kept by the runtime until the coroutine's end. What OpenSwoole reads of its
        // frame from now on is the number of arguments, which both functions got alike, and in backtraces the function.
        unsafe {
            if !function.is_null() && u32::from((*function).common.type_) == ZEND_INTERNAL_FUNCTION
            {
                (*frame.raw()).func = function;
            } else {
                set_current_frame(ptr::null_mut());
            }
        }
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
