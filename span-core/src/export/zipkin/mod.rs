//! The Zipkin exporter, in whole: what it can be told ([`config`]) and how it sends (`json_v2`).

pub(crate) mod config;
#[cfg(feature = "zipkin")]
pub(super) mod json_v2;
