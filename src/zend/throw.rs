//! Errors that a handler throws about its arguments, with PHP's own messages and classes.
//!
//! Owns the type that a handler returns after it has thrown. Must not know how arguments are converted (`arguments` and `settle`
//! do).

use ext_php_rs::ffi::{zend_argument_type_error, zend_argument_value_error};
use std::ffi::CString;

/// An exception is pending in PHP; the handler returns, and PHP throws it.
#[derive(Debug)]
pub struct Pending;

/// The result of a step of a handler, unless it has thrown.
pub type Php<T> = Result<T, Pending>;

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
