//! Values that belong to PHP's thread, without the price of thread-local storage: a look into it is a function call
//! in a shared library, and `create()` would pay for seven of them.

use std::ops::Deref;

// A thread-safe PHP runs requests on several threads, and would need a value for each.
const _: () = assert!(
    !ext_php_rs::PHP_ZTS,
    "traced_coroutine needs a PHP without ZTS"
);

/// A value that only PHP's thread touches.
///
/// There is one such thread. All code of this crate runs on it, but for what the flusher calls, `log::note`, and
/// that uses no such value. `process::at_exit` sees to it that an `exit()` on a foreign thread does not come to us.
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

    #[inline]
    fn deref(&self) -> &T {
        &self.0
    }
}
