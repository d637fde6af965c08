//! What belongs to PHP's modules, and is the same for all threads of a process: what PHP or Swoole has been asked to call, and
//! what was found in their tables.

use std::ops::Deref;

/// A value that lives from module start to module end.
///
/// It is written by PHP's thread, and read there: see [`PhpThread`](super::php_thread::PhpThread). What belongs to a request
/// or a coroutine is no such value, but a [`PerThread`](super::php_thread::PerThread).
pub(super) struct ModuleStatic<T>(T);

// SAFETY: a PHP without ZTS, which `php_thread` asserts, has one thread that runs code of this crate's.
unsafe impl<T> Sync for ModuleStatic<T> {}

impl<T> ModuleStatic<T> {
    pub(super) const fn new(value: T) -> Self {
        Self(value)
    }
}

impl<T> Deref for ModuleStatic<T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        &self.0
    }
}
