//! Coroutine runtimes: one contract, one folder per runtime, one line that lists it.
//!
//! All runtimes work alike: `create()` offers the callee, the runtime starts [`body`] as the coroutine's body, and [`body`]
//! takes the offer. Runtimes reach spans only through [`spans`] and [`ending`], and know no queues and no exporters.
//!
//! - [`contract`]: what a runtime is.
//! - [`selected`]: the list of runtimes, and calls to the one selected for this request. A new runtime adds one line there.
//! - [`handover`]: passes the callee from `create()` to the body.
//! - [`spans`], [`ending`]: the runtimes' calls into the engine.
//! - [`swoole`], [`fiber`]: the runtimes.
//! - [`program_fibers`]: fibers that the program starts itself.
//!
//! A callable is resolved before the sampling decision and the offer. Resolving may run an autoloader, which may yield, and
//! another coroutine must not take an offer that was meant for this one.

mod contract;
mod ending;
mod fiber;
mod handover;
mod program_fibers;
mod selected;
mod spans;
mod swoole;

pub use ending::{describe, is_exit, is_failure, pending_end};
pub use fiber::FiberState;
pub use handover::Offered;
pub use selected::{
    Selection, create, create_hooked, current_id, description, deselect, finish_gone, is_traced,
    newest_id, refusal, select, start,
};
pub use spans::{Locations, plan};
pub use swoole::SwooleState;

use crate::state::with_engine;
use crate::zend::call_frame::CallFrame;
use crate::zend::callable::Callee;
use crate::zend::code_location::CalleeCode;
use crate::zend::engine_hooks::{self, Fatal};
use contract::Options;
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;
use span_core::{Code, CoroutineId, SpanContext, SpanKey, SpanOptions, SpanPlan};

/// The trampoline: the body of every traced coroutine. PHP code may find it in a backtrace and call it; such a call does nothing.
pub extern "C" fn body(execute_data: &mut ExecuteData, result: &mut Zval) {
    let frame = CallFrame::of(execute_data);
    if frame.is_first_on_its_stack() {
        selected::run_offered(&frame, result);
    }
}

/// The defer hook of a traced coroutine, registered first so that it runs last. Does nothing when PHP code calls it, like [`body`].
pub extern "C" fn end(execute_data: &mut ExecuteData, _result: &mut Zval) {
    if CallFrame::of(execute_data).is_first_on_its_stack() {
        selected::on_defer();
    }
}

/// Runs a callable wrapped by `wrap()` as the body of the running coroutine, which MUST be newer than the wrapping, as a child of
/// where that was. Returns false if the coroutine already has a span, or if no coroutine runs. `options` copies the options given
/// to `wrap()`: see [`Options`].
pub fn run_as_body(
    callee: &Callee,
    (parent_id, parent): (CoroutineId, Option<SpanContext>),
    options: Options<'_, Option<Box<SpanOptions>>>,
    frame: &CallFrame<'_>,
    result: &mut Zval,
) -> bool {
    let start = || {
        let options = options();
        let chosen = options.as_ref().map(|options| options.parent);
        Some(BodyStart {
            parent_id,
            plan: spans::plan(chosen.unwrap_or_default().or_current(parent))?,
            options,
            is_instrumented: false,
        })
    };
    run_started_as_body(callee, &start, frame, result)
        || take_over(callee, parent, options, frame, result)
}

/// How the span of a callback or of a wrapped callable starts, as the body of the coroutine that the runtime has made for it.
pub struct BodyStart {
    pub parent_id: CoroutineId,
    pub plan: SpanPlan,
    pub options: Option<Box<SpanOptions>>,
    /// Whether it may be detached.
    pub is_instrumented: bool,
}

/// Runs a callable as the body of the running coroutine. Returns false if that already has a span, or if no coroutine runs, and
/// then `start` is not called; for what it returns see [`Options`]. Where that is nothing, the result is false, too.
pub fn run_started_as_body(
    callee: &Callee,
    start: Options<'_, Option<BodyStart>>,
    frame: &CallFrame<'_>,
    result: &mut Zval,
) -> bool {
    let Some(id) = selected::adoptable() else {
        return false;
    };
    let Some(BodyStart {
        parent_id,
        plan,
        options,
        is_instrumented,
    }) = start()
    else {
        return false;
    };
    spans::prepare_planned(plan, parent_id, options);
    if is_instrumented {
        spans::instrument_prepared();
    }
    selected::run(callee, id, frame, result);
    true
}

/// Runs the callable as the body of a coroutine that instrumentation has traced: the program's own span of it takes the other
/// one's place. False where there is none.
fn take_over(
    callee: &Callee,
    parent: Option<SpanContext>,
    options: Options<'_, Option<Box<SpanOptions>>>,
    frame: &CallFrame<'_>,
    result: &mut Zval,
) -> bool {
    let id = selected::current_id();
    if with_engine(|engine| engine.is_instrumented(id)) != Some(true) {
        return false;
    }
    let code = location_of(callee.code());
    let is_taken = with_engine(|engine| engine.take_over(id, parent, code, options()));
    if is_taken != Some(true) {
        return false;
    }
    callee.ready(result).make_hidden(frame);
    ending::record(id);
    true
}

/// The running coroutine.
pub fn here() -> CoroutineId {
    selected::watch().unwrap_or(CoroutineId::NONE)
}

/// The running coroutine, for calls that use its baggage: an untraced one has its nearest ancestor's from now on.
pub fn here_with_baggage() -> CoroutineId {
    origin().0
}

/// Whether the running coroutine may have been created after `newest` had been the newest.
pub fn is_newer_than(newest: Option<CoroutineId>) -> bool {
    newest.is_none_or(|newest| selected::current_id() > newest)
}

/// The running coroutine with its baggage, and the context that is current in it or else in its nearest ancestor with one.
pub fn origin() -> (CoroutineId, Option<SpanContext>) {
    match selected::watch() {
        Some(id) => (id, selected::current_span_with_baggage(id)),
        None => (CoroutineId::NONE, None),
    }
}

/// The running coroutine, and the nearest one in which something is current, with its context. Nothing is kept of the first.
pub fn current() -> (CoroutineId, CoroutineId, Option<SpanContext>) {
    let id = selected::current_id();
    let (owner, context) = selected::current_span(id);
    (id, owner, context)
}

/// A handle of the span that is current here, or in the coroutine that this one belongs under.
pub fn current_key() -> Option<SpanKey> {
    let (owner, _) = selected::current_span(selected::watch()?);
    with_engine(|engine| engine.current_key(owner)).flatten()
}

/// The same of the local root of the span that is current: the first of its trace in this process.
pub fn local_root_key() -> Option<SpanKey> {
    let (owner, _) = selected::current_span(selected::watch()?);
    with_engine(|engine| engine.local_root(owner)).flatten()
}

/// The source location of a callable's code.
pub fn location_of(code: CalleeCode) -> Code {
    if selected::is_traced() {
        spans::location_of(code)
    } else {
        // The request may be over.
        spans::location_after_request(code)
    }
}

/// Starts listening to fatal errors, to exceptions, and to the ends of fibers. Called at module start.
pub fn listen() {
    engine_hooks::install(engine_hooks::Listeners {
        reported: selected::on_error,
        fatal: on_fatal,
        thrown: on_thrown,
    });
    program_fibers::listen();
}

/// PHP reports a fatal error. A pending offer is withdrawn, because PHP may bail out of the call that made it.
fn on_fatal(fatal: Fatal) {
    handover::withdraw();
    ending::on_fatal(selected::current_with_span(), selected::current_id(), fatal);
}

/// PHP throws an exception.
fn on_thrown() {
    ending::on_thrown(selected::current_with_span(), selected::current_id());
}

/// Stops listening, and drops state tied to PHP's modules. Called at module end.
pub fn stop_listening() {
    engine_hooks::uninstall();
    selected::forget_module();
}

/// Records on each open span where its coroutine is suspended. Called at request end.
pub fn record_suspended() {
    for id in with_engine(|engine| engine.open_ids()).unwrap_or_default() {
        if let Some((file, line)) = selected::suspended_at(id) {
            with_engine(|engine| engine.suspended_at(id, file, line));
        }
    }
}

/// Drops pointers into the request's memory and turns tracing off. Called at request end. PHP still runs user code after it:
/// session handlers, and destructors of objects in static properties.
pub fn end_request() {
    selected::untrace();
    handover::withdraw();
    spans::forget_prepared();
    spans::forget_locations();
    selected::forget_request();
}
