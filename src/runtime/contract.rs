//! What a coroutine runtime is: the contract that each of them keeps.
//!
//! Must not know which runtimes there are (`selected` does).

use super::handover::Pending;
use super::spans;
use crate::settings::Settings;
use crate::state::with_engine;
use crate::zend::call_frame::CallFrame;
use crate::zend::callable::Callee;
use ext_php_rs::types::Zval;
use span_core::{CoroutineId, SpanContext, SpanOptions};

/// Reads the options given to `start()`: as late as possible.
///
/// `start()` makes a coroutine, and that may run code of the program's: an autoloader, an error handler, a destructor. Where PHP
/// bails out of it, by `longjmp`, no destructor of Rust's runs on the frames that are jumped over. So the options, which own
/// texts and lists, are on no frame meanwhile: what is handed down is a borrow of the arguments, which PHP owns and frees, and
/// they are read into the engine in one step that runs no such code.
pub type Options<'a> = &'a dyn Fn() -> Box<SpanOptions>;

/// A coroutine runtime. The life of a traced coroutine on it:
///
/// 1. `create` MUST offer a [`Pending`] and start the trampoline [`body`](super::body) at once, on the coroutine's own stack.
/// 2. `run` MUST call [`spans::open`] before the callee and [`ending::record`](super::ending::record) after it, and change
///    neither its result nor its exception.
/// 3. The runtime MUST finish the span when the coroutine ends by itself. Request shutdown closes the rest; finishing twice
///    does nothing.
/// 4. Where tracing is off, or the call is one that the runtime answers in its own words, `create` MUST behave as
///    the untraced call.
pub trait Runtime: Copy {
    /// The runtime for a request that begins, where it can run here. With tracing off in the settings it is [`untraced`].
    ///
    /// [`untraced`]: Runtime::untraced
    fn if_supported(settings: &Settings) -> Option<Self>;

    /// The same with tracing off.
    fn untraced(self) -> Self;

    /// Whether spans are made.
    fn is_traced(&self) -> bool;

    /// The runtime's name and version, for `php --ri`.
    fn name(&self) -> String;

    /// How it hears of a coroutine's end, for `php --ri`.
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

    /// `create($callable, ...$args)`: writes the new coroutine's id, or what the runtime answers instead.
    fn create(&self, call: &CallFrame<'_>, result: &mut Zval);

    /// `start($options, $callable, ...$args)` with its callable resolved: likewise. `options` reads the first argument.
    fn start(&self, callee: Callee, options: Options<'_>, call: &CallFrame<'_>, result: &mut Zval);

    /// The id for the running coroutine if it can be traced from here on: it is one, and has no span yet.
    fn adoptable(&self) -> Option<CoroutineId>;

    /// Runs the callee as the body of the running coroutine.
    fn run(&self, pending: Pending, frame: &CallFrame<'_>, result: &mut Zval);

    /// The coroutine `id` ends, says the defer of its own that the runtime has registered.
    fn on_defer(&self, id: CoroutineId) {
        spans::finish(id);
    }

    /// Finishes what belongs to coroutines that are gone, where their end was not told. Called where it is asked what is open.
    fn finish_gone(&self) {}

    /// Listens to the start of each coroutine: there are fibers of the program's own that it may be started in.
    fn listen_to_starts(&self) {}

    /// PHP reports an error, which may be the runtime's refusal to make a coroutine.
    fn on_error(&self) {}

    /// File and line where a coroutine is suspended, if the runtime can tell.
    fn suspended_at(&self, id: CoroutineId) -> Option<(String, u32)>;

    /// Forgets the coroutines of a request. Called at its end, whichever runtime was selected.
    fn forget_request() {}

    /// Forgets what lives no longer than PHP's modules. Called at their end.
    fn forget_module() {}

    /// The context that is current in the coroutine `id`, and the coroutine that it is from: an ancestor, where `id` has none.
    fn current_span(&self, id: CoroutineId) -> (CoroutineId, Option<SpanContext>) {
        let own = spans::context_of(id);
        if own.is_some() {
            return (id, own);
        }
        match self.ancestor(id) {
            Some(ancestor) => (ancestor, spans::context_of(ancestor)),
            None => (id, None),
        }
    }

    /// [`Runtime::current_span`] of a coroutine that has, from now on, the baggage of that ancestor, too.
    fn current_span_with_baggage(&self, id: CoroutineId) -> Option<SpanContext> {
        let (owner, context) = self.current_span(id);
        if owner != id {
            with_engine(|engine| engine.inherit_baggage(owner, id));
        }
        context
    }
}
