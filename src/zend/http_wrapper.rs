//! PHP's wrapper of `http` and `https` URLs, which all of its stream functions open them with: a listener stands before it.
//!
//! Owns the wrapper as it was, and how headers get into a request without a change to the program's stream context. Must not know
//! a span.

use super::class::find_pointer;
use super::http_opening::{Answer, HttpListener, HttpOptions};
use super::http_watch::Watch;
use super::value::text_of_c;
use ext_php_rs::ffi::{
    HashTable, php_stream, php_stream_context, php_stream_wrapper, php_stream_wrapper_ops,
    zend_hash_str_find, zend_string,
};
use ext_php_rs::types::Zval;
use std::cell::UnsafeCell;
use std::ffi::{CStr, c_char, c_int};
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

unsafe extern "C" {
    /// Of `php_streams.h`, which ext-php-rs has no binding for.
    fn php_stream_get_url_stream_wrappers_hash_global() -> *mut HashTable;
}

#[cfg(not(php_debug))]
type Opener = unsafe extern "C" fn(
    *mut php_stream_wrapper,
    *const c_char,
    *const c_char,
    c_int,
    *mut *mut zend_string,
    *mut php_stream_context,
) -> *mut php_stream;

/// In a PHP for debugging it is told, too, how deep the call is, and where it and its origin are (`STREAMS_DC`).
#[cfg(php_debug)]
type Opener = unsafe extern "C" fn(
    *mut php_stream_wrapper,
    *const c_char,
    *const c_char,
    c_int,
    *mut *mut zend_string,
    *mut php_stream_context,
    c_int,
    *const c_char,
    u32,
    *const c_char,
    u32,
) -> *mut php_stream;

/// A call of an opener, but for the context.
#[derive(Clone, Copy)]
struct OpenCall {
    opener: Opener,
    wrapper: *mut php_stream_wrapper,
    url: *const c_char,
    mode: *const c_char,
    options: c_int,
    opened_path: *mut *mut zend_string,
    #[cfg(php_debug)]
    place: (c_int, *const c_char, u32, *const c_char, u32),
}

impl OpenCall {
    /// # Safety
    /// `opener` must be PHP's own, and the rest what it was called with.
    #[inline(always)]
    unsafe fn run(self, context: *mut php_stream_context) -> *mut php_stream {
        #[cfg(php_debug)]
        let (depth, file, line, origin, origin_line) = self.place;
        // SAFETY: the caller's promise.
        unsafe {
            #[cfg(not(php_debug))]
            return (self.opener)(
                self.wrapper,
                self.url,
                self.mode,
                self.options,
                self.opened_path,
                context,
            );
            #[cfg(php_debug)]
            (self.opener)(
                self.wrapper,
                self.url,
                self.mode,
                self.options,
                self.opened_path,
                context,
                depth,
                file,
                line,
                origin,
                origin_line,
            )
        }
    }
}

const SCHEMES: [&str; 2] = ["http", "https"];

/// The wrappers as they were, and ours.
struct Wrappers {
    former: AtomicPtr<php_stream_wrapper>,
    operations: UnsafeCell<php_stream_wrapper_ops>,
    own: UnsafeCell<php_stream_wrapper>,
}

// SAFETY: written once, before PHP gets their addresses.
unsafe impl Sync for Wrappers {}

static WRAPPERS: Wrappers = Wrappers {
    former: AtomicPtr::new(ptr::null_mut()),
    // SAFETY: C structs of pointers and numbers, for which all zeros are valid.
    operations: UnsafeCell::new(unsafe { std::mem::zeroed() }),
    // SAFETY: as above.
    own: UnsafeCell::new(unsafe { std::mem::zeroed() }),
};

/// Puts the listener before PHP's wrapper, once between module start and module end, in a request. Where another extension has
/// replaced the wrapper of a scheme, that scheme is left alone.
pub fn install<T: HttpListener>() {
    // SAFETY: PHP's table of wrappers lives until PHP ends. Its wrappers are constants of PHP's, copied bit by bit; a pointer in
    // the table is replaced in its place, which keeps the order of `stream_get_wrappers()`.
    unsafe {
        let table = php_stream_get_url_stream_wrappers_hash_global();
        let former: *mut php_stream_wrapper = find_pointer(table, SCHEMES[0]).cast();
        if former.is_null() || !WRAPPERS.former.load(Ordering::Relaxed).is_null() {
            return;
        }
        WRAPPERS.former.store(former, Ordering::Release);
        let operations = WRAPPERS.operations.get();
        ptr::copy_nonoverlapping((*former).wops, operations, 1);
        (*operations).stream_opener = Some(open::<T>);
        let own = WRAPPERS.own.get();
        ptr::copy_nonoverlapping(former, own, 1);
        (*own).wops = operations;
        replace(table, former, own);
    }
}

/// Puts PHP's wrapper back, where ours still stands. Called at module end.
pub fn uninstall() {
    let former = WRAPPERS.former.swap(ptr::null_mut(), Ordering::AcqRel);
    if !former.is_null() {
        // SAFETY: as in `install`. No stream is open any more.
        unsafe {
            let table = php_stream_get_url_stream_wrappers_hash_global();
            replace(table, WRAPPERS.own.get(), former);
        }
    }
}

/// # Safety
/// `table` must be PHP's table of wrappers, or null.
unsafe fn replace(
    table: *mut HashTable,
    from: *mut php_stream_wrapper,
    to: *mut php_stream_wrapper,
) {
    for scheme in SCHEMES {
        // SAFETY: the caller's promise.
        unsafe {
            let entry = zend_hash_str_find(table, scheme.as_ptr().cast(), scheme.len());
            if !entry.is_null() && (*entry).value.ptr == from.cast() {
                (*entry).value.ptr = to.cast();
            }
        }
    }
}

/// Stands in the place of PHP's opener. A jump to it is all that an opening costs that is not listened to.
unsafe extern "C" fn open<T: HttpListener>(
    wrapper: *mut php_stream_wrapper,
    url: *const c_char,
    mode: *const c_char,
    options: c_int,
    opened_path: *mut *mut zend_string,
    context: *mut php_stream_context,
    #[cfg(php_debug)] depth: c_int,
    #[cfg(php_debug)] file: *const c_char,
    #[cfg(php_debug)] line: u32,
    #[cfg(php_debug)] origin: *const c_char,
    #[cfg(php_debug)] origin_line: u32,
) -> *mut php_stream {
    let former = WRAPPERS.former.load(Ordering::Acquire);
    // SAFETY: PHP calls it with what its own opener takes, between `install` and `uninstall`.
    unsafe {
        let Some(opener): Option<Opener> = (*(*former).wops).stream_opener else {
            return ptr::null_mut();
        };
        let call = OpenCall {
            opener,
            wrapper,
            url,
            mode,
            options,
            opened_path,
            #[cfg(php_debug)]
            place: (depth, file, line, origin, origin_line),
        };
        if T::is_wanted() {
            open_heard::<T>(call, context)
        } else {
            call.run(context)
        }
    }
}

/// # Safety
/// As of [`OpenCall::run`].
#[inline(never)]
unsafe fn open_heard<T: HttpListener>(
    call: OpenCall,
    context: *mut php_stream_context,
) -> *mut php_stream {
    // SAFETY: the caller's promise.
    unsafe {
        let Some((open, mut watch)) = begin::<T>(call, context) else {
            return call.run(context);
        };
        let stream = call.run(watch.context());
        T::guarded(|| T::end(open, &answer(stream, &watch)));
        watch.end();
        stream
    }
}

/// # Safety
/// As of [`OpenCall::run`].
unsafe fn begin<T: HttpListener>(
    call: OpenCall,
    context: *mut php_stream_context,
) -> Option<(T::Open, Watch<T>)> {
    // SAFETY: the caller's promise: both texts are live, and so is the context, which the caller of the opener holds.
    let begin = || unsafe {
        // PHP opens a URL to read alone, and refuses any other mode before it connects.
        let mut mode = CStr::from_ptr(call.mode).to_bytes().iter();
        if mode.any(|letter| b"awx+".contains(letter)) {
            return None;
        }
        let options = HttpOptions::of(context.as_ref());
        let (open, headers) = T::begin(&text_of_c(call.url), options)?;
        Some((open, Watch::new(open, context, &headers)))
    };
    T::guarded(begin).flatten()
}

/// # Safety
/// `stream` must be null or a live stream.
unsafe fn answer<T: HttpListener>(stream: *mut php_stream, watch: &Watch<T>) -> Answer {
    // SAFETY: the caller's promise.
    let data: Option<&Zval> = unsafe { stream.as_ref().map(|stream| &stream.wrapperdata) };
    let lines = data.and_then(|data| data.dereference().array());
    Answer {
        lines: lines
            .into_iter()
            .flat_map(|lines| lines.values().filter_map(super::value::text))
            .collect(),
        failed_status: watch.failed_status(),
        is_connected: watch.is_connected(),
        is_open: !stream.is_null(),
        redirects: watch.redirects(),
        is_redirected_too_often: watch.is_redirected_too_often(),
    }
}
