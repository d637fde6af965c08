//! Arguments of a call, by PHP's own rules of coercion and with PHP's own errors.
//!
//! They are read in two steps. [`Arguments`] converts them in their slots, which may run user code: `__toString()`, autoloaders,
//! error handlers. So it hands out no borrows. [`Settled`], which replaces it, lends the arguments' values and runs no PHP code.

use super::call_frame::CallFrame;
use super::callable::Callee;
use super::data_class::{self, DataClass};
use super::settle::{Depth, settle, stringify};
use super::settled::Settled;
use super::throw::{Pending, Php, throw_type_error};
use super::value::type_name;
use ext_php_rs::ffi::{
    _zend_expected_type, _zend_expected_type_Z_EXPECTED_ARRAY,
    _zend_expected_type_Z_EXPECTED_DOUBLE, _zend_expected_type_Z_EXPECTED_STRING,
    zend_parse_arg_double_slow, zend_parse_arg_str_slow, zend_wrong_parameter_type_error,
    zend_wrong_parameters_count_error, zval,
};
#[cfg(not(php86))]
use std::ptr;

/// The arguments of a running call while they are converted. Indexes count from 0; an argument that is not given, or null
/// where it may be absent, is left as it is.
pub struct Arguments<'a> {
    frame: &'a CallFrame<'a>,
}

impl CallFrame<'_> {
    /// The arguments, if their number is right.
    pub fn arguments(&self, min: u32, max: u32) -> Php<Arguments<'_>> {
        if (min..=max).contains(&self.count()) {
            return Ok(Arguments { frame: self });
        }
        // SAFETY: called from a handler, whose frame is the current one: the message names its function.
        unsafe { zend_wrong_parameters_count_error(min, max) };
        Err(Pending)
    }

    /// The arguments of a call with at least `min` of them and any number of further ones. Only such a function is called
    /// with names that no parameter has: see [`Arguments::callable_with_the_rest`].
    pub fn arguments_of_variadic(&self, min: u32) -> Php<Arguments<'_>> {
        self.arguments(min, u32::MAX)
    }
}

impl<'a> Arguments<'a> {
    /// A `string`.
    pub fn string(&mut self, index: u32) -> Php<()> {
        let slot = self.slot(index);
        // SAFETY: the slot lies in the frame; PHP converts it in place where the mode allows it.
        if unsafe { (*slot).is_string() || parse_string(slot, index + 1) } {
            return Ok(());
        }
        self.wrong_type(index, _zend_expected_type_Z_EXPECTED_STRING)
    }

    /// A `?string` that may be absent.
    pub fn optional_string(&mut self, index: u32) -> Php<()> {
        if self.is_absent(index) {
            return Ok(());
        }
        self.string(index)
    }

    /// A `?float` that may be absent.
    pub fn optional_float(&mut self, index: u32) -> Php<Option<f64>> {
        if self.is_absent(index) {
            return Ok(None);
        }
        let slot = self.slot(index);
        // SAFETY: as in `string`.
        let number = unsafe { (*slot).double().or_else(|| parse_float(slot, index + 1)) };
        if number.is_some() {
            return Ok(number);
        }
        self.wrong_type(index, _zend_expected_type_Z_EXPECTED_DOUBLE)
    }

    /// An optional `array`. Null counts as absent.
    pub fn optional_array(&mut self, index: u32) -> Php<()> {
        // SAFETY: read only where it is given.
        if index >= self.frame.count() || unsafe { (*self.slot(index)).is_array() } {
            return Ok(());
        }
        self.wrong_type(index, _zend_expected_type_Z_EXPECTED_ARRAY)
    }

    /// The value of an attribute. An object with `__toString()` becomes a string.
    pub fn attribute_value(&mut self, index: u32) -> Php<()> {
        // SAFETY: the frame owns the argument, which is given.
        unsafe { stringify(self.slot(index)) }
    }

    /// An optional map of attributes. Objects with `__toString()` become strings.
    pub fn optional_attributes(&mut self, index: u32) -> Php<()> {
        self.optional_settled_array(index, Depth::ATTRIBUTES)
    }

    /// A list of links that may be absent, likewise.
    pub fn optional_links(&mut self, index: u32) -> Php<()> {
        self.optional_settled_array(index, Depth::LINKS)
    }

    fn optional_settled_array(&mut self, index: u32, depth: Depth) -> Php<()> {
        self.optional_array(index)?;
        if index >= self.frame.count() {
            return Ok(());
        }
        // SAFETY: the frame owns the argument, which is an array.
        unsafe { settle(self.slot(index), depth) }
    }

    /// An object of a class of plain values.
    pub fn data_object<T: DataClass>(&mut self, index: u32) -> Php<()> {
        // SAFETY: the caller has asked for at least this many arguments.
        let value = unsafe { &*self.slot(index) };
        if data_class::is::<T>(value) {
            return Ok(());
        }
        let problem = format!("must be of type {}, {} given", T::CLASS, type_name(value));
        throw_type_error(index + 1, &problem)
    }

    /// A callable, to be called without arguments.
    pub fn callable(&mut self, index: u32) -> Php<Callee> {
        Callee::at(self.frame, index).ok_or(Pending)
    }

    /// A callable, to be called with the arguments from `index + 1` to the last, none of which has a name.
    pub fn callable_with_the_rest(&mut self, index: u32) -> Php<Callee> {
        let callee = Callee::with_the_rest(self.frame, index).ok_or(Pending)?;
        if self.frame.has_unknown_named_arguments() {
            self.frame.throw_unknown_named_arguments();
            return Err(Pending);
        }
        Ok(callee)
    }

    /// Whether the argument is not given, or null.
    pub fn is_absent(&self, index: u32) -> bool {
        // SAFETY: read only where it is given.
        index >= self.frame.count() || unsafe { (*self.slot(index)).is_null() }
    }

    /// Ends the conversions: from here on the arguments can be read.
    pub fn settled(self) -> Settled<'a> {
        Settled::new(self.frame)
    }

    fn slot(&self, index: u32) -> *mut zval {
        self.frame.argument(index)
    }

    fn wrong_type<T>(&self, index: u32, expected: _zend_expected_type) -> Php<T> {
        // SAFETY: called from a handler, with the number and the value of an argument of its frame.
        unsafe { zend_wrong_parameter_type_error(index + 1, expected, self.slot(index)) };
        Err(Pending)
    }
}

/// Converts argument `number` to a string in its place. False where that is not possible, or has thrown.
///
/// # Safety
/// `slot` must be that argument's place in the frame of the running handler, and hold no string.
unsafe fn parse_string(slot: *mut zval, number: u32) -> bool {
    // PHP 8.6 returns the string in the place of an out-parameter, null for none.
    #[cfg(php86)]
    {
        // SAFETY: the caller's promise.
        !unsafe { zend_parse_arg_str_slow(slot, number) }.is_null()
    }
    #[cfg(not(php86))]
    {
        let mut text = ptr::null_mut();
        // SAFETY: the caller's promise; the out-parameter is valid for writing.
        unsafe { zend_parse_arg_str_slow(slot, &raw mut text, number) }
    }
}

/// Argument `number` as a float. `None` where it cannot be one, or its conversion has thrown.
///
/// # Safety
/// As for [`parse_string`], and it must hold no float: PHP 8.6 means failure by NaN.
unsafe fn parse_float(slot: *mut zval, number: u32) -> Option<f64> {
    // PHP 8.6 returns the number in the place of an out-parameter.
    #[cfg(php86)]
    {
        // SAFETY: the caller's promise.
        let float = unsafe { zend_parse_arg_double_slow(slot, number) };
        (!float.is_nan()).then_some(float)
    }
    #[cfg(not(php86))]
    {
        let mut float = 0.0;
        // SAFETY: the caller's promise; the out-parameter is valid for writing.
        unsafe { zend_parse_arg_double_slow(slot, &raw mut float, number) }.then_some(float)
    }
}
