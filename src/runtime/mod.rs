//! Coroutine runtimes: one trait, one file per runtime, one place that selects.
//!
//! All of them work alike: `create()` leaves the callee and its parent in [`PENDING`], the runtime runs [`body`] as
//! the new coroutine's body, and [`body`] takes them from there. No runtime knows spans beyond [`open`] and
//! [`ending`], none knows queues or exporters.

mod ending;
mod fiber;
mod swoole;

use crate::zend::php_thread::PhpThread;
pub use ending::{body_end, describe};

use crate::settings::Settings;
use crate::state::with_engine;
use crate::zend::call_frame::CallFrame;
use crate::zend::callable::{Callee, CalleeCode};
use crate::zend::code_location::{LocationCache, Parts};
use crate::zend::engine_hooks;
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;
use fiber::FiberRuntime;
use span_core::{Code, CodeLocation, CoroutineId, SpanContext, SpanKey, SpanOptions};
use std::cell::{Cell, RefCell};
use swoole::SwooleRuntime;

/// A coroutine runtime. The life of a traced coroutine on it:
///
/// 1. `create` MUST leave a [`Pending`] and start the trampoline [`body`] at once, on the coroutine's own stack.
/// 2. `run` MUST call [`open`] before the callee and [`ending::record`] after it, and change neither its result nor
///    its exception.
/// 3. The runtime MUST see to it that the span is finished when the coroutine ends by itself. Request shutdown closes
///    the rest; finishing twice does nothing.
/// 4. Where tracing is off, or the call is one that the runtime answers in its own words, `create` MUST behave as
///    the untraced call.
pub trait Runtime {
    /// The runtime's name and version, for `php --ri`.
    fn name(&self) -> String;

    /// How it sees a coroutine's end, for `php --ri`.
    fn end_hook(&self) -> &'static str;

    /// The coroutine that runs now, [`CoroutineId::NONE`] outside of coroutines.
    fn current_id(&self) -> CoroutineId;

    /// The nearest coroutine that `id` belongs under and that has a context, where `id` has none of its own. An untraced
    /// one in between does not break a trace.
    fn ancestor(&self, id: CoroutineId) -> Option<CoroutineId>;

    /// The coroutine that runs now, which may have state in the engine from now on: its end MUST be told, also where it
    /// is not a traced one.
    fn watch(&self) -> CoroutineId;

    /// `TracedCoroutine::create()` and `start()`: writes the new coroutine's id, or what the runtime answers instead.
    fn create(&self, call: &CallFrame<'_>, function: Function, result: &mut Zval);

    /// The id for the running coroutine if it can be traced from here on: it is one, and has no span yet.
    fn adoptable(&self) -> Option<CoroutineId>;

    /// Runs the callee as the body of the running coroutine.
    fn run(&self, pending: Pending, frame: &CallFrame<'_>, result: &mut Zval);

    /// File and line where a coroutine is suspended, if the runtime can tell.
    fn suspended_at(&self, id: CoroutineId) -> Option<(String, u32)>;
}

/// Which of our functions starts a coroutine.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// `create($callable, ...$args)`
    Create,
    /// `start($options, $callable, ...$args)`, with its first argument out of sight and left in [`GIVEN`].
    Start,
}

impl Function {
    /// The number of the argument that is the callable, for errors about it.
    #[inline]
    fn callable_number(self) -> u32 {
        match self {
            Function::Create => 1,
            Function::Start => 2,
        }
    }
}

/// What `create()` leaves for the body of the coroutine that it starts, beside what the engine has prepared. Plain data:
/// nothing to drop.
#[derive(Clone, Copy)]
pub struct Pending {
    callee: Callee,
    /// The id where we number the coroutines ourselves.
    id: CoroutineId,
}

#[derive(Clone, Copy)]
enum Selected {
    Swoole(SwooleRuntime),
    Fiber(FiberRuntime),
}

static SELECTED: PhpThread<Cell<Option<Selected>>> = PhpThread::new(Cell::new(None));
static PENDING: PhpThread<Cell<Option<Pending>>> = PhpThread::new(Cell::new(None));
/// What was given to `start()` and `wrap()` and is not prepared yet. More than one where the callable's autoloader starts
/// coroutines itself: then the last is that one's.
static GIVEN: PhpThread<RefCell<Vec<SpanOptions>>> = PhpThread::new(RefCell::new(Vec::new()));
static LOCATIONS: PhpThread<LocationCache<Code>> = PhpThread::new(LocationCache::new());

/// Selects the runtime of this request: Swoole's coroutines where Swoole is loaded, PHP's Fibers elsewhere.
pub fn select(settings: &Settings) {
    SELECTED.set(Some(match SwooleRuntime::if_supported(settings) {
        Some(runtime) => Selected::Swoole(runtime),
        None => Selected::Fiber(FiberRuntime),
    }));
}

/// Calls `use_runtime` with the request's runtime; `None` outside of requests.
#[inline(always)]
pub fn with_runtime<R>(use_runtime: impl FnOnce(&dyn Runtime) -> R) -> Option<R> {
    SELECTED.get().map(|selected| match &selected {
        Selected::Swoole(runtime) => use_runtime(runtime),
        Selected::Fiber(runtime) => use_runtime(runtime),
    })
}

/// The coroutine that runs now.
#[inline]
fn current_id() -> CoroutineId {
    with_runtime(|runtime| runtime.current_id()).unwrap_or(CoroutineId::NONE)
}

/// The trampoline: every traced coroutine's body.
pub extern "C" fn body(execute_data: &mut ExecuteData, result: &mut Zval) {
    let frame = CallFrame::of(execute_data);
    with_runtime(|runtime| {
        if let Some(pending) = PENDING.take() {
            runtime.run(pending, &frame, result);
        }
    });
}

/// The defer hook of a traced coroutine, registered first so that it runs last.
pub extern "C" fn end(_execute_data: &mut ExecuteData, _result: &mut Zval) {
    let id = current_id();
    swoole::forget_watched(id);
    finish(id);
}

/// `create($callable, ...$args)`.
#[inline(always)]
pub fn create(call: &CallFrame<'_>, result: &mut Zval) {
    if with_runtime(|runtime| runtime.create(call, Function::Create, result)).is_none() {
        // The request is over, though PHP still runs a session handler.
        result.set_bool(false);
    }
}

/// `start($options, $callable, ...$args)`.
pub fn start(options: SpanOptions, call: &CallFrame<'_>, result: &mut Zval) {
    let before = give(options);
    call.without_first(|call| {
        if with_runtime(|runtime| runtime.create(call, Function::Start, result)).is_none() {
            result.set_bool(false);
        }
    });
    // Still there if the runtime refused to make the coroutine.
    GIVEN.borrow_mut().truncate(before);
    with_engine(|engine| engine.unprepare());
}

/// Leaves options for [`prepare`], and tells how many are there besides.
fn give(options: SpanOptions) -> usize {
    let mut given = GIVEN.borrow_mut();
    given.push(options);
    given.len() - 1
}

/// Has the engine decide about the coroutine that is created next, with what was given to `start()` or `wrap()`. True if
/// there will be a span.
#[inline(always)]
fn prepare(parent: Option<SpanContext>, parent_id: CoroutineId, function: Function) -> bool {
    let is_recorded = if function == Function::Start {
        let options = GIVEN.borrow_mut().pop().unwrap_or_default();
        with_engine(|engine| engine.prepare_with(parent, parent_id, Box::new(options)))
    } else {
        with_engine(|engine| engine.prepare(parent, parent_id))
    };
    is_recorded != Some(false)
}

/// Runs a callable that `wrap()` has wrapped under the span `origin`: as the body of the running coroutine where that
/// has no span yet. Where it has one, or where no coroutine runs, gives the options back.
pub fn run_as_body(
    callee: Callee,
    origin: (CoroutineId, Option<SpanContext>),
    options: Option<Box<SpanOptions>>,
    frame: &CallFrame<'_>,
    result: &mut Zval,
) -> Option<Option<Box<SpanOptions>>> {
    let Some(id) = with_runtime(|runtime| runtime.adoptable()).flatten() else {
        return Some(options);
    };
    let function = match options {
        Some(options) => {
            give(*options);
            Function::Start
        }
        None => Function::Create,
    };
    let (parent_id, parent) = origin;
    prepare(parent, parent_id, function);
    with_runtime(|runtime| runtime.run(Pending { callee, id }, frame, result));
    None
}

/// The coroutine that runs now, and the span that is current in it or in the one that it belongs under. An untraced
/// coroutine has that one's baggage, too.
pub fn here() -> (CoroutineId, Option<SpanContext>) {
    let Some(id) = with_runtime(|runtime| runtime.watch()) else {
        return (CoroutineId::NONE, None);
    };
    let (_, context) = current_span(id, true);
    (id, context)
}

/// A handle of the span that is current here, or in the coroutine that this one belongs under.
pub fn current_key() -> Option<SpanKey> {
    let id = with_runtime(|runtime| runtime.watch())?;
    let (owner, _) = current_span(id, false);
    with_engine(|engine| engine.current_key(owner)).flatten()
}

/// Whether a span or a context is current in the coroutine `id` itself.
fn has_context(id: CoroutineId) -> bool {
    with_engine(|engine| engine.current_context(id).is_some()) == Some(true)
}

/// The context that is current in the coroutine `id`, and the coroutine that it is from.
fn current_span(id: CoroutineId, with_baggage: bool) -> (CoroutineId, Option<SpanContext>) {
    let context_of = |id| with_engine(|engine| engine.current_context(id)).flatten();
    let own = context_of(id);
    if own.is_some() {
        return (id, own);
    }
    let Some(ancestor) = with_runtime(|runtime| runtime.ancestor(id)).flatten() else {
        return (id, None);
    };
    if with_baggage {
        with_engine(|engine| engine.inherit_baggage(ancestor, id));
    }
    (ancestor, context_of(ancestor))
}

/// Opens the span of the coroutine `id`, as it was prepared.
///
/// A call of its own, because what it needs of the stack would otherwise be held while the coroutine runs.
#[inline(never)]
fn open(code: CalleeCode, id: CoroutineId) {
    let code = LOCATIONS.get(code, code_location);
    with_engine(|engine| engine.start_prepared(id, code));
}

/// Where a callable's code stands.
pub fn location_of(code: CalleeCode) -> Code {
    if SELECTED.get().is_none() {
        // The request is over: nobody would forget what is kept now, before PHP frees the strings it is kept by.
        return code_location(code.parts());
    }
    LOCATIONS.get(code, code_location)
}

/// Closes the span of the coroutine `id`, if nothing has closed it yet.
#[inline(always)]
fn finish(id: CoroutineId) {
    with_engine(|engine| engine.finish(id));
}

fn code_location(parts: Parts) -> Code {
    let Parts {
        function,
        file,
        line,
    } = parts;
    let span_name = with_engine(|engine| engine.span_name(&function, file.as_deref(), line));
    let location = CodeLocation {
        span_name: span_name.unwrap_or_else(|| function.clone()),
        function,
        file,
        line,
    };
    location.keep()
}

/// Starts listening to fatal errors, to exceptions in defers, and to the ends of fibers. Called at module start.
pub fn listen() {
    engine_hooks::install(engine_hooks::Listeners {
        fatal: ending::on_fatal,
        thrown: ending::on_thrown,
    });
    fiber::listen();
}

/// Notes for each open span where its coroutine is suspended. Called at request end.
pub fn record_suspended() {
    for id in with_engine(|engine| engine.open_ids()).unwrap_or_default() {
        if let Some(Some((file, line))) = with_runtime(|runtime| runtime.suspended_at(id)) {
            with_engine(|engine| engine.suspended_at(id, file, line));
        }
    }
}

/// Drops what points into the request's memory. Called at request end.
pub fn forget_request() {
    SELECTED.set(None);
    PENDING.set(None);
    GIVEN.borrow_mut().clear();
    LOCATIONS.clear();
    fiber::forget_request();
    swoole::forget_request();
}
