//! Traces that the sampler does not want, and that are kept because something went wrong in them.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::time::{Duration, SystemTime};

use span_core::{
    BodyEnd, Config, CoroutineId, Engine, ExporterKind, Sampler, SpanOptions, SpanStatus,
};
use support::{assert_adds_up, code, engine_with, exception, fatal};

fn keeping(change: impl FnOnce(&mut Config)) -> Engine {
    engine_with(&[ExporterKind::Memory], |config| {
        config.sampler = Sampler::ParentBased(Box::new(Sampler::AlwaysOff));
        config.keep_errors = true;
        change(config);
    })
}

/// A root with two children, all open.
fn family(engine: &mut Engine) {
    let root = engine.start(CoroutineId(1), None, CoroutineId::NONE, code());
    for id in [2, 3] {
        engine.start(CoroutineId(id), Some(root), CoroutineId(1), code());
    }
}

fn returns(engine: &mut Engine, id: i64) {
    engine.body_returned(CoroutineId(id));
    assert!(engine.finish(CoroutineId(id)));
}

fn throws(engine: &mut Engine, id: i64) {
    let end = BodyEnd::Exception(Box::new(exception("E", "m")));
    engine.body_ended(CoroutineId(id), end);
    assert!(engine.finish(CoroutineId(id)));
}

fn exported(engine: &Engine) -> Vec<i64> {
    let ids = engine.memory_spans().into_iter().map(|span| {
        let id = span.attribute("coroutine.id").unwrap().to_string();
        id.parse().unwrap()
    });
    ids.collect()
}

#[test]
fn a_trace_in_which_nothing_fails_is_held_and_discarded() {
    let mut engine = keeping(|_| {});
    family(&mut engine);
    returns(&mut engine, 2);
    returns(&mut engine, 3);
    assert_eq!(engine.stats().held, 2);
    assert_adds_up(engine.stats());
    returns(&mut engine, 1);
    let stats = engine.stats();
    assert_eq!((stats.held, stats.sampled_out, stats.exported), (0, 3, 0));
    assert_adds_up(stats);
}

#[test]
fn one_failure_keeps_the_whole_trace_with_the_flags_it_had() {
    let mut engine = keeping(|_| {});
    family(&mut engine);
    let fields = engine.inject(CoroutineId(1), engine.current_context(CoroutineId(1)));
    assert!(fields[0].1.ends_with("-02"));
    returns(&mut engine, 2);
    throws(&mut engine, 3);
    assert_eq!(exported(&engine), [2, 3]);
    returns(&mut engine, 1);
    assert_eq!(exported(&engine), [2, 3, 1]);
    assert!(
        engine
            .memory_spans()
            .iter()
            .all(|span| !span.flags.is_sampled())
    );
    assert_eq!(engine.stats().sampled_out, 0);
    assert_adds_up(engine.stats());
}

#[test]
fn what_outlives_its_root_is_judged_by_itself() {
    let mut engine = keeping(|_| {});
    family(&mut engine);
    returns(&mut engine, 1);
    returns(&mut engine, 2);
    throws(&mut engine, 3);
    assert_eq!(exported(&engine), [3]);
    assert_eq!(engine.stats().sampled_out, 2);
    assert_adds_up(engine.stats());
}

#[test]
fn a_root_that_fails_after_its_children_keeps_them() {
    let mut engine = keeping(|_| {});
    family(&mut engine);
    returns(&mut engine, 2);
    throws(&mut engine, 1);
    returns(&mut engine, 3);
    assert_eq!(exported(&engine), [2, 1, 3]);
}

#[test]
fn a_slow_span_and_a_status_by_hand_are_failures_too() {
    let mut engine = keeping(|config| config.keep_slower_than = Some(Duration::from_secs(5)));
    let start = |seconds| {
        Box::new(SpanOptions {
            start_time: Some(SystemTime::now() - Duration::from_secs(seconds)),
            ..SpanOptions::default()
        })
    };
    for (id, seconds) in [(1, 4), (2, 6)] {
        engine.prepare_with(None, CoroutineId::NONE, start(seconds));
        engine.start_prepared(CoroutineId(id), code());
        returns(&mut engine, id);
    }
    assert_eq!(exported(&engine), [2]);

    engine.start(CoroutineId(3), None, CoroutineId::NONE, code());
    let key = engine.start_span(
        CoroutineId(3),
        engine.current_context(CoroutineId(3)),
        "s".to_owned(),
        SpanOptions::default(),
    );
    let description = "no".to_owned();
    engine.set_status(key, SpanStatus::Error { description });
    engine.end_span(key, None);
    returns(&mut engine, 3);
    assert_eq!(exported(&engine), [2, 3, 3]);
    assert_adds_up(engine.stats());
}

#[test]
fn no_more_is_held_than_allowed_and_the_rest_is_counted() {
    let mut engine = keeping(|config| config.keep_buffer = 2);
    let root = engine.start(CoroutineId(1), None, CoroutineId::NONE, code());
    for id in 2..7 {
        engine.start(CoroutineId(id), Some(root), CoroutineId(1), code());
        returns(&mut engine, id);
    }
    let stats = engine.stats();
    assert_eq!((stats.held, stats.keep_overflow), (2, 3));
    assert_adds_up(stats);
    throws(&mut engine, 1);
    assert_eq!(exported(&engine), [2, 3, 1]);
    assert_adds_up(engine.stats());
}

#[test]
fn a_sweep_judges_children_before_their_root() {
    let mut engine = keeping(|_| {});
    family(&mut engine);
    engine.fatal(CoroutineId(3), fatal("out of memory"));
    returns(&mut engine, 2);
    assert_eq!(engine.sweep(), 2);
    assert_eq!(exported(&engine), [2, 3, 1]);
    let stats = engine.stats();
    assert_eq!((stats.held, stats.open), (0, 0));
    assert_adds_up(stats);
}

#[test]
fn sampled_traces_are_not_held() {
    let mut engine = keeping(|config| config.sampler = Sampler::default());
    family(&mut engine);
    returns(&mut engine, 2);
    assert_eq!(exported(&engine), [2]);
}
