//! What belongs to one of PHP's threads, without the price of thread-local storage: a look into it is a function call
//! in a shared library, and `create()` would pay for seven of them.
//!
//! Owns how a file reaches its own part of it. Must not know which parts there are (`thread` does): so no file that has one
//! imports the file that has them all.

#[cfg(not(php_zts))]
pub use only_one::PhpThread;
#[cfg(not(php_zts))]
pub(super) use only_one::{begins_request, has_parts, is_phps};

#[cfg(php_zts)]
pub use super::tsrm::PhpThread;
#[cfg(php_zts)]
pub(super) use super::tsrm::{begins_request, has_parts, is_phps};

/// A part of what belongs to one of PHP's threads.
pub trait PerThread: Sized + 'static {
    /// That of the running thread.
    fn own() -> &'static Self;
}

/// All of what belongs to one of PHP's threads.
pub trait AllParts: Sized + 'static {
    /// As it is before the thread's first request.
    const NEW: Self;
}

#[cfg(not(php_zts))]
mod only_one {
    use super::AllParts;
    use ext_php_rs::zend::ModuleEntry;
    use std::sync::atomic::{AtomicU64, Ordering};

    /// What belongs to PHP's thread, at a fixed address.
    ///
    /// Without ZTS there is one such thread. All code of this crate runs on it, but for what the flusher calls,
    /// `php_log::note`, and that uses no such value. `php_process::at_exit` keeps an `exit()` on a foreign thread away from us.
    pub struct PhpThread<T>(T);

    // SAFETY: see above: the value is never shared between threads, though its static is.
    unsafe impl<T> Sync for PhpThread<T> {}

    impl<T: AllParts> PhpThread<T> {
        pub const fn new() -> Self {
            Self(T::NEW)
        }

        /// Has PHP keep one for each of its threads: there is no other one.
        pub fn declare_in(&'static self, _module: &mut ModuleEntry) {}

        /// That of the running thread, which is PHP's.
        #[inline(always)]
        pub fn own(&'static self) -> &'static T {
            &self.0
        }
    }

    /// The thread that began the last request: a program that embeds PHP may start it on another one each time.
    static THREAD: AtomicU64 = AtomicU64::new(0);

    /// The running thread is PHP's.
    pub(in crate::zend) fn begins_request() {
        THREAD.store(this_thread(), Ordering::Relaxed);
    }

    /// Whether the running thread began the last request.
    pub(in crate::zend) fn is_phps() -> bool {
        THREAD.load(Ordering::Relaxed) == this_thread()
    }

    /// Whether [`PhpThread::own`] may be called on the running thread, if no other one runs.
    pub(in crate::zend) fn has_parts() -> bool {
        true
    }

    fn this_thread() -> u64 {
        // SAFETY: no precondition.
        (unsafe { libc::pthread_self() }) as u64
    }
}
