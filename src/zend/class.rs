//! Registration of our classes and their methods, with ext-php-rs's builders and handlers of our own.
//!
//! Its macros (ext-php-rs 0.16.4, PHP 8.2.36) would write the handlers. Counted by callgrind, a call of a static method with a
//! closure and two more arguments takes 1,671 instructions with `(callable: &Zval, args: &[&Zval])`, 175 with a handler that
//! finds them where they lie, and 797 where the method is PHP's own. Each handler of the macros runs inside `zend_try`, and
//! throws an `Error` where it panics; here that is counted, and the program goes on untraced.

use ext_php_rs::args::{Arg, ArgInfoTables};
use ext_php_rs::builders::{ClassBuilder, FunctionBuilder};
use ext_php_rs::error::Result;
use ext_php_rs::ffi::{
    _zend_module_entry, HashTable, instanceof_function_slow, zend_class_entry, zend_function,
    zend_hash_str_find,
};
use ext_php_rs::flags::{ClassFlags, DataType, MethodFlags};
use ext_php_rs::types::Zval;
use ext_php_rs::zend::{ClassEntry, ExecuteData};
use std::ffi::c_void;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

/// `MAY_BE_FALSE`: the type `false` in a type mask.
const MAY_BE_FALSE: u32 = 1 << 2;

/// `ZEND_INTERNAL_CLASS`: the type of a class of PHP's own or of an extension's.
pub(super) const INTERNAL_CLASS: u8 = 1;

/// The handler that PHP calls for an internal function.
pub type Handler = extern "C" fn(&mut ExecuteData, &mut Zval);

/// One public method as PHP declares it.
pub struct Method {
    name: &'static str,
    handler: Handler,
    arguments: Vec<Arg<'static>>,
    required: usize,
    /// Constructors declare no type.
    returns: Option<DataType>,
    returns_null: bool,
    is_static: bool,
}

impl Method {
    /// A static method without arguments.
    pub fn of_class(name: &'static str, handler: Handler, returns: DataType) -> Self {
        Self {
            name,
            handler,
            arguments: vec![],
            required: 0,
            returns: Some(returns),
            returns_null: false,
            is_static: true,
        }
    }

    /// A method of objects, without arguments.
    pub fn of_object(name: &'static str, handler: Handler, returns: DataType) -> Self {
        Self {
            is_static: false,
            ..Self::of_class(name, handler, returns)
        }
    }

    /// The constructor.
    pub fn constructor(handler: Handler) -> Self {
        Self {
            returns: None,
            ..Self::of_object("__construct", handler, DataType::Void)
        }
    }

    /// The same with arguments, of which the first `required` must be given; a variadic one counts as given.
    pub fn takes(self, required: usize, arguments: Vec<Arg<'static>>) -> Self {
        Self {
            arguments,
            required,
            ..self
        }
    }

    /// The same that may also return null.
    pub fn or_null(self) -> Self {
        Self {
            returns_null: true,
            ..self
        }
    }
}

/// Registers a final class of public static methods.
pub fn register(name: &str, methods: Vec<Method>) -> Result<()> {
    builder(name, methods).registration(keep_tables).register()
}

/// Registers `TracedCoroutine`, whose `create()` and `start()` return `int|false`, a type that the builder has no word
/// for.
pub fn register_main(methods: Vec<Method>) -> Result<()> {
    builder("TracedCoroutine", methods)
        .registration(|class, tables| {
            for name in ["create", "start"] {
                let method = find_method(class, name);
                // SAFETY: PHP keeps what a function returns right before its arguments (`arg_info[-1]`), and no
                // call has read it yet.
                unsafe {
                    let returns = (*method).internal_function.arg_info.sub(1);
                    (*returns).type_.type_mask |= MAY_BE_FALSE;
                }
            }
            keep_tables(class, tables);
        })
        .register()
}

/// Adds the types of `mask` to what the parameter `index` of a method (lower case) is declared to take. Called while the
/// class is being registered.
pub(super) fn also_takes(class: *const zend_class_entry, method: &str, index: usize, mask: u32) {
    let method = find_method(class, method);
    // SAFETY: the method is there and has that parameter; its description is ours, and no call has read it yet.
    unsafe {
        (*(*method).internal_function.arg_info.add(index))
            .type_
            .type_mask |= mask
    };
}

/// Whether a class is `base` or one below it. PHP's function leaves the first to its callers.
///
/// # Safety
/// Both are classes that are registered.
#[inline]
pub(super) unsafe fn is_a(class: *const zend_class_entry, base: *const zend_class_entry) -> bool {
    // SAFETY: the caller's promise.
    class == base || unsafe { instanceof_function_slow(class, base) }
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

/// A final class with these methods, ready to be registered.
pub(super) fn builder(name: &str, methods: Vec<Method>) -> ClassBuilder {
    methods.into_iter().fold(
        ClassBuilder::new(name).flags(
            ClassFlags::Final | ClassFlags::NotSerializable | ClassFlags::NoDynamicProperties,
        ),
        |class, method| {
            let mut function = FunctionBuilder::new(method.name, method.handler);
            for argument in method.arguments {
                function = function.arg(argument);
            }
            function = function.required_args(method.required);
            if let Some(returns) = method.returns {
                function = function.returns(returns, false, method.returns_null);
            }
            let of = if method.is_static {
                MethodFlags::Static
            } else {
                MethodFlags::empty()
            };
            class.method(function, MethodFlags::Public | of)
        },
    )
}

/// The module of this extension, as PHP has it.
static MODULE: AtomicPtr<_zend_module_entry> = AtomicPtr::new(ptr::null_mut());

/// Whether an internal function is one of this extension's.
///
/// # Safety
/// `function` must be a live internal function.
pub(super) unsafe fn is_own(function: *const zend_function) -> bool {
    // SAFETY: the caller's promise.
    unsafe { (*function).internal_function.module == MODULE.load(Ordering::Relaxed) }
}

/// PHP points into these tables for the life of the process.
pub(super) fn keep_tables(class: &'static mut ClassEntry, tables: ArgInfoTables) {
    // SAFETY: the class is an internal one, and PHP has noted whose.
    MODULE.store(unsafe { class.info.internal.module }, Ordering::Relaxed);
    Box::leak(tables);
}
