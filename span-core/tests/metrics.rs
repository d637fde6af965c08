//! The tracer's own metrics: they agree with the counters, and cost nothing when they are off.

#![cfg(all(feature = "otlp-http", feature = "file"))]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::time::{Duration, Instant};

use opentelemetry_proto::tonic::collector::metrics::v1::ExportMetricsServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::metrics::v1::Metric;
use opentelemetry_proto::tonic::metrics::v1::metric::Data;
use opentelemetry_proto::tonic::metrics::v1::number_data_point::Value as Number;
use prost::Message;
use span_core::{Config, CoroutineId, Engine, ExporterKind, MetricsConfig, Sampler, SpanOptions};
use support::collector::{Collector, Reply};
use support::{Directory, PATIENCE, assert_adds_up, code, engine_with, run, start};

const NEVER: Duration = Duration::from_secs(3600);

fn metered(
    collector: &Collector,
    interval: Duration,
    exporters: &[ExporterKind],
    change: impl FnOnce(&mut Config),
) -> Engine {
    engine_with(exporters, |config| {
        config.metrics = Some(MetricsConfig {
            endpoint: collector.endpoint().replace("/v1/traces", "/v1/metrics"),
            interval,
        });
        change(config);
    })
}

/// The metrics of the last request.
fn last(collector: &Collector) -> Vec<Metric> {
    let requests = collector.requests();
    let request = requests.last().unwrap();
    assert_eq!(request.line, "POST /v1/metrics HTTP/1.1");
    let request = ExportMetricsServiceRequest::decode(request.body.as_slice()).unwrap();
    request.resource_metrics[0].scope_metrics[0].metrics.clone()
}

/// The value of the point that has exactly these values of attributes; 0 where there is none.
fn value(metrics: &[Metric], name: &str, attributes: &[&str]) -> i64 {
    let metric = metrics.iter().find(|metric| metric.name == name).unwrap();
    let Some(Data::Sum(sum)) = &metric.data else {
        panic!("{metric:?}");
    };
    let point = sum.data_points.iter().find(|point| {
        let values = point.attributes.iter();
        let mut values: Vec<_> = values
            .filter(|pair| !pair.key.starts_with("otel.component"))
            .map(|pair| match pair.value.clone().unwrap().value {
                Some(Value::StringValue(text)) => text,
                other => panic!("{other:?}"),
            })
            .collect();
        values.sort();
        values == attributes
    });
    match point.map(|point| point.value) {
        Some(Some(Number::AsInt(value))) => value,
        None => 0,
        other => panic!("{other:?}"),
    }
}

const LIVE: &str = "otel.sdk.span.live";
const STARTED: &str = "otel.sdk.span.started";
const PROCESSED: &str = "otel.sdk.processor.span.processed";
const EXPORTED: &str = "otel.sdk.exporter.span.exported";
const SAMPLED: &str = "RECORD_AND_SAMPLE";

#[test]
fn the_last_values_are_sent_when_the_process_ends() {
    let collector = Collector::start([Reply::ok()]);
    let directory = Directory::new();
    let mut engine = metered(&collector, NEVER, &[ExporterKind::File], |config| {
        config.export.file.path = directory.path().join("traces.jsonl");
        config.queue_size = Some(2048);
    });
    let root = engine.start(CoroutineId(1), None, CoroutineId::NONE, code());
    engine.start(CoroutineId(2), Some(root), CoroutineId(1), code());
    let manual = engine.start_span(
        CoroutineId(2),
        engine.current_context(CoroutineId(2)),
        "s",
        SpanOptions::default(),
    );
    assert!(engine.finish(CoroutineId(1)));
    assert!(engine.shutdown(PATIENCE));
    let metrics = last(&collector);
    assert_eq!(value(&metrics, STARTED, &[SAMPLED, "none"]), 1);
    assert_eq!(value(&metrics, STARTED, &[SAMPLED, "local"]), 2);
    assert_eq!(value(&metrics, LIVE, &[SAMPLED]), 2);
    assert_eq!(value(&metrics, PROCESSED, &[]), 1);
    assert_eq!(value(&metrics, EXPORTED, &[]), 1);
    assert_eq!(
        value(&metrics, "otel.sdk.processor.span.queue.size", &[]),
        0
    );
    let capacity = "otel.sdk.processor.span.queue.capacity";
    assert_eq!(value(&metrics, capacity, &[]), 2048);
    assert_eq!(value(&metrics, "otel.sdk.exporter.span.inflight", &[]), 0);

    assert!(engine.end_span(manual, None));
    assert!(engine.finish(CoroutineId(2)));
    assert!(engine.shutdown(PATIENCE));
    let metrics = last(&collector);
    assert_eq!(value(&metrics, LIVE, &[SAMPLED]), 0);
    assert_eq!(value(&metrics, EXPORTED, &[]), 3);
    let durations = metrics.iter().find(|metric| metric.unit == "s").unwrap();
    let Some(Data::Histogram(histogram)) = &durations.data else {
        panic!("{durations:?}");
    };
    assert_eq!(durations.name, "otel.sdk.exporter.operation.duration");
    assert_eq!(histogram.data_points[0].count, 2, "one for each batch");
}

#[test]
fn a_process_that_only_waits_sends_them_too() {
    let collector = Collector::start([Reply::ok()]);
    // One export has no longer than that, on a slow machine as well.
    let interval = Duration::from_millis(200);
    let mut engine = metered(&collector, interval, &[ExporterKind::None], |_| {});
    start(&mut engine, 1);
    let begin = Instant::now();
    // The first reading may be older than the span.
    loop {
        collector.wait_for(1);
        if value(&last(&collector), LIVE, &[SAMPLED]) == 1 {
            break;
        }
        assert!(begin.elapsed() < PATIENCE);
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(engine.shutdown(PATIENCE));
}

#[test]
fn what_is_lost_has_its_reason() {
    let spans = Collector::start([Reply::status(400)]);
    let collector = Collector::start([Reply::ok()]);
    let mut engine = metered(&collector, NEVER, &[ExporterKind::Otlp], |config| {
        config.export.otlp.endpoint = spans.endpoint();
        config.queue_size = Some(2);
        config.batch_size = 100;
    });
    run(&mut engine, 5);
    assert!(!engine.shutdown(PATIENCE));
    let metrics = last(&collector);
    assert_eq!(value(&metrics, STARTED, &[SAMPLED, "none"]), 5);
    // A full queue wakes the flusher, which may make room before the last span comes.
    let processed = value(&metrics, PROCESSED, &[]);
    let dropped = value(&metrics, PROCESSED, &["queue_full"]);
    assert_eq!(processed + dropped, 5);
    assert!((1..=3).contains(&dropped), "{dropped}");
    assert_eq!(value(&metrics, EXPORTED, &["rejected"]), processed);
    assert_eq!(value(&metrics, EXPORTED, &[]), 0);
}

#[test]
fn spans_that_are_not_sampled_count_as_started() {
    for (keep_errors, result) in [(false, vec!["DROP"]), (true, vec!["RECORD_ONLY", "none"])] {
        let collector = Collector::start([Reply::ok()]);
        let mut engine = metered(&collector, NEVER, &[ExporterKind::None], |config| {
            config.sampler = Sampler::AlwaysOff;
            config.keep_errors = keep_errors;
        });
        run_unsampled(&mut engine, 3, keep_errors);
        assert!(engine.shutdown(PATIENCE));
        let metrics = last(&collector);
        assert_eq!(value(&metrics, STARTED, &result), 3);
        assert_eq!(value(&metrics, LIVE, &["RECORD_ONLY"]), 0);
        // A span that was recorded and is not wanted has been processed as it should be.
        assert_eq!(
            value(&metrics, PROCESSED, &[]),
            if keep_errors { 3 } else { 0 }
        );
    }
}

fn run_unsampled(engine: &mut Engine, count: i64, is_recorded: bool) {
    for id in 1..=count {
        start(engine, id);
        engine.body_returned(CoroutineId(id));
        assert_eq!(engine.finish(CoroutineId(id)), is_recorded);
    }
}

#[test]
fn a_span_that_is_one_too_many_was_never_started() {
    const MOST: u64 = 1_000_000;
    let collector = Collector::start([Reply::ok()]);
    let mut engine = metered(&collector, NEVER, &[ExporterKind::None], |config| {
        config.queue_memory = usize::MAX;
    });
    for _ in 0..MOST + 3 {
        engine.start_span(
            CoroutineId::NONE,
            None,
            String::new(),
            SpanOptions::default(),
        );
    }
    let stats = engine.stats();
    assert_eq!((stats.open, stats.dropped_too_many_open), (MOST, 3));
    assert_adds_up(stats);
    assert!(engine.shutdown(PATIENCE));
    let metrics = last(&collector);
    assert_eq!(value(&metrics, STARTED, &[SAMPLED, "none"]), MOST as i64);
    assert_eq!(value(&metrics, LIVE, &[SAMPLED]), MOST as i64);
    assert_eq!(value(&metrics, PROCESSED, &["too_many_open"]), 0);
}

#[test]
fn a_collector_of_metrics_that_hangs_holds_the_end_no_longer_than_its_limit() {
    let collector = Collector::start([Reply::Hang]);
    let mut engine = metered(&collector, NEVER, &[ExporterKind::None], |_| {});
    run(&mut engine, 3);
    let begin = Instant::now();
    engine.shutdown(Duration::from_millis(300));
    assert!(begin.elapsed() < Duration::from_secs(2));
    assert_eq!(engine.stats().exported, 3);
}

#[test]
fn without_metrics_nothing_is_counted_for_them_and_no_thread_runs() {
    let mut engine = engine_with(&[ExporterKind::None], |config| {
        config.spawn = |_, _| panic!("no thread is needed");
    });
    run(&mut engine, 3);
    assert!(engine.shutdown(PATIENCE));
}
