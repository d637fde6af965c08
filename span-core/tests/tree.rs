//! How finished spans look to a person.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::time::{Duration, UNIX_EPOCH};

use span_core::tree::{Style, render};
use span_core::{BodyEnd, CoroutineId, FinishedSpan, SpanId, SpanOptions, SpanStatus, TraceId};
use support::{code, exception, memory_engine};

/// A span of trace 1 that starts at millisecond `start` and takes `nanos`.
fn span(id: u64, parent: Option<u64>, start: u64, nanos: u64) -> FinishedSpan {
    let start_time = UNIX_EPOCH + Duration::from_millis(start);
    let times = start_time..start_time + Duration::from_nanos(nanos);
    FinishedSpan {
        parent_span_id: parent.map(SpanId),
        attributes: vec![
            ("coroutine.id".into(), i64::try_from(id).unwrap().into()),
            ("coroutine.outcome".into(), "returned".into()),
            ("code.function.name".into(), "work".into()),
        ],
        ..FinishedSpan::new("coroutine", TraceId(1), SpanId(id), times)
    }
}

#[test]
fn children_stand_under_their_parent_in_the_order_they_started() {
    // In the order in which they would end.
    let spans = [
        span(4, Some(2), 3, 1_500),
        span(3, Some(1), 5, 20_000_000),
        span(2, Some(1), 2, 40),
        span(1, None, 1, 12_340_000_000),
    ];
    let expected = "\
trace 00000000000000000000000000000001
└─ coroutine #1 work 12.3s returned
   ├─ coroutine #2 work 40ns returned
   │  └─ coroutine #4 work 1.50µs returned
   └─ coroutine #3 work 20.0ms returned
";
    assert_eq!(render(&spans, Style::Plain), expected);
}

#[test]
fn a_span_without_its_parent_is_a_root_that_names_it() {
    let mut other = span(9, None, 1, 5);
    other.trace_id = TraceId(2);
    let spans = [
        span(5, Some(0xabc), 2, 2_000_000),
        other,
        span(6, Some(0xdef), 1, 5),
    ];
    let expected = "\
trace 00000000000000000000000000000001
├─ coroutine #6 work 5ns returned (parent 0000000000000def)
└─ coroutine #5 work 2.00ms returned (parent 0000000000000abc)
trace 00000000000000000000000000000002
└─ coroutine #9 work 5ns returned
";
    assert_eq!(render(&spans, Style::Plain), expected);
}

#[test]
fn failures_say_why_on_one_line() {
    let mut engine = memory_engine();
    engine.start(CoroutineId(1), None, CoroutineId::NONE, code());
    let end = BodyEnd::Exception(Box::new(exception("RuntimeException", "one\ntwo\x1b[2J")));
    engine.body_ended(CoroutineId(1), end);
    assert!(engine.finish(CoroutineId(1)));
    engine.start(CoroutineId(2), None, CoroutineId::NONE, code());
    engine.suspended_at(CoroutineId(2), "/app/wait.php".to_owned(), 3);
    engine.sweep();
    let text = render(&engine.memory_spans(), Style::Plain);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 4, "{text}");
    assert!(lines[1].starts_with("└─ App\\work #1 "), "{text}");
    assert!(
        lines[1].ends_with(" exception RuntimeException: one two [2J"),
        "{text}"
    );
    assert!(
        lines[3].ends_with(" abandoned suspended at /app/wait.php:3"),
        "{text}"
    );
}

#[test]
fn colours_add_nothing_but_escape_sequences() {
    let mut failed = span(1, None, 1, 5);
    let description = "boom".to_owned();
    failed.status = SpanStatus::Error { description };
    let spans = [failed, span(2, Some(1), 2, 5)];
    let coloured = render(&spans, Style::Coloured);
    assert!(coloured.contains("\x1b[31mboom\x1b[0m"));
    let mut plain = String::new();
    for (index, part) in coloured.split('\x1b').enumerate() {
        let text = if index == 0 {
            part
        } else {
            part.split_once('m').unwrap().1
        };
        plain.push_str(text);
    }
    assert_eq!(plain, render(&spans, Style::Plain));
}

#[test]
fn what_runs_is_told_once_and_each_span_on_one_line() {
    let mut spans = [1, 2, 3, 4].map(|id| span(id, None, id, 5));
    let told = [
        ("work", "work"),
        ("{closure} src/Order.php:42", "App\\Order::{closure}"),
        ("job\n\x1b[2J", "work"),
        ("{closure}", "work"),
    ];
    for (span, (name, function)) in spans.iter_mut().zip(told) {
        span.name = name.to_owned();
        span.attributes[2].1 = function.into();
    }
    let expected = "\
trace 00000000000000000000000000000001
├─ work #1 5ns returned
├─ {closure} src/Order.php:42 #2 5ns returned
├─ job  [2J #3 work 5ns returned
└─ {closure} #4 work 5ns returned
";
    assert_eq!(render(&spans, Style::Plain), expected);
}

#[test]
fn a_long_chain_needs_no_deep_stack() {
    let spans: Vec<FinishedSpan> = (1..=2_000)
        .map(|id| span(id, (id > 1).then(|| id - 1), id, 5))
        .collect();
    assert_eq!(render(&spans, Style::Plain).lines().count(), 2_001);
    assert_eq!(render(&[], Style::Plain), "");
}

#[test]
fn a_span_by_hand_stands_under_its_coroutine_with_its_name() {
    let mut engine = memory_engine();
    let id = CoroutineId(7);
    engine.start(id, None, CoroutineId::NONE, code());
    let key = engine.start_span(
        id,
        engine.current_context(id),
        "SELECT users".to_owned(),
        SpanOptions::default(),
    );
    let description = "gone away".to_owned();
    engine.set_status(key, SpanStatus::Error { description });
    engine.end_span(key, None);
    engine.body_returned(id);
    engine.finish(id);
    let text = render(&engine.memory_spans(), Style::Plain);
    let lines: Vec<_> = text.lines().collect();
    assert!(lines[1].starts_with("└─ App\\work #7 "), "{text}");
    assert!(lines[2].starts_with("   └─ SELECT users #7 "), "{text}");
    assert!(lines[2].ends_with(" gone away"), "{text}");
}
