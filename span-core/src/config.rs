//! What the engine can be told: the values only, with OpenTelemetry's defaults.
//!
//! Must not know where a value came from: ini and environment are read by whoever fills the struct in. The
//! parsers for their texts are in [`crate::settings`].

use std::path::PathBuf;
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use crate::clock::{ReadClock, monotonic};
use crate::proxy::Proxies;
use crate::record::Record;
use crate::sampler::Sampler;
use crate::settings::{DEFAULT_EXPORTER, parse_exporters};
use crate::span_name::SpanName;

/// Starts a thread. See [`Config::spawn`].
pub type Spawn = fn(Builder, Box<dyn FnOnce() + Send>) -> std::io::Result<JoinHandle<()>>;

/// How much the operator hears of, each level with all that is above it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum LogLevel {
    /// Nothing.
    None,
    /// Spans were lost.
    Error,
    /// Something is not as it should be, and no span is lost by it.
    Warn,
    /// What is worth knowing; nothing so far.
    Info,
    /// Each export.
    Debug,
}

/// A destination of finished spans.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ExporterKind {
    /// An OpenTelemetry collector, over OTLP.
    Otlp,
    /// A Jaeger agent or collector.
    Jaeger,
    /// A Zipkin server.
    Zipkin,
    /// OTLP JSON lines in a file.
    File,
    /// A readable tree on STDERR.
    Console,
    /// A bounded store in this process, for tests: [`crate::Engine::memory_spans`].
    Memory,
    /// Nowhere.
    None,
}

impl ExporterKind {
    /// Its name in the settings.
    pub fn name(self) -> &'static str {
        match self {
            ExporterKind::Otlp => "otlp",
            ExporterKind::Jaeger => "jaeger",
            ExporterKind::Zipkin => "zipkin",
            ExporterKind::File => "file",
            ExporterKind::Console => "console",
            ExporterKind::Memory => "memory",
            ExporterKind::None => "none",
        }
    }
}

/// How OTLP is carried.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OtlpProtocol {
    /// Protobuf bodies over HTTP.
    HttpProtobuf,
    /// JSON bodies over HTTP.
    HttpJson,
    /// gRPC.
    Grpc,
}

impl Default for OtlpProtocol {
    /// The usual one, or the only one that this build has.
    fn default() -> Self {
        if cfg!(all(feature = "otlp-grpc", not(feature = "otlp-http"))) {
            OtlpProtocol::Grpc
        } else {
            OtlpProtocol::HttpProtobuf
        }
    }
}

/// Whom to trust over TLS, and as whom to present oneself. The files are read when the first batch is sent.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct TlsFiles {
    /// PEM file of the certificates to trust; without it those that Mozilla trusts.
    pub certificate: Option<PathBuf>,
    /// PEM file of the client's own certificate chain.
    pub client_certificate: Option<PathBuf>,
    /// PEM file of its private key.
    pub client_key: Option<PathBuf>,
}

/// Where and how OTLP is sent.
#[derive(Clone, Debug)]
pub struct OtlpConfig {
    /// How it is carried.
    pub protocol: OtlpProtocol,
    /// The exact address that traces are posted to; for gRPC that of the server.
    pub endpoint: String,
    /// Headers added to each request. Their values may be secrets and are never logged.
    pub headers: Vec<(String, String)>,
    /// Time limit of one request.
    pub timeout: Duration,
    /// Whether requests are compressed with gzip.
    pub gzip: bool,
    /// Certificates.
    pub tls: TlsFiles,
    /// Proxies, for the tracer's own metrics too.
    pub proxies: Proxies,
}

impl Default for OtlpConfig {
    fn default() -> Self {
        OtlpConfig {
            protocol: OtlpProtocol::default(),
            endpoint: match OtlpProtocol::default() {
                OtlpProtocol::Grpc => "http://localhost:4317".to_owned(),
                _ => "http://localhost:4318/v1/traces".to_owned(),
            },
            headers: Vec::new(),
            timeout: Duration::from_secs(10),
            gzip: false,
            tls: TlsFiles::default(),
            proxies: Proxies::default(),
        }
    }
}

/// Where Jaeger's own formats are sent.
#[derive(Clone, Debug)]
pub struct JaegerConfig {
    /// The agent's host; it is sent UDP packets unless there is an `endpoint`.
    pub agent_host: String,
    /// The agent's port for compact Thrift.
    pub agent_port: u16,
    /// The collector's address for Thrift over HTTP, as in `http://jaeger:14268/api/traces`.
    pub endpoint: Option<String>,
    /// User at the collector.
    pub user: Option<String>,
    /// Password at the collector; never logged.
    pub password: Option<String>,
    /// Time limit of one request to the collector.
    pub timeout: Duration,
}

impl Default for JaegerConfig {
    fn default() -> Self {
        JaegerConfig {
            agent_host: "localhost".to_owned(),
            agent_port: 6831,
            endpoint: None,
            user: None,
            password: None,
            timeout: Duration::from_secs(10),
        }
    }
}

/// Where Zipkin's JSON is sent.
#[derive(Clone, Debug)]
pub struct ZipkinConfig {
    /// The exact address that spans are posted to.
    pub endpoint: String,
    /// Time limit of one request.
    pub timeout: Duration,
}

impl Default for ZipkinConfig {
    fn default() -> Self {
        ZipkinConfig {
            endpoint: "http://localhost:9411/api/v2/spans".to_owned(),
            timeout: Duration::from_secs(10),
        }
    }
}

/// Where OTLP JSON lines are written.
#[derive(Clone, Debug)]
pub struct FileConfig {
    /// The file that is appended to.
    pub path: PathBuf,
    /// How many bytes it may have before it is put aside as `path.1`; 0 for no limit.
    pub max_size: u64,
    /// How many files that were put aside are kept.
    pub max_files: u32,
}

impl Default for FileConfig {
    fn default() -> Self {
        FileConfig {
            path: PathBuf::from("traces.jsonl"),
            max_size: 0,
            max_files: 5,
        }
    }
}

/// Where and when the tracer's own metrics are sent: over HTTP, and otherwise as [`OtlpConfig`] has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MetricsConfig {
    /// The exact address that metrics are posted to.
    pub endpoint: String,
    /// How often; also an idle process sends them.
    pub interval: Duration,
}

/// A format of headers that carry contexts between services.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Propagator {
    /// W3C's `traceparent` and `tracestate`.
    TraceContext,
    /// W3C's `baggage`.
    Baggage,
    /// B3 with one header.
    B3,
    /// B3 with a header for each part.
    B3Multi,
    /// Jaeger's `uber-trace-id`, and `uberctx-` for baggage.
    Jaeger,
}

/// How much a program may say of one span; what is beyond is dropped and counted with the span.
///
/// What the engine itself says of a coroutine does not count: it is a dozen attributes and an event at most. The limit
/// on lengths is for those too.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SpanLimits {
    /// Attributes of a span.
    pub attributes: u32,
    /// Events of a span.
    pub events: u32,
    /// Links of a span.
    pub links: u32,
    /// Attributes of an event.
    pub attributes_per_event: u32,
    /// Attributes of a link.
    pub attributes_per_link: u32,
    /// Characters of a text that is the value of an attribute, or a part of it.
    pub value_length: Option<u32>,
}

impl Default for SpanLimits {
    fn default() -> Self {
        SpanLimits {
            attributes: 128,
            events: 128,
            links: 128,
            attributes_per_event: 128,
            attributes_per_link: 128,
            value_length: None,
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
    /// Settings of [`ExporterKind::Jaeger`].
    pub jaeger: JaegerConfig,
    /// Settings of [`ExporterKind::Zipkin`].
    pub zipkin: ZipkinConfig,
    /// Settings of [`ExporterKind::File`].
    pub file: FileConfig,
    /// How many finished spans may wait; the batch being exported is not among them. `None` for as many as
    /// [`Config::queue_memory`] holds.
    pub queue_size: Option<usize>,
    /// How many bytes all that is held may take: finished spans, those that wait for the end of their trace, those in the
    /// memory exporter, and what is said of open ones. What has no room is dropped and counted.
    pub queue_memory: usize,
    /// How many spans one export carries at most.
    pub batch_size: usize,
    /// How long a finished span waits at most for its batch to fill up.
    pub schedule_delay: Duration,
    /// Time limit of the export of one batch with all its retries.
    pub export_timeout: Duration,
    /// Name of a coroutine's span that was given no other: [`Engine::span_name`](crate::Engine::span_name) makes it when a
    /// place of code is first seen, and [`CodeLocation`](crate::CodeLocation) carries it.
    pub span_name: SpanName,
    /// Which traces are kept.
    pub sampler: Sampler,
    /// Whether the spans of a trace that the sampler does not want are held until the first of them in this process
    /// has ended, and exported after all if any of them failed or took too long. Other services are told that the
    /// trace is not sampled either way: when they hear of it, nobody knows how it ends.
    pub keep_errors: bool,
    /// With [`Config::keep_errors`]: from which duration on a span is as good as failed.
    pub keep_slower_than: Option<Duration>,
    /// With [`Config::keep_errors`]: how many finished spans are held at most, in all traces.
    pub keep_buffer: usize,
    /// How much may be said of one span.
    pub limits: SpanLimits,
    /// The formats that contexts are written in and read from; where several are found, the last one counts.
    pub propagators: Vec<Propagator>,
    /// Metrics of the tracer itself, if they are wanted.
    pub metrics: Option<MetricsConfig>,
    /// Starts the flusher thread. The extension's version blocks signals around it, because signal handlers of
    /// PHP and of the coroutine runtime belong to the main thread, and gives it a table of descriptors of its own.
    pub spawn: Spawn,
    /// Has the allocator give back what is free, after a burst of spans. Called on the flusher's thread.
    pub give_memory_back: fn(),
    /// Called on the flusher thread before it opens anything.
    pub guard: fn(),
    /// Reads the clock that spans are timed by. The system's monotonic one by default; a faster one must tick evenly, on
    /// all processors alike, and cost nothing to start with: nobody calibrates it.
    pub clock: ReadClock,
    /// Takes a line for the operator. Called from any thread and must be cheap.
    pub log: fn(&str),
    /// Which lines [`Config::log`] is given.
    pub log_level: LogLevel,
}

impl Config {
    /// How many finished spans may wait that say nothing but the ordinary.
    pub(crate) fn queue_capacity(&self) -> usize {
        let by_memory = self.queue_memory / Record::PLAIN;
        self.queue_size
            .map_or(by_memory, |size| size.min(by_memory))
    }

    /// Says something to the operator, unless they do not want to hear it.
    pub(crate) fn say(&self, level: LogLevel, line: impl FnOnce() -> String) {
        if level <= self.log_level {
            (self.log)(&line());
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Config {
            service_name: "unknown_service:php".to_owned(),
            resource_attributes: Vec::new(),
            php_version: String::new(),
            exporters: parse_exporters(&DEFAULT_EXPORTER.to_string_lossy())
                .map_or_else(|_| Vec::new(), |known| known.entries),
            otlp: OtlpConfig::default(),
            jaeger: JaegerConfig::default(),
            zipkin: ZipkinConfig::default(),
            file: FileConfig::default(),
            queue_size: None,
            queue_memory: 32 << 20,
            batch_size: 512,
            schedule_delay: Duration::from_secs(5),
            export_timeout: Duration::from_secs(30),
            span_name: SpanName::default(),
            sampler: Sampler::default(),
            keep_errors: false,
            keep_slower_than: None,
            keep_buffer: 8192,
            limits: SpanLimits::default(),
            propagators: vec![Propagator::TraceContext, Propagator::Baggage],
            metrics: None,
            spawn: |builder, body| builder.spawn(body),
            give_memory_back: || {},
            guard: || {},
            clock: monotonic,
            log: |_| {},
            log_level: LogLevel::Info,
        }
    }
}
