//! The engine as a program sees it that starts spans itself, and says something of them.
//!
//! Owns what each call means for an open span. Must not know which span is current: that is `current`.

use std::borrow::Cow;
use std::time::SystemTime;

use super::Engine;
use super::span_plan::{SamplingDecision, SpanPlan};
use crate::model::attribute_list::AttributeList;
use crate::model::context::SpanContext;
use crate::model::ids::CoroutineId;
use crate::model::kind::SpanKind;
use crate::model::status::SpanStatus;
use crate::model::text::Room;
use crate::model::trace_state::TraceStateId;
use crate::model::value_ref::ValueRef;
use crate::recorder::said::Said;
use crate::span::end::{CloseReason, ExceptionInfo};
use crate::span::fields::{Bounds, Moment, UserFields};
use crate::span::finish::{EXCEPTION_EVENT, exception_attributes};
use crate::span::open::{Identity, Span};
use crate::tracer::active::manual_table::ManualSpans;
use crate::tracer::options::{Link, SpanOptions};
use crate::tracer::outliving::open_span;
use crate::tracer::span_key::{SpanKey, SpanLocation};

impl Engine {
    /// Starts a span in a coroutine, as a child of `current`: the context that is current there or further out. It does not
    /// become current itself.
    ///
    /// The span is ended by [`Engine::end_span`], or together with its coroutine. Where it is not sampled, or too many
    /// are open, the key refers to a context and nothing is recorded.
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use span_core::{Config, CoroutineId, Engine, ExporterKind, SpanOptions};
    /// # let config = Config { exporters: vec![ExporterKind::Memory], ..Config::default() };
    /// # let mut engine = Engine::new(Arc::new(config));
    /// let span = engine.start_span(CoroutineId(1), None, "query".to_owned(), SpanOptions::default());
    /// assert!(engine.set_attribute(span, "db.system.name", "mysql".into()));
    /// assert!(engine.end_span(span, None));
    /// assert!(!engine.end_span(span, None));
    /// assert_eq!(engine.memory_spans()[0].name, "query");
    /// ```
    pub fn start_span(
        &mut self,
        coroutine: CoroutineId,
        current: Option<SpanContext>,
        name: impl Into<Cow<'static, str>>,
        options: SpanOptions,
    ) -> SpanKey {
        let plan = self.plan_span(options.parent.or_current(current));
        self.start_planned(coroutine, plan, name, options)
    }

    /// [`Engine::start_span`] where the decision has been made. The parent is the plan's.
    pub fn start_planned(
        &mut self,
        coroutine: CoroutineId,
        plan: SpanPlan,
        name: impl Into<Cow<'static, str>>,
        options: SpanOptions,
    ) -> SpanKey {
        let SpanPlan {
            parent,
            context,
            decision,
        } = plan;
        let unrecorded = SpanKey {
            context,
            location: SpanLocation::Nowhere,
        };
        if !plan.is_recorded() {
            self.decline();
            return unrecorded;
        }
        self.counters.started.add(1);
        if !self.manual_spans.has_room() || self.processor.budget().room() < ManualSpans::WEIGHT {
            self.counters.dropped_too_many_open.add(1);
            self.publish();
            return unrecorded;
        }
        let mut span = Span::new(
            Identity::new(context, parent, CoroutineId::NONE),
            None,
            self.tick(),
        )
        .on(self.thread, 0);
        if decision == SamplingDecision::Held {
            span.hold();
        }
        if self.processor.has_metrics() {
            self.counters.started_from(&span);
        }
        self.note_manual_opened(&span.identity);
        let options = SpanOptions {
            name: Some(name.into()),
            ..options
        };
        span.set_user_fields(self.user_fields(options, context.trace_state));
        self.user_field_bytes += span.user_field_bytes();
        if span.is_held() {
            self.hold(context);
        }
        self.recording
            .open_unusual(self.processor.clock(), &mut span, coroutine);
        self.recorded();
        let serial = self.manual_spans.insert(coroutine, span);
        self.scopes.span_opened(coroutine);
        self.weigh();
        self.publish();
        SpanKey {
            context,
            location: SpanLocation::Manual { coroutine, serial },
        }
    }

    /// A span that was planned is not recorded, and nobody needs its context: it is not started.
    pub fn decline(&mut self) {
        self.counters.not_sampled.add(1);
        self.publish();
    }

    /// A span is around a call: where a fatal error cuts the call off, that is its end.
    pub fn mark_call(&mut self, key: SpanKey) {
        if let SpanLocation::Manual { coroutine, serial } = key.location
            && let Some(span) = self.manual_spans.get_mut(coroutine, serial)
        {
            span.set_around_call();
        }
    }

    /// Sets an attribute. False, here as in all that follows, where the span has ended or is not recorded: then
    /// nothing happens.
    pub fn set_attribute(&mut self, key: SpanKey, name: &str, value: ValueRef<'_>) -> bool {
        self.recording.say_attribute(name, &value);
        self.change(key, |user_fields, bounds| {
            user_fields.set_attribute(name, value, bounds);
        })
    }

    /// The memory that attribute values may take which are copied now.
    pub fn room(&self) -> Room {
        Room::new(
            self.processor.budget().room(),
            self.config.limits.value_length,
        )
    }

    /// Counts the attributes of a span that found no room: see [`Room`].
    pub fn count_refused(&mut self, key: SpanKey, room: &Room) {
        if room.refused() > 0 {
            self.counters.details_dropped.add(u64::from(room.refused()));
            self.recording.say(|| Said::Refused(room.refused()));
            self.change(key, |user_fields, _| {
                user_fields.count_refused(room.refused())
            });
        }
    }

    /// Adds an event, of `time` or of now.
    pub fn add_event(
        &mut self,
        key: SpanKey,
        name: String,
        attributes: AttributeList,
        time: Option<SystemTime>,
    ) -> bool {
        let moment = time.map_or_else(|| Moment::Clock(self.tick()), Moment::Given);
        self.recording
            .say(|| Said::event(&name, moment, &attributes));
        if let Moment::Clock(now) = moment {
            self.recording.note_sign(now);
        }
        self.change(key, |user_fields, bounds| {
            user_fields.add_event(name, moment, attributes, bounds);
        })
    }

    /// Adds a link.
    pub fn add_link(&mut self, key: SpanKey, link: Link) -> bool {
        let trace_state = self.trace_states.get(link.context.trace_state).cloned();
        let state = trace_state.as_deref();
        self.recording
            .say(|| Said::link(&link.context, state, &link.attributes));
        self.change(key, |user_fields, bounds| {
            user_fields.add_link(link.context, trace_state, link.attributes, bounds);
        })
    }

    /// Adds an exception event; `attributes` override those taken from the exception. Whether the span has
    /// failed is another question: see [`Engine::set_status`].
    pub fn record_exception(
        &mut self,
        key: SpanKey,
        mut exception: ExceptionInfo,
        attributes: AttributeList,
    ) -> bool {
        exception.shorten();
        let own = exception_attributes(exception).into_iter();
        let mut all: AttributeList = own.map(|(key, value)| (key.into(), value)).collect();
        for (name, value) in attributes.iter() {
            all.push(name, value);
        }
        self.add_event(key, EXCEPTION_EVENT.to_owned(), all, None)
    }

    /// Says whether the span failed. `Ok` is final, and `Unset` is ignored.
    pub fn set_status(&mut self, key: SpanKey, status: SpanStatus) -> bool {
        self.recording.say(|| Said::Status(Cow::Borrowed(&status)));
        self.change(key, |user_fields, bounds| {
            user_fields.set_status(status, bounds)
        })
    }

    /// Says what part the span plays between services.
    pub fn set_kind(&mut self, key: SpanKey, kind: SpanKind) -> bool {
        self.recording.say(|| Said::Kind(kind));
        self.change(key, |user_fields, _| user_fields.kind = kind)
    }

    /// Gives the span another name.
    pub fn update_name(&mut self, key: SpanKey, name: impl Into<Cow<'static, str>>) -> bool {
        let name = name.into();
        self.recording.say(|| Said::Name(Cow::Borrowed(&name)));
        self.change(key, |user_fields, bounds| {
            user_fields.set_name(name, bounds)
        })
    }

    /// Ends a manual span, now or at `end_time`. True for the first call only. The span of a coroutine
    /// ends only with the coroutine.
    pub fn end_span(&mut self, key: SpanKey, end_time: Option<SystemTime>) -> bool {
        match key.location {
            SpanLocation::Manual { coroutine, serial } => {
                self.end_manual(coroutine, serial, end_time)
            }
            SpanLocation::Coroutine(_) | SpanLocation::Nowhere => false,
        }
    }

    pub(super) fn end_manual(
        &mut self,
        coroutine: CoroutineId,
        serial: u64,
        end_time: Option<SystemTime>,
    ) -> bool {
        let Some(mut span) = self.manual_spans.remove(coroutine, serial) else {
            return false;
        };
        if !span.outlives_coroutine() {
            self.scopes.span_closed(coroutine);
        }
        self.note_closed(CoroutineId::NONE, &span.identity);
        span.user_fields().end_time = end_time;
        self.submit(span.close(coroutine, CloseReason::EndHook, self.tick()));
        self.publish();
        true
    }

    /// Whether the span is open and what is said of it is recorded.
    pub fn is_recording(&self, key: SpanKey) -> bool {
        self.open_span(key).is_some()
    }

    /// The coroutine is over: its scopes are dropped, and its manual spans ended, the newest first.
    #[cold]
    pub(super) fn end_locals(&mut self, coroutine: CoroutineId) {
        for _ in 0..self.scopes.end(coroutine) {
            if let Some(span) = self.manual_spans.remove_newest_of(coroutine) {
                self.counters.ended_with_coroutine.add(1);
                self.note_closed(CoroutineId::NONE, &span.identity);
                self.submit(span.close(coroutine, CloseReason::EndHook, self.tick()));
            }
        }
    }

    /// The user fields from the options, with the trace state of the span's context.
    pub(super) fn user_fields(
        &mut self,
        options: SpanOptions,
        trace_state: TraceStateId,
    ) -> UserFields {
        let room = self.processor.budget().room();
        let mut bounds = Bounds::new(&self.config.limits, room);
        let mut user_fields = UserFields::new(
            options.name,
            options.kind,
            (options.attributes, options.has_distinct_keys),
            options.start_time,
            &mut bounds,
        );
        user_fields.count_refused(options.refused);
        user_fields.trace_state = self.trace_states.get(trace_state).cloned();
        for link in options.links {
            let trace_state = self.trace_states.get(link.context.trace_state).cloned();
            user_fields.add_link(link.context, trace_state, link.attributes, &mut bounds);
        }
        user_fields.bytes = bounds.growth.unsigned_abs();
        self.counters
            .details_dropped
            .add(bounds.refused + u64::from(options.refused));
        user_fields
    }

    fn change(
        &mut self,
        key: SpanKey,
        change: impl FnOnce(&mut UserFields, &mut Bounds<'_>),
    ) -> bool {
        let span = open_span(&mut self.table, &mut self.manual_spans, key);
        let slot = span.as_ref().map_or(0, |span| span.slot());
        self.recording.said_of(self.processor.clock(), slot);
        let Some(span) = span else {
            return false;
        };
        let mut bounds = Bounds::new(&self.config.limits, self.processor.budget().room());
        let user_fields = span.user_fields();
        change(user_fields, &mut bounds);
        user_fields.bytes = user_fields.bytes.saturating_add_signed(bounds.growth);
        self.user_field_bytes = self.user_field_bytes.saturating_add_signed(bounds.growth);
        self.counters.details_dropped.add(bounds.refused);
        self.recording.condense(self.processor.clock(), span);
        self.weigh();
        true
    }
}
