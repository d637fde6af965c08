//! PHP's Fibers: the runtime without Swoole, and traced beside Swoole's coroutines with it.
//!
//! `create()` starts the fiber at once. This crate has no scheduler: the event loop or the program resumes the fiber.

mod fiber_state;

pub use fiber_state::{FiberState, is_beside_swoole};

use super::contract::{Entered, Options, Runtime};
use super::handover::hand_over;
use super::{ending, spans};
use crate::settings::Settings;
use crate::state::with_engine;
use crate::zend::call_frame::CallFrame;
use crate::zend::callable::Callee;
use crate::zend::code_location::CalleeCode;
use crate::zend::fiber::{self, NewFiber};
use crate::zend::php_process::extension_version;
use crate::zend::php_thread::PerThread;
use ext_php_rs::types::Zval;
use span_core::CoroutineId;

/// Coroutines made of PHP's Fibers.
#[derive(Clone, Copy)]
pub struct FiberRuntime {
    tracing: Tracing,
}

/// As wide as a pointer. With a byte here, the compiler would load the other runtime's pointer in pieces.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
enum Tracing {
    Off,
    On,
}

impl FiberRuntime {
    /// Starts the callee in a fiber. `prepare` has the engine decide about it, under the coroutine that it is given.
    fn launch(&self, callee: Callee, prepare: impl FnOnce(CoroutineId), result: &mut Zval) {
        let Some(fiber) = fiber::make(&callee) else {
            return;
        };
        let id = FiberState::own().next_id();
        let creator = self.watch();
        if self.is_traced() {
            prepare(creator);
        }
        hand_over(&callee, id, || NewFiber::start(fiber));
        result.set_long(id.0);
    }
}

impl Runtime for FiberRuntime {
    fn if_supported(settings: &Settings) -> Option<Self> {
        let tracing = if settings.own.enabled && foreign_coroutines().is_none() {
            Tracing::On
        } else {
            Tracing::Off
        };
        Some(Self { tracing })
    }

    fn untraced(self) -> Self {
        Self {
            tracing: Tracing::Off,
        }
    }

    fn is_traced(&self) -> bool {
        self.tracing == Tracing::On
    }

    fn name(&self) -> String {
        let idle = [("Swoole", c"swoole"), ("OpenSwoole", c"openswoole")]
            .map(|(name, module)| (name, extension_version(module)))
            .into_iter()
            .find(|(_, version)| !version.is_empty());
        match idle {
            None => "PHP Fibers (Swoole is not loaded)".to_owned(),
            Some((name, version)) => {
                format!("PHP Fibers ({name} {version} runs coroutines in the CLI only)")
            }
        }
    }

    fn end_hook(&self) -> String {
        match foreign_coroutines() {
            Some(why) => format!("none (nothing is traced: {why})"),
            None => "the end of the fiber's body".to_owned(),
        }
    }

    fn refusal(&self) -> Option<String> {
        foreign_coroutines()
    }

    fn current_id(&self) -> CoroutineId {
        let id = fiber::current().and_then(|key| FiberState::own().id_of(key));
        id.unwrap_or(CoroutineId::NONE)
    }

    fn current_with_span(&self) -> CoroutineId {
        let id = FiberState::own().innermost_with_span();
        id.unwrap_or_else(|| self.current_id())
    }

    /// A fiber inherits its context once, when it starts. Code that resumes it later adds nothing.
    fn ancestor(&self, _id: CoroutineId) -> Option<CoroutineId> {
        None
    }

    fn watch(&self) -> CoroutineId {
        match fiber::current() {
            Some(key) if self.is_traced() => FiberState::own().number(key),
            _ => CoroutineId::NONE,
        }
    }

    fn create(&self, call: &CallFrame<'_>, result: &mut Zval) {
        let Some(callee) = Callee::parse(call) else {
            return;
        };
        if call.has_unknown_named_arguments() {
            return call.throw_unknown_named_arguments();
        }
        let prepare_child = |creator| {
            // Also for the program's own fibers: a traced one may be their ancestor.
            let (_, parent) = self.current_span(creator);
            spans::prepare(parent, creator);
        };
        self.launch(callee, prepare_child, result);
    }

    fn start(
        &self,
        callee: Callee,
        options: Options<'_>,
        _call: &CallFrame<'_>,
        result: &mut Zval,
    ) {
        let prepare_child = |creator| {
            let (_, parent) = self.current_span(creator);
            spans::prepare_with(parent, creator, options());
        };
        self.launch(callee, prepare_child, result);
    }

    fn adoptable(&self) -> Option<CoroutineId> {
        fiber::current()
            .filter(|_| self.is_traced())
            .and_then(|key| FiberState::own().adoptable(key))
    }

    fn enter(&self, code: CalleeCode, id: CoroutineId) -> Option<Entered> {
        if self.is_traced() {
            return enter(code, id);
        }
        Some(Entered {
            id: CoroutineId::NONE,
            in_fiber: false,
            outer: CoroutineId::NONE,
        })
    }

    fn leave(&self, entered: Entered) {
        if entered.in_fiber {
            leave(entered);
        }
    }

    /// PHP destroys suspended fibers before it shuts down extensions, so no suspended fiber is left to inspect.
    fn suspended_at(&self, _id: CoroutineId) -> Option<(String, u32)> {
        None
    }

    fn forget_request() {
        FiberState::own().forget_request();
    }
}

/// Swow's coroutines are neither fibers nor Swoole's: all of them would share what is current in the main program.
fn foreign_coroutines() -> Option<String> {
    let version = extension_version(c"swow");
    (!version.is_empty())
        .then(|| format!("the coroutines are those of Swow {version}, which is not supported"))
}

/// Opens a span for the body of the active fiber, or for one call of `wrap()`'s closure in a fiber of the program's own. `None`
/// if no fiber is active.
pub fn enter(code: CalleeCode, id: CoroutineId) -> Option<Entered> {
    let key = fiber::current()?;
    let outer = FiberState::own().insert(key, id);
    if let Some(outer) = outer {
        with_engine(|engine| engine.inherit_baggage(outer, id));
    }
    spans::open(code, id);
    Some(Entered {
        id,
        in_fiber: true,
        outer: outer.unwrap_or(CoroutineId::NONE),
    })
}

/// Closes that span and restores the fiber's former coroutine.
pub fn leave(Entered { id, outer, .. }: Entered) {
    ending::record(id);
    spans::finish(id);
    let Some(key) = fiber::current() else { return };
    let state = FiberState::own();
    match outer {
        CoroutineId::NONE => state.remove(key),
        outer => state.insert(key, outer),
    };
}
