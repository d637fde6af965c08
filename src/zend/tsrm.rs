//! Where a thread-safe PHP (ZTS) keeps what belongs to the running thread: its executor globals, and ours among those of its
//! modules.
//!
//! PHP has one block of memory for each of its threads, and a variable of the thread's that points to it. Executor globals
//! lie in that block; those of modules are allocated, and the block has a table of them. A look through both took 16
//! instructions, about seven times in each coroutine, and the globals that PHP's own extensions reach faster must be
//! declared before any extension is loaded. So both addresses are noted for each thread when PHP makes our globals, in two words of
//! its own, and a look takes two.
//!
//! Must not know what ours consist of (`thread` does).

use super::php_thread::AllParts;
use ext_php_rs::ffi::zend_executor_globals;
use ext_php_rs::zend::ModuleEntry;
use std::ffi::{c_int, c_void};
use std::marker::PhantomData;
use std::ptr;
use std::sync::atomic::{AtomicI32, Ordering};

unsafe extern "C" {
    /// Of `TSRM.h`: the running thread's block, null on a thread that is not PHP's.
    fn tsrm_get_ls_cache() -> *mut c_void;
    /// Where executor globals begin in a block. Written once, before any extension is loaded.
    static executor_globals_offset: usize;
}

/// The number of the module's globals in the table of a thread, from 1 on.
static ID: AtomicI32 = AtomicI32::new(0);

/// What belongs to each of PHP's threads: the globals of our module. PHP makes them before the thread's first request, and
/// destroys them when it forgets the thread.
pub struct PhpThread<T>(PhantomData<fn() -> T>);

impl<T: AllParts> PhpThread<T> {
    pub const fn new() -> Self {
        // What `malloc` aligns to.
        const { assert!(align_of::<T>() <= 16) };
        Self(PhantomData)
    }

    /// Has PHP keep one for each of its threads. Called before it starts the module.
    pub fn declare_in(&'static self, module: &mut ModuleEntry) {
        module.globals_size = size_of::<T>();
        module.globals_id_ptr = ID.as_ptr().cast::<c_int>();
        module.globals_ctor = Some(construct::<T>);
        module.globals_dtor = Some(destroy::<T>);
    }

    /// That of the running thread, which is PHP's.
    #[inline(always)]
    pub fn own(&'static self) -> &'static T {
        // SAFETY: code of ours that needs it runs on PHP's threads only, see `has_parts`, and after PHP has made it. It lives as long
        // as the thread, and is never handed to another one.
        unsafe { &*words::parts().cast::<T>() }
    }
}

/// `EG()` of the running thread, if it has parts.
#[inline(always)]
pub(super) fn executor() -> *mut zend_executor_globals {
    words::executor().cast()
}

/// The running thread is PHP's. One that was there before this library was loaded, by `dl()`, has had its globals made on another
/// thread, and notes them only now.
pub(super) fn begins_request() {
    note(parts_in_table());
}

/// Whether the running thread is one of PHP's, and has all this.
pub(super) fn is_phps() -> bool {
    !words::parts().is_null()
}

/// Whether [`PhpThread::own`] may be called on the running thread.
pub(super) fn has_parts() -> bool {
    is_phps()
}

/// Our globals of the running thread, as PHP has them.
fn parts_in_table() -> *mut c_void {
    let index = ID.load(Ordering::Relaxed) as usize - 1;
    // SAFETY: PHP has numbered our globals, and the running thread is one of its own. A block begins with the address of its table
    // (`tsrm_tls_entry`), which PHP moves when it grows, unlike what it points to.
    unsafe {
        let table = *tsrm_get_ls_cache().cast::<*const *mut c_void>();
        *table.add(index)
    }
}

/// Notes where the running thread's globals are.
fn note(parts: *mut c_void) {
    // SAFETY: PHP's block of the running thread has executor globals there.
    let executor = unsafe { tsrm_get_ls_cache().wrapping_byte_add(executor_globals_offset) };
    words::set(parts, executor);
}

/// May run on another thread than the one that they will belong to: `dl()` has PHP make those of all threads at once.
unsafe extern "C" fn construct<T: AllParts>(globals: *mut c_void) {
    // SAFETY: PHP gives memory of the size that was declared, with `malloc`'s alignment.
    unsafe { globals.cast::<T>().write(T::NEW) };
    if parts_in_table() == globals {
        note(globals);
    }
}

/// May run on another thread than the one that it belonged to, which is gone then: at module end, when the main thread is the only
/// one left.
unsafe extern "C" fn destroy<T: AllParts>(globals: *mut c_void) {
    if words::parts() == globals {
        words::set(ptr::null_mut(), ptr::null_mut());
    }
    // SAFETY: made by `construct`; PHP frees the memory afterwards.
    unsafe { globals.cast::<T>().drop_in_place() };
}

/// Two words of each thread, at a fixed distance from the thread pointer: Rust's `thread_local!` asks a function for the place in a
/// library that is loaded by `dlopen`. The C library holds some room ready for such words: glibc 2.31 has 1,664 bytes, and PHP
/// takes them as well for its own variable where it is a library itself.
#[cfg(all(target_arch = "x86_64", target_os = "linux", target_env = "gnu"))]
mod words {
    use std::arch::{asm, global_asm};
    use std::ffi::c_void;

    global_asm!(
        ".pushsection .tbss, \"awT\", @nobits",
        ".p2align 3",
        ".globl traced_coroutine_parts, traced_coroutine_executor",
        ".hidden traced_coroutine_parts, traced_coroutine_executor",
        ".type traced_coroutine_parts, @object",
        ".type traced_coroutine_executor, @object",
        "traced_coroutine_parts: .zero 8",
        "traced_coroutine_executor: .zero 8",
        ".size traced_coroutine_parts, 8",
        ".size traced_coroutine_executor, 8",
        ".popsection",
    );

    /// The thread's globals of ours.
    #[inline(always)]
    pub fn parts() -> *mut c_void {
        let parts;
        // SAFETY: reads the word defined above. It stays the same for as long as PHP runs code on the thread, so that a function may
        // look once.
        unsafe {
            asm!(
                "mov {word}, qword ptr [rip + traced_coroutine_parts@GOTTPOFF]",
                "mov {word}, qword ptr fs:[{word}]",
                word = out(reg) parts,
                options(pure, nomem, nostack, preserves_flags),
            );
        }
        parts
    }

    /// PHP's executor globals of the thread.
    #[inline(always)]
    pub fn executor() -> *mut c_void {
        let executor;
        // SAFETY: as in `parts`.
        unsafe {
            asm!(
                "mov {word}, qword ptr [rip + traced_coroutine_executor@GOTTPOFF]",
                "mov {word}, qword ptr fs:[{word}]",
                word = out(reg) executor,
                options(pure, nomem, nostack, preserves_flags),
            );
        }
        executor
    }

    /// Never inlined, so that no caller has looked before.
    #[inline(never)]
    pub fn set(parts: *mut c_void, executor: *mut c_void) {
        // SAFETY: writes the words defined above.
        unsafe {
            asm!(
                "mov {word}, qword ptr [rip + traced_coroutine_parts@GOTTPOFF]",
                "mov qword ptr fs:[{word}], {parts}",
                "mov {word}, qword ptr [rip + traced_coroutine_executor@GOTTPOFF]",
                "mov qword ptr fs:[{word}], {executor}",
                word = out(reg) _,
                parts = in(reg) parts,
                executor = in(reg) executor,
                options(nostack, preserves_flags),
            );
        }
    }
}

/// The same, as Rust has it: no processor's own way, and none that musl would refuse in a library that is loaded by `dlopen`.
#[cfg(not(all(target_arch = "x86_64", target_os = "linux", target_env = "gnu")))]
mod words {
    use std::cell::Cell;
    use std::ffi::c_void;
    use std::ptr;

    thread_local! {
        static PARTS: Cell<*mut c_void> = const { Cell::new(ptr::null_mut()) };
        static EXECUTOR: Cell<*mut c_void> = const { Cell::new(ptr::null_mut()) };
    }

    pub fn parts() -> *mut c_void {
        PARTS.get()
    }

    pub fn executor() -> *mut c_void {
        EXECUTOR.get()
    }

    pub fn set(parts: *mut c_void, executor: *mut c_void) {
        PARTS.set(parts);
        EXECUTOR.set(executor);
    }
}
