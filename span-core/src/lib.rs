//! The PHP-free engine of `traced_coroutine`: coroutines' spans from their start to their delivery.
//!
//! Owns the whole way of a span behind [`Engine`]; the groups of modules stand in the order in which it is gone. Must
//! not know PHP, ini files, the environment or STDERR logging: it reads everything from [`Config`], and logs
//! through [`Config::log`] only.

#![forbid(unsafe_code)]
#![warn(clippy::too_many_lines)]
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, reason = "a test may fail where it stands")
)]

// The configuration, and the parsers for the texts of its values.
mod config;
pub mod settings;

// The types used everywhere: ids, contexts, attributes, finished spans.
mod model;

// One span, compact, from its start to its end.
mod span;

// What instrumentation says of requests, in OpenTelemetry's words.
pub mod semconv;

// From service to service: contexts as headers.
mod propagation;

// Files that processes of one user share.
mod private_files;

// What outlives a process that is killed.
mod recorder;

// The tracer: which spans are open, what is current, which are sampled. Closed ones go to the processor.
mod tracer;

// What could not be delivered, in files.
#[cfg_attr(
    not(feature = "all-exporters"),
    allow(dead_code, reason = "some exporters alone never use it")
)]
mod spool;

// The batch processor: queue, flusher thread, and the account of what became of each span.
mod processor;

// Where finished spans go.
#[cfg_attr(
    not(feature = "all-exporters"),
    allow(
        dead_code,
        unused_imports,
        unused_mut,
        unused_variables,
        reason = "some exporters alone use a part of what they share"
    )
)]
mod export;

pub use config::log_level::{LogLevel, parse_log_level};
pub use config::recorder_config::{MapShared, RecorderConfig};
pub use config::sampler_choice::{Sampler, parse_sampler};
pub use config::{Config, SETTINGS_AFTER_EXPORTERS, SETTINGS_BEFORE_EXPORTERS, Spawn};
pub use export::console::config::ConsoleConfig;
pub use export::console::tree;
pub use export::failure::{Failure, Failures};
pub use export::file::config::FileConfig;
pub use export::jaeger::config::JaegerConfig;
pub use export::otlp::config::{
    MetricsConfig, OtlpConfig, OtlpProtocol, parse_gzip, parse_metrics, parse_protocol,
};
pub use export::proxy::Proxies;
pub use export::registry::{
    EXPORTER_SETTINGS, ExporterConfigs, ExporterKind, ExporterSetting, ReadSetting, parse_exporters,
};
pub use export::tls_files::TlsFiles;
pub use export::zipkin::config::ZipkinConfig;
pub use model::attribute::{Attribute, AttributeValue};
pub use model::attribute_key::{AttributeKey, Key};
pub use model::attribute_list::AttributeList;
pub use model::baggage::Baggage;
pub use model::code::span_name::SpanName;
pub use model::code::{Code, CodeLocation, KeptCode, names};
pub use model::context::{SpanContext, TraceFlags};
pub use model::finished::{FinishedEvent, FinishedLink, FinishedSpan};
pub use model::ids::{CoroutineId, SpanId, TraceId};
pub use model::kind::SpanKind;
pub use model::status::SpanStatus;
pub use model::text;
pub use model::trace_state::TraceStateId;
pub use model::value_ref::ValueRef;
pub use processor::pipeline::Pipeline;
pub use processor::self_test::{Probe, SelfTest, self_test};
pub use processor::stats::{ExporterStats, Stats};
pub use propagation::{Extracted, Propagator, parse_propagators};
pub use recorder::spans_left;
pub use span::clock::{ReadClock, monotonic};
pub use span::end::{BodyEnd, ExceptionInfo, FatalError, Outcome};
pub use span::limits::SpanLimits;
pub use span::open::ActiveSpan;
pub use spool::config::SpoolConfig;
pub use spool::segment::{segment_of, waiting_requests};
pub use tracer::Engine;
pub use tracer::options::{Link, ParentChoice, SpanOptions};
pub use tracer::scopes::{Detached, ScopeId};
pub use tracer::span_key::SpanKey;
pub use tracer::span_plan::SpanPlan;
