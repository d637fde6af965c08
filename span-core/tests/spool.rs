//! What an exporter cannot deliver waits in the spool, and every span is accounted for.

#![cfg(all(feature = "otlp-http", feature = "zipkin"))]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use opentelemetry_proto::tonic::common::v1::any_value::Value;
#[cfg(feature = "otlp-grpc")]
use span_core::OtlpProtocol;
use span_core::{Config, Engine, ExporterKind, LogLevel, Stats};
use support::collector::{Collector, Reply, Request};
#[cfg(feature = "otlp-grpc")]
use support::grpc_collector::GrpcCollector;
use support::{Directory, PATIENCE, assert_adds_up, engine_with, run};
#[cfg(feature = "otlp-grpc")]
use tonic::Status;

/// A collector that takes nothing, until it is told to.
fn away() -> Collector {
    Collector::start([Reply::status(503)])
}

/// An engine that tries each batch of ten spans once.
fn engine_for(endpoint: &str, spool: &Path, change: impl FnOnce(&mut Config)) -> Engine {
    engine_with(&[ExporterKind::Otlp], |config| {
        config.export.otlp.endpoint = endpoint.to_owned();
        config.export_timeout = Duration::from_millis(200);
        config.schedule_delay = Duration::ZERO;
        config.batch_size = 10;
        config.spool.path = Some(spool.join("spool"));
        config.spool.max_size = 1 << 20;
        change(config);
    })
}

fn wait_until(what: &str, condition: impl Fn() -> bool) {
    let begin = Instant::now();
    while !condition() {
        assert!(begin.elapsed() < PATIENCE, "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn wait_for_stats(engine: &Engine, what: &str, condition: impl Fn(Stats) -> bool) -> Stats {
    wait_until(what, || {
        let stats = engine.stats();
        assert_adds_up(stats);
        condition(stats)
    });
    engine.stats()
}

/// The ids of the coroutines whose spans are in these requests.
fn ids(requests: &[Request]) -> Vec<i64> {
    let spans = requests.iter().flat_map(Request::spans);
    spans
        .map(|span| {
            let mut attributes = span.attributes.into_iter();
            let id = attributes.find(|attribute| attribute.key == "coroutine.id");
            match id.unwrap().value.unwrap().value.unwrap() {
                Value::IntValue(id) => id,
                other => panic!("{other:?}"),
            }
        })
        .collect()
}

fn segments(spool: &Path, encoding: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(spool.join("spool").join(encoding)) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut segments: Vec<PathBuf> = paths
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "segment")
        })
        .collect();
    segments.sort();
    segments
}

#[test]
fn what_is_not_taken_for_a_while_arrives_later_in_order_and_once() {
    let (collector, spool) = (away(), Directory::new());
    let mut engine = engine_for(&collector.endpoint(), spool.path(), |_| {});
    run(&mut engine, 100);
    let stats = wait_for_stats(&engine, "nothing is spooled", |stats| stats.spooled == 100);
    assert_eq!((stats.exported, stats.failed.total()), (0, 0));
    assert!(!engine.flush(PATIENCE), "it is not delivered");
    collector.reply_with(Reply::ok());
    let stats = wait_for_stats(&engine, "it is not replayed", |stats| stats.spooled == 0);
    assert_eq!((stats.exported, stats.failed.total()), (100, 0));
    assert!(engine.flush(PATIENCE));
    let in_order: Vec<i64> = (1..=100).collect();
    assert_eq!(ids(&collector.taken()), in_order);
    wait_until("the files stay", || {
        segments(spool.path(), "otlp-protobuf").is_empty()
    });
    let (_, exporters) = engine.stats_by_exporter();
    assert_eq!((exporters[0].exported, exporters[0].spooled), (100, 0));
}

#[test]
fn while_it_is_known_to_be_away_it_is_left_alone() {
    let (collector, spool) = (away(), Directory::new());
    let mut engine = engine_for(&collector.endpoint(), spool.path(), |_| {});
    run(&mut engine, 1_000);
    wait_for_stats(&engine, "nothing is spooled", |stats| {
        stats.spooled == 1_000
    });
    // The first batch, and a probe where the machine is slow.
    assert!(collector.requests().len() < 10);
}

#[test]
fn a_collector_that_names_a_time_is_left_alone_until_then() {
    let busy = Reply::Http(429, "Retry-After: 3600\r\n", Vec::new());
    let (collector, spool) = (Collector::start([busy]), Directory::new());
    let mut engine = engine_for(&collector.endpoint(), spool.path(), |_| {});
    run(&mut engine, 10);
    wait_for_stats(&engine, "nothing is spooled", |stats| stats.spooled == 10);
    // Longer than another one is left alone.
    std::thread::sleep(Duration::from_millis(1_500));
    run(&mut engine, 10);
    wait_for_stats(&engine, "nothing is spooled", |stats| stats.spooled == 20);
    assert_eq!(collector.requests().len(), 1);
}

#[test]
fn the_next_process_delivers_what_the_last_one_has_left() {
    let (collector, spool) = (away(), Directory::new());
    let mut engine = engine_for(&collector.endpoint(), spool.path(), |_| {});
    run(&mut engine, 50);
    assert!(!engine.shutdown(PATIENCE));
    assert_eq!(engine.stats().spooled, 50);
    assert_adds_up(engine.stats());
    drop(engine);
    collector.reply_with(Reply::ok());
    let mut next = engine_for(&collector.endpoint(), spool.path(), |_| {});
    run(&mut next, 1);
    wait_until("it is not replayed", || ids(&collector.taken()).len() == 51);
    wait_until("the files stay", || {
        segments(spool.path(), "otlp-protobuf").is_empty()
    });
    // Those of the earlier one are in no counter of this one.
    let stats = next.stats();
    assert_eq!((stats.started, stats.exported, stats.spooled), (1, 1, 0));
}

#[test]
fn processes_share_it_and_each_hears_what_has_become_of_its_own() {
    let (collector, spool) = (away(), Directory::new());
    let mut engines = [(), ()].map(|()| engine_for(&collector.endpoint(), spool.path(), |_| {}));
    for engine in &mut engines {
        run(engine, 30);
    }
    for engine in &engines {
        wait_for_stats(engine, "nothing is spooled", |stats| stats.spooled == 30);
    }
    collector.reply_with(Reply::ok());
    for engine in &engines {
        let stats = wait_for_stats(engine, "it is not replayed", |stats| stats.spooled == 0);
        assert_eq!(stats.exported, 30);
    }
    assert_eq!(ids(&collector.taken()).len(), 60);
}

#[test]
fn an_exporter_that_works_gets_nothing_twice() {
    let (otlp, zipkin) = (away(), Collector::start([Reply::status(202)]));
    let spool = Directory::new();
    let mut engine = engine_for(&otlp.endpoint(), spool.path(), |config| {
        config.exporters.push(ExporterKind::Zipkin);
        config.export.zipkin.endpoint = zipkin.endpoint();
    });
    run(&mut engine, 40);
    wait_for_stats(&engine, "nothing is spooled", |stats| stats.spooled == 40);
    let taken = zipkin.requests().len();
    otlp.reply_with(Reply::ok());
    let stats = wait_for_stats(&engine, "it is not replayed", |stats| stats.spooled == 0);
    assert_eq!(stats.exported, 40);
    assert_eq!(zipkin.requests().len(), taken);
    let (_, exporters) = engine.stats_by_exporter();
    assert!(exporters.iter().all(|exporter| exporter.exported == 40));
}

#[test]
fn zipkin_gets_later_what_it_has_not_taken() {
    let (collector, spool) = (away(), Directory::new());
    let mut engine = engine_for("", spool.path(), |config| {
        config.exporters = vec![ExporterKind::Zipkin];
        config.export.zipkin.endpoint = collector.endpoint();
    });
    run(&mut engine, 30);
    wait_for_stats(&engine, "nothing is spooled", |stats| stats.spooled == 30);
    assert!(!segments(spool.path(), "zipkin-json").is_empty());
    collector.reply_with(Reply::status(202));
    let stats = wait_for_stats(&engine, "it is not replayed", |stats| stats.spooled == 0);
    assert_eq!((stats.exported, stats.failed.total()), (30, 0));
    let requests = collector.taken();
    let spans = requests.iter().flat_map(|request| {
        let spans: Vec<serde_json::Value> = serde_json::from_slice(&request.body).unwrap();
        spans
    });
    let ids: Vec<_> = spans
        .map(|span| span["tags"]["coroutine.id"].as_str().unwrap().to_owned())
        .collect();
    let in_order: Vec<_> = (1..=30).map(|id| id.to_string()).collect();
    assert_eq!(ids, in_order);
}

#[cfg(feature = "jaeger")]
#[test]
fn a_collector_of_jaeger_gets_later_what_it_has_not_taken() {
    let (collector, spool) = (away(), Directory::new());
    let mut engine = engine_for("", spool.path(), |config| {
        config.exporters = vec![ExporterKind::Jaeger];
        config.export.jaeger.endpoint = Some(collector.endpoint());
    });
    run(&mut engine, 30);
    wait_for_stats(&engine, "nothing is spooled", |stats| stats.spooled == 30);
    let refused = collector.requests();
    collector.reply_with(Reply::status(202));
    let stats = wait_for_stats(&engine, "it is not replayed", |stats| stats.spooled == 0);
    assert_eq!((stats.exported, stats.failed.total()), (30, 0));
    let replayed = collector.taken();
    for request in &replayed {
        let content_type = Some("application/vnd.apache.thrift.binary");
        assert_eq!(request.header("content-type"), content_type);
    }
    assert_eq!(replayed[0].body, refused[0].body);
    let mut bodies: Vec<_> = replayed.into_iter().map(|request| request.body).collect();
    let arrived = bodies.len();
    bodies.sort();
    bodies.dedup();
    assert!(
        arrived >= 3 && bodies.len() == arrived,
        "of {arrived}, {} differ",
        bodies.len()
    );
}

#[cfg(feature = "otlp-grpc")]
#[test]
fn a_server_of_grpc_gets_later_what_it_has_not_taken() {
    let refusals = (0..3).map(|_| Some(Err(Status::unavailable("away"))));
    let (collector, spool) = (GrpcCollector::start(refusals, None, None), Directory::new());
    let mut engine = engine_for(&collector.endpoint, spool.path(), |config| {
        config.export.otlp.protocol = OtlpProtocol::Grpc;
    });
    run(&mut engine, 30);
    wait_until("it is not replayed", || {
        let stats = engine.stats();
        assert_adds_up(stats);
        stats.exported == 30
    });
    assert_eq!(
        (engine.stats().spooled, engine.stats().failed.total()),
        (0, 0)
    );
    let calls = collector.calls();
    let spans = calls.iter().flat_map(|call| {
        let scopes = &call.request.resource_spans[0].scope_spans;
        scopes.iter().flat_map(|scope| scope.spans.iter())
    });
    let mut ids: Vec<_> = spans.map(|span| span.span_id.clone()).collect();
    let arrived = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 30);
    // Nothing that it refused has gone astray, and each refusal was of one request.
    assert!(arrived > 30, "nothing was refused");
}

#[test]
fn where_the_size_is_used_up_the_oldest_go_and_are_counted() {
    let (collector, spool) = (away(), Directory::new());
    let mut engine = engine_for(&collector.endpoint(), spool.path(), |config| {
        config.batch_size = 100;
    });
    run(&mut engine, 10_000);
    wait_for_stats(&engine, "nothing is spooled", |stats| {
        stats.spooled + stats.dropped_spool_full == 10_000
    });
    let sizes = segments(spool.path(), "otlp-protobuf").into_iter();
    let size: u64 = sizes.map(|path| fs::metadata(path).unwrap().len()).sum();
    assert!(size <= 1 << 20, "{size}");
    collector.reply_with(Reply::ok());
    let stats = wait_for_stats(&engine, "it is not replayed", |stats| stats.spooled == 0);
    let arrived = ids(&collector.taken());
    assert!(stats.dropped_spool_full > 0);
    assert_eq!(arrived.len() as u64, stats.exported);
    assert_eq!(arrived.len() as u64 + stats.dropped_spool_full, 10_000);
    let first = 10_000 - arrived.len() as i64 + 1;
    assert_eq!(arrived, (first..=10_000).collect::<Vec<_>>());
    assert!(!engine.flush(PATIENCE), "some are lost");
}

#[test]
fn what_has_waited_too_long_is_dropped_and_counted() {
    let (collector, spool) = (away(), Directory::new());
    let mut engine = engine_for(&collector.endpoint(), spool.path(), |config| {
        config.spool.max_age = Some(Duration::from_millis(1));
    });
    run(&mut engine, 20);
    let stats = wait_for_stats(&engine, "nothing expires", |stats| {
        stats.dropped_spool_expired == 20
    });
    assert_eq!((stats.spooled, stats.exported), (0, 0));
}

#[test]
fn a_refusal_is_no_reason_to_wait() {
    for reply in [Reply::status(400), Reply::partial_success(5, "no")] {
        let (collector, spool) = (Collector::start([reply]), Directory::new());
        let mut engine = engine_for(&collector.endpoint(), spool.path(), |_| {});
        run(&mut engine, 5);
        assert!(!engine.flush(PATIENCE));
        let stats = engine.stats();
        assert_eq!((stats.failed.total(), stats.spooled), (5, 0));
        assert!(!spool.path().join("spool").exists());
    }
}

#[test]
fn what_is_refused_in_a_replay_has_failed_and_does_not_block_the_rest() {
    let (collector, spool) = (away(), Directory::new());
    let mut engine = engine_for(&collector.endpoint(), spool.path(), |config| {
        config.schedule_delay = PATIENCE;
    });
    run(&mut engine, 30);
    wait_for_stats(&engine, "nothing is spooled", |stats| stats.spooled == 30);
    collector.reply_with(Reply::partial_success(4, "too old"));
    let stats = wait_for_stats(&engine, "it is not replayed", |stats| stats.spooled == 0);
    assert_eq!((stats.exported, stats.failed.total()), (18, 12));
}

#[test]
fn a_torn_end_loses_the_torn_request_only() {
    let (collector, spool) = (away(), Directory::new());
    let mut engine = engine_for(&collector.endpoint(), spool.path(), |config| {
        config.schedule_delay = PATIENCE;
    });
    run(&mut engine, 50);
    assert!(!engine.shutdown(PATIENCE));
    drop(engine);
    let last = segments(spool.path(), "otlp-protobuf").pop().unwrap();
    let file = File::options().write(true).open(&last).unwrap();
    file.set_len(file.metadata().unwrap().len() - 1).unwrap();
    collector.reply_with(Reply::ok());
    let mut next = engine_for(&collector.endpoint(), spool.path(), |_| {});
    run(&mut next, 1);
    wait_until("the files stay", || {
        segments(spool.path(), "otlp-protobuf").is_empty()
    });
    let mut arrived = ids(&collector.taken());
    arrived.sort_unstable();
    assert_eq!(arrived, [&[1], &(1..=40).collect::<Vec<_>>()[..]].concat());
}

#[test]
fn a_segment_of_another_version_is_put_aside_and_not_read() {
    let (collector, spool) = (away(), Directory::new());
    let mut engine = engine_for(&collector.endpoint(), spool.path(), |_| {});
    run(&mut engine, 10);
    assert!(!engine.shutdown(PATIENCE));
    drop(engine);
    let segment = segments(spool.path(), "otlp-protobuf").pop().unwrap();
    let mut bytes = fs::read(&segment).unwrap();
    bytes[8] += 1;
    fs::write(&segment, &bytes).unwrap();
    collector.reply_with(Reply::ok());
    let mut next = engine_for(&collector.endpoint(), spool.path(), |_| {});
    run(&mut next, 1);
    wait_until("the segment stays", || {
        segments(spool.path(), "otlp-protobuf").is_empty()
    });
    let aside = format!("{}.set-aside", segment.display());
    assert_eq!(fs::read(aside).unwrap(), bytes);
}

#[test]
fn files_that_somebody_removes_are_counted_as_lost() {
    let (collector, spool) = (away(), Directory::new());
    let mut engine = engine_for(&collector.endpoint(), spool.path(), |_| {});
    run(&mut engine, 10);
    wait_for_stats(&engine, "nothing is spooled", |stats| stats.spooled == 10);
    for segment in segments(spool.path(), "otlp-protobuf") {
        fs::remove_file(segment).unwrap();
    }
    let stats = wait_for_stats(&engine, "it is not noticed", |stats| stats.spooled == 0);
    assert_eq!((stats.exported, stats.failed.total()), (0, 10));
}

#[test]
fn a_full_queue_goes_to_the_spool_before_the_retries_are_over() {
    let (collector, spool) = (away(), Directory::new());
    let mut engine = engine_for(&collector.endpoint(), spool.path(), |config| {
        config.export_timeout = Duration::from_secs(3600);
        config.queue_size = Some(100);
    });
    run(&mut engine, 80);
    let stats = wait_for_stats(&engine, "nothing is spooled", |stats| stats.spooled == 80);
    assert_eq!(stats.dropped_queue_full, 0);
}

#[test]
fn a_shutdown_leaves_the_rest_in_the_spool_though_the_collector_hangs() {
    let (collector, spool) = (Collector::start([Reply::Hang]), Directory::new());
    let mut engine = engine_for(&collector.endpoint(), spool.path(), |config| {
        config.export_timeout = PATIENCE;
    });
    run(&mut engine, 1);
    collector.wait_for(1);
    run(&mut engine, 500);
    let begin = Instant::now();
    // A tenth of it is left for the spool.
    assert!(!engine.shutdown(PATIENCE / 4));
    assert!(begin.elapsed() < PATIENCE / 2);
    let stats = engine.stats();
    assert_adds_up(stats);
    // The one whose request is under way has no answer.
    assert_eq!((stats.spooled, stats.failed.total()), (500, 1));
}

#[test]
fn only_its_user_may_read_it() {
    let (collector, spool) = (away(), Directory::new());
    let mut engine = engine_for(&collector.endpoint(), spool.path(), |_| {});
    run(&mut engine, 1);
    wait_for_stats(&engine, "nothing is spooled", |stats| stats.spooled == 1);
    let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o7777;
    let root = spool.path().join("spool");
    assert_eq!(mode(&root), 0o700);
    assert_eq!(mode(&root.join("otlp-protobuf")), 0o700);
    for entry in fs::read_dir(root.join("otlp-protobuf")).unwrap() {
        assert_eq!(mode(&entry.unwrap().path()), 0o600);
    }
}

/// Runs with a spool that cannot be used: nothing is there that was not, and one warning is said.
fn assert_refused(spool: &Path, expected: &str) {
    static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());
    SAID.lock().unwrap().clear();
    let collector = away();
    let mut engine = engine_for(&collector.endpoint(), spool, |config| {
        config.log_level = LogLevel::Warn;
        config.log = |line| SAID.lock().unwrap().push(line.to_owned());
    });
    run(&mut engine, 30);
    assert!(!engine.flush(PATIENCE));
    let stats = engine.stats();
    assert_eq!((stats.failed.total(), stats.spooled), (30, 0));
    collector.reply_with(Reply::ok());
    run(&mut engine, 1);
    assert!(engine.flush(PATIENCE));
    let said = SAID.lock().unwrap();
    let of_spool: Vec<&String> = said
        .iter()
        .filter(|line| line.contains("the spool"))
        .collect();
    assert_eq!(of_spool.len(), 1, "{said:?}");
    assert!(of_spool[0].contains(expected), "{said:?}");
}

#[test]
fn what_is_not_its_own_is_refused_with_one_warning() {
    let elsewhere = Directory::new();
    let link = Directory::new();
    symlink(elsewhere.path(), link.path().join("spool")).unwrap();
    assert_refused(link.path(), "symbolic link");
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);

    let link_inside = Directory::new();
    let mut inside = link_inside.path().join("spool");
    fs::create_dir(&inside).unwrap();
    inside.push("otlp-protobuf");
    symlink(elsewhere.path(), &inside).unwrap();
    assert_refused(link_inside.path(), "symbolic link");
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);

    let file = Directory::new();
    File::create(file.path().join("spool")).unwrap();
    assert_refused(file.path(), "no directory");

    let open = Directory::new();
    fs::create_dir(open.path().join("spool")).unwrap();
    fs::set_permissions(open.path().join("spool"), PermissionsExt::from_mode(0o777)).unwrap();
    assert_refused(open.path(), "its mode is 777, expected 700");

    let nowhere = Directory::new();
    assert_refused(&nowhere.path().join("missing"), "No such file");

    let foreign = Directory::new();
    fs::create_dir(foreign.path().join("spool")).unwrap();
    // Only root may give a directory away.
    if std::os::unix::fs::chown(foreign.path().join("spool"), Some(65_534), None).is_ok() {
        assert_refused(foreign.path(), "it belongs to the user 65534");
    }
}

#[test]
fn what_cannot_be_made_is_said_before_it_is_needed() {
    static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());
    let directory = Directory::new();
    let missing = directory.path().join("missing");
    let collector = Collector::start([Reply::ok()]);
    let mut engine = engine_for(&collector.endpoint(), &missing, |config| {
        config.log_level = LogLevel::Warn;
        config.log = |line| SAID.lock().unwrap().push(line.to_owned());
    });
    run(&mut engine, 1);
    assert!(engine.flush(PATIENCE));
    wait_until("nothing is said", || !SAID.lock().unwrap().is_empty());
    assert!(SAID.lock().unwrap()[0].contains("cannot be used: No such file"));
    // It is used where that was mended in time.
    fs::create_dir(&missing).unwrap();
    collector.reply_with(Reply::status(503));
    run(&mut engine, 1);
    wait_for_stats(&engine, "nothing is spooled", |stats| stats.spooled == 1);
    let said = SAID.lock().unwrap();
    let again = said.iter().filter(|line| line.contains("cannot be used"));
    assert_eq!(again.count(), 1, "{said:?}");
}
