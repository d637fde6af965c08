//! The exception that is pending when a coroutine's body ends: classified and described without changing it.

use super::class::{find_pointer, is_a};
use super::globals::{executor, exit_status, pending_exception, set_pending_exception};
use super::value::{self, to_utf8_lossy};
use ext_php_rs::ffi::{
    ZEND_ACC_PRIVATE, instanceof_function_slow, zend_call_known_function, zend_ce_error,
    zend_ce_exception, zend_ce_throwable, zend_class_entry, zend_exception_set_previous,
    zend_is_graceful_exit, zend_is_unwind_exit, zend_object, zend_op, zend_property_info,
    zend_read_property, zend_update_property_stringl, zval, zval_ptr_dtor,
};
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use span_core::names;
use std::mem::MaybeUninit;
use std::ptr;

/// More previous exceptions than any program chains. A limit is needed because reflection can make the chain circular.
const MANY_PREVIOUS: usize = 1_000;

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

/// An exception's class and text.
pub struct Description {
    /// Fully qualified class name.
    pub class: String,
    pub message: String,
    /// `Exception::__toString()`: message, place, trace, and all previous exceptions, as PHP prints them.
    pub text: String,
}

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

    /// Class, message and full text. Runs no user code.
    pub fn describe(self) -> Description {
        Description {
            class: self.class_name(),
            message: self.text_in("message"),
            text: if self.is_ordinary() {
                self.base_text()
            } else {
                self.plain_text()
            },
        }
    }

    /// Whether `__toString()` finds texts and a number where it expects them, also in all previous exceptions. Where the
    /// program has put something else there, it would convert that, or ask `__get()` or a hook.
    fn is_ordinary(self) -> bool {
        let mut next = Some(self);
        for _ in 0..MANY_PREVIOUS {
            let Some(exception) = next else {
                return true;
            };
            let has = |property, kind| {
                exception.slot(property).get_type() == kind && !exception.has_hooks(property)
            };
            if !(has("message", DataType::String)
                && has("file", DataType::String)
                && has("line", DataType::Long))
            {
                return false;
            }
            next = Throwable::of(exception.slot("previous"));
        }
        false
    }

    /// The text of `__toString()` without the trace.
    fn plain_text(self) -> String {
        let class = self.class_name();
        let message = self.text_in("message");
        let separator = if message.is_empty() { "" } else { ": " };
        let file = self.text_in("file");
        let line = self.slot("line").long().unwrap_or(0);
        format!("{class}{separator}{message} in {file}:{line}")
    }

    /// Its class, fully qualified.
    pub fn class_name(self) -> String {
        // SAFETY: a live object has a class, and a class has a name.
        let name = unsafe { to_utf8_lossy((*(*self.0).ce).name) };
        names::class_name(&name).to_owned()
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
    fn slot<'a>(self, property: &str) -> &'a Zval {
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
    fn has_hooks(self, property: &str) -> bool {
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
        self.text_in("message")
    }

    /// The text in such a property, empty where there is something else.
    fn text_in(self, property: &str) -> String {
        value::text(self.slot(property)).unwrap_or_default()
    }

    /// The base class's `__toString()`. It remembers its result in the private property `string`, which a later
    /// `var_dump` would show: put back as it was.
    fn base_text(self) -> String {
        let base = self.base();
        let untouched = self.text_in("string").is_empty();
        let mut text = MaybeUninit::<zval>::zeroed();
        let pending = PendingException::set_aside();
        // SAFETY: `__toString` of the base class is an internal method without arguments, and the object is one of
        // its class. No value with a destructor is on this stack while it runs: a memory limit may bail out of it.
        unsafe {
            zend_call_known_function(
                (*base).__tostring,
                self.0,
                (*self.0).ce,
                text.as_mut_ptr(),
                0,
                ptr::null_mut(),
                ptr::null_mut(),
            );
            if untouched {
                zend_update_property_stringl(base, self.0, c"string".as_ptr(), 6, c"".as_ptr(), 0);
            }
        }
        pending.put_back();
        // SAFETY: the call has written the result, or left it undefined.
        unsafe {
            let text = text.as_mut_ptr();
            let owned = if (*text).get_type() == DataType::String {
                to_utf8_lossy((*text).value.str_)
            } else {
                String::new()
            };
            zval_ptr_dtor(text);
            owned
        }
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

/// The exception that is being thrown, out of the way of a call into PHP.
///
/// PHP looks for interrupts after such a call: a signal handler or, where Swoole's coroutines are preempted, another
/// coroutine runs. If something is thrown and caught there, PHP forgets where the exception that is set aside was thrown,
/// and would look for its `catch` in the wrong place.
struct PendingException {
    exception: *mut zend_object,
    thrown_at: *const zend_op,
}

impl PendingException {
    fn set_aside() -> Self {
        let exception = pending_exception();
        set_pending_exception(ptr::null_mut());
        // SAFETY: the executor's globals are valid on PHP's thread.
        let thrown_at = unsafe { (*executor()).opline_before_exception };
        Self {
            exception,
            thrown_at,
        }
    }

    /// As PHP does it after a destructor: what was thrown meanwhile has the former exception as its previous one.
    fn put_back(self) {
        // SAFETY: as above; both are live objects or null. PHP takes the reference that was set aside.
        unsafe {
            (*executor()).opline_before_exception = self.thrown_at;
            let thrown = pending_exception();
            if thrown.is_null() {
                set_pending_exception(self.exception);
            } else if !self.exception.is_null() {
                zend_exception_set_previous(thrown, self.exception);
            }
        }
    }
}
