//! What belongs to one of PHP's threads, without the price of thread-local storage: a look into it is a function call
//! in a shared library, and `create()` would pay for seven of them.
//!
//! Owns how a file reaches its own part of it. Must not know which parts there are (`thread` does): so no file that has one
//! imports the file that has them all.

use std::ops::Deref;

// A thread-safe PHP runs requests on several threads: then there is one of these for each, in the module's globals.
const _: () = assert!(
    !ext_php_rs::PHP_ZTS,
    "traced_coroutine needs a PHP without ZTS"
);

/// A part of what belongs to one of PHP's threads.
pub trait PerThread: Sized + 'static {
    /// That of the running thread.
    fn own() -> &'static Self;
}

/// A value that only PHP's thread touches.
///
/// There is one such thread. All code of this crate runs on it, but for what the flusher calls, `php_log::note`, and
/// that uses no such value. `php_process::at_exit` keeps an `exit()` on a foreign thread away from us.
pub struct PhpThread<T>(T);

// SAFETY: see above: the value is never shared between threads, though its static is.
unsafe impl<T> Sync for PhpThread<T> {}

impl<T> PhpThread<T> {
    pub const fn new(value: T) -> Self {
        Self(value)
    }
}

impl<T> Deref for PhpThread<T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        &self.0
    }
}
