//! From start to close: contexts, exactly once, many at a time, and over a fork.

#![cfg(all(feature = "otlp-http", feature = "file"))]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::collections::HashSet;

use span_core::{BodyEnd, CoroutineId, ExporterKind};
use support::{
    PATIENCE, assert_adds_up, code, engine_with, exception, fatal, memory_engine, run, start, text,
};

const UNKNOWN: CoroutineId = CoroutineId(404);

#[test]
fn a_child_is_in_its_parents_trace() {
    let mut engine = memory_engine();
    let root = engine.start(CoroutineId(1), None, CoroutineId::NONE, code());
    let child = engine.start(CoroutineId(2), Some(root), CoroutineId(1), code());
    assert_eq!(child.trace_id, root.trace_id);
    assert_eq!(engine.current_context(CoroutineId(2)), Some(child));

    // A parent may end before its child.
    assert!(engine.finish(CoroutineId(1)));
    assert!(engine.finish(CoroutineId(2)));
    let spans = engine.memory_spans();
    assert_eq!(spans[0].parent_span_id, None);
    assert_eq!(spans[1].parent_span_id, Some(root.span_id));
    assert_eq!(text(&spans[1], "coroutine.parent_id"), "1");
    assert_eq!(engine.current_context(CoroutineId(2)), None);
}

#[test]
fn outside_of_any_coroutine_is_an_ordinary_place() {
    let mut engine = memory_engine();
    start(&mut engine, CoroutineId::NONE.0);
    assert!(engine.is_open(CoroutineId::NONE));
    engine.body_returned(CoroutineId::NONE);
    assert!(engine.finish(CoroutineId::NONE));
    assert_eq!(text(&engine.memory_spans()[0], "coroutine.id"), "-1");
}

#[test]
fn only_the_first_finisher_closes() {
    let mut engine = memory_engine();
    start(&mut engine, 1);
    assert!(!engine.in_defers(CoroutineId(1)));
    engine.body_returned(CoroutineId(1));
    assert!(engine.in_defers(CoroutineId(1)));
    assert!(engine.finish(CoroutineId(1)));
    assert!(!engine.in_defers(CoroutineId(1)));
    assert!(!engine.finish(CoroutineId(1)));
    assert_eq!(engine.sweep(), 0);
    assert_eq!(engine.memory_spans().len(), 1);
    assert_adds_up(engine.stats());
}

#[test]
fn reports_about_an_unknown_coroutine_are_ignored() {
    let mut engine = memory_engine();
    engine.body_returned(UNKNOWN);
    engine.body_ended(UNKNOWN, BodyEnd::Abandoned);
    engine.defer_ended(UNKNOWN, BodyEnd::Exception(Box::new(exception("E", "m"))));
    engine.fatal(UNKNOWN, fatal("m"));
    engine.suspended_at(UNKNOWN, "f".to_owned(), 1);
    assert!(!engine.finish(UNKNOWN));
    assert!(!engine.is_open(UNKNOWN) && !engine.in_defers(UNKNOWN));
    assert_eq!(engine.stats(), Default::default());
}

#[test]
fn an_id_that_starts_again_closes_its_former_span() {
    let mut engine = memory_engine();
    start(&mut engine, 1);
    start(&mut engine, 1);
    assert_eq!(engine.stats().open, 1);
    engine.body_returned(CoroutineId(1));
    assert!(engine.finish(CoroutineId(1)));
    let outcomes: Vec<String> = engine
        .memory_spans()
        .iter()
        .map(|span| text(span, "coroutine.outcome"))
        .collect();
    assert_eq!(outcomes, ["abandoned", "returned"]);
    assert_adds_up(engine.stats());
}

#[test]
fn ten_thousand_open_spans_are_all_closed_by_a_sweep() {
    let mut engine = memory_engine();
    for id in 0..10_000 {
        start(&mut engine, id);
    }
    assert_eq!(engine.stats().open, 10_000);
    assert_eq!(engine.open_ids().len(), 10_000);
    assert_eq!(engine.sweep(), 10_000);
    let spans = engine.memory_spans();
    let ids: HashSet<_> = spans.iter().map(|span| span.span_id).collect();
    let traces: HashSet<_> = spans.iter().map(|span| span.trace_id).collect();
    assert_eq!((ids.len(), traces.len()), (10_000, 10_000));
    assert!(spans.is_sorted_by_key(|span| span.start_time));
    assert_eq!(engine.stats().exported, 10_000);
    assert_adds_up(engine.stats());
}

#[test]
fn open_spans_can_be_listed() {
    let mut engine = memory_engine();
    let root = engine.start(CoroutineId(1), None, CoroutineId::NONE, code());
    let child = engine.start(CoroutineId(2), Some(root), CoroutineId(1), code());
    let mut active = engine.active();
    active.sort_by_key(|span| span.coroutine_id.0);
    assert_eq!(active.len(), 2);
    assert_eq!(active[1].context, child);
    assert_eq!(active[1].parent_span_id, Some(root.span_id));
    assert_eq!(active[1].coroutine_parent_id, Some(CoroutineId(1)));
    assert_eq!(active[1].name, "App\\work");
    assert!(active[0].age >= active[1].age);
}

#[test]
fn the_memory_is_bounded_and_can_be_emptied() {
    let mut engine = memory_engine();
    run(&mut engine, 65_537);
    let spans = engine.memory_spans();
    assert_eq!(spans.len(), 65_536);
    assert_eq!(text(&spans[0], "coroutine.id"), "2");
    engine.reset_memory();
    assert!(engine.memory_spans().is_empty());
    assert_eq!(engine.stats().exported, 65_537);
}

#[test]
fn memory_and_other_exporters_get_the_same_spans() {
    let directory = support::Directory::new();
    let exporters = [ExporterKind::Memory, ExporterKind::File];
    let mut engine = engine_with(&exporters, |config| {
        config.export.file.path = directory.path().join("traces.jsonl");
    });
    run(&mut engine, 3);
    assert_eq!(engine.memory_spans().len(), 3);
    assert!(engine.flush(PATIENCE));
    assert_eq!(engine.memory_spans().len(), 3);
    assert_eq!(engine.stats().exported, 3);
}

#[test]
fn a_forked_child_starts_from_nothing_but_keeps_the_contexts() {
    let mut engine = memory_engine();
    run(&mut engine, 3);
    let open = engine.start(CoroutineId(9), None, CoroutineId::NONE, code());
    start(&mut engine, 10);
    engine.count_internal_error();
    engine.after_fork(None);

    assert_eq!(engine.stats(), Default::default());
    assert!(engine.memory_spans().is_empty());
    assert!(engine.active().is_empty() && engine.open_ids().is_empty());
    assert!(!engine.is_open(CoroutineId(9)));
    assert_eq!(engine.current_context(CoroutineId(9)), Some(open));

    let parent = engine.current_context(CoroutineId(9));
    engine.start(CoroutineId(11), parent, CoroutineId(9), code());
    assert!(engine.finish(CoroutineId(11)));
    assert_eq!(engine.memory_spans()[0].trace_id, open.trace_id);

    // Its own end and the sweep close nothing, and what ended is no context any more.
    assert!(!engine.finish(CoroutineId(9)));
    assert_eq!(engine.current_context(CoroutineId(9)), None);
    assert_eq!(engine.sweep(), 0);

    // An id that is used again belongs to the child.
    start(&mut engine, 10);
    assert!(engine.finish(CoroutineId(10)));
    assert_eq!(engine.current_context(CoroutineId(10)), None);
    assert_adds_up(engine.stats());
}

#[test]
fn a_forked_child_has_a_flusher_of_its_own() {
    let directory = support::Directory::new();
    let path = directory.path().join("traces.jsonl");
    let mut engine = engine_with(&[ExporterKind::File], |config| {
        config.export.file.path = path.clone();
    });
    run(&mut engine, 2);
    assert!(engine.flush(PATIENCE));
    engine.after_fork(None);
    run(&mut engine, 3);
    assert!(engine.shutdown(PATIENCE));
    assert_eq!(engine.stats().exported, 3);
    assert_eq!(std::fs::read_to_string(path).unwrap().lines().count(), 2);
}
