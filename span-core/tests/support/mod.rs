//! What the tests of this folder share: engines with something in them, and a directory that cleans up.
//!
//! Must not know what is tested.

#![allow(dead_code, reason = "each test file uses its own part of this")]

#[cfg(feature = "http-client")]
pub mod collector;
#[cfg(feature = "otlp-grpc")]
pub mod grpc_collector;
pub mod proxy;
pub mod tls;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use span_core::{
    AttributeValue, Code, CodeLocation, Config, CoroutineId, Engine, ExceptionInfo, ExporterKind,
    FatalError, FinishedSpan, Stats,
};

/// Long enough for anything that is to happen at all, on a slow machine.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// An engine that exports to `exporters`, and otherwise as `change` leaves the settings.
pub fn engine_with(exporters: &[ExporterKind], change: impl FnOnce(&mut Config)) -> Engine {
    let mut config = Config {
        exporters: exporters.to_vec(),
        ..Config::default()
    };
    change(&mut config);
    Engine::new(Arc::new(config))
}

/// An engine whose spans stay in memory.
pub fn memory_engine() -> Engine {
    engine_with(&[ExporterKind::Memory], |_| {})
}

/// A body's place.
pub fn code() -> Code {
    CodeLocation {
        function: "App\\work".to_owned(),
        file: Some("/app/work.php".to_owned()),
        line: Some(7),
        span_name: "App\\work".to_owned(),
    }
    .keep()
}

/// Opens a root span.
pub fn start(engine: &mut Engine, id: i64) {
    engine.start(CoroutineId(id), None, CoroutineId::NONE, code());
}

/// Opens and closes `count` root spans.
pub fn run(engine: &mut Engine, count: i64) {
    for id in 1..=count {
        start(engine, id);
        engine.body_returned(CoroutineId(id));
        assert!(engine.finish(CoroutineId(id)));
    }
}

pub fn exception(class: &str, message: &str) -> ExceptionInfo {
    ExceptionInfo {
        class: class.to_owned(),
        message: message.to_owned(),
        stacktrace: "#0 {main}".to_owned(),
    }
}

pub fn fatal(message: &str) -> FatalError {
    FatalError {
        message: message.to_owned(),
        kind: "E_ERROR".into(),
        file: "/app/work.php".to_owned(),
        line: 9,
    }
}

/// The attribute as text; empty where there is none.
pub fn text(span: &FinishedSpan, key: &str) -> String {
    span.attribute(key)
        .map(AttributeValue::to_string)
        .unwrap_or_default()
}

/// The counters must add up at any moment.
pub fn assert_adds_up(stats: Stats) {
    let dropped = stats.dropped_queue_full + stats.dropped_too_many_open + stats.dropped_shutdown;
    let from_spool = stats.dropped_spool_full + stats.dropped_spool_expired;
    let discarded = stats.sampled_out + stats.keep_overflow + stats.dropped_reset;
    let settled = stats.exported + dropped + from_spool + stats.failed.total() + discarded;
    assert_eq!(
        stats.started,
        settled + stats.open + stats.queued + stats.spooled + stats.held,
        "{stats:?}"
    );
    assert_eq!(stats.finished, stats.started - stats.open, "{stats:?}");
}

/// A directory of one test's own, gone with it.
pub struct Directory(PathBuf);

impl Directory {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("span-core-{}-{count}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Directory(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
