//! Conversions that run user code, made in the call's own argument slots before any argument is read.
//!
//! `__toString()` may clear any variable that it reaches by a reference, and may never return. So no borrow is held across such
//! a call, and no value with a destructor is on the stack: each result goes straight into the argument slot, which the frame owns
//! and PHP frees, also after a bailout.

use super::globals::pending_exception;
use super::throw::{Pending, Php};
use ext_php_rs::ffi::{
    HashPosition, IS_ARRAY, IS_ARRAY_EX, IS_INTERNED_STRING_EX, IS_OBJECT, IS_REFERENCE,
    IS_STRING_EX, ext_php_rs_zend_string_release, zend_array_dup, zend_hash_get_current_data_ex,
    zend_hash_move_forward_ex, zend_string, zval, zval_get_string_func, zval_ptr_dtor,
};
use std::mem::MaybeUninit;

/// `IS_STR_INTERNED` (`GC_IMMUTABLE`): a string whose references are not counted.
const INTERNED: u32 = 1 << 6;

/// How many levels of an array are settled.
#[derive(Clone, Copy)]
pub(super) struct Depth {
    /// Levels whose references are replaced by the values that they refer to.
    levels: u32,
    /// The level whose objects with `__toString()` become text, counted from 1; 0 for none.
    text: u32,
}

impl Depth {
    /// `[$object, 'method']`.
    pub(super) const CALLABLE: Self = Self { levels: 1, text: 0 };
    /// A map of attributes, whose values may be lists.
    pub(super) const ATTRIBUTES: Self = Self { levels: 2, text: 1 };
    /// A list of links, each alone or with a map of attributes.
    pub(super) const LINKS: Self = Self { levels: 4, text: 3 };

    /// The depth that remains one level further in.
    fn inner(self) -> Self {
        Self {
            levels: self.levels.saturating_sub(1),
            text: self.text.saturating_sub(1),
        }
    }
}

/// Converts an object with `__toString()` to a string. Leaves any other value as it is.
///
/// # Safety
/// `slot` must hold a value that only the running frame, or an array that only it holds, owns.
pub(super) unsafe fn stringify(slot: *mut zval) -> Php<()> {
    // SAFETY: the caller's promise. PHP holds the object while its method runs, and returns a new reference to the
    // result. The slot is written before the object is released, which may run its destructor.
    unsafe {
        if !has_to_string(slot) {
            return Ok(());
        }
        let text = zval_get_string_func(slot);
        if !pending_exception().is_null() {
            ext_php_rs_zend_string_release(text);
            return Err(Pending);
        }
        let mut object = take(slot);
        set_string(slot, text);
        zval_ptr_dtor(object.as_mut_ptr());
        if pending_exception().is_null() {
            Ok(())
        } else {
            Err(Pending)
        }
    }
}

/// Replaces the array in `slot` by a copy that only the slot holds, without references and with objects that have
/// `__toString()` converted to strings, down to `depth`. An array that has neither stays as it is.
///
/// # Safety
/// As for [`stringify()`], with an array in the slot.
pub(super) unsafe fn settle(slot: *mut zval, depth: Depth) -> Php<()> {
    // SAFETY: the caller's promise.
    unsafe {
        if !must_change(slot, depth) {
            return Ok(());
        }
        make_own(slot, depth);
        stringify_at(slot, depth)
    }
}

/// Whether there is a reference or an object with `__toString()` within `depth`.
///
/// # Safety
/// `slot` must hold an array. Runs no user code.
unsafe fn must_change(slot: *mut zval, depth: Depth) -> bool {
    let mut position: HashPosition = 0;
    // SAFETY: the caller's promise; nothing changes the array meanwhile.
    while let Some(element) = unsafe { next_element(slot, &mut position) } {
        // SAFETY: an element of that array.
        let found = unsafe {
            is(element, IS_REFERENCE)
                || (depth.text == 1 && has_to_string(element))
                || (depth.levels > 1
                    && is(element, IS_ARRAY)
                    && must_change(element, depth.inner()))
        };
        if found {
            return true;
        }
    }
    false
}

/// Replaces the array by a copy without references, and likewise the arrays in it.
///
/// # Safety
/// As for [`settle`]. Destroys nothing but holders of values that the copy holds too; a collection of cycles that this
/// sets off finds the copy complete, or in no slot yet.
unsafe fn make_own(slot: *mut zval, depth: Depth) {
    // SAFETY: the caller's promise. The former array is released only after the copy has taken its place.
    unsafe {
        let mut former = take(slot);
        (*slot).value.arr = zend_array_dup((*slot).value.arr);
        (*slot).u1.type_info = IS_ARRAY_EX;
        let mut position: HashPosition = 0;
        while let Some(element) = next_element(slot, &mut position) {
            if is(element, IS_REFERENCE) {
                let mut reference = take(element);
                copy_value(element, &raw mut (*(*element).value.ref_).val);
                zval_ptr_dtor(reference.as_mut_ptr());
            }
            if depth.levels > 1 && is(element, IS_ARRAY) {
                make_own(element, depth.inner());
            }
        }
        zval_ptr_dtor(former.as_mut_ptr());
    }
}

/// Converts the objects at the level `depth.text` to strings.
///
/// # Safety
/// As for [`settle`], after [`make_own`]: what `__toString()` does cannot reach the array, so that its elements stay where
/// they are.
unsafe fn stringify_at(slot: *mut zval, depth: Depth) -> Php<()> {
    let mut position: HashPosition = 0;
    // SAFETY: the caller's promise.
    while let Some(element) = unsafe { next_element(slot, &mut position) } {
        // SAFETY: an element of that array, which is not shared either.
        unsafe {
            if depth.text == 1 {
                stringify(element)?;
            } else if depth.text > 1 && is(element, IS_ARRAY) {
                stringify_at(element, depth.inner())?;
            }
        }
    }
    Ok(())
}

/// The element at `position`, which moves on; `None` behind the last one.
///
/// # Safety
/// `slot` must hold an array.
unsafe fn next_element(slot: *mut zval, position: &mut HashPosition) -> Option<*mut zval> {
    // SAFETY: the caller's promise; the position is within the array or behind it.
    unsafe {
        let table = (*slot).value.arr;
        let element = zend_hash_get_current_data_ex(table, position);
        if element.is_null() {
            return None;
        }
        zend_hash_move_forward_ex(table, position);
        Some(element)
    }
}

/// # Safety
/// `value` must be valid.
unsafe fn has_to_string(value: *const zval) -> bool {
    // SAFETY: the caller's promise; an object's class is alive.
    unsafe { is(value, IS_OBJECT) && !(*(*(*value).value.obj).ce).__tostring.is_null() }
}

/// # Safety
/// `value` must be valid.
unsafe fn is(value: *const zval, kind: u32) -> bool {
    // SAFETY: the caller's promise.
    u32::from(unsafe { (*value).u1.v.type_ }) == kind
}

/// Writes a string into a slot, which takes the reference over.
///
/// # Safety
/// The slot's former value must be moved away; `text` must be a live string.
unsafe fn set_string(slot: *mut zval, text: *mut zend_string) {
    // SAFETY: the caller's promise.
    unsafe {
        (*slot).value.str_ = text;
        let is_interned = (*text).gc.u.type_info & INTERNED != 0;
        (*slot).u1.type_info = if is_interned {
            IS_INTERNED_STRING_EX
        } else {
            IS_STRING_EX
        };
    }
}

/// Writes a copy of `value`, with a reference of its own.
///
/// # Safety
/// The slot's former value must be moved away; `value` must be valid and no reference.
unsafe fn copy_value(slot: *mut zval, value: *mut zval) {
    // SAFETY: the caller's promise; the flag says whether the value is counted.
    unsafe {
        (*slot).value = (*value).value;
        (*slot).u1 = (*value).u1;
        if (*slot).u1.v.type_flags != 0 {
            (*(*slot).value.counted).gc.refcount += 1;
        }
    }
}

/// Takes the value out of a slot that is written next. It has no destructor in Rust: a bailout may jump over it.
///
/// # Safety
/// `slot` must be valid.
unsafe fn take(slot: *mut zval) -> MaybeUninit<zval> {
    // SAFETY: the caller's promise.
    unsafe { slot.cast::<MaybeUninit<zval>>().read() }
}
