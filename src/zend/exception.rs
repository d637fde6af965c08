//! The exception that is pending when a coroutine's body ends: classified and read without changing it.

use super::class::{find_pointer, is_a};
use super::globals::{exit_status, pending_exception};
use super::php_object::PhpObject;
use super::typed::bytes;
use super::value::{self, to_utf8_lossy};
use ext_php_rs::ffi::{
    ZEND_ACC_PRIVATE, instanceof_function_slow, zend_ce_error, zend_ce_exception,
    zend_ce_throwable, zend_class_entry, zend_is_graceful_exit, zend_is_unwind_exit, zend_object,
    zend_property_info, zend_read_property, zval,
};
use ext_php_rs::types::Zval;
use span_core::names;
use std::mem::MaybeUninit;
use std::ptr;

/// The exception or unwinding that ended the body.
pub enum Thrown {
    /// PHP unwinds the whole stack, for an `exit()` that no Swoole turns into an exception, or for a fatal error that
    /// it has reported. Carries the exit status.
    Unwinding(i64),
    /// A fiber that is destroyed before it has ended.
    Destroyed,
    /// An exception that user code can see.
    Exception(Throwable),
}

/// A throwable object for as long as nothing has caught or released it.
#[derive(Clone, Copy)]
pub struct Throwable(*mut zend_object);

/// The pending exception, if there is one.
#[inline]
pub fn pending() -> Option<Thrown> {
    let exception = pending_exception();
    if exception.is_null() {
        None
    } else {
        Some(classify(exception))
    }
}

#[cold]
fn classify(exception: *mut zend_object) -> Thrown {
    // SAFETY: the pending exception is a live object.
    unsafe {
        if zend_is_unwind_exit(exception) {
            Thrown::Unwinding(exit_status())
        } else if zend_is_graceful_exit(exception) {
            Thrown::Destroyed
        } else {
            Thrown::Exception(Throwable(exception))
        }
    }
}

impl Throwable {
    /// An exception that is being thrown, as the throw hook sees it. `None` for the engine's own unwinding.
    pub(super) fn thrown(exception: *mut zend_object) -> Option<Self> {
        if exception.is_null() {
            return None;
        }
        match classify(exception) {
            Thrown::Exception(throwable) => Some(throwable),
            Thrown::Unwinding(_) | Thrown::Destroyed => None,
        }
    }

    /// The exception in a value, `None` where it holds no throwable object.
    pub fn of(value: &Zval) -> Option<Self> {
        let object = ptr::from_ref(value.object()?).cast_mut();
        // SAFETY: a live object; the class is PHP's own.
        unsafe { instanceof_function_slow((*object).ce, zend_ce_throwable) }.then_some(Self(object))
    }

    /// All that are live now.
    pub(super) fn all_live() -> impl Iterator<Item = Self> {
        PhpObject::all_live().filter_map(|object| {
            let object = object.raw();
            // SAFETY: a live object; the class is PHP's own.
            unsafe { instanceof_function_slow((*object).ce, zend_ce_throwable) }
                .then_some(Self(object))
        })
    }

    /// True where the class or one of its parents has this name.
    pub fn is_a(self, class_name: &str) -> bool {
        !self.ancestor(class_name).is_null()
    }

    /// The first of these names that the class or one of its parents has.
    pub fn is_one_of(self, class_names: &[&'static str]) -> Option<&'static str> {
        class_names.iter().copied().find(|name| self.is_a(name))
    }

    /// The integer in a property that the class `class_name` declares; 0 where it holds anything else.
    pub fn int_property(self, class_name: &str, property: &str) -> i64 {
        let int = self.property(class_name, property, Zval::long);
        int.flatten().unwrap_or(0)
    }

    /// Reads a property that the class `class_name` declares, `None` where the exception is of another class.
    pub fn property<R>(
        self,
        class_name: &str,
        property: &str,
        read: impl FnOnce(&Zval) -> R,
    ) -> Option<R> {
        let scope = self.ancestor(class_name);
        if scope.is_null() {
            return None;
        }
        let mut buffer = MaybeUninit::<zval>::uninit();
        // SAFETY: a declared property of an internal class, read silently in that class's own scope: no user code
        // runs, and the result points into the object.
        unsafe {
            let value = zend_read_property(
                scope,
                self.0,
                property.as_ptr().cast(),
                property.len(),
                true,
                buffer.as_mut_ptr(),
            );
            Some(read((*value).dereference()))
        }
    }

    /// Its class, fully qualified.
    pub fn class_name(self) -> String {
        // SAFETY: a live object has a class, and a class has a name.
        let name = unsafe { to_utf8_lossy((*(*self.0).ce).name) };
        names::class_name(&name).to_owned()
    }

    /// The same as PHP has it: that of a class without a name has a place in it.
    pub(super) fn full_class_name<'a>(self) -> &'a [u8] {
        // SAFETY: as in `class_name`. The class outlives the exception.
        unsafe { bytes((*(*self.0).ce).name) }
    }

    /// Its class.
    pub(super) fn class(self) -> *mut zend_class_entry {
        // SAFETY: as in `class_name`.
        unsafe { (*self.0).ce }
    }

    fn ancestor(self, class_name: &str) -> *mut zend_class_entry {
        // SAFETY: classes outlive their objects; `parent` of a linked class is a class or null.
        unsafe {
            let mut class = (*self.0).ce;
            while !class.is_null() && to_utf8_lossy((*class).name) != class_name {
                class = (*class).__bindgen_anon_1.parent;
            }
            class
        }
    }

    /// `Exception` or `Error`: the base class that declares message, previous and trace.
    fn base(self) -> *mut zend_class_entry {
        // SAFETY: both classes exist since the engine's start.
        unsafe {
            let class = (*self.0).ce;
            if is_a(class, zend_ce_error) {
                zend_ce_error
            } else {
                zend_ce_exception
            }
        }
    }

    /// The value of a property that the base class declares, where it lies in the object: no `__get()` is asked.
    pub(super) fn slot<'a>(self, property: &str) -> &'a Zval {
        // SAFETY: the property is one of the base class. A private one is in the same place in each object of a class
        // below. Any other has another place where a class below gives it hooks (PHP 8.4), but it always has one: the
        // info of the object's own class tells it.
        unsafe {
            let mut info = property_info(self.base(), property);
            if (*info).flags & ZEND_ACC_PRIVATE == 0 {
                info = property_info((*self.0).ce, property);
            }
            let slot: *const Zval = self.0.byte_add((*info).offset as usize).cast();
            (*slot).dereference()
        }
    }

    /// Whether a class below gave such a property hooks (PHP 8.4): code of the program's that runs when it is read.
    pub(super) fn has_hooks(self, property: &str) -> bool {
        #[cfg(php84)]
        // SAFETY: the class of a live object has all properties of the base class.
        unsafe {
            !(*property_info((*self.0).ce, property)).hooks.is_null()
        }
        #[cfg(not(php84))]
        {
            let _ = property;
            false
        }
    }

    /// Its message, empty where the program has put something else there.
    pub fn message(self) -> String {
        value::text(self.slot("message")).unwrap_or_default()
    }
}

/// A class's info about a property that it declares or inherits.
///
/// # Safety
/// The class must be linked, and have the property.
unsafe fn property_info(
    class: *const zend_class_entry,
    property: &str,
) -> *const zend_property_info {
    // SAFETY: the caller's promise.
    unsafe { find_pointer(&raw const (*class).properties_info, property).cast() }
}
