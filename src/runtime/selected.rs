//! The list of runtimes, and calls to the one selected for this request.
//!
//! A runtime is a folder that keeps the [`Runtime`] contract, and one line of `runtimes!`. Must not know spans.

use super::contract::{Entered, Options, Runtime};
use super::fiber::FiberRuntime;
use super::handover;
use super::swoole::SwooleRuntime;
use crate::settings::Settings;
use crate::zend::call::Call;
use crate::zend::call_frame::CallFrame;
use crate::zend::callable::Callee;
use crate::zend::hooked_function::Original;
use crate::zend::php_thread::PerThread;
use ext_php_rs::types::Zval;
use span_core::{CoroutineId, SpanContext};
use std::cell::Cell;

/// Makes the list. Of the runtimes that can run here, the first is selected. `$` is the dollar sign of `on_runtime!`.
macro_rules! runtimes {
    ($d:tt $($name:ident($runtime:ty),)*) => {
        #[derive(Clone, Copy)]
        enum Selected {
            $($name($runtime),)*
        }

        impl Selected {
            fn first_supported(settings: &Settings) -> Option<Self> {
                None$(.or_else(|| <$runtime>::if_supported(settings).map(Self::$name)))*
            }

            fn untraced(self) -> Self {
                match self {
                    $(Self::$name(runtime) => Self::$name(runtime.untraced()),)*
                }
            }
        }

        /// Forgets the coroutines of a request, in all runtimes.
        pub fn forget_request() {
            $(<$runtime>::forget_request();)*
        }

        /// Drops state tied to PHP's modules, in all runtimes.
        pub fn forget_module() {
            $(<$runtime>::forget_module();)*
        }

        /// `on_runtime!(|runtime| call)`: the call on the request's runtime; `None` outside of requests. A `match`, so that each
        /// runtime's own code is inlined: a call through a pointer costs more than most of what is called.
        macro_rules! on_runtime {
            (|$d runtime:ident| $d call:expr) => {
                match &Selection::own().0.get() {
                    $(Some(Selected::$name($d runtime)) => Some($d call),)*
                    None => None,
                }
            };
        }
    };
}

runtimes! { $
    Swoole(SwooleRuntime),
    Fiber(FiberRuntime),
}

/// The runtime of this request, if one is selected.
pub struct Selection(Cell<Option<Selected>>);

impl Selection {
    /// None.
    pub const fn new() -> Self {
        Self(Cell::new(None))
    }
}

/// Selects the runtime of this request: Swoole's coroutines where Swoole is loaded, PHP's Fibers elsewhere.
pub fn select(settings: &Settings) {
    Selection::own().0.set(Selected::first_supported(settings));
}

/// Selects no runtime. Called where one was selected outside of requests.
pub fn deselect() {
    Selection::own().0.set(None);
}

/// Turns tracing off for the rest of the request.
pub fn untrace() {
    let selection = &Selection::own().0;
    selection.set(selection.get().map(Selected::untraced));
}

/// Whether tracing is on. False once the request is over.
pub fn is_traced() -> bool {
    on_runtime!(|runtime| runtime.is_traced()) == Some(true)
}

/// The runtime's name, and the hook that reports a coroutine's end.
pub fn description() -> Option<[String; 2]> {
    on_runtime!(|runtime| [runtime.name(), runtime.end_hook()])
}

/// See [`Runtime::refusal`].
pub fn refusal() -> Option<String> {
    on_runtime!(|runtime| runtime.refusal()).flatten()
}

/// The coroutine that runs now.
#[inline]
pub fn current_id() -> CoroutineId {
    on_runtime!(|runtime| runtime.current_id()).unwrap_or(CoroutineId::NONE)
}

/// See [`Runtime::newest_id`].
pub fn newest_id() -> Option<CoroutineId> {
    on_runtime!(|runtime| runtime.newest_id()).flatten()
}

/// The running coroutine, or the nearest enclosing one with an open span.
pub fn current_with_span() -> CoroutineId {
    on_runtime!(|runtime| runtime.current_with_span()).unwrap_or(CoroutineId::NONE)
}

/// See [`Runtime::watch`].
pub fn watch() -> Option<CoroutineId> {
    on_runtime!(|runtime| runtime.watch())
}

/// See [`Runtime::current_span`].
pub fn current_span(id: CoroutineId) -> (CoroutineId, Option<SpanContext>) {
    on_runtime!(|runtime| runtime.current_span(id)).unwrap_or((id, None))
}

/// See [`Runtime::current_span_with_baggage`].
pub fn current_span_with_baggage(id: CoroutineId) -> Option<SpanContext> {
    on_runtime!(|runtime| runtime.current_span_with_baggage(id)).flatten()
}

/// See [`Runtime::create`].
#[inline(always)]
pub fn create(call: &CallFrame<'_>, result: &mut Zval) {
    on_runtime!(|runtime| runtime.create(call, result));
}

/// See [`Runtime::create_hooked`]. Outside of requests no runtime is selected, and the function does what it does without us.
#[inline(never)]
pub fn create_hooked(create: Original, call: &CallFrame<'_>, result: &mut Zval) {
    if on_runtime!(|runtime| runtime.create_hooked(create, call, result)).is_none() {
        create.call(call, result);
    }
}

/// See [`Runtime::start`].
pub fn start(callee: Callee, options: Options<'_>, call: &CallFrame<'_>, result: &mut Zval) {
    on_runtime!(|runtime| runtime.start(callee, options, call, result));
}

/// See [`Runtime::adoptable`].
pub fn adoptable() -> Option<CoroutineId> {
    on_runtime!(|runtime| runtime.adoptable()).flatten()
}

/// Takes the offer and runs it as the body of the running coroutine.
#[inline(always)]
pub fn run_offered(frame: &CallFrame<'_>, result: &mut Zval) {
    on_runtime!(|runtime| {
        let mut call = None;
        let entered = handover::take(|callee, id| enter(runtime, callee, id, &mut call, result));
        if let Some((entered, call)) = entered {
            call.make_hidden(frame);
            runtime.leave(entered);
            call.leave_hidden(frame);
        }
    });
}

/// Runs the callee as the body of the running coroutine.
pub fn run(callee: &Callee, id: CoroutineId, frame: &CallFrame<'_>, result: &mut Zval) {
    on_runtime!(|runtime| {
        let mut call = None;
        if let Some((entered, call)) = enter(runtime, callee, id, &mut call, result) {
            call.make_hidden(frame);
            runtime.leave(entered);
            call.leave_hidden(frame);
        }
    });
}

/// The body of a coroutine begins. The call to be made is put into `call`, and nothing in it points to where the callee is.
#[inline(always)]
fn enter<'a>(
    runtime: &impl Runtime,
    callee: &Callee,
    id: CoroutineId,
    call: &'a mut Option<Call>,
    result: &mut Zval,
) -> Option<(Entered, &'a mut Call)> {
    let entered = runtime.enter(callee.code(), id)?;
    Some((entered, call.insert(callee.ready(result))))
}

/// See [`Runtime::on_defer`].
#[inline(always)]
pub fn on_defer() {
    on_runtime!(|runtime| runtime.on_defer(runtime.current_id()));
}

/// See [`Runtime::finish_gone`].
pub fn finish_gone() {
    on_runtime!(|runtime| runtime.finish_gone());
}

/// See [`Runtime::listen_to_starts`].
pub fn listen_to_starts() {
    on_runtime!(|runtime| runtime.listen_to_starts());
}

/// See [`Runtime::on_error`].
pub fn on_error() {
    on_runtime!(|runtime| runtime.on_error());
}

/// See [`Runtime::suspended_at`].
pub fn suspended_at(id: CoroutineId) -> Option<(String, u32)> {
    on_runtime!(|runtime| runtime.suspended_at(id)).flatten()
}
