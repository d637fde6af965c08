//! Arguments of a call after their conversion: reading them runs no PHP code.

use super::call_frame::CallFrame;
use super::exception::Throwable;
use super::object::{self, Payload};
use super::throw::{Pending, Php, throw_type_error};
use super::value::{text, type_name};
use ext_php_rs::ffi::{
    _zend_expected_type_Z_EXPECTED_ARRAY, IS_ARRAY_EX, zend_array_dup,
    zend_wrong_parameter_class_error, zend_wrong_parameter_type_error, zval, zval_ptr_dtor,
};
use ext_php_rs::types::{ZendHashTable, Zval};
use std::borrow::Cow;
use std::ffi::CString;
use std::mem::MaybeUninit;

/// The arguments of a running call. Borrows from it must end before any user code runs, so only
/// [`Arguments::settled`](super::arguments::Arguments::settled) makes one, after all conversions. Indexes count from 0.
pub struct Settled<'a> {
    frame: &'a CallFrame<'a>,
}

impl<'a> Settled<'a> {
    pub(super) fn new(frame: &'a CallFrame<'a>) -> Self {
        Self { frame }
    }

    /// The argument, of any type; `None` if it is not given.
    pub fn given(&self, index: u32) -> Option<&Zval> {
        // SAFETY: below the count, so it is a value of the frame, which outlives this.
        (index < self.frame.count()).then(|| unsafe { (*self.slot(index)).dereference() })
    }

    /// The argument, of any type; `None` if it is not given, or null.
    pub fn value(&self, index: u32) -> Option<&Zval> {
        self.given(index).filter(|value| !value.is_null())
    }

    /// The text of an argument that was converted to a string; empty where it is absent.
    pub fn text(&self, index: u32) -> String {
        self.optional_text(index).unwrap_or_default()
    }

    /// The same; `None` where it is absent.
    pub fn optional_text(&self, index: u32) -> Option<String> {
        self.value(index).and_then(text)
    }

    /// An argument that is an array; `None` where it is absent.
    pub fn table(&self, index: u32) -> Option<&ZendHashTable> {
        self.value(index).and_then(Zval::array)
    }

    /// An object of one of our classes.
    pub fn object<T: Payload>(&self, index: u32) -> Php<&T> {
        let payload = self.value(index).and_then(object::payload);
        payload.ok_or_else(|| self.wrong_class(index, T::CLASS))
    }

    /// The exception in an argument that must be a `Throwable`.
    pub fn throwable(&self, index: u32) -> Php<Throwable> {
        let throwable = self.value(index).and_then(Throwable::of);
        throwable.ok_or_else(|| self.wrong_class(index, "Throwable"))
    }

    /// The array behind an argument that is taken by reference.
    pub fn array_by_reference(&self, index: u32) -> Php<ArrayByReference> {
        let slot = self.slot(index);
        // SAFETY: a value of the frame. PHP made a reference of it, because the parameter is one.
        let value = unsafe { (*slot).dereference_mut() };
        if value.is_array() {
            return Ok(ArrayByReference(value));
        }
        // SAFETY: called from a handler, with the number and the value of an argument of its frame.
        unsafe {
            zend_wrong_parameter_type_error(index + 1, _zend_expected_type_Z_EXPECTED_ARRAY, slot);
        }
        Err(Pending)
    }

    /// Throws a `TypeError` about an argument: "…: Argument #n ($name) must be of type `expected`, … given".
    pub fn throw_wrong_type<T>(&self, index: u32, expected: &str) -> Php<T> {
        // An absent argument has its default, which is always valid.
        let kind = self.given(index).map(type_name).unwrap_or_default();
        let problem = format!("must be of type {expected}, {kind} given");
        throw_type_error(index + 1, &problem)
    }

    fn wrong_class(&self, index: u32, class: &str) -> Pending {
        let class = CString::new(class).unwrap_or_default();
        // SAFETY: called from a handler, with a value of its frame.
        unsafe { zend_wrong_parameter_class_error(index + 1, class.as_ptr(), self.slot(index)) };
        Pending
    }

    fn slot(&self, index: u32) -> *mut zval {
        self.frame.argument(index)
    }
}

/// An array that is taken by reference. The frame holds the reference, so the place of its value stays.
pub struct ArrayByReference(*mut Zval);

impl ArrayByReference {
    /// Inserts entries, if the value is still an array. Other holders of the array keep it unchanged. Displaced values are
    /// destroyed last, because their destructors may change the variable.
    pub fn insert_all(self, entries: Vec<(Cow<'static, str>, String)>) {
        let slot = self.0;
        let mut former = MaybeUninit::<zval>::uninit();
        // SAFETY: the slot is the value of a reference that the frame holds. Nothing of the program's runs before the last
        // line: the copy holds references of its own to what the entries displace.
        unsafe {
            if entries.is_empty() || !(*slot).is_array() {
                return;
            }
            former.as_mut_ptr().copy_from_nonoverlapping(slot, 1);
            let array = zend_array_dup((*slot).value.arr);
            for (key, value) in entries {
                // Fails only for texts beyond PHP's limits.
                let _ = (*array).insert(key.as_ref(), value);
            }
            (*slot).value.arr = array;
            (*slot).u1.type_info = IS_ARRAY_EX;
            zval_ptr_dtor(former.as_mut_ptr());
        }
    }
}
