//! Passes the callee from `create()` to the trampoline of the coroutine that it starts.
//!
//! Must not know how a runtime starts it.

use super::spans;
use crate::zend::callable::Callee;
use crate::zend::offers::Offers;
use crate::zend::php_thread::PerThread;
use span_core::CoroutineId;

/// The offers of this thread that no body has taken yet.
pub struct Offered(Offers<Callee, CoroutineId>);

impl Offered {
    /// Nothing.
    pub const fn new() -> Self {
        Self(Offers::new())
    }
}

/// Offers `callee` to the body that `call` starts, and discards the prepared span if no body took it. `id` is the new
/// coroutine's id where this crate numbers coroutines.
#[inline(always)]
pub fn hand_over(callee: &Callee, id: CoroutineId, call: impl FnOnce()) {
    if !Offered::own().0.offer(callee, id, call) {
        spans::forget_prepared();
    }
}

/// Takes the offer and returns the result of `read`. The callee lives on the creator's stack until the coroutine's first yield.
#[inline(always)]
pub fn take<R>(read: impl FnOnce(&Callee, CoroutineId) -> Option<R>) -> Option<R> {
    Offered::own().0.take(read)
}

/// Whether there is an offer that no body has taken yet.
pub fn is_offered() -> bool {
    Offered::own().0.is_offered()
}

/// Withdraws all offers.
pub fn withdraw() {
    Offered::own().0.withdraw();
}
