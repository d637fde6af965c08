//! Engines of several threads on one pipeline: one queue, one flusher, one account.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use span_core::{Config, CoroutineId, Engine, ExporterKind, Pipeline};
use support::{PATIENCE, assert_adds_up, run, start, text};

const THREADS: u32 = 4;
const SPANS: i64 = 500;

fn pipeline(change: impl FnOnce(&mut Config)) -> Arc<Pipeline> {
    let mut config = Config {
        exporters: vec![ExporterKind::Memory],
        ..Config::default()
    };
    change(&mut config);
    Pipeline::new(Arc::new(config))
}

/// Runs `body` in each of the threads with an engine of its own, and `meanwhile` over and over until all have ended.
fn in_threads(
    pipeline: &Arc<Pipeline>,
    body: impl Fn(u32, &mut Engine) + Sync,
    mut meanwhile: impl FnMut(),
) {
    let running = AtomicUsize::new(THREADS as usize);
    thread::scope(|scope| {
        for id in 1..=THREADS {
            let (running, body) = (&running, &body);
            let pipeline = Arc::clone(pipeline);
            scope.spawn(move || {
                body(id, &mut Engine::on(pipeline, id));
                running.fetch_sub(1, Ordering::Release);
            });
        }
        while running.load(Ordering::Acquire) > 0 {
            meanwhile();
        }
    });
}

#[test]
fn equal_ids_of_threads_are_different_spans() {
    let pipeline = pipeline(|_| {});
    let main = Engine::on(Arc::clone(&pipeline), 0);
    in_threads(
        &pipeline,
        |_, engine| run(engine, SPANS),
        || assert_adds_up(main.stats()),
    );

    let spans = main.memory_spans();
    let ids: HashSet<_> = spans.iter().map(|span| span.span_id).collect();
    assert_eq!(ids.len(), THREADS as usize * SPANS as usize);
    let mut of_thread: HashMap<_, HashSet<_>> = HashMap::new();
    for span in &spans {
        let coroutines = of_thread.entry(text(span, "thread.id")).or_default();
        assert!(coroutines.insert(text(span, "coroutine.id")));
    }
    assert_eq!(of_thread.len(), THREADS as usize);
    assert!(of_thread.values().all(|ids| ids.len() == SPANS as usize));
}

#[test]
fn the_counters_of_a_thread_outlive_it() {
    let pipeline = pipeline(|_| {});
    let main = Engine::on(Arc::clone(&pipeline), 0);
    in_threads(
        &pipeline,
        |_, engine| {
            run(engine, SPANS);
            start(engine, 1);
            assert_eq!(engine.sweep(), 1);
        },
        || assert_adds_up(main.stats()),
    );
    let stats = main.stats();
    assert_eq!(stats.started, u64::from(THREADS) * (SPANS as u64 + 1));
    assert_eq!((stats.open, stats.queued), (0, 0));
    assert_adds_up(stats);
}

#[test]
fn every_thread_may_flush_while_others_close_spans() {
    let pipeline = pipeline(|config| config.schedule_delay = Duration::from_millis(1));
    let mut main = Engine::on(Arc::clone(&pipeline), 0);
    in_threads(
        &pipeline,
        |_, engine| {
            for _ in 0..10 {
                run(engine, SPANS / 10);
                assert!(engine.flush(PATIENCE));
            }
        },
        || {
            main.flush(PATIENCE);
            assert_adds_up(main.stats());
        },
    );
    assert_eq!(main.stats().exported, u64::from(THREADS) * SPANS as u64);
}

#[test]
fn the_main_threads_shutdown_leaves_the_pipeline_to_the_others() {
    let pipeline = pipeline(|_| {});
    let mut main = Engine::on(Arc::clone(&pipeline), 0);
    in_threads(
        &pipeline,
        |_, engine| run(engine, SPANS),
        || {
            main.shutdown(PATIENCE);
            assert_adds_up(main.stats());
        },
    );
    assert!(main.shutdown(PATIENCE));
    assert_eq!(main.stats().exported, u64::from(THREADS) * SPANS as u64);
}

#[test]
fn an_engine_that_is_dropped_mid_way_harms_no_other() {
    let pipeline = pipeline(|_| {});
    let main = Engine::on(Arc::clone(&pipeline), 0);
    in_threads(
        &pipeline,
        |_, engine| {
            for id in 1..=SPANS {
                start(engine, id);
                let mut other = Engine::on(Arc::clone(engine.pipeline()), 99);
                start(&mut other, id);
                assert_eq!(other.sweep(), 1);
                drop(other);
                assert!(engine.is_open(CoroutineId(id)));
                assert!(engine.finish(CoroutineId(id)));
            }
        },
        || assert_adds_up(main.stats()),
    );
    assert_eq!(main.stats().started, 2 * u64::from(THREADS) * SPANS as u64);
    assert_eq!(main.stats().open, 0);
}
