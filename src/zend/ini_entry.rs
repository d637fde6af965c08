//! Our entries of php.ini: their registration, and who may change them.
//!
//! Must not know which entries there are (`settings` does).

use super::php_log;
use ext_php_rs::ffi::{E_WARNING, zend_error, zend_ini_entry, zend_string};
use ext_php_rs::flags::IniEntryPermission;
use ext_php_rs::types::ZendStr;
use ext_php_rs::zend::IniEntryDef;
use std::ffi::{CStr, CString, c_char, c_int, c_void};

/// `ZEND_INI_STAGE_ACTIVATE`: a pool's `php_admin_value`, and ours.
const ACTIVATE: c_int = 1 << 2;
/// `ZEND_INI_STAGE_RUNTIME`: `ini_set()`.
const RUNTIME: c_int = 1 << 4;
/// `ZEND_INI_STAGE_HTACCESS`: `.user.ini`, and the `.htaccess` of Apache's module.
const HTACCESS: c_int = 1 << 5;
/// `ZEND_INI_SYSTEM`.
const SYSTEM: c_int = 1 << 2;
const SUCCESS: c_int = 0;
const FAILURE: c_int = -1;

unsafe extern "C" {
    // Of `zend_ini.h`, which ext-php-rs has no bindings for.
    fn zend_unregister_ini_entries(module_number: c_int);
    fn zend_alter_ini_entry_chars(
        name: *mut zend_string,
        value: *const c_char,
        length: usize,
        kind: c_int,
        stage: c_int,
    ) -> c_int;
}

/// An entry of a table of entries, whose value is one of the whole process.
///
/// PHP refuses without a word what an entry's permission does not allow. So this one allows all, and says itself why it
/// refuses.
pub const fn process_entry(name: &'static CStr, default: &'static CStr) -> IniEntryDef {
    let mut entry = IniEntryDef::new(name, default, IniEntryPermission::All);
    entry.on_modify = Some(allow_before_requests);
    entry
}

/// Registers entries. Called at module start.
pub fn register(entries: &'static [IniEntryDef], module_number: i32) {
    IniEntryDef::register(entries, module_number);
}

/// Takes them away again. Called at module end.
pub fn unregister(module_number: i32) {
    // SAFETY: no precondition; PHP frees the entries of that module.
    unsafe { zend_unregister_ini_entries(module_number) };
}

/// PHP's question whether an entry may be changed.
unsafe extern "C" fn allow_before_requests(
    entry: *mut zend_ini_entry,
    value: *mut zend_string,
    _first: *mut c_void,
    _second: *mut c_void,
    _third: *mut c_void,
    stage: c_int,
) -> c_int {
    if stage != RUNTIME && stage != HTACCESS {
        return SUCCESS;
    }
    // SAFETY: PHP gives a live entry, and the value that it is to have. Both have a text or null.
    if unsafe { text((*entry).value) == text(value) } {
        return SUCCESS;
    }
    if stage == HTACCESS {
        php_log::warn_of_request(format!(
            "traced_coroutine: {}",
            refusal(entry, "is not read from .user.ini or .htaccess")
        ));
        return FAILURE;
    }
    let message = CString::new(refusal(entry, "cannot be changed at run time")).unwrap_or_default();
    let message = message.into_raw();
    // SAFETY: the text goes through "%s", so it is never a format itself. The program's error handler may throw, which
    // PHP looks at later, or end the request: then the text is lost, and nothing else on this stack.
    unsafe {
        zend_error(E_WARNING as c_int, c"%s".as_ptr(), message);
        drop(CString::from_raw(message));
    }
    FAILURE
}

fn refusal(entry: *const zend_ini_entry, what: &str) -> String {
    // SAFETY: a live entry has a name.
    let name = unsafe { text((*entry).name) }.unwrap_or_default();
    let name = String::from_utf8_lossy(name);
    format!(
        "{name} {what}: settings are those of the whole process, from php.ini, the environment or a pool's php_admin_value"
    )
}

/// # Safety
/// `string` must be null or a live PHP string, which the result must not outlive.
unsafe fn text<'a>(string: *const zend_string) -> Option<&'a [u8]> {
    // SAFETY: the caller's promise.
    unsafe { string.as_ref() }.map(ZendStr::as_bytes)
}

/// Gives an entry this value for the request that begins.
pub fn set_for_request(name: &CStr, value: &str) {
    let mut name = ZendStr::new(name.to_bytes(), false);
    // SAFETY: PHP copies the text, and counts its own reference to the name.
    unsafe {
        zend_alter_ini_entry_chars(
            &raw mut *name,
            value.as_ptr().cast(),
            value.len(),
            SYSTEM,
            ACTIVATE,
        );
    }
}
