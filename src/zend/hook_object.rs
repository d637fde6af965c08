//! Callables that are ours and cost nothing to make: objects whose `get_closure` handler answers one of our own
//! internal functions. They are what Swoole and `Fiber` get instead of the user's callable.
//!
//! A PHP closure or a callable string would be resolved, copied and allocated anew per coroutine; one hook object
//! serves all coroutines of a request.

use super::callable::Callee;
use super::class;
use ext_php_rs::ffi::{
    GC_NOT_COLLECTABLE, HashTable, ZEND_RESULT_CODE_SUCCESS, ext_php_rs_zend_object_alloc,
    ext_php_rs_zend_object_release, std_object_handlers, zend_class_entry, zend_function,
    zend_object, zend_object_handlers, zend_object_std_dtor, zend_object_std_init, zend_result,
    zval, zval_ptr_dtor,
};
use std::cell::Cell;
use std::ffi::c_int;
use std::mem::offset_of;
use std::ptr;
use std::sync::OnceLock;

#[repr(C)]
struct HookObject {
    /// The user's callable where the object must keep it alive itself, else undefined.
    kept: zval,
    /// Whom the caller of `get_closure` shall keep alive with the call.
    holder: *mut zend_object,
    function: *mut zend_function,
    std: zend_object,
}

struct Handlers(zend_object_handlers);
// SAFETY: a table of function pointers, written once before it is shared.
unsafe impl Sync for Handlers {}
// SAFETY: as above.
unsafe impl Send for Handlers {}

static HANDLERS: OnceLock<Handlers> = OnceLock::new();

thread_local! {
    static BODY: Cell<*mut zend_object> = const { Cell::new(ptr::null_mut()) };
    static END: Cell<*mut zend_object> = const { Cell::new(ptr::null_mut()) };
}

/// Makes the request's two shared objects. Called at request start.
pub fn create_shared() {
    for (slot, function) in [
        (&BODY, class::body_function()),
        (&END, class::end_function()),
    ] {
        let object = allocate(function);
        // SAFETY: just made. It holds nothing that could be part of a cycle, so the collector need not look at it.
        unsafe {
            (*object).gc.u.type_info |= GC_NOT_COLLECTABLE << ext_php_rs::ffi::GC_FLAGS_SHIFT
        };
        slot.set(object);
    }
}

/// Gives the shared objects back. Called at request end, before PHP frees its object store.
pub fn release_shared() {
    for slot in [&BODY, &END] {
        let object = slot.replace(ptr::null_mut());
        if !object.is_null() {
            // SAFETY: the reference that `create_shared` made.
            unsafe { ext_php_rs_zend_object_release(object) };
        }
    }
}

/// The shared body hook, which names the callee's closure or object as the one to keep alive: Swoole then holds and
/// releases the user's closure exactly when it would without us, and its destructor runs at the same moment.
#[inline]
pub(super) fn shared_body(callee: &Callee) -> *mut zend_object {
    let object = BODY.get();
    // SAFETY: alive from request start to request end; `head` finds the structure around it.
    unsafe { (*head(object)).holder = callee.holder() };
    object
}

/// The shared end hook.
#[inline]
pub(super) fn shared_end() -> *mut zend_object {
    END.get()
}

/// A body hook of its own, which keeps the callable alive as long as it lives. The caller owns the reference.
pub(super) fn body_that_keeps(callee: &Callee) -> *mut zend_object {
    let object = allocate(class::body_function());
    // SAFETY: just made; the callable is an argument of the running frame. Copying it counts one more reference,
    // which `free` gives back.
    unsafe {
        let kept = &raw mut (*head(object)).kept;
        ptr::copy_nonoverlapping(callee.zval(), kept, 1);
        if (*kept).u1.type_info & 0xff00 != 0 {
            (*(*kept).value.counted).gc.refcount += 1;
        }
    }
    object
}

fn allocate(function: *mut zend_function) -> *mut zend_object {
    let handlers = HANDLERS.get_or_init(|| {
        // SAFETY: PHP's own table, initialised before any extension.
        let mut handlers = unsafe { std_object_handlers };
        handlers.offset = offset_of!(HookObject, std) as c_int;
        handlers.free_obj = Some(free);
        handlers.get_closure = Some(get_closure);
        handlers.get_gc = Some(get_gc);
        handlers.clone_obj = None;
        Handlers(handlers)
    });
    let class = class::trampoline_class();
    // SAFETY: the class was registered at module start; the allocation has room for the properties that the class
    // does not have; all fields are written before the object is used.
    unsafe {
        let hook =
            ext_php_rs_zend_object_alloc(size_of::<HookObject>(), class).cast::<HookObject>();
        (*hook).kept.u1.type_info = 0;
        (*hook).holder = ptr::null_mut();
        (*hook).function = function;
        let object = &raw mut (*hook).std;
        zend_object_std_init(object, class);
        (*object).handlers = &raw const handlers.0;
        object
    }
}

/// The structure around a hook's `zend_object`.
#[inline]
fn head(object: *mut zend_object) -> *mut HookObject {
    object.wrapping_byte_sub(offset_of!(HookObject, std)).cast()
}

unsafe extern "C" fn free(object: *mut zend_object) {
    // SAFETY: PHP calls it once, for an object that `allocate` made.
    unsafe {
        zval_ptr_dtor(&raw mut (*head(object)).kept);
        zend_object_std_dtor(object);
    }
}

unsafe extern "C" fn get_closure(
    object: *mut zend_object,
    class: *mut *mut zend_class_entry,
    function: *mut *mut zend_function,
    holder: *mut *mut zend_object,
    _check_only: bool,
) -> zend_result {
    // SAFETY: PHP gives valid out-parameters and an object with these handlers. Our functions are static, so the
    // object named here is never `$this`: it is only what the runtime keeps alive until the coroutine's end.
    unsafe {
        *class = (*object).ce;
        *function = (*head(object)).function;
        *holder = (*head(object)).holder;
    }
    ZEND_RESULT_CODE_SUCCESS
}

unsafe extern "C" fn get_gc(
    object: *mut zend_object,
    table: *mut *mut zval,
    count: *mut c_int,
) -> *mut HashTable {
    // SAFETY: as in `get_closure`. The table is the one zval that the object holds.
    unsafe {
        *table = &raw mut (*head(object)).kept;
        *count = 1;
    }
    ptr::null_mut()
}
