//! The file exporter: lines that the OpenTelemetry Collector could have written.

#![cfg(feature = "file")]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::fs::{File, OpenOptions};
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use rustix::fs::{CWD, FileType, Mode, OFlags, mknodat};
use serde_json::Value;
use span_core::{
    AttributeValue, BodyEnd, CoroutineId, Engine, ExporterKind, Failure, Link, SpanKind,
    SpanLimits, SpanOptions,
};
use support::{Directory, PATIENCE, code, engine_with, exception, run};

fn engine_to(path: &std::path::Path) -> Engine {
    engine_with(&[ExporterKind::File], |config| {
        config.export.file.path = path.to_owned()
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
    assert_eq!(span["name"], "App\\work");
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
fn all_that_was_said_of_a_span_is_in_the_line() {
    let directory = Directory::new();
    let path = directory.path().join("traces.jsonl");
    let mut engine = engine_with(&[ExporterKind::File], |config| {
        config.export.file.path = path.clone();
        config.limits = SpanLimits {
            attributes: 4,
            events: 1,
            links: 1,
            attributes_per_event: 1,
            attributes_per_link: 1,
            value_length: None,
        };
    });
    let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    let carrier = [("traceparent", parent), ("tracestate", "b=2,a=1")]
        .map(|(name, value)| (name.to_owned(), vec![value.to_owned()]));
    let remote = engine.extract(&carrier).unwrap().context;
    let pairs = || vec![("k".into(), 1.into()), ("too many".into(), 1.into())];
    let link = || Link {
        context: remote,
        attributes: pairs().into(),
    };
    let options = SpanOptions {
        kind: SpanKind::Producer,
        attributes: vec![
            ("texts".into(), vec!["a".to_owned()].into()),
            ("ints".into(), vec![1, 2].into()),
            ("floats".into(), vec![0.5].into()),
            ("bools".into(), vec![true, false].into()),
            ("fifth".into(), AttributeValue::Bool(true)),
        ]
        .into(),
        links: vec![link(), link()],
        ..SpanOptions::default()
    };
    let key = engine.start_span(CoroutineId(1), Some(remote), "send".to_owned(), options);
    for _ in 0..2 {
        engine.add_event(key, "sent".to_owned(), pairs().into(), None);
    }
    assert!(engine.end_span(key, None));
    assert!(engine.flush(PATIENCE));

    let text = std::fs::read_to_string(path).unwrap();
    let line: Value = serde_json::from_str(&text).unwrap();
    let span = &line["resourceSpans"][0]["scopeSpans"][0]["spans"][0];
    assert_eq!(span["name"], "send");
    assert_eq!(span["kind"], 4);
    assert_eq!(span["traceState"], "b=2,a=1");
    assert_eq!(span["parentSpanId"], "b7ad6b7169203331");
    // Sampled, and a parent of which it is known that it is remote.
    assert_eq!(span["flags"], 0x301);
    let values: Vec<_> = span["attributes"].as_array().unwrap()[1..]
        .iter()
        .map(|attribute| attribute["value"]["arrayValue"]["values"].to_string())
        .collect();
    assert_eq!(
        values,
        [
            r#"[{"stringValue":"a"}]"#,
            r#"[{"intValue":"1"},{"intValue":"2"}]"#,
            r#"[{"doubleValue":0.5}]"#,
            r#"[{"boolValue":true},{"boolValue":false}]"#,
        ]
    );
    for dropped in [
        "droppedAttributesCount",
        "droppedEventsCount",
        "droppedLinksCount",
    ] {
        assert_eq!(span[dropped], 1, "{dropped}");
    }
    for list in ["events", "links"] {
        let items = span[list].as_array().unwrap();
        assert_eq!(
            (items.len(), &items[0]["droppedAttributesCount"]),
            (1, &1.into())
        );
        assert_eq!(items[0]["attributes"].as_array().unwrap().len(), 1);
    }
    let link = &span["links"][0];
    assert_eq!(link["traceId"], "0af7651916cd43dd8448eb211c80319c");
    assert_eq!(
        (&link["traceState"], &link["flags"]),
        (&"b=2,a=1".into(), &0x301.into())
    );
}

#[test]
fn a_line_that_a_killed_process_has_left_unfinished_spoils_no_other() {
    let directory = Directory::new();
    let path = directory.path().join("traces.jsonl");
    std::fs::write(&path, "{\"resourceSp").unwrap();
    let mut engine = engine_to(&path);
    for _ in 0..2 {
        run(&mut engine, 1);
        assert!(engine.flush(PATIENCE));
    }
    let text = std::fs::read_to_string(path).unwrap();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!((lines.len(), lines[0]), (3, "{\"resourceSp"));
    for line in &lines[1..] {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
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
        config.export.file.path = path.clone();
        config.log = |line| SAID.lock().unwrap().push(line.to_owned());
    });
    run(&mut engine, 3);
    assert!(!engine.flush(PATIENCE));
    let stats = engine.stats();
    assert_eq!((stats.failed.total(), stats.export_failures), (3, 1));
    let said = SAID.lock().unwrap();
    assert!(said[0].contains(&path.display().to_string()), "{said:?}");
}

/// A pipe at this path, which whoever reads from it opens without waiting.
fn pipe(path: &Path) -> impl Fn() -> File + use<> {
    mknodat(CWD, path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
    let path = path.to_owned();
    move || {
        let mut options = OpenOptions::new();
        let options = options
            .read(true)
            .custom_flags(OFlags::NONBLOCK.bits() as i32);
        options.open(&path).unwrap()
    }
}

/// What comes through a pipe, to the end of a line.
fn read_line(mut reader: File) -> Vec<u8> {
    let mut all = Vec::new();
    while all.last() != Some(&b'\n') {
        thread::sleep(Duration::from_millis(1));
        let _ = reader.read_to_end(&mut all);
    }
    all
}

#[test]
fn a_pipe_without_a_reader_is_a_failed_export_with_a_word_to_the_operator() {
    static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());
    let directory = Directory::new();
    let path = directory.path().join("pipe");
    let _open = pipe(&path);
    let mut engine = engine_with(&[ExporterKind::File], |config| {
        config.export.file.path = path.clone();
        config.export_timeout = Duration::from_millis(300);
        config.log = |line| SAID.lock().unwrap().push(line.to_owned());
    });
    run(&mut engine, 1);
    assert!(!engine.flush(PATIENCE));
    assert_eq!(engine.stats().failed[Failure::Other], 1);
    let said = SAID.lock().unwrap().join("\n");
    assert!(said.contains("that no process reads"), "{said}");
}

#[test]
fn a_reader_of_a_pipe_that_comes_within_the_time_limit_misses_nothing() {
    let directory = Directory::new();
    let path = directory.path().join("pipe");
    let open = pipe(&path);
    let mut engine = engine_to(&path);
    run(&mut engine, 1);
    let reading = thread::spawn(move || {
        thread::sleep(Duration::from_millis(100));
        read_line(open())
    });
    assert!(engine.flush(PATIENCE));
    reading.join().unwrap();
    assert_eq!(engine.stats().exported, 1);
}

#[test]
fn a_reader_that_does_not_read_holds_up_a_pipe_no_longer_than_the_time_limit() {
    let directory = Directory::new();
    let path = directory.path().join("pipe");
    let mut reader = pipe(&path)();
    let mut engine = engine_with(&[ExporterKind::File], |config| {
        config.export.file.path = path.clone();
        config.export_timeout = Duration::from_millis(300);
    });
    // More than a pipe holds.
    run(&mut engine, 500);
    assert!(!engine.flush(PATIENCE));
    assert_eq!(engine.stats().failed[Failure::Timeout], 500);
    let mut torn = String::new();
    let _ = reader.read_to_string(&mut torn);
    assert!(!torn.contains('\n'), "{} bytes", torn.len());
    // The next line stands by itself.
    run(&mut engine, 1);
    assert!(engine.flush(PATIENCE));
    let mut rest = String::new();
    reader.read_to_string(&mut rest).unwrap();
    let line = rest.strip_prefix('\n').unwrap();
    assert!(serde_json::from_str::<Value>(line).is_ok(), "{rest}");
}

#[test]
fn a_pipe_takes_more_than_it_holds_while_it_is_read() {
    let directory = Directory::new();
    let path = directory.path().join("pipe");
    let reader = pipe(&path)();
    let mut engine = engine_to(&path);
    run(&mut engine, 500);
    let reading = thread::spawn(move || read_line(reader));
    assert!(engine.flush(PATIENCE));
    let line: Value = serde_json::from_slice(&reading.join().unwrap()).unwrap();
    let spans = &line["resourceSpans"][0]["scopeSpans"][0]["spans"];
    assert_eq!(spans.as_array().unwrap().len(), 500);
}

#[test]
fn a_full_file_is_put_aside_and_the_oldest_go() {
    let directory = Directory::new();
    let path = directory.path().join("traces.jsonl");
    let mut engine = engine_with(&[ExporterKind::File], |config| {
        config.export.file.path = path.clone();
        config.export.file.max_size = 10;
        config.export.file.max_files = 2;
    });
    let mut lines = Vec::new();
    for _ in 0..5 {
        run(&mut engine, 1);
        assert!(engine.flush(PATIENCE));
        lines.push(std::fs::read_to_string(&path).unwrap());
    }
    // A line that is longer than a file may be has a file of its own.
    let aside =
        |number| std::fs::read_to_string(directory.path().join(format!("traces.jsonl.{number}")));
    assert_eq!(aside(1).unwrap(), lines[3]);
    assert_eq!(aside(2).unwrap(), lines[2]);
    assert!(aside(3).is_err());
}

#[test]
fn a_limit_too_large_to_count_to_costs_nothing() {
    let directory = Directory::new();
    let path = directory.path().join("traces.jsonl");
    let mut engine = engine_with(&[ExporterKind::File], |config| {
        config.export.file.path = path.clone();
        config.export.file.max_size = 10;
        config.export.file.max_files = u32::MAX;
    });
    for _ in 0..3 {
        run(&mut engine, 1);
        assert!(engine.flush(PATIENCE));
    }
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 3);
}

#[test]
fn engines_that_share_a_file_lose_no_line_over_its_rotation() {
    let directory = Directory::new();
    let path = directory.path().join("traces.jsonl");
    let write = || {
        let mut engine = engine_with(&[ExporterKind::File], |config| {
            config.export.file.path = path.clone();
            config.export.file.max_size = 10_000;
            config.export.file.max_files = 1000;
        });
        for _ in 0..50 {
            run(&mut engine, 2);
            assert!(engine.flush(PATIENCE));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(write);
        }
    });
    let files: Vec<_> = std::fs::read_dir(directory.path()).unwrap().collect();
    assert!(files.len() > 5);
    let mut spans = 0;
    for file in files {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for line in text.lines() {
            let request: serde_json::Value = serde_json::from_str(line).unwrap();
            let found = &request["resourceSpans"][0]["scopeSpans"][0]["spans"];
            spans += found.as_array().unwrap().len();
        }
    }
    assert_eq!(spans, 4 * 50 * 2);
}
