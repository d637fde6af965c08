//! Arguments of a call, read one after the other by PHP's own rules of coercion and with PHP's own errors.

use super::call_frame::CallFrame;
use super::callable::Callee;
use super::exception::{Throwable, lossy};
use super::object::{self, Payload};
use ext_php_rs::ffi::{
    _zend_expected_type, _zend_expected_type_Z_EXPECTED_ARRAY,
    _zend_expected_type_Z_EXPECTED_DOUBLE, _zend_expected_type_Z_EXPECTED_STRING, IS_ARRAY_EX,
    zend_argument_type_error, zend_argument_value_error, zend_array_dup,
    zend_parse_arg_double_slow, zend_parse_arg_str_slow, zend_string,
    zend_wrong_parameter_class_error, zend_wrong_parameter_type_error,
    zend_wrong_parameters_count_error, zval, zval_ptr_dtor,
};
use ext_php_rs::types::{ZendHashTable, Zval};
use std::borrow::Cow;
use std::ffi::CString;
use std::mem::MaybeUninit;
use std::ptr;

/// An exception is pending in PHP; the handler returns, and PHP throws it.
#[derive(Debug)]
pub struct Pending;

/// What a step of a handler yields unless it has thrown.
pub type Php<T> = Result<T, Pending>;

/// A reader that stands before the next argument.
pub struct Arguments<'a> {
    frame: &'a CallFrame<'a>,
    next: u32,
}

impl CallFrame<'_> {
    /// Begins to read, if the number of arguments is right.
    pub fn arguments(&self, min: u32, max: u32) -> Php<Arguments<'_>> {
        if (min..=max).contains(&self.count()) && !self.has_unknown_named_arguments() {
            return Ok(Arguments {
                frame: self,
                next: 0,
            });
        }
        if self.has_unknown_named_arguments() {
            self.throw_unknown_named_arguments();
        } else {
            // SAFETY: called from a handler, whose frame is the current one: the message names its function.
            unsafe { zend_wrong_parameters_count_error(min, max) };
        }
        Err(Pending)
    }

    /// Begins to read a call with at least `min` arguments and any number of further ones.
    pub fn arguments_of_variadic(&self, min: u32) -> Php<Arguments<'_>> {
        self.arguments(min, u32::MAX)
    }
}

impl<'a> Arguments<'a> {
    /// The next argument, whatever it is; null where none is given.
    pub fn any(&mut self) -> Option<&'a Zval> {
        let value = self.peek();
        self.next += 1;
        value
    }

    fn peek(&self) -> Option<&'a Zval> {
        let index = self.next;
        if index >= self.frame.count() {
            return None;
        }
        // SAFETY: below the count, so it is a value of the frame, which outlives the reader.
        let value = unsafe { &*self.frame.argument(index) };
        let value = value.dereference();
        (!value.is_null()).then_some(value)
    }

    /// The next argument, which must be given: null is one too.
    pub fn any_or_null(&mut self) -> &'a Zval {
        let argument = self.frame.argument(self.next);
        self.next += 1;
        // SAFETY: as in `peek`; the caller has asked for at least this many arguments.
        unsafe { (*argument).dereference() }
    }

    /// A `string`.
    pub fn string(&mut self) -> Php<String> {
        let argument = self.frame.argument(self.next);
        let given = self.any();
        if let Some(text) = given.and_then(Zval::zend_str) {
            // SAFETY: a string that the frame holds.
            return Ok(unsafe { lossy(ptr::from_ref(text)) });
        }
        let mut text: *mut zend_string = ptr::null_mut();
        // SAFETY: the slot lies in the frame; PHP converts it in place where the mode allows it.
        unsafe {
            if zend_parse_arg_str_slow(argument, &raw mut text, self.next) {
                return Ok(lossy(text));
            }
        }
        self.wrong_type(_zend_expected_type_Z_EXPECTED_STRING)
    }

    /// A `?string` that may be absent.
    pub fn optional_string(&mut self) -> Php<Option<String>> {
        if self.peek().is_none() {
            self.next += 1;
            return Ok(None);
        }
        self.string().map(Some)
    }

    /// A `?float` that may be absent.
    pub fn optional_float(&mut self) -> Php<Option<f64>> {
        let argument = self.frame.argument(self.next);
        let Some(value) = self.any() else {
            return Ok(None);
        };
        if let Some(number) = value.double() {
            return Ok(Some(number));
        }
        let mut number = 0.0;
        // SAFETY: as in `string`.
        if unsafe { zend_parse_arg_double_slow(argument, &raw mut number, self.next) } {
            return Ok(Some(number));
        }
        self.wrong_type(_zend_expected_type_Z_EXPECTED_DOUBLE)
    }

    /// An `array` that may be absent. Null is none.
    pub fn optional_array(&mut self) -> Php<Option<&'a ZendHashTable>> {
        if !self.is_given() {
            self.next += 1;
            return Ok(None);
        }
        match self.any_or_null().array() {
            Some(array) => Ok(Some(array)),
            None => self.wrong_type(_zend_expected_type_Z_EXPECTED_ARRAY),
        }
    }

    /// Whether the next argument is given, be it null.
    pub fn is_given(&self) -> bool {
        self.next < self.frame.count()
    }

    /// An object of one of our classes.
    pub fn object<T: Payload>(&mut self) -> Php<&'a T> {
        let value = self.any_or_null();
        object::payload(value).ok_or_else(|| self.wrong_class(T::CLASS, value))
    }

    /// The array behind an argument that is taken by reference.
    pub fn array_by_reference(&mut self) -> Php<ArrayByReference<'a>> {
        let argument = self.frame.argument(self.next);
        self.next += 1;
        // SAFETY: a value of the frame. PHP made a reference of it, because the parameter is one.
        let value = unsafe { (*argument).dereference_mut() };
        if value.is_array() {
            return Ok(ArrayByReference(value));
        }
        self.wrong_type(_zend_expected_type_Z_EXPECTED_ARRAY)
    }

    /// The number of the argument read last, counted from 1.
    pub fn number(&self) -> u32 {
        self.next
    }

    /// The exception in an argument that must be a `Throwable`.
    pub fn throwable(&mut self) -> Php<Throwable> {
        let argument = self.any_or_null();
        if let Some(throwable) = Throwable::of(argument) {
            return Ok(throwable);
        }
        Err(self.wrong_class("Throwable", argument))
    }

    fn wrong_class(&self, class: &str, given: &Zval) -> Pending {
        let class = CString::new(class).unwrap_or_default();
        let given = ptr::from_ref(given).cast_mut();
        // SAFETY: called from a handler, with a value of its frame.
        unsafe { zend_wrong_parameter_class_error(self.next, class.as_ptr(), given) };
        Pending
    }

    /// A callable, to be called without arguments.
    pub fn callable(&mut self) -> Php<Callee> {
        let callee = Callee::at(self.frame, self.next);
        self.next += 1;
        callee.ok_or(Pending)
    }

    /// Throws a `TypeError` about the argument read last: "…: Argument #n ($name) `problem`".
    pub fn throw_type_error<T>(&self, problem: &str) -> Php<T> {
        throw_type_error(self.next, problem)
    }

    fn wrong_type<T>(&self, expected: _zend_expected_type) -> Php<T> {
        // SAFETY: called from a handler, with the number and the value of the argument read last.
        unsafe {
            zend_wrong_parameter_type_error(
                self.next,
                expected,
                self.frame.argument(self.next - 1),
            );
        }
        Err(Pending)
    }
}

/// An array that is taken by reference.
pub struct ArrayByReference<'a>(&'a mut Zval);

impl ArrayByReference<'_> {
    /// Puts entries in. Whoever shares the array keeps it as it was, and what they displace is destroyed when all is done:
    /// that may run a destructor, which may do anything to the variable.
    pub fn insert_all(self, entries: Vec<(Cow<'static, str>, String)>) {
        if entries.is_empty() {
            return;
        }
        let slot = ptr::from_mut(self.0);
        let mut former = MaybeUninit::<zval>::uninit();
        // SAFETY: the slot is the value of a reference that the frame holds. Nothing of the program's runs before the last
        // line: the copy holds references of its own to what the entries displace.
        unsafe {
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

/// Throws a `ValueError` about argument `number` of the running handler: "…: Argument #n ($name) `problem`".
pub fn throw_bad_value<T>(number: u32, problem: &str) -> Php<T> {
    let problem = CString::new(problem.replace('\0', "\\0")).unwrap_or_default();
    // SAFETY: as in `throw_type_error`.
    unsafe { zend_argument_value_error(number, c"%s".as_ptr(), problem.as_ptr()) };
    Err(Pending)
}

/// Throws a `TypeError` about argument `number` of the running handler.
pub fn throw_type_error<T>(number: u32, problem: &str) -> Php<T> {
    let problem = CString::new(problem.replace('\0', "\\0")).unwrap_or_default();
    // SAFETY: the text goes through "%s", so it is never a format itself.
    unsafe { zend_argument_type_error(number, c"%s".as_ptr(), problem.as_ptr()) };
    Err(Pending)
}
