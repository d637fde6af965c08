//! The ids of fibers: of those started as coroutines, and of the program's own that have state in the engine.

use crate::runtime::spans::is_open;
use crate::state::with_engine;
use crate::zend::fiber::{self, FiberKey};
use span_core::CoroutineId;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

/// More coroutines than a Swoole process starts.
const FIRST_BESIDE_SWOOLE: i64 = 1_000_000_000_001;

/// The ids of this thread's fibers. Ids count from 1 in each process, or from [`FIRST_BESIDE_SWOOLE`] beside Swoole, which
/// itself counts from 1.
pub struct FiberState {
    next: Cell<i64>,
    ids: RefCell<BTreeMap<FiberKey, CoroutineId>>,
}

impl FiberState {
    /// No fiber has a number yet.
    pub const fn new() -> Self {
        Self {
            next: Cell::new(1),
            ids: RefCell::new(BTreeMap::new()),
        }
    }

    /// Keeps the ids of fibers apart from those of Swoole's coroutines.
    pub fn count_beside_swoole(&self) {
        self.next.set(self.next.get().max(FIRST_BESIDE_SWOOLE));
    }

    /// An id that no fiber has had.
    pub fn next_id(&self) -> CoroutineId {
        let id = self.next.get();
        self.next.set(id + 1);
        CoroutineId(id)
    }

    /// The id of a fiber, if it has one.
    pub fn id_of(&self, key: FiberKey) -> Option<CoroutineId> {
        self.ids.borrow().get(&key).copied()
    }

    /// The id of a fiber, which may have state in the engine from now on. One of the program's own gets its id here.
    pub fn number(&self, key: FiberKey) -> CoroutineId {
        let mut ids = self.ids.borrow_mut();
        *ids.entry(key).or_insert_with(|| self.next_id())
    }

    /// Gives a fiber an id, and returns the one that it had.
    pub fn insert(&self, key: FiberKey, id: CoroutineId) -> Option<CoroutineId> {
        self.ids.borrow_mut().insert(key, id)
    }

    /// Takes a fiber's id away.
    pub fn remove(&self, key: FiberKey) -> Option<CoroutineId> {
        self.ids.borrow_mut().remove(&key)
    }

    /// An id for the code that runs in a fiber, if it can be traced from here on: the fiber was not started as a coroutine.
    pub fn adoptable(&self, key: FiberKey) -> Option<CoroutineId> {
        let is_known = |id| with_engine(|engine| engine.is_known(id)) == Some(true);
        (!self.id_of(key).is_some_and(is_known)).then(|| self.next_id())
    }

    /// The id of the active fiber, or of the nearest below it on the stack of resumes that has one.
    pub fn nearest_id(&self) -> Option<CoroutineId> {
        let active = fiber::current().and_then(|key| self.id_of(key));
        active.or_else(|| fiber::resumers().find_map(|key| self.id_of(key)))
    }

    /// The active fiber, or the nearest below it on the stack of resumes, that has an open span.
    pub fn innermost_with_span(&self) -> Option<CoroutineId> {
        let fibers = fiber::current().into_iter().chain(fiber::resumers());
        fibers
            .filter_map(|key| self.id_of(key))
            .find(|id| is_open(*id))
    }

    /// Forgets the fibers of a request, among them those that a bailout left without an end.
    pub fn forget_request(&self) {
        self.ids.borrow_mut().clear();
    }
}

/// Whether the id is a fiber's and not one of Swoole's coroutines.
pub fn is_beside_swoole(id: CoroutineId) -> bool {
    id.0 >= FIRST_BESIDE_SWOOLE
}
