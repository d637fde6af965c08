//! The file exporter: lines that the OpenTelemetry Collector could have written.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::sync::Mutex;

use serde_json::Value;
use span_core::{BodyEnd, CoroutineId, Engine, ExporterKind};
use support::{Directory, PATIENCE, code, engine_with, exception, run};

fn engine_to(path: &std::path::Path) -> Engine {
    engine_with(&[ExporterKind::File], |config| {
        config.file_path = path.to_owned()
    })
}

#[test]
fn each_batch_is_a_line_of_otlp_json() {
    let directory = Directory::new();
    let path = directory.path().join("traces.jsonl");
    let mut engine = engine_to(&path);
    let root = engine.start(CoroutineId(1), None, CoroutineId::NONE, code());
    let end = BodyEnd::Exception(Box::new(exception("E", "line one\nline two")));
    engine.body_ended(CoroutineId(1), end);
    assert!(engine.finish(CoroutineId(1)));
    assert!(engine.flush(PATIENCE));
    run(&mut engine, 2);
    assert!(engine.flush(PATIENCE));

    let text = std::fs::read_to_string(path).unwrap();
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    let span = &lines[0]["resourceSpans"][0]["scopeSpans"][0]["spans"][0];
    assert_eq!(span["traceId"], root.trace_id.to_hex());
    assert_eq!(span["spanId"], root.span_id.to_hex());
    assert_eq!(span["name"], "coroutine");
    assert_eq!(span["status"]["message"], "line one\nline two");
    assert!(
        span["startTimeUnixNano"].is_string(),
        "64-bit integers are strings in OTLP JSON"
    );
    let first = &span["attributes"][0];
    assert_eq!(
        (&first["key"], &first["value"]["intValue"]),
        (&"coroutine.id".into(), &"1".into())
    );
    let second = &lines[1]["resourceSpans"][0]["scopeSpans"][0]["spans"];
    assert_eq!(second.as_array().unwrap().len(), 2);
}

#[test]
fn a_file_that_was_moved_away_is_made_anew() {
    let directory = Directory::new();
    let path = directory.path().join("traces.jsonl");
    let mut engine = engine_to(&path);
    run(&mut engine, 1);
    assert!(engine.flush(PATIENCE));
    std::fs::rename(&path, directory.path().join("traces.jsonl.1")).unwrap();
    run(&mut engine, 1);
    assert!(engine.flush(PATIENCE));
    assert_eq!(std::fs::read_to_string(path).unwrap().lines().count(), 1);
}

#[test]
fn a_file_that_cannot_be_written_is_a_failed_export_with_a_word_to_the_operator() {
    static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());
    let directory = Directory::new();
    let path = directory.path().join("no").join("such").join("place");
    let mut engine = engine_with(&[ExporterKind::File], |config| {
        config.file_path = path.clone();
        config.log = |line| SAID.lock().unwrap().push(line.to_owned());
    });
    run(&mut engine, 3);
    assert!(!engine.flush(PATIENCE));
    let stats = engine.stats();
    assert_eq!((stats.failed_export, stats.export_failures), (3, 1));
    let said = SAID.lock().unwrap();
    assert!(said[0].contains(&path.display().to_string()), "{said:?}");
}
