//! Coroutine runtimes: one trait, one file per runtime, one place that selects.
//!
//! All of them work alike: `create()` offers the callee in [`PENDING`] while the runtime starts [`body`] as the new
//! coroutine's body, and [`body`] takes it from there. No runtime knows spans beyond [`open`] and [`ending`], none knows
//! queues or exporters.
//!
//! A callable is resolved before anything is decided or offered: that may run an autoloader, which may yield, and other
//! coroutines must not find what was meant for this one.

mod ending;
mod fiber;
mod swoole;

use crate::zend::php_thread::PhpThread;
pub use ending::{body_end, describe};

use crate::settings::Settings;
use crate::state::with_engine;
use crate::zend::call_frame::CallFrame;
use crate::zend::callable::{Call, Callee, CalleeCode};
use crate::zend::code_location::{LocationCache, Parts};
use crate::zend::engine_hooks;
use crate::zend::handover::Handover;
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;
use fiber::FiberRuntime;
use span_core::{Code, CodeLocation, CoroutineId, SpanContext, SpanKey, SpanOptions};
use std::cell::Cell;
use swoole::SwooleRuntime;

/// A coroutine runtime. The life of a traced coroutine on it:
///
/// 1. `create` MUST offer the callee and start the trampoline [`body`] at once, on the coroutine's own stack.
/// 2. `enter` MUST call [`open`] before the callee and `leave` [`ending::record`] after it, and change neither its result
///    nor its exception.
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

    /// The innermost coroutine with an open span of all that run now, one in another: a fatal error ends them all. Where none
    /// has one, as [`Runtime::current_id`].
    fn current_with_span(&self) -> CoroutineId;

    /// The nearest coroutine that `id` belongs under and that has a context, where `id` has none of its own. An untraced
    /// one in between does not break a trace.
    fn ancestor(&self, id: CoroutineId) -> Option<CoroutineId>;

    /// The coroutine that runs now, which may have state in the engine from now on: its end MUST be told, also where it
    /// is not a traced one.
    fn watch(&self) -> CoroutineId;

    /// `create($func, ...$param)`: writes the new coroutine's id, or what the runtime answers instead.
    fn create(&self, call: &CallFrame<'_>, result: &mut Zval);

    /// `start($options, $func, ...$param)` with its callable resolved: likewise. `options` reads the first argument.
    fn start(&self, callee: Callee, options: Options<'_>, call: &CallFrame<'_>, result: &mut Zval);

    /// If the running coroutine can be traced from here on, because it is one, has no span yet, and has not ended, for then its
    /// end is not told again: the id for it, where it is we who number them.
    fn adoptable(&self) -> Option<CoroutineId>;

    /// The body of the running coroutine begins: opens its span. `None` if it is not to run.
    fn enter(&self, code: CalleeCode, place: Place) -> Option<Entered>;

    /// The body has ended.
    fn leave(&self, entered: Entered);

    /// Whether a coroutine is still there, where the runtime has one whose end it may not be told.
    fn exists(&self, _id: CoroutineId) -> bool {
        true
    }

    /// Listens to the start of each coroutine, where there may be fibers of the program's own around it.
    fn see_starts(&self) {}

    /// File and line where a coroutine is suspended, if the runtime can tell.
    fn suspended_at(&self, id: CoroutineId) -> Option<(String, u32)>;
}

/// Reads the options given to `start()`: as late as possible, because what is read must be dropped, and making a coroutine may
/// run code of the program's that PHP bails out of. Runs no such code itself.
pub type Options<'a> = &'a dyn Fn() -> Box<SpanOptions>;

/// Where a coroutine comes from and what it is to be called.
#[derive(Clone, Copy)]
pub struct Place {
    /// The id where we number the coroutines ourselves.
    id: CoroutineId,
    /// The coroutine that creates it.
    creator: CoroutineId,
}

/// What is to be known of a coroutine when its body ends. Plain data: nothing to drop.
#[derive(Clone, Copy)]
pub struct Entered {
    id: CoroutineId,
    /// Whether it is a fiber's.
    in_fiber: bool,
    /// What was there before in the same fiber, or [`CoroutineId::NONE`].
    outer: CoroutineId,
}

#[derive(Clone, Copy)]
enum Selected {
    Swoole(SwooleRuntime),
    Fiber(FiberRuntime),
}

static SELECTED: PhpThread<Cell<Option<Selected>>> = PhpThread::new(Cell::new(None));
static PENDING: PhpThread<Handover<Callee, Place>> = PhpThread::new(Handover::new());
static LOCATIONS: PhpThread<LocationCache<Code>> = PhpThread::new(LocationCache::new());

/// Selects the runtime of this request: Swoole's coroutines where Swoole is loaded, PHP's Fibers elsewhere.
pub fn select(settings: &Settings) {
    SELECTED.set(Some(match SwooleRuntime::if_supported(settings) {
        Some(runtime) => Selected::Swoole(runtime),
        None => Selected::Fiber(FiberRuntime::new(settings.enabled)),
    }));
}

/// Whether spans are made in this request, and it is not over.
fn is_traced() -> bool {
    match SELECTED.get() {
        Some(Selected::Swoole(runtime)) => runtime.is_traced(),
        Some(Selected::Fiber(runtime)) => runtime.is_traced(),
        None => false,
    }
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

/// The coroutine that runs now, or the one around it that has an open span.
fn current_with_span() -> CoroutineId {
    with_runtime(|runtime| runtime.current_with_span()).unwrap_or(CoroutineId::NONE)
}

/// Finishes what belongs to coroutines that are gone, where their end was not told.
pub fn finish_gone() {
    swoole::finish_all_gone();
}

/// Whether the coroutine has an open span.
fn is_open(id: CoroutineId) -> bool {
    with_engine(|engine| engine.is_open(id)) == Some(true)
}

/// The trampoline: every traced coroutine's body. PHP code that has found it in a backtrace may call it, and nothing happens.
pub extern "C" fn body(execute_data: &mut ExecuteData, result: &mut Zval) {
    let frame = CallFrame::of(execute_data);
    if !frame.is_first_on_its_stack() {
        return;
    }
    with_runtime(|runtime| {
        let mut call = Call::empty();
        // The callee is on the creator's stack, and there until the coroutine's first yield.
        let entered =
            PENDING.take(|callee, place| enter(runtime, callee, place, &mut call, result));
        if let Some(entered) = entered {
            call.make_hidden(&frame);
            runtime.leave(entered);
        }
    });
}

/// The body of a coroutine begins. Fills the call to be made, in which nothing points to where the callee is.
#[inline(always)]
fn enter(
    runtime: &dyn Runtime,
    callee: &Callee,
    place: Place,
    call: &mut Call,
    result: &mut Zval,
) -> Option<Entered> {
    let entered = runtime.enter(callee.code(), place)?;
    callee.prepare(call, result);
    Some(entered)
}

/// The defer hook of a traced coroutine, registered first so that it runs last. As [`body`], nothing for PHP code to call.
pub extern "C" fn end(execute_data: &mut ExecuteData, _result: &mut Zval) {
    if CallFrame::of(execute_data).is_first_on_its_stack() {
        swoole::end(current_id());
    }
}

/// `create($func, ...$param)`.
#[inline(always)]
pub fn create(call: &CallFrame<'_>, result: &mut Zval) {
    with_runtime(|runtime| runtime.create(call, result));
}

/// `start($options, $func, ...$param)` with its callable resolved.
pub fn start(callee: Callee, options: Options<'_>, call: &CallFrame<'_>, result: &mut Zval) {
    with_runtime(|runtime| runtime.start(callee, options, call, result));
}

/// Has the engine decide about the coroutine that is created next. True if there will be a span.
#[inline(always)]
fn prepare(parent: Option<SpanContext>, parent_id: CoroutineId) -> bool {
    with_engine(|engine| engine.prepare(parent, parent_id)) != Some(false)
}

/// [`prepare`] with what was given to `start()` or `wrap()`.
fn prepare_with(parent: Option<SpanContext>, parent_id: CoroutineId, options: Box<SpanOptions>) {
    with_engine(|engine| engine.prepare_with(parent, parent_id, options));
}

/// Offers `callee` to the body that `call` starts, and forgets what was prepared for it if there was none.
#[inline(always)]
fn hand_over(callee: &Callee, place: Place, call: impl FnOnce()) {
    if !PENDING.offer(callee, place, call) {
        forget_prepared();
    }
}

/// The runtime refused to make the coroutine that was prepared, or PHP bailed out of making it.
#[cold]
fn forget_prepared() {
    with_engine(|engine| engine.unprepare());
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
    let (parent_id, parent) = origin;
    match options {
        Some(options) => prepare_with(parent, parent_id, options),
        None => {
            prepare(parent, parent_id);
        }
    }
    let place = Place {
        id,
        creator: CoroutineId::NONE,
    };
    with_runtime(|runtime| {
        let mut call = Call::empty();
        if let Some(entered) = enter(runtime, &callee, place, &mut call, result) {
            call.make_hidden(frame);
            runtime.leave(entered);
        }
    });
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
    if !is_traced() {
        // The request may be over: what is kept now would outlive the strings that it is kept by.
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
        reported: swoole::on_error,
        fatal: on_fatal,
        thrown: ending::on_thrown,
    });
    fiber::listen();
}

/// PHP reports a fatal error: it may bail out of the call that has made an offer.
fn on_fatal(fatal: engine_hooks::Fatal) {
    PENDING.withdraw();
    ending::on_fatal(fatal);
}

/// Stops listening, and forgets what lives no longer than PHP's modules. Called at module end.
pub fn stop_listening() {
    engine_hooks::uninstall();
    swoole::forget_module();
}

/// Notes for each open span where its coroutine is suspended. Called at request end.
pub fn record_suspended() {
    for id in with_engine(|engine| engine.open_ids()).unwrap_or_default() {
        if let Some(Some((file, line))) = with_runtime(|runtime| runtime.suspended_at(id)) {
            with_engine(|engine| engine.suspended_at(id, file, line));
        }
    }
}

/// Drops what points into the request's memory, and answers from now on as if tracing were off. Called at request end; PHP
/// still runs code of the program's: session handlers, and destructors of what static properties hold.
pub fn end_request() {
    SELECTED.set(SELECTED.get().map(|selected| match selected {
        Selected::Swoole(runtime) => Selected::Swoole(runtime.untraced()),
        Selected::Fiber(_) => Selected::Fiber(FiberRuntime::new(false)),
    }));
    PENDING.withdraw();
    forget_prepared();
    ending::forget_request();
    LOCATIONS.clear();
    fiber::forget_request();
    swoole::forget_request();
}

/// Selects no runtime. Called where one was selected outside of requests.
pub fn deselect() {
    SELECTED.set(None);
}
