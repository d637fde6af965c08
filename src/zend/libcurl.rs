//! The libcurl behind PHP's curl handles: what a handle's request was, and which headers it sends.
//!
//! Nothing is linked: the functions are those that PHP's curl extension itself is linked with. Must not know a span.

use super::class::find_pointer;
use super::curl_list::{HeaderList, Node};
use super::globals::executor;
use super::internal_call::{Caller, call_internal};
use super::php_object::PhpObject;
use super::value::text_of_c;
use ext_php_rs::ffi::{
    _zend_module_entry, HashTable, ZEND_INTERNAL_FUNCTION, zend_class_entry, zend_function,
    zend_object, zend_object_handlers,
};
use ext_php_rs::types::Zval;
use std::ffi::{CStr, c_char, c_int, c_long, c_void};
use std::mem::transmute;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

unsafe extern "C" {
    /// PHP's table of modules.
    static module_registry: HashTable;
}

/// `curl_easy_setopt()` and `curl_easy_getinfo()`.
type EasyFunction = unsafe extern "C" fn(*mut c_void, c_int, ...) -> c_int;

const HTTPHEADER: c_int = 10023;

static SETOPT: AtomicPtr<c_void> = AtomicPtr::new(ptr::null_mut());
static GETINFO: AtomicPtr<c_void> = AtomicPtr::new(ptr::null_mut());
static CLASS: AtomicPtr<zend_class_entry> = AtomicPtr::new(ptr::null_mut());

/// A text that libcurl knows of a handle: `CURLINFO_EFFECTIVE_URL`.
pub const EFFECTIVE_URL: c_int = 0x10_0001;
/// `CURLINFO_EFFECTIVE_METHOD`, since libcurl 7.72.
pub const EFFECTIVE_METHOD: c_int = 0x10_003a;
/// A number that libcurl knows of a handle: `CURLINFO_RESPONSE_CODE`.
pub const RESPONSE_CODE: c_int = 0x20_0002;
/// `CURLINFO_REDIRECT_COUNT`.
pub const REDIRECT_COUNT: c_int = 0x20_0014;
/// `CURLINFO_HTTP_VERSION`.
pub const HTTP_VERSION: c_int = 0x20_002e;

/// Looks for the functions. False where there is no curl extension, where its libcurl cannot be found, or where Swoole, which
/// makes the handles in PHP's place, has another one. Called at request start.
pub fn find() -> bool {
    let found = [
        (&SETOPT, c"curl_easy_setopt"),
        (&GETINFO, c"curl_easy_getinfo"),
    ];
    for (slot, name) in found {
        let Some(address) = symbol("curl", name) else {
            return false;
        };
        if symbol("swoole", name).is_some_and(|other| other != address) {
            return false;
        }
        slot.store(address, Ordering::Relaxed);
    }
    // SAFETY: the class table is alive during a request.
    let class = unsafe { find_pointer((*executor()).class_table, "curlhandle") };
    CLASS.store(class.cast(), Ordering::Relaxed);
    !class.is_null()
}

/// The function of a name as the library of a module sees it.
fn symbol(module: &str, name: &CStr) -> Option<*mut c_void> {
    // SAFETY: the table and its modules live until PHP ends; a module that is part of PHP itself has no handle.
    unsafe {
        let module: *mut _zend_module_entry =
            find_pointer(&raw const module_registry, module).cast();
        if module.is_null() {
            return None;
        }
        let handle = (*module).handle;
        let handle = if handle.is_null() {
            libc::RTLD_DEFAULT
        } else {
            handle
        };
        let address = libc::dlsym(handle, name.as_ptr());
        (!address.is_null()).then_some(address)
    }
}

/// A handle of libcurl's, for the length of one look at it.
pub struct EasyHandle {
    easy: *mut c_void,
    object: *mut zend_object,
}

impl EasyHandle {
    /// That of a `CurlHandle`.
    pub fn of(object: &PhpObject) -> Option<Self> {
        let class = CLASS.load(Ordering::Relaxed);
        if class.is_null() || object.class() != class {
            return None;
        }
        let object = object.raw();
        // SAFETY: an object of the class, which is final. The handle is the first thing in PHP's struct around it, in PHP 8.2 to
        // 8.6 and in Swoole.
        let easy = unsafe {
            let offset = (*(*object).handlers).offset as usize;
            *object.cast::<u8>().sub(offset).cast::<*mut c_void>()
        };
        (!easy.is_null()).then_some(Self { easy, object })
    }

    /// A text that libcurl knows; empty where it does not.
    pub fn text(&self, info: c_int) -> String {
        let mut text: *const c_char = ptr::null();
        // SAFETY: a live handle, and the type that this information has. The text is the handle's.
        unsafe {
            self.get(info, (&raw mut text).cast());
            text_of_c(text)
        }
    }

    /// A number that libcurl knows, else 0.
    pub fn number(&self, info: c_int) -> i64 {
        let mut number: c_long = 0;
        // SAFETY: as in `text`.
        unsafe { self.get(info, (&raw mut number).cast()) };
        number
    }

    /// Has it send the headers of a list, which must live until the handle has ended or has got another list.
    pub fn send_headers(&self, list: &HeaderList) {
        let function = SETOPT.load(Ordering::Relaxed);
        let first: *const Node = list.first();
        // SAFETY: found by `find`; the handle is live, and libcurl reads the list when it sends a request.
        unsafe {
            let setopt = transmute::<*mut c_void, EasyFunction>(function);
            setopt(self.easy, HTTPHEADER, first);
        }
    }

    /// The number of its last error, as `curl_errno()` says it.
    pub fn error(&self) -> i64 {
        let mut result = Zval::new();
        // SAFETY: a function of PHP's with this one parameter. It calls nothing of the program's.
        unsafe {
            let function: *mut zend_function =
                find_pointer((*executor()).function_table, "curl_errno").cast();
            if !function.is_null() && u32::from((*function).type_) == ZEND_INTERNAL_FUNCTION {
                call_internal(
                    function,
                    ptr::null_mut(),
                    self.object,
                    Caller::Current,
                    &raw mut result,
                );
            }
        }
        result.long().unwrap_or(0)
    }

    /// The handlers of its object.
    pub(super) fn handlers(&self) -> *const zend_object_handlers {
        // SAFETY: the object is live.
        unsafe { (*self.object).handlers }
    }

    /// # Safety
    /// `into` must be a place of the type that the information has.
    unsafe fn get(&self, info: c_int, into: *mut c_void) {
        let function = GETINFO.load(Ordering::Relaxed);
        // SAFETY: found by `find`; the handle is live, and the place is valid.
        unsafe {
            let getinfo = transmute::<*mut c_void, EasyFunction>(function);
            getinfo(self.easy, info, into);
        }
    }
}
