//! PHP's own Fibers, as a runtime for coroutines where Swoole is not loaded.

use super::callable::Callee;
use super::class::find_method;
use super::globals::{executor, pending_exception};
use super::hook_object;
use super::internal_call::{Caller, call_internal};
use ext_php_rs::ffi::{
    ext_php_rs_zend_object_release, object_init_ex, zend_ce_fiber, zend_fiber, zend_object, zval,
    zval_ptr_dtor,
};
use std::mem::{MaybeUninit, offset_of};

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
    // SAFETY: a running fiber has a caller, and all callers are alive; a context of kind `Fiber` lies in its fiber.
    unsafe {
        let caller = if fiber.is_null() {
            return None;
        } else {
            (*fiber).caller
        };
        let is_fiber = !caller.is_null() && (*caller).kind == zend_ce_fiber.cast();
        is_fiber.then(|| caller.byte_sub(offset_of!(zend_fiber, context)).cast())
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
