//! `TracedCoroutine\Scope`: for how long something is current in a coroutine.

use crate::runtime;
use crate::state::with_engine;
use crate::zend::call_frame::CallFrame;
use crate::zend::class::Method;
use crate::zend::object::{self, ClassSlot, Payload, this};
use ext_php_rs::error::Result;
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use span_core::{Detached, ScopeId};

/// The payload: nothing where tracing is off.
pub struct ScopeObject {
    scope: Option<ScopeId>,
}

impl ScopeObject {
    /// A PHP object for an attached scope.
    pub fn new(scope: Option<ScopeId>) -> Self {
        Self { scope }
    }
}

impl Payload for ScopeObject {
    const CLASS: &'static str = "TracedCoroutine\\Scope";
    const MADE_BY: &'static str = "TracedCoroutine\\Span::activate()";

    fn slot() -> &'static ClassSlot {
        static SLOT: ClassSlot = ClassSlot::new();
        &SLOT
    }
}

/// Registers the class. Called at module start.
pub fn register() -> Result<()> {
    object::register::<ScopeObject>(vec![Method::of_object(
        "detach",
        handler!(detach),
        DataType::Bool,
    )])
}

/// `detach(): bool`: true where it was the innermost scope of the running coroutine, as it should be.
fn detach(call: &CallFrame<'_>, result: &mut Zval) {
    if call.arguments(0, 0).is_err() {
        return;
    }
    let (coroutine, _) = runtime::here();
    if let Some(object) = this::<ScopeObject>(call) {
        let detached = object
            .scope
            .and_then(|scope| with_engine(|engine| engine.detach(coroutine, scope)));
        result.set_bool(matches!(detached, None | Some(Detached::InOrder)));
    }
}
