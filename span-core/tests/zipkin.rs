//! Zipkin's JSON, and what its server's answers do to the account.

#![cfg(feature = "zipkin")]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::borrow::Cow;

use serde_json::{Value, json};
use span_core::{
    AttributeList, AttributeValue, BodyEnd, Config, CoroutineId, Engine, ExporterKind, Failure,
    SpanOptions, SpanStatus, ValueRef,
};
use support::collector::{Collector, Reply};
use support::{PATIENCE, code, engine_with, exception, run};

fn engine_for(collector: &Collector) -> Engine {
    engine_with(&[ExporterKind::Zipkin], |config: &mut Config| {
        config.export.zipkin.endpoint = collector.endpoint();
        config.service_name = "shop".to_owned();
        config.resource_attributes = vec![("zone".into(), "a".to_owned())];
    })
}

#[test]
fn a_server_can_read_what_is_sent() {
    let collector = Collector::start([Reply::status(202)]);
    let mut engine = engine_for(&collector);
    let root = engine.start(CoroutineId(1), None, CoroutineId::NONE, code());
    let child = engine.start(CoroutineId(2), Some(root), CoroutineId(1), code());
    let end = BodyEnd::Exception(Box::new(exception("RuntimeException", "boom")));
    engine.body_ended(CoroutineId(2), end);
    assert!(engine.finish(CoroutineId(2)));
    engine.body_returned(CoroutineId(1));
    assert!(engine.finish(CoroutineId(1)));
    assert!(engine.flush(PATIENCE));

    let requests = collector.requests();
    assert_eq!(requests[0].header("content-type"), Some("application/json"));
    let spans: Value = serde_json::from_slice(&requests[0].body).unwrap();
    let (inner, outer) = (&spans[0], &spans[1]);
    assert_eq!(inner["traceId"], format!("{:032x}", root.trace_id.0));
    assert_eq!(inner["id"], format!("{:016x}", child.span_id.0));
    assert_eq!(inner["parentId"], format!("{:016x}", root.span_id.0));
    assert_eq!(outer.get("parentId"), None);
    assert_eq!(outer.get("kind"), None);
    assert_eq!(inner["localEndpoint"], json!({"serviceName": "shop"}));
    assert!(inner["timestamp"].as_u64() > Some(1_600_000_000_000_000));
    assert!(inner["duration"].as_u64() >= Some(1));
    let tags = &inner["tags"];
    assert_eq!(tags["error"], "boom");
    assert_eq!(tags["otel.status_code"], "ERROR");
    assert_eq!(tags["coroutine.id"], "2");
    assert_eq!(tags["zone"], "a");
    assert_eq!(outer["tags"].get("error"), None);
    let annotation = inner["annotations"][0]["value"].as_str().unwrap();
    let attributes = annotation.strip_prefix("\"exception\": ").unwrap();
    let attributes: Value = serde_json::from_str(attributes).unwrap();
    assert_eq!(attributes["exception.message"], "boom");
}

#[test]
fn no_bar_of_the_programs_is_taken_for_the_end_of_a_name() {
    let collector = Collector::start([Reply::status(202)]);
    let mut engine = engine_for(&collector);
    let id = CoroutineId(1);
    let key = engine.start_span(
        id,
        engine.current_context(id),
        "a|b|c".to_owned(),
        SpanOptions::default(),
    );
    engine.add_event(key, "plain".to_owned(), AttributeList::default(), None);
    engine.add_event(key, "a|b|c".to_owned(), AttributeList::default(), None);
    let end = BodyEnd::Exception(Box::new(exception("App\\Failure", "x|\"y\"|z")));
    engine.record_end(key, end);
    assert!(engine.end_span(key, None));
    assert!(engine.flush(PATIENCE));
    let spans: Value = serde_json::from_slice(&collector.requests()[0].body).unwrap();
    let annotation = |index: usize| spans[0]["annotations"][index]["value"].as_str().unwrap();
    assert_eq!(annotation(0), "plain");
    assert_eq!(annotation(1), r#""a\u007cb\u007cc": {}"#);
    assert!(!annotation(2).contains('|'));
    let attributes = annotation(2).strip_prefix("\"exception\": ").unwrap();
    let attributes: Value = serde_json::from_str(attributes).unwrap();
    assert_eq!(attributes["exception.message"], "x|\"y\"|z");
    assert_eq!(spans[0]["name"], "a|b|c");
}

/// Any tag `error` is a failure for Zipkin, whatever it says.
#[test]
fn only_the_status_says_what_the_status_is() {
    let collector = Collector::start([Reply::status(202)]);
    let mut engine = engine_for(&collector);
    let id = CoroutineId(1);
    let bool = |value| ValueRef::Other(Cow::Owned(AttributeValue::Bool(value)));
    for has_failed in [false, true] {
        let context = engine.current_context(id);
        let key = engine.start_span(id, context, "span".to_owned(), SpanOptions::default());
        engine.set_attribute(key, "error", bool(false));
        engine.set_attribute(key, "otel.status_code", bool(true));
        engine.set_attribute(key, "error.type", bool(true));
        if has_failed {
            let description = "boom".to_owned();
            engine.set_status(key, SpanStatus::Error { description });
        }
        assert!(engine.end_span(key, None));
    }
    assert!(engine.flush(PATIENCE));
    let spans: Value = serde_json::from_slice(&collector.requests()[0].body).unwrap();
    let (fine, failed) = (&spans[0]["tags"], &spans[1]["tags"]);
    assert_eq!(
        (fine.get("error"), fine.get("otel.status_code")),
        (None, None)
    );
    assert_eq!(fine["error.type"], "true");
    assert_eq!(failed["error"], "boom");
    assert_eq!(failed["otel.status_code"], "ERROR");
}

#[test]
fn only_what_may_be_repeated_is() {
    let collector = Collector::start([Reply::status(503), Reply::status(202)]);
    let mut engine = engine_for(&collector);
    run(&mut engine, 3);
    assert!(engine.flush(PATIENCE));
    assert_eq!((engine.stats().exported, engine.stats().retries), (3, 1));

    let collector = Collector::start([Reply::status(400)]);
    let mut engine = engine_for(&collector);
    run(&mut engine, 3);
    assert!(!engine.flush(PATIENCE));
    assert_eq!(engine.stats().failed[Failure::Rejected], 3);
    assert_eq!(collector.requests().len(), 1);
}
