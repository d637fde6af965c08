//! Source locations of callables, with a small cache: the same few callables start nearly all coroutines.

use super::class::is_own;
use super::closure::behind;
use super::value::to_utf8_lossy;
use ext_php_rs::ffi::{
    ZEND_INTERNAL_FUNCTION, ZEND_USER_FUNCTION, ext_php_rs_zend_string_release, zend_class_entry,
    zend_function, zend_get_callable_name_ex, zend_string, zval,
};
use span_core::names::{callable_name, function_name};
use std::cell::RefCell;
use std::ptr;

/// Slots of the cache; a callable always lands in the same one, and replaces what is there.
const SLOTS: usize = 256;
/// `IS_STR_INTERNED` (`GC_IMMUTABLE`): a string whose references are not counted.
const INTERNED: u32 = 1 << 6;

/// The parts of a callable that identify its source location.
#[derive(Clone, Copy)]
pub struct CalleeCode {
    pub(super) callable: *mut zval,
    /// Null where only `__call` answers it.
    pub(super) function: *mut zend_function,
}

/// A location and the strings that identify it. Holding a reference to the strings makes their addresses unique
/// for as long as the entry lives, so that comparing addresses is enough.
struct Entry<L> {
    key: Key,
    location: L,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Key {
    function_name: *mut zend_string,
    scope: *mut zend_class_entry,
    file: *mut zend_string,
    line: u32,
}

/// The parts of a location. `file` and `line` are absent for PHP's internal functions.
pub struct Parts {
    /// `Class::method`, `Namespace\function` or `{closure}`, the same in each version of PHP.
    pub function: String,
    pub file: Option<String>,
    pub line: Option<u32>,
}

/// The cache of one PHP thread. The caller converts [`Parts`] into its own location type `L`.
pub struct LocationCache<L> {
    entries: RefCell<Option<Box<Entries<L>>>>,
}

type Entries<L> = [Option<Entry<L>>; SLOTS];

impl<L: Clone> LocationCache<L> {
    /// An empty cache; it allocates on first use.
    pub const fn new() -> Self {
        Self {
            entries: RefCell::new(None),
        }
    }

    /// The location of a callable's code.
    #[inline(always)]
    pub fn get(&self, code: CalleeCode, make: fn(Parts) -> L) -> L {
        if code.function.is_null() {
            return make(code.parts());
        }
        let key = Key::of(code.function);
        let mut entries = self.entries.borrow_mut();
        let entries = entries.get_or_insert_with(empty);
        let slot = &mut entries[key.slot()];
        match slot {
            Some(entry) if entry.key == key => entry.location.clone(),
            _ if code.is_of_this_extension() => make(code.parts()),
            _ => {
                let location = make(key.parts());
                *slot = Some(Entry::new(key, location.clone()));
                location
            }
        }
    }

    /// Forgets everything. Called at request end: PHP frees the strings' memory afterwards.
    pub fn clear(&self) {
        self.entries.replace(None);
    }
}

#[cold]
fn empty<L>() -> Box<Entries<L>> {
    Box::new([const { None }; SLOTS])
}

impl CalleeCode {
    /// The parts of its location. What `wrap()` has made stands where its callable does.
    #[cold]
    pub fn parts(self) -> Parts {
        if self.is_of_this_extension()
            && let Some((callable, function)) = behind(self.callable)
        {
            return Self { callable, function }.parts();
        }
        if self.function.is_null() {
            return Parts {
                function: callable_name(&self.name()),
                file: None,
                line: None,
            };
        }
        Key::of(self.function).parts()
    }

    /// Whether it is a method of a class of this extension's.
    pub(super) fn is_of_this_extension(self) -> bool {
        // SAFETY: null, or the live function of a resolved callable. Only internal functions have a module.
        unsafe {
            !self.function.is_null()
                && u32::from((*self.function).type_) == ZEND_INTERNAL_FUNCTION
                && is_own(self.function)
        }
    }

    /// The callable as PHP would name it, `Class::method` for one that only `__call` answers.
    fn name(self) -> String {
        // SAFETY: the callable is an argument of the running frame, or held by one of our objects; the name is a new string,
        // released here.
        unsafe {
            // Since PHP 8.6 `zend_get_callable_name` is in the headers only.
            let name = zend_get_callable_name_ex(self.callable, ptr::null_mut());
            let copy = to_utf8_lossy(name);
            ext_php_rs_zend_string_release(name);
            copy
        }
    }
}

impl<L> Entry<L> {
    fn new(key: Key, location: L) -> Self {
        for string in [key.function_name, key.file] {
            // SAFETY: the function is alive, and so are its strings.
            unsafe {
                if !string.is_null() && (*string).gc.u.type_info & INTERNED == 0 {
                    (*string).gc.refcount += 1;
                }
            }
        }
        Self { key, location }
    }
}

impl<L> Drop for Entry<L> {
    fn drop(&mut self) {
        for string in [self.key.function_name, self.key.file] {
            if !string.is_null() {
                // SAFETY: the reference counted in `new`; interned strings are left alone by PHP itself.
                unsafe { ext_php_rs_zend_string_release(string) };
            }
        }
    }
}

impl Key {
    #[inline]
    fn of(function: *mut zend_function) -> Self {
        // SAFETY: a resolved callable's function is alive; `common` is valid for each kind, `op_array` for user code.
        unsafe {
            let common = &raw const (*function).common;
            let is_user_code = u32::from((*common).type_) == ZEND_USER_FUNCTION;
            let (file, line) = if is_user_code {
                (
                    (*function).op_array.filename,
                    (*function).op_array.line_start,
                )
            } else {
                (ptr::null_mut(), 0)
            };
            Self {
                function_name: (*common).function_name,
                scope: (*common).scope,
                file,
                line,
            }
        }
    }

    #[inline]
    fn slot(&self) -> usize {
        // Addresses are multiples of eight; the multiplication spreads line numbers and neighbours.
        let mixed = (self.function_name as usize >> 3)
            ^ (self.file as usize >> 3)
            ^ (self.scope as usize >> 4);
        (mixed ^ (self.line as usize).wrapping_mul(0x9e37_79b9)) % SLOTS
    }

    fn parts(&self) -> Parts {
        // SAFETY: the strings belong to a live function or class.
        unsafe {
            let name = if self.function_name.is_null() {
                String::new()
            } else {
                to_utf8_lossy(self.function_name)
            };
            let class = (!self.scope.is_null()).then(|| to_utf8_lossy((*self.scope).name));
            let function = function_name(class.as_deref(), &name);
            let file = (!self.file.is_null()).then(|| to_utf8_lossy(self.file));
            let line = file.is_some().then_some(self.line);
            Parts {
                function,
                file,
                line,
            }
        }
    }
}
