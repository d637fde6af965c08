//! What runtimes ask of the engine: the span of a coroutine from before it is made to its end, and what is current in one.
//!
//! Must not know how coroutines are made, nor which one runs.

use crate::state::with_engine;
use crate::zend::callable::CalleeCode;
use crate::zend::code_location::{LocationCache, Parts};
use crate::zend::php_thread::PerThread;
use span_core::{Code, CodeLocation, CoroutineId, SpanContext, SpanOptions};

/// Where the code of callables stands, for as long as PHP has the strings that it is found by.
pub struct Locations(LocationCache<Code>);

impl Locations {
    /// None is known.
    pub const fn new() -> Self {
        Self(LocationCache::new())
    }
}

/// Has the engine decide about the coroutine that is created next. True if there will be a span.
#[inline(always)]
pub fn prepare(parent: Option<SpanContext>, parent_id: CoroutineId) -> bool {
    with_engine(|engine| engine.prepare(parent, parent_id)) != Some(false)
}

/// [`prepare`] with what was given to `start()` or `wrap()`.
pub fn prepare_with(
    parent: Option<SpanContext>,
    parent_id: CoroutineId,
    options: Box<SpanOptions>,
) {
    with_engine(|engine| engine.prepare_with(parent, parent_id, options));
}

/// The runtime refused to make the coroutine that was prepared, or PHP bailed out of making it.
#[cold]
pub fn forget_prepared() {
    with_engine(|engine| engine.unprepare());
}

/// Opens the span of the coroutine `id`, as it was prepared.
///
/// A call of its own, because what it needs of the stack would otherwise be held while the coroutine runs.
#[inline(never)]
pub fn open(code: CalleeCode, id: CoroutineId) {
    let code = Locations::own().0.get(code, code_location);
    with_engine(|engine| engine.start_prepared(id, code));
}

/// Closes the span of the coroutine `id`, if nothing has closed it yet.
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

/// What starts in the coroutine `creator` as `id`, and gets no span of its own, goes on in what is current there: in the baggage,
/// and in the context, which may be that of an `owner` further out.
pub fn continue_in(id: CoroutineId, creator: CoroutineId, owner: CoroutineId) {
    with_engine(|engine| {
        engine.inherit_baggage(creator, id);
        engine.continue_context(owner, id);
    });
}

/// Where a callable's code stands.
pub fn location_of(code: CalleeCode) -> Code {
    Locations::own().0.get(code, code_location)
}

/// The same, and nothing of it is kept: after a request, what is kept would outlive the strings that it is found by.
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
