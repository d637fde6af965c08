//! Coroutine runtimes: one contract, one folder per runtime, one line that lists it.
//!
//! All of them work alike: `create()` offers the callee to the coroutine's body while the runtime starts [`body`] as that, and
//! [`body`] takes it from there. No runtime knows spans beyond [`spans`] and [`ending`], none knows queues or exporters.
//!
//! - [`contract`]: what a runtime is.
//! - [`selected`]: which there are, the one of this request, and the way to it. A new one is one more line there.
//! - [`handover`]: what `create()` leaves for the body.
//! - [`spans`], [`ending`]: what runtimes ask of the engine, and tell it.
//! - [`swoole`], [`fiber`]: the runtimes.
//! - [`program_fibers`]: fibers that are no coroutines of ours.
//!
//! A callable is resolved before anything is decided or offered: that may run an autoloader, which may yield, and other
//! coroutines must not find what was meant for this one.

mod contract;
mod ending;
mod fiber;
mod handover;
mod program_fibers;
mod selected;
mod spans;
mod swoole;

pub use ending::{ThrownInDefer, body_end, describe};
pub use fiber::FiberState;
pub use handover::Offered;
pub use selected::{Selection, create, description, deselect, finish_gone, select, start};
pub use spans::Locations;
pub use swoole::SwooleState;

use crate::state::with_engine;
use crate::zend::call_frame::CallFrame;
use crate::zend::callable::{Callee, CalleeCode};
use crate::zend::engine_hooks::{self, Fatal};
use crate::zend::exception::Throwable;
use contract::Options;
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;
use span_core::{Code, CoroutineId, SpanContext, SpanKey, SpanOptions};

/// The trampoline: every traced coroutine's body. PHP code that has found it in a backtrace may call it, and nothing happens.
pub extern "C" fn body(execute_data: &mut ExecuteData, result: &mut Zval) {
    let frame = CallFrame::of(execute_data);
    if frame.is_first_on_its_stack() {
        selected::run_offered(&frame, result);
    }
}

/// The defer hook of a traced coroutine, registered first so that it runs last. As [`body`], nothing for PHP code to call.
pub extern "C" fn end(execute_data: &mut ExecuteData, _result: &mut Zval) {
    if CallFrame::of(execute_data).is_first_on_its_stack() {
        selected::on_defer();
    }
}

/// Runs a callable that `wrap()` has wrapped under the span `origin`, as the body of the running coroutine. False where that has
/// a span already, or where no coroutine runs. `options` copies what `wrap()` was given: see [`Options`].
pub fn run_as_body(
    callee: &Callee,
    origin: (CoroutineId, Option<SpanContext>),
    options: Options<'_, Option<Box<SpanOptions>>>,
    frame: &CallFrame<'_>,
    result: &mut Zval,
) -> bool {
    let Some(id) = selected::adoptable() else {
        return false;
    };
    let (parent_id, parent) = origin;
    match options() {
        Some(options) => spans::prepare_with(parent, parent_id, options),
        None => {
            spans::prepare(parent, parent_id);
        }
    }
    selected::run(callee, id, frame, result);
    true
}

/// The coroutine that runs now, and the span that is current in it or in the one that it belongs under. An untraced
/// coroutine has that one's baggage, too.
pub fn here() -> (CoroutineId, Option<SpanContext>) {
    match selected::watch() {
        Some(id) => (id, selected::current_span_with_baggage(id)),
        None => (CoroutineId::NONE, None),
    }
}

/// A handle of the span that is current here, or in the coroutine that this one belongs under.
pub fn current_key() -> Option<SpanKey> {
    let (owner, _) = selected::current_span(selected::watch()?);
    with_engine(|engine| engine.current_key(owner)).flatten()
}

/// Where a callable's code stands.
pub fn location_of(code: CalleeCode) -> Code {
    if selected::is_traced() {
        spans::location_of(code)
    } else {
        // The request may be over.
        spans::location_after_request(code)
    }
}

/// Starts listening to fatal errors, to exceptions in defers, and to the ends of fibers. Called at module start.
pub fn listen() {
    engine_hooks::install(engine_hooks::Listeners {
        reported: selected::on_error,
        fatal: on_fatal,
        thrown: on_thrown,
    });
    program_fibers::listen();
}

/// PHP reports a fatal error: it may bail out of the call that has made an offer.
fn on_fatal(fatal: Fatal) {
    handover::withdraw();
    ending::on_fatal(selected::current_with_span(), fatal);
}

/// PHP throws an exception.
fn on_thrown(exception: Throwable) {
    ending::on_thrown(selected::current_with_span(), exception);
}

/// Stops listening, and forgets what lives no longer than PHP's modules. Called at module end.
pub fn stop_listening() {
    engine_hooks::uninstall();
    selected::forget_module();
}

/// Notes for each open span where its coroutine is suspended. Called at request end.
pub fn record_suspended() {
    for id in with_engine(|engine| engine.open_ids()).unwrap_or_default() {
        if let Some((file, line)) = selected::suspended_at(id) {
            with_engine(|engine| engine.suspended_at(id, file, line));
        }
    }
}

/// Drops what points into the request's memory, and answers from now on as if tracing were off. Called at request end; PHP
/// still runs code of the program's: session handlers, and destructors of what static properties hold.
pub fn end_request() {
    selected::untrace();
    handover::withdraw();
    spans::forget_prepared();
    ending::forget_request();
    spans::forget_locations();
    selected::forget_request();
}
