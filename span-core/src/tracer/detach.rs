//! The engine's part in detaching coroutines: what it notes of spans, and how the span of one that outlives its trace is closed.
//!
//! Must not know when a coroutine is due: that is `detaching`.

use std::borrow::Cow;
use std::time::SystemTime;

use super::Engine;
use crate::model::code::Code;
use crate::model::context::SpanContext;
use crate::model::ids::CoroutineId;
use crate::recorder::said::Said;
use crate::span::end::CloseReason;
use crate::span::open::Identity;
use crate::tracer::options::{ParentChoice, SpanOptions};

impl Engine {
    /// Closes the spans of coroutines that have outlived their local roots for too long. Each remains the parent of what its
    /// coroutine starts.
    ///
    /// Called with whatever happens to spans: a process in which nothing happens closes nothing. The spans end at the moment
    /// that they should have been closed.
    pub fn detach_overdue(&mut self) {
        while let Some((due, late)) = self.detaching.as_mut().and_then(|it| it.overdue()) {
            let id = due.coroutine;
            let Some(span) = self.table.get(id) else {
                break;
            };
            let identity = span.identity;
            let ended = self
                .table
                .end(id, CloseReason::Detach, self.read_clock, &self.recording);
            let Some(mut record) = ended else {
                break;
            };
            record.span.user_fields().end_time = SystemTime::now().checked_sub(late);
            self.table.insert_spanless(id, &identity);
            if let Some(detaching) = &mut self.detaching {
                detaching.closed(id, &identity);
            }
            self.counters.detached.add(1);
            self.submit(record);
        }
    }

    /// A coroutine's span was opened.
    #[inline]
    pub(super) fn note_opened(
        &mut self,
        id: CoroutineId,
        identity: &Identity,
        is_instrumented: bool,
    ) {
        let is_detachable = is_instrumented || self.config.detach_after.is_some();
        let Some(detaching) = &mut self.detaching else {
            return;
        };
        if is_instrumented && let Some(span) = self.table.open_mut(id) {
            span.set_instrumented();
        }
        if identity.is_local_root() {
            detaching.root_opened(identity);
        } else if is_detachable {
            detaching.coroutine_opened(id, identity);
        }
        self.detach_overdue();
    }

    /// A manual span was opened.
    #[inline]
    pub(super) fn note_manual_opened(&mut self, identity: &Identity) {
        if let Some(detaching) = &mut self.detaching
            && identity.is_local_root()
        {
            detaching.root_opened(identity);
        }
    }

    /// A span was closed: that of the coroutine `id`, or a manual one.
    #[inline]
    pub(super) fn note_closed(&mut self, id: CoroutineId, identity: &Identity) {
        if let Some(detaching) = &mut self.detaching {
            detaching.closed(id, identity);
            self.detach_overdue();
        }
    }

    /// A timer is set under this context.
    pub fn timer_set(&mut self, context: &SpanContext) {
        if let Some(detaching) = &mut self.detaching {
            detaching.timer_set(context.trace_id);
        }
    }

    /// Whether what a timer that was set under this context runs now is still a child of that. A timer that is set again and again
    /// would be a trace without an end: it goes on for as long as a coroutine may outlive its trace.
    pub fn timer_belongs(&self, context: &SpanContext) -> bool {
        let detaching = self.detaching.as_ref();
        detaching.is_none_or(|detaching| detaching.timer_belongs(context.trace_id))
    }

    /// Whether instrumentation has started the coroutine's span.
    pub fn is_instrumented(&mut self, id: CoroutineId) -> bool {
        self.table.instrumented(id).is_some()
    }

    /// The program itself says what the coroutine `id` is, whose span instrumentation has started: the span is named after
    /// what the program says, in the place of a second one for the same body. False where it has no such span, or not under
    /// the `parent` that the program means, which MUST be older than the coroutine: else it may be a child of the coroutine's.
    pub fn take_over(
        &mut self,
        id: CoroutineId,
        parent: Option<SpanContext>,
        code: Code,
        options: Option<Box<SpanOptions>>,
    ) -> bool {
        let is_plain = matches!(
            options.as_ref().map(|options| options.parent),
            None | Some(ParentChoice::Current)
        );
        let is_innermost = self.scopes.current(id).is_none();
        let Some(span) = self.table.instrumented(id) else {
            return false;
        };
        let trace_id = span.identity.trace_id;
        let span_id = span.identity.span_id;
        let same_trace =
            parent.filter(|parent| parent.trace_id == trace_id && parent.span_id != span_id);
        let (true, true, true, Some(parent)) = (
            is_plain,
            is_innermost,
            span.user_field_bytes() == 0,
            same_trace,
        ) else {
            return false;
        };
        span.take_over(parent);
        let mut options = options.map(|options| *options).unwrap_or_default();
        match options.code.take().unwrap_or(code) {
            Code::Kept(code) => span.code = Some(code),
            Code::Own(code) => span.set_own_code(code),
        }
        let trace_state = span.identity.context().trace_state;
        if options != SpanOptions::default() || !trace_state.is_none() {
            let fields = self.user_fields(options, trace_state);
            self.user_field_bytes += fields.bytes;
            if let Some(span) = self.table.open_mut(id) {
                span.set_user_fields(fields);
            }
            self.weigh();
        }
        if let Some(span) = self.table.get(id) {
            self.recording.set_parent(span);
            if let Some(code) = span.code() {
                self.recording.say(|| Said::Code(Cow::Borrowed(code)));
            }
            self.recording.describe(self.processor.clock(), span);
        }
        true
    }
}
