//! Backed enums that PHP sees.

use super::internal_call::set_object;
use ext_php_rs::ffi::{
    zend_class_entry, zend_enum_add_case_cstr, zend_enum_get_case_cstr,
    zend_register_internal_enum, zval,
};
use ext_php_rs::flags::{DataType, DataTypeExt, ZvalTypeFlags};
use ext_php_rs::types::{ZendStr, Zval};
use std::ffi::CStr;
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

/// A registered enum.
pub struct EnumSlot(AtomicPtr<zend_class_entry>);

/// The value that backs a case.
#[derive(Clone, Copy)]
pub enum Backing {
    Int(i64),
    Text(&'static str),
}

impl EnumSlot {
    /// A slot for an enum that is not registered yet.
    pub const fn new() -> Self {
        Self(AtomicPtr::new(ptr::null_mut()))
    }

    /// Registers the enum; all cases have the same kind of backing. Called at module start.
    pub fn register(&self, name: &CStr, cases: &[(&CStr, Backing)]) {
        let kind = match cases.first() {
            Some((_, Backing::Int(_))) => DataType::Long,
            _ => DataType::String,
        };
        // SAFETY: names are C strings, the values are permanent: ints, and interned strings that PHP never frees.
        unsafe {
            let class =
                zend_register_internal_enum(name.as_ptr(), kind.as_u32() as u8, ptr::null());
            for (case, backing) in cases {
                let mut value = MaybeUninit::<zval>::zeroed();
                let slot = value.as_mut_ptr();
                match backing {
                    Backing::Int(number) => {
                        (*slot).value.lval = *number;
                        (*slot).u1.type_info = ZvalTypeFlags::Long.bits();
                    }
                    Backing::Text(text) => {
                        (*slot).value.str_ = ZendStr::new_interned(text, true).into_raw();
                        (*slot).u1.type_info = ZvalTypeFlags::InternedStringEx.bits();
                    }
                }
                zend_enum_add_case_cstr(class, case.as_ptr(), slot);
            }
            self.0.store(class, Ordering::Relaxed);
        }
    }

    /// One of its cases, with a reference of its own.
    pub fn case(&self, name: &CStr) -> Zval {
        let mut value = Zval::new();
        // SAFETY: the enum is registered; its cases live as long as the request.
        unsafe {
            let case = zend_enum_get_case_cstr(self.0.load(Ordering::Relaxed), name.as_ptr());
            if !case.is_null() {
                (*case).gc.refcount += 1;
                set_object(&raw mut value, case);
            }
        }
        value
    }

    /// The value that backs the case in `value`; `None` if that is no case of this enum.
    pub fn backing<'a>(&self, value: &'a Zval) -> Option<&'a Zval> {
        let object = value.object()?;
        if !ptr::eq(object.ce, self.0.load(Ordering::Relaxed)) {
            return None;
        }
        // SAFETY: an enum's case has its name in its first slot and its value in the second.
        Some(unsafe { &*object.properties_table.as_ptr().add(1) })
    }
}
