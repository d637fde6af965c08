//! OTLP against real sockets: what is sent, and what each kind of answer does to the account.

#![cfg(all(feature = "otlp-http", feature = "file", feature = "zipkin"))]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::io::{Read, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use opentelemetry_proto::tonic::trace::v1::status::StatusCode;
use prost::Message;
use span_core::{BodyEnd, Config, CoroutineId, Engine, ExporterKind, OtlpProtocol, Stats};
use support::collector::{Collector, Reply};
use support::{Directory, PATIENCE, assert_adds_up, code, engine_with, exception, run};

fn engine_for(endpoint: &str, change: impl FnOnce(&mut Config)) -> Engine {
    engine_with(&[ExporterKind::Otlp], |config| {
        config.export.otlp.endpoint = endpoint.to_owned();
        change(config);
    })
}

/// Sends three spans to a collector that gives these replies, and returns what became of them.
fn outcome_of(replies: &[Reply], change: impl FnOnce(&mut Config)) -> (bool, Stats, usize) {
    let collector = Collector::start(replies.to_vec());
    let mut engine = engine_for(&collector.endpoint(), change);
    run(&mut engine, 3);
    let delivered = engine.flush(PATIENCE);
    let stats = engine.stats();
    assert_adds_up(stats);
    assert_eq!(stats.queued, 0);
    (delivered, stats, collector.requests().len())
}

fn value(attributes: &[KeyValue], key: &str) -> Value {
    let found = attributes.iter().find(|pair| pair.key == key);
    let value = found.and_then(|pair| pair.value.clone());
    match value {
        Some(AnyValue { value: Some(value) }) => value,
        other => panic!("{key} is {other:?}"),
    }
}

#[test]
fn a_collector_can_read_what_is_sent() {
    let collector = Collector::start([Reply::ok()]);
    let mut engine = engine_for(&collector.endpoint(), |config| {
        config.service_name = "shop".to_owned();
        config.php_version = "8.2.36".to_owned();
        config.resource_attributes = vec![("zone".into(), "a".to_owned())];
        config.export.otlp.headers = vec![("x-key".into(), "secret".to_owned())];
    });
    let root = engine.start(CoroutineId(1), None, CoroutineId::NONE, code());
    let child = engine.start(CoroutineId(2), Some(root), CoroutineId(1), code());
    let end = BodyEnd::Exception(Box::new(exception("RuntimeException", "boom")));
    engine.body_ended(CoroutineId(2), end);
    assert!(engine.finish(CoroutineId(2)));
    engine.body_returned(CoroutineId(1));
    assert!(engine.finish(CoroutineId(1)));
    assert!(engine.flush(PATIENCE));

    let requests = collector.requests();
    assert_eq!(requests.len(), 1);
    let request = &requests[0];
    assert_eq!(request.line, "POST /v1/traces HTTP/1.1");
    assert_eq!(
        request.header("content-type"),
        Some("application/x-protobuf")
    );
    assert_eq!(request.header("x-key"), Some("secret"));
    assert!(
        request
            .header("user-agent")
            .unwrap()
            .starts_with("traced_coroutine/")
    );

    let message = request.decode();
    assert_eq!(message.resource_spans.len(), 1);
    let resource = message.resource_spans[0]
        .resource
        .clone()
        .unwrap()
        .attributes;
    assert_eq!(
        value(&resource, "service.name"),
        Value::StringValue("shop".to_owned())
    );
    assert_eq!(value(&resource, "zone"), Value::StringValue("a".to_owned()));
    assert_eq!(
        value(&resource, "process.runtime.version"),
        Value::StringValue("8.2.36".to_owned())
    );
    let pid = i64::from(std::process::id());
    assert_eq!(value(&resource, "process.pid"), Value::IntValue(pid));
    let scope = message.resource_spans[0].scope_spans[0]
        .scope
        .clone()
        .unwrap();
    assert_eq!(
        (scope.name.as_str(), scope.version.as_str()),
        ("traced_coroutine", env!("CARGO_PKG_VERSION"))
    );

    let spans = request.spans();
    assert_eq!(spans.len(), 2);
    let (inner, outer) = (&spans[0], &spans[1]);
    assert_eq!(inner.span_id, child.span_id.0.to_be_bytes());
    assert_eq!(inner.parent_span_id, root.span_id.0.to_be_bytes());
    assert_eq!(inner.trace_id, root.trace_id.0.to_be_bytes());
    assert_eq!(inner.kind, SpanKind::Internal as i32);
    assert_eq!(value(&inner.attributes, "coroutine.id"), Value::IntValue(2));
    let status = inner.status.clone().unwrap();
    assert_eq!(
        (status.code, status.message.as_str()),
        (StatusCode::Error as i32, "boom")
    );
    assert_eq!(inner.events[0].name, "exception");
    assert!(outer.parent_span_id.is_empty());
    assert!(outer.start_time_unix_nano <= inner.start_time_unix_nano);
    assert!(outer.start_time_unix_nano <= outer.end_time_unix_nano);
    assert_eq!(engine.stats().exported, 2);
}

#[test]
fn batches_are_bounded_and_share_a_connection() {
    let collector = Collector::start([Reply::ok()]);
    let mut engine = engine_for(&collector.endpoint(), |config| config.batch_size = 10);
    run(&mut engine, 95);
    assert!(engine.flush(PATIENCE));
    let sizes: Vec<usize> = collector
        .requests()
        .iter()
        .map(|request| request.spans().len())
        .collect();
    assert_eq!(sizes.iter().sum::<usize>(), 95);
    assert!(sizes.iter().all(|&size| size <= 10), "{sizes:?}");
    assert_eq!(collector.connections(), 1);
}

#[test]
fn spans_leave_by_themselves_when_a_batch_is_full_or_the_delay_is_over() {
    let collector = Collector::start([Reply::ok()]);
    let mut engine = engine_for(&collector.endpoint(), |config| {
        config.batch_size = 4;
        config.schedule_delay = Duration::from_secs(3600);
    });
    run(&mut engine, 4);
    collector.wait_for(1);

    let collector = Collector::start([Reply::ok()]);
    let mut engine = engine_for(&collector.endpoint(), |config| {
        config.schedule_delay = Duration::from_millis(20);
    });
    run(&mut engine, 1);
    collector.wait_for(1);
}

#[test]
fn other_errors_are_not_repeated() {
    for status in [301, 400, 401, 500] {
        let (delivered, stats, requests) = outcome_of(&[Reply::status(status)], |_| {});
        assert!(!delivered, "{status}");
        assert_eq!(requests, 1, "{status}");
        assert_eq!(
            (stats.failed.total(), stats.export_failures, stats.retries),
            (3, 1, 0)
        );
    }
}

#[test]
fn a_busy_collector_is_asked_again_when_it_says() {
    for status in [429, 502, 503, 504] {
        let busy = Reply::Http(status, "Retry-After: 0\r\n", Vec::new());
        let (delivered, stats, requests) = outcome_of(&[busy.clone(), busy, Reply::ok()], |_| {});
        assert!(delivered, "{status}");
        assert_eq!(requests, 3, "{status}");
        assert_eq!(
            (stats.exported, stats.export_failures, stats.retries),
            (3, 0, 2)
        );
    }
}

#[test]
fn retry_after_is_honoured() {
    let busy = Reply::Http(503, "Retry-After: 2\r\n", Vec::new());
    let begin = Instant::now();
    let (delivered, stats, _) = outcome_of(&[busy, Reply::ok()], |_| {});
    assert!(delivered);
    assert_eq!(stats.retries, 1);
    assert!(begin.elapsed() >= Duration::from_secs(2));
}

#[test]
fn a_wait_that_the_time_limit_does_not_allow_is_not_begun() {
    let busy = Reply::Http(503, "Retry-After: 3600\r\n", Vec::new());
    let begin = Instant::now();
    let (delivered, stats, requests) = outcome_of(&[busy, Reply::ok()], |_| {});
    assert!(!delivered);
    assert_eq!((stats.failed.total(), requests), (3, 1));
    assert!(begin.elapsed() < Duration::from_secs(5));
}

/// OTLP: who is told of an overload throttles himself, and the next batch is as much of a load as the same one.
#[test]
fn the_next_batch_waits_as_the_collector_has_asked_but_not_when_the_process_ends() {
    let busy = Reply::Http(429, "Retry-After: 60\r\n", Vec::new());
    let collector = Collector::start([busy, Reply::ok()]);
    let mut engine = engine_for(&collector.endpoint(), |_| {});
    run(&mut engine, 1);
    assert!(!engine.flush(PATIENCE));
    run(&mut engine, 1);
    assert!(!engine.flush(Duration::from_millis(300)));
    assert_eq!((collector.requests().len(), engine.stats().queued), (1, 1));
    assert!(engine.shutdown(PATIENCE));
    assert_eq!(collector.requests().len(), 2);
    let stats = engine.stats();
    assert_adds_up(stats);
    assert_eq!((stats.exported, stats.retries), (1, 0));
}

#[test]
fn a_batch_that_cannot_wait_so_long_is_sent_and_not_dropped() {
    let busy = Reply::Http(503, "Retry-After: 3600\r\n", Vec::new());
    let collector = Collector::start([busy, Reply::ok()]);
    let mut engine = engine_for(&collector.endpoint(), |config| {
        config.export_timeout = Duration::from_secs(1);
    });
    run(&mut engine, 1);
    assert!(!engine.flush(PATIENCE));
    run(&mut engine, 1);
    assert!(engine.flush(PATIENCE));
    // The collector has taken one, so the next does not wait.
    run(&mut engine, 1);
    assert!(engine.flush(PATIENCE));
    assert_eq!(collector.requests().len(), 3);
}

#[test]
fn a_lost_connection_is_tried_again() {
    let (delivered, stats, requests) = outcome_of(&[Reply::Disconnect, Reply::ok()], |_| {});
    assert!(delivered);
    assert_eq!((stats.exported, stats.retries, requests), (3, 1, 2));
}

#[test]
fn a_refused_connection_is_tried_until_the_time_is_over() {
    let mut engine = engine_for(&Collector::refusing_endpoint(), |config| {
        config.export_timeout = Duration::from_millis(1_200);
    });
    run(&mut engine, 3);
    let begin = Instant::now();
    assert!(!engine.flush(PATIENCE));
    assert!(begin.elapsed() < Duration::from_secs(3));
    let stats = engine.stats();
    assert_adds_up(stats);
    assert_eq!((stats.failed.total(), stats.export_failures), (3, 1));
    assert!(stats.retries >= 1, "{stats:?}");
}

#[test]
fn a_request_that_takes_too_long_is_given_up() {
    let (delivered, stats, requests) = outcome_of(&[Reply::Hang], |config| {
        config.export.otlp.timeout = Duration::from_millis(150);
    });
    assert!(!delivered);
    assert_eq!((stats.failed.total(), stats.retries, requests), (3, 0, 1));
}

#[test]
fn a_success_that_is_no_otlp_is_a_failure_and_says_so() {
    static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());
    for content_type in [
        "Content-Type: text/html\r\n",
        "Content-Type: TEXT/HTML; charset=utf-8\r\n",
        "",
    ] {
        SAID.lock().unwrap().clear();
        let page = Reply::Http(200, content_type, b"<html>log in</html>".to_vec());
        let (delivered, stats, requests) = outcome_of(&[page], |config| {
            config.log = |line| SAID.lock().unwrap().push(line.to_owned());
        });
        assert!(!delivered);
        assert_eq!((stats.failed.total(), stats.export_failures), (3, 1));
        assert_eq!((stats.retries, requests), (0, 1));
        let said = SAID.lock().unwrap().join("\n");
        assert!(said.contains("no OTLP receiver"), "{said}");
    }
    // Others do not take spans by showing a page either.
    let page = || {
        Reply::Http(
            200,
            "Content-Type: text/html\r\n",
            b"<html>log in</html>".to_vec(),
        )
    };
    let collector = Collector::start([page()]);
    let mut engine = engine_with(&[ExporterKind::Zipkin], |config| {
        config.export.zipkin.endpoint = collector.endpoint();
    });
    run(&mut engine, 3);
    assert!(!engine.flush(PATIENCE));
    assert_eq!(engine.stats().failed.total(), 3);
}

/// What is delivered is delivered, however the answer is written: nothing is lost, and nothing sent twice.
#[test]
fn a_receiver_that_has_the_spans_may_answer_as_it_likes() {
    static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());
    let json = "Content-Type: Application/JSON\r\n";
    let protobuf = "CONTENT-TYPE: Application/X-Protobuf\r\n";
    let nothing = "{\"partialSuccess\": {\"errorMessage\": null}}";
    let gzipped = |text: &str| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    let understood = [
        Reply::Http(200, json, b"{}".to_vec()),
        Reply::Http(
            200,
            "Content-Type: application/json;charset=UTF-8\r\n",
            nothing.into(),
        ),
        Reply::Http(
            200,
            "Content-Type: application/json\r\nContent-Encoding: gzip\r\n",
            gzipped(nothing),
        ),
        Reply::Http(202, protobuf, Vec::new()),
    ];
    let warned_of = [
        Reply::Http(200, json, b"thank you".to_vec()),
        Reply::Http(200, protobuf, b"<".to_vec()),
        Reply::Http(
            200,
            "Content-Type: application/json\r\nContent-Encoding: br\r\n",
            b"\x0b\x01\x80{}\x03".to_vec(),
        ),
        Reply::Http(
            200,
            "Content-Type: application/x-protobuf\r\nContent-Encoding: gzip\r\n",
            b"no gzip".to_vec(),
        ),
        Reply::Truncated(
            200,
            "Content-Type: application/json\r\n",
            b"{\"partial".to_vec(),
        ),
        Reply::Http(200, json, vec![b' '; 5 * 1024 * 1024]),
    ];
    let cases = understood.map(|reply| (reply, false)).into_iter();
    for (reply, is_warned_of) in cases.chain(warned_of.map(|reply| (reply, true))) {
        SAID.lock().unwrap().clear();
        let (delivered, stats, requests) = outcome_of(&[reply], |config| {
            config.log = |line| SAID.lock().unwrap().push(line.to_owned());
        });
        let said = SAID.lock().unwrap().join("\n");
        assert!(delivered, "{said}");
        assert_eq!(
            (stats.exported, stats.retries, requests),
            (3, 0, 1),
            "{said}"
        );
        assert_eq!(said.contains("cannot be read"), is_warned_of, "{said:?}");
    }
}

#[test]
fn an_answer_beyond_the_limit_is_a_failure() {
    let flood = Reply::Http(200, "", vec![0; 5 * 1024 * 1024]);
    let (delivered, stats, _) = outcome_of(&[flood], |_| {});
    assert!(!delivered);
    assert_eq!(stats.failed.total(), 3);
}

#[test]
fn rejected_spans_are_failed_and_the_rest_is_exported() {
    let (delivered, stats, requests) = outcome_of(&[Reply::partial_success(2, "too old")], |_| {});
    assert!(!delivered);
    assert_eq!(
        (stats.exported, stats.failed.total(), stats.export_failures),
        (1, 2, 1)
    );
    assert_eq!(requests, 1);

    let (delivered, stats, _) = outcome_of(&[Reply::partial_success(0, "slow down")], |_| {});
    assert!(delivered);
    assert_eq!((stats.exported, stats.export_failures), (3, 0));
}

#[test]
fn the_operator_hears_of_it_once_and_learns_no_secret() {
    static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());
    let collector = Collector::start([Reply::status(400)]);
    let endpoint = format!("{}?key=hush", collector.endpoint());
    let mut engine = engine_for(&endpoint, |config| {
        config.export.otlp.headers = vec![("authorization".into(), "hush".to_owned())];
        config.log = |line| SAID.lock().unwrap().push(line.to_owned());
    });
    for _ in 0..3 {
        run(&mut engine, 1);
        assert!(!engine.flush(PATIENCE));
    }
    let said = SAID.lock().unwrap();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].contains(&collector.endpoint()) && said[0].contains("HTTP 400"),
        "{said:?}"
    );
    assert!(!said[0].contains("hush"), "{said:?}");
}

#[test]
fn a_failing_collector_keeps_nothing_from_the_file() {
    let directory = Directory::new();
    let path = directory.path().join("traces.jsonl");
    let exporters = [ExporterKind::Otlp, ExporterKind::File];
    let collector = Collector::start([Reply::status(500)]);
    let mut engine = engine_with(&exporters, |config| {
        config.export.otlp.endpoint = collector.endpoint();
        config.export.file.path = path.clone();
    });
    run(&mut engine, 3);
    assert!(!engine.flush(PATIENCE));
    assert_eq!(engine.stats().failed.total(), 3);
    assert_eq!(std::fs::read_to_string(path).unwrap().lines().count(), 1);
}

#[test]
fn json_and_gzip_carry_the_same_spans() {
    for (protocol, gzip) in [
        (OtlpProtocol::HttpJson, false),
        (OtlpProtocol::HttpJson, true),
        (OtlpProtocol::HttpProtobuf, true),
    ] {
        let collector = Collector::start([Reply::ok()]);
        let mut engine = engine_for(&collector.endpoint(), |config| {
            config.export.otlp.protocol = protocol;
            config.export.otlp.gzip = gzip;
        });
        run(&mut engine, 3);
        assert!(engine.flush(PATIENCE));
        let request = &collector.requests()[0];
        let mut body = request.body.clone();
        assert_eq!(request.header("content-encoding"), gzip.then_some("gzip"));
        if gzip {
            body.clear();
            flate2::read::GzDecoder::new(request.body.as_slice())
                .read_to_end(&mut body)
                .unwrap();
        }
        let message: ExportTraceServiceRequest = if protocol == OtlpProtocol::HttpJson {
            assert_eq!(request.header("content-type"), Some("application/json"));
            serde_json::from_slice(&body).unwrap()
        } else {
            ExportTraceServiceRequest::decode(body.as_slice()).unwrap()
        };
        assert_eq!(message.resource_spans[0].scope_spans[0].spans.len(), 3);
    }
}

#[test]
fn a_json_answer_is_read_as_json() {
    let body = br#"{"partialSuccess":{"rejectedSpans":"2","errorMessage":"too old"}}"#;
    let reply = Reply::Http(200, "Content-Type: application/json\r\n", body.to_vec());
    let (delivered, stats, requests) = outcome_of(&[reply], |config| {
        config.export.otlp.protocol = OtlpProtocol::HttpJson;
    });
    assert_eq!((delivered, requests), (false, 1));
    assert_eq!((stats.exported, stats.failed.total()), (1, 2));
}

#[test]
fn a_collector_that_hangs_leaves_the_others_their_time() {
    let hanging = Collector::start([Reply::Hang]);
    let healthy = Collector::start([Reply::status(202)]);
    let mut engine = engine_with(&[ExporterKind::Zipkin, ExporterKind::Otlp], |config| {
        config.export.zipkin.endpoint = hanging.endpoint();
        config.export.otlp.endpoint = healthy.endpoint();
        config.export_timeout = Duration::from_secs(2);
    });
    run(&mut engine, 3);
    assert!(!engine.flush(PATIENCE));
    assert_eq!(healthy.requests()[0].spans().len(), 3);
}
