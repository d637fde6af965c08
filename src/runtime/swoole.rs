//! Swoole's coroutines.
//!
//! Two ways to see a coroutine's end: Swoole's coroutine-stop hook, which also fires after a bailout and costs almost
//! nothing per coroutine, and a `Swoole\Coroutine::defer`, for Swoole builds without the hook.

use super::{
    Function, PENDING, Pending, Runtime, current_span, ending, finish, has_context, open, prepare,
};
use crate::settings::Settings;
use crate::state::with_engine;
use crate::zend::call_frame::CallFrame;
use crate::zend::callable::Callee;
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

/// Untraced coroutines that got a defer of ours because they have something to do with spans.
static WATCHED: PhpThread<RefCell<BTreeSet<CoroutineId>>> =
    PhpThread::new(RefCell::new(BTreeSet::new()));

/// The coroutine whose end was told last. Swoole destroys its context object and its body after that, and destructors may
/// still ask for spans.
static ENDED: PhpThread<Cell<CoroutineId>> = PhpThread::new(Cell::new(CoroutineId::NONE));

/// Whether that one has asked, and may have state again that no end will take away.
static IS_LATE: PhpThread<Cell<bool>> = PhpThread::new(Cell::new(false));

/// A coroutine with a defer of ours has ended.
pub fn forget_watched(id: CoroutineId) {
    WATCHED.borrow_mut().remove(&id);
    note_end(id);
}

/// A coroutine ends.
#[inline(always)]
fn note_end(id: CoroutineId) {
    if IS_LATE.get() {
        end_late();
    }
    ENDED.set(id);
}

/// Takes away what the coroutine that ended last got after its end.
#[cold]
fn end_late() {
    IS_LATE.set(false);
    finish(ENDED.get());
}

/// Forgets the coroutines of a request.
pub fn forget_request() {
    WATCHED.borrow_mut().clear();
    IS_LATE.set(false);
    ENDED.set(CoroutineId::NONE);
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
        }
    }
}

/// A coroutine has ended.
struct Stops;

impl Listener for Stops {
    #[inline(always)]
    fn tell(id: i64) {
        note_end(CoroutineId(id));
        finish(CoroutineId(id));
    }
}

/// Has the engine decide about the coroutine that `creator` is about to create. True if there will be a span.
#[inline(always)]
fn prepare_child(creator: CoroutineId, function: Function) -> bool {
    if function == Function::Create
        && let Some(Some(is_recorded)) = with_engine(|engine| engine.prepare_child(creator))
    {
        return is_recorded;
    }
    let (_, parent) = current_span(creator, false);
    prepare(parent, creator, function)
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

    /// The callable behind a call of `create()`. `None` where the call is answered already.
    #[inline(always)]
    fn resolve(
        &self,
        call: &CallFrame<'_>,
        function: Function,
        result: &mut Zval,
    ) -> Option<Callee> {
        let callee = Callee::parse(call, function.callable_number())?;
        if !callee.is_plain() {
            // Swoole refuses what only `__call` answers, in its own words.
            self.swoole.pass_through(call, result);
            return None;
        }
        Some(callee)
    }

    /// Leaves the whole creation to Swoole. Its hook at the coroutine's start notes the context for children.
    fn create_unrecorded(&self, call: &CallFrame<'_>, result: &mut Zval) {
        IS_UNRECORDED.set(true);
        self.swoole.pass_through(call, result);
        IS_UNRECORDED.set(false);
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

    #[inline]
    fn current_id(&self) -> CoroutineId {
        CoroutineId(self.swoole.current_id())
    }

    fn ancestor(&self, id: CoroutineId) -> Option<CoroutineId> {
        let parent_of = |id: i64| self.swoole.parent_of(id);
        std::iter::successors(parent_of(id.0), |id| parent_of(*id))
            .map(CoroutineId)
            .find(|id| has_context(*id))
    }

    fn watch(&self) -> CoroutineId {
        let id = self.current_id();
        if id.0 > 0 && id == ENDED.get() {
            // Its end is over: nothing tells of it any more but the next one.
            IS_LATE.set(true);
        } else if self.end == End::Defer && id.0 > 0 {
            // A traced one has its defer already.
            let is_untraced = with_engine(|engine| !engine.is_open(id)) == Some(true);
            if is_untraced && WATCHED.borrow_mut().insert(id) {
                self.swoole.defer_end();
            }
        }
        id
    }

    #[inline(always)]
    fn create(&self, call: &CallFrame<'_>, function: Function, result: &mut Zval) {
        if self.end == End::Untold || call.has_unknown_named_arguments() {
            return self.swoole.pass_through(call, result);
        }
        // Swoole itself resolves the callable of one that is not recorded. Other callables than objects must be resolved
        // before anything is decided: that may run an autoloader, which may create coroutines itself.
        let may_wait = self.sees_starts && call.begins_with_object();
        let mut resolved = None;
        if !may_wait {
            resolved = self.resolve(call, function, result);
            if resolved.is_none() {
                return;
            }
        }
        if !prepare_child(self.current_id(), function) && self.sees_starts {
            return self.create_unrecorded(call, result);
        }
        let Some(callee) = resolved.or_else(|| self.resolve(call, function, result)) else {
            return;
        };
        let id = CoroutineId::NONE;
        PENDING.set(Some(Pending { callee, id }));
        self.swoole.create(&callee, result);
        // Still there if Swoole refused to make the coroutine.
        PENDING.set(None);
    }

    fn adoptable(&self) -> Option<CoroutineId> {
        let id = self.current_id();
        let is_untraced = with_engine(|engine| !engine.is_open(id)) == Some(true);
        (id.0 > 0 && is_untraced).then_some(id)
    }

    #[inline(always)]
    fn run(&self, pending: Pending, frame: &CallFrame<'_>, result: &mut Zval) {
        let code = pending.callee.code();
        let mut body = pending.callee.ready(result);
        let id = self.current_id();
        open(code, id);
        if self.end == End::Defer {
            self.swoole.defer_end();
        }
        body.make_hidden(frame);
        ending::record(id);
    }

    fn suspended_at(&self, id: CoroutineId) -> Option<(String, u32)> {
        self.swoole.suspended_at(id.0)
    }
}
