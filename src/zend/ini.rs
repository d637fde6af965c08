//! Values of php.ini: those in force, ours and PHP's own.
//!
//! Must not know which entries are ours, nor who may change them (`ini_entry` does).

use ext_php_rs::ffi::{cfg_get_string, zend_ini_string_ex};
use std::ffi::{CStr, c_char};
use std::ptr;

/// The value in force, `None` where no such entry is registered.
pub fn value(name: &CStr) -> Option<String> {
    let value = raw_value(name);
    // SAFETY: null or a C string of PHP's, which is copied at once.
    (!value.is_null()).then(|| unsafe { CStr::from_ptr(value).to_string_lossy().into_owned() })
}

/// The value in force, which belongs to PHP, null where no such entry is registered or its value is null.
fn raw_value(name: &CStr) -> *const c_char {
    // `int orig`, and `bool orig` since PHP 8.6.
    #[allow(clippy::useless_conversion)]
    let original = false.into();
    // SAFETY: the name is a C string of that length; PHP allows null for the last argument.
    unsafe { zend_ini_string_ex(name.as_ptr(), name.count_bytes(), original, ptr::null_mut()) }
}

/// Whether the value in force is this one. Copies nothing.
pub fn is(name: &CStr, expected: &str) -> bool {
    let value = raw_value(name);
    // SAFETY: as in `value`; the text is only compared.
    value.is_null() || unsafe { CStr::from_ptr(value) }.to_bytes() == expected.as_bytes()
}

/// Whether a switch of PHP's is on.
pub fn is_on(name: &CStr) -> bool {
    let value = value(name).unwrap_or_default().to_ascii_lowercase();
    !matches!(value.as_str(), "" | "0" | "off" | "no" | "false")
}

/// The value in php.ini, in a file beside it, or given with `-d`, if there is one.
pub fn configured(name: &CStr) -> Option<String> {
    let mut value: *mut c_char = ptr::null_mut();
    // SAFETY: looks the name up in PHP's configuration, which lives from module start to module end; copied at once.
    unsafe {
        let is_there = cfg_get_string(name.as_ptr(), &raw mut value) == 0 && !value.is_null();
        is_there.then(|| CStr::from_ptr(value).to_string_lossy().into_owned())
    }
}
