//! The bound on what the engine holds, in bytes.

#![cfg(all(feature = "otlp-http", feature = "file"))]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::time::Duration;

use proptest::prelude::*;
use span_core::{
    BodyEnd, Config, CoroutineId, Engine, ExporterKind, Sampler, SpanKey, SpanOptions, SpanStatus,
};
use support::collector::{Collector, Reply};
use support::{Directory, PATIENCE, assert_adds_up, engine_with, exception, fatal, run, start};

const MIB: usize = 1 << 20;
const BIG: usize = 300 << 10;

fn hanging(collector: &Collector, queue_memory: usize) -> Engine {
    engine_with(&[ExporterKind::Otlp], |config| {
        config.export.otlp.endpoint = collector.endpoint();
        config.queue_memory = queue_memory;
    })
}

fn big_span(engine: &mut Engine) -> SpanKey {
    let span = engine.start_span(
        CoroutineId(1),
        engine.current_context(CoroutineId(1)),
        "s",
        SpanOptions::default(),
    );
    engine.set_attribute(span, "value", "x".repeat(BIG).into());
    span
}

#[test]
fn by_default_a_burst_is_bounded_by_its_bytes_and_not_by_its_number() {
    let collector = Collector::start([Reply::Hang]);
    let mut engine = hanging(&collector, 32 * MIB);
    run(&mut engine, 100_000);
    assert_eq!(engine.stats().queued, 100_000);
    assert_adds_up(engine.stats());

    let mut engine = hanging(&collector, MIB);
    run(&mut engine, 100_000);
    let stats = engine.stats();
    assert!((8_000..16_000).contains(&stats.queued), "{stats:?}");
    assert_eq!(stats.dropped_queue_full, 100_000 - stats.queued);
    assert_adds_up(stats);
    engine.shutdown(Duration::from_millis(50));
    assert_adds_up(engine.stats());
}

#[test]
fn a_value_without_room_is_dropped_and_its_span_arrives() {
    let collector = Collector::start([Reply::ok()]);
    let mut engine = hanging(&collector, MIB);
    let open: Vec<SpanKey> = (0..5).map(|_| big_span(&mut engine)).collect();
    assert_eq!(engine.stats().details_dropped, 2);
    for span in open {
        assert!(engine.end_span(span, None));
    }
    assert!(engine.flush(PATIENCE));
    assert_eq!(engine.stats().exported, 5);
    let requests = collector.requests().into_iter();
    let spans: Vec<_> = requests.flat_map(|request| request.spans()).collect();
    let of_each = spans
        .iter()
        .map(|span| (span.attributes.len(), span.dropped_attributes_count));
    assert_eq!(
        of_each.collect::<Vec<_>>(),
        [(2, 0), (2, 0), (2, 0), (1, 1), (1, 1)]
    );
    // What was delivered makes room.
    big_span(&mut engine);
    assert_eq!(engine.stats().details_dropped, 2);
}

#[test]
fn the_memory_exporter_forgets_the_oldest() {
    let mut engine = engine_with(&[ExporterKind::Memory], |config| config.queue_memory = MIB);
    for _ in 0..10 {
        let span = big_span(&mut engine);
        engine.end_span(span, None);
    }
    // Three of that size, and then one after the other without its value.
    let held = engine.memory_spans();
    let values = held.iter().filter(|span| span.attribute("value").is_some());
    assert_eq!(values.count(), 3);
    engine.reset_memory();
    let span = big_span(&mut engine);
    engine.end_span(span, None);
    assert!(engine.memory_spans()[0].attribute("value").is_some());
}

#[test]
fn spans_that_are_held_back_count_too() {
    let mut engine = engine_with(&[ExporterKind::Memory], |config| {
        config.sampler = Sampler::ParentBased(Box::new(Sampler::AlwaysOff));
        config.keep_errors = true;
        config.queue_memory = MIB;
    });
    let root = engine.start(CoroutineId(1), None, CoroutineId::NONE, support::code());
    for id in 2..20_000 {
        engine.start(CoroutineId(id), Some(root), CoroutineId(1), support::code());
        engine.body_returned(CoroutineId(id));
        engine.finish(CoroutineId(id));
    }
    let stats = engine.stats();
    assert!(stats.held < 11_000 && stats.keep_overflow > 0, "{stats:?}");
    assert_adds_up(stats);
}

#[test]
fn a_text_that_is_cut_keeps_nothing_of_the_rest() {
    let mut engine = engine_with(&[ExporterKind::Memory], |config| {
        config.limits.value_length = Some(4096);
        config.queue_memory = MIB;
    });
    for _ in 0..100 {
        big_span(&mut engine);
    }
    assert_eq!(engine.stats().details_dropped, 0);
}

#[test]
fn an_exception_of_any_length_is_told_in_a_few_kilobytes() {
    let mut engine = engine_with(&[ExporterKind::Memory], |_| {});
    let span = engine.start_span(
        CoroutineId(1),
        engine.current_context(CoroutineId(1)),
        "s",
        SpanOptions::default(),
    );
    let thrown = exception("E", &"x".repeat(10 * MIB));
    engine.record_end(span, BodyEnd::Exception(Box::new(thrown.clone())));
    engine.end_span(span, None);
    start(&mut engine, 2);
    engine.body_ended(CoroutineId(2), BodyEnd::Exception(Box::new(thrown)));
    engine.finish(CoroutineId(2));
    for span in engine.memory_spans() {
        let SpanStatus::Error { description } = &span.status else {
            panic!("{:?}", span.status);
        };
        assert_eq!(description.len(), span_core::text::LONGEST);
        let message = span.events[0].attributes[1].1.to_string();
        assert_eq!(message.len(), span_core::text::LONGEST);
    }
}

/// One thing that a program does.
#[derive(Clone, Debug)]
enum Step {
    Start(i64),
    Finish(i64),
    Throw(i64),
    Fatal(i64),
    Open(i64, usize),
    Say(usize, usize),
    Event(usize, usize),
    Name(usize, usize),
    Status(usize, usize),
    End(usize),
    Sweep,
    Reset,
}

fn step() -> impl Strategy<Value = Step> {
    let (id, key, length) = (0..6_i64, 0..40_usize, 0..60_000_usize);
    prop_oneof![
        id.clone().prop_map(Step::Start),
        id.clone().prop_map(Step::Finish),
        id.clone().prop_map(Step::Throw),
        id.clone().prop_map(Step::Fatal),
        (id, length.clone()).prop_map(|(id, length)| Step::Open(id, length)),
        (key.clone(), length.clone()).prop_map(|(key, length)| Step::Say(key, length)),
        (key.clone(), length.clone()).prop_map(|(key, length)| Step::Event(key, length)),
        (key.clone(), length.clone()).prop_map(|(key, length)| Step::Name(key, length)),
        (key.clone(), length).prop_map(|(key, length)| Step::Status(key, length)),
        key.prop_map(Step::End),
        Just(Step::Sweep),
        Just(Step::Reset),
    ]
}

fn apply(engine: &mut Engine, keys: &mut Vec<SpanKey>, step: &Step) {
    let key = |number: &usize| keys.get(number % keys.len().max(1)).copied();
    match step {
        Step::Start(id) => {
            start(engine, *id);
            keys.extend(engine.current_key(CoroutineId(*id)));
        }
        Step::Finish(id) => {
            engine.body_returned(CoroutineId(*id));
            engine.finish(CoroutineId(*id));
        }
        Step::Throw(id) => {
            let thrown = Box::new(exception("E", &"m".repeat(1_000)));
            engine.body_ended(CoroutineId(*id), BodyEnd::Exception(thrown));
            engine.finish(CoroutineId(*id));
        }
        Step::Fatal(id) => engine.fatal(CoroutineId(*id), fatal("out of luck")),
        Step::Open(id, length) => {
            let options = SpanOptions {
                attributes: vec![("a".into(), "x".repeat(*length).into())].into(),
                ..SpanOptions::default()
            };
            keys.push(engine.start_span(CoroutineId(*id), None, "s", options));
        }
        Step::Say(number, length) => {
            if let Some(key) = key(number) {
                engine.set_attribute(key, "a", "x".repeat(*length).into());
            }
        }
        Step::Event(number, length) => {
            if let Some(key) = key(number) {
                let attributes = vec![("a".into(), "x".repeat(*length).into())];
                engine.add_event(key, "happened".into(), attributes.into(), None);
            }
        }
        Step::Name(number, length) => {
            if let Some(key) = key(number) {
                engine.update_name(key, "n".repeat(*length));
            }
        }
        Step::Status(number, length) => {
            if let Some(key) = key(number) {
                let description = "d".repeat(*length);
                engine.set_status(key, SpanStatus::Error { description });
            }
        }
        Step::End(number) => {
            if let Some(key) = key(number) {
                engine.end_span(key, None);
            }
        }
        Step::Sweep => {
            engine.sweep();
        }
        Step::Reset => {
            engine.reset_memory();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn all_that_was_taken_is_given_back(
        steps in prop::collection::vec(step(), 1..150),
        keep_errors in any::<bool>(),
        tight in any::<bool>(),
    ) {
        let directory = Directory::new();
        let exporters = [ExporterKind::File, ExporterKind::Memory];
        let mut engine = engine_with(&exporters, |config: &mut Config| {
            config.export.file.path = directory.path().join("traces.jsonl");
            config.queue_memory = if tight { 200 << 10 } else { 64 * MIB };
            config.keep_errors = keep_errors;
            if keep_errors {
                config.sampler = Sampler::ParentBased(Box::new(Sampler::AlwaysOff));
            }
        });
        let before = engine.room();
        let mut keys = Vec::new();
        for step in &steps {
            apply(&mut engine, &mut keys, step);
            assert_adds_up(engine.stats());
        }
        engine.sweep();
        engine.flush(PATIENCE);
        engine.reset_memory();
        prop_assert_eq!(engine.room(), before);
        assert_adds_up(engine.stats());
    }
}
