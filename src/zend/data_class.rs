//! Classes of plain values: typed, readonly properties that the constructor sets.

use super::call_frame::CallFrame;
use super::class::{self, Method};
use super::globals::pending_exception;
use super::throw::{Pending, Php};
use ext_php_rs::error::Result;
use ext_php_rs::ffi::{
    _ZEND_TYPE_NAME_BIT, zend_class_entry, zend_declare_typed_property, zend_read_property,
    zend_type, zend_update_property_ex, zval,
};
use ext_php_rs::types::{ZendStr, Zval};
use std::ffi::c_int;
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

const PUBLIC_READONLY: c_int = 1 | 1 << 7;

/// The type of a property, as a mask of PHP's `MAY_BE_*` bits and the class that it may be besides.
#[derive(Clone, Copy)]
pub struct PropertyType {
    mask: u32,
    class: Option<&'static str>,
}

impl PropertyType {
    pub const NULL: Self = Self::of_type(1);
    pub const FALSE: Self = Self::of_type(2);
    pub const BOOL: Self = Self::of_type(2).or(Self::of_type(3));
    pub const INT: Self = Self::of_type(4);
    pub const FLOAT: Self = Self::of_type(5);
    pub const STRING: Self = Self::of_type(6);
    pub const ARRAY: Self = Self::of_type(7);

    const fn of_type(number: u32) -> Self {
        Self {
            mask: 1 << number,
            class: None,
        }
    }

    /// The `MAY_BE_*` bits.
    pub(super) const fn mask(self) -> u32 {
        self.mask
    }

    /// Objects of a class or enum.
    pub const fn object(class: &'static str) -> Self {
        Self {
            mask: 0,
            class: Some(class),
        }
    }

    /// This type or `other`, of which only one may be a class.
    pub const fn or(self, other: Self) -> Self {
        let class = if self.class.is_some() {
            self.class
        } else {
            other.class
        };
        Self {
            mask: self.mask | other.mask,
            class,
        }
    }
}

/// A class of plain values.
pub trait DataClass {
    /// The class, fully qualified.
    const CLASS: &'static str;
    /// Its properties, by name.
    const PROPERTIES: &'static [(&'static str, PropertyType)];

    /// Where the registered class is kept.
    fn slot() -> &'static DataSlot;
}

/// A registered class.
pub struct DataSlot(AtomicPtr<zend_class_entry>);

impl DataSlot {
    /// A slot for a class that is not registered yet.
    pub const fn new() -> Self {
        Self(AtomicPtr::new(ptr::null_mut()))
    }
}

/// Registers the class with its constructor, whose parameters are the properties in their order. Called at module start.
pub fn register<T: DataClass>(constructor: Method) -> Result<()> {
    class::builder(T::CLASS, vec![constructor])
        .registration(|class, tables| {
            for (index, (name, kind)) in T::PROPERTIES.iter().enumerate() {
                declare(class, name, *kind);
                class::also_takes(class, "__construct", index, kind.mask());
            }
            T::slot().0.store(class, Ordering::Relaxed);
            class::keep_tables(class, tables);
        })
        .register()
}

fn declare(class: *mut zend_class_entry, name: &str, kind: PropertyType) {
    let mut unset = MaybeUninit::<zval>::zeroed();
    let (class_name, bit) = match kind.class {
        Some(name) => (
            ZendStr::new_interned(name, true).into_raw().cast(),
            _ZEND_TYPE_NAME_BIT,
        ),
        None => (ptr::null_mut(), 0),
    };
    let kind = zend_type {
        ptr: class_name,
        type_mask: kind.mask | bit,
    };
    let name = ZendStr::new_interned(name, true).into_raw();
    // SAFETY: the class is being registered; strings are interned, so that PHP keeps them as long as the class; a
    // typed property begins without a value.
    unsafe {
        zend_declare_typed_property(
            class,
            name,
            unset.as_mut_ptr(),
            PUBLIC_READONLY,
            ptr::null_mut(),
            kind,
        );
    }
}

/// Sets a property of the object that is being constructed. PHP throws where it has been set before.
pub fn set<T: DataClass>(frame: &CallFrame<'_>, name: &str, value: &Zval) -> Php<()> {
    let mut name = ZendStr::new_interned(name, false);
    // SAFETY: a method of this class runs, so `This` is one of its objects. PHP counts its own reference to the value.
    unsafe {
        let object = (*frame.raw()).This.value.obj;
        let value = ptr::from_ref(value).cast_mut();
        zend_update_property_ex(
            T::slot().0.load(Ordering::Relaxed),
            object,
            &raw mut *name,
            value,
        );
    }
    if pending_exception().is_null() {
        Ok(())
    } else {
        Err(Pending)
    }
}

/// Whether `value` is an object of this class.
pub fn is<T: DataClass>(value: &Zval) -> bool {
    let class = T::slot().0.load(Ordering::Relaxed);
    value
        .object()
        .is_some_and(|object| ptr::eq(object.ce, class))
}

/// A property of an object of this class, `None` where `object` is something else.
pub fn get<'a, T: DataClass>(object: &'a Zval, name: &str) -> Option<&'a Zval> {
    let class = T::slot().0.load(Ordering::Relaxed);
    let instance = object.object().filter(|_| is::<T>(object))?;
    let mut buffer = MaybeUninit::<zval>::uninit();
    // SAFETY: a declared property, whose value lies in the object.
    unsafe {
        let value = zend_read_property(
            class,
            ptr::from_ref(instance).cast_mut(),
            name.as_ptr().cast(),
            name.len(),
            true,
            buffer.as_mut_ptr(),
        );
        Some(&*value)
    }
}
