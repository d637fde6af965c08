//! Swoole's coroutines: `Swoole\Coroutine`'s methods by their handlers, and its C API where it is known.
//!
//! Nothing is linked: the class is looked up when a request starts, the C functions by `dlsym`, so that the extension
//! loads without Swoole and in either order.

use super::call_frame::CallFrame;
use super::callable::Callee;
use super::class::{find_method, find_pointer};
use super::globals::executor;
use super::hook_object;
use super::internal_call::{Caller, call_internal, call_internal_with};
use ext_php_rs::ffi::{zend_class_entry, zend_function, zval, zval_ptr_dtor};
use ext_php_rs::flags::{DataType, ZvalTypeFlags};
use ext_php_rs::types::Zval;
use std::ffi::{CStr, c_int, c_long, c_void};
use std::mem::MaybeUninit;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;
use std::sync::OnceLock;

/// `SW_GLOBAL_HOOK_ON_CORO_STOP` of `swoole_api.h`.
const ON_CORO_STOP: c_int = 4;
/// `SWOOLE_API_VERSION_ID` of the Swoole 6 releases whose hook numbers were checked.
const KNOWN_API_VERSION: c_int = 0x0202_208a;
/// `DEBUG_BACKTRACE_IGNORE_ARGS`.
const IGNORE_ARGS: i64 = 2;

/// Swoole as the running PHP has it. Plain pointers to what lives as long as the process.
#[derive(Clone, Copy)]
pub struct Swoole {
    create: *mut zend_function,
    defer: *mut zend_function,
    get_cid: *mut zend_function,
    get_pcid: *mut zend_function,
    get_backtrace: *mut zend_function,
    current_id: Option<extern "C" fn() -> c_long>,
}

type AddHook = unsafe extern "C" fn(c_int, extern "C" fn(*mut c_void), c_int);

static ON_STOP: OnceLock<fn(i64)> = OnceLock::new();

impl Swoole {
    /// Swoole's coroutines, if the extension is loaded. Called at request start, when all extensions are there.
    pub fn locate() -> Option<Self> {
        // SAFETY: the class table is alive during a request.
        let class: *mut zend_class_entry =
            unsafe { find_pointer((*executor()).class_table, "swoole\\coroutine").cast() };
        if class.is_null() {
            return None;
        }
        let method = |name| Some(find_method(class, name)).filter(|method| !method.is_null());
        Some(Self {
            create: method("create")?,
            defer: method("defer")?,
            get_cid: method("getcid")?,
            get_pcid: method("getpcid")?,
            get_backtrace: method("getbacktrace")?,
            // SAFETY: the signature is that of swoole_coroutine_api.h, unchanged since Swoole 4.
            current_id: symbol(c"swoole_coroutine_get_id").map(|address| unsafe {
                std::mem::transmute::<*mut c_void, extern "C" fn() -> c_long>(address)
            }),
        })
    }

    /// The id of the coroutine that runs now, -1 outside of coroutines.
    #[inline]
    pub fn current_id(&self) -> i64 {
        match self.current_id {
            Some(get_id) => get_id(),
            None => self.call_for_int(self.get_cid, None).unwrap_or(-1),
        }
    }

    /// The coroutine that created `id`; `None` where there is none, or `id` is not alive.
    pub fn parent_of(&self, id: i64) -> Option<i64> {
        self.call_for_int(self.get_pcid, Some(id))
            .filter(|parent| *parent > 0)
    }

    /// `Swoole\Coroutine::create()` with the body hook in place of the user's callable. The result is Swoole's own.
    #[inline]
    pub fn create(&self, callee: &Callee, result: &mut Zval) {
        // SAFETY: `create` takes one callable, which the hook object is.
        unsafe {
            call_internal(
                self.create,
                ptr::null_mut(),
                hook_object::shared_body(callee),
                Caller::BeforeCurrent,
                result,
            );
        }
    }

    /// Runs Swoole's `create` on our own caller's frame and arguments, as if it had been called itself.
    #[inline]
    pub fn pass_through(&self, frame: &CallFrame<'_>, result: &mut Zval) {
        let raw = frame.raw();
        // SAFETY: the frame holds the arguments that the user meant for `create`, and both functions are static. The
        // frame's function is put back because PHP frees the frame by it.
        unsafe {
            let own = (*raw).func;
            (*raw).func = self.create;
            if let Some(handler) = (*self.create).internal_function.handler {
                handler(raw, result);
            }
            (*raw).func = own;
        }
    }

    /// `Swoole\Coroutine::defer()` with the end hook.
    #[inline]
    pub fn defer_end(&self) {
        let mut result = MaybeUninit::<zval>::zeroed();
        // SAFETY: as in `create`; `defer` returns nothing that must be freed.
        unsafe {
            call_internal(
                self.defer,
                ptr::null_mut(),
                hook_object::shared_end(),
                Caller::Current,
                result.as_mut_ptr(),
            );
        }
    }

    /// File and line where a suspended coroutine stands: the innermost frame that has a file.
    pub fn suspended_at(&self, id: i64) -> Option<(String, u32)> {
        let mut result = MaybeUninit::<zval>::zeroed();
        // SAFETY: getBackTrace(int $cid, int $options, int $limit) reads the frames of a coroutine and runs no user
        // code; the array it returns is freed below.
        unsafe {
            let arguments = [int(id), int(IGNORE_ARGS), int(0)];
            call_internal_with(self.get_backtrace, &arguments, result.as_mut_ptr());
            let frames = result.as_mut_ptr();
            let place = (*frames).array().and_then(|frames| {
                frames.values().find_map(|frame| {
                    let frame = frame.array()?;
                    let line = u32::try_from(frame.get("line")?.long()?).ok()?;
                    Some((frame.get("file")?.string()?, line))
                })
            });
            zval_ptr_dtor(frames);
            place
        }
    }

    fn call_for_int(&self, function: *mut zend_function, argument: Option<i64>) -> Option<i64> {
        let mut result = MaybeUninit::<zval>::zeroed();
        // SAFETY: getCid() and getPcid(int $cid) return an int or false and run no user code.
        unsafe {
            let arguments = argument.map(int);
            call_internal_with(function, arguments.as_slice(), result.as_mut_ptr());
            let result = result.as_ptr();
            if (*result).get_type() == DataType::Long {
                (*result).long()
            } else {
                None
            }
        }
    }
}

/// Asks Swoole to call `callback` with the id of each coroutine that has ended, after its defers and also after a
/// bailout. True if this Swoole offers that. Registers once per process, however often it is called.
pub fn on_coroutine_stop(callback: fn(i64)) -> bool {
    static REGISTERED: OnceLock<bool> = OnceLock::new();
    *REGISTERED.get_or_init(|| {
        let (Some(version), Some(add_hook), Some(get_id)) = (
            symbol(c"swoole_api_version_id"),
            symbol(c"swoole_add_hook"),
            symbol(c"swoole_coroutine_get_id"),
        ) else {
            return false;
        };
        // SAFETY: the signatures are those of swoole_api.h and swoole_coroutine_api.h; the version is checked before
        // the hook's number is used.
        unsafe {
            let version = std::mem::transmute::<*mut c_void, extern "C" fn() -> c_int>(version);
            if version() != KNOWN_API_VERSION {
                return false;
            }
            let get_id = std::mem::transmute::<*mut c_void, extern "C" fn() -> c_long>(get_id);
            let add_hook = std::mem::transmute::<*mut c_void, AddHook>(add_hook);
            if ON_STOP.set(callback).is_err() || GET_ID.set(get_id).is_err() {
                return false;
            }
            add_hook(ON_CORO_STOP, on_stop, 1);
        }
        true
    })
}

static GET_ID: OnceLock<extern "C" fn() -> c_long> = OnceLock::new();

extern "C" fn on_stop(_context: *mut c_void) {
    if let (Some(callback), Some(get_id)) = (ON_STOP.get(), GET_ID.get()) {
        // A panic must not unwind into Swoole; whoever panicked has counted it.
        let _ = catch_unwind(AssertUnwindSafe(|| callback(get_id())));
    }
}

/// An int argument.
fn int(value: i64) -> Zval {
    let mut slot = MaybeUninit::<Zval>::zeroed();
    // SAFETY: both fields are written; an int owns nothing.
    unsafe {
        (*slot.as_mut_ptr()).value.lval = value;
        (*slot.as_mut_ptr()).u1.type_info = ZvalTypeFlags::Long.bits();
        slot.assume_init()
    }
}

fn symbol(name: &CStr) -> Option<*mut c_void> {
    // SAFETY: looks a name up among the loaded libraries; PHP loads extensions with RTLD_GLOBAL.
    let address = unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) };
    (!address.is_null()).then_some(address)
}
