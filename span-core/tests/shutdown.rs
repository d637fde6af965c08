//! Flush and shutdown keep their time limits, whatever the collector does.

#![cfg(all(feature = "otlp-http", feature = "file"))]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::time::{Duration, Instant};

use span_core::{Config, CoroutineId, Engine, ExporterKind, SpanOptions};
use support::collector::{Collector, Reply};
use support::{Directory, PATIENCE, assert_adds_up, engine_with, run};

/// How much later than its limit something may be over on a busy machine.
const SLACK: Duration = Duration::from_millis(700);

fn engine_for(endpoint: &str, change: impl FnOnce(&mut Config)) -> Engine {
    engine_with(&[ExporterKind::Otlp], |config| {
        config.export.otlp.endpoint = endpoint.to_owned();
        change(config);
    })
}

fn timed<T>(action: impl FnOnce() -> T) -> (T, Duration) {
    let begin = Instant::now();
    let answer = action();
    (answer, begin.elapsed())
}

#[test]
fn a_flush_ends_in_time_though_the_collector_hangs() {
    let collector = Collector::start([Reply::Hang]);
    let mut engine = engine_for(&collector.endpoint(), |_| {});
    run(&mut engine, 3);
    let limit = Duration::from_millis(300);
    let (delivered, took) = timed(|| engine.flush(limit));
    assert!(!delivered);
    assert!(took >= limit && took < limit + SLACK, "{took:?}");
    // The spans are not lost by that.
    assert_eq!(engine.stats().queued, 3);
    assert!(!engine.shutdown(Duration::from_millis(100)));
}

#[test]
fn a_flush_with_nothing_to_do_is_true_at_once() {
    let mut engine = engine_for(&Collector::refusing_endpoint(), |_| {});
    let (delivered, took) = timed(|| engine.flush(PATIENCE));
    assert!(delivered && took < SLACK);
    let (delivered, took) = timed(|| engine.shutdown(PATIENCE));
    assert!(delivered && took < SLACK);
}

#[test]
fn a_flush_reports_each_loss_once() {
    let collector = Collector::start([Reply::status(400), Reply::ok()]);
    let mut engine = engine_for(&collector.endpoint(), |config| {
        config.schedule_delay = Duration::ZERO;
    });
    run(&mut engine, 1);
    // Lost in the background, before anybody asked.
    let begin = Instant::now();
    while engine.stats().failed.total() == 0 {
        assert!(begin.elapsed() < PATIENCE);
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(!engine.flush(PATIENCE));
    run(&mut engine, 1);
    assert!(engine.flush(PATIENCE));
}

#[test]
fn a_shutdown_delivers_everything_and_can_be_followed_by_more() {
    let collector = Collector::start([Reply::ok()]);
    let mut engine = engine_for(&collector.endpoint(), |config| config.batch_size = 8);
    for round in 1..=3 {
        run(&mut engine, 50);
        assert!(engine.shutdown(PATIENCE));
        let stats = engine.stats();
        assert_eq!((stats.exported, stats.queued), (50 * round, 0));
    }
}

#[test]
fn a_shutdown_is_prompt_when_the_collector_refuses() {
    let mut engine = engine_for(&Collector::refusing_endpoint(), |_| {});
    run(&mut engine, 2_000);
    let (delivered, took) = timed(|| engine.shutdown(PATIENCE));
    assert!(!delivered);
    assert!(took < SLACK, "{took:?}");
    let stats = engine.stats();
    assert_eq!((stats.failed.total(), stats.queued), (2_000, 0));
    assert_adds_up(stats);
}

#[test]
fn a_shutdown_waits_for_a_collector_that_is_busy() {
    let collector = Collector::start([Reply::status(503), Reply::ok()]);
    let mut engine = engine_for(&collector.endpoint(), |_| {});
    run(&mut engine, 3);
    assert!(engine.shutdown(PATIENCE));
    let stats = engine.stats();
    assert_eq!((stats.exported, stats.retries), (3, 1));
    assert_eq!(collector.requests().len(), 2);
}

#[test]
fn a_shutdown_interrupts_the_wait_before_a_retry() {
    let busy = Reply::Http(503, "Retry-After: 20\r\n", Vec::new());
    let collector = Collector::start([busy]);
    let mut engine = engine_for(&collector.endpoint(), |config| {
        config.schedule_delay = Duration::ZERO;
    });
    run(&mut engine, 1);
    collector.wait_for(1);
    let (delivered, took) = timed(|| engine.shutdown(PATIENCE));
    assert!(!delivered);
    assert!(took < SLACK, "{took:?}");
    assert_eq!(engine.stats().failed.total(), 1);
    assert_eq!(collector.requests().len(), 1);
}

#[test]
fn a_shutdown_ends_in_time_though_a_request_hangs() {
    let collector = Collector::start([Reply::Hang, Reply::ok()]);
    let mut engine = engine_for(&collector.endpoint(), |config| {
        config.schedule_delay = Duration::ZERO;
        config.export.otlp.timeout = Duration::from_secs(2);
    });
    run(&mut engine, 1);
    collector.wait_for(1);
    run(&mut engine, 4);
    let limit = Duration::from_millis(300);
    let (delivered, took) = timed(|| engine.shutdown(limit));
    assert!(!delivered);
    assert!(took < limit + SLACK, "{took:?}");
    let stats = engine.stats();
    let lost = (stats.failed.total(), stats.dropped_shutdown);
    assert_eq!((lost, stats.queued), ((1, 4), 0));
    assert_adds_up(stats);

    // A new flusher does its work; the one that was left alone changes nothing when it comes back.
    run(&mut engine, 2);
    assert!(engine.flush(PATIENCE));
    std::thread::sleep(Duration::from_millis(2_200));
    let stats = engine.stats();
    assert_eq!((stats.exported, stats.failed.total()), (2, 1));
    assert_adds_up(stats);
}

#[test]
fn a_request_that_begins_during_shutdown_gets_no_more_than_what_is_left() {
    // Linux wakes who waits long for a socket later than who waits for a moment.
    for limit in [400, 1_000, 5_000].map(Duration::from_millis) {
        let collector = Collector::start([Reply::Hang]);
        let mut engine = engine_for(&collector.endpoint(), |_| {});
        run(&mut engine, 1);
        let (delivered, took) = timed(|| engine.shutdown(limit));
        assert!(!delivered);
        assert!(took < limit + SLACK, "{took:?}");
        let stats = engine.stats();
        // It ended in order: the exporter itself reported the failure.
        let reported = (stats.failed.total(), stats.export_failures);
        assert_eq!(reported, (1, 1), "{limit:?}");
    }
}

#[test]
fn an_engine_that_is_dropped_still_delivers() {
    let collector = Collector::start([Reply::ok()]);
    let mut engine = engine_for(&collector.endpoint(), |_| {});
    run(&mut engine, 3);
    drop(engine);
    collector.wait_for(1);
    assert_eq!(collector.requests()[0].spans().len(), 3);
}

#[test]
fn in_a_hurry_no_span_waits_for_others() {
    let collector = Collector::start([Reply::ok(), Reply::ok()]);
    let mut engine = engine_for(&collector.endpoint(), |config| {
        config.schedule_delay = Duration::from_secs(3600);
    });
    run(&mut engine, 1);
    engine.export_eagerly();
    collector.wait_for(1);
    run(&mut engine, 1);
    collector.wait_for(2);
    assert!(engine.shutdown(PATIENCE));
    assert_eq!(engine.stats().exported, 2);
}

#[test]
fn a_successor_has_all_that_was_left() {
    let directory = Directory::new();
    let file = directory.path().join("traces.jsonl");
    let mut engine = engine_with(&[ExporterKind::File], |config| {
        config.export.file.path = file.clone();
        config.batch_size = 4;
    });
    let open = engine.start_span(
        CoroutineId(99),
        engine.current_context(CoroutineId(99)),
        "open",
        SpanOptions::default(),
    );
    run(&mut engine, 10);
    engine.hand_over(PATIENCE);
    engine.after_fork(None);
    engine.resume();
    assert!(engine.end_span(open, None));
    run(&mut engine, 3);
    assert!(engine.flush(PATIENCE));
    let stats = engine.stats();
    assert_eq!((stats.started, stats.exported), (14, 14));
    assert_adds_up(stats);
    let written = std::fs::read_to_string(&file).unwrap();
    assert_eq!(written.matches("\"spanId\"").count(), 14);
    // Another child is none.
    engine.after_fork(None);
    assert_eq!(engine.stats().started, 0);
}

#[test]
fn a_child_of_a_successor_that_has_not_begun_has_nothing() {
    let mut engine = engine_with(&[ExporterKind::Memory], |_| {});
    run(&mut engine, 3);
    engine.hand_over(PATIENCE);
    engine.disinherit();
    engine.after_fork(None);
    assert_eq!(engine.stats().started, 0);
    run(&mut engine, 1);
    assert_eq!(engine.stats().started, 1);
    assert_adds_up(engine.stats());
}

#[test]
fn a_batch_that_hangs_is_lost_and_counted_and_the_successor_has_the_rest() {
    let collector = Collector::start([Reply::Hang, Reply::ok()]);
    let mut engine = engine_with(&[ExporterKind::Otlp], |config| {
        config.export.otlp.endpoint = collector.endpoint();
        config.batch_size = 2;
    });
    run(&mut engine, 2);
    collector.wait_for(1);
    run(&mut engine, 3);
    engine.hand_over(Duration::from_millis(100));
    let stats = engine.stats();
    assert_eq!((stats.failed.total(), stats.queued), (2, 3));
    assert_adds_up(stats);
    engine.after_fork(None);
    engine.resume();
    // The two that were lost have not been reported yet.
    assert!(!engine.flush(PATIENCE));
    let stats = engine.stats();
    assert_eq!(
        (stats.started, stats.exported, stats.failed.total()),
        (5, 3, 2)
    );
    assert_adds_up(stats);
    assert!(engine.flush(PATIENCE));
}
