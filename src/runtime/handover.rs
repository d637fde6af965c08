//! What `create()` leaves for the trampoline of the coroutine that it starts.
//!
//! Must not know how a runtime starts it.

use super::spans;
use crate::zend::callable::Callee;
use crate::zend::offers::Offers;
use crate::zend::php_thread::PerThread;
use span_core::CoroutineId;

/// What is on offer in this thread.
pub struct Offered(Offers<Callee, CoroutineId>);

impl Offered {
    /// Nothing.
    pub const fn new() -> Self {
        Self(Offers::new())
    }
}

/// Offers `callee` to the body that `call` starts, with the id that it is to have where it is we who number the coroutines, and forgets what was prepared for it if there was none.
#[inline(always)]
pub fn hand_over(callee: &Callee, id: CoroutineId, call: impl FnOnce()) {
    if !Offered::own().0.offer(callee, id, call) {
        spans::forget_prepared();
    }
}

/// Takes what is on offer: what `read` makes of it. The callee is on the creator's stack, and there until the coroutine's first
/// yield.
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
