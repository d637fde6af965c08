//! `TracedCoroutine\Scope`: how long a span or context stays current in a coroutine.

use crate::runtime;
use crate::state::with_engine;
use crate::zend::call_frame::CallFrame;
use crate::zend::class::Method;
use crate::zend::object::{self, ClassSlot, Payload, this};
use ext_php_rs::error::Result;
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use span_core::{Detached, ScopeId};

/// The result of a correct `detach()`, and the flags for misuse: those of opentelemetry-php's `ScopeInterface`.
const IN_ORDER: i64 = 0;
const DETACHED: i64 = i64::MIN;
const INACTIVE: i64 = 1 << 62;
const MISMATCH: i64 = 1 << 61;

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
    const CONSTANTS: &'static [(&'static str, i64)] = &[
        ("DETACHED", DETACHED),
        ("INACTIVE", INACTIVE),
        ("MISMATCH", MISMATCH),
    ];

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
        DataType::Long,
    )])
}

/// `detach(): int`: 0 where it was the innermost scope of the running coroutine, as it should be.
fn detach(call: &CallFrame<'_>, result: &mut Zval) {
    if call.arguments(0, 0).is_err() {
        return;
    }
    let coroutine = runtime::here();
    if let Some(object) = this::<ScopeObject>(call) {
        let detached = object
            .scope
            .and_then(|scope| with_engine(|engine| engine.detach(coroutine, scope)));
        result.set_long(match detached {
            None | Some(Detached::InOrder) => IN_ORDER,
            Some(Detached::OutOfOrder) => MISMATCH,
            Some(Detached::OtherCoroutine) => INACTIVE,
            Some(Detached::Unknown) => DETACHED,
        });
    }
}
