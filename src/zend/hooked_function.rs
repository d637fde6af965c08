//! Hooks in PHP's internal functions: a handler of ours stands in the place of the function's own, and calls it.
//!
//! Owns the functions as they were, with all copies: an internal class has its own copy of each method that it inherits. Must
//! not know what a hook does.
//!
//! A handler of ours may be called in a process in which its hook is off, or was never installed. OPcache keeps methods that the
//! program's classes have inherited, and machine code that calls a function's handler by its address, in memory that all
//! processes share which one master has forked: the pools of PHP-FPM, each with settings of its own.

use super::call_frame::CallFrame;
use super::class::{Handler, INTERNAL_CLASS, find_method, find_pointer};
use super::former_handlers::FormerHandlers;
use super::globals::{class_table, function_table};
use ext_php_rs::ffi::{
    HashPosition, ZEND_INTERNAL_FUNCTION, instanceof_function_slow, zend_class_entry,
    zend_execute_data, zend_function, zend_hash_get_current_data_ex, zend_hash_move_forward_ex,
    zend_internal_function, zval,
};
use ext_php_rs::types::Zval;
use std::mem::transmute;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

type RawHandler = unsafe extern "C" fn(*mut zend_execute_data, *mut zval);

/// A function as it was before it was hooked. Lives until the hook is taken away, at module end.
#[derive(Clone, Copy)]
pub struct Original(*mut zend_function);

impl Original {
    /// A function that no hook stands in, or that is called with its hook.
    pub(super) fn of(function: *mut zend_function) -> Self {
        Self(function)
    }

    /// The function, to be called by its handler.
    #[inline(always)]
    pub(super) fn function(self) -> *mut zend_function {
        self.0
    }

    /// Runs the function on the frame of the call that the hook was called with. It may throw, switch to another coroutine, or
    /// not return at all.
    #[inline(always)]
    pub fn call(self, frame: &CallFrame<'_>, result: &mut Zval) {
        // SAFETY: the frame holds the arguments of a call of this function, and an internal function has a handler.
        unsafe {
            let handler = (*self.0).internal_function.handler.unwrap_unchecked();
            handler(frame.raw(), ptr::from_mut(result));
        }
    }
}

/// One copy of a hooked function.
struct HookedCopy {
    /// The function in PHP's tables.
    function: *mut zend_function,
    /// What it was, without the hook.
    original: zend_internal_function,
    /// What it was before, where that has changed since.
    formers: FormerHandlers,
    /// Whether the hook is taken away for a while.
    is_lifted: bool,
}

impl HookedCopy {
    #[inline(always)]
    fn as_original(&self) -> Original {
        as_original(&self.original)
    }
}

/// All copies of a function. The first is that of the class that was named, and nearly always the one that is called.
struct HookedCopies {
    first: HookedCopy,
    others: Vec<HookedCopy>,
}

/// A hook in one function, with all copies of that.
pub struct HookSlot {
    /// Null where it is not installed.
    copies: AtomicPtr<HookedCopies>,
    /// The same where it is on, which is all that a call of the hook looks at.
    on: AtomicPtr<HookedCopies>,
}

impl HookSlot {
    /// A hook that is not installed.
    pub const fn new() -> Self {
        Self {
            copies: AtomicPtr::new(ptr::null_mut()),
            on: AtomicPtr::new(ptr::null_mut()),
        }
    }

    /// Puts `handler` in the place of the handler of a function, or with `class` of a method in it and in each internal class
    /// below it. All names are in lower case. Does nothing where PHP has no such function. The hook is off. Called once between
    /// module start and module end, when all extensions are loaded.
    pub fn install(&'static self, class: Option<&str>, name: &str, handler: Handler) {
        // SAFETY: the tables of classes and functions are alive; what they hold under these names is an internal function, or
        // is left alone.
        let functions = unsafe {
            match class {
                Some(class) => copies_of_method(class, name),
                None => vec![find_pointer(function_table(), name).cast::<zend_function>()],
            }
        };
        let functions = functions
            .into_iter()
            .filter(|function| is_internal(*function));
        let mut copies = functions.map(|function| HookedCopy {
            function,
            // SAFETY: a live function, copied bit by bit: the copy owns nothing and is never freed as a function.
            original: unsafe { ptr::read(function.cast()) },
            formers: FormerHandlers::new(),
            is_lifted: false,
        });
        let Some(first) = copies.next() else {
            return;
        };
        let others = copies.collect();
        let handler = raw(handler);
        let copies = Box::into_raw(Box::new(HookedCopies { first, others }));
        // They are there before any handler looks for them.
        self.copies.store(copies, Ordering::Release);
        self.each(|copy| {
            // SAFETY: internal functions live until module end.
            unsafe { (*copy.function).internal_function.handler = Some(handler) };
        });
    }

    /// Switches the hook on or off in this process, where it is installed.
    pub fn switch(&self, is_on: bool) {
        let copies = if is_on {
            self.copies.load(Ordering::Acquire)
        } else {
            ptr::null_mut()
        };
        self.on.store(copies, Ordering::Release);
    }

    /// Takes the hook away, where nothing else has been put in its place. Called at module end, or right after it was installed: no
    /// call is under way.
    pub fn uninstall(&self, handler: Handler) {
        self.lift(handler);
        self.switch(false);
        let copies = self.copies.swap(ptr::null_mut(), Ordering::AcqRel);
        if !copies.is_null() {
            // SAFETY: made by `install`, and taken by this call alone. PHP frees its functions after its modules have ended.
            drop(unsafe { Box::from_raw(copies) });
        }
    }

    /// Takes the hook away until [`Self::put_back`] is called, where nothing else has been put in its place: another extension
    /// is about to replace the function's handler, and must not find this one there.
    pub fn lift(&self, handler: Handler) {
        self.each(|copy| {
            // SAFETY: a live internal function.
            unsafe {
                if has_handler(copy.function, handler) {
                    (*copy.function).internal_function.handler = copy.original.handler;
                    copy.is_lifted = true;
                }
            }
        });
    }

    /// Puts the hook back, before whichever handler the function has now.
    pub fn put_back(&self, handler: Handler) {
        self.each(|copy| {
            if std::mem::take(&mut copy.is_lifted) {
                // SAFETY: a live function.
                unsafe {
                    let current = &raw mut (*copy.function).internal_function.handler;
                    let before = copy.original;
                    copy.original.handler = *current;
                    copy.formers
                        .replaced(copy.function, &before, &copy.original);
                    *current = Some(raw(handler));
                }
            }
        });
    }

    fn each(&self, mut change: impl FnMut(&mut HookedCopy)) {
        // SAFETY: null, or made by `install`. Only the thread that starts PHP's modules changes it, and no reference to it is held
        // across a call of PHP's: calls under way have read their handler.
        if let Some(copies) = unsafe { self.copies.load(Ordering::Acquire).as_mut() } {
            change(&mut copies.first);
            copies.others.iter_mut().for_each(change);
        }
    }

    /// The function that the running call of the hook is a call of. A class of the program's has a copy of its own that was
    /// made with the hook: then that of the class above it. So has a closure of a function: then that with the handler which it
    /// had when the closure was made. `None` where the hook is not on: then there is [`Self::pass_by`].
    #[inline(always)]
    pub fn original(&self, frame: &CallFrame<'_>) -> Option<Original> {
        // SAFETY: null, or made by `install` and freed at module end, when no call is under way.
        let copies = unsafe { self.on.load(Ordering::Acquire).as_ref()? };
        Some(copies.original(frame))
    }

    /// The function without the hook; of a method, that of the class that was named. `None` where the hook is not installed.
    pub fn unhooked(&self) -> Option<Original> {
        // SAFETY: as in `original`.
        let copies = unsafe { self.copies.load(Ordering::Acquire).as_ref()? };
        Some(copies.first.as_original())
    }

    /// Runs the function of this name, in lower case, without the hook, which is not on: no call may be lost.
    #[cold]
    #[inline(never)]
    pub fn pass_by(&self, frame: &CallFrame<'_>, result: &mut Zval, name: &str, handler: Handler) {
        // SAFETY: as in `original`.
        let original = match unsafe { self.copies.load(Ordering::Acquire).as_ref() } {
            Some(copies) => copies.original(frame),
            // SAFETY: the frame is that of a running call of the handler.
            None => unsafe { never_hooked((*frame.raw()).func, name, handler) },
        };
        original.call(frame, result);
    }
}

impl HookedCopies {
    #[inline(always)]
    fn original(&self, frame: &CallFrame<'_>) -> Original {
        // SAFETY: the frame is that of a running call.
        let function = unsafe { (*frame.raw()).func };
        if self.first.function == function {
            return self.first.as_original();
        }
        self.other(function)
    }

    #[cold]
    fn other(&self, function: *mut zend_function) -> Original {
        let mut others = self.others.iter();
        if let Some(copy) = others.find(|copy| copy.function == function) {
            return copy.as_original();
        }
        // SAFETY: the function of a running call of the hook, and so an internal one.
        let former = unsafe { self.first.formers.at_copy(function) };
        former.map_or_else(|| self.first.as_original(), as_original)
    }
}

#[inline(always)]
fn as_original(function: &zend_internal_function) -> Original {
    Original(ptr::from_ref(function).cast_mut().cast())
}

/// The function without a hook that this process never had. Machine code calls the handler for PHP's own function, which has
/// its own; a class of the program's has the handler in its copy of a method, and the class that it is from has PHP's own.
///
/// # Safety
/// `function` must be live, and `name` its name in lower case.
unsafe fn never_hooked(function: *mut zend_function, name: &str, handler: Handler) -> Original {
    // SAFETY: the caller's promise; the class that a method is from lives as long as the method.
    unsafe {
        if !has_handler(function, handler) {
            return Original::of(function);
        }
        let scope = (*function).common.scope;
        let table = if scope.is_null() {
            function_table()
        } else {
            &raw const (*scope).function_table
        };
        Original::of(find_pointer(table, name).cast())
    }
}

/// Whether an internal function's handler is this one. They are compared as addresses.
///
/// # Safety
/// `function` must be a live internal function.
unsafe fn has_handler(function: *const zend_function, handler: Handler) -> bool {
    // SAFETY: the caller's promise.
    let current = unsafe { (*function).internal_function.handler };
    current.map(|current| current as usize) == Some(raw(handler) as usize)
}

/// Whether PHP has a function, or a class such a method.
pub fn exists(class: Option<&str>, name: &str) -> bool {
    // SAFETY: the tables of classes and functions are alive from module start to module end.
    unsafe {
        match class {
            Some(class) => {
                let class: *mut zend_class_entry = find_pointer(class_table(), class).cast();
                !class.is_null() && !find_method(class, name).is_null()
            }
            None => !find_pointer(function_table(), name).is_null(),
        }
    }
}

fn raw(handler: Handler) -> RawHandler {
    // SAFETY: the two types differ only in how they name the same pointers.
    unsafe { transmute::<Handler, RawHandler>(handler) }
}

fn is_internal(function: *mut zend_function) -> bool {
    // SAFETY: null or a live function.
    !function.is_null() && unsafe { u32::from((*function).type_) == ZEND_INTERNAL_FUNCTION }
}

/// The method of a class, and each internal class's copy of it.
///
/// # Safety
/// Called between module start and module end.
unsafe fn copies_of_method(class: &str, name: &str) -> Vec<*mut zend_function> {
    let mut copies = Vec::new();
    // SAFETY: the caller's promise; a table of classes holds pointers to them, in which names are in lower case.
    unsafe {
        let classes = class_table();
        let base: *mut zend_class_entry = find_pointer(classes, class).cast();
        if base.is_null() {
            return copies;
        }
        let method = find_method(base, name);
        if method.is_null() {
            return copies;
        }
        copies.push(method);
        let scope = (*method).common.scope;
        let mut position: HashPosition = 0;
        loop {
            let entry = zend_hash_get_current_data_ex(classes, &raw mut position);
            if entry.is_null() {
                return copies;
            }
            let below: *mut zend_class_entry = (*entry).value.ptr.cast();
            if (*below).type_ as u8 == INTERNAL_CLASS
                && below != base
                && instanceof_function_slow(below, base)
            {
                let copy = find_method(below, name);
                // One that overrides the method does something else.
                if !copy.is_null() && (*copy).common.scope == scope && !copies.contains(&copy) {
                    copies.push(copy);
                }
            }
            zend_hash_move_forward_ex(classes, &raw mut position);
        }
    }
}
