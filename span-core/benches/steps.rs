//! The steps of a coroutine's span in the engine, each on its own.
//!
//! `make bench SECTION=core`; what PHP and Swoole add to them is in the other sections.

use std::sync::Arc;

use divan::{Bencher, black_box};
use span_core::{
    AttributeList, Code, CodeLocation, Config, CoroutineId, Engine, ExporterKind, Sampler,
    SpanOptions,
};

const ID: CoroutineId = CoroutineId(1);

fn main() {
    divan::main();
}

fn engine(sampler: Sampler) -> Engine {
    Engine::new(Arc::new(Config {
        exporters: vec![ExporterKind::None],
        sampler,
        ..Config::default()
    }))
}

fn code() -> Code {
    CodeLocation {
        function: "{closure}".to_owned(),
        file: Some("/srv/app/worker.php".to_owned()),
        line: Some(42),
        span_name: "{closure} worker.php:42".to_owned(),
    }
    .keep()
}

/// Decide, start, return, finish: all that happens per coroutine.
#[divan::bench]
fn span_of_a_coroutine(bencher: Bencher<'_, '_>) {
    let (mut engine, code) = (engine(Sampler::AlwaysOn), code());
    bencher.bench_local(|| {
        engine.prepare(None, CoroutineId::NONE);
        engine.start_prepared(ID, code.clone());
        engine.body_returned(ID);
        engine.finish(black_box(ID))
    });
}

/// The same with so many others open.
#[divan::bench(args = [1_000, 100_000])]
fn span_among_others(bencher: Bencher<'_, '_>, others: i64) {
    let (mut engine, code) = (engine(Sampler::AlwaysOn), code());
    for id in 2..others + 2 {
        engine.start(CoroutineId(id), None, CoroutineId::NONE, code.clone());
    }
    let mut id = others + 2;
    bencher.bench_local(|| {
        id += 1;
        engine.prepare(None, CoroutineId::NONE);
        engine.start_prepared(CoroutineId(id), code.clone());
        engine.body_returned(CoroutineId(id));
        engine.finish(CoroutineId(id))
    });
}

/// A coroutine that the sampler does not want.
#[divan::bench]
fn not_sampled(bencher: Bencher<'_, '_>) {
    let mut engine = engine(Sampler::AlwaysOff);
    bencher.bench_local(|| {
        engine.prepare(None, CoroutineId::NONE);
        engine.start_unrecorded(ID);
        engine.finish(black_box(ID))
    });
}

/// Start, five attributes, an event, end.
#[divan::bench]
fn manual_span(bencher: Bencher<'_, '_>) {
    let mut engine = engine(Sampler::AlwaysOn);
    let keys = [
        "db.system",
        "db.namespace",
        "db.operation",
        "server.port",
        "db.rows",
    ];
    bencher.bench_local(|| {
        let span = engine.start_span(ID, None, "query".to_owned(), SpanOptions::default());
        for key in keys {
            engine.set_attribute(span, key, 42_i64.into());
        }
        engine.add_event(span, "fetched".to_owned(), AttributeList::default(), None);
        engine.end_span(black_box(span), None)
    });
}

/// Two of these are in each span.
#[divan::bench]
fn clock_read() -> std::time::Instant {
    std::time::Instant::now()
}
