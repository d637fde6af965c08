//! The runtimes' calls into the engine: a coroutine's span from its sampling decision to its end, and its current context.
//!
//! Must not know how coroutines are created, nor which one runs.

use crate::state::with_engine;
use crate::zend::code_location::{CalleeCode, LocationCache, Parts};
use crate::zend::php_thread::PerThread;
use span_core::{Code, CodeLocation, CoroutineId, SpanContext, SpanOptions, SpanPlan};

/// Source locations of callables, cached while PHP keeps the strings that key them.
pub struct Locations(LocationCache<Code>);

impl Locations {
    /// None is known.
    pub const fn new() -> Self {
        Self(LocationCache::new())
    }
}

/// Makes the sampling decision for the coroutine about to be created. True if it gets a span.
#[inline(always)]
pub fn prepare(parent: Option<SpanContext>, parent_id: CoroutineId) -> bool {
    with_engine(|engine| engine.prepare(parent, parent_id)) != Some(false)
}

/// The prepared span is that of a coroutine that instrumentation starts, and not the program.
pub fn instrument_prepared() {
    with_engine(|engine| engine.instrument_prepared());
}

/// The decision about a span that is started now, and about which nothing is said yet.
pub fn plan(parent: Option<SpanContext>) -> Option<SpanPlan> {
    with_engine(|engine| engine.plan_span(parent))
}

/// [`prepare`] where the decision has been made.
pub fn prepare_planned(plan: SpanPlan, parent_id: CoroutineId, options: Option<Box<SpanOptions>>) {
    with_engine(|engine| engine.prepare_planned(plan, parent_id, options));
}

/// [`prepare`] with the options given to `start()`.
pub fn prepare_with(
    parent: Option<SpanContext>,
    parent_id: CoroutineId,
    options: Box<SpanOptions>,
) {
    with_engine(|engine| engine.prepare_with(parent, parent_id, options));
}

/// Discards a prepared span: the runtime refused to create its coroutine, or PHP bailed out of creating it.
#[cold]
pub fn forget_prepared() {
    with_engine(|engine| engine.unprepare());
}

/// Opens the prepared span for the coroutine `id`.
///
/// Never inlined: its stack space would otherwise stay reserved while the coroutine runs.
#[inline(never)]
pub fn open(code: CalleeCode, id: CoroutineId) {
    let code = Locations::own().0.get(code, code_location);
    with_engine(|engine| engine.start_prepared(id, code));
}

/// Closes the span of the coroutine `id`, unless it is closed already.
#[inline(always)]
pub fn finish(id: CoroutineId) {
    with_engine(|engine| engine.finish(id));
}

/// Whether the coroutine has an open span.
pub fn is_open(id: CoroutineId) -> bool {
    with_engine(|engine| engine.is_open(id)) == Some(true)
}

/// The span or the context that is current in the coroutine `id` itself.
pub fn context_of(id: CoroutineId) -> Option<SpanContext> {
    with_engine(|engine| engine.current_context(id)).flatten()
}

/// Gives the coroutine `id`, which has no span of its own, the baggage of its `creator` and the current context of `owner`,
/// which is the creator or one of its ancestors.
pub fn continue_in(id: CoroutineId, creator: CoroutineId, owner: CoroutineId) {
    with_engine(|engine| {
        engine.inherit_baggage(creator, id);
        engine.continue_context(owner, id);
    });
}

/// The source location of a callable's code, cached.
pub fn location_of(code: CalleeCode) -> Code {
    Locations::own().0.get(code, code_location)
}

/// The same without the cache. After a request, a cache entry would outlive the strings that key it.
pub fn location_after_request(code: CalleeCode) -> Code {
    code_location(code.parts())
}

/// Forgets all locations. Called at request end.
pub fn forget_locations() {
    Locations::own().0.clear();
}

fn code_location(parts: Parts) -> Code {
    let Parts {
        function,
        file,
        line,
    } = parts;
    let span_name = with_engine(|engine| engine.span_name(&function, file.as_deref(), line));
    let location = CodeLocation {
        span_name: span_name.unwrap_or_else(|| function.clone()),
        function,
        file,
        line,
    };
    location.keep()
}
