//! Swoole's coroutines: `Swoole\Coroutine`'s methods, called by their handlers.
//!
//! Nothing is linked: the class is looked up when a request starts, so that the extension loads without Swoole and in
//! either order. OpenSwoole has the class as well, under both names.

use super::call_frame::runs_destructor_alone;
use super::callable::Callee;
use super::class::{INTERNAL_CLASS, find_method, find_pointer};
use super::globals::{executor, one_request_per_process};
use super::hook_object;
use super::hooked_function::Original;
use super::internal_call::{Caller, call_internal, call_internal_with};
use super::php_thread::PerThread;
use super::swoole_api::{Extension, GetId, NewestId, SwooleApi};
use ext_php_rs::ffi::{zend_class_entry, zend_function, zval, zval_ptr_dtor};
use ext_php_rs::flags::{DataType, ZvalTypeFlags};
use ext_php_rs::types::Zval;
use std::cell::{Cell, UnsafeCell};
use std::ffi::{CStr, c_long};
use std::mem::MaybeUninit;
use std::ptr;

/// `DEBUG_BACKTRACE_IGNORE_ARGS`.
const IGNORE_ARGS: i64 = 2;

/// Swoole as the running PHP has it: pointers to what lives from module start to module end.
pub struct Swoole {
    create: *mut zend_function,
    defer: *mut zend_function,
    get_cid: *mut zend_function,
    get_pcid: *mut zend_function,
    get_backtrace: *mut zend_function,
    exists: *mut zend_function,
    extension: Extension,
    current_id: Option<GetId>,
    newest_id: Option<NewestId>,
}

/// Swoole as this thread has found it.
pub struct Located {
    swoole: UnsafeCell<Option<Swoole>>,
    is_located: Cell<bool>,
    /// Its `create` where a hook stands in it, as it is without.
    unhooked_create: Cell<Option<Original>>,
}

impl Located {
    /// Not looked for yet.
    pub const fn new() -> Self {
        Self {
            swoole: UnsafeCell::new(None),
            is_located: Cell::new(false),
            unhooked_create: Cell::new(None),
        }
    }
}

impl Swoole {
    /// Swoole's coroutines, if the extension is loaded and they can run here. Called at request start, when all extensions
    /// are there.
    pub fn locate() -> Option<&'static Self> {
        if !one_request_per_process() {
            // Swoole raises a fatal error if a coroutine is created here.
            return None;
        }
        let own = Located::own();
        if !own.is_located.replace(true) {
            // SAFETY: the thread's first request begins, and nothing is left from a time before.
            unsafe { *own.swoole.get() = Self::look_up() };
        }
        // SAFETY: written above, and not again before the modules end.
        unsafe { (*own.swoole.get()).as_ref() }
    }

    /// Drops the pointers, so that the next module start looks them up again. Called at module end.
    pub fn forget() {
        let located = Located::own();
        located.is_located.set(false);
        located.unhooked_create.set(None);
    }

    /// A hook was put into `Swoole\Coroutine::create()`: what is created from here passes it by.
    pub fn bypass_hook(create: Original) {
        Located::own().unhooked_create.set(Some(create));
    }

    /// `Swoole\Coroutine::create()`, without a hook of ours.
    pub fn create_function(&self) -> Original {
        let unhooked = Located::own().unhooked_create.get();
        unhooked.unwrap_or(Original::of(self.create))
    }

    fn look_up() -> Option<Self> {
        // SAFETY: the class table is alive during a request.
        let class: *mut zend_class_entry =
            unsafe { find_pointer((*executor()).class_table, "swoole\\coroutine").cast() };
        let extension = extension_of(class)?;
        let method = |name| Some(find_method(class, name)).filter(|method| !method.is_null());
        Some(Self {
            create: method("create")?,
            defer: method("defer")?,
            get_cid: method("getcid")?,
            get_pcid: method("getpcid")?,
            get_backtrace: method("getbacktrace")?,
            exists: method("exists")?,
            newest_id: extension.newest_id(),
            extension,
            current_id: match extension.api {
                SwooleApi::Usable(functions) => Some(functions.get_id),
                SwooleApi::Hidden => None,
                SwooleApi::OtherVersion(_) | SwooleApi::OtherExtension => Some(outside_of_all),
            },
        })
    }

    /// Name and version of the extension.
    pub fn name(&self) -> String {
        self.extension.name()
    }

    /// Why coroutines cannot be traced: the extension is none that was checked.
    pub fn refusal(&self) -> Option<String> {
        self.extension.refusal()
    }

    /// Whether the extension hides its C API.
    pub fn hides_hooks(&self) -> bool {
        matches!(self.extension.api, SwooleApi::Hidden)
    }

    /// Whether a hook reports the child that becomes a daemon.
    pub(super) fn reports_daemons(&self) -> bool {
        self.extension.reports_daemons()
    }

    /// The id of the running coroutine, -1 outside of coroutines.
    #[inline(always)]
    pub fn current_id(&self) -> i64 {
        match self.current_id {
            Some(get_id) => get_id(),
            None => self.call_for_int(self.get_cid, None).unwrap_or(-1),
        }
    }

    /// The id of the coroutine that was created last on this thread, or, of an extension that hides it, of the running one.
    pub fn newest_id(&self) -> i64 {
        match self.newest_id {
            // SAFETY: found on this thread, and Swoole stays loaded until `forget` is called.
            Some(newest) => unsafe { *newest },
            None => self.current_id(),
        }
    }

    /// Whether Swoole still has the coroutine. It does until all values that the coroutine held are destroyed, after its end.
    pub fn exists(&self, id: i64) -> bool {
        let mut result = MaybeUninit::<zval>::zeroed();
        // SAFETY: exists(int $cid) returns a bool and runs no user code.
        unsafe {
            call_internal_with(self.exists, &[int(id)], result.as_mut_ptr());
            (*result.as_ptr()).is_true()
        }
    }

    /// Whether the running coroutine has ended, and a destructor runs of what it held. Swoole keeps a defer that is
    /// registered then, and never runs it. A local variable's destructor at the end of the body looks the same.
    pub fn is_ending(&self) -> bool {
        runs_destructor_alone()
    }

    /// The coroutine that created `id`; `None` where there is none, or `id` is not alive.
    pub fn parent_of(&self, id: i64) -> Option<i64> {
        self.call_for_int(self.get_pcid, Some(id))
            .filter(|parent| *parent > 0)
    }

    /// Calls `create`, which is `Swoole\Coroutine::create()` under one of its names, with the body hook in place of the user's
    /// callable, and returns Swoole's result.
    #[inline(always)]
    pub fn create(&self, create: Original, callee: &Callee, result: &mut Zval) {
        // SAFETY: `create` takes one callable, which the hook object is.
        unsafe {
            call_internal(
                create.function(),
                ptr::null_mut(),
                hook_object::shared_body(callee),
                Caller::InPlaceOfCurrent,
                result,
            );
        }
    }

    /// `Swoole\Coroutine::defer()` with the end hook. Never inlined: the caller's stack lives as long as the coroutine.
    #[inline(never)]
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

    /// Not inlined, for the sake of the stack that the callers hold.
    #[inline(never)]
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

/// The id where coroutines are not told apart: what their methods do is not known.
extern "C" fn outside_of_all() -> c_long {
    -1
}

/// The extension that a class is of. `None` where there is no such class, or it is the program's own.
fn extension_of(class: *const zend_class_entry) -> Option<Extension> {
    // SAFETY: a class of PHP's table, or null. An internal one has its module, which lives until module end.
    unsafe {
        if class.is_null() || (*class).type_ as u8 != INTERNAL_CLASS {
            return None;
        }
        let module = (*class).info.internal.module;
        (!module.is_null()).then(|| Extension::find(CStr::from_ptr((*module).name)))
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
