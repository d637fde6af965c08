//! The garbage collector's own fiber. Since PHP 8.4 a collection that begins in a fiber runs destructors in it, because they may
//! suspend.
//!
//! PHP suspends it between two collections and resumes it from the fiber in which the next one begins; destructors belong to
//! that fiber. If a destructor suspends it, the program owns it from then on, and may resume it from anywhere.

use super::fiber_key::{FiberKey, fiber_of};
use super::globals::current_frame;
use super::module_static::FunctionSlot;
use super::php_thread::PerThread;
use ext_php_rs::PHP_ZTS;
use ext_php_rs::ffi::{zend_fiber, zend_fiber_context, zend_function};
use ext_php_rs::types::ZendStr;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::panic::catch_unwind;
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicPtr, Ordering};

unsafe extern "C" {
    /// Of `zend_observer.h`, which ext-php-rs has no binding for.
    fn zend_observer_fiber_switch_register(handler: OnSwitch);
}

type OnSwitch = unsafe extern "C" fn(*mut zend_fiber_context, *mut zend_fiber_context);
/// Gets the fiber that a destructor suspends, and the one in which the collection began, if any.
pub(super) type OnGivenAway = fn(FiberKey, Option<FiberKey>);

const UNKNOWN: *mut zend_function = NonNull::dangling().as_ptr();
/// The body of all its fibers. Until one has started it is like that of no fiber, which may also be null.
static BODY: AtomicPtr<zend_function> = AtomicPtr::new(UNKNOWN);
static ON_GIVEN_AWAY: FunctionSlot<OnGivenAway> = FunctionSlot::new();

/// The collector's fibers that are its own no more, and not done.
pub struct Collector(RefCell<BTreeSet<FiberKey>>);

impl Collector {
    /// All are its own.
    pub const fn new() -> Self {
        Self(RefCell::new(BTreeSet::new()))
    }

    /// The fiber is done.
    pub(super) fn forget(&self, fiber: FiberKey) {
        self.0.borrow_mut().remove(&fiber);
    }
}

/// Has `callback` run when a destructor suspends the collector's fiber. Called at each module start: PHP has forgotten who
/// listened before.
pub(super) fn on_given_away(callback: OnGivenAway) {
    ON_GIVEN_AWAY.set(Some(callback));
    BODY.store(UNKNOWN, Ordering::Relaxed);
    if PHP_ZTS {
        // PHP's list of handlers is one for all threads: it must not grow while they run.
        // SAFETY: module start runs on one thread, before any request.
        unsafe { zend_observer_fiber_switch_register(on_switch) };
    }
}

#[inline]
pub(super) fn is_its_fiber(fiber: *mut zend_fiber) -> bool {
    has_its_body(fiber) && !Collector::own().0.borrow().contains(&FiberKey::of(fiber))
}

/// The body of its fibers.
#[inline]
fn body() -> *mut zend_function {
    BODY.load(Ordering::Relaxed)
}

#[inline]
fn has_its_body(fiber: *mut zend_fiber) -> bool {
    // SAFETY: null or a live fiber.
    !fiber.is_null() && ptr::eq(unsafe { (*fiber).fci_cache.function_handler }, body())
}

/// Whether the fiber that starts is one of the collector's, whose body PHP has no other function like: it is internal, of no
/// class, and in no table of functions.
pub(super) fn is_starting(fiber: *mut zend_fiber) -> bool {
    // SAFETY: PHP starts a fiber whose body is null, for `__call`, or a live function. A handler that is registered amid a
    // request is called from the next switch on; no program pays for it before its first collection in a fiber.
    unsafe {
        let body = (*fiber).fci_cache.function_handler;
        if body.is_null() || !(*body).common.scope.is_null() {
            return false;
        }
        let name: *const ZendStr = (*body).common.function_name;
        if !name.is_null()
            && (*name).as_bytes() == b"gc_destructor_fiber"
            && BODY.swap(body, Ordering::Relaxed) == UNKNOWN
            && !PHP_ZTS
        {
            zend_observer_fiber_switch_register(on_switch);
        }
    }
    has_its_body(fiber)
}

unsafe extern "C" fn on_switch(from: *mut zend_fiber_context, to: *mut zend_fiber_context) {
    // SAFETY: PHP switches between live contexts, and the running frame is alive.
    let (suspends, fiber, resumer) = unsafe {
        let Some(fiber) = fiber_of(from).filter(|fiber| is_its_fiber(*fiber)) else {
            return;
        };
        // A fiber that goes on in another one, which it resumes, keeps its caller. The collector suspends its own from the
        // body itself.
        let frame = current_frame();
        let is_amid_body = !frame.is_null() && !ptr::eq((*frame).func, body());
        (
            (*fiber).caller.is_null() && is_amid_body,
            fiber,
            fiber_of(to),
        )
    };
    if suspends && let Some(callback) = ON_GIVEN_AWAY.get() {
        let key = FiberKey::of(fiber);
        // A panic must not unwind into PHP. It was counted where it happened.
        let _ = catch_unwind(|| callback(key, resumer.map(FiberKey::of)));
        Collector::own().0.borrow_mut().insert(key);
    }
}
