//! An object of an internal class, for the length of one look at it: PHP code that runs meanwhile may free it.

use super::call_frame::CallFrame;
use super::class::{INTERNAL_CLASS, find_pointer};
use super::globals::executor;
use super::typed::{self, referred};
use super::value::text;
use ext_php_rs::ffi::{
    ZEND_ACC_STATIC, instanceof_function_slow, zend_class_entry, zend_object, zend_property_info,
    zend_read_property,
};
use ext_php_rs::types::Zval;
use std::mem::MaybeUninit;

/// An object.
pub struct PhpObject(*mut zend_object);

impl PhpObject {
    /// The argument `index` of a running call, if it is given and is an object.
    pub fn argument(frame: &CallFrame<'_>, index: u32) -> Option<Self> {
        frame.with_argument(index, Self::of).flatten()
    }

    /// The object that a method was called on.
    pub fn this(frame: &CallFrame<'_>) -> Option<Self> {
        // SAFETY: PHP fills `This` of every frame; it is undefined in static calls.
        Self::of(unsafe { &(*frame.raw()).This })
    }

    /// The object at an address.
    ///
    /// # Safety
    /// It must be live.
    pub(super) unsafe fn at(object: *mut zend_object) -> Self {
        Self(object)
    }

    /// The live object with a number.
    pub fn live(handle: u32) -> Option<Self> {
        // SAFETY: PHP's table of objects has an entry for each number below its top. An entry without an object has its lowest bit
        // set.
        let object = unsafe {
            let store = &raw const (*executor()).objects_store;
            if handle >= (*store).top {
                return None;
            }
            *(*store).object_buckets.add(handle as usize)
        };
        (!object.is_null() && object.addr() & 1 == 0).then_some(Self(object))
    }

    /// All live objects.
    pub(super) fn all_live() -> impl Iterator<Item = Self> {
        // SAFETY: `executor()` is valid on PHP's thread.
        let top = unsafe { (*executor()).objects_store.top };
        (0..top).filter_map(Self::live)
    }

    /// The object in a value, if it is one.
    #[inline(always)]
    pub fn of(value: &Zval) -> Option<Self> {
        typed::object(value).map(Self)
    }

    /// Its number, which no other object has as long as it lives.
    pub fn handle(&self) -> u32 {
        // SAFETY: the object is live.
        unsafe { (*self.0).handle }
    }

    /// How often it is referred to.
    pub fn references(&self) -> u32 {
        // SAFETY: as in `handle`.
        unsafe { (*self.0).gc.refcount }
    }

    /// Its class.
    pub(super) fn class(&self) -> *mut zend_class_entry {
        // SAFETY: the object is live.
        unsafe { (*self.0).ce }
    }

    /// Whether its class is PHP's own or an extension's.
    pub(super) fn is_of_extension(&self) -> bool {
        // SAFETY: as in `class`.
        unsafe { (*self.class()).type_ as u8 == INTERNAL_CLASS }
    }

    /// Whether it is of a class, whose name is in lower case, or of one below it.
    pub fn is_a(&self, class: &str) -> bool {
        // SAFETY: the class table is alive during a request, and so is the object's class.
        unsafe {
            let class: *mut zend_class_entry =
                find_pointer((*executor()).class_table, class).cast();
            class == self.class()
                || !class.is_null() && instanceof_function_slow(self.class(), class)
        }
    }

    /// The object itself.
    pub(super) fn raw(&self) -> *mut zend_object {
        self.0
    }

    /// Reads a declared property with `read`.
    pub fn property<R>(&self, name: &str, read: impl FnOnce(&Zval) -> R) -> R {
        let mut buffer = MaybeUninit::zeroed();
        // SAFETY: a property that an internal class declares, read silently in the class's own scope: no user code runs. The
        // result points into the object, or is null in the buffer.
        unsafe {
            let value = zend_read_property(
                (*self.0).ce,
                self.0,
                name.as_ptr().cast(),
                name.len(),
                true,
                buffer.as_mut_ptr(),
            );
            read((*value).dereference())
        }
    }

    /// The text in a property, where there is one.
    pub fn text(&self, name: &str) -> Option<String> {
        self.property(name, text)
    }

    /// Whether a property is true.
    pub fn is_true(&self, name: &str) -> bool {
        self.property(name, Zval::is_true)
    }

    /// Reads a declared property where it lies in the object, `None` where a class of the program's has code in its place.
    pub fn stored<R>(&self, name: &str, read: impl FnOnce(&Zval) -> R) -> Option<R> {
        let offset = self.offset(name)?;
        // SAFETY: the object is live, and its class says that the property is there.
        Some(read(unsafe { self.slot(offset) }))
    }

    /// Where a declared property lies in the object, from its beginning.
    pub(super) fn offset(&self, name: &str) -> Option<usize> {
        // SAFETY: the object and its class are live, and so is what the class says of its properties.
        unsafe {
            let class = (*self.0).ce;
            let info: *const zend_property_info =
                find_pointer(&raw const (*class).properties_info, name).cast();
            if info.is_null() || (*info).flags & ZEND_ACC_STATIC != 0 {
                return None;
            }
            #[cfg(php84)]
            if !(*info).hooks.is_null() {
                return None;
            }
            Some((*info).offset as usize)
        }
    }

    /// The value of a property there.
    ///
    /// # Safety
    /// The offset must be that of a declared property of the object's class.
    pub(super) unsafe fn slot(&self, offset: usize) -> &Zval {
        // SAFETY: the caller's promise.
        referred(unsafe { &*self.0.byte_add(offset).cast::<Zval>() })
    }

    /// The number in a property, where there is one.
    pub fn int(&self, name: &str) -> Option<i64> {
        self.property(name, typed::int)
    }
}
