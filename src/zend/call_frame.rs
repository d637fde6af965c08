//! The frame of a call from PHP into one of our functions: its arguments and its caller.

use super::globals::current_frame;
use super::typed::{self, bytes, referred};
use super::value::{converted_int, text, to_utf8_lossy};
use ext_php_rs::ffi::{
    HashTable, IS_OBJECT_EX, ZEND_INTERNAL_FUNCTION, zend_execute_data, zend_function,
    zend_unexpected_extra_named_error, zend_wrong_parameters_count_error, zval,
};
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;
use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::{ptr, slice};

/// `ZEND_CALL_HAS_EXTRA_NAMED_PARAMS`: arguments by names that no parameter has.
const HAS_EXTRA_NAMED_PARAMS: u32 = 1 << 27;
/// Arguments begin this many zvals after the frame's start (`ZEND_CALL_FRAME_SLOT`).
const FRAME_SLOT: usize = size_of::<zend_execute_data>().div_ceil(size_of::<zval>());
const ANY_NUMBER: u32 = u32::MAX;

/// Whether a frame is the one below all others on its stack: it has no function or, in a fiber or a coroutine of Swoole's, one
/// without a name. In Swoole 5.1, 6.0 and 6.2.0 it has the function that created the coroutine.
///
/// # Safety
/// `frame` must be null or a live frame.
#[inline(always)]
pub(super) unsafe fn is_below_all(frame: *const zend_execute_data) -> bool {
    // SAFETY: the caller's promise; a frame's function is alive.
    unsafe {
        if frame.is_null() || (*frame).func.is_null() {
            return true;
        }
        let function = &raw const (*(*frame).func).common;
        u32::from((*function).type_) == ZEND_INTERNAL_FUNCTION
            && ((*function).function_name.is_null() || (*frame).prev_execute_data.is_null())
    }
}

/// Whether the running function is a destructor at the bottom of its coroutine's stack. It is one when the coroutine has ended
/// and the values that it held are destroyed.
pub(super) fn runs_destructor_alone() -> bool {
    let mut frame = current_frame();
    let mut first: *mut zend_function = ptr::null_mut();
    // SAFETY: the frames on a stack are alive, and so is a method's class.
    unsafe {
        while !is_below_all(frame) {
            first = (*frame).func;
            frame = (*frame).prev_execute_data;
        }
        if first.is_null() {
            return false;
        }
        let class = (*first).common.scope;
        !class.is_null() && (*class).destructor == first
    }
}

/// Whether a call is one of a method that this class declares.
///
/// # Safety
/// `frame` must be a live frame with a function.
#[inline(always)]
unsafe fn is_method_of(frame: *const zend_execute_data, class: &str) -> bool {
    // SAFETY: the caller's promise; a method's class is alive, and has a name.
    unsafe {
        let scope = (*(*frame).func).common.scope;
        !scope.is_null() && bytes((*scope).name) == class.as_bytes()
    }
}

/// The number that PHP would take a value for; `None` where it is none.
#[inline]
pub fn to_int(value: &Zval) -> Option<i64> {
    typed::int(value).or_else(|| converted_int(value))
}

/// One running call. Lives no longer than the handler that PHP called with it.
pub struct CallFrame<'a> {
    raw: *mut zend_execute_data,
    _handler: PhantomData<&'a mut ExecuteData>,
}

impl<'a> CallFrame<'a> {
    /// The frame that PHP gave to a handler.
    #[inline]
    pub fn of(execute_data: &'a mut ExecuteData) -> Self {
        Self {
            raw: execute_data,
            _handler: PhantomData,
        }
    }

    /// Number of positional arguments.
    #[inline]
    pub fn count(&self) -> u32 {
        // SAFETY: PHP fills `This.u2.num_args` of every frame before it calls the handler.
        unsafe { (*self.raw).This.u2.num_args }
    }

    /// Whether there are as many arguments as the function declares to take.
    pub fn has_right_count(&self) -> bool {
        // SAFETY: the frame of a running call has a function.
        let (min, max) = unsafe {
            let function = &raw const (*(*self.raw).func).common;
            ((*function).required_num_args, (*function).num_args)
        };
        (min..=max).contains(&self.count())
    }

    /// Whether an argument is given and is an object, not a reference to one.
    #[inline]
    pub fn is_object(&self, index: u32) -> bool {
        // SAFETY: the argument is there, so its slot is filled.
        index < self.count() && unsafe { (*self.argument(index)).u1.type_info == IS_OBJECT_EX }
    }

    /// Whether the call names a parameter that the function does not have.
    #[inline]
    pub fn has_unknown_named_arguments(&self) -> bool {
        // SAFETY: the frame's call info is always written.
        unsafe { (*self.raw).This.u1.type_info & HAS_EXTRA_NAMED_PARAMS != 0 }
    }

    /// Arguments by names that no parameter has, null where there are none.
    pub(super) fn named_arguments(&self) -> *mut HashTable {
        if !self.has_unknown_named_arguments() {
            return ptr::null_mut();
        }
        // SAFETY: the call info says that the table is there.
        unsafe { (*self.raw).extra_named_params }
    }

    /// The slot of argument `index`. Read it only if `index` is below [`Self::count`].
    #[inline]
    pub(super) fn argument(&self, index: u32) -> *mut zval {
        self.raw
            .cast::<zval>()
            .wrapping_add(FRAME_SLOT + index as usize)
    }

    /// The text of an argument that is a string; `None` where it is none, or is not given.
    pub fn text(&self, index: u32) -> Option<String> {
        // SAFETY: below the count, so it is a value of the frame.
        let value = (index < self.count()).then(|| unsafe { &*self.argument(index) });
        value.and_then(text)
    }

    /// Reads an argument, which must not run PHP code; `None` where it is not given.
    #[inline(always)]
    pub fn with_argument<R>(&self, index: u32, read: impl FnOnce(&Zval) -> R) -> Option<R> {
        self.with_slot(index, |value| read(referred(value)))
    }

    /// The same, for what looks through a reference itself.
    #[inline(always)]
    pub fn with_slot<R>(&self, index: u32, read: impl FnOnce(&Zval) -> R) -> Option<R> {
        // SAFETY: as in `text`.
        (index < self.count()).then(|| read(unsafe { &*self.argument(index) }))
    }

    /// The name of the function that is called, as it is declared.
    pub fn function_name(&self) -> String {
        // SAFETY: the frame of a running call has a function, and one of PHP's or an extension's has a name.
        unsafe { to_utf8_lossy((*(*self.raw).func).common.function_name) }
    }

    /// Whether the function is a method that this class declares.
    pub fn is_method_of(&self, class: &str) -> bool {
        // SAFETY: the frame is that of a running call.
        unsafe { is_method_of(self.raw, class) }
    }

    /// Whether a method that this class declares has made the call.
    #[inline(always)]
    pub fn is_called_by(&self, class: &str) -> bool {
        let caller = self.previous();
        // SAFETY: null or the frame of a running call.
        unsafe { !is_below_all(caller) && is_method_of(caller, class) }
    }

    /// An argument as the number that PHP would take it for; `None` where it is none, or is not given.
    #[inline]
    pub fn int(&self, index: u32) -> Option<i64> {
        self.with_argument(index, to_int).flatten()
    }

    /// Puts another value in the place of an argument, which the caller holds.
    pub fn replace_argument(&self, index: u32, value: Zval) {
        // SAFETY: the caller has read the argument, so it is given; PHP frees whatever the slot holds at the end of the call. The
        // former value is held elsewhere, so that nothing is destroyed here.
        drop(unsafe { ptr::replace(self.argument(index).cast::<Zval>(), value) });
    }

    /// The frame itself.
    #[inline]
    pub(super) fn raw(&self) -> *mut zend_execute_data {
        self.raw
    }

    /// The caller's frame.
    #[inline]
    pub(super) fn previous(&self) -> *mut zend_execute_data {
        // SAFETY: as in `count`.
        unsafe { (*self.raw).prev_execute_data }
    }

    /// Whether this is the first call on its stack: the body or a defer of a coroutine or fiber, not a call from PHP code.
    #[inline(always)]
    pub fn is_first_on_its_stack(&self) -> bool {
        // SAFETY: the frame of a caller is alive.
        unsafe { is_below_all(self.previous()) }
    }

    /// Runs `call` with the first argument out of sight, as if the frame began with the second. There must be one.
    pub fn without_first(&self, call: impl FnOnce(&Self)) {
        let count = self.count();
        // SAFETY: the slots that PHP gave the frame, of which what is in them is moved among them, and back before PHP frees it. A
        // bailout in between leaves the frame for good. Behind the arguments is what PHP notes of a call that is observed, and finds
        // by their number.
        unsafe {
            let notes = (*(*self.raw).func).common.T;
            let slots: *mut MaybeUninit<zval> = self.argument(0).cast();
            let slots = slice::from_raw_parts_mut(slots, (count + notes) as usize);
            slots.rotate_left(1);
            (*self.raw).This.u2.num_args = count - 1;
            call(self);
            (*self.raw).This.u2.num_args = count;
            slots.rotate_right(1);
        }
    }

    /// Throws PHP's own `ArgumentCountError`: "… expects at least `min` argument(s), n given".
    pub fn throw_too_few(&self, min: u32) {
        // SAFETY: called from a handler, whose frame is the current one: the message names its function.
        unsafe { zend_wrong_parameters_count_error(min, ANY_NUMBER) }
    }

    /// Throws PHP's own `ArgumentCountError`: "… does not accept unknown named parameters".
    pub fn throw_unknown_named_arguments(&self) {
        // SAFETY: as in `throw_too_few`.
        unsafe { zend_unexpected_extra_named_error() }
    }
}
