//! Calls of internal functions without `zend_call_function`: a frame on the C stack and a jump to the handler.
//!
//! This is what makes `create()` cheap: Swoole's `create`, `defer` and `getCid` are called about as fast as the VM
//! itself would. The frame claims the place of the caller's frame, so warnings, errors and backtraces show no frame that the
//! user did not make.

use super::globals::{current_frame, set_current_frame};
use ext_php_rs::ffi::{IS_OBJECT_EX, zend_execute_data, zend_function, zend_object, zval};
use std::mem::{self, ManuallyDrop, MaybeUninit};
use std::ptr;

/// Most arguments that a call can have.
const MAX_ARGUMENTS: usize = 3;

/// A call frame with its arguments, laid out as `ZEND_CALL_VAR_NUM()` expects it.
#[repr(C)]
struct Frame {
    head: ManuallyDrop<zend_execute_data>,
    arguments: [MaybeUninit<zval>; MAX_ARGUMENTS],
}

impl Frame {
    /// A frame whose head is all zeros, as `zend_vm_stack_init()` begins with: what is written into it must not depend on
    /// which fields a version of PHP has.
    #[inline(always)]
    fn empty() -> Self {
        Self {
            // SAFETY: all zeros are valid for this C struct.
            head: unsafe { mem::zeroed() },
            arguments: [const { MaybeUninit::uninit() }; MAX_ARGUMENTS],
        }
    }
}

/// Arguments begin at a whole number of zvals after the frame's start (`ZEND_CALL_FRAME_SLOT`).
const _: () = assert!(size_of::<zend_execute_data>().is_multiple_of(size_of::<zval>()));

/// Whose frame stands behind the called function.
#[derive(Clone, Copy)]
pub(super) enum Caller {
    /// The frame that runs now stays visible in backtraces.
    Current,
    /// The frame that runs now is ours: the one before it is shown.
    BeforeCurrent,
    /// Likewise, and what is called goes by the name of the function that runs now, in errors and backtraces.
    InPlaceOfCurrent,
}

/// Calls the internal function `function` with at most one object as its argument.
///
/// # Safety
/// `function` must be an internal function that takes `argument` (or nothing, where it is null), and `this`, where it
/// is not null, an object of its class. `result` must be a valid, initialised zval without a value to free.
#[inline(always)]
pub(super) unsafe fn call_internal(
    function: *mut zend_function,
    this: *mut zend_object,
    argument: *mut zend_object,
    caller: Caller,
    result: *mut zval,
) {
    let mut frame = Frame::empty();
    let frame = &raw mut frame;
    // SAFETY: the caller's promise; the argument is written before the count includes it.
    unsafe {
        if !argument.is_null() {
            set_object((*frame).arguments[0].as_mut_ptr(), argument);
        }
        run(
            frame,
            function,
            this,
            u32::from(!argument.is_null()),
            caller,
            result,
        );
    }
}

/// Calls the static internal function `function` with arguments that own nothing.
///
/// # Safety
/// `function` must be a static internal function that takes at most [`MAX_ARGUMENTS`] arguments of these types.
/// `result` as in [`call_internal`].
pub(super) unsafe fn call_internal_with(
    function: *mut zend_function,
    arguments: &[zval],
    result: *mut zval,
) {
    // SAFETY: the caller's promise.
    unsafe { call_internal_on(ptr::null_mut(), function, arguments, result) }
}

/// The same for a method, on `this`.
///
/// # Safety
/// As for [`call_internal_with`]; `this` must be null or an object of the function's class.
pub(super) unsafe fn call_internal_on(
    this: *mut zend_object,
    function: *mut zend_function,
    arguments: &[zval],
    result: *mut zval,
) {
    let mut frame = Frame::empty();
    let frame = &raw mut frame;
    let count = arguments.len().min(MAX_ARGUMENTS);
    // SAFETY: the caller's promise; `count` arguments fit into the frame.
    unsafe {
        ptr::copy_nonoverlapping(
            arguments.as_ptr(),
            (&raw mut (*frame).arguments).cast::<zval>(),
            count,
        );
        run(frame, function, this, count as u32, Caller::Current, result);
    }
}

/// Fills the frame's head and jumps to the handler.
///
/// # Safety
/// As for [`call_internal`], with the first `count` arguments of the frame written.
#[inline(always)]
unsafe fn run(
    frame: *mut Frame,
    function: *mut zend_function,
    this: *mut zend_object,
    count: u32,
    caller: Caller,
    result: *mut zval,
) {
    let current = current_frame();
    // SAFETY: every field of the frame that the engine reads of an internal function's frame, and that is not zero, is
    // written here before the call. The frame outlives the call: the handler returns to us, or a bailout leaves both for
    // good.
    unsafe {
        let head: *mut zend_execute_data = (&raw mut (*frame).head).cast();
        (*head).func = match caller {
            Caller::InPlaceOfCurrent if !current.is_null() => (*current).func,
            _ => function,
        };
        (*head).prev_execute_data = match caller {
            Caller::BeforeCurrent | Caller::InPlaceOfCurrent if !current.is_null() => {
                (*current).prev_execute_data
            }
            _ => current,
        };
        let this_slot = &raw mut (*head).This;
        if this.is_null() {
            (*this_slot).value.ce = (*function).common.scope;
            (*this_slot).u1.type_info = 0;
        } else {
            set_object(this_slot, this);
        }
        (*this_slot).u2.num_args = count;
        set_current_frame(head);
        if let Some(handler) = (*function).internal_function.handler {
            handler(head, result);
        }
    }
    set_current_frame(current);
}

/// Writes an object into a zval without counting a reference.
///
/// # Safety
/// `slot` must be writable and hold nothing to free, `object` valid for as long as `slot` is used.
#[inline]
pub(super) unsafe fn set_object(slot: *mut zval, object: *mut zend_object) {
    // SAFETY: the caller's promise.
    unsafe {
        (*slot).value.obj = object;
        (*slot).u1.type_info = IS_OBJECT_EX;
    }
}
