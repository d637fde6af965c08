//! The stream context that is in force while an `http` URL is opened: the program's, with headers of ours.
//!
//! PHP reads the options from the context that it is called with, and keeps a reference to that one's resource. So a copy of the
//! program's context, with the same resource and other options, is in force during the opening alone: the program's is never
//! changed, not even for another coroutine that opens a URL meanwhile. What changes in the program's during the opening, by its
//! notification callback or by another coroutine, changes in the copy, too, at each notification: one comes before each request.

use super::array_slots::entries;
use super::http_opening::{Headers, HttpListener, HttpOptions};
use super::typed::kind;
use ext_php_rs::ffi::{
    _zend_new_array, HashTable, IS_ARRAY_EX, IS_STRING, php_stream_context, php_stream_notifier,
    zend_array_dup, zend_hash_str_find, zend_hash_str_update, zval_ptr_dtor,
};
use ext_php_rs::types::{ZendStr, Zval};
use std::ffi::{c_char, c_int, c_void};
use std::mem::{self, ManuallyDrop};
use std::ptr;

/// `PHP_STREAM_NOTIFY_CONNECT`.
const CONNECT: c_int = 2;
/// `PHP_STREAM_NOTIFY_REDIRECTED`.
const REDIRECTED: c_int = 6;
/// `PHP_STREAM_NOTIFY_PROGRESS`.
const PROGRESS: c_int = 7;
/// `PHP_STREAM_NOTIFY_FAILURE`.
const FAILURE: c_int = 9;
/// `PHP_STREAM_NOTIFY_AUTH_RESULT`.
const AUTH_RESULT: c_int = 10;

/// The context in force during an opening, and what is heard of it. Plain data: a bailout leaves the options to the end of the
/// request, which frees them.
pub(super) struct Watch<T: HttpListener> {
    context: ManuallyDrop<php_stream_context>,
    notifier: Notifier<T>,
}

/// The copy's notifier, in the place of the program's. PHP knows the part that is its own.
#[repr(C)]
struct Notifier<T: HttpListener> {
    of_php: ManuallyDrop<php_stream_notifier>,
    open: T::Open,
    of_program: *mut php_stream_context,
    /// The program's options that the copy was made of. Whoever changes them makes an array of their own, because this is another
    /// reference to it.
    seen: ManuallyDrop<Zval>,
    failed_status: c_int,
    /// To the server that is asked now: there may be a redirection to another one.
    is_connected: bool,
    redirects: i64,
    max_redirects: i64,
}

impl<T: HttpListener> Watch<T> {
    /// A copy of the context with these headers; of none where the program opens the URL without one.
    ///
    /// # Safety
    /// `of_program` must be null or a stream context that outlives the opening.
    pub(super) unsafe fn new(
        open: T::Open,
        of_program: *mut php_stream_context,
        headers: &Headers,
    ) -> Self {
        // SAFETY: all zeros are valid for these C structs. What is copied bit by bit is not dropped; the rest is the caller's promise.
        unsafe {
            let mut watch = Self {
                context: mem::zeroed(),
                notifier: Notifier {
                    of_php: mem::zeroed(),
                    open,
                    of_program,
                    seen: ManuallyDrop::new(Zval::new()),
                    failed_status: 0,
                    is_connected: false,
                    redirects: 0,
                    max_redirects: HttpOptions::of(of_program.as_ref()).max_redirects(),
                },
            };
            watch.notifier.of_php.func = Some(notified::<T>);
            if let Some(of_program) = of_program.as_ref() {
                let own: *mut php_stream_context = (&raw mut watch.context).cast();
                ptr::copy_nonoverlapping(of_program, own, 1);
                watch.notifier.seen = another(&of_program.options);
                put(own, copy_with(&of_program.options, headers));
            }
            watch
        }
    }

    /// The context to open the URL with, instead of the program's.
    pub(super) fn context(&mut self) -> *mut php_stream_context {
        if self.notifier.of_program.is_null() {
            return ptr::null_mut();
        }
        self.context.notifier = (&raw mut self.notifier).cast();
        (&raw mut self.context).cast()
    }

    pub(super) fn failed_status(&self) -> i64 {
        i64::from(self.notifier.failed_status)
    }

    pub(super) fn redirects(&self) -> i64 {
        self.notifier.redirects
    }

    pub(super) fn is_redirected_too_often(&self) -> bool {
        self.notifier.redirects >= self.notifier.max_redirects
    }

    /// Whether there was a connection, or nothing could be heard of one.
    pub(super) fn is_connected(&self) -> bool {
        self.notifier.is_connected || self.notifier.of_program.is_null()
    }

    /// Frees the options' copy.
    pub(super) fn end(mut self) {
        if !self.notifier.of_program.is_null() {
            // SAFETY: both are references of this watch's own; the opener keeps nothing of them.
            unsafe {
                zval_ptr_dtor(&raw mut self.context.options);
                zval_ptr_dtor(&raw mut *self.notifier.seen);
            }
        }
    }
}

/// Tells the program, if it has a notifier now.
unsafe extern "C" fn notified<T: HttpListener>(
    context: *mut php_stream_context,
    code: c_int,
    severity: c_int,
    message: *mut c_char,
    number: c_int,
    sofar: usize,
    max: usize,
    pointer: *mut c_void,
) {
    // SAFETY: PHP calls the notifier of the context that it was called with, which is that of a `Watch`. The program's outlives the
    // opening, and its notifier is looked up anew after a call, which may have replaced it.
    unsafe {
        let own: *mut Notifier<T> = (*context).notifier.cast();
        let of_program = (*own).of_program;
        let is_sent = (*own).is_connected || (*own).redirects > 0;
        match code {
            CONNECT => (*own).is_connected = true,
            REDIRECTED => {
                (*own).is_connected = false;
                (*own).redirects += 1;
            }
            FAILURE | AUTH_RESULT => (*own).failed_status = number,
            _ => {}
        }
        if let Some(theirs) = (*of_program).notifier.as_mut() {
            if code == PROGRESS {
                copy_progress(own.cast(), theirs);
            }
            if let Some(notify) = theirs.func {
                notify(
                    of_program, code, severity, message, number, sofar, max, pointer,
                );
            }
        }
        let theirs = (*of_program).notifier;
        if !theirs.is_null() {
            copy_progress(theirs, own.cast());
        }
        if array_of(&(*of_program).options) != array_of(&(*own).seen) {
            renew::<T>(context, own, is_sent);
        }
    }
}

/// PHP counts in the notifier of the context that it opens a URL with, and goes on in that of the stream's, which is the program's.
///
/// # Safety
/// Both must be live notifiers.
unsafe fn copy_progress(from: *const php_stream_notifier, to: *mut php_stream_notifier) {
    // SAFETY: the caller's promise.
    unsafe {
        (*to).mask = (*from).mask;
        (*to).progress = (*from).progress;
        (*to).progress_max = (*from).progress_max;
    }
}

/// Makes a new copy of the program's options. What is freed then may be the last of a value of the program's, whose destructor
/// runs as the last thing here.
///
/// # Safety
/// `own` must be the notifier of `context`, which is in force.
#[cold]
unsafe fn renew<T: HttpListener>(
    context: *mut php_stream_context,
    own: *mut Notifier<T>,
    is_sent: bool,
) {
    // SAFETY: the caller's promise; the program's context outlives the opening.
    unsafe {
        let of_program = &*(*own).of_program;
        let options = HttpOptions::of(Some(of_program));
        let copy = T::guarded(|| {
            let headers = T::changed((*own).open, options, is_sent);
            copy_with(&of_program.options, &headers)
        });
        let Some(copy) = copy else {
            return;
        };
        let mut former = ptr::read((&raw const (*context).options).cast::<ManuallyDrop<Zval>>());
        let mut seen = mem::replace(&mut (*own).seen, another(&of_program.options));
        put(context, copy);
        zval_ptr_dtor(&raw mut *former);
        zval_ptr_dtor(&raw mut *seen);
    }
}

/// # Safety
/// `context` must be a live one, whose options are freed elsewhere.
unsafe fn put(context: *mut php_stream_context, options: ManuallyDrop<Zval>) {
    // SAFETY: the caller's promise.
    unsafe {
        (&raw mut (*context).options)
            .cast::<ManuallyDrop<Zval>>()
            .write(options);
    }
}

/// Another reference to a value.
fn another(value: &Zval) -> ManuallyDrop<Zval> {
    ManuallyDrop::new(value.shallow_clone())
}

/// Which array a value is; null where it is none.
fn array_of(value: &Zval) -> *mut HashTable {
    if value.is_array() {
        // SAFETY: the type says which part of the union is written.
        unsafe { value.value.arr }
    } else {
        ptr::null_mut()
    }
}

/// A copy of a context's options, with headers added to those of `http`.
///
/// # Safety
/// The options must be a live value. No user code runs: what is copied gets another reference.
unsafe fn copy_with(options: &Zval, headers: &Headers) -> ManuallyDrop<Zval> {
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

/// The option `header` with more headers, as the text that PHP makes of a list, too. They stand before the program's: behind
/// it there may be an empty line, or a byte at which PHP ends it. What PHP trims from the front it cannot trim there any more.
fn with_headers(header: Option<&Zval>, headers: &Headers) -> ManuallyDrop<Zval> {
    let mut given = Vec::new();
    if let Some(list) = header.and_then(Zval::array) {
        for (_, line) in entries(list) {
            // PHP passes over what is a reference to a string.
            if let Some(line) = line.zend_str().filter(|_| kind(line) == IS_STRING) {
                given.extend_from_slice(line.as_bytes());
                given.extend_from_slice(b"\r\n");
            }
        }
    } else if let Some(text) = header.and_then(Zval::zend_str) {
        given.extend_from_slice(text.as_bytes());
    }
    let mut all = Vec::new();
    for (name, value) in headers {
        all.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
    }
    let is_trimmed = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | b'\x0b' | b'\0');
    all.extend(given.into_iter().skip_while(is_trimmed));
    let mut text = ManuallyDrop::new(Zval::new());
    text.set_zend_string(ZendStr::new(&all, false));
    text
}

/// An array. Whoever it is given to frees it.
fn of_table(table: *mut HashTable) -> ManuallyDrop<Zval> {
    let mut value = ManuallyDrop::new(Zval::new());
    value.value.arr = table;
    value.u1.type_info = IS_ARRAY_EX;
    value
}
