//! OpenTelemetry's semantic conventions: what instrumentation says of requests, in their words.
//!
//! Must not know where a request comes from.

pub mod attribute_keys;
pub mod data_source;
mod dsn_pairs;
pub mod http_semantics;
pub mod redis_query;
pub mod sql_dialect;
pub mod sql_query;
mod sql_summary;
pub mod sql_tokens;
mod sql_words;
