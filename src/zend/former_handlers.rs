//! The handlers that one of PHP's functions has had below a hook: Swoole replaces those of the curl functions, and puts them back,
//! while the program runs.
//!
//! A closure of such a function is a copy of it, and calls the handler that it was copied with. As that is the hook's, the function
//! also says which one is below it now, in a slot that PHP keeps for extensions in each function, and copies with it.

use ext_php_rs::ffi::{zend_function, zend_get_resource_handle, zend_internal_function};
use std::ffi::c_void;
use std::ptr;
use std::sync::LazyLock;

/// The slot of each function's. `None` where other extensions have them all.
static SLOT: LazyLock<Option<usize>> = LazyLock::new(|| {
    // SAFETY: PHP keeps the name's bytes in no way, and counts the slots that it has given away.
    usize::try_from(unsafe { zend_get_resource_handle(c"traced_coroutine".as_ptr()) }).ok()
});

/// The function with each of them, by their numbers, from 0 on, which every function's slot holds at first. Empty while none
/// has been replaced.
#[expect(
    clippy::vec_box,
    reason = "a running call has the address of its function"
)]
pub(super) struct FormerHandlers(Vec<Box<zend_internal_function>>);

impl FormerHandlers {
    pub(super) const fn new() -> Self {
        Self(Vec::new())
    }

    /// The handler below the hook in `function` was that of `before`, and is that of `now`.
    ///
    /// # Safety
    /// `function` must be a live internal function.
    pub(super) unsafe fn replaced(
        &mut self,
        function: *mut zend_function,
        before: &zend_internal_function,
        now: &zend_internal_function,
    ) {
        let Some(slot) = *SLOT else {
            return;
        };
        if self.0.is_empty() {
            self.0.push(Box::new(*before));
        }
        let address = |function: &zend_internal_function| function.handler.map(|it| it as usize);
        let known = self
            .0
            .iter()
            .position(|former| address(former) == address(now));
        let number = known.unwrap_or_else(|| {
            self.0.push(Box::new(*now));
            self.0.len() - 1
        });
        // SAFETY: the caller's promise; the slot is this library's own, and holds no pointer that anybody follows.
        unsafe {
            (*function).internal_function.reserved[slot] =
                ptr::without_provenance_mut::<c_void>(number);
        }
    }

    /// The function with the handler that it had below the hook when `copy` was made of it. `None` where none has been
    /// replaced.
    ///
    /// # Safety
    /// `copy` must be a live internal function.
    pub(super) unsafe fn at_copy(
        &self,
        copy: *const zend_function,
    ) -> Option<&zend_internal_function> {
        if self.0.is_empty() {
            return None;
        }
        let slot = (*SLOT)?;
        // SAFETY: the caller's promise; each slot of a live function is initialised.
        let number = unsafe { (*copy).internal_function.reserved[slot] }.addr();
        self.0.get(number).map(Box::as_ref)
    }
}
