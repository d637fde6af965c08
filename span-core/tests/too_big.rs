//! Requests that are too big for their server: the span that does not fit is lost, and no other.

#![cfg(all(
    feature = "otlp-http",
    feature = "otlp-grpc",
    feature = "file",
    feature = "zipkin"
))]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use span_core::{
    Config, CoroutineId, Engine, ExporterKind, Failure, OtlpProtocol, SpanOptions, Stats,
};
use support::collector::{Collector, Reply};
use support::grpc_collector::GrpcCollector;
use support::{Directory, PATIENCE, assert_adds_up, engine_with};

/// Nine small spans, and one with a value of so many bytes in their midst.
fn run_ten(engine: &mut Engine, big: usize) {
    for number in 0..10 {
        let name = if number == 5 { "big" } else { "small" };
        let options = SpanOptions::default();
        let span = engine.start_span(
            CoroutineId(1),
            engine.current_context(CoroutineId(1)),
            format!("{name} {number}"),
            options,
        );
        if number == 5 {
            engine.set_attribute(span, "value", "x".repeat(big).into());
        }
        assert!(engine.end_span(span, None));
    }
}

fn rejected(stats: Stats) -> (u64, u64) {
    assert_adds_up(stats);
    assert_eq!(stats.failed.total(), stats.failed[Failure::Rejected]);
    (stats.exported, stats.failed.total())
}

/// How often each span was sent in a request that the server took.
fn arrived(collector: &Collector, limit: usize) -> HashMap<String, usize> {
    let requests = collector.requests().into_iter();
    let taken = requests.filter(|request| request.body.len() <= limit);
    let mut counts = HashMap::new();
    for span in taken.flat_map(|request| request.spans()) {
        *counts.entry(span.name).or_insert(0) += 1;
    }
    counts
}

#[test]
fn http_refuses_the_one_span_and_takes_all_others_once() {
    static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());
    let limit = 100 << 10;
    let collector = Collector::start([Reply::UpTo(limit)]);
    let mut engine = engine_with(&[ExporterKind::Otlp], |config| {
        config.export.otlp.endpoint = collector.endpoint();
        config.log = |line| SAID.lock().unwrap().push(line.to_owned());
    });
    run_ten(&mut engine, 200 << 10);
    assert!(!engine.flush(PATIENCE));
    assert_eq!(rejected(engine.stats()), (9, 1));
    let arrived = arrived(&collector, limit);
    assert_eq!(arrived.len(), 9, "{arrived:?}");
    assert!(arrived.values().all(|count| *count == 1), "{arrived:?}");
    let said = SAID.lock().unwrap();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("1 span lost: HTTP 413"), "{said:?}");
    assert!(said[0].contains("the span \"big 5\" ("), "{said:?}");
}

#[test]
fn a_grpc_server_with_its_default_limit_takes_all_that_fits() {
    let collector = GrpcCollector::start([], None, None);
    let mut engine = engine_with(&[ExporterKind::Otlp], |config| {
        config.export.otlp.protocol = OtlpProtocol::Grpc;
        config.export.otlp.endpoint = collector.endpoint.clone();
    });
    run_ten(&mut engine, 5_000_000);
    assert!(!engine.flush(PATIENCE));
    assert_eq!(rejected(engine.stats()), (9, 1));
    assert_eq!(engine.stats().retries, 0);
    let calls = collector.calls().into_iter();
    let spans = calls.flat_map(|call| call.request.resource_spans);
    let spans = spans.flat_map(|resource| resource.scope_spans);
    let names: Vec<String> = spans
        .flat_map(|scope| scope.spans)
        .map(|span| span.name)
        .collect();
    assert_eq!(names.len(), 9, "{names:?}");
}

#[test]
fn a_batch_is_cut_before_it_is_too_big_for_a_grpc_server() {
    let collector = GrpcCollector::start([], None, None);
    let mut engine = engine_with(&[ExporterKind::Otlp], |config| {
        config.export.otlp.protocol = OtlpProtocol::Grpc;
        config.export.otlp.endpoint = collector.endpoint.clone();
    });
    for _ in 0..10 {
        run_ten(&mut engine, 1_500_000);
    }
    assert!(engine.flush(PATIENCE));
    assert_eq!(rejected(engine.stats()), (100, 0));
}

#[test]
fn what_otlp_itself_does_not_allow_is_one_spans_loss_too() {
    let collector = Collector::start([Reply::ok()]);
    let mut engine = engine_with(&[ExporterKind::Otlp], |config| {
        config.export.otlp.endpoint = collector.endpoint();
        config.queue_memory = 1 << 30;
    });
    run_ten(&mut engine, 65 << 20);
    assert!(!engine.flush(PATIENCE));
    assert_eq!(rejected(engine.stats()), (9, 1));
}

#[test]
fn each_exporter_answers_for_itself() {
    let directory = Directory::new();
    let limit = 100 << 10;
    let [otlp, zipkin] = [(); 2].map(|()| Collector::start([Reply::UpTo(limit)]));
    let exporters = [ExporterKind::File, ExporterKind::Zipkin, ExporterKind::Otlp];
    let change = |config: &mut Config| {
        config.export.file.path = directory.path().join("traces.jsonl");
        config.export.otlp.endpoint = otlp.endpoint();
        config.export.zipkin.endpoint = zipkin.endpoint();
    };
    let mut engine = engine_with(&exporters, change);
    run_ten(&mut engine, 200 << 10);
    assert!(!engine.flush(PATIENCE));
    let (stats, exporters) = engine.stats_by_exporter();
    assert_eq!(rejected(stats), (9, 1));
    let counts = exporters
        .iter()
        .map(|exporter| (exporter.name, exporter.exported, exporter.failed.total()));
    assert_eq!(
        counts.collect::<Vec<_>>(),
        [("file", 10, 0), ("zipkin", 9, 1), ("otlp", 9, 1)]
    );
    assert_eq!(arrived(&otlp, limit).len(), 9);
}

/// A spool whose only request has ten spans, the big one in their midst, delivered to a collector that takes so many bytes at once.
fn replayed(exporter: ExporterKind, limit: usize, change: fn(&mut Config, String)) -> Collector {
    let (collector, spool) = (Collector::start([Reply::status(503)]), Directory::new());
    let mut engine = engine_with(&[exporter], |config| {
        config.export_timeout = Duration::from_millis(200);
        config.batch_size = 10;
        config.spool.path = Some(spool.path().join("spool"));
        config.spool.max_size = 1 << 20;
        change(config, collector.endpoint());
    });
    run_ten(&mut engine, 200 << 10);
    let begin = Instant::now();
    let wait_until = |spooled: u64| {
        while engine.stats().spooled != spooled {
            assert!(begin.elapsed() < PATIENCE, "{:?}", engine.stats());
            std::thread::sleep(Duration::from_millis(5));
        }
    };
    wait_until(10);
    collector.reply_with(Reply::UpTo(limit));
    wait_until(0);
    assert_eq!(rejected(engine.stats()), (9, 1));
    collector
}

#[test]
fn a_request_of_the_spool_goes_in_halves_too() {
    let limit = 100 << 10;
    let protobuf = replayed(ExporterKind::Otlp, limit, |config, endpoint| {
        config.export.otlp.endpoint = endpoint;
    });
    let arrived = arrived(&protobuf, limit);
    assert_eq!(arrived.len(), 9, "{arrived:?}");
    assert!(arrived.values().all(|count| *count == 1), "{arrived:?}");
    let json = replayed(ExporterKind::Otlp, limit, |config, endpoint| {
        config.export.otlp.protocol = OtlpProtocol::HttpJson;
        config.export.otlp.endpoint = endpoint;
    });
    let zipkin = replayed(ExporterKind::Zipkin, limit, |config, endpoint| {
        config.export.zipkin.endpoint = endpoint;
    });
    for collector in [json, zipkin] {
        let taken = collector.requests().into_iter();
        let taken = taken.filter(|request| request.body.len() <= limit);
        let texts: Vec<_> = taken
            .map(|request| String::from_utf8(request.body).unwrap())
            .collect();
        for number in (0..10).filter(|number| *number != 5) {
            let name = format!("\"name\":\"small {number}\"");
            let count = texts.iter().filter(|text| text.contains(&name)).count();
            assert_eq!(count, 1, "{name} in {texts:?}");
        }
        let whole = texts
            .iter()
            .map(|text| serde_json::from_str::<serde_json::Value>(text));
        assert!(whole.into_iter().all(|value| value.is_ok()), "{texts:?}");
    }
}
