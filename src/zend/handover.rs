//! What a call leaves for the code that it starts, without a copy and without a moment in which both have it.

use std::cell::Cell;
use std::ptr;

/// A place where one call at a time offers a value to the code that it starts: only a pointer to the value, which stays on
/// the caller's stack.
///
/// PHP code that runs in between, such as an error handler that the call sets off, may make an offer of its own: it stands
/// until that inner call returns, and then the outer one stands again.
pub struct Handover<T>(Cell<*const T>);

impl<T: Copy> Handover<T> {
    /// A place without an offer.
    pub const fn new() -> Self {
        Self(Cell::new(ptr::null()))
    }

    /// Runs `call` with `value` on offer. True if it was taken.
    #[inline(always)]
    pub fn offer(&self, value: &T, call: impl FnOnce()) -> bool {
        let outer = self.0.replace(value);
        call();
        self.0.replace(outer) != ptr::from_ref(value)
    }

    /// Takes what is on offer.
    #[inline(always)]
    pub fn take(&self) -> Option<T> {
        let offered = self.0.replace(ptr::null());
        // SAFETY: null, or on the stack of a call of `offer` that has not returned. One that a bailout has jumped over is
        // withdrawn when PHP reports the fatal error, before any code of the program's can run again.
        unsafe { offered.as_ref() }.copied()
    }

    /// Whether there is an offer.
    pub fn is_offered(&self) -> bool {
        !self.0.get().is_null()
    }

    /// Withdraws what is on offer.
    pub fn withdraw(&self) {
        self.0.set(ptr::null());
    }
}
