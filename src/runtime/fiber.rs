//! PHP's Fibers, where Swoole is not loaded: the embedded default.
//!
//! `create()` starts the fiber at once. There is no scheduler of ours: whoever holds the suspension, an event loop or
//! the program itself, resumes it. Ids count from 1 in each process.

use super::{
    Function, PENDING, Pending, Runtime, current_span, ending, finish, has_context, open, prepare,
};
use crate::state::with_engine;
use crate::zend::call_frame::CallFrame;
use crate::zend::callable::Callee;
use crate::zend::fiber::{self, FiberKey};
use crate::zend::php_thread::PhpThread;
use ext_php_rs::types::Zval;
use span_core::CoroutineId;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

static LAST_ID: PhpThread<Cell<i64>> = PhpThread::new(Cell::new(0));
static IDS: PhpThread<RefCell<BTreeMap<FiberKey, CoroutineId>>> =
    PhpThread::new(RefCell::new(BTreeMap::new()));

/// Coroutines made of PHP's Fibers.
#[derive(Clone, Copy)]
pub struct FiberRuntime;

impl Runtime for FiberRuntime {
    fn name(&self) -> String {
        "PHP Fibers (Swoole is not loaded)".to_owned()
    }

    fn end_hook(&self) -> &'static str {
        "the end of the fiber's body"
    }

    fn current_id(&self) -> CoroutineId {
        fiber::current()
            .and_then(id_of)
            .unwrap_or(CoroutineId::NONE)
    }

    fn ancestor(&self, _id: CoroutineId) -> Option<CoroutineId> {
        fiber::resumers()
            .filter_map(id_of)
            .find(|id| has_context(*id))
    }

    fn watch(&self) -> CoroutineId {
        let Some(key) = fiber::current() else {
            return CoroutineId::NONE;
        };
        // A fiber of the program's own gets an id when it first has something to do with spans.
        *IDS.borrow_mut().entry(key).or_insert_with(next_id)
    }

    fn create(&self, call: &CallFrame<'_>, function: Function, result: &mut Zval) {
        if call.has_unknown_named_arguments() {
            return call.throw_unknown_named_arguments();
        }
        let Some(callee) = Callee::parse(call, function.callable_number()) else {
            return;
        };
        let id = next_id();
        let parent_id = self.current_id();
        // Also outside of our own fibers: the program's may belong under one.
        let (_, parent) = current_span(parent_id, false);
        prepare(parent, parent_id, function);
        PENDING.set(Some(Pending { callee, id }));
        if fiber::start(&callee) {
            result.set_long(id.0);
        }
        PENDING.set(None);
    }

    fn adoptable(&self) -> Option<CoroutineId> {
        let key = fiber::current()?;
        let Some(id) = id_of(key) else {
            return Some(next_id());
        };
        let is_untraced = with_engine(|engine| !engine.is_open(id)) == Some(true);
        is_untraced.then_some(id)
    }

    fn run(&self, pending: Pending, frame: &CallFrame<'_>, result: &mut Zval) {
        let Some(key) = fiber::current() else { return };
        let Pending { callee, id } = pending;
        IDS.borrow_mut().insert(key, id);
        open(callee.code(), id);
        callee.ready(result).make_hidden(frame);
        ending::record(id);
        finish(id);
        IDS.borrow_mut().remove(&key);
    }

    /// PHP destroys suspended fibers before it shuts its extensions down: there is nothing to ask.
    fn suspended_at(&self, _id: CoroutineId) -> Option<(String, u32)> {
        None
    }
}

fn next_id() -> CoroutineId {
    LAST_ID.set(LAST_ID.get() + 1);
    CoroutineId(LAST_ID.get())
}

fn id_of(key: FiberKey) -> Option<CoroutineId> {
    IDS.borrow().get(&key).copied()
}

/// Listens to the ends of fibers: one of the program's own may have left something open.
pub fn listen() {
    fiber::on_destroyed(|key| {
        let id = IDS.borrow_mut().remove(&key);
        // A traced one that is still open was cut off by a bailout: request shutdown knows better what became of it.
        with_engine(|engine| {
            if let Some(id) = id
                && !engine.is_open(id)
            {
                engine.finish(id);
            }
        });
    });
}

/// Forgets the fibers of a request, among them those that a bailout left without an end.
pub fn forget_request() {
    IDS.borrow_mut().clear();
}
