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
pub mod settings;

// What a span is made of while it is open.
mod clock;
mod ending;
mod ids;
mod random;
mod table;

// The way of a span: engine -> queue -> flusher -> delivery -> exporters.
mod complaints;
mod delivery;
mod engine;
mod export;
mod flusher;
mod queue;
mod record;

// What readers see.
mod finished;
mod stats;
pub mod tree;

pub use config::{Config, ExporterKind, OtlpConfig, Spawn};
pub use ending::{BodyEnd, CodeLocation, ExceptionInfo, FatalError, Outcome};
pub use engine::Engine;
pub use finished::{AttributeValue, FinishedEvent, FinishedSpan, SpanStatus};
pub use ids::{CoroutineId, SpanContext, SpanId, TraceId};
pub use stats::Stats;
pub use table::ActiveSpan;
