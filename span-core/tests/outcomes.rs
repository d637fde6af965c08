//! What each way of ending makes of a span: outcome, status, attributes, event.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use span_core::{
    Attribute, AttributeValue, BodyEnd, CoroutineId, Engine, FinishedSpan, SpanOptions, SpanStatus,
};
use support::{exception, fatal, memory_engine, start, text};

const ID: CoroutineId = CoroutineId(5);
/// What the extension calls an `exit()`.
const EXIT: &str = "ExitException";

fn exit(status: i64) -> BodyEnd {
    BodyEnd::Exit {
        status,
        error_type: EXIT,
    }
}

/// The span of a coroutine to which `happen` happens before it is finished.
fn finished(happen: impl FnOnce(&mut Engine)) -> FinishedSpan {
    ended(happen, |engine| assert!(engine.finish(ID)))
}

/// The same, swept up at request shutdown.
fn swept(happen: impl FnOnce(&mut Engine)) -> FinishedSpan {
    ended(happen, |engine| assert_eq!(engine.sweep(), 1))
}

fn ended(happen: impl FnOnce(&mut Engine), end: impl FnOnce(&mut Engine)) -> FinishedSpan {
    let mut engine = memory_engine();
    start(&mut engine, ID.0);
    happen(&mut engine);
    end(&mut engine);
    let mut spans = engine.memory_spans();
    assert_eq!(spans.len(), 1);
    spans.remove(0)
}

fn assert_unset(span: &FinishedSpan, outcome: &str) {
    assert_eq!(text(span, "coroutine.outcome"), outcome);
    assert_eq!(span.status, SpanStatus::Unset);
    assert_eq!(span.attribute("error.type"), None);
}

fn assert_error(span: &FinishedSpan, outcome: &str, error_type: &str, message: &str) {
    assert_eq!(text(span, "coroutine.outcome"), outcome);
    assert_eq!(text(span, "error.type"), error_type);
    let description = message.to_owned();
    assert_eq!(span.status, SpanStatus::Error { description });
}

fn assert_attributes(attributes: &[Attribute], expected: &[(&str, AttributeValue)]) {
    let pairs = attributes.iter();
    let pairs: Vec<_> = pairs
        .map(|(key, value)| (key.as_ref(), value.clone()))
        .collect();
    assert_eq!(pairs, expected);
}

fn assert_event(span: &FinishedSpan, class: &str, message: &str, stacktrace: &str) {
    assert_eq!(span.events.len(), 1);
    let event = &span.events[0];
    assert_eq!(event.name, "exception");
    assert!(event.time >= span.start_time && event.time <= span.end_time);
    let expected: [(&str, AttributeValue); 3] = [
        ("exception.type", class.into()),
        ("exception.message", message.into()),
        ("exception.stacktrace", stacktrace.into()),
    ];
    assert_attributes(&event.attributes, &expected);
}

#[test]
fn a_return_has_the_plain_attributes_in_order() {
    let span = finished(|engine| engine.body_returned(ID));
    let pid = i64::from(std::process::id());
    let expected: Vec<(&str, AttributeValue)> = vec![
        ("coroutine.id", 5.into()),
        ("coroutine.parent_id", (-1).into()),
        ("coroutine.outcome", "returned".into()),
        ("code.function.name", "App\\work".into()),
        ("code.file.path", "/app/work.php".into()),
        ("code.line.number", 7.into()),
        ("process.pid", pid.into()),
    ];
    assert_attributes(&span.attributes, &expected);
    assert_unset(&span, "returned");
    assert!(span.events.is_empty());
    assert_eq!(span.name, "App\\work");
    assert!(span.end_time >= span.start_time);
    assert!(span.start_time.elapsed().unwrap().as_secs() < 60);
}

#[test]
fn an_exception_is_an_error_with_an_event() {
    let end = BodyEnd::Exception(Box::new(exception("RuntimeException", "boom")));
    let span = finished(|engine| engine.body_ended(ID, end));
    assert_error(&span, "exception", "RuntimeException", "boom");
    assert_event(&span, "RuntimeException", "boom", "#0 {main}");
}

#[test]
fn a_time_out_is_an_error_with_an_event() {
    let end = BodyEnd::Timeout(Box::new(exception(
        "Swoole\\Coroutine\\TimeoutException",
        "late",
    )));
    let span = finished(|engine| engine.body_ended(ID, end));
    assert_error(
        &span,
        "timeout",
        "Swoole\\Coroutine\\TimeoutException",
        "late",
    );
    assert_event(
        &span,
        "Swoole\\Coroutine\\TimeoutException",
        "late",
        "#0 {main}",
    );
}

#[test]
fn a_failure_without_a_message_is_described_by_its_class() {
    let described = |end: &dyn Fn(&mut Engine)| match finished(|engine| end(engine)).status {
        SpanStatus::Error { description } => description,
        other => panic!("{other:?}"),
    };
    let class = "Swoole\\Coroutine\\TimeoutException";
    let silent = || Box::new(exception(class, ""));
    for end in [BodyEnd::Timeout(silent()), BodyEnd::Exception(silent())] {
        assert_eq!(
            described(&|engine| engine.body_ended(ID, end.clone())),
            class
        );
    }
    assert_eq!(described(&|engine| engine.fatal(ID, fatal(""))), "E_ERROR");
    let mut engine = memory_engine();
    let key = engine.start_span(
        ID,
        engine.current_context(ID),
        "charge".to_owned(),
        SpanOptions::default(),
    );
    engine.record_end(key, BodyEnd::Exception(silent()));
    assert!(engine.end_span(key, None));
    let span = &engine.memory_spans()[0];
    let description = class.to_owned();
    assert_eq!(span.status, SpanStatus::Error { description });
    assert_event(span, class, "", "#0 {main}");
}

#[test]
fn a_cancellation_is_told_but_is_no_error() {
    let end = BodyEnd::Cancelled(Box::new(exception(
        "Swoole\\Coroutine\\CanceledException",
        "stop",
    )));
    let span = finished(|engine| engine.body_ended(ID, end));
    assert_unset(&span, "cancelled");
    assert_event(
        &span,
        "Swoole\\Coroutine\\CanceledException",
        "stop",
        "#0 {main}",
    );
}

#[test]
fn a_fatal_error_stands_over_an_unwinding_only_if_that_may_be_its_own() {
    for (may_be_fatal, outcome, error_type) in [(true, "fatal", "E_ERROR"), (false, "exit", "exit")]
    {
        let span = finished(|engine| {
            engine.fatal(ID, fatal("out of memory"));
            engine.body_ended(
                ID,
                BodyEnd::Unwound {
                    status: 255,
                    may_be_fatal,
                },
            );
        });
        assert_eq!(text(&span, "coroutine.outcome"), outcome);
        assert_eq!(text(&span, "error.type"), error_type);
    }
}

#[test]
fn an_exit_is_an_error_only_with_a_status_other_than_0() {
    let span = finished(|engine| engine.body_ended(ID, exit(0)));
    assert_unset(&span, "exit");
    assert_eq!(text(&span, "coroutine.exit_status"), "0");

    let span = finished(|engine| engine.body_ended(ID, exit(3)));
    assert_error(&span, "exit", EXIT, "exit status 3");
    assert_eq!(text(&span, "coroutine.exit_status"), "3");
    assert!(span.events.is_empty());
}

#[test]
fn a_fatal_error_has_the_engines_message() {
    for end in [finished, swept] {
        let span = end(|engine: &mut Engine| {
            engine.fatal(ID, fatal("first"));
            engine.fatal(ID, fatal("Allowed memory size exhausted"));
        });
        assert_error(&span, "fatal", "E_ERROR", "Allowed memory size exhausted");
        assert_event(
            &span,
            "E_ERROR",
            "Allowed memory size exhausted",
            "#0 /app/work.php(9)",
        );
    }
}

#[test]
fn a_bailout_without_a_message_is_fatal_at_the_end_hook_and_abandoned_at_the_sweep() {
    let span = finished(|_| {});
    assert_error(
        &span,
        "fatal",
        "bailout",
        "the coroutine was ended by the engine (bailout)",
    );
    assert!(span.events.is_empty());

    assert_unset(&swept(|_| {}), "abandoned");
}

#[test]
fn an_abandoned_coroutine_tells_where_it_was_suspended() {
    let span = swept(|engine| engine.suspended_at(ID, "/app/wait.php".to_owned(), 11));
    assert_unset(&span, "abandoned");
    let last = &span.attributes[span.attributes.len() - 2..];
    let expected: [(&str, AttributeValue); 2] = [
        ("coroutine.suspended.file", "/app/wait.php".into()),
        ("coroutine.suspended.line", 11.into()),
    ];
    assert_attributes(last, &expected);

    let span = finished(|engine| {
        engine.suspended_at(ID, "/app/wait.php".to_owned(), 11);
        engine.body_ended(ID, BodyEnd::Abandoned);
    });
    assert_unset(&span, "abandoned");
    assert_eq!(text(&span, "coroutine.suspended.line"), "11");
}

#[test]
fn where_it_was_suspended_is_nothing_to_a_coroutine_that_returned() {
    let span = finished(|engine| {
        engine.suspended_at(ID, "/app/wait.php".to_owned(), 11);
        engine.body_returned(ID);
    });
    assert_unset(&span, "returned");
    assert_eq!(text(&span, "coroutine.suspended.file"), "");
}

#[test]
fn the_first_end_of_the_body_stands() {
    let thrown = || BodyEnd::Exception(Box::new(exception("E", "late")));
    let span = finished(|engine| {
        engine.body_returned(ID);
        engine.body_ended(ID, thrown());
    });
    assert_unset(&span, "returned");

    let span = finished(|engine| {
        engine.body_ended(ID, thrown());
        engine.body_returned(ID);
        engine.body_ended(ID, exit(1));
    });
    assert_error(&span, "exception", "E", "late");
}

#[test]
fn the_first_exception_of_a_defer_corrects_a_return() {
    for end in [finished, swept] {
        let span = end(|engine: &mut Engine| {
            engine.body_returned(ID);
            engine.defer_ended(
                ID,
                BodyEnd::Exception(Box::new(exception("LogicException", "in a defer"))),
            );
            engine.defer_ended(
                ID,
                BodyEnd::Exception(Box::new(exception("LogicException", "in another"))),
            );
            engine.fatal(ID, fatal("Uncaught LogicException"));
        });
        assert_error(&span, "exception", "LogicException", "in a defer");
        assert_event(&span, "LogicException", "in a defer", "#0 {main}");
    }
}

#[test]
fn what_a_defer_ended_with_is_classified_as_of_a_body() {
    let span = finished(|engine| {
        engine.body_returned(ID);
        engine.defer_ended(ID, exit(0));
    });
    assert_unset(&span, "exit");

    let span = finished(|engine| {
        engine.body_returned(ID);
        engine.defer_ended(ID, exit(3));
    });
    assert_eq!(text(&span, "coroutine.outcome"), "exit");
    assert_eq!(text(&span, "error.type"), EXIT);

    let span = finished(|engine| {
        engine.body_returned(ID);
        let end = BodyEnd::Cancelled(Box::new(exception("CanceledException", "")));
        engine.defer_ended(ID, end);
    });
    assert_unset(&span, "cancelled");
}

#[test]
fn a_fatal_error_after_a_return_ended_the_coroutine_one_before_it_did_not() {
    let span = finished(|engine| {
        engine.body_returned(ID);
        engine.fatal(ID, fatal("out of memory"));
    });
    assert_error(&span, "fatal", "E_ERROR", "out of memory");

    let span = finished(|engine| {
        engine.fatal(ID, fatal("handled"));
        engine.body_returned(ID);
    });
    assert_unset(&span, "returned");
}

#[test]
fn a_fatal_error_ends_no_coroutine_that_runs_on() {
    let span = swept(|engine| {
        engine.fatal(ID, fatal("handled"));
        engine.runs_on(ID);
    });
    assert_unset(&span, "abandoned");

    let span = swept(|engine| {
        engine.runs_on(ID);
        engine.fatal(ID, fatal("out of memory"));
    });
    assert_error(&span, "fatal", "E_ERROR", "out of memory");
}

#[test]
fn an_uncaught_exception_that_php_reports_again_is_one_failure() {
    let span = finished(|engine| {
        let end = BodyEnd::Exception(Box::new(exception("RuntimeException", "boom")));
        engine.body_ended(ID, end);
        engine.fatal(ID, fatal("Uncaught RuntimeException: boom"));
        engine.defer_ended(
            ID,
            BodyEnd::Exception(Box::new(exception("LogicException", "in a defer"))),
        );
    });
    assert_error(&span, "exception", "RuntimeException", "boom");
    assert_eq!(span.events.len(), 1);
}

#[test]
fn an_exception_of_a_defer_needs_an_ended_body() {
    let span = finished(|engine| {
        engine.defer_ended(
            ID,
            BodyEnd::Exception(Box::new(exception("E", "too early"))),
        )
    });
    assert_error(
        &span,
        "fatal",
        "bailout",
        "the coroutine was ended by the engine (bailout)",
    );
}
