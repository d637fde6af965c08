//! The frame of a call from PHP into one of our functions: its arguments and its caller.

use ext_php_rs::ffi::{
    HashTable, IS_OBJECT_EX, zend_execute_data, zend_unexpected_extra_named_error,
    zend_wrong_parameters_count_error, zval,
};
use ext_php_rs::zend::ExecuteData;
use std::marker::PhantomData;
use std::{ptr, slice};

/// `ZEND_CALL_HAS_EXTRA_NAMED_PARAMS`: arguments by names that no parameter has.
const HAS_EXTRA_NAMED_PARAMS: u32 = 1 << 27;
/// Arguments begin this many zvals after the frame's start (`ZEND_CALL_FRAME_SLOT`).
const FRAME_SLOT: usize = size_of::<zend_execute_data>().div_ceil(size_of::<zval>());
const ANY_NUMBER: u32 = u32::MAX;

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

    /// True where there is a first argument and it is an object, not a reference to one.
    #[inline]
    pub fn begins_with_object(&self) -> bool {
        // SAFETY: the first argument is there, so its slot is filled.
        self.count() > 0 && unsafe { (*self.argument(0)).u1.type_info == IS_OBJECT_EX }
    }

    /// True where the call names a parameter that the function does not have.
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

    /// Where argument `index` lies; only to be read where `index` is below [`Self::count`].
    #[inline]
    pub(super) fn argument(&self, index: u32) -> *mut zval {
        self.raw
            .cast::<zval>()
            .wrapping_add(FRAME_SLOT + index as usize)
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

    /// Runs `call` with the first argument out of sight, as if the frame began with the second. There must be one.
    pub fn without_first(&self, call: impl FnOnce(&Self)) {
        let count = self.count();
        // SAFETY: the frame's arguments are moved among their own slots, and back before PHP frees them. A bailout in
        // between leaves the frame for good.
        unsafe {
            let arguments = slice::from_raw_parts_mut(self.argument(0), count as usize);
            arguments.rotate_left(1);
            (*self.raw).This.u2.num_args = count - 1;
            call(self);
            (*self.raw).This.u2.num_args = count;
            arguments.rotate_right(1);
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
