//! PHP's limit of the program's memory, lifted for what the tracer alone asks PHP to allocate.

use ext_php_rs::ffi::ext_php_rs_process_globals;
use std::ffi::{c_int, c_void};

const SUCCESS: c_int = 0;
/// What PHP takes for no limit.
const UNLIMITED: usize = usize::MAX >> 1;

unsafe extern "C" {
    // Of `zend_alloc.h`, which ext-php-rs has no bindings for.
    fn zend_set_memory_limit(limit: usize) -> c_int;
    fn zend_mm_get_heap() -> *mut c_void;
    fn zend_mm_gc(heap: *mut c_void) -> usize;
}

/// Runs `work`, whose memory does not count: beyond the limit PHP would end a program that has not reached it by itself. `work` must
/// run no PHP code, and leave nothing allocated. Where the system has no memory, PHP bails out of it, and sets the limit again itself.
pub(super) fn lifted<R>(work: impl FnOnce() -> R) -> R {
    set(UNLIMITED);
    let result = work();
    // SAFETY: the globals of PHP's thread are valid on it. A number below zero is no limit.
    let limit = unsafe { (*ext_php_rs_process_globals()).memory_limit } as usize;
    if !set(limit) {
        // What was freed is still kept for small values.
        // SAFETY: the heap of this thread; PHP's `gc_mem_caches()` does the same.
        unsafe { zend_mm_gc(zend_mm_get_heap()) };
        set(limit);
    }
    result
}

/// Whether PHP takes the limit: it does not where more is in use.
fn set(limit: usize) -> bool {
    // SAFETY: sets a number of this thread's heap, and frees what that keeps unused.
    unsafe { zend_set_memory_limit(limit) == SUCCESS }
}
