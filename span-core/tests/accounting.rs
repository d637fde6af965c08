//! Every span is accounted for: the counters add up after anything, with a queue that overflows or a thread that the
//! system refuses.

#![cfg(all(feature = "otlp-http", feature = "file"))]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::collections::HashSet;
use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use proptest::prelude::*;
use span_core::{BodyEnd, CoroutineId, Engine, ExporterKind, Failure};
use support::collector::{Collector, Reply};
use support::{
    Directory, PATIENCE, assert_adds_up, code, engine_with, exception, fatal, run, start,
};

#[derive(Clone, Debug)]
enum Step {
    Start(i64),
    Return(i64),
    Throw(i64),
    DeferThrows(i64),
    Fatal(i64),
    Finish(i64),
    Sweep,
    Flush,
    Shutdown,
    Fork,
}

fn step() -> impl Strategy<Value = Step> {
    let id = -1..12_i64;
    prop_oneof![
        8 => id.clone().prop_map(Step::Start),
        4 => id.clone().prop_map(Step::Return),
        2 => id.clone().prop_map(Step::Throw),
        1 => id.clone().prop_map(Step::DeferThrows),
        1 => id.clone().prop_map(Step::Fatal),
        8 => id.prop_map(Step::Finish),
        1 => Just(Step::Sweep),
        1 => Just(Step::Flush),
        1 => Just(Step::Shutdown),
        1 => Just(Step::Fork),
    ]
}

/// What the engine should know, kept the simple way.
#[derive(Default)]
struct Model {
    open: HashSet<i64>,
    started: u64,
}

impl Model {
    fn apply(&mut self, engine: &mut Engine, step: &Step) {
        match *step {
            Step::Start(id) => {
                let parent = engine.current_context(CoroutineId(id - 1));
                engine.start(CoroutineId(id), parent, CoroutineId(id - 1), code());
                self.open.insert(id);
                self.started += 1;
            }
            Step::Return(id) => engine.body_returned(CoroutineId(id)),
            Step::Throw(id) => {
                let end = BodyEnd::Exception(Box::new(exception("E", "m")));
                engine.body_ended(CoroutineId(id), end);
            }
            Step::DeferThrows(id) => engine.defer_ended(
                CoroutineId(id),
                BodyEnd::Exception(Box::new(exception("E", "m"))),
            ),
            Step::Fatal(id) => engine.fatal(CoroutineId(id), fatal("m")),
            Step::Finish(id) => {
                assert_eq!(engine.finish(CoroutineId(id)), self.open.remove(&id));
            }
            Step::Sweep => assert_eq!(engine.sweep(), std::mem::take(&mut self.open).len()),
            Step::Flush => {
                engine.flush(PATIENCE);
                assert_eq!(engine.stats().queued, 0);
            }
            Step::Shutdown => {
                engine.shutdown(PATIENCE);
                assert_eq!(engine.stats().queued, 0);
            }
            Step::Fork => {
                engine.after_fork(None);
                *self = Model::default();
            }
        }
        let stats = engine.stats();
        assert_adds_up(stats);
        assert_eq!(
            (stats.started, stats.open),
            (self.started, self.open.len() as u64)
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn counters_add_up_after_any_sequence_in_memory(steps in prop::collection::vec(step(), 1..200)) {
        let mut engine = engine_with(&[ExporterKind::Memory], |_| {});
        let mut model = Model::default();
        for step in &steps {
            model.apply(&mut engine, step);
            prop_assert_eq!(engine.memory_spans().len() as u64, engine.stats().finished);
        }
    }

    #[test]
    fn counters_add_up_after_any_sequence_with_a_flusher(steps in prop::collection::vec(step(), 1..200)) {
        let directory = Directory::new();
        let mut engine = engine_with(&[ExporterKind::File], |config| {
            config.export.file.path = directory.path().join("traces.jsonl");
            config.queue_size = Some(3);
            config.batch_size = 2;
            config.schedule_delay = Duration::from_millis(1);
        });
        let mut model = Model::default();
        // A fork that is none would leave its flushers behind in this process.
        for step in steps.iter().filter(|step| !matches!(step, Step::Fork)) {
            model.apply(&mut engine, step);
        }
    }
}

#[test]
fn a_full_queue_drops_the_newest_and_counts_them() {
    let collector = Collector::start([Reply::Hang]);
    let mut engine = engine_with(&[ExporterKind::Otlp], |config| {
        config.export.otlp.endpoint = collector.endpoint();
        config.queue_size = Some(4);
        config.batch_size = 2;
    });
    run(&mut engine, 2);
    collector.wait_for(1);
    run(&mut engine, 10);
    let stats = engine.stats();
    assert_eq!((stats.queued, stats.dropped_queue_full), (6, 6));
    assert_adds_up(stats);
    assert!(!engine.shutdown(Duration::from_millis(200)));
    let stats = engine.stats();
    let lost = (stats.failed.total(), stats.dropped_shutdown);
    assert_eq!((stats.queued, lost), (0, (2, 4)));
    assert_adds_up(stats);
}

#[test]
fn a_sweep_may_fill_the_queue_beyond_its_bound() {
    for queue_size in [2, usize::MAX] {
        let directory = Directory::new();
        let mut engine = engine_with(&[ExporterKind::File], |config| {
            config.export.file.path = directory.path().join("traces.jsonl");
            config.queue_size = Some(queue_size);
        });
        for id in 0..1_000 {
            start(&mut engine, id);
        }
        assert_eq!(engine.sweep(), 1_000);
        assert!(engine.flush(PATIENCE));
        assert_eq!(engine.stats().exported, 1_000);
    }
}

#[test]
fn without_an_exporter_spans_count_as_exported_and_no_thread_runs() {
    for exporters in [&[][..], &[ExporterKind::None], &[ExporterKind::Memory]] {
        let mut engine = engine_with(exporters, |config| {
            config.spawn = |_, _| panic!("no thread is needed");
        });
        run(&mut engine, 5);
        assert!(engine.flush(PATIENCE));
        assert!(engine.shutdown(PATIENCE));
        assert_eq!(engine.stats().exported, 5);
        assert_adds_up(engine.stats());
    }
}

#[test]
fn no_thread_starts_before_a_span_is_finished_and_one_does_then() {
    static THREADS: AtomicUsize = AtomicUsize::new(0);
    let directory = Directory::new();
    let mut engine = engine_with(&[ExporterKind::File], |config| {
        config.export.file.path = directory.path().join("traces.jsonl");
        config.spawn = |builder, body| {
            THREADS.fetch_add(1, Ordering::SeqCst);
            builder.spawn(move || {
                assert_eq!(std::thread::current().name(), Some("tc-flusher"));
                body();
            })
        };
    });
    start(&mut engine, 1);
    assert!(engine.flush(PATIENCE));
    assert_eq!(THREADS.load(Ordering::SeqCst), 0);
    assert!(engine.finish(CoroutineId(1)));
    run(&mut engine, 9);
    assert!(engine.shutdown(PATIENCE));
    assert_eq!(THREADS.load(Ordering::SeqCst), 1);
    // It comes again when it is needed again.
    run(&mut engine, 1);
    assert!(engine.shutdown(PATIENCE));
    assert_eq!(THREADS.load(Ordering::SeqCst), 2);
    assert_eq!(engine.stats().exported, 11);
}

#[test]
fn spans_wait_for_a_thread_that_the_system_refuses() {
    static REFUSING: AtomicBool = AtomicBool::new(true);
    static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());
    let directory = Directory::new();
    let mut engine = engine_with(&[ExporterKind::File], |config| {
        config.export.file.path = directory.path().join("traces.jsonl");
        config.log = |line| SAID.lock().unwrap().push(line.to_owned());
        config.spawn = |builder, body| {
            if REFUSING.load(Ordering::SeqCst) {
                return Err(io::Error::from(io::ErrorKind::WouldBlock));
            }
            builder.spawn(body)
        };
    });
    run(&mut engine, 5);
    assert!(!engine.flush(PATIENCE), "no flusher runs");
    assert_eq!(engine.stats().queued, 5);
    assert_eq!(SAID.lock().unwrap().len(), 1);

    // Who waits for the spans asks again at once; the end of a span does after a second.
    REFUSING.store(false, Ordering::SeqCst);
    assert!(engine.flush(PATIENCE));
    assert_eq!(engine.stats().exported, 5);
    assert!(engine.shutdown(PATIENCE));

    REFUSING.store(true, Ordering::SeqCst);
    run(&mut engine, 1);
    REFUSING.store(false, Ordering::SeqCst);
    assert!(engine.shutdown(PATIENCE));
    assert_eq!(engine.stats().exported, 6);
    assert_eq!(SAID.lock().unwrap().len(), 2);
    assert_adds_up(engine.stats());
}

/// Each collector's reply, and how the spans that it loses are counted.
fn losing_replies() -> [(Reply, Failure); 5] {
    let busy = Reply::Http(503, "Retry-After: 3600\r\n", Vec::new());
    [
        (Reply::status(400), Failure::Rejected),
        (busy, Failure::Rejected),
        (Reply::Hang, Failure::Timeout),
        (Reply::Disconnect, Failure::Unreachable),
        (Reply::Http(200, "", b"\xff".to_vec()), Failure::Other),
    ]
}

#[test]
fn each_loss_has_its_reason_in_total_and_with_the_exporter() {
    for (reply, failure) in losing_replies() {
        // Only an exporter that never answers may run out of time, even on a busy machine. A connection that breaks is retried, after
        // 250 to 500 ms and again after 750 at least: so no attempt begins when the time is nearly over.
        let milliseconds = Duration::from_millis;
        let (limit, time) = match reply {
            Reply::Hang => (milliseconds(300), PATIENCE),
            Reply::Disconnect => (PATIENCE, milliseconds(740)),
            _ => (PATIENCE, PATIENCE),
        };
        let collector = Collector::start([reply]);
        let directory = Directory::new();
        let exporters = [ExporterKind::Otlp, ExporterKind::File];
        let mut engine = engine_with(&exporters, |config| {
            config.export.otlp.endpoint = collector.endpoint();
            config.export.otlp.timeout = limit;
            config.export_timeout = time;
            config.export.file.path = directory.path().join("traces.jsonl");
        });
        run(&mut engine, 3);
        assert!(!engine.flush(PATIENCE));
        let (stats, exporters) = engine.stats_by_exporter();
        assert_adds_up(stats);
        assert_eq!((stats.failed[failure], stats.failed.total()), (3, 3));
        let [otlp, file] = exporters.as_slice() else {
            panic!("{exporters:?}");
        };
        assert_eq!((otlp.exported, otlp.failed[failure]), (0, 3), "{otlp:?}");
        assert!(otlp.last_error.is_some() && otlp.last_success.is_none());
        assert_eq!((file.exported, file.failed.total()), (3, 0), "{file:?}");
        assert!(file.last_error.is_none() && file.last_success.is_some());
    }
}

#[test]
fn at_a_shutdown_an_exporter_that_hangs_leaves_another_one_what_waits() {
    let collector = Collector::start([Reply::Hang]);
    let directory = Directory::new();
    let exporters = [ExporterKind::Otlp, ExporterKind::File];
    let mut engine = engine_with(&exporters, |config| {
        config.export.otlp.endpoint = collector.endpoint();
        config.export.file.path = directory.path().join("traces.jsonl");
        config.batch_size = 2;
    });
    run(&mut engine, 2);
    collector.wait_for(1);
    run(&mut engine, 3);
    let (_, exporters) = engine.stats_by_exporter();
    let in_flight: Vec<u64> = exporters
        .iter()
        .map(|exporter| exporter.in_flight)
        .collect();
    assert_eq!(in_flight, [2, 0], "the file has answered already");

    // Half of it is for the batch under way, and an eighth for the last one: time that a busy machine has, too.
    assert!(!engine.shutdown(Duration::from_secs(6)));
    let (stats, exporters) = engine.stats_by_exporter();
    assert_adds_up(stats);
    assert_eq!(
        (stats.failed[Failure::Shutdown], stats.dropped_shutdown),
        (5, 0)
    );
    let shutdown: Vec<u64> = exporters
        .iter()
        .map(|exporter| exporter.failed[Failure::Shutdown])
        .collect();
    assert_eq!(shutdown, [5, 0]);
    assert_eq!(exporters[1].exported, 5);
}

#[test]
fn a_reader_sees_counters_that_add_up_at_any_moment() {
    let replies = [
        Reply::ok(),
        Reply::status(400),
        Reply::partial_success(1, "too old"),
        Reply::ok(),
    ];
    let collector = Collector::start(replies.into_iter().cycle().take(400));
    let directory = Directory::new();
    let exporters = [ExporterKind::File, ExporterKind::Otlp];
    let mut engine = engine_with(&exporters, |config| {
        config.export.otlp.endpoint = collector.endpoint();
        config.export.file.path = directory.path().join("traces.jsonl");
        config.queue_size = Some(16);
        config.batch_size = 4;
        config.schedule_delay = Duration::from_millis(1);
    });
    // The flusher settles batches all the while.
    for id in 1..=3_000 {
        start(&mut engine, id);
        assert_reading_adds_up(&engine);
        engine.finish(CoroutineId(id));
        assert_reading_adds_up(&engine);
    }
    engine.shutdown(PATIENCE);
    assert_reading_adds_up(&engine);
    let stats = engine.stats();
    assert!(stats.exported > 0 && stats.failed.total() > 0, "{stats:?}");
}

fn assert_reading_adds_up(engine: &Engine) {
    let (stats, exporters) = engine.stats_by_exporter();
    assert_adds_up(stats);
    let given: HashSet<u64> = exporters
        .iter()
        .map(|exporter| exporter.exported + exporter.failed.total() + exporter.in_flight)
        .collect();
    assert_eq!(given.len(), 1, "{exporters:?}");
    for exporter in &exporters {
        // What one exporter lost is lost; what it has answered for may not be settled yet.
        assert!(stats.failed.total() <= exporters.iter().map(|e| e.failed.total()).sum());
        assert!(
            stats.exported <= exporter.exported,
            "{stats:?} {exporter:?}"
        );
    }
}
