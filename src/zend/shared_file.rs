//! A file mapped into memory, whose words other processes may read after this one is gone.
//!
//! Owns the mapping, and what happens if somebody shortens the file. Must not know what is in it.
//!
//! A page behind the end of a file cannot be touched: the kernel sends SIGBUS, which ends the process. Only the same user can shorten
//! the file, but a tracer may not be what a stray `truncate` kills a server by. So the handler puts ordinary memory in the place of the
//! mapping, and the program goes on; what is written then is lost. Any other SIGBUS does what it did before.
//!
//! Where SIGBUS is ignored there is no handler: programs that this one starts would not inherit it as ignored any more.

use std::ffi::{c_int, c_void};
use std::fs::File;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::AsRawFd;
use std::ptr;
use std::slice;
use std::sync::Once;
use std::sync::atomic::{AtomicPtr, AtomicU64, AtomicUsize, Ordering};

/// A mapping that the handler knows.
struct Mapped {
    start: AtomicUsize,
    bytes: AtomicUsize,
}

/// The last ones. A process has one, and those that it has inherited from the processes that forked it.
static MAPPED: [Mapped; 8] = [const {
    Mapped {
        start: AtomicUsize::new(0),
        bytes: AtomicUsize::new(0),
    }
}; 8];
static NEXT: AtomicUsize = AtomicUsize::new(0);

/// What SIGBUS did before.
static FORMER: AtomicPtr<libc::sigaction> = AtomicPtr::new(ptr::null_mut());

/// Maps the first `bytes` of a file, which has as many, for as long as the process lives.
pub fn map(file: &File, bytes: usize) -> io::Result<&'static [AtomicU64]> {
    listen();
    // SAFETY: a new mapping of an open file, which is never taken away: in its place there is at most other memory of the same
    // size. Its words are reached by atomic operations only, here and wherever else the file is mapped.
    let (start, words) = unsafe {
        let start = libc::mmap(
            ptr::null_mut(),
            bytes,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_SHARED,
            file.as_raw_fd(),
            0,
        );
        if start == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        // Else the first touch of a file on a disk reads as many pages as the disk reads ahead, often megabytes, which are all zeros.
        libc::madvise(start, bytes, libc::MADV_RANDOM);
        let count = bytes / size_of::<AtomicU64>();
        (
            start,
            slice::from_raw_parts(start.cast::<AtomicU64>(), count),
        )
    };
    let known = &MAPPED[NEXT.fetch_add(1, Ordering::Relaxed) % MAPPED.len()];
    known.bytes.store(0, Ordering::Release);
    known.start.store(start as usize, Ordering::Release);
    known.bytes.store(bytes, Ordering::Release);
    Ok(words)
}

/// Hears of SIGBUS, from the first mapping on.
fn listen() {
    static LISTENS: Once = Once::new();
    LISTENS.call_once(|| {
        let mut former = MaybeUninit::<libc::sigaction>::uninit();
        // SAFETY: the struct is zeroed, which is a valid one, and filled with a function that stays mapped (see build.rs);
        // `former` is written before it is read, and stays for ever.
        unsafe {
            if libc::sigaction(libc::SIGBUS, ptr::null(), former.as_mut_ptr()) != 0 {
                return;
            }
            let former = former.assume_init();
            if former.sa_sigaction == libc::SIG_IGN {
                return;
            }
            FORMER.store(Box::leak(Box::new(former)), Ordering::Release);
            let mut action: libc::sigaction = MaybeUninit::zeroed().assume_init();
            action.sa_sigaction = on_sigbus as *const () as usize;
            action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
            libc::sigemptyset(&raw mut action.sa_mask);
            libc::sigaction(libc::SIGBUS, &raw const action, ptr::null_mut());
        }
    });
}

/// Does only what a signal handler may do.
unsafe extern "C" fn on_sigbus(signal: c_int, info: *mut libc::siginfo_t, context: *mut c_void) {
    // SAFETY: the kernel passes a valid `info`.
    let (code, address) = unsafe { ((*info).si_code, (*info).si_addr() as usize) };
    // One that a process has sent is of no memory, and has something else where the address is.
    let is_sent = code <= 0;
    if !is_sent && replace_mapping(address) {
        return;
    }
    // SAFETY: written once before this handler was there, and never freed.
    let former = unsafe { &*FORMER.load(Ordering::Acquire) };
    if former.sa_sigaction == libc::SIG_DFL {
        // A fault happens again when this returns, and then ends the process as it would have. What does not happen again is sent
        // again, and waits until this returns.
        // SAFETY: `former` is the action that the system gave.
        unsafe {
            libc::sigaction(signal, former, ptr::null_mut());
            if is_sent || code == libc::BUS_MCEERR_AO {
                libc::raise(signal);
            }
        }
    } else {
        // SAFETY: a handler that was registered with the flags beside it; one with a single parameter ignores the others.
        unsafe {
            let handler: unsafe extern "C" fn(c_int, *mut libc::siginfo_t, *mut c_void) =
                std::mem::transmute(former.sa_sigaction);
            handler(signal, info, context);
        }
    }
}

/// Puts ordinary memory in the place of the mapping that the address is in. False where it is in none.
fn replace_mapping(address: usize) -> bool {
    for mapped in &MAPPED {
        let bytes = mapped.bytes.load(Ordering::Acquire);
        let start = mapped.start.load(Ordering::Acquire);
        if address.wrapping_sub(start) < bytes {
            // SAFETY: the memory is ours, and nothing refers to it but by atomic operations on words, which may find any value.
            let replaced = unsafe {
                libc::mmap(
                    start as *mut c_void,
                    bytes,
                    libc::PROT_READ | libc::PROT_WRITE,
                    libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_FIXED,
                    -1,
                    0,
                )
            };
            if replaced != libc::MAP_FAILED {
                return true;
            }
        }
    }
    false
}
