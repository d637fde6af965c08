//! The descriptors of our threads, apart from the program's.
//!
//! A program that closes its standard streams, as daemons do, gets the numbers 0 to 2 for what is opened next, and writes
//! there. Were that a socket of ours, a collector would get what the program prints. No number that is chosen with care
//! helps for good: sockets are made inside of libraries, and the program may count on the number that it gets.
//!
//! So the flusher, and each thread that it starts, has a table of descriptors of its own. Nothing of ours is in the
//! program's table, nor in that of a process that it forks or executes. Where the system refuses that, the three numbers are
//! kept occupied while we open anything: see [`guard`].

use std::ffi::{CStr, c_int};
use std::sync::atomic::{AtomicBool, Ordering};

const NULL: &CStr = c"/dev/null";
const STDERR: c_int = 2;
/// The first number that is not a standard stream's.
const FIRST: c_int = 3;

/// Whether our threads have the program's table after all.
static IS_SHARED: AtomicBool = AtomicBool::new(false);

/// Takes the calling thread, and those that it starts, to a table of their own, without anything of the program's: a
/// socket that the program closes is closed then. Only STDERR is kept for whom it is to be written to.
pub(super) fn set_apart(keeps_stderr: bool) {
    let is_apart = system::leave_table();
    IS_SHARED.store(!is_apart, Ordering::Relaxed);
    if is_apart {
        occupy_own(keeps_stderr);
    } else {
        guard();
    }
}

/// Called by our threads before they open anything. In the program's table, where they have no other, it puts what leads
/// nowhere in the place of each standard stream that is closed. What the program prints is lost then, which is what it
/// expects of a closed stream, and reaches nobody else. What is closed while a batch is under way is not noticed.
pub fn guard() {
    if !IS_SHARED.load(Ordering::Relaxed) {
        return;
    }
    loop {
        let descriptor = open_nothing();
        if descriptor < 0 {
            return;
        }
        if descriptor >= FIRST {
            // SAFETY: opened above, and nobody else knows of it.
            unsafe { libc::close(descriptor) };
            return;
        }
    }
}

/// Occupies the numbers of the standard streams in a table that is our own.
fn occupy_own(keeps_stderr: bool) {
    let nothing = open_nothing();
    if nothing < 0 {
        return;
    }
    for descriptor in 0..FIRST {
        // SAFETY: the table is this thread's alone, whose code has opened nothing yet.
        unsafe {
            let is_kept =
                descriptor == STDERR && keeps_stderr && libc::fcntl(descriptor, libc::F_GETFD) >= 0;
            if descriptor != nothing && !is_kept {
                libc::dup2(nothing, descriptor);
                libc::fcntl(descriptor, libc::F_SETFD, libc::FD_CLOEXEC);
            }
        }
    }
    if nothing >= FIRST {
        // SAFETY: opened above.
        unsafe { libc::close(nothing) };
    }
}

/// The lowest free number, for something that takes no byte and gives none; below 0 where the system has none.
fn open_nothing() -> c_int {
    // SAFETY: a C string.
    unsafe { libc::open(NULL.as_ptr(), libc::O_RDONLY | libc::O_CLOEXEC) }
}

#[cfg(target_os = "linux")]
mod system {
    use super::FIRST;
    use std::ffi::{c_int, c_long, c_uint};
    use std::fs;

    /// `CLOSE_RANGE_UNSHARE` of `linux/close_range.h`.
    const UNSHARE: c_uint = 1 << 1;

    /// Gives this thread a table of its own without anything from [`FIRST`] on. False where nothing has changed.
    pub(super) fn leave_table() -> bool {
        // SAFETY: the thread has just started and has no descriptor in hand. The program's table stays as it is.
        let done: c_long =
            unsafe { libc::syscall(libc::SYS_close_range, FIRST as c_uint, c_uint::MAX, UNSHARE) };
        // A Linux before 5.9, or a filter of system calls that does not know it.
        done == 0 || leave_and_close()
    }

    /// The same in two steps, for an older Linux. Docker forbids the first.
    fn leave_and_close() -> bool {
        // To be read before anything is changed: what could not be closed would be kept open for ever.
        let Some(open) = open_descriptors() else {
            return false;
        };
        // SAFETY: as above.
        if unsafe { libc::unshare(libc::CLONE_FILES) } != 0 {
            return false;
        }
        // Another thread may have opened some meanwhile, so that it is read again, in the table of this thread's own.
        for descriptor in open_descriptors().unwrap_or(open) {
            // SAFETY: of this thread's own table, in which nothing is in use.
            unsafe { libc::close(descriptor) };
        }
        true
    }

    fn open_descriptors() -> Option<Vec<c_int>> {
        let names = fs::read_dir("/proc/thread-self/fd").ok()?;
        let numbers = names.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
        Some(numbers.filter(|number| *number >= FIRST).collect())
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    /// All threads of a process have one table here.
    pub(super) fn leave_table() -> bool {
        false
    }
}
