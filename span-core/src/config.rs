//! What the engine can be told: the values only, with OpenTelemetry's defaults.
//!
//! Must not know where a value came from: ini and environment are read by whoever fills the struct in. The
//! parsers for their texts are in [`crate::settings`].

use std::path::PathBuf;
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

/// Starts a thread. See [`Config::spawn`].
pub type Spawn = fn(Builder, Box<dyn FnOnce() + Send>) -> std::io::Result<JoinHandle<()>>;

/// A destination of finished spans.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ExporterKind {
    /// OTLP over HTTP with protobuf bodies.
    Otlp,
    /// OTLP JSON lines in a file.
    File,
    /// A readable tree on STDERR.
    Console,
    /// A bounded store in this process, for tests: [`crate::Engine::memory_spans`].
    Memory,
    /// Nowhere.
    None,
}

/// Where and how OTLP is sent.
#[derive(Clone, Debug)]
pub struct OtlpConfig {
    /// The exact address that traces are posted to.
    pub endpoint: String,
    /// Headers added to each request. Their values may be secrets and are never logged.
    pub headers: Vec<(String, String)>,
    /// Time limit of one request.
    pub timeout: Duration,
}

impl Default for OtlpConfig {
    fn default() -> Self {
        OtlpConfig {
            endpoint: "http://localhost:4318/v1/traces".to_owned(),
            headers: Vec::new(),
            timeout: Duration::from_secs(10),
        }
    }
}

/// All settings of an [`Engine`](crate::Engine); immutable once it runs.
#[derive(Clone, Debug)]
pub struct Config {
    /// `service.name` of the resource.
    pub service_name: String,
    /// Further attributes of the resource, in the order in which they are sent.
    pub resource_attributes: Vec<(String, String)>,
    /// `process.runtime.version` of the resource.
    pub php_version: String,
    /// Where finished spans go; each span goes to all of them. An empty list is the same as [`ExporterKind::None`].
    pub exporters: Vec<ExporterKind>,
    /// Settings of [`ExporterKind::Otlp`].
    pub otlp: OtlpConfig,
    /// The file that [`ExporterKind::File`] appends to.
    pub file_path: PathBuf,
    /// How many finished spans may wait; the batch being exported is not among them.
    pub queue_size: usize,
    /// How many spans one export carries at most.
    pub batch_size: usize,
    /// How long a finished span waits at most for its batch to fill up.
    pub schedule_delay: Duration,
    /// Time limit of the export of one batch with all its retries.
    pub export_timeout: Duration,
    /// Name of every coroutine's span.
    pub span_name: String,
    /// Starts the flusher thread. The extension's version blocks signals around it, because signal handlers of
    /// PHP and of the coroutine runtime belong to the main thread.
    pub spawn: Spawn,
    /// Takes a line for the operator. Called from any thread and must be cheap.
    pub log: fn(&str),
}

impl Default for Config {
    fn default() -> Self {
        Config {
            service_name: "unknown_service:php".to_owned(),
            resource_attributes: Vec::new(),
            php_version: String::new(),
            exporters: vec![ExporterKind::Otlp],
            otlp: OtlpConfig::default(),
            file_path: PathBuf::from("traces.jsonl"),
            queue_size: 2048,
            batch_size: 512,
            schedule_delay: Duration::from_secs(5),
            export_timeout: Duration::from_secs(30),
            span_name: "coroutine".to_owned(),
            spawn: |builder, body| builder.spawn(body),
            log: |_| {},
        }
    }
}
