//! php.ini: our entries, their values, and PHP's own switches that we respect.

use ext_php_rs::ffi::{E_CORE_WARNING, cfg_get_string, zend_error, zend_ini_string_ex};
use ext_php_rs::zend::IniEntryDef;
use std::ffi::{CStr, CString, c_char, c_int};
use std::ptr;

/// Registers entries for the life of the process. Called at module start.
pub fn register(entries: &'static [IniEntryDef], module_number: i32) {
    IniEntryDef::register(entries, module_number);
}

/// The value in force, `None` where no such entry is registered.
pub fn value(name: &CStr) -> Option<String> {
    let mut exists = false;
    // SAFETY: the name is a C string of that length; the result belongs to PHP and is copied at once.
    unsafe {
        let value = zend_ini_string_ex(name.as_ptr(), name.count_bytes(), 0, &raw mut exists);
        (exists && !value.is_null()).then(|| CStr::from_ptr(value).to_string_lossy().into_owned())
    }
}

/// True where php.ini, a file beside it, or `-d` sets the entry.
pub fn is_configured(name: &CStr) -> bool {
    let mut value: *mut c_char = ptr::null_mut();
    // SAFETY: looks the name up in PHP's configuration; the value is not used.
    unsafe { cfg_get_string(name.as_ptr(), &raw mut value) == 0 && !value.is_null() }
}

/// One warning while PHP starts.
pub fn warn_at_start(message: &str) {
    let message = CString::new(message.replace('\0', "\\0")).unwrap_or_default();
    // SAFETY: the text goes through "%s", so it is never a format itself. At module start no user code handles it.
    unsafe { zend_error(E_CORE_WARNING as c_int, c"%s".as_ptr(), message.as_ptr()) };
}
