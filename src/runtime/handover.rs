//! What `create()` leaves for the trampoline of the coroutine that it starts.
//!
//! Must not know how a runtime starts it.

use super::spans;
use crate::zend::callable::Callee;
use crate::zend::handover::Handover;
use crate::zend::php_thread::PerThread;
use span_core::CoroutineId;

/// What is offered to the body of a coroutine, beside what the engine has prepared. Plain data: nothing to drop.
#[derive(Clone, Copy)]
pub struct Pending {
    pub callee: Callee,
    /// The id where we number the coroutines ourselves.
    pub id: CoroutineId,
    /// Where it was offered.
    pub creator: CoroutineId,
}

/// What is on offer in this thread.
pub struct Offers(Handover<Pending>);

impl Offers {
    /// Nothing.
    pub const fn new() -> Self {
        Self(Handover::new())
    }
}

/// Offers `pending` to the body that `call` starts, and forgets what was prepared for it if there was none.
#[inline(always)]
pub fn hand_over(pending: Pending, call: impl FnOnce(&Pending)) {
    if !Offers::own().0.offer(pending, call) {
        spans::forget_prepared();
    }
}

/// Takes what is on offer.
#[inline(always)]
pub fn take() -> Option<Pending> {
    Offers::own().0.take()
}

/// Whether there is an offer that no body has taken yet.
pub fn is_offered() -> bool {
    Offers::own().0.is_offered()
}

/// Withdraws all offers.
pub fn withdraw() {
    Offers::own().0.withdraw();
}
