//! PHP objects that hold a Rust value, of classes that PHP code cannot instantiate.

use super::call_frame::CallFrame;
use super::class::{self, Method};
use super::data_class::PropertyType;
use ext_php_rs::error::Result;
use ext_php_rs::ffi::{
    HashTable, ext_php_rs_zend_object_alloc, object_properties_init, std_object_handlers,
    zend_class_entry, zend_function, zend_object, zend_object_handlers, zend_object_std_dtor,
    zend_object_std_init, zend_objects_not_comparable, zend_throw_error, zval,
};
use ext_php_rs::flags::ConstantFlags;
use ext_php_rs::types::Zval;
use std::ffi::{CString, c_int};
use std::mem::offset_of;
use std::ptr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicPtr, Ordering};

/// A Rust type whose values live in objects of a class of their own.
///
/// PHP shares objects freely, so a payload is only borrowed shared. Fields that change are `Cell`s.
pub trait Payload: Sized + 'static {
    /// The class, fully qualified.
    const CLASS: &'static str;
    /// The method to call instead of `new`, named in the error that `new` throws.
    const MADE_BY: &'static str;
    /// Its public constants.
    const CONSTANTS: &'static [(&'static str, i64)] = &[];
    /// Further types that a parameter accepts besides the one that its [`Method`] declares, by method (lower case) and index.
    const ALSO_TAKES: &'static [(&'static str, usize, PropertyType)] = &[];

    /// Where the registered class is kept.
    fn slot() -> &'static ClassSlot;

    /// The PHP values that the payload holds, for PHP's garbage collector. Of what runs in a closure, the first is its callable.
    fn held(&self) -> &[Zval] {
        &[]
    }
}

/// A registered class and its object handlers.
pub struct ClassSlot {
    class: AtomicPtr<zend_class_entry>,
    handlers: OnceLock<Handlers>,
}

impl ClassSlot {
    /// A slot for a class that is not registered yet.
    pub const fn new() -> Self {
        Self {
            class: AtomicPtr::new(ptr::null_mut()),
            handlers: OnceLock::new(),
        }
    }

    /// The class, null before module start.
    pub(super) fn class(&self) -> *mut zend_class_entry {
        self.class.load(Ordering::Relaxed)
    }
}

struct Handlers(zend_object_handlers);
// SAFETY: a table of function pointers, written once before it is shared.
unsafe impl Sync for Handlers {}
// SAFETY: as above.
unsafe impl Send for Handlers {}

#[repr(C)]
struct Boxed<T> {
    /// Absent only in an object that `new` was about to make.
    value: Option<T>,
    std: zend_object,
}

/// Registers the class of `T`. Called at module start.
pub fn register<T: Payload>(methods: Vec<Method>) -> Result<()> {
    let builder = class::builder(T::CLASS, methods);
    let constants = T::CONSTANTS.iter();
    constants
        .copied()
        .try_fold(builder, |class, (name, value)| {
            class.constant(name, value, &[], ConstantFlags::Public)
        })?
        .registration(|class, tables| {
            class.__bindgen_anon_2.create_object = Some(create_empty::<T>);
            T::slot().class.store(class, Ordering::Relaxed);
            for (method, index, kind) in T::ALSO_TAKES {
                class::also_takes(class, method, *index, kind.mask());
            }
            class::keep_tables(class, tables);
        })
        .register()
}

/// Makes an object that holds `value`.
pub fn create<T: Payload>(value: T, result: &mut Zval) {
    let object = allocate(Some(value), T::slot().class(), |_| ());
    // SAFETY: a new object with one reference, which `result` takes over.
    unsafe { super::internal_call::set_object(result, object) };
}

/// The payload of the object in `value`, if it is of `T`'s class.
pub fn payload<T: Payload>(value: &Zval) -> Option<&T> {
    payload_of(value.object()?)
}

/// The same of the object itself.
pub(super) fn payload_of<T: Payload>(object: &zend_object) -> Option<&T> {
    let object = ptr::from_ref(object).cast_mut();
    // SAFETY: the class is final, so that its objects are those that `allocate` made. The object lives as long as its
    // holder does.
    unsafe {
        if (*object).ce != T::slot().class() {
            return None;
        }
        (*head::<T>(object)).as_ref()
    }
}

/// The payload of `$this` in the running method.
pub fn this<'a, T: Payload>(frame: &'a CallFrame<'_>) -> Option<&'a T> {
    // SAFETY: PHP fills `This` of every frame; it is undefined in static calls.
    payload(unsafe { &(*frame.raw()).This })
}

/// Sets the result to `$this` of the running method.
pub fn copy_this(frame: &CallFrame<'_>, result: &mut Zval) {
    // SAFETY: a method runs, so `This` is an object; the result counts its own reference.
    unsafe {
        let object = (*frame.raw()).This.value.obj;
        (*object).gc.refcount += 1;
        super::internal_call::set_object(result, object);
    }
}

/// Makes the object. `adjust` adds to the handlers of the class, when its first object is made.
pub(super) fn allocate<T: Payload>(
    value: Option<T>,
    class: *mut zend_class_entry,
    adjust: fn(&mut zend_object_handlers),
) -> *mut zend_object {
    let handlers = T::slot().handlers.get_or_init(|| {
        // SAFETY: PHP's own table, initialised before any extension.
        let mut handlers = unsafe { std_object_handlers };
        // An `int`, and a `size_t` since PHP 8.6.
        handlers.offset = offset_of!(Boxed<T>, std) as _;
        handlers.free_obj = Some(free::<T>);
        handlers.get_constructor = Some(refuse_new::<T>);
        handlers.get_gc = Some(get_gc::<T>);
        handlers.clone_obj = None;
        // PHP would compare properties, and there are none.
        handlers.compare = Some(zend_objects_not_comparable);
        adjust(&mut handlers);
        Handlers(handlers)
    });
    // SAFETY: the class is registered; all fields are written before the object is used.
    unsafe {
        let boxed = ext_php_rs_zend_object_alloc(size_of::<Boxed<T>>(), class).cast::<Boxed<T>>();
        (&raw mut (*boxed).value).write(value);
        let object = &raw mut (*boxed).std;
        zend_object_std_init(object, class);
        object_properties_init(object, class);
        (*object).handlers = &raw const handlers.0;
        object
    }
}

/// Where an object of `T`'s class keeps its payload.
#[inline]
pub(super) fn head<T>(object: *mut zend_object) -> *mut Option<T> {
    let boxed: *mut Boxed<T> = object.wrapping_byte_sub(offset_of!(Boxed<T>, std)).cast();
    boxed.wrapping_byte_add(offset_of!(Boxed<T>, value)).cast()
}

unsafe extern "C" fn create_empty<T: Payload>(class: *mut zend_class_entry) -> *mut zend_object {
    allocate::<T>(None, class, |_| ())
}

unsafe extern "C" fn free<T: Payload>(object: *mut zend_object) {
    // SAFETY: PHP calls it once, for an object that `allocate` made.
    unsafe {
        head::<T>(object).drop_in_place();
        zend_object_std_dtor(object);
    }
}

unsafe extern "C" fn get_gc<T: Payload>(
    object: *mut zend_object,
    table: *mut *mut zval,
    count: *mut c_int,
) -> *mut HashTable {
    // SAFETY: PHP gives valid out-parameters and an object that `allocate` made.
    unsafe {
        let held = (*head::<T>(object)).as_ref().map_or(&[][..], Payload::held);
        *table = held.as_ptr().cast_mut();
        *count = held.len() as c_int;
    }
    ptr::null_mut()
}

/// The first value that the payload of an object holds.
///
/// # Safety
/// It must be one that `allocate` made.
pub(super) unsafe fn first_held(object: &zend_object) -> Option<*mut zval> {
    let (mut table, mut count) = (ptr::null_mut(), 0);
    // SAFETY: the caller's promise; the handler is `get_gc`, and gets valid out-parameters.
    unsafe {
        let get_gc = (*object.handlers).get_gc?;
        let object = ptr::from_ref(object).cast_mut();
        get_gc(object, &raw mut table, &raw mut count);
    }
    (count > 0).then_some(table)
}

unsafe extern "C" fn refuse_new<T: Payload>(_object: *mut zend_object) -> *mut zend_function {
    let message = format!("Cannot make a {} with new: use {}", T::CLASS, T::MADE_BY);
    let message = CString::new(message).unwrap_or_default();
    // SAFETY: the text goes through "%s"; a null class means Error.
    unsafe { zend_throw_error(ptr::null_mut(), c"%s".as_ptr(), message.as_ptr()) };
    ptr::null_mut()
}
