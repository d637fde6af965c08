//! Swoole's coroutines.
//!
//! Two ways to see a coroutine's end: Swoole's coroutine-stop hook, which also fires after a bailout and costs almost
//! nothing per coroutine, and a `Swoole\Coroutine::defer`, for Swoole builds without the hook.

use super::{
    Function, PENDING, PENDING_PLAN, Pending, Runtime, current_span, ending, finish, has_context,
    open,
};
use crate::settings::Settings;
use crate::state::with_engine;
use crate::zend::call_frame::CallFrame;
use crate::zend::callable::Callee;
use crate::zend::php_thread::PhpThread;
use crate::zend::process::extension_version;
use crate::zend::swoole::Swoole;
use crate::zend::swoole_hooks::{on_coroutine_start, on_coroutine_stop};
use ext_php_rs::types::Zval;
use span_core::settings::EndHook;
use span_core::{Config, CoroutineId, Plan, Sampler, SpanContext};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

/// Coroutines of the Swoole that is loaded.
#[derive(Clone, Copy)]
pub struct SwooleRuntime {
    swoole: Swoole,
    end: End,
    /// Whether [`note_start`] runs at each coroutine's start.
    sees_starts: bool,
}

/// What [`SwooleRuntime::create_unrecorded`] leaves for [`note_start`], with the creating coroutine.
static UNRECORDED: PhpThread<Cell<Option<(Plan, CoroutineId)>>> = PhpThread::new(Cell::new(None));

/// Untraced coroutines that got a defer of ours because they have something to do with spans.
static WATCHED: PhpThread<RefCell<BTreeSet<CoroutineId>>> =
    PhpThread::new(RefCell::new(BTreeSet::new()));

/// A coroutine with a defer of ours has ended.
pub fn forget_watched(id: CoroutineId) {
    WATCHED.borrow_mut().remove(&id);
}

/// Forgets the coroutines of a request.
pub fn forget_request() {
    WATCHED.borrow_mut().clear();
}

/// A coroutine starts: if it is one that is not recorded, children will still ask for its context.
fn note_start(id: i64) {
    if let Some((plan, parent_id)) = UNRECORDED.take() {
        with_engine(|engine| engine.start_unrecorded(CoroutineId(id), plan, parent_id));
    }
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
        } else if settings.end_hook != EndHook::Defer
            && on_coroutine_stop(|id| finish(CoroutineId(id)))
        {
            End::StopHook
        } else {
            // Also for `stop` on a Swoole without that hook: the portable way is better than none.
            End::Defer
        };
        // The start hook is there for those that are not recorded, and only the stop hook forgets them again.
        let sees_starts =
            end == End::StopHook && skips_some(&settings.core) && on_coroutine_start(note_start);
        Some(Self {
            swoole,
            end,
            sees_starts,
        })
    }

    /// The parent of a coroutine that is created in `creator`, and what the sampler says of it, where that can spare us
    /// work. With options, which may choose another parent, it cannot.
    #[inline]
    fn prepare(
        &self,
        creator: CoroutineId,
        function: Function,
    ) -> (Option<SpanContext>, Option<Plan>) {
        let plans = self.sees_starts && function == Function::Create;
        let own = with_engine(|engine| {
            let own = engine.current_context(creator);
            let is_last_word = own.is_some() || creator.0 <= 0 || engine.has_no_context();
            let plan = if plans && is_last_word {
                Some(engine.plan(own))
            } else {
                None
            };
            (own, is_last_word, plan)
        });
        match own {
            None => (None, None),
            Some((parent, true, plan)) => (parent, plan),
            Some((_, false, _)) => {
                let (_, parent) = current_span(creator, false);
                let plan = if plans {
                    with_engine(|engine| engine.plan(parent))
                } else {
                    None
                };
                (parent, plan)
            }
        }
    }

    /// Leaves the whole creation to Swoole. Its hook at the coroutine's start notes the context for children.
    fn create_unrecorded(
        &self,
        call: &CallFrame<'_>,
        plan: Plan,
        parent_id: CoroutineId,
        result: &mut Zval,
    ) {
        UNRECORDED.set(Some((plan, parent_id)));
        self.swoole.pass_through(call, result);
        UNRECORDED.set(None);
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
        if self.end == End::Defer && id.0 > 0 {
            // A traced one has its defer already.
            let is_untraced = with_engine(|engine| !engine.is_open(id)) == Some(true);
            if is_untraced && WATCHED.borrow_mut().insert(id) {
                self.swoole.defer_end();
            }
        }
        id
    }

    fn create(&self, call: &CallFrame<'_>, function: Function, result: &mut Zval) {
        if self.end == End::Untold || call.has_unknown_named_arguments() {
            return self.swoole.pass_through(call, result);
        }
        let parent_id = self.current_id();
        let (parent, plan) = self.prepare(parent_id, function);
        if let Some(plan) = plan.filter(|plan| !plan.is_recorded()) {
            return self.create_unrecorded(call, plan, parent_id, result);
        }
        let Some(callee) = Callee::parse(call, function.callable_number()) else {
            return;
        };
        if !callee.is_plain() {
            // Swoole refuses what only `__call` answers, in its own words.
            return self.swoole.pass_through(call, result);
        }
        let mut pending = Pending::new(callee, CoroutineId::NONE, parent, parent_id, function);
        if plan.is_some() {
            pending.is_planned = true;
            PENDING_PLAN.set(plan);
        }
        PENDING.set(Some(pending));
        self.swoole.create(&callee, result);
        // Still there if Swoole refused to make the coroutine.
        PENDING.set(None);
    }

    fn adoptable(&self) -> Option<CoroutineId> {
        let id = self.current_id();
        let is_untraced = with_engine(|engine| !engine.is_open(id)) == Some(true);
        (id.0 > 0 && is_untraced).then_some(id)
    }

    #[inline]
    fn run(&self, pending: Pending, frame: &CallFrame<'_>, result: &mut Zval) {
        let id = self.current_id();
        open(&pending, id);
        if self.end == End::Defer {
            self.swoole.defer_end();
        }
        pending.callee.call_hidden(frame, result);
        ending::record(id);
    }

    fn suspended_at(&self, id: CoroutineId) -> Option<(String, u32)> {
        self.swoole.suspended_at(id.0)
    }
}
