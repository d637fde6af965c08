//! The few executor globals that a tracer needs, read and written in one place.

#[cfg(php_zts)]
use super::tsrm;
use ext_php_rs::ffi::{
    HashTable, ext_php_rs_compiler_globals, ext_php_rs_sapi_module, zend_execute_data,
    zend_executor_globals, zend_object,
};
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use std::ffi::{CStr, c_int};

unsafe extern "C" {
    /// PHP's own, of a PHP without ZTS. ext-php-rs would call a function of its C wrapper for it, several times in each
    /// coroutine.
    #[cfg(not(php_zts))]
    static mut executor_globals: zend_executor_globals;
    /// Whether PHP starts its modules.
    fn php_during_module_startup() -> bool;
}

/// `EG()`: valid on PHP's thread for as long as the module is loaded.
#[inline(always)]
pub(super) fn executor() -> *mut zend_executor_globals {
    #[cfg(not(php_zts))]
    {
        &raw mut executor_globals
    }
    #[cfg(php_zts)]
    {
        tsrm::executor()
    }
}

/// `CG(function_table)`: from module start to module end, while the executor has it during a request only.
pub(super) fn function_table() -> *mut HashTable {
    // SAFETY: returns the address of the compiler globals of the calling PHP thread.
    unsafe { (*ext_php_rs_compiler_globals()).function_table }
}

/// `CG(class_table)`, likewise.
pub(super) fn class_table() -> *mut HashTable {
    // SAFETY: as above.
    unsafe { (*ext_php_rs_compiler_globals()).class_table }
}

/// `EG(current_execute_data)`.
#[inline]
pub(super) fn current_frame() -> *mut zend_execute_data {
    // SAFETY: `executor()` is valid on PHP's thread, the only one that calls into this folder.
    unsafe { (*executor()).current_execute_data }
}

/// Sets `EG(current_execute_data)`; the frame must stay valid until the former one is put back.
#[inline]
pub(super) fn set_current_frame(frame: *mut zend_execute_data) {
    // SAFETY: as above; the callers in this folder restore the former frame before they return.
    unsafe { (*executor()).current_execute_data = frame }
}

/// `EG(exception)`, null where none is pending.
#[inline]
pub(super) fn pending_exception() -> *mut zend_object {
    // SAFETY: as in `current_frame`.
    unsafe { (*executor()).exception }
}

/// Whether PHP asks the program's error handler about an error of this level, one that such a handler may take.
pub(super) fn asks_error_handler(level: c_int) -> bool {
    // SAFETY: as in `current_frame`. `EH_NORMAL` is 0; in other modes PHP asks no handler.
    unsafe {
        let globals = executor();
        let handler: *const Zval = (&raw const (*globals).user_error_handler).cast();
        (*handler).get_type() != DataType::Undef
            && (*globals).user_error_handler_error_reporting & level != 0
            && (*globals).error_handling == 0
    }
}

/// The status that `exit()` asked for, where no Swoole turned it into an exception.
pub fn exit_status() -> i64 {
    // SAFETY: as in `current_frame`.
    i64::from(unsafe { (*executor()).exit_status })
}

/// A request begins with none, as under PHP-FPM: the CLI's web server leaves that of the request before, and an `exit()` with a
/// text sets none.
pub fn reset_exit_status() {
    // SAFETY: as in `current_frame`. PHP reads it when the request is over.
    unsafe { (*executor()).exit_status = 0 };
}

/// True once the request ended by a fatal error: PHP code must not be called any more.
pub fn unclean_shutdown() -> bool {
    // SAFETY: returns the address of the compiler globals of the calling PHP thread.
    unsafe { (*ext_php_rs_compiler_globals()).unclean_shutdown }
}

/// True in the request that OPcache preloads in, before the process serves any: PHP-FPM forks after it, and leaves.
pub fn is_preloading() -> bool {
    // SAFETY: reads a flag of PHP's.
    unsafe { php_during_module_startup() }
}

/// True where a process serves one request and ends with it (the CLI), false under FPM and web servers' modules. Swoole's
/// coroutines run in these only.
pub fn one_request_per_process() -> bool {
    // SAFETY: the SAPI module and its name are set before any extension starts and live as long as the process.
    let name = unsafe { CStr::from_ptr((*ext_php_rs_sapi_module()).name) };
    matches!(name.to_bytes(), b"cli" | b"phpdbg" | b"embed" | b"micro")
}
