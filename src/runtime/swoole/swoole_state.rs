//! What is known of Swoole's coroutines beside their spans.

use crate::runtime::spans::{finish, is_open};
use crate::zend::swoole::Swoole;
use span_core::CoroutineId;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

/// How many watched coroutines are looked after whenever a coroutine ends: more than can have come since.
const CHECKS: usize = 2;

/// What is known of this thread's coroutines.
pub struct SwooleState {
    /// Whether a coroutine without a span is about to start.
    is_unrecorded: Cell<bool>,
    /// Coroutines without a span that have something in the engine. The end of one may not be told: it is over where a destructor
    /// of what it held asks for spans.
    watched: RefCell<BTreeSet<CoroutineId>>,
    has_watched: Cell<bool>,
    /// The one that was looked after last.
    last_checked: Cell<CoroutineId>,
    /// The coroutine that has ended last. PHP still runs code in it, such as callbacks of its output buffers, and its end is not
    /// told again.
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

    /// Says whether the coroutine that Swoole is asked for is one without a span, and returns what was said before.
    #[inline(always)]
    pub fn expect_unrecorded(&self, is_unrecorded: bool) -> bool {
        self.is_unrecorded.replace(is_unrecorded)
    }

    /// Watches a coroutine that has no span. False where it has one, or is watched already.
    pub fn watch(&self, id: CoroutineId) -> bool {
        !is_open(id) && self.look_after(id)
    }

    /// Has a look at the coroutine now and then. False if that is so already.
    pub fn look_after(&self, id: CoroutineId) -> bool {
        self.has_watched.set(true);
        self.watched.borrow_mut().insert(id)
    }

    /// Whether the end of the coroutine was the last to be told.
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

    /// Watches `ended` no longer, and finishes some of the others if they are gone.
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

    /// The watched coroutine behind the one that was checked last, and behind the last one the first.
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
