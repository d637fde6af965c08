//! Functions of Swoole's that are given a callback to run later, in a coroutine: timers and schedulers.
//!
//! Must not know how the callback's span comes to be (`callback` does).

use super::callback::{self, Callback, Kind, Origin, Start};
use super::traces_orphans;
use crate::state::with_engine;
use crate::zend::call_frame::CallFrame;
use crate::zend::callable::Callee;
use crate::zend::hooked_function::Original;
use crate::zend::registered_callable::RegisteredCallable;
use ext_php_rs::types::Zval;
use span_core::SpanContext;

/// What a timer runs, as long as it belongs to the trace in which it was set.
static TIMER: Kind = Kind::of(|callback, _| start_if(callback, timer_belongs));

/// What a scheduler runs, which is started once.
static TASK: Kind = Kind::of(|callback, _| start_if(callback, |_| true));

/// `Swoole\Timer::after(int $ms, callable $callback, mixed ...$params): int|false`, and `tick()`.
pub fn set_timer(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    if let Some(context) = replace(call, 1, &TIMER) {
        with_engine(|engine| engine.timer_set(&context));
    }
    original.call(call, result);
}

/// `Swoole\Coroutine\Scheduler::add(callable $func, mixed ...$param): ?false`, and OpenSwoole's `Coroutine::run()`, which adds one
/// and runs it.
pub fn add_task(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    replace(call, 0, &TASK);
    original.call(call, result);
}

/// `Swoole\Coroutine\Scheduler::parallel(int $n, callable $func, mixed ...$param): ?false`
pub fn add_tasks(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    replace(call, 1, &TASK);
    original.call(call, result);
}

/// Replaces the callback that is the argument `index`. What Swoole refuses, it is left to refuse. The result is what the callback's
/// span will be a child of.
fn replace(call: &CallFrame<'_>, index: u32, kind: &'static Kind) -> Option<SpanContext> {
    let origin = Origin::here();
    // The time of a timer, or how many coroutines. Of less than one Swoole makes none.
    let is_called_right = index == 0 || call.int(0).is_some_and(|number| number > 0);
    if origin.context.is_none() && !traces_orphans() || !is_called_right {
        return None;
    }
    let callable = RegisteredCallable::of_closure(Callee::closure_of(call, index)?);
    let context = origin.context;
    let callback = Callback {
        callable,
        kind,
        is_tls: false,
        origin: Some(origin),
    };
    callback::replace(call, index, callback);
    context
}

fn timer_belongs(context: &SpanContext) -> bool {
    with_engine(|engine| engine.timer_belongs(context)) == Some(true)
}

/// The span is a child of what was current where the callback was given, if it still belongs there.
fn start_if(callback: &Callback, belongs: fn(&SpanContext) -> bool) -> Option<Start> {
    let mut origin = callback.origin.clone()?;
    if !origin.context.as_ref().is_some_and(belongs) {
        if !traces_orphans() {
            return None;
        }
        origin = Origin::default();
    }
    Start::instrumented(origin)
}
