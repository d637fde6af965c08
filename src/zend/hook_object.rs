//! Hook objects: callables whose `get_closure` handler returns one of this extension's internal functions. Swoole and `Fiber`
//! receive them in place of the user's callable.
//!
//! A PHP closure or a callable string would be resolved, copied and allocated for each coroutine. One hook object serves all
//! coroutines of a request.

use super::callable::Callee;
use super::class::{Handler, Method, find_method};
use super::module_static::FunctionSlot;
use super::object::{self, ClassSlot, Payload};
use super::php_thread::PerThread;
use ext_php_rs::alloc::efree;
use ext_php_rs::args::Arg;
use ext_php_rs::error::Result;
use ext_php_rs::ffi::{
    GC_NOT_COLLECTABLE, ZEND_RESULT_CODE_SUCCESS, zend_class_entry, zend_function, zend_object,
    zend_result,
};
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use std::cell::Cell;
use std::panic::catch_unwind;
use std::ptr;

/// The payload of a hook object.
struct Hook {
    function: *mut zend_function,
    /// The object that `get_closure` names as the call's object, so that Swoole keeps it alive until the coroutine ends.
    holder: Cell<*mut zend_object>,
    /// The user's callable, if this object must keep it alive itself.
    kept: Option<Zval>,
}

impl Payload for Hook {
    const CLASS: &'static str = "TracedCoroutine\\Internal\\Trampoline";
    const MADE_BY: &'static str = "TracedCoroutine::create()";

    fn slot() -> &'static ClassSlot {
        static SLOT: ClassSlot = ClassSlot::new();
        &SLOT
    }

    fn held(&self) -> &[Zval] {
        self.kept.as_slice()
    }
}

/// The method that stands in for one of Swoole's.
const WORKER_EXIT: &str = "workerexit";

/// The callback before PHP destroys the objects of a request.
static BEFORE_DESTRUCTORS: FunctionSlot<fn()> = FunctionSlot::new();

/// The two hook objects that all coroutines of a request share.
pub struct SharedHooks {
    body: Cell<*mut zend_object>,
    end: Cell<*mut zend_object>,
}

impl SharedHooks {
    /// Outside of a request.
    pub const fn new() -> Self {
        Self {
            body: Cell::new(ptr::null_mut()),
            end: Cell::new(ptr::null_mut()),
        }
    }
}

/// The handlers of the hidden class's methods.
pub struct Handlers {
    /// Runs a coroutine.
    pub body: Handler,
    /// Runs as a coroutine's defer.
    pub end: Handler,
    /// Stands in for `Swoole\Server\Helper::onWorkerExit()`.
    pub worker_exit: Handler,
    /// Called at request end, before PHP destroys any object except those in global variables.
    pub before_destructors: fn(),
}

/// Registers the hidden class. Called at module start.
pub fn register(handlers: Handlers) -> Result<()> {
    BEFORE_DESTRUCTORS.set(Some(handlers.before_destructors));
    // They are called as what they stand in for, with its arguments: a PHP for debugging (ZEND_DEBUG) ends where an internal
    // function gets more than it declares.
    let method = |name, handler| {
        let arguments = Arg::new("arguments", DataType::Mixed).is_variadic();
        Method::of_class(name, handler, DataType::Mixed).takes(1, vec![arguments])
    };
    object::register::<Hook>(vec![
        method("body", handlers.body),
        method("end", handlers.end),
        method(WORKER_EXIT, handlers.worker_exit),
    ])
}

/// Makes the request's two shared objects. Called at request start.
pub fn create_shared() {
    let shared = SharedHooks::own();
    for (slot, method) in [(&shared.body, "body"), (&shared.end, "end")] {
        let object = allocate(method, None);
        // SAFETY: just made. It holds nothing that could be part of a cycle, so the collector need not look at it.
        unsafe { (*object).gc.u.type_info |= GC_NOT_COLLECTABLE };
        slot.set(object);
    }
}

/// Frees the shared objects. Called when PHP has shut the request down, and runs no code any more: a coroutine that is still suspended
/// then keeps its references to them for good, and a PHP for debugging would report their memory.
pub fn free_shared() {
    let shared = SharedHooks::own();
    for slot in [&shared.body, &shared.end] {
        let object = slot.replace(ptr::null_mut());
        if !object.is_null() {
            // SAFETY: the reference that `create_shared` made has kept it until now. PHP has called its `free_obj`, and frees the
            // memory of no object that something refers to.
            unsafe { efree(object::head::<Hook>(object).cast()) };
        }
    }
}

/// The shared body hook, which names the callee's closure or object as the one to keep alive: Swoole then holds and
/// releases the user's closure exactly when it would without us, and its destructor runs at the same moment.
#[inline]
pub(super) fn shared_body(callee: &Callee) -> *mut zend_object {
    let object = SharedHooks::own().body.get();
    // SAFETY: alive from request start to request end.
    if let Some(hook) = unsafe { &*object::head::<Hook>(object) } {
        hook.holder.set(callee.holder());
    }
    object
}

/// The shared end hook.
#[inline]
pub(super) fn shared_end() -> *mut zend_object {
    SharedHooks::own().end.get()
}

/// A new body hook, which keeps the callable alive for as long as it lives itself. The caller owns the reference.
pub(super) fn body_that_keeps(callee: &Callee) -> *mut zend_object {
    // SAFETY: the callable is an argument of the running frame.
    let kept = unsafe { (*callee.zval()).shallow_clone() };
    allocate("body", Some(kept))
}

/// The function of [`Handlers::worker_exit`], which `swoole_exit` installs over Swoole's.
pub(super) fn worker_exit() -> *mut zend_function {
    find_method(Hook::slot().class(), WORKER_EXIT)
}

fn allocate(method: &str, kept: Option<Zval>) -> *mut zend_object {
    let class = Hook::slot().class();
    let hook = Hook {
        function: find_method(class, method),
        holder: Cell::new(ptr::null_mut()),
        kept,
    };
    object::allocate(Some(hook), class, |handlers| {
        handlers.get_closure = Some(get_closure);
        handlers.dtor_obj = Some(destroy);
    })
}

/// PHP calls all destructors in the order in which the objects were created, and the shared ones are among the first.
unsafe extern "C" fn destroy(object: *mut zend_object) {
    if object == SharedHooks::own().body.get()
        && let Some(callback) = BEFORE_DESTRUCTORS.get()
    {
        // A panic must not unwind into PHP. It was counted where it happened.
        let _ = catch_unwind(callback);
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
    // object named here never becomes `$this`: the runtime only keeps it alive until the coroutine's end.
    unsafe {
        if let Some(hook) = &*object::head::<Hook>(object) {
            *class = (*object).ce;
            *function = hook.function;
            // Once only: the hook object outlives the callee that it names.
            *holder = hook.holder.replace(ptr::null_mut());
        }
    }
    ZEND_RESULT_CODE_SUCCESS
}
