//! OpenTelemetry's semantic conventions: what instrumentation says of requests, in their words.
//!
//! Must not know where a request comes from.

pub mod http_semantics;
