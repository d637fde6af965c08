//! Fibers that the program starts itself, whichever runtime is selected. Each inherits the context of the code that starts it.
//!
//! Must not know how coroutines are traced.

use super::fiber::FiberState;
use super::{handover, selected, spans};
use crate::state::with_engine;
use crate::zend::fiber::{self, FiberKey};
use crate::zend::php_thread::PerThread;
use span_core::CoroutineId;

/// Listens to the starts and ends of fibers. Called at module start.
pub fn listen() {
    fiber::on_started(on_started);
    fiber::on_given_away(on_given_away);
    fiber::on_destroyed(on_destroyed);
}

/// A fiber starts. One of the program's own inherits the current context here, no matter which code resumes it later.
fn on_started(key: FiberKey) {
    if handover::is_offered() || !selected::is_traced() {
        return;
    }
    go_on_in(selected::current_id, key);
}

/// A destructor suspends the fiber that the garbage collector runs it in. The program owns that fiber from now on; it
/// inherits the context of the fiber in which the collection began.
fn on_given_away(key: FiberKey, resumer: Option<FiberKey>) {
    if selected::is_traced() {
        let collects = || match resumer {
            Some(resumer) => FiberState::own()
                .id_of(resumer)
                .unwrap_or(CoroutineId::NONE),
            None => selected::current_id(),
        };
        go_on_in(collects, key);
    }
}

/// Gives a fiber of the program's the current context of `creator`, if it has one.
fn go_on_in(creator: impl FnOnce() -> CoroutineId, key: FiberKey) {
    if with_engine(|engine| engine.has_no_context()) == Some(true) {
        return;
    }
    let creator = creator();
    let (owner, context) = selected::current_span(creator);
    let has_baggage = with_engine(|engine| engine.baggage(creator).is_some()) == Some(true);
    if context.is_some() || has_baggage {
        spans::continue_in(FiberState::own().number(key), creator, owner);
        selected::listen_to_starts();
    }
}

/// A fiber has ended. One of the program's own may have left spans or scopes open.
fn on_destroyed(key: FiberKey) {
    let id = FiberState::own().remove(key);
    // An open span of a traced fiber was cut off by a bailout. Request shutdown closes it with the true outcome.
    with_engine(|engine| {
        if let Some(id) = id
            && !engine.is_open(id)
        {
            engine.finish(id);
        }
    });
}
