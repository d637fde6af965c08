//! The process: its PHP, its forks and our threads.

use super::descriptors::set_apart;
use super::php_thread;
use ext_php_rs::ffi::zend_get_module_version;
use std::ffi::CStr;
use std::io;
use std::mem::MaybeUninit;
use std::panic::catch_unwind;
use std::ptr;
use std::sync::OnceLock;
use std::thread::{Builder, JoinHandle};

/// Calls `callback` in each child that is forked off this process, before any other code there. `pthread_atfork` sees every way
/// to fork, and costs nothing until one happens. `callback` must be async-signal-safe.
pub fn after_fork(callback: fn()) {
    static CALLBACK: OnceLock<fn()> = OnceLock::new();
    extern "C" fn run() {
        if let Some(callback) = CALLBACK.get()
            && php_thread::has_parts()
        {
            callback();
        }
    }
    if CALLBACK.set(callback).is_ok() {
        // SAFETY: the handler stays mapped (see build.rs), and does what its caller promises.
        unsafe { libc::pthread_atfork(None, None, Some(run)) };
    }
}

/// Calls `callback` when the process ends by an `exit()` on a thread of PHP's. Swoole's workers end that way, without PHP's shutdown.
/// Registered at request start, it runs before the destructors of loaded libraries.
pub fn at_exit(callback: fn()) {
    static CALLBACK: OnceLock<fn()> = OnceLock::new();
    extern "C" fn run() {
        if let Some(callback) = CALLBACK.get()
            && php_thread::is_phps()
        {
            // A panic must not unwind into the C library, and the process is ending: there is nothing to report it to.
            let _ = catch_unwind(callback);
        }
    }
    php_thread::begins_request();
    if CALLBACK.set(callback).is_ok() {
        // SAFETY: the handler stays mapped, see build.rs.
        unsafe { libc::atexit(run) };
    }
}

/// Linux's number of the running thread.
#[cfg(php_zts)]
pub fn thread_id() -> u32 {
    // SAFETY: no precondition. The C library has no function for it before glibc 2.30.
    let id = unsafe { libc::syscall(libc::SYS_gettid) };
    u32::try_from(id).unwrap_or(0)
}

/// Spawns a thread of ours: with all signals blocked, because PHP's and Swoole's handlers must run on PHP's thread only, and
/// with descriptors of its own. The signals are blocked before it starts, so that it never has a moment without.
pub fn spawn_apart(builder: Builder, body: Box<dyn FnOnce() + Send>) -> io::Result<JoinHandle<()>> {
    spawn(builder, || {
        set_apart(false);
        body();
    })
}

/// The same for a thread that writes to STDERR.
pub fn spawn_apart_with_stderr(
    builder: Builder,
    body: Box<dyn FnOnce() + Send>,
) -> io::Result<JoinHandle<()>> {
    spawn(builder, || {
        set_apart(true);
        body();
    })
}

fn spawn(builder: Builder, body: impl FnOnce() + Send + 'static) -> io::Result<JoinHandle<()>> {
    let mut all = MaybeUninit::<libc::sigset_t>::uninit();
    let mut former = MaybeUninit::<libc::sigset_t>::uninit();
    // SAFETY: both sets are written before they are read.
    unsafe {
        libc::sigfillset(all.as_mut_ptr());
        // The kernel ends a process that touches what is not there while the signal is blocked: see `shared_file`.
        libc::sigdelset(all.as_mut_ptr(), libc::SIGBUS);
        libc::pthread_sigmask(libc::SIG_SETMASK, all.as_ptr(), former.as_mut_ptr());
    }
    let thread = builder.spawn(body);
    // SAFETY: `former` was written above.
    unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, former.as_ptr(), ptr::null_mut()) };
    thread
}

/// The version of the PHP that runs, which may be newer than the one that this was built for.
pub fn php_version() -> String {
    // The extension that is always there, and always has PHP's own version.
    extension_version(c"standard")
}

/// The newest PHP that this was tested with.
const NEWEST_TESTED: (u32, u32) = (8, 6);

/// What to warn of where the PHP that runs is newer than that. One that keeps its predecessor's API number, as the next version
/// does while it is made, loads what was built for that.
pub fn untested_php() -> Option<String> {
    let version = php_version();
    let mut parts = version.split('.').map_while(|part| part.parse().ok());
    let (major, minor) = NEWEST_TESTED;
    let is_newer = parts.next().zip(parts.next()) > Some(NEWEST_TESTED);
    is_newer.then(|| {
        format!("PHP {version} is newer than {major}.{minor}, the newest that this was tested with")
    })
}

/// The version of a loaded extension, by its name in lower case; empty where it is not loaded or has none.
pub fn extension_version(name: &CStr) -> String {
    // SAFETY: looks the name up in PHP's table of modules; the text belongs to the module.
    unsafe {
        let version = zend_get_module_version(name.as_ptr());
        if version.is_null() {
            String::new()
        } else {
            CStr::from_ptr(version).to_string_lossy().into_owned()
        }
    }
}
