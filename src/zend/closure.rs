//! PHP closures over the extension's own objects.

use super::class::{Handler, Method, find_method};
#[cfg(not(php86))]
use super::internal_call::set_object;
use super::object::{self, Payload};
use ext_php_rs::args::Arg;
use ext_php_rs::error::Result;
use ext_php_rs::ffi::{
    ZEND_RESULT_CODE_SUCCESS, zend_class_entry, zend_function, zend_object, zval,
};
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
#[cfg(not(php86))]
use std::mem::MaybeUninit;
use std::ptr;

unsafe extern "C" {
    // Of `zend_closures.h`, which ext-php-rs has no bindings for.
    static zend_ce_closure: *mut zend_class_entry;
    fn zend_create_fake_closure(
        result: *mut zval,
        function: *mut zend_function,
        scope: *mut zend_class_entry,
        called_scope: *mut zend_class_entry,
        this: *mut This,
    );
}

/// As what a new closure's `$this` is given: as a value, and as the object itself since PHP 8.6.
#[cfg(not(php86))]
type This = zval;
#[cfg(php86)]
type This = zend_object;

/// Registers the hidden class behind closures of [`of_invoke`], whose method `__invoke` takes any arguments. Called at module
/// start.
pub fn register<T: Payload>(invoke: Handler) -> Result<()> {
    object::register::<T>(vec![
        Method::of_object("__invoke", invoke, DataType::Mixed)
            .takes(1, vec![Arg::new("param", DataType::Mixed).is_variadic()]),
    ])
}

/// Makes a closure of the object's method `__invoke`, which keeps the object alive.
pub fn of_invoke(object: &Zval, result: &mut Zval) {
    let Some(instance) = object.object() else {
        return;
    };
    let class = instance.ce;
    let this = ptr::from_ref(instance).cast_mut();
    // SAFETY: the class is registered and has the method, and the object is one of it.
    unsafe { bind(result, find_method(class, "__invoke"), class, this) };
}

/// The payload of the object whose `__invoke` is behind a closure of [`of_invoke`].
pub fn bound_object<T: Payload>(closure: &Zval) -> Option<&T> {
    // SAFETY: a live value. A closure keeps its object alive.
    unsafe {
        let (_, bound) = look_into(closure)?;
        object::payload_of(bound.as_ref()?)
    }
}

/// The callable that the object behind a closure of [`of_invoke`] holds, with its function: null where only `__call` answers it.
/// `None` for a closure of anything else of ours.
pub(super) fn behind(closure: *mut zval) -> Option<(*mut zval, *mut zend_function)> {
    // SAFETY: the callers have resolved it to a method of ours, so that a bound object is one of ours, which the closure keeps
    // alive. Those with this method are made by `object`, and hold a closure, or what only `__call` answers.
    unsafe {
        let (_, bound) = look_into(closure)?;
        let bound = bound.as_ref()?;
        if find_method(bound.ce, "__invoke").is_null() {
            return None;
        }
        let callable = object::first_held(bound)?;
        let is_closure = (*callable)
            .object()
            .is_some_and(|it| it.ce == zend_ce_closure);
        let function = is_closure.then(|| look_into(callable)).flatten();
        Some((callable, function.map_or(ptr::null_mut(), |(it, _)| it)))
    }
}

/// The function of an object that can be called, and the object that it is bound to, null for none.
///
/// # Safety
/// `callable` must be a live value.
unsafe fn look_into(callable: *const zval) -> Option<(*mut zend_function, *mut zend_object)> {
    let (mut class, mut function) = (ptr::null_mut(), ptr::null_mut());
    let mut bound = ptr::null_mut();
    // SAFETY: the caller's promise; the handler gets valid out-parameters and runs no user code.
    unsafe {
        let object = ptr::from_ref((*callable).object()?).cast_mut();
        let get_closure = (*(*object).handlers).get_closure?;
        let (class, function) = (&raw mut class, &raw mut function);
        if get_closure(object, class, function, &raw mut bound, true) != ZEND_RESULT_CODE_SUCCESS {
            return None;
        }
    }
    Some((function, bound))
}

/// A closure of a function that the caller has resolved, bound to its object where it has one.
///
/// # Safety
/// All pointers must be of one resolved callable; `object` may be null.
pub(super) unsafe fn of_function(
    function: *mut zend_function,
    called_scope: *mut zend_class_entry,
    object: *mut zend_object,
) -> Zval {
    let mut closure = Zval::new();
    // SAFETY: the caller's promise.
    unsafe { bind(&raw mut closure, function, called_scope, object) };
    closure
}

/// Writes a closure of the function, bound to its object where that is not null, into `result`.
///
/// # Safety
/// As for [`of_function`]; `result` must hold nothing to free.
unsafe fn bind(
    result: *mut zval,
    function: *mut zend_function,
    called_scope: *mut zend_class_entry,
    object: *mut zend_object,
) {
    #[cfg(php86)]
    let this = object;
    // A value that counts no reference, and is therefore not dropped.
    #[cfg(not(php86))]
    let mut value = MaybeUninit::<zval>::zeroed();
    #[cfg(not(php86))]
    let this = if object.is_null() {
        ptr::null_mut()
    } else {
        // SAFETY: the value holds nothing yet, and the object outlives this call.
        unsafe { set_object(value.as_mut_ptr(), object) };
        value.as_mut_ptr()
    };
    // SAFETY: the caller's promise. PHP counts its own reference to the object.
    unsafe {
        let scope = (*function).common.scope;
        zend_create_fake_closure(result, function, scope, called_scope, this);
    }
}
