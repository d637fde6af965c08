//! A reading as an OTLP request, with the names of OpenTelemetry's semantic conventions for SDK metrics.
//!
//! Owns these names. Must not know how a request is sent.

use std::time::SystemTime;

use opentelemetry_proto::tonic::collector::metrics::v1::ExportMetricsServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::common::v1::{AnyValue, InstrumentationScope, KeyValue};
use opentelemetry_proto::tonic::metrics::v1::metric::Data;
use opentelemetry_proto::tonic::metrics::v1::number_data_point::Value as Number;
use opentelemetry_proto::tonic::metrics::v1::{
    AggregationTemporality, Histogram, HistogramDataPoint, Metric, NumberDataPoint,
    ResourceMetrics, ScopeMetrics, Sum,
};
use opentelemetry_proto::tonic::resource::v1::Resource;
use prost::Message;

use super::MetricsSnapshot;
use super::durations::BOUNDS;
use crate::config::Config;
use crate::export::resource;
use crate::model::time::unix_nanos;
use crate::processor::engine_counters::ORIGINS;

const CUMULATIVE: i32 = AggregationTemporality::Cumulative as i32;
const SAMPLED: (&str, &str) = ("otel.span.sampling_result", "RECORD_AND_SAMPLE");
const HELD: (&str, &str) = ("otel.span.sampling_result", "RECORD_ONLY");
const NOT_RECORDED: (&str, &str) = ("otel.span.sampling_result", "DROP");

type Attributes<'a> = Vec<(&'a str, &'a str)>;

/// The request that carries a reading.
pub(crate) fn request(
    snapshot: &MetricsSnapshot,
    config: &Config,
    resource: &resource::Resource,
) -> ExportMetricsServiceRequest {
    let writer = Writer {
        since: unix_nanos(snapshot.since),
        now: unix_nanos(SystemTime::now()),
    };
    let mut metrics = Vec::new();
    metrics.extend(spans(&writer, snapshot));
    metrics.extend(processor(&writer, snapshot, config));
    metrics.extend(exporters(&writer, snapshot, config));
    ExportMetricsServiceRequest {
        resource_metrics: vec![ResourceMetrics {
            // Both as the spans' requests have them.
            resource: Resource::decode(resource.envelope().resource.as_slice()).ok(),
            scope_metrics: vec![ScopeMetrics {
                scope: InstrumentationScope::decode(resource.envelope().scope.as_slice()).ok(),
                metrics,
                ..ScopeMetrics::default()
            }],
            ..ResourceMetrics::default()
        }],
    }
}

fn spans(writer: &Writer, snapshot: &MetricsSnapshot) -> [Metric; 2] {
    let counters = &snapshot.counters;
    let live = vec![
        (counters.open_sampled, vec![SAMPLED]),
        (counters.open_held, vec![HELD]),
    ];
    // Nothing is kept of a span that is not recorded, not even whose child it was.
    let mut started = vec![(counters.not_sampled, vec![NOT_RECORDED])];
    for (result, by_origin) in [SAMPLED, HELD].into_iter().zip(counters.by_origin()) {
        for (origin, count) in ORIGINS.into_iter().zip(by_origin) {
            let attributes = vec![("otel.span.parent.origin", origin), result];
            started.push((count, attributes));
        }
    }
    [
        writer.level("otel.sdk.span.live", live),
        writer.count("otel.sdk.span.started", started),
    ]
}

fn processor(writer: &Writer, snapshot: &MetricsSnapshot, config: &Config) -> [Metric; 3] {
    let component = vec![
        ("otel.component.type", "batching_span_processor"),
        ("otel.component.name", "batching_span_processor/0"),
    ];
    let (stats, counters) = (&snapshot.stats, &snapshot.counters);
    let mut processed = vec![(snapshot.given + counters.sampled_out, component.clone())];
    for (reason, count) in [
        ("queue_full", stats.dropped_queue_full),
        ("shutdown", stats.dropped_shutdown),
        ("keep_overflow", counters.keep_overflow),
    ] {
        processed.push((count, with_error(&component, reason)));
    }
    let size = vec![(snapshot.waiting, component.clone())];
    let capacity = vec![(config.queue_capacity() as u64, component)];
    [
        writer.level("otel.sdk.processor.span.queue.size", size),
        writer.level("otel.sdk.processor.span.queue.capacity", capacity),
        writer.count("otel.sdk.processor.span.processed", processed),
    ]
}

fn exporters(writer: &Writer, snapshot: &MetricsSnapshot, config: &Config) -> [Metric; 3] {
    let names: Vec<(&str, [String; 2])> = config
        .exporters
        .iter()
        .map(|kind| {
            let component = config.export.component_type(*kind);
            // Each exporter is there once.
            let name = format!("{component}/0");
            (kind.name(), [component, name])
        })
        .collect();
    let component = |exporter: &str| -> Attributes<'_> {
        let known = names.iter().find(|(name, _)| *name == exporter);
        known.map_or_else(Vec::new, |(_, [kind, name])| {
            vec![
                ("otel.component.type", kind.as_str()),
                ("otel.component.name", name.as_str()),
            ]
        })
    };
    let (mut inflight, mut exported) = (Vec::new(), Vec::new());
    for exporter in &snapshot.exporters {
        let component = component(exporter.name);
        for (failure, count) in exporter.failed.iter() {
            exported.push((count, with_error(&component, failure.name())));
        }
        exported.push((exporter.dropped, with_error(&component, "spool")));
        exported.push((exporter.exported + exporter.sent, component.clone()));
        inflight.push((exporter.in_flight + exporter.spooled, component));
    }
    let durations = snapshot.durations.iter();
    let durations = durations.map(|histogram| {
        let component = component(histogram.exporter);
        let attributes = match histogram.failure {
            Some(failure) => with_error(&component, failure.name()),
            None => component,
        };
        HistogramDataPoint {
            attributes: key_values(&attributes),
            start_time_unix_nano: writer.since,
            time_unix_nano: writer.now,
            count: histogram.buckets.iter().sum(),
            sum: Some(histogram.sum),
            bucket_counts: histogram.buckets.to_vec(),
            explicit_bounds: BOUNDS.to_vec(),
            ..HistogramDataPoint::default()
        }
    });
    let durations = Data::Histogram(Histogram {
        data_points: durations.collect(),
        aggregation_temporality: CUMULATIVE,
    });
    [
        writer.level("otel.sdk.exporter.span.inflight", inflight),
        writer.count("otel.sdk.exporter.span.exported", exported),
        metric("otel.sdk.exporter.operation.duration", "s", durations),
    ]
}

fn with_error<'a>(attributes: &Attributes<'a>, reason: &'a str) -> Attributes<'a> {
    let mut attributes = attributes.clone();
    attributes.push(("error.type", reason));
    attributes
}

/// Makes metrics of spans out of counts, all for the same stretch of time.
struct Writer {
    since: u64,
    now: u64,
}

impl Writer {
    /// A number that goes up only. What has not happened is left out, as instruments do.
    fn count(&self, name: &str, points: Vec<(u64, Attributes<'_>)>) -> Metric {
        let points = points.into_iter().filter(|(count, _)| *count > 0);
        self.sum(name, true, points.collect())
    }

    /// A number that goes up and down.
    fn level(&self, name: &str, points: Vec<(u64, Attributes<'_>)>) -> Metric {
        self.sum(name, false, points)
    }

    fn sum(&self, name: &str, is_monotonic: bool, points: Vec<(u64, Attributes<'_>)>) -> Metric {
        let points = points
            .into_iter()
            .map(|(count, attributes)| NumberDataPoint {
                attributes: key_values(&attributes),
                start_time_unix_nano: self.since,
                time_unix_nano: self.now,
                value: Some(Number::AsInt(i64::try_from(count).unwrap_or(i64::MAX))),
                ..NumberDataPoint::default()
            });
        let sum = Sum {
            data_points: points.collect(),
            aggregation_temporality: CUMULATIVE,
            is_monotonic,
        };
        metric(name, "{span}", Data::Sum(sum))
    }
}

fn metric(name: &str, unit: &str, data: Data) -> Metric {
    Metric {
        name: name.to_owned(),
        unit: unit.to_owned(),
        data: Some(data),
        ..Metric::default()
    }
}

fn key_values(attributes: &Attributes<'_>) -> Vec<KeyValue> {
    let pairs = attributes.iter();
    pairs
        .map(|(key, value)| KeyValue {
            key: (*key).to_owned(),
            value: Some(AnyValue {
                value: Some(Value::StringValue((*value).to_owned())),
            }),
            ..KeyValue::default()
        })
        .collect()
}
