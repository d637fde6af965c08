//! The contract of a coroutine runtime.
//!
//! Must not know the list of runtimes (`selected` does).

use super::spans;
use crate::settings::Settings;
use crate::state::with_engine;
use crate::zend::call_frame::CallFrame;
use crate::zend::callable::Callee;
use crate::zend::code_location::CalleeCode;
use crate::zend::hooked_function::Original;
use ext_php_rs::types::Zval;
use span_core::{CoroutineId, SpanContext, SpanOptions};

/// A handle of the options given to `start()` or `wrap()`. Calling it reads them out of what PHP owns, and runs no PHP code.
///
/// It is handed down in the options' place because PHP code may run on the way: to make a coroutine calls autoloaders, error
/// handlers and destructors, and then the coroutine itself runs on top. PHP may bail out of any of them by `longjmp`, which
/// skips the destructors of the Rust frames in between. Options own texts and lists, which would leak with each frame that is
/// skipped. So no frame holds them: the handle is `Copy` and owns nothing, and its caller gives the options to the engine at
/// once.
pub type Options<'a, T = Box<SpanOptions>> = &'a dyn Fn() -> T;

/// The facts about a coroutine that [`Runtime::leave`] needs. Plain data: nothing to drop.
#[derive(Clone, Copy)]
pub struct Entered {
    pub id: CoroutineId,
    /// Whether it is a fiber's.
    pub in_fiber: bool,
    /// The coroutine that occupied the same fiber before, or [`CoroutineId::NONE`].
    pub outer: CoroutineId,
}

/// A coroutine runtime. The life of a traced coroutine on it:
///
/// 1. `create` MUST offer the callee and start the trampoline [`body`](super::body) at once, on the coroutine's own stack.
/// 2. `enter` MUST call [`spans::open`], before the callee runs, and `leave` [`ending::record`](super::ending::record), and
///    neither changes the callee's result or its exception.
/// 3. The runtime MUST finish the span when the coroutine ends by itself. Request shutdown closes the rest; finishing twice
///    does nothing.
/// 4. If tracing is off, or the runtime refuses the call with an error of its own, `create` MUST behave as the untraced call.
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

    /// The hook that reports a coroutine's end, for `php --ri`.
    fn end_hook(&self) -> String;

    /// Why coroutines cannot be traced here, whatever the settings say.
    fn refusal(&self) -> Option<String> {
        None
    }

    /// The coroutine that runs now, [`CoroutineId::NONE`] outside of coroutines.
    fn current_id(&self) -> CoroutineId;

    /// The coroutine that was created last: one that is created from now on has a higher id. `None` where ids do not tell.
    fn newest_id(&self) -> Option<CoroutineId> {
        None
    }

    /// The innermost of the nested running coroutines that has an open span: a fatal error ends them all. Without one, the
    /// same as [`Runtime::current_id`].
    fn current_with_span(&self) -> CoroutineId;

    /// The nearest coroutine that `id` belongs under and that has a context, where `id` has none of its own. An untraced
    /// one in between does not break a trace.
    fn ancestor(&self, id: CoroutineId) -> Option<CoroutineId>;

    /// The running coroutine, which may have state in the engine from now on. The runtime MUST report its end, even if it is
    /// not traced.
    fn watch(&self) -> CoroutineId;

    /// `create($func, ...$param)`: writes the new coroutine's id, or what the runtime answers instead.
    fn create(&self, call: &CallFrame<'_>, result: &mut Zval);

    /// A function of the runtime's that makes coroutines was called, in which a hook stands: `create`, as it is without. The
    /// coroutine is traced as by [`Runtime::create`] if it has a parent.
    fn create_hooked(&self, create: Original, call: &CallFrame<'_>, result: &mut Zval) {
        create.call(call, result);
    }

    /// `start($options, $func, ...$param)` with its callable resolved. The result is that of `create`; `options` reads the first
    /// argument.
    fn start(&self, callee: Callee, options: Options<'_>, call: &CallFrame<'_>, result: &mut Zval);

    /// An id for the running coroutine if it can be traced from here on, because it has no span yet. The id is
    /// [`CoroutineId::NONE`] for a coroutine that the runtime itself numbers, as Swoole does.
    fn adoptable(&self) -> Option<CoroutineId>;

    /// The body of the running coroutine begins: opens its span. `None` if it is not to run.
    fn enter(&self, code: CalleeCode, id: CoroutineId) -> Option<Entered>;

    /// The body has ended.
    fn leave(&self, entered: Entered);

    /// The runtime's own defer reports the end of the coroutine `id`.
    fn on_defer(&self, id: CoroutineId) {
        spans::finish(id);
    }

    /// Finishes the state of coroutines that are gone and whose end was not reported. Called before open spans are listed.
    fn finish_gone(&self) {}

    /// Starts listening to the start of each coroutine: from now on one may be started in a fiber of the program's own.
    fn listen_to_starts(&self) {}

    /// PHP reports an error, which may be the runtime's refusal to make a coroutine.
    fn on_error(&self) {}

    /// File and line where a coroutine is suspended, if the runtime can tell.
    fn suspended_at(&self, id: CoroutineId) -> Option<(String, u32)>;

    /// Forgets the coroutines of a request. Called at its end, whichever runtime was selected.
    fn forget_request() {}

    /// Drops state tied to PHP's modules. Called at module end.
    fn forget_module() {}

    /// The context that is current in the coroutine `id`, and the coroutine that owns it: an ancestor if `id` has none.
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
