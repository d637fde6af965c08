//! Our encoders held against OpenTelemetry's own, with spans of all kinds.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use proptest::collection::vec;
use proptest::prelude::*;
use prost::Message;

use crate::config::Config;
use crate::export::batch::Batch;
use crate::export::otlp::sdk;
use crate::model::attribute::{Attribute, AttributeValue};
use crate::model::code::{Code, CodeLocation};
use crate::model::context::{SpanContext, TraceFlags};
use crate::model::finished::{FinishedEvent, FinishedLink, FinishedSpan};
use crate::model::ids::{CoroutineId, SpanId, TraceId};
use crate::model::kind::SpanKind;
use crate::model::process::Process;
use crate::model::status::SpanStatus;
use crate::span::clock::{Clock, Tick, monotonic};
use crate::span::end::CloseReason;
use crate::span::fields::{Bounds, Moment, UserFields};
use crate::span::finish::Converter;
use crate::span::limits::SpanLimits;
use crate::span::open::{Identity, Span};
use crate::span::record::Record;

fn decoded(batch: &Batch<'_>) -> ExportTraceServiceRequest {
    ExportTraceServiceRequest::decode(batch.protobuf()).unwrap()
}

fn value() -> impl Strategy<Value = AttributeValue> {
    prop_oneof![
        ".*".prop_map(AttributeValue::from),
        any::<i64>().prop_map(AttributeValue::Int),
        (-1e9..1e9).prop_map(AttributeValue::Float),
        any::<bool>().prop_map(AttributeValue::Bool),
        vec(".*", 0..3).prop_map(AttributeValue::Strings),
        vec(any::<i64>(), 0..3).prop_map(AttributeValue::Ints),
        vec(-1e9..1e9, 0..3).prop_map(AttributeValue::Floats),
        vec(any::<bool>(), 0..3).prop_map(AttributeValue::Bools),
    ]
}

fn attribute_list() -> impl Strategy<Value = Vec<Attribute>> {
    vec((".{0,200}".prop_map(Cow::Owned), value()), 0..4)
}

fn time() -> impl Strategy<Value = SystemTime> {
    let nanos = prop_oneof![Just(0), any::<u32>().prop_map(u64::from), 0..u64::MAX / 2];
    nanos.prop_map(|nanos| UNIX_EPOCH + Duration::from_nanos(nanos))
}

fn state() -> impl Strategy<Value = Option<Arc<str>>> {
    // The second is legal, though not by the rules of OpenTelemetry's crates.
    let states = ["a=b", "tenant@fourteenchars1=x,ok=1", ""];
    prop::option::of(prop::sample::select(states.to_vec()).prop_map(Arc::from))
}

fn context() -> impl Strategy<Value = SpanContext> {
    (any::<u128>(), any::<u64>(), any::<u8>(), any::<bool>()).prop_map(
        |(trace, span, flags, is_remote)| SpanContext {
            is_remote,
            ..SpanContext::local(TraceId(trace), SpanId(span), TraceFlags::of_bits(flags))
        },
    )
}

fn event() -> impl Strategy<Value = FinishedEvent> {
    (".*", time(), attribute_list(), any::<u32>()).prop_map(
        |(name, time, attributes, dropped_attributes)| FinishedEvent {
            name,
            time,
            attributes,
            dropped_attributes,
        },
    )
}

fn link() -> impl Strategy<Value = FinishedLink> {
    (context(), state(), attribute_list(), 0..3_u32).prop_map(
        |(context, trace_state, attributes, dropped_attributes)| FinishedLink {
            context,
            trace_state,
            attributes,
            dropped_attributes,
        },
    )
}

fn span() -> impl Strategy<Value = FinishedSpan> {
    let kinds = vec![
        SpanKind::Internal,
        SpanKind::Server,
        SpanKind::Client,
        SpanKind::Producer,
        SpanKind::Consumer,
    ];
    let statuses = prop_oneof![
        Just(SpanStatus::Unset),
        Just(SpanStatus::Ok),
        ".*".prop_map(|description| SpanStatus::Error { description }),
    ];
    let parents = (prop::option::of(1..u64::MAX), any::<bool>());
    let dropped = (0..300_u32, any::<u32>(), 0..2_u32);
    let what = (".*", prop::sample::select(kinds), statuses, state());
    let times = (time(), time());
    let lists = (attribute_list(), vec(event(), 0..3), vec(link(), 0..3));
    (context(), parents, dropped, what, times, lists).prop_map(
        |(context, parent, dropped, what, times, lists)| FinishedSpan {
            name: what.0,
            kind: what.1,
            trace_id: context.trace_id,
            span_id: context.span_id,
            flags: context.flags,
            trace_state: what.3,
            parent_span_id: parent.0.map(SpanId),
            parent_is_remote: parent.1,
            start_time: times.0,
            end_time: times.1,
            attributes: lists.0,
            dropped_attributes: dropped.0,
            events: lists.1,
            dropped_events: dropped.1,
            links: lists.2,
            dropped_links: dropped.2,
            status: what.2,
        },
    )
}

/// The engine's own attributes, which a program may set as well.
fn own_key() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "coroutine.id",
        "coroutine.parent_id",
        "coroutine.outcome",
        "code.function.name",
        "code.file.path",
        "code.line.number",
        "process.pid",
        "thread.id",
    ])
}

/// What a program has set that says all of this.
fn fields(given: FinishedSpan, own_key: Option<&'static str>, now: Tick) -> UserFields {
    let limits = SpanLimits::default();
    let mut bounds = Bounds::new(&limits, usize::MAX);
    let mut fields = UserFields {
        name: Some(given.name.into()).filter(|name: &Cow<str>| !name.is_empty()),
        kind: given.kind,
        start_time: Some(given.start_time),
        trace_state: given.trace_state,
        ..UserFields::default()
    };
    let own = own_key.map(|key| (key.into(), "the program's".into()));
    for (key, value) in given.attributes.into_iter().chain(own) {
        fields.set_attribute(&key, value.into(), &mut bounds);
    }
    fields.count_refused(given.dropped_attributes);
    for (index, event) in given.events.into_iter().enumerate() {
        let moment = match index {
            0 => Moment::Given(event.time),
            _ => Moment::Clock(now),
        };
        fields.add_event(event.name, moment, event.attributes.into(), &mut bounds);
    }
    for link in given.links {
        let attributes = link.attributes.into();
        fields.add_link(link.context, link.trace_state, attributes, &mut bounds);
    }
    fields.set_status(given.status, &mut bounds);
    fields
}

proptest! {
    #[test]
    fn writes_what_opentelemetrys_own_encoder_writes(spans in vec(span(), 1..4)) {
        let resource = Config::default().resource(Process::current());
        let batch = Batch::new(spans, &resource);
        prop_assert_eq!(&decoded(&batch), &sdk::request(&batch));
    }

    #[cfg(any(feature = "otlp-http", feature = "file"))]
    #[test]
    fn json_says_what_protobuf_says(spans in vec(span(), 1..4)) {
        let resource = Config::default().resource(Process::current());
        let batch = Batch::new(spans, &resource);
        let read: ExportTraceServiceRequest =
            serde_json::from_slice(batch.json().unwrap()).unwrap();
        prop_assert_eq!(&read, &decoded(&batch));
    }

    #[test]
    fn a_record_is_written_as_the_span_it_stands_for(
        context in context(),
        parent in prop::option::of(context()),
        ids in any::<(i64, i64)>(),
        function in ".*",
        place in prop::option::of((".*", any::<u32>())),
        is_manual in any::<bool>(),
        given in prop::option::of((span(), prop::option::of(own_key()))),
    ) {
        let place = CodeLocation {
            span_name: format!("to {function}"),
            function,
            file: place.as_ref().map(|(file, _)| file.clone()),
            line: place.map(|(_, line)| line),
        };
        let Code::Kept(code) = place.keep() else {
            panic!("so many places");
        };
        let clock = Clock::new(monotonic);
        let mut span = Span::new(
            Identity::new(context, parent, CoroutineId(ids.0)),
            Some(code).filter(|_| !is_manual),
            clock.now(),
        );
        span.body_returned();
        let own_key = given.as_ref().and_then(|(_, own_key)| *own_key);
        if let Some((given, _)) = given {
            span.set_user_fields(fields(given, own_key, clock.now()));
        }
        let record = span.close(CoroutineId(ids.1), CloseReason::EndHook, clock.now());
        let config = Config::default();
        let converter = Converter::new(None, 7, clock.until(clock.now()));
        prop_assert_eq!(converter.can_borrow(&record), own_key.is_none());
        let resource = config.resource(Process::current());
        let records = |record: Record| std::iter::repeat_n(record, 2);
        let batch = Batch::of_records(records(record), converter, &resource, vec![1; 9]);
        let written = decoded(&batch);
        prop_assert_eq!(&written, &sdk::request(&batch));
    }
}
