//! Registration of our classes, and the two internal functions that coroutines run instead of the user's callable.

use ext_php_rs::args::{Arg, ArgInfoTables};
use ext_php_rs::builders::{ClassBuilder, FunctionBuilder};
use ext_php_rs::error::Result;
use ext_php_rs::ffi::{HashTable, zend_class_entry, zend_function, zend_hash_str_find};
use ext_php_rs::flags::{ClassFlags, DataType, MethodFlags};
use ext_php_rs::types::Zval;
use ext_php_rs::zend::{ClassEntry, ExecuteData};
use std::ffi::c_void;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

/// `MAY_BE_FALSE`: the type `false` in a type mask.
const MAY_BE_FALSE: u32 = 1 << 2;

/// What PHP calls for an internal function.
pub type Handler = extern "C" fn(&mut ExecuteData, &mut Zval);

/// One static method as PHP declares it.
pub struct Method {
    pub name: &'static str,
    pub handler: Handler,
    pub arguments: Vec<Arg<'static>>,
    /// How many of the arguments must be given.
    pub required: usize,
    pub returns: DataType,
}

static TRAMPOLINE: AtomicPtr<zend_class_entry> = AtomicPtr::new(ptr::null_mut());
static BODY: AtomicPtr<zend_function> = AtomicPtr::new(ptr::null_mut());
static END: AtomicPtr<zend_function> = AtomicPtr::new(ptr::null_mut());

/// Registers a final class of public static methods.
pub fn register(name: &str, methods: Vec<Method>) -> Result<()> {
    builder(name, methods).registration(keep_tables).register()
}

/// Registers a class whose first method returns `int|false`, a type that the builder has no word for.
pub fn register_with_int_or_false(name: &str, methods: Vec<Method>) -> Result<()> {
    builder(name, methods)
        .registration(|class, mut tables| {
            tables[0][0].type_.type_mask |= MAY_BE_FALSE;
            keep_tables(class, tables);
        })
        .register()
}

/// Registers the hidden class behind the hook objects: `body` runs a coroutine, `end` is its defer.
pub fn register_trampoline(body: Handler, end: Handler) -> Result<()> {
    let method = |name, handler| Method {
        name,
        handler,
        arguments: vec![],
        required: 0,
        returns: DataType::Mixed,
    };
    builder(
        "TracedCoroutine\\Internal\\Trampoline",
        vec![method("body", body), method("end", end)],
    )
    .registration(|class, tables| {
        BODY.store(find_method(class, "body"), Ordering::Relaxed);
        END.store(find_method(class, "end"), Ordering::Relaxed);
        TRAMPOLINE.store(class, Ordering::Relaxed);
        keep_tables(class, tables);
    })
    .register()
}

pub(super) fn trampoline_class() -> *mut zend_class_entry {
    TRAMPOLINE.load(Ordering::Relaxed)
}

pub(super) fn body_function() -> *mut zend_function {
    BODY.load(Ordering::Relaxed)
}

pub(super) fn end_function() -> *mut zend_function {
    END.load(Ordering::Relaxed)
}

/// The method `name` (lower case) of a class, null where it has none.
pub(super) fn find_method(class: *const zend_class_entry, name: &str) -> *mut zend_function {
    // SAFETY: the class is registered, its table alive as long as it.
    unsafe { find_pointer(&raw const (*class).function_table, name).cast() }
}

/// The pointer that a table of functions or classes has under `name`, null where there is none.
///
/// # Safety
/// `table` must be a live table of pointers.
pub(super) unsafe fn find_pointer(table: *const HashTable, name: &str) -> *mut c_void {
    // SAFETY: the caller's promise; the name is read for its length only.
    unsafe {
        let found = zend_hash_str_find(table, name.as_ptr().cast(), name.len());
        if found.is_null() {
            ptr::null_mut()
        } else {
            (*found).value.ptr
        }
    }
}

fn builder(name: &str, methods: Vec<Method>) -> ClassBuilder {
    methods.into_iter().fold(
        ClassBuilder::new(name).flags(ClassFlags::Final | ClassFlags::NotSerializable),
        |class, method| {
            let mut function = FunctionBuilder::new(method.name, method.handler);
            for argument in method.arguments {
                function = function.arg(argument);
            }
            let function =
                function
                    .required_args(method.required)
                    .returns(method.returns, false, false);
            class.method(function, MethodFlags::Public | MethodFlags::Static)
        },
    )
}

/// PHP points into these tables for the life of the process.
fn keep_tables(_class: &'static mut ClassEntry, tables: ArgInfoTables) {
    Box::leak(tables);
}
