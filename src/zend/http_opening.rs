//! One opening of an `http` URL by PHP's stream wrapper: what its context says, and a context of its own with headers of ours.
//!
//! PHP reads the options from the context that it is called with, and keeps a reference to that one's resource. So a copy of the
//! program's context, with the same resource and other options, is in force during the opening alone: the program's is never
//! changed, not even for another coroutine that opens a URL meanwhile.

use super::value::text;
use ext_php_rs::ffi::{
    _zend_new_array, HashTable, IS_ARRAY_EX, php_stream_context, php_stream_notifier,
    zend_array_dup, zend_hash_next_index_insert, zend_hash_str_find, zend_hash_str_update,
    zval_ptr_dtor,
};
use ext_php_rs::types::{ZendStr, Zval};
use std::ffi::{c_char, c_int, c_void};
use std::mem::{self, ManuallyDrop};
use std::ptr;

/// `PHP_STREAM_NOTIFY_CONNECT`.
const CONNECT: c_int = 2;
/// `PHP_STREAM_NOTIFY_FAILURE`.
const FAILURE: c_int = 9;
/// `PHP_STREAM_NOTIFY_AUTH_RESULT`.
const AUTH_RESULT: c_int = 10;

/// Names and values.
pub type Headers = Vec<(String, String)>;

/// What is known of an opening before it begins.
pub struct Opening<'a> {
    pub url: String,
    context: Option<&'a php_stream_context>,
}

impl<'a> Opening<'a> {
    pub(super) fn new(url: String, context: Option<&'a php_stream_context>) -> Self {
        Self { url, context }
    }

    /// The method that the context names.
    pub fn method(&self) -> Option<String> {
        self.option("method")
            .and_then(text)
            .filter(|method| !method.is_empty())
    }

    /// Whether headers can be added.
    pub fn takes_headers(&self) -> bool {
        self.context.is_some()
    }

    /// The names of the headers that the context has, in any case.
    pub fn header_names(&self) -> Vec<String> {
        let header = self.option("header");
        let lines = match header.and_then(Zval::array) {
            Some(lines) => lines.values().filter_map(text).collect(),
            None => Vec::from_iter(header.and_then(text)),
        };
        let lines = lines.iter().flat_map(|text| text.lines());
        lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, _)| name.trim().to_owned())
            .collect()
    }

    fn option(&self, name: &str) -> Option<&'a Zval> {
        let options = self.context?.options.dereference().array()?;
        let http = options.get("http")?.dereference().array()?;
        http.get(name).map(Zval::dereference)
    }
}

/// A notifier with what it has heard. PHP knows the part that is its own.
#[repr(C)]
struct Notifier {
    of_php: ManuallyDrop<php_stream_notifier>,
    failed_status: c_int,
    is_connected: bool,
}

/// The context in force during an opening, and what is heard of it. Plain data: a bailout leaves the options' copy to the end of the
/// request, which frees it.
pub(super) struct Watch {
    context: ManuallyDrop<php_stream_context>,
    notifier: Notifier,
    is_used: bool,
}

impl Watch {
    /// A copy of the context with these headers; of none where the program opens the URL without one.
    ///
    /// # Safety
    /// `context` must be null or a live stream context.
    pub(super) unsafe fn new(context: *mut php_stream_context, headers: Headers) -> Self {
        // SAFETY: all zeros are valid for these C structs.
        let mut watch: Self = unsafe { mem::zeroed() };
        watch.notifier.of_php.func = Some(notified);
        if context.is_null() {
            return watch;
        }
        watch.is_used = true;
        // SAFETY: the caller's promise. What is copied bit by bit is not dropped; the options are copied, with references of
        // their own.
        unsafe {
            let own: *mut php_stream_context = (&raw mut watch.context).cast();
            ptr::copy_nonoverlapping(context, own, 1);
            let options = copy_with((*context).options.dereference(), &headers);
            (&raw mut (*own).options)
                .cast::<ManuallyDrop<Zval>>()
                .write(options);
        }
        watch
    }

    /// The context to open the URL with, instead of the program's.
    pub(super) fn context(
        &mut self,
        of_program: *mut php_stream_context,
    ) -> *mut php_stream_context {
        if !self.is_used {
            return of_program;
        }
        if self.context.notifier.is_null() {
            self.context.notifier = (&raw mut self.notifier).cast();
        }
        (&raw mut self.context).cast()
    }

    pub(super) fn failed_status(&self) -> i64 {
        i64::from(self.notifier.failed_status)
    }

    /// Whether there was a connection, or nothing could be heard of one.
    pub(super) fn is_connected(&self) -> bool {
        let own: *const php_stream_notifier = (&raw const self.notifier).cast();
        self.notifier.is_connected || !ptr::eq(self.context.notifier, own)
    }

    /// Frees the options' copy.
    pub(super) fn end(mut self) {
        if self.is_used {
            // SAFETY: made by `new`; the opener keeps nothing of it.
            unsafe { zval_ptr_dtor(&raw mut self.context.options) };
        }
    }
}

unsafe extern "C" fn notified(
    context: *mut php_stream_context,
    code: c_int,
    _severity: c_int,
    _message: *mut c_char,
    number: c_int,
    _sofar: usize,
    _max: usize,
    _pointer: *mut c_void,
) {
    // SAFETY: PHP calls the notifier of the context that it was called with, which is that of a `Watch`.
    unsafe {
        let own: *mut Notifier = (*context).notifier.cast();
        match code {
            CONNECT => (*own).is_connected = true,
            FAILURE | AUTH_RESULT => (*own).failed_status = number,
            _ => {}
        }
    }
}

/// A copy of a context's options, with headers added to those of `http`.
///
/// # Safety
/// The options must be a live value. No user code runs: what is copied gets another reference.
unsafe fn copy_with(options: &Zval, headers: &[(String, String)]) -> ManuallyDrop<Zval> {
    // SAFETY: the caller's promise; the tables are this function's own.
    unsafe {
        let copy = table_of(Some(options));
        if !headers.is_empty() {
            let found = zend_hash_str_find(copy, c"http".as_ptr(), 4);
            let http = table_of(found.as_ref().map(|value| value.dereference()));
            let found = zend_hash_str_find(http, c"header".as_ptr(), 6);
            let mut header = with_headers(found.as_ref().map(|value| value.dereference()), headers);
            zend_hash_str_update(http, c"header".as_ptr(), 6, &raw mut *header);
            let mut http = of_table(http);
            zend_hash_str_update(copy, c"http".as_ptr(), 4, &raw mut *http);
        }
        of_table(copy)
    }
}

/// A copy of the array in a value; a new one where it is none.
///
/// # Safety
/// As of [`copy_with`].
unsafe fn table_of(value: Option<&Zval>) -> *mut HashTable {
    // SAFETY: a live array.
    unsafe {
        match value.filter(|value| value.is_array()) {
            Some(value) => zend_array_dup(value.value.arr),
            None => _zend_new_array(8),
        }
    }
}

/// The option `header` with more headers, as a list or as a text, whichever it is.
///
/// # Safety
/// As of [`copy_with`].
unsafe fn with_headers(header: Option<&Zval>, headers: &[(String, String)]) -> ManuallyDrop<Zval> {
    let lines = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}"));
    if let Some(list) = header.filter(|header| header.is_array()) {
        // SAFETY: a live array; the copy is this function's own.
        unsafe {
            let copy = table_of(Some(list));
            for line in lines {
                let mut line = of_text(line.as_bytes());
                zend_hash_next_index_insert(copy, &raw mut *line);
            }
            return of_table(copy);
        }
    }
    let given = header.and_then(Zval::zend_str);
    let mut all = given.map_or_else(Vec::new, |text| text.as_bytes().trim_ascii_end().to_vec());
    for line in lines {
        if !all.is_empty() {
            all.extend_from_slice(b"\r\n");
        }
        all.extend_from_slice(line.as_bytes());
    }
    of_text(&all)
}

/// A text. Whoever it is given to frees it.
fn of_text(text: &[u8]) -> ManuallyDrop<Zval> {
    let mut value = ManuallyDrop::new(Zval::new());
    value.set_zend_string(ZendStr::new(text, false));
    value
}

/// An array, likewise.
fn of_table(table: *mut HashTable) -> ManuallyDrop<Zval> {
    let mut value = ManuallyDrop::new(Zval::new());
    value.value.arr = table;
    value.u1.type_info = IS_ARRAY_EX;
    value
}
