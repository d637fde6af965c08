//! PHP's Fibers: a runtime where Swoole's coroutines are not to be had, and a second scheduler beside them where they are.
//!
//! `create()` starts the fiber at once. There is no scheduler of ours: whoever holds the suspension, an event loop or
//! the program itself, resumes it. Ids count from 1 in each process, and from [`FIRST_BESIDE_SWOOLE`] where Swoole counts
//! its coroutines from 1.

use super::{
    Entered, Options, PENDING, Place, Runtime, current_id, current_span, ending, finish, hand_over,
    is_open, is_traced, open, prepare, prepare_with,
};
use crate::state::with_engine;
use crate::zend::call_frame::CallFrame;
use crate::zend::callable::{Callee, CalleeCode};
use crate::zend::fiber::{self, FiberKey, NewFiber};
use crate::zend::php_thread::PhpThread;
use crate::zend::process::extension_version;
use ext_php_rs::types::Zval;
use span_core::CoroutineId;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

/// More coroutines than a Swoole process starts.
const FIRST_BESIDE_SWOOLE: i64 = 1_000_000_000_001;

static NEXT_ID: PhpThread<Cell<i64>> = PhpThread::new(Cell::new(1));
static IDS: PhpThread<RefCell<BTreeMap<FiberKey, CoroutineId>>> =
    PhpThread::new(RefCell::new(BTreeMap::new()));

/// Coroutines made of PHP's Fibers.
#[derive(Clone, Copy)]
pub struct FiberRuntime {
    is_traced: bool,
}

impl FiberRuntime {
    /// With tracing on, or off.
    pub fn new(is_traced: bool) -> Self {
        Self { is_traced }
    }

    /// Whether spans are made.
    pub fn is_traced(self) -> bool {
        self.is_traced
    }

    /// Starts the callee in a fiber. `prepare` has the engine decide about it, under the coroutine that it is given.
    fn launch(&self, callee: Callee, prepare: impl FnOnce(CoroutineId), result: &mut Zval) {
        let Some(fiber) = fiber::make(&callee) else {
            return;
        };
        let id = next_id();
        let creator = self.watch();
        if self.is_traced {
            prepare(creator);
        }
        hand_over(&callee, Place { id, creator }, || NewFiber::start(fiber));
        result.set_long(id.0);
    }
}

impl Runtime for FiberRuntime {
    fn name(&self) -> String {
        match extension_version(c"swoole") {
            version if version.is_empty() => "PHP Fibers (Swoole is not loaded)".to_owned(),
            version => format!("PHP Fibers (Swoole {version} runs coroutines in the CLI only)"),
        }
    }

    fn end_hook(&self) -> &'static str {
        "the end of the fiber's body"
    }

    fn current_id(&self) -> CoroutineId {
        fiber::current()
            .and_then(id_of)
            .unwrap_or(CoroutineId::NONE)
    }

    fn current_with_span(&self) -> CoroutineId {
        innermost_with_span().unwrap_or_else(|| self.current_id())
    }

    /// A fiber has what was current where it was started from its start on, and nothing of whoever resumes it.
    fn ancestor(&self, _id: CoroutineId) -> Option<CoroutineId> {
        None
    }

    fn watch(&self) -> CoroutineId {
        match fiber::current() {
            Some(key) if self.is_traced => number(key),
            _ => CoroutineId::NONE,
        }
    }

    fn create(&self, call: &CallFrame<'_>, result: &mut Zval) {
        let Some(callee) = Callee::parse(call) else {
            return;
        };
        if call.has_unknown_named_arguments() {
            return call.throw_unknown_named_arguments();
        }
        let prepare_child = |creator| {
            // Also outside of our own fibers: the program's may belong under one.
            let (_, parent) = current_span(creator, false);
            prepare(parent, creator);
        };
        self.launch(callee, prepare_child, result);
    }

    fn start(
        &self,
        callee: Callee,
        options: Options<'_>,
        _call: &CallFrame<'_>,
        result: &mut Zval,
    ) {
        let prepare_child = |creator| {
            let (_, parent) = current_span(creator, false);
            prepare_with(parent, creator, options());
        };
        self.launch(callee, prepare_child, result);
    }

    fn adoptable(&self) -> Option<CoroutineId> {
        fiber::current()
            .filter(|_| self.is_traced)
            .and_then(adoptable)
    }

    fn enter(&self, code: CalleeCode, place: Place) -> Option<Entered> {
        if self.is_traced {
            return enter(code, place.id);
        }
        Some(Entered {
            id: CoroutineId::NONE,
            in_fiber: false,
            outer: CoroutineId::NONE,
        })
    }

    fn leave(&self, entered: Entered) {
        if entered.in_fiber {
            leave(entered);
        }
    }

    /// PHP destroys suspended fibers before it shuts its extensions down: there is nothing to ask.
    fn suspended_at(&self, _id: CoroutineId) -> Option<(String, u32)> {
        None
    }
}

/// Opens the span of the body of the active fiber, or of one of several things that a fiber of the program's own does. `None`
/// where no fiber is active.
pub fn enter(code: CalleeCode, id: CoroutineId) -> Option<Entered> {
    let key = fiber::current()?;
    let outer = IDS.borrow_mut().insert(key, id);
    if let Some(outer) = outer {
        with_engine(|engine| engine.inherit_baggage(outer, id));
    }
    open(code, id);
    Some(Entered {
        id,
        in_fiber: true,
        outer: outer.unwrap_or(CoroutineId::NONE),
    })
}

/// Closes it: what was current in the fiber is there again.
pub fn leave(Entered { id, outer, .. }: Entered) {
    ending::record(id);
    finish(id);
    let Some(key) = fiber::current() else { return };
    match outer {
        CoroutineId::NONE => IDS.borrow_mut().remove(&key),
        outer => IDS.borrow_mut().insert(key, outer),
    };
}

/// The id for what runs in a fiber if it can be traced from here on: the fiber was not started as a coroutine.
pub fn adoptable(key: FiberKey) -> Option<CoroutineId> {
    let is_known = |id| with_engine(|engine| engine.is_known(id)) == Some(true);
    (!id_of(key).is_some_and(is_known)).then(next_id)
}

/// The id of a fiber, which may have state in the engine from now on. One of the program's own gets its number here.
pub fn number(key: FiberKey) -> CoroutineId {
    *IDS.borrow_mut().entry(key).or_insert_with(next_id)
}

/// The id of the active fiber, or of the nearest below it on the stack of resumes that has one.
pub fn nearest_id() -> Option<CoroutineId> {
    let active = fiber::current().and_then(id_of);
    active.or_else(|| fiber::resumers().find_map(id_of))
}

/// The active fiber, or the nearest below it on the stack of resumes, that has an open span.
pub fn innermost_with_span() -> Option<CoroutineId> {
    let fibers = fiber::current().into_iter().chain(fiber::resumers());
    fibers.filter_map(id_of).find(|id| is_open(*id))
}

/// Whether the id is that of a fiber, where Swoole numbers its coroutines, too.
pub fn is_beside_swoole(id: CoroutineId) -> bool {
    id.0 >= FIRST_BESIDE_SWOOLE
}

/// Keeps the ids of fibers apart from those of Swoole's coroutines.
pub fn count_beside_swoole() {
    NEXT_ID.set(NEXT_ID.get().max(FIRST_BESIDE_SWOOLE));
}

fn next_id() -> CoroutineId {
    let id = NEXT_ID.get();
    NEXT_ID.set(id + 1);
    CoroutineId(id)
}

fn id_of(key: FiberKey) -> Option<CoroutineId> {
    IDS.borrow().get(&key).copied()
}

/// Listens to the starts and ends of fibers. Called at module start.
pub fn listen() {
    fiber::on_started(on_started);
    fiber::on_given_away(on_given_away);
    fiber::on_destroyed(on_destroyed);
}

/// A fiber starts. One of the program's own goes on in what is current where it is started, whoever resumes it later.
fn on_started(key: FiberKey) {
    if PENDING.is_offered() || !is_traced() {
        return;
    }
    go_on_in(current_id, key);
}

/// A destructor of a collected cycle suspends the fiber that the collector runs it in: it is the program's from now on, and
/// goes on in what is current where the collection began.
fn on_given_away(key: FiberKey, resumer: Option<FiberKey>) {
    if is_traced() {
        let collects = || match resumer {
            Some(resumer) => id_of(resumer).unwrap_or(CoroutineId::NONE),
            None => current_id(),
        };
        go_on_in(collects, key);
    }
}

/// Has a fiber of the program's begin with what is current in `creator`, if there is anything.
fn go_on_in(creator: impl FnOnce() -> CoroutineId, key: FiberKey) {
    if with_engine(|engine| engine.has_no_context()) == Some(true) {
        return;
    }
    let creator = creator();
    let (owner, context) = current_span(creator, false);
    let has_baggage = with_engine(|engine| engine.baggage(creator).is_some()) == Some(true);
    if context.is_some() || has_baggage {
        let id = number(key);
        with_engine(|engine| {
            engine.inherit_baggage(creator, id);
            engine.continue_context(owner, id);
        });
        super::swoole::see_coroutines_in_fibers();
    }
}

/// A fiber is done. One of the program's own may have left something open.
fn on_destroyed(key: FiberKey) {
    let id = IDS.borrow_mut().remove(&key);
    // A traced one that is still open was cut off by a bailout: request shutdown knows better what became of it.
    with_engine(|engine| {
        if let Some(id) = id
            && !engine.is_open(id)
        {
            engine.finish(id);
        }
    });
}

/// Forgets the fibers of a request, among them those that a bailout left without an end.
pub fn forget_request() {
    IDS.borrow_mut().clear();
}
