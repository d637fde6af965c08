//! What a coroutine runtime is: the contract that each of them keeps.
//!
//! Must not know which runtimes there are (`selected` does).

use super::spans;
use crate::settings::Settings;
use crate::state::with_engine;
use crate::zend::call_frame::CallFrame;
use crate::zend::callable::{Callee, CalleeCode};
use ext_php_rs::types::Zval;
use span_core::{CoroutineId, SpanContext, SpanOptions};

/// A handle of the options given to `start()` or `wrap()`. Calling it reads them out of what PHP owns, and runs no PHP code.
///
/// It is handed down in the options' place because PHP code may run on the way: to make a coroutine calls autoloaders, error
/// handlers and destructors, and then the coroutine itself runs on top. PHP may bail out of any of them by `longjmp`, which
/// skips the destructors of the Rust frames in between. Options own texts and lists, which would leak with each frame that is
/// skipped. So no frame holds them: the handle is `Copy` and owns nothing, and whoever calls it gives the options to the engine
/// at once.
pub type Options<'a, T = Box<SpanOptions>> = &'a dyn Fn() -> T;

/// What is to be known of a coroutine when its body ends. Plain data: nothing to drop.
#[derive(Clone, Copy)]
pub struct Entered {
    pub id: CoroutineId,
    /// Whether it is a fiber's.
    pub in_fiber: bool,
    /// What was there before in the same fiber, or [`CoroutineId::NONE`].
    pub outer: CoroutineId,
}

/// A coroutine runtime. The life of a traced coroutine on it:
///
/// 1. `create` MUST offer the callee and start the trampoline [`body`](super::body) at once, on the coroutine's own stack.
/// 2. `enter` MUST call [`spans::open`], before the callee runs, and `leave` [`ending::record`](super::ending::record), and
///    neither changes the callee's result or its exception.
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

    /// `create($func, ...$param)`: writes the new coroutine's id, or what the runtime answers instead.
    fn create(&self, call: &CallFrame<'_>, result: &mut Zval);

    /// `start($options, $func, ...$param)` with its callable resolved: likewise. `options` reads the first argument.
    fn start(&self, callee: Callee, options: Options<'_>, call: &CallFrame<'_>, result: &mut Zval);

    /// If the running coroutine can be traced from here on, because it is one and has no span yet: the id for it, where it is we
    /// who number them.
    fn adoptable(&self) -> Option<CoroutineId>;

    /// The body of the running coroutine begins: opens its span. `None` if it is not to run.
    fn enter(&self, code: CalleeCode, id: CoroutineId) -> Option<Entered>;

    /// The body has ended.
    fn leave(&self, entered: Entered);

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
