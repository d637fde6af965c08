//! The PHP-free engine of `traced_coroutine`: coroutines' spans from their start to their delivery.
//!
//! Owns the whole way of a span behind [`Engine`]; the groups of modules stand in the order in which it is gone. Must
//! not know PHP, ini files, the environment or STDERR logging: it is told everything in [`Config`], and says things
//! through [`Config::log`] only.

#![forbid(unsafe_code)]
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, reason = "a test may fail where it stands")
)]

// What the engine is told.
mod config;
mod options;
mod proxy;
pub mod settings;
mod together;

// What a span is made of while it is open.
mod by_hand;
mod clock;
mod code;
mod detail;
mod ending;
mod id_map;
mod ids;
pub mod names;
mod project;
mod random;
mod span;
mod span_name;
mod table;
pub mod text;
mod weight;

// What goes from span to span, and from service to service.
mod baggage;
mod context;
mod propagation;
mod scopes;
mod trace_state;

// Which spans are kept.
mod keep;
mod sampler;

// The way of a span: engine -> queue -> flusher -> delivery -> exporters.
mod complaints;
mod delivery;
mod engine;
#[cfg_attr(
    not(all(
        feature = "otlp-http",
        feature = "otlp-grpc",
        feature = "jaeger",
        feature = "zipkin",
        feature = "file",
        feature = "console"
    )),
    allow(
        dead_code,
        unused_imports,
        unused_mut,
        unused_variables,
        reason = "some exporters alone use a part of what they share"
    )
)]
mod export;
mod failure;
mod flusher;
mod metrics;
mod process;
mod queue;
mod record;

// What readers see.
mod finished;
mod self_test;
mod stats;
pub mod tree;

pub use baggage::Baggage;
pub use clock::{ReadClock, monotonic};
pub use code::{Code, CodeLocation};
pub use config::{
    Config, ExporterKind, FileConfig, JaegerConfig, LogLevel, MetricsConfig, OtlpConfig,
    OtlpProtocol, Propagator, SpanLimits, Spawn, TlsFiles, ZipkinConfig,
};
pub use context::{SpanContext, TraceFlags};
pub use ending::{BodyEnd, ExceptionInfo, FatalError, Outcome};
pub use engine::Engine;
pub use failure::{Failure, Failures};
pub use finished::{
    Attribute, AttributeValue, FinishedEvent, FinishedLink, FinishedSpan, SpanStatus,
};
pub use ids::{CoroutineId, SpanId, TraceId};
pub use options::{Detached, Link, ParentChoice, ScopeId, SpanKey, SpanKind, SpanOptions};
pub use propagation::Extracted;
pub use proxy::Proxies;
pub use sampler::Sampler;
pub use self_test::{Probe, SelfTest, self_test};
pub use span::ActiveSpan;
pub use span_name::SpanName;
pub use stats::{ExporterStats, Stats};
pub use trace_state::TraceStateId;
