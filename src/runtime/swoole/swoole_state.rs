//! Bookkeeping about Swoole's coroutines beside their spans.

use crate::runtime::spans::{finish, is_open};
use crate::zend::swoole::Swoole;
use span_core::CoroutineId;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

/// How many watched coroutines are checked each time one ends: more than can have been added since the last end.
const CHECKS: usize = 2;

/// The state of this thread's Swoole coroutines.
pub struct SwooleState {
    /// Whether a coroutine without a span is about to start.
    is_unrecorded: Cell<bool>,
    /// Coroutines without a span that have state in the engine. The end of one may go unreported: if a destructor of a value it
    /// held uses spans, its end was reported before.
    watched: RefCell<BTreeSet<CoroutineId>>,
    has_watched: Cell<bool>,
    /// The watched coroutine that was checked last.
    last_checked: Cell<CoroutineId>,
    /// The coroutine whose end was reported last. PHP still runs code in it, such as output buffer callbacks, and its end is not
    /// reported again.
    last_ended: Cell<CoroutineId>,
}

impl SwooleState {
    /// Nothing is known.
    pub const fn new() -> Self {
        Self {
            is_unrecorded: Cell::new(false),
            watched: RefCell::new(BTreeSet::new()),
            has_watched: Cell::new(false),
            last_checked: Cell::new(CoroutineId::NONE),
            last_ended: Cell::new(CoroutineId::NONE),
        }
    }

    /// Sets whether the next coroutine that starts is unrecorded, and returns the former value.
    #[inline(always)]
    pub fn expect_unrecorded(&self, is_unrecorded: bool) -> bool {
        self.is_unrecorded.replace(is_unrecorded)
    }

    /// Watches a coroutine that has no span. False where it has one, or is watched already.
    pub fn watch(&self, id: CoroutineId) -> bool {
        !is_open(id) && self.look_after(id)
    }

    /// Checks from time to time whether the coroutine still exists. False if it is watched already.
    pub fn look_after(&self, id: CoroutineId) -> bool {
        self.has_watched.set(true);
        self.watched.borrow_mut().insert(id)
    }

    /// Whether the coroutine is the one whose end was reported last.
    pub fn has_ended_last(&self, id: CoroutineId) -> bool {
        self.last_ended.get() == id
    }

    /// A coroutine ends.
    #[inline(always)]
    pub fn end(&self, id: CoroutineId) {
        self.last_ended.set(id);
        if self.has_watched.get() {
            self.check_watched(id);
        }
        finish(id);
    }

    /// Stops watching `ended`, and checks some of the others.
    #[cold]
    fn check_watched(&self, ended: CoroutineId) {
        self.watched.borrow_mut().remove(&ended);
        self.finish_gone(CHECKS);
    }

    /// Finishes all watched coroutines that are gone.
    pub fn finish_all_gone(&self) {
        if self.has_watched.get() {
            let watched = self.watched.borrow().len();
            self.finish_gone(watched);
        }
    }

    fn finish_gone(&self, checks: usize) {
        let swoole = Swoole::locate();
        for _ in 0..checks {
            let Some(id) = self.next_watched() else { break };
            if swoole.is_some_and(|swoole| !swoole.exists(id.0)) {
                self.watched.borrow_mut().remove(&id);
                finish(id);
            }
        }
        self.has_watched.set(!self.watched.borrow().is_empty());
    }

    /// The next watched coroutine to check, round robin.
    fn next_watched(&self) -> Option<CoroutineId> {
        let watched = self.watched.borrow();
        let behind = CoroutineId(self.last_checked.get().0.saturating_add(1))..;
        let next = watched.range(behind).next().or_else(|| watched.first());
        self.last_checked.set(*next?);
        next.copied()
    }

    /// Forgets the coroutines of a request.
    pub fn forget_request(&self) {
        self.watched.borrow_mut().clear();
        self.has_watched.set(false);
        self.last_ended.set(CoroutineId::NONE);
        self.is_unrecorded.set(false);
    }
}
