//! Swoole's coroutines.
//!
//! Two ways to see a coroutine's end: Swoole's coroutine-stop hook, which also fires after a bailout and costs almost
//! nothing per coroutine, and a `Swoole\Coroutine::defer`, for Swoole builds without the hook.

use super::{
    Entered, Options, PENDING, Place, Runtime, current_span, ending, fiber, finish, hand_over,
    has_context, is_open, open, prepare, prepare_with, with_runtime,
};
use crate::settings::Settings;
use crate::state::with_engine;
use crate::zend::call_frame::CallFrame;
use crate::zend::callable::{Callee, CalleeCode};
use crate::zend::fiber as fibers;
use crate::zend::php_thread::PhpThread;
use crate::zend::process::extension_version;
use crate::zend::swoole::Swoole;
use crate::zend::swoole_hooks::{self, Listener, on_coroutine_start, on_coroutine_stop};
use ext_php_rs::types::Zval;
use span_core::settings::EndHook;
use span_core::{Config, CoroutineId, Sampler};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

/// Coroutines of the Swoole that is loaded.
#[derive(Clone, Copy)]
pub struct SwooleRuntime {
    swoole: &'static Swoole,
    end: End,
    /// Whether [`Starts`] hears of each coroutine's start.
    sees_starts: bool,
}

/// Whether [`SwooleRuntime::create_unrecorded`] is about to start a coroutine, for [`Starts`].
static IS_UNRECORDED: PhpThread<Cell<bool>> = PhpThread::new(Cell::new(false));

/// PHP reports an error. While a coroutine is being created that is Swoole's refusal, and an error handler of the program's
/// may start another one.
pub fn on_error() {
    IS_UNRECORDED.set(false);
}

/// Coroutines without a span that have something to do with spans, and whose end may not be told: it is over where a
/// destructor of what they held asks for spans.
static WATCHED: PhpThread<RefCell<BTreeSet<CoroutineId>>> =
    PhpThread::new(RefCell::new(BTreeSet::new()));

/// Whether there are any.
static HAS_WATCHED: PhpThread<Cell<bool>> = PhpThread::new(Cell::new(false));

/// The one that was looked after last.
static LAST_CHECKED: PhpThread<Cell<CoroutineId>> = PhpThread::new(Cell::new(CoroutineId::NONE));

/// How many of them are looked after whenever a coroutine ends: more than can have come since.
const CHECKS: usize = 2;

/// The coroutine that has ended last. PHP still runs code in it, such as callbacks of its output buffers, and its end is not
/// told again.
static LAST_ENDED: PhpThread<Cell<CoroutineId>> = PhpThread::new(Cell::new(CoroutineId::NONE));

/// A coroutine ends.
#[inline(always)]
pub fn end(id: CoroutineId) {
    LAST_ENDED.set(id);
    if HAS_WATCHED.get() {
        check_watched(id);
    }
    finish(id);
}

/// Has a look at the coroutine now and then. False if that is so already.
fn look_after(id: CoroutineId) -> bool {
    HAS_WATCHED.set(true);
    WATCHED.borrow_mut().insert(id)
}

/// Watches `ended` no longer, and finishes some of the others if they are gone.
#[cold]
fn check_watched(ended: CoroutineId) {
    WATCHED.borrow_mut().remove(&ended);
    finish_gone(CHECKS);
}

/// Finishes all watched coroutines that are gone. Called where it is asked what is open.
pub fn finish_all_gone() {
    if HAS_WATCHED.get() {
        let watched = WATCHED.borrow().len();
        finish_gone(watched);
    }
}

fn finish_gone(checks: usize) {
    for _ in 0..checks {
        let Some(id) = next_watched() else { break };
        let is_gone = |runtime: &dyn Runtime| !runtime.exists(id);
        if with_runtime(is_gone) == Some(true) {
            WATCHED.borrow_mut().remove(&id);
            finish(id);
        }
    }
    HAS_WATCHED.set(!WATCHED.borrow().is_empty());
}

/// The watched coroutine behind the one that was checked last, and behind the last one the first.
fn next_watched() -> Option<CoroutineId> {
    let watched = WATCHED.borrow();
    let behind = CoroutineId(LAST_CHECKED.get().0.saturating_add(1))..;
    let next = watched.range(behind).next().or_else(|| watched.first());
    LAST_CHECKED.set(*next?);
    next.copied()
}

/// Forgets the coroutines of a request.
pub fn forget_request() {
    WATCHED.borrow_mut().clear();
    HAS_WATCHED.set(false);
    LAST_ENDED.set(CoroutineId::NONE);
    IS_UNRECORDED.set(false);
}

/// Fibers of the program's own have something current: coroutines that are created in one go on in it.
pub fn see_coroutines_in_fibers() {
    with_runtime(|runtime| runtime.see_starts());
}

/// Forgets Swoole itself, which ends with the modules of a PHP, hooks and all.
pub fn forget_module() {
    Swoole::forget();
    swoole_hooks::forget();
}

/// A coroutine starts: if it is one that is not recorded, children will still ask for its context.
struct Starts;

impl Listener for Starts {
    #[inline(always)]
    fn tell(id: i64) {
        if IS_UNRECORDED.replace(false) {
            with_engine(|engine| engine.start_unrecorded(CoroutineId(id)));
        } else if fibers::is_active() {
            start_in_fiber(CoroutineId(id));
        }
    }
}

/// An untraced coroutine starts while a fiber is active, which is what creates it if that has a number: one that is suspended
/// with its coroutine is not active, and PHP takes it for active only until the next one is resumed.
#[cold]
fn start_in_fiber(id: CoroutineId) {
    if PENDING.is_offered() {
        return;
    }
    if let Some(creator) = fiber::nearest_id() {
        with_engine(|engine| {
            engine.inherit_baggage(creator, id);
            engine.continue_context(creator, id);
        });
    }
}

/// A coroutine has ended.
struct Stops;

impl Listener for Stops {
    #[inline(always)]
    fn tell(id: i64) {
        end(CoroutineId(id));
    }
}

/// Has the engine decide about the coroutine that `creator` is about to create. True if there will be a span.
#[inline(always)]
fn prepare_child(creator: CoroutineId) -> bool {
    if let Some(Some(is_recorded)) = with_engine(|engine| engine.prepare_child(creator)) {
        return is_recorded;
    }
    let (_, parent) = current_span(creator, false);
    prepare(parent, creator)
}

/// Whether the sampler may decide against a coroutine that has no parent, and nothing is held for a second look.
fn skips_some(config: &Config) -> bool {
    let takes_all = [Sampler::AlwaysOn, Sampler::default()].contains(&config.sampler);
    !takes_all && !config.keep_errors
}

/// What tells that a coroutine has ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    StopHook,
    Defer,
    /// Tracing is off: nothing needs to be told, and no coroutine of the process pays for it.
    Untold,
}

impl SwooleRuntime {
    /// The runtime, if Swoole is loaded.
    pub fn if_supported(settings: &Settings) -> Option<Self> {
        let swoole = Swoole::locate()?;
        fiber::count_beside_swoole();
        let end = if !settings.enabled {
            End::Untold
        } else if settings.end_hook != EndHook::Defer && on_coroutine_stop::<Stops>() {
            End::StopHook
        } else {
            // Also for `stop` on a Swoole without that hook: the portable way is better than none.
            End::Defer
        };
        // The start hook is there for those that are not recorded, and only the stop hook forgets them again.
        let sees_starts =
            end == End::StopHook && skips_some(&settings.core) && on_coroutine_start::<Starts>();
        Some(Self {
            swoole,
            end,
            sees_starts,
        })
    }

    /// Whether spans are made.
    pub fn is_traced(self) -> bool {
        self.end != End::Untold
    }

    /// The same with tracing off.
    pub fn untraced(self) -> Self {
        Self {
            end: End::Untold,
            ..self
        }
    }

    /// Resolves the callable of a call of `create()`. False where the call is answered already.
    #[inline(always)]
    fn resolve(&self, callee: &mut Callee, call: &CallFrame<'_>, result: &mut Zval) -> bool {
        if !callee.resolve(call) {
            return false;
        }
        if !callee.is_plain() {
            // Swoole refuses what only `__call` answers, in its own words.
            self.swoole.pass_through(call, result);
            return false;
        }
        true
    }

    /// Leaves the whole creation to Swoole. Its hook at the coroutine's start notes the context for children.
    fn create_unrecorded(&self, call: &CallFrame<'_>, result: &mut Zval) {
        IS_UNRECORDED.set(true);
        self.swoole.pass_through(call, result);
        if IS_UNRECORDED.replace(false) {
            super::forget_prepared();
        }
    }

    #[inline(always)]
    fn create_traced(&self, callee: &Callee, creator: CoroutineId, result: &mut Zval) {
        let place = Place {
            id: CoroutineId::NONE,
            creator,
        };
        hand_over(callee, place, || self.swoole.create(callee, result));
    }

    /// The coroutine that runs now, whatever fiber runs in it.
    #[inline(always)]
    fn coroutine_id(&self) -> CoroutineId {
        CoroutineId(self.swoole.current_id())
    }

    /// The innermost of coroutines and fibers, where a fiber is active.
    #[cold]
    fn current_amid_fibers(&self) -> CoroutineId {
        let id = fibers::innermost().map(fiber::number);
        id.unwrap_or_else(|| self.coroutine_id())
    }

    /// The nearest coroutine in which something is current: this one, or one that it belongs under.
    fn nearest_with_context(&self, id: CoroutineId) -> Option<CoroutineId> {
        let parent_of = |id: &CoroutineId| self.swoole.parent_of(id.0).map(CoroutineId);
        std::iter::successors(Some(id), parent_of).find(|id| has_context(*id))
    }

    /// Whether the running coroutine `id` has ended. While a destructor of what it held runs, others may have ended since.
    fn has_ended(&self, id: CoroutineId) -> bool {
        LAST_ENDED.get() == id || self.swoole.is_ending()
    }

    /// Watches a coroutine that has no span.
    fn watch_coroutine(&self, id: CoroutineId) {
        if is_open(id) || !look_after(id) {
            return;
        }
        if self.end == End::Defer && !self.swoole.is_ending() {
            self.swoole.defer_end();
        }
    }
}

impl Runtime for SwooleRuntime {
    fn name(&self) -> String {
        format!("Swoole {}", extension_version(c"swoole"))
    }

    fn end_hook(&self) -> &'static str {
        match self.end {
            End::StopHook => "stop (Swoole's coroutine-stop hook)",
            End::Defer => "defer (Swoole\\Coroutine::defer)",
            End::Untold => "none (tracing is off)",
        }
    }

    #[inline(always)]
    fn current_id(&self) -> CoroutineId {
        if fibers::is_active() {
            return self.current_amid_fibers();
        }
        self.coroutine_id()
    }

    fn current_with_span(&self) -> CoroutineId {
        if fibers::is_active()
            && fibers::innermost().is_some()
            && let Some(id) = fiber::innermost_with_span()
        {
            return id;
        }
        self.coroutine_id()
    }

    fn ancestor(&self, id: CoroutineId) -> Option<CoroutineId> {
        if fiber::is_beside_swoole(id) {
            return None;
        }
        self.nearest_with_context(id)
    }

    fn watch(&self) -> CoroutineId {
        if fibers::is_active()
            && let Some(key) = fibers::innermost()
        {
            return fiber::number(key);
        }
        let id = self.coroutine_id();
        if id.0 > 0 && self.is_traced() {
            self.watch_coroutine(id);
        }
        id
    }

    #[inline(always)]
    fn create(&self, call: &CallFrame<'_>, result: &mut Zval) {
        if self.end == End::Untold || call.has_unknown_named_arguments() {
            return self.swoole.pass_through(call, result);
        }
        // Swoole itself resolves the callable of one that is not recorded. Other callables than objects must be resolved
        // before anything is decided: that may run an autoloader, which may create coroutines itself.
        let may_wait = self.sees_starts && call.begins_with_object();
        let mut callee = Callee::unresolved(call);
        if !may_wait && !self.resolve(&mut callee, call, result) {
            return;
        }
        let creator = self.current_id();
        if !prepare_child(creator) && self.sees_starts {
            return self.create_unrecorded(call, result);
        }
        if may_wait && !self.resolve(&mut callee, call, result) {
            return;
        }
        self.create_traced(&callee, creator, result);
    }

    fn start(&self, callee: Callee, options: Options<'_>, call: &CallFrame<'_>, result: &mut Zval) {
        if self.end == End::Untold || !callee.is_plain() {
            return call.without_first(|call| self.swoole.pass_through(call, result));
        }
        let creator = self.current_id();
        let (_, parent) = current_span(creator, false);
        prepare_with(parent, creator, options());
        self.create_traced(&callee, creator, result);
    }

    fn adoptable(&self) -> Option<CoroutineId> {
        if !self.is_traced() {
            return None;
        }
        if fibers::is_active()
            && let Some(key) = fibers::innermost()
        {
            return fiber::adoptable(key);
        }
        let id = self.coroutine_id();
        if id.0 <= 0 || is_open(id) || self.has_ended(id) {
            return None;
        }
        if self.end == End::Defer {
            // An untraced one may have ended without a word.
            look_after(id);
        }
        Some(CoroutineId::NONE)
    }

    #[inline(always)]
    fn enter(&self, code: CalleeCode, place: Place) -> Option<Entered> {
        if place.id != CoroutineId::NONE {
            return fiber::enter(code, place.id);
        }
        let id = self.coroutine_id();
        if id == place.creator {
            // A fiber that the program has made of the trampoline, while Swoole was refusing the coroutine.
            return None;
        }
        open(code, id);
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

    fn exists(&self, id: CoroutineId) -> bool {
        self.swoole.exists(id.0)
    }

    fn see_starts(&self) {
        // What is noted at the start is forgotten at the stop.
        if self.end == End::StopHook {
            on_coroutine_start::<Starts>();
        }
    }
}
