//! Descriptor tables: the extension's threads keep theirs apart from the program's.
//!
//! If a program closes its standard streams, as daemons do, the next descriptors opened get the numbers 0 to 2. If one of those
//! were the extension's socket, the program's output would go to a collector. Moving sockets to higher numbers is not enough:
//! libraries create them, and the program may count on the number that it gets.
//!
//! So the flusher, and each thread that it starts, has a descriptor table of its own. None of its descriptors is in the
//! program's table, nor in that of a process that the program forks or executes. If the system refuses a table, the three
//! numbers are kept occupied while the extension opens descriptors: see [`guard`].

use std::cell::Cell;
use std::ffi::{CStr, c_int};
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};

const NULL: &CStr = c"/dev/null";
const STDERR: c_int = 2;
/// The first number that is not a standard stream's.
const FIRST: c_int = 3;

/// Beyond the numbers that a program gets for its next files, and where there are not so many, the lowest.
const KEPT_FROM: [c_int; 2] = [255, FIRST];

/// The extension's own copy of STDERR: the program may close its STDERR and open another file under that number. Negative if
/// nothing is written to STDERR.
static STDERR_KEPT: AtomicI32 = AtomicI32::new(NOT_KEPT);
const NOT_KEPT: c_int = -2;

/// Whether the extension's threads had to keep the program's table.
static IS_SHARED: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// Whether this thread's table is its own.
    static IS_APART: Cell<bool> = const { Cell::new(false) };
}

/// Keeps STDERR as it is now. Called on PHP's thread, before a thread is started that writes there.
pub fn keep_stderr() {
    let copy = |from: c_int| {
        // SAFETY: no precondition; the copy is ours, and no program that is executed inherits it.
        unsafe { libc::fcntl(STDERR, libc::F_DUPFD_CLOEXEC, from) }
    };
    let copies = KEPT_FROM.into_iter().map(copy);
    let kept = copies.into_iter().find(|copy| *copy >= 0).unwrap_or(-1);
    let former = STDERR_KEPT.swap(kept, Ordering::AcqRel);
    if former >= 0 {
        // SAFETY: made above, and no thread of this process has it: those of ours have it under STDERR's own number.
        unsafe { libc::close(former) };
    }
}

/// In a forked child, which may have been given another STDERR: the same there, where it was wanted.
pub(super) fn keep_stderr_again() {
    if STDERR_KEPT.load(Ordering::Acquire) != NOT_KEPT {
        keep_stderr();
    }
}

/// The STDERR that was kept, for the calling thread.
pub(super) fn kept_stderr() -> Option<c_int> {
    if IS_APART.get() {
        return Some(STDERR);
    }
    let kept = STDERR_KEPT.load(Ordering::Acquire);
    (kept >= 0).then_some(kept)
}

/// Takes the calling thread, and those that it starts, to a table of their own, without anything of the program's: a
/// socket that the program closes is closed then. Only STDERR is kept for whom it is to be written to.
pub(super) fn set_apart(keeps_stderr: bool) {
    let kept = STDERR_KEPT.load(Ordering::Acquire);
    let kept = (keeps_stderr && kept >= FIRST).then_some(kept);
    let is_apart = system::leave_table(kept);
    IS_APART.set(is_apart);
    IS_SHARED.store(!is_apart, Ordering::Relaxed);
    if is_apart {
        occupy_own(kept);
    } else {
        guard();
    }
}

/// Called by the extension's threads before they open descriptors. If they share the program's table, it opens a dummy
/// descriptor in place of each closed standard stream. The program's output is lost then, as it expects of a closed stream, and
/// reaches no other reader. A stream that is closed during an export is not noticed.
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
            // SAFETY: opened above, and not handed out.
            unsafe { libc::close(descriptor) };
            return;
        }
    }
}

/// Occupies the numbers of the standard streams in a table that is our own.
fn occupy_own(kept: Option<c_int>) {
    let nothing = open_nothing();
    if nothing < 0 {
        return;
    }
    for descriptor in 0..FIRST {
        // SAFETY: the table is this thread's alone, whose code has opened nothing yet.
        unsafe {
            let source = match kept {
                Some(kept) if descriptor == STDERR => kept,
                _ => nothing,
            };
            if descriptor != source {
                libc::dup2(source, descriptor);
                libc::fcntl(descriptor, libc::F_SETFD, libc::FD_CLOEXEC);
            }
        }
    }
    for spare in [Some(nothing), kept].into_iter().flatten() {
        if spare >= FIRST {
            // SAFETY: opened above, or of this thread's own table, and known under STDERR's number now.
            unsafe { libc::close(spare) };
        }
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

    /// Gives this thread a table of its own without anything from [`FIRST`] on, but for what is kept. False where nothing
    /// has changed.
    pub(super) fn leave_table(kept: Option<c_int>) -> bool {
        let beyond = kept.map_or(FIRST, |kept| kept + 1);
        // A Linux before 5.9, or a filter of system calls that does not know it.
        if !close_range(beyond, c_int::MAX, UNSHARE) {
            return leave_and_close(kept);
        }
        match kept {
            Some(kept) if kept > FIRST => close_range(FIRST, kept - 1, 0),
            _ => true,
        }
    }

    fn close_range(first: c_int, last: c_int, flags: c_uint) -> bool {
        // SAFETY: the thread has just started and has no descriptor in hand. The program's table stays as it is.
        let done: c_long = unsafe { libc::syscall(libc::SYS_close_range, first, last, flags) };
        done == 0
    }

    /// The same in two steps, for an older Linux. Docker forbids the first.
    fn leave_and_close(kept: Option<c_int>) -> bool {
        // To be read before anything is changed: what could not be closed would be kept open for ever.
        let Some(open) = open_descriptors() else {
            return false;
        };
        // SAFETY: as above.
        if unsafe { libc::unshare(libc::CLONE_FILES) } != 0 {
            return false;
        }
        // Another thread may have opened some meanwhile, so that it is read again, in the table of this thread's own.
        let open = open_descriptors().unwrap_or(open).into_iter();
        for descriptor in open.filter(|descriptor| Some(*descriptor) != kept) {
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
    pub(super) fn leave_table(_kept: Option<std::ffi::c_int>) -> bool {
        false
    }
}
