//! Where a thread-safe PHP (ZTS) keeps what belongs to the running thread: its own globals, and ours among those of its modules.
//!
//! PHP has one block of memory for each of its threads, and a variable of the thread's that points to it. Executor globals
//! lie in that block; those of modules are allocated, and the block has a table of them.
//!
//! Must not know what ours consist of (`thread` does).

use super::php_thread::AllParts;
use ext_php_rs::zend::ModuleEntry;
use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::marker::PhantomData;
use std::sync::atomic::{AtomicI32, AtomicUsize, Ordering};

unsafe extern "C" {
    /// Of `TSRM.h`: the running thread's block, null on a thread that is not PHP's.
    fn tsrm_get_ls_cache() -> *mut c_void;
    /// The place of that variable relative to the thread pointer, 0 where there is no fixed one.
    fn tsrm_get_ls_cache_tcb_offset() -> usize;
}

/// [`tsrm_get_ls_cache_tcb_offset`]'s answer, once it has been asked.
static TCB_OFFSET: AtomicUsize = AtomicUsize::new(0);

/// The running thread's block, null on a thread that is not PHP's.
#[inline(always)]
pub(super) fn block() -> *mut u8 {
    #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
    {
        let offset = TCB_OFFSET.load(Ordering::Relaxed);
        if offset != 0 {
            return at(offset);
        }
    }
    // SAFETY: no precondition.
    unsafe { tsrm_get_ls_cache() }.cast()
}

/// The pointer at `offset` from the thread pointer.
#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
#[inline(always)]
fn at(offset: usize) -> *mut u8 {
    let block;
    // SAFETY: PHP's just-in-time compiler reads the variable in the same way. The block stays the same for as long as the
    // thread runs PHP's code, so that a function may look once.
    unsafe {
        std::arch::asm!(
            "mov {block}, fs:[{offset}]",
            block = out(reg) block,
            offset = in(reg) offset,
            options(pure, nomem, nostack, preserves_flags),
        );
    }
    block
}

/// What belongs to each of PHP's threads: the globals of our module. PHP makes them before the thread's first request, and
/// destroys them when it forgets the thread.
pub struct PhpThread<T> {
    /// The number of the module's globals in the table of a thread, from 1 on.
    id: AtomicI32,
    parts: PhantomData<fn() -> T>,
}

impl<T: AllParts> PhpThread<T> {
    pub const fn new() -> Self {
        // What `malloc` aligns to.
        const { assert!(align_of::<T>() <= 16) };
        Self {
            id: AtomicI32::new(0),
            parts: PhantomData,
        }
    }

    /// Has PHP keep one for each of its threads. Called before it starts the module.
    pub fn declare_in(&'static self, module: &mut ModuleEntry) {
        // SAFETY: no precondition.
        let offset = unsafe { tsrm_get_ls_cache_tcb_offset() };
        TCB_OFFSET.store(offset, Ordering::Relaxed);
        module.globals_size = size_of::<T>();
        module.globals_id_ptr = self.id.as_ptr().cast::<c_int>();
        module.globals_ctor = Some(construct::<T>);
        module.globals_dtor = Some(destroy::<T>);
    }

    /// That of the running thread, which is PHP's.
    #[inline(always)]
    pub fn own(&'static self) -> &'static T {
        let index = self.id.load(Ordering::Relaxed) as usize - 1;
        // SAFETY: code of ours that needs it runs on PHP's threads only, see `has_parts`, and after PHP has started the
        // module. A block begins with the address of its table (`tsrm_tls_entry`), which PHP moves when it grows, unlike what
        // it points to. What is found lives as long as the thread, and is never handed to another one.
        unsafe {
            let table = *block().cast::<*const *const T>();
            &**table.add(index)
        }
    }
}

/// The running thread is PHP's, which PHP has noted itself.
pub(super) fn begins_request() {}

thread_local! {
    /// Whether this thread's part was destroyed. PHP's variable still points to the block then, as far as `exit()` can tell.
    static IS_GONE: Cell<bool> = const { Cell::new(false) };
}

/// Whether the running thread is one of PHP's, and has all this.
pub(super) fn is_phps() -> bool {
    !IS_GONE.get() && !block().is_null()
}

/// Whether [`PhpThread::own`] may be called on the running thread.
pub(super) fn has_parts() -> bool {
    is_phps()
}

unsafe extern "C" fn construct<T: AllParts>(globals: *mut c_void) {
    IS_GONE.set(false);
    // SAFETY: PHP gives memory of the size that was declared, with `malloc`'s alignment.
    unsafe { globals.cast::<T>().write(T::NEW) };
}

/// May run on another thread than the one that it belonged to, which is gone then: at module end, when the main thread is the only
/// one left.
unsafe extern "C" fn destroy<T: AllParts>(globals: *mut c_void) {
    IS_GONE.set(true);
    // SAFETY: made by `construct`; PHP frees the memory afterwards.
    unsafe { globals.cast::<T>().drop_in_place() };
}
