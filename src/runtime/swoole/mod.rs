//! Swoole's coroutines.
//!
//! Two ways to see a coroutine's end: Swoole's coroutine-stop hook, which also fires after a bailout and costs almost
//! nothing per coroutine, and a `Swoole\Coroutine::defer`, for Swoole builds without the hook.

mod hooks;
mod instrumented;
mod relations;
mod swoole_state;

pub use swoole_state::SwooleState;

use super::contract::{Entered, Options, Runtime};
use super::fiber::{self, FiberState};
use super::handover::hand_over;
use super::{ending, spans};
use crate::settings::{EndHook, Settings};
use crate::state::with_engine;
use crate::zend::call_frame::CallFrame;
use crate::zend::callable::Callee;
use crate::zend::code_location::CalleeCode;
use crate::zend::fiber as fibers;
use crate::zend::hooked_function::Original;
use crate::zend::php_thread::PerThread;
use crate::zend::swoole::Swoole;
use crate::zend::swoole_hooks::{self, on_coroutine_start, on_coroutine_stop};
use ext_php_rs::types::Zval;
use hooks::{Starts, Stops};
use span_core::{Config, CoroutineId, Sampler};

/// Coroutines of the Swoole that is loaded.
#[derive(Clone, Copy)]
pub struct SwooleRuntime {
    swoole: &'static Swoole,
    /// The function that makes coroutines: `Swoole\Coroutine::create()`, or by which of its names a hook was called.
    create: Original,
    end: End,
    /// Whether [`Starts`] hears of each coroutine's start.
    sees_starts: bool,
    /// Whether instrumentation traces coroutines that have no parent.
    traces_orphans: bool,
}

/// Whether the sampler may drop a coroutine without a parent for good: tail sampling is off.
fn skips_some(config: &Config) -> bool {
    let takes_all = [Sampler::AlwaysOn, Sampler::default()].contains(&config.sampler);
    !takes_all && !config.keep_errors
}

/// The hook that reports the end of a coroutine.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    StopHook,
    Defer,
    /// Tracing is off: no hook is installed, so untraced coroutines cost nothing.
    Disabled,
}

impl SwooleRuntime {
    /// `create()` with tracing on. `SKIPS` is [`SwooleRuntime::sees_starts`] as a constant, so that each path is compiled without
    /// the other's checks.
    #[inline(always)]
    fn create_child<const SKIPS: bool>(&self, call: &CallFrame<'_>, result: &mut Zval) {
        // Swoole resolves the callable of an unrecorded coroutine itself. Only an object can wait for that: resolving any other
        // callable may run an autoloader, which may create coroutines, so it comes before the sampling decision.
        let is_decided = SKIPS && call.is_object(0);
        if is_decided && !self.prepare_child::<SKIPS, true>() {
            return self.create_unrecorded(call, result);
        }
        let mut callee = Callee::unresolved(call);
        if !self.resolve(&mut callee, call, result) {
            return;
        }
        if !is_decided && !self.prepare_child::<SKIPS, false>() && SKIPS {
            return self.create_unrecorded(call, result);
        }
        self.create_traced(&callee, result);
    }

    /// Has the engine decide about the coroutine that is about to be created. True if there will be a span. The
    /// constants make this a function of its own for each of its callers, in which it is inlined.
    #[inline(always)]
    fn prepare_child<const SKIPS: bool, const IS_FIRST: bool>(&self) -> bool {
        let creator = self.current_id();
        if let Some(Some(is_recorded)) = with_engine(|engine| engine.prepare_child(creator)) {
            return is_recorded;
        }
        let (_, parent) = self.current_span(creator);
        spans::prepare(parent, creator)
    }

    /// Resolves the callable of a call of `create()`. False where the call is answered already.
    #[inline(always)]
    fn resolve(&self, callee: &mut Callee, call: &CallFrame<'_>, result: &mut Zval) -> bool {
        if !callee.resolve(call) {
            return false;
        }
        if !callee.is_plain() {
            // Swoole refuses a callable that only `__call` answers, with its own error.
            self.create.call(call, result);
            return false;
        }
        true
    }

    /// Leaves the whole creation to Swoole. Its hook at the coroutine's start notes the context for children.
    fn create_unrecorded(&self, call: &CallFrame<'_>, result: &mut Zval) {
        let state = SwooleState::own();
        state.expect_unrecorded(true);
        self.create.call(call, result);
        if state.expect_unrecorded(false) {
            spans::forget_prepared();
        }
    }

    #[inline(always)]
    fn create_traced(&self, callee: &Callee, result: &mut Zval) {
        hand_over(callee, CoroutineId::NONE, || {
            self.swoole.create(self.create, callee, result);
        });
    }

    /// The coroutine that runs now, whatever fiber runs in it.
    #[inline(always)]
    fn coroutine_id(&self) -> CoroutineId {
        CoroutineId(self.swoole.current_id())
    }

    /// The innermost of coroutines and fibers, where a fiber is active.
    #[cold]
    fn current_amid_fibers(&self) -> CoroutineId {
        let id = fibers::innermost().map(|key| FiberState::own().number(key));
        id.unwrap_or_else(|| self.coroutine_id())
    }
}

impl Runtime for SwooleRuntime {
    fn if_supported(settings: &Settings) -> Option<Self> {
        let swoole = Swoole::locate()?;
        FiberState::own().count_beside_swoole();
        let end = if !settings.own.enabled || swoole.refusal().is_some() {
            End::Disabled
        } else if settings.own.end_hook != EndHook::Defer && on_coroutine_stop::<Stops>() {
            End::StopHook
        } else {
            // Also for `end_hook = stop` on a Swoole that hides its hooks: spans must end somehow.
            End::Defer
        };
        // The start hook registers unrecorded coroutines, and only the stop hook removes them again.
        let sees_starts =
            end == End::StopHook && skips_some(&settings.core) && on_coroutine_start::<Starts>();
        Some(Self {
            swoole,
            create: swoole.create_function(),
            end,
            sees_starts,
            traces_orphans: settings.own.instrument_orphans,
        })
    }

    fn untraced(self) -> Self {
        Self {
            end: End::Disabled,
            ..self
        }
    }

    fn is_traced(&self) -> bool {
        self.end != End::Disabled
    }

    fn name(&self) -> String {
        self.swoole.name()
    }

    fn end_hook(&self) -> String {
        match self.end {
            End::StopHook => "stop (Swoole's coroutine-stop hook)".to_owned(),
            End::Defer if self.swoole.hides_hooks() => format!(
                "defer (Swoole\\Coroutine::defer: {} exports no coroutine-stop hook)",
                self.swoole.name()
            ),
            End::Defer => "defer (Swoole\\Coroutine::defer)".to_owned(),
            End::Disabled => match self.swoole.refusal() {
                Some(why) => format!("none (nothing is traced: {why})"),
                None => "none (tracing is off)".to_owned(),
            },
        }
    }

    fn refusal(&self) -> Option<String> {
        self.swoole.refusal()
    }

    #[inline(always)]
    fn current_id(&self) -> CoroutineId {
        if fibers::is_active() {
            return self.current_amid_fibers();
        }
        self.coroutine_id()
    }

    /// The ids of fibers are higher than all of these.
    fn newest_id(&self) -> Option<CoroutineId> {
        Some(CoroutineId(self.swoole.newest_id()))
    }

    fn current_with_span(&self) -> CoroutineId {
        if fibers::is_active()
            && fibers::innermost().is_some()
            && let Some(id) = FiberState::own().innermost_with_span()
        {
            return id;
        }
        self.coroutine_id()
    }

    fn ancestor(&self, id: CoroutineId) -> Option<CoroutineId> {
        if id.0 <= 0 || fiber::is_beside_swoole(id) {
            return None;
        }
        self.nearest_with_context(id)
    }

    fn watch(&self) -> CoroutineId {
        if fibers::is_active()
            && let Some(key) = fibers::innermost()
        {
            return FiberState::own().number(key);
        }
        let id = self.coroutine_id();
        if id.0 > 0 && self.is_traced() {
            self.watch_coroutine(id);
        }
        id
    }

    #[inline(always)]
    fn create(&self, call: &CallFrame<'_>, result: &mut Zval) {
        if self.end == End::Disabled || call.has_unknown_named_arguments() {
            return self.create.call(call, result);
        }
        if self.sees_starts {
            self.create_child::<true>(call, result);
        } else {
            self.create_child::<false>(call, result);
        }
    }

    fn create_hooked(&self, create: Original, call: &CallFrame<'_>, result: &mut Zval) {
        if self.end == End::Disabled {
            return create.call(call, result);
        }
        Self { create, ..*self }.create_instrumented(call, result);
    }

    fn start(&self, callee: Callee, options: Options<'_>, call: &CallFrame<'_>, result: &mut Zval) {
        if self.end == End::Disabled || !callee.is_plain() {
            return call.without_first(|call| self.create.call(call, result));
        }
        let creator = self.current_id();
        let (_, parent) = self.current_span(creator);
        spans::prepare_with(parent, creator, options());
        self.create_traced(&callee, result);
    }

    fn adoptable(&self) -> Option<CoroutineId> {
        if !self.is_traced() {
            return None;
        }
        if fibers::is_active()
            && let Some(key) = fibers::innermost()
        {
            return FiberState::own().adoptable(key);
        }
        let id = self.coroutine_id();
        if id.0 <= 0 || spans::is_open(id) || self.has_ended(id) {
            return None;
        }
        if self.end == End::Defer {
            // An untraced coroutine may have ended unreported.
            SwooleState::own().look_after(id);
        }
        Some(CoroutineId::NONE)
    }

    #[inline(always)]
    fn enter(&self, code: CalleeCode, id: CoroutineId) -> Option<Entered> {
        if id != CoroutineId::NONE {
            return fiber::enter(code, id);
        }
        if fibers::is_active() && fibers::innermost().is_some() {
            // Swoole refused the coroutine, and an error handler used the trampoline as the body of a fiber.
            return None;
        }
        let id = self.coroutine_id();
        spans::open(code, id);
        if self.end == End::Defer {
            self.swoole.defer_end();
        }
        Some(Entered {
            id,
            in_fiber: false,
            outer: CoroutineId::NONE,
        })
    }

    #[inline(always)]
    fn leave(&self, entered: Entered) {
        if entered.in_fiber {
            return fiber::leave(entered);
        }
        ending::record(entered.id);
    }

    fn suspended_at(&self, id: CoroutineId) -> Option<(String, u32)> {
        self.swoole.suspended_at(id.0)
    }

    fn on_defer(&self, id: CoroutineId) {
        SwooleState::own().end(id);
    }

    fn finish_gone(&self) {
        SwooleState::own().finish_all_gone();
    }

    fn listen_to_starts(&self) {
        // The start hook adds state that only the stop hook removes.
        if self.end == End::StopHook {
            on_coroutine_start::<Starts>();
        }
    }

    /// An error during `create` is Swoole's refusal. The next coroutine to start may be another one, from an error handler.
    fn on_error(&self) {
        SwooleState::own().expect_unrecorded(false);
    }

    fn forget_request() {
        SwooleState::own().forget_request();
    }

    /// Swoole's hooks end with the modules of a PHP.
    fn forget_module() {
        Swoole::forget();
        swoole_hooks::forget();
    }
}
