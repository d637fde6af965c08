//! PHP's own Fibers: creates and starts them, finds the running one, and observes their starts and ends.

use super::callable::Callee;
use super::class::find_method;
pub use super::fiber_key::FiberKey;
use super::fiber_key::fiber_of;
#[cfg(php84)]
use super::gc_fiber::{self, Collector};
use super::globals::{current_frame, executor, pending_exception};
use super::hook_object;
use super::internal_call::{Caller, call_internal};
use super::module_static::FunctionSlot;
#[cfg(php84)]
use super::php_thread::PerThread;
use ext_php_rs::ffi::{
    ext_php_rs_zend_object_release, object_init_ex, zend_ce_fiber, zend_fiber, zend_fiber_context,
    zend_object, zend_observer_fiber_destroy_register, zend_observer_fiber_init_register, zval,
    zval_ptr_dtor,
};
use std::mem::MaybeUninit;
use std::panic::catch_unwind;
use std::ptr;

/// The running fiber; `None` in the main program.
#[inline]
pub fn current() -> Option<FiberKey> {
    let fiber = running();
    (!fiber.is_null()).then(|| FiberKey::of(fiber))
}

/// The active fiber, or null. While PHP's garbage collector runs destructors in a fiber of its own, this is the fiber in
/// which the collection began.
#[inline]
fn running() -> *mut zend_fiber {
    // SAFETY: the executor globals are valid on PHP's thread.
    let fiber = unsafe { (*executor()).active_fiber };
    #[cfg(php84)]
    if gc_fiber::is_its_fiber(fiber) {
        return resumer_of(fiber).unwrap_or(ptr::null_mut());
    }
    fiber
}

/// Whether a fiber is active: it runs itself, or another scheduler's coroutine runs on top of it.
#[inline(always)]
pub fn is_active() -> bool {
    // SAFETY: as in `running`.
    !unsafe { (*executor()).active_fiber }.is_null()
}

/// The active fiber if the code runs on its stack. PHP takes a fiber for active also while a coroutine of Swoole's runs that
/// was created in it, or that runs because the fiber's own coroutine is suspended.
#[cold]
pub fn innermost() -> Option<FiberKey> {
    // SAFETY: as in `running`. The frames on a stack are alive, and end at a fiber's own or with its resumer's.
    unsafe {
        let fiber = (*executor()).active_fiber;
        if fiber.is_null() {
            return None;
        }
        let mut frame = current_frame();
        while !frame.is_null() && frame != (*fiber).stack_bottom {
            frame = (*frame).prev_execute_data;
        }
        if frame.is_null() {
            return None;
        }
    }
    current()
}

/// The fibers below the running one on the stack of resumes, innermost first.
pub fn resumers() -> impl Iterator<Item = FiberKey> {
    std::iter::successors(resumer_of(running()), |fiber| resumer_of(*fiber)).map(FiberKey::of)
}

fn resumer_of(fiber: *mut zend_fiber) -> Option<*mut zend_fiber> {
    if fiber.is_null() {
        return None;
    }
    // SAFETY: a running fiber has a caller, and all callers are alive.
    unsafe { fiber_of((*fiber).caller) }
}

/// Calls `callback` when a fiber starts, while the fiber that starts it is still active. Registered at each module start, as
/// [`on_destroyed`] is.
pub fn on_started(callback: Callback) {
    STARTED.set(Some(callback));
    // SAFETY: as in `on_destroyed`.
    unsafe { zend_observer_fiber_init_register(Some(on_fiber_init)) };
}

static STARTED: FunctionSlot<Callback> = FunctionSlot::new();

unsafe extern "C" fn on_fiber_init(context: *mut zend_fiber_context) {
    // SAFETY: as in `on_fiber_destroy`.
    let fiber = unsafe { fiber_of(context) };
    #[cfg(php84)]
    if fiber.is_some_and(gc_fiber::is_starting) {
        return;
    }
    notify(fiber, &STARTED);
}

/// Calls `callback` when a fiber has ended or was destroyed. Registered at each module start: PHP drops its observers at module
/// end.
pub fn on_destroyed(callback: Callback) {
    CALLBACK.set(Some(callback));
    // SAFETY: module start runs before any fiber. PHP calls it once per fiber and never per function call.
    unsafe { zend_observer_fiber_destroy_register(Some(on_fiber_destroy)) };
}

type Callback = fn(FiberKey);
static CALLBACK: FunctionSlot<Callback> = FunctionSlot::new();

unsafe extern "C" fn on_fiber_destroy(context: *mut zend_fiber_context) {
    // SAFETY: PHP gives a context that is still there; one of kind `Fiber` lies in its fiber.
    let fiber = unsafe { fiber_of(context) };
    notify(fiber, &CALLBACK);
    #[cfg(php84)]
    if let Some(fiber) = fiber {
        Collector::own().forget(FiberKey::of(fiber));
    }
}

/// Calls `callback` when a destructor suspends the garbage collector's fiber, which the program owns from then on. The arguments
/// are that fiber and the one in which the collection began. Registered at each module start.
#[cfg_attr(
    not(php84),
    expect(
        unused_variables,
        reason = "destructors run where the collection begins"
    )
)]
pub fn on_given_away(callback: fn(FiberKey, Option<FiberKey>)) {
    #[cfg(php84)]
    gc_fiber::on_given_away(callback);
}

fn notify(fiber: Option<*mut zend_fiber>, callback: &FunctionSlot<Callback>) {
    if let (Some(fiber), Some(callback)) = (fiber, callback.get()) {
        // A panic must not unwind into PHP. It was counted where it happened.
        let _ = catch_unwind(|| callback(FiberKey::of(fiber)));
    }
}

/// A fiber that is created and not started. Its body hook keeps the callable alive. Plain data: nothing to drop.
#[derive(Clone, Copy)]
pub struct NewFiber(*mut zend_object);

/// `new Fiber($body)`. `None` where PHP refused to make it, with its own error pending.
///
/// The garbage collector may run here, and with it the program's destructors.
pub fn make(callee: &Callee) -> Option<NewFiber> {
    let mut fiber = MaybeUninit::<zval>::zeroed();
    let mut result = MaybeUninit::<zval>::zeroed();
    // SAFETY: `Fiber` is a core class. The hook object is released here, and the fiber by `start`, or here where it was not
    // made.
    unsafe {
        if object_init_ex(fiber.as_mut_ptr(), zend_ce_fiber) != 0 {
            return None;
        }
        let object: *mut zend_object = (*fiber.as_ptr()).value.obj;
        let body = hook_object::body_that_keeps(callee);
        let constructor = find_method(zend_ce_fiber, "__construct");
        call_internal(
            constructor,
            object,
            body,
            Caller::BeforeCurrent,
            result.as_mut_ptr(),
        );
        ext_php_rs_zend_object_release(body);
        if !pending_exception().is_null() {
            ext_php_rs_zend_object_release(object);
            return None;
        }
        Some(NewFiber(object))
    }
}

impl NewFiber {
    /// `$fiber->start()`. PHP's own error is pending where the body threw, and where PHP refused to start it.
    ///
    /// Nothing but the body itself (through `Fiber::getCurrent()`) holds the fiber when this returns.
    pub fn start(self) {
        let mut result = MaybeUninit::<zval>::zeroed();
        // SAFETY: a fiber that `make` has made. PHP code runs in `start`: only plain pointers are on this stack then.
        unsafe {
            call_internal(
                find_method(zend_ce_fiber, "start"),
                self.0,
                ptr::null_mut(),
                Caller::BeforeCurrent,
                result.as_mut_ptr(),
            );
            zval_ptr_dtor(result.as_mut_ptr());
            ext_php_rs_zend_object_release(self.0);
        }
    }
}
