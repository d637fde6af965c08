//! Spans that go on after their coroutines.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use span_core::{CoroutineId, Engine, SpanKey, SpanOptions, SpanStatus};
use support::{assert_adds_up, memory_engine, start};

const ID: CoroutineId = CoroutineId(5);

/// A coroutine whose span goes on after it.
fn outliving(engine: &mut Engine) -> SpanKey {
    start(engine, 5);
    let key = engine.own_key(ID).unwrap();
    engine.outlive_coroutine(key);
    engine.body_returned(ID);
    key
}

#[test]
fn a_coroutines_span_goes_on_until_it_is_ended() {
    let mut engine = memory_engine();
    let key = outliving(&mut engine);
    assert!(!engine.finish(ID));
    assert!(engine.memory_spans().is_empty());
    assert_eq!(engine.active().len(), 1);
    assert!(
        engine.current_context(ID).is_none(),
        "nothing is current after the coroutine"
    );
    assert_eq!(engine.own_key(ID), Some(key));
    assert!(engine.is_recording(key));
    assert!(engine.set_attribute(key, "status", 503.into()));
    let description = String::new();
    assert!(engine.set_status(key, SpanStatus::Error { description }));
    assert!(
        !engine.end_span(key, None),
        "the program has no say in when a coroutine's span ends"
    );
    engine.end_outliving(key);
    engine.end_outliving(key);
    let spans = engine.memory_spans();
    assert_eq!(spans.len(), 1);
    let has = |name| spans[0].attributes.iter().any(|(key, _)| key == name);
    assert!(has("status") && has("coroutine.outcome"));
    assert!(!engine.is_recording(key));
    assert_adds_up(engine.stats());
}

#[test]
fn it_ends_with_its_coroutine_where_that_still_runs() {
    let mut engine = memory_engine();
    let key = outliving(&mut engine);
    engine.end_outliving(key);
    engine.end_outliving(key);
    assert!(engine.memory_spans().is_empty());
    assert!(engine.finish(ID));
    assert_eq!(engine.memory_spans().len(), 1);
    assert_adds_up(engine.stats());
}

#[test]
fn spans_that_the_program_leaves_open_end_with_the_coroutine() {
    let mut engine = memory_engine();
    let key = outliving(&mut engine);
    engine.start_span(ID, None, "left open", SpanOptions::default());
    engine.finish(ID);
    assert_eq!(engine.memory_spans()[0].name, "left open");
    engine.end_outliving(key);
    assert_eq!(engine.memory_spans().len(), 2);
    assert_adds_up(engine.stats());
}

#[test]
fn what_nothing_ends_is_closed_at_shutdown() {
    let mut engine = memory_engine();
    let key = outliving(&mut engine);
    engine.finish(ID);
    assert_eq!(engine.sweep(), 1);
    engine.end_outliving(key);
    assert_eq!(engine.memory_spans().len(), 1);
    assert_adds_up(engine.stats());
}
