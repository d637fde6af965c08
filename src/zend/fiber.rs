//! PHP's own Fibers, as a runtime for coroutines where Swoole is not loaded.

use super::callable::Callee;
use super::class::find_method;
use super::globals::{executor, pending_exception};
use super::hook_object;
use super::internal_call::{Caller, call_internal};
use super::php_thread::PhpThread;
use ext_php_rs::ffi::{
    ext_php_rs_zend_object_release, object_init_ex, zend_ce_fiber, zend_fiber, zend_fiber_context,
    zend_object, zend_observer_fiber_destroy_register, zval, zval_ptr_dtor,
};
use std::cell::Cell;
use std::mem::{MaybeUninit, offset_of};
use std::panic::catch_unwind;

/// Identifies a fiber while it runs or is suspended.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FiberKey(usize);

/// The fiber that runs now, if the code does not run in the main program.
#[inline]
pub fn current() -> Option<FiberKey> {
    // SAFETY: the executor globals are valid on PHP's thread.
    let fiber = unsafe { (*executor()).active_fiber };
    (!fiber.is_null()).then_some(FiberKey(fiber as usize))
}

/// The fibers below the running one on the stack of resumes, innermost first.
pub fn resumers() -> impl Iterator<Item = FiberKey> {
    // SAFETY: as in `current`.
    let running = unsafe { (*executor()).active_fiber };
    std::iter::successors(resumer_of(running), |fiber| resumer_of(*fiber))
        .map(|fiber| FiberKey(fiber as usize))
}

fn resumer_of(fiber: *mut zend_fiber) -> Option<*mut zend_fiber> {
    if fiber.is_null() {
        return None;
    }
    // SAFETY: a running fiber has a caller, and all callers are alive.
    unsafe { fiber_of((*fiber).caller) }
}

/// Has `callback` run when a fiber is done for good, whether it ended or was destroyed. Called at each module start: PHP
/// forgets its observers at the end of a module.
pub fn on_destroyed(callback: Callback) {
    CALLBACK.set(Some(callback));
    // SAFETY: module start runs before any fiber. PHP calls it once per fiber and never per function call.
    unsafe { zend_observer_fiber_destroy_register(Some(tell_destroyed)) };
}

type Callback = fn(FiberKey);
static CALLBACK: PhpThread<Cell<Option<Callback>>> = PhpThread::new(Cell::new(None));

unsafe extern "C" fn tell_destroyed(context: *mut zend_fiber_context) {
    // SAFETY: PHP gives a context that is still there; one of kind `Fiber` lies in its fiber.
    let fiber = unsafe { fiber_of(context) };
    if let (Some(fiber), Some(callback)) = (fiber, CALLBACK.get()) {
        // A panic must not unwind into PHP; whoever panicked has counted it.
        let _ = catch_unwind(|| callback(FiberKey(fiber as usize)));
    }
}

/// The fiber around a context, `None` where it is the main program's or another extension's.
///
/// # Safety
/// `context` must be null or a live context.
unsafe fn fiber_of(context: *mut zend_fiber_context) -> Option<*mut zend_fiber> {
    // SAFETY: the caller's promise.
    unsafe {
        let is_fiber = !context.is_null() && (*context).kind == zend_ce_fiber.cast();
        is_fiber.then(|| context.byte_sub(offset_of!(zend_fiber, context)).cast())
    }
}

/// `(new Fiber($body))->start()`, with our body hook that keeps the callable alive. False where PHP refused to make
/// the fiber; PHP's own error is pending then, and also where the body threw.
///
/// Nobody but the body itself (through `Fiber::getCurrent()`) holds the fiber when this returns.
pub fn start(callee: &Callee) -> bool {
    let mut fiber = MaybeUninit::<zval>::zeroed();
    // SAFETY: `Fiber` is a core class. The hook object and the fiber are owned by this function until they are
    // released below. PHP code runs in `start`: only plain pointers are on this stack then.
    unsafe {
        if object_init_ex(fiber.as_mut_ptr(), zend_ce_fiber) != 0 {
            return false;
        }
        let object: *mut zend_object = (*fiber.as_ptr()).value.obj;
        let body = hook_object::body_that_keeps(callee);
        let mut result = MaybeUninit::<zval>::zeroed();
        let constructor = find_method(zend_ce_fiber, "__construct");
        call_internal(
            constructor,
            object,
            body,
            Caller::BeforeCurrent,
            result.as_mut_ptr(),
        );
        ext_php_rs_zend_object_release(body);
        let made = pending_exception().is_null();
        if made {
            let start = find_method(zend_ce_fiber, "start");
            call_internal(
                start,
                object,
                std::ptr::null_mut(),
                Caller::BeforeCurrent,
                result.as_mut_ptr(),
            );
            zval_ptr_dtor(result.as_mut_ptr());
        }
        ext_php_rs_zend_object_release(object);
        made
    }
}
