//! Spans that a program starts itself, and what it says of them and of coroutines' spans.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::time::{Duration, SystemTime};

use span_core::{
    AttributeList, BodyEnd, CoroutineId, Engine, FinishedSpan, Link, ParentChoice, SpanKey,
    SpanKind, SpanOptions, SpanStatus,
};
use support::{assert_adds_up, code, exception, memory_engine, start, text};

const ID: CoroutineId = CoroutineId(5);

/// Starts a manual span in coroutine 5.
fn span(engine: &mut Engine, name: &str) -> SpanKey {
    engine.start_span(
        ID,
        engine.current_context(ID),
        name.to_owned(),
        SpanOptions::default(),
    )
}

fn finish(engine: &mut Engine, id: CoroutineId) {
    engine.body_returned(id);
    assert!(engine.finish(id));
}

fn names(engine: &Engine) -> Vec<String> {
    let spans = engine.memory_spans().into_iter();
    spans.map(|span| span.name).collect()
}

fn only(engine: &Engine) -> FinishedSpan {
    let mut spans = engine.memory_spans();
    assert_eq!(spans.len(), 1);
    spans.remove(0)
}

#[test]
fn a_span_is_a_child_of_its_coroutines_span() {
    let mut engine = memory_engine();
    start(&mut engine, 5);
    let coroutine = engine.current_context(ID).unwrap();
    let key = span(&mut engine, "query");
    assert_eq!(
        engine.current_context(ID),
        Some(coroutine),
        "it is not current by itself"
    );
    assert!(engine.is_recording(key));
    assert!(engine.end_span(key, None));
    assert!(!engine.is_recording(key));
    let span = only(&engine);
    assert_eq!(span.parent_span_id, Some(coroutine.span_id));
    assert_eq!(span.trace_id, coroutine.trace_id);
    assert_eq!(span.span_id, engine.span_context(key).span_id);
    assert_eq!(
        (span.name.as_str(), span.kind),
        ("query", SpanKind::Internal)
    );
    assert_eq!(text(&span, "coroutine.id"), "5");
    assert_eq!(span.attribute("coroutine.outcome"), None);
}

#[test]
fn a_span_outlives_its_coroutine_where_its_call_has_begun_more() {
    let mut engine = memory_engine();
    start(&mut engine, 5);
    let sent = span(&mut engine, "sent");
    let left_open = span(&mut engine, "left open");
    let never_answered = span(&mut engine, "never answered");
    for key in [sent, sent, never_answered] {
        engine.outlive_coroutine(key);
    }
    finish(&mut engine, ID);
    assert_eq!(names(&engine), ["left open", "App\\work"]);
    assert!(!engine.is_recording(left_open) && engine.is_recording(sent));
    assert!(engine.has_no_context(), "nothing is current any more");
    assert!(engine.set_attribute(sent, "status", 404.into()));
    assert!(engine.end_span(sent, None));
    assert!(!engine.end_span(sent, None));
    assert_eq!(engine.sweep(), 1);
    assert_eq!(
        names(&engine),
        ["left open", "App\\work", "sent", "never answered"]
    );
    assert_eq!(engine.stats().ended_with_coroutine, 2);
    assert_adds_up(engine.stats());
}

#[test]
fn a_coroutine_ends_those_of_its_spans_that_do_not_outlive_it() {
    let mut engine = memory_engine();
    start(&mut engine, 5);
    let sent = span(&mut engine, "sent");
    engine.outlive_coroutine(sent);
    assert!(engine.end_span(sent, None));
    span(&mut engine, "left open");
    finish(&mut engine, ID);
    assert_eq!(names(&engine), ["sent", "left open", "App\\work"]);
}

#[test]
fn a_span_belongs_under_the_context_that_is_given() {
    let mut engine = memory_engine();
    let ancestor = engine.start(CoroutineId(1), None, CoroutineId::NONE, code());
    let options = SpanOptions::default;
    let child = engine.start_span(ID, Some(ancestor), "child".to_owned(), options());
    assert_eq!(engine.span_context(child).trace_id, ancestor.trace_id);
    let root = engine.start_span(ID, engine.current_context(ID), "root".to_owned(), options());
    assert_ne!(engine.span_context(root).trace_id, ancestor.trace_id);
}

#[test]
fn the_choice_of_a_parent_overrides_what_is_current() {
    let mut engine = memory_engine();
    let other = engine.start(CoroutineId(1), None, CoroutineId::NONE, code());
    start(&mut engine, 5);
    let with_parent = |parent| SpanOptions {
        parent,
        ..SpanOptions::default()
    };
    let options = with_parent(ParentChoice::Explicit(other));
    let explicit = engine.start_span(
        ID,
        engine.current_context(ID),
        "explicit".to_owned(),
        options,
    );
    let root = engine.start_span(
        ID,
        engine.current_context(ID),
        "root".to_owned(),
        with_parent(ParentChoice::Root),
    );
    let options = Box::new(with_parent(ParentChoice::Root));
    let parent = Some(other);
    engine.prepare_with(parent, ID, options);
    engine.start_prepared(CoroutineId(6), code());
    let coroutine = engine.current_context(CoroutineId(6)).unwrap();
    assert_eq!(engine.span_context(explicit).trace_id, other.trace_id);
    assert_ne!(engine.span_context(root).trace_id, other.trace_id);
    assert_ne!(coroutine.trace_id, other.trace_id);
    assert!(engine.end_span(explicit, None) && engine.end_span(root, None));
    let parents: Vec<_> = engine
        .memory_spans()
        .iter()
        .map(|span| span.parent_span_id)
        .collect();
    assert_eq!(parents, [Some(other.span_id), None]);
}

#[test]
fn a_coroutines_span_takes_options_and_all_that_is_said_later() {
    let mut engine = memory_engine();
    let link = |context| Link {
        context,
        attributes: vec![("why".into(), "fan-in".into())].into(),
    };
    let other = engine.start(CoroutineId(1), None, CoroutineId::NONE, code());
    let start_time = SystemTime::now() - Duration::from_secs(9);
    let options = SpanOptions {
        name: Some("consume".into()),
        kind: SpanKind::Consumer,
        attributes: vec![("queue".into(), "mail".into())].into(),
        links: vec![link(other)],
        start_time: Some(start_time),
        ..SpanOptions::default()
    };
    engine.prepare_with(None, CoroutineId::NONE, Box::new(options));
    engine.start_prepared(ID, code());
    let key = engine.current_key(ID).unwrap();
    assert!(engine.is_recording(key));
    assert!(engine.set_attribute(key, "size", 3.into()));
    assert!(engine.add_event(key, "received".to_owned(), AttributeList::default(), None));
    assert!(engine.add_link(key, link(other)));
    assert!(engine.update_name(key, "consume mail".to_owned()));
    assert_eq!(
        engine
            .active()
            .iter()
            .filter(|span| span.name == "consume mail")
            .count(),
        1
    );
    assert!(!engine.end_span(key, None), "the coroutine ends it");
    finish(&mut engine, ID);
    assert!(!engine.set_attribute(key, "size", 4.into()));

    let span = only(&engine);
    assert_eq!(
        (span.name.as_str(), span.kind),
        ("consume mail", SpanKind::Consumer)
    );
    assert_eq!(text(&span, "coroutine.outcome"), "returned");
    let own: Vec<_> = span.attributes[7..]
        .iter()
        .map(|(key, _)| key.as_ref())
        .collect();
    assert_eq!(own, ["queue", "size"]);
    assert_eq!(span.start_time, start_time);
    assert!(span.duration() >= Duration::from_secs(9));
    assert_eq!(span.links.len(), 2);
    assert_eq!(span.links[0].context, other);
    assert_eq!(span.events[0].name, "received");
    assert!((span.start_time..=span.end_time).contains(&span.events[0].time));
}

#[test]
fn a_key_of_a_former_coroutine_says_nothing_of_the_next_one_with_its_id() {
    let mut engine = memory_engine();
    start(&mut engine, 5);
    let key = engine.current_key(ID).unwrap();
    finish(&mut engine, ID);
    start(&mut engine, 5);
    assert!(!engine.is_recording(key));
    assert!(!engine.set_attribute(key, "late", true.into()));
}

#[test]
fn the_last_value_of_an_attribute_stands_and_the_program_overrides_ours() {
    let mut engine = memory_engine();
    start(&mut engine, 5);
    let key = engine.current_key(ID).unwrap();
    for value in [1, 2] {
        assert!(engine.set_attribute(key, "n", value.into()));
    }
    assert!(engine.set_attribute(key, "code.function.name", "mine".into()));
    assert!(engine.set_attribute(key, "", "nameless".into()));
    finish(&mut engine, ID);
    let span = only(&engine);
    assert_eq!(text(&span, "n"), "2");
    assert_eq!(text(&span, "code.function.name"), "mine");
    assert_eq!((span.attributes.len(), span.dropped_attributes), (8, 0));
}

#[test]
fn an_exception_is_recorded_as_an_event_and_changes_no_status() {
    let mut engine = memory_engine();
    let key = span(&mut engine, "try");
    let attributes = vec![
        ("exception.message".into(), "hidden".into()),
        ("attempt".into(), 2.into()),
    ];
    assert!(engine.record_exception(key, exception("E", "secret"), attributes.into()));
    assert!(engine.end_span(key, None));
    let span = only(&engine);
    assert_eq!(span.status, SpanStatus::Unset);
    let event = &span.events[0];
    assert_eq!(event.name, "exception");
    let pairs: Vec<_> = event
        .attributes
        .iter()
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    assert_eq!(
        pairs,
        [
            "exception.type=E",
            "exception.message=hidden",
            "exception.stacktrace=#0 {main}",
            "attempt=2"
        ]
    );
}

#[test]
fn ok_is_final_and_unset_is_ignored() {
    let error = |text: &str| SpanStatus::Error {
        description: text.to_owned(),
    };
    let table = [
        (vec![error("a"), SpanStatus::Unset], error("a")),
        (vec![error("a"), error("b")], error("b")),
        (vec![error("a"), SpanStatus::Ok], SpanStatus::Ok),
        (
            vec![SpanStatus::Ok, error("a"), SpanStatus::Unset],
            SpanStatus::Ok,
        ),
    ];
    for (said, status) in table {
        let mut engine = memory_engine();
        let key = span(&mut engine, "s");
        for status in said {
            assert!(engine.set_status(key, status));
        }
        engine.end_span(key, None);
        assert_eq!(only(&engine).status, status);
    }
}

#[test]
fn a_vouched_for_coroutine_that_throws_tells_so_but_stays_ok() {
    let mut engine = memory_engine();
    start(&mut engine, 5);
    let key = engine.current_key(ID).unwrap();
    engine.set_status(key, SpanStatus::Ok);
    engine.body_ended(ID, BodyEnd::Exception(Box::new(exception("E", "m"))));
    engine.finish(ID);
    let span = only(&engine);
    assert_eq!(span.status, SpanStatus::Ok);
    assert_eq!(text(&span, "error.type"), "E");
}

#[test]
fn given_times_stand_but_no_span_ends_before_it_starts() {
    let mut engine = memory_engine();
    let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    for (start, end, expected) in [(10, 20, 20), (20, 10, 20)] {
        engine.reset_memory();
        let options = SpanOptions {
            start_time: Some(at(start)),
            ..SpanOptions::default()
        };
        let key = engine.start_span(ID, engine.current_context(ID), "s".to_owned(), options);
        engine.add_event(key, "e".to_owned(), AttributeList::default(), Some(at(15)));
        engine.end_span(key, Some(at(end)));
        let span = only(&engine);
        assert_eq!((span.start_time, span.end_time), (at(start), at(expected)));
        assert_eq!(span.events[0].time, at(15));
    }
}

#[test]
fn spans_left_open_end_with_their_coroutine_the_newest_first() {
    let mut engine = memory_engine();
    start(&mut engine, 5);
    start(&mut engine, 6);
    for name in ["a", "b", "c"] {
        span(&mut engine, name);
    }
    let other = engine.start_span(
        CoroutineId(6),
        None,
        "other".to_owned(),
        SpanOptions::default(),
    );
    finish(&mut engine, ID);
    assert_eq!(names(&engine), ["c", "b", "a", "App\\work"]);
    assert!(engine.is_recording(other));
    assert_eq!(engine.stats().ended_with_coroutine, 3);
    assert_adds_up(engine.stats());
}

#[test]
fn a_coroutine_without_a_span_ends_its_spans_too() {
    let mut engine = memory_engine();
    let key = span(&mut engine, "in a bare coroutine");
    assert!(!engine.finish(ID));
    assert!(!engine.is_recording(key));
    assert!(!engine.end_span(key, None));
    assert_eq!(engine.stats().ended_with_coroutine, 1);
}

#[test]
fn outside_of_coroutines_spans_live_until_the_sweep() {
    let mut engine = memory_engine();
    let none = CoroutineId::NONE;
    let key = engine.start_span(
        none,
        engine.current_context(none),
        "timer".to_owned(),
        SpanOptions::default(),
    );
    start(&mut engine, 5);
    finish(&mut engine, ID);
    assert!(engine.is_recording(key));
    assert_eq!(engine.active()[0].name, "timer");
    assert_eq!(engine.sweep(), 1);
    let spans = engine.memory_spans();
    assert_eq!(spans[1].name, "timer");
    assert_eq!(spans[1].attribute("coroutine.id"), None);
    assert_eq!(engine.stats().ended_with_coroutine, 1);
    assert_adds_up(engine.stats());
}

#[test]
fn a_coroutine_that_starts_again_ends_what_its_former_self_left() {
    let mut engine = memory_engine();
    start(&mut engine, 5);
    let left = span(&mut engine, "left");
    engine.activate(ID, left);
    let again = engine.start(ID, None, CoroutineId::NONE, code());
    assert_eq!(engine.current_context(ID), Some(again));
    assert_eq!(names(&engine), ["left", "App\\work"]);
    assert_adds_up(engine.stats());
}

#[test]
fn a_forked_child_knows_open_spans_as_parents_only() {
    let mut engine = memory_engine();
    start(&mut engine, 5);
    let key = span(&mut engine, "query");
    let scope = engine.activate(ID, key);
    engine.after_fork(None);
    assert_eq!(engine.stats(), Default::default());
    assert!(!engine.is_recording(key) && !engine.end_span(key, None));
    assert_eq!(engine.current_context(ID), Some(engine.span_context(key)));
    let child = span(&mut engine, "child");
    assert_eq!(
        engine.span_context(child).trace_id,
        engine.span_context(key).trace_id
    );
    engine.detach(ID, scope);
    assert!(!engine.finish(ID), "its own span is the parent process's");
    assert_eq!(names(&engine), ["child"]);
    assert_adds_up(engine.stats());
}

#[test]
fn what_ended_the_code_inside_a_span_is_judged_as_for_a_coroutine() {
    let error = |description: &str| SpanStatus::Error {
        description: description.to_owned(),
    };
    let oops = || Box::new(exception("Oops", "no"));
    let exit = |status| BodyEnd::Exit {
        status,
        error_type: "ExitException",
    };
    let cases = [
        (BodyEnd::Returned, SpanStatus::Unset, "", 0),
        (exit(0), SpanStatus::Unset, "", 0),
        (exit(3), error("exit status 3"), "ExitException", 0),
        (BodyEnd::Cancelled(oops()), SpanStatus::Unset, "", 1),
        (BodyEnd::Timeout(oops()), error("no"), "Oops", 1),
        (BodyEnd::Exception(oops()), error("no"), "Oops", 1),
    ];
    for (end, status, error_type, events) in cases {
        let mut engine = memory_engine();
        let key = span(&mut engine, "work");
        engine.record_end(key, end);
        engine.end_span(key, None);
        let span = only(&engine);
        assert_eq!(span.status, status);
        assert_eq!(text(&span, "error.type"), error_type);
        assert_eq!(span.events.len(), events);
    }
}

#[test]
fn an_engine_knows_when_nothing_is_current_anywhere() {
    let mut engine = memory_engine();
    assert!(engine.has_no_context());
    start(&mut engine, 5);
    assert!(!engine.has_no_context());
    finish(&mut engine, ID);
    assert!(engine.has_no_context());
    let key = span(&mut engine, "work");
    let scope = engine.activate(ID, key);
    assert!(!engine.has_no_context());
    engine.detach(ID, scope);
    engine.end_span(key, None);
    assert!(engine.has_no_context());
}
