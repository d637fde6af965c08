//! Exporters: where finished spans go. One folder each, and what several of them share.
//!
//! - [`exporter`]: the contract of each.
//! - [`registry`]: the list of exporters, their settings, and how each is made.
//!
//! Must not know the queue, nor where batches come from.

pub(crate) mod batch;
pub(crate) mod console;
pub(crate) mod error;
pub(crate) mod exporter;
pub(crate) mod failure;
pub(crate) mod file;
pub(crate) mod halves;
pub(crate) mod hint;
#[cfg(feature = "http-client")]
mod http_client;
#[cfg(feature = "http-client")]
mod http_proxy;
#[cfg(feature = "http-client")]
mod http_resolver;
#[cfg(feature = "http-client")]
mod http_response;
#[cfg(feature = "http-client")]
mod http_tls;
pub(crate) mod jaeger;
pub(crate) mod otlp;
pub(crate) mod proxy;
pub(crate) mod registry;
#[cfg(any(feature = "http-client", feature = "otlp-grpc"))]
mod requests;
pub(crate) mod resource;
#[cfg(any(feature = "http-client", feature = "otlp-grpc", feature = "file"))]
mod retry;
#[cfg(any(feature = "console", feature = "file"))]
mod room;
#[cfg(any(feature = "jaeger", test))]
mod sdk_types;
#[cfg(any(feature = "jaeger", feature = "zipkin"))]
mod tag_text;
#[cfg(test)]
pub(crate) mod test_budget;
pub(crate) mod throttle;
#[cfg(any(feature = "http-client", feature = "otlp-grpc"))]
mod tls;
pub(crate) mod tls_files;
#[cfg(any(feature = "http-client", feature = "otlp-grpc"))]
mod trust;
pub(crate) mod zipkin;
