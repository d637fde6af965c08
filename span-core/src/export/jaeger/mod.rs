//! The exporters for Jaeger's own formats: their settings ([`config`]), the agent over UDP, the collector over HTTP.
//!
//! Owns which of the two it is.
//!
//! # What `opentelemetry-jaeger` is used for
//!
//! For one thing: it encodes a batch as Thrift, in the binary protocol (`encoder`). Its last release, 0.22, is built on
//! `opentelemetry` 0.23, so that `convert` copies each span into that release's `SpanData`. It encodes only what it is about to
//! send, and so is given a client that keeps the bytes. Its own sockets are not used: `OTEL_EXPORTER_JAEGER_*` overrules
//! their configuration, and nothing says how much of a batch was lost. For agents `compact` makes Thrift's compact protocol
//! out of the bytes, and `packets` sends them at a pace that the receiver keeps up with.
//!
//! Of its features it needs `collector_client`, for the trait of that client, and `rt-tokio-current-thread`, for a type that its
//! builder has as a bound and that never runs. All in all this exporter's cargo feature brings 20 packages that no other
//! exporter needs (`cargo tree -e normal`, with and without it), and the advisory RUSTSEC-2025-0123: the crate is
//! unmaintained.
//!
//! # What it would take to leave it
//!
//! `thrift`, which is there already, has writers for both protocols. A file that writes `Batch`, `Process`, `Span`, `SpanRef`, `Log`
//! and `Tag` of `jaeger.thrift` through its `TOutputProtocol`, about 200 lines with the field numbers, would take the place of
//! `encoder`, of `convert` and of `compact`, and 13 of the 20 packages would go, the advisory with them. The rules that the crate
//! has and `convert` relies on would have to be written out: tags for kind, status and scope, the events' names, and the two
//! halves of a trace id. `php-tests/export/jaeger_thrift.phpt`, which reads what arrives with Jaeger's own definitions, would
//! tell whether they are the same.

#[cfg(feature = "jaeger")]
mod agent;
#[cfg(feature = "jaeger")]
mod collector;
#[cfg(feature = "jaeger")]
mod compact;
pub(crate) mod config;
#[cfg(feature = "jaeger")]
#[allow(deprecated, reason = "opentelemetry-jaeger is, in favour of OTLP")]
mod convert;
#[cfg(feature = "jaeger")]
#[allow(deprecated, reason = "opentelemetry-jaeger is, in favour of OTLP")]
mod encoder;
#[cfg(feature = "jaeger")]
mod packets;

use std::ffi::CStr;
use std::time::Duration;

use crate::export::exporter::{Exporter, ExporterConfig};
use crate::export::jaeger::config::{JaegerConfig, SETTINGS};
use crate::export::resource::Resource;
use crate::settings::Setting;

impl ExporterConfig for JaegerConfig {
    const NAME: &'static CStr = c"jaeger";
    const IS_BUILT_IN: bool = cfg!(feature = "jaeger");
    const SETTINGS: &'static [Setting<Self>] = SETTINGS;

    fn timeout(&self) -> Option<Duration> {
        Some(self.timeout)
    }

    /// To the collector where there is one, else to the agent.
    #[cfg(feature = "jaeger")]
    fn build(&self, resource: &Resource) -> Option<Box<dyn Exporter>> {
        Some(match &self.endpoint {
            Some(endpoint) => Box::new(collector::CollectorExporter::new(self, resource, endpoint)),
            None => Box::new(agent::AgentExporter::new(self, resource)),
        })
    }

    #[cfg(not(feature = "jaeger"))]
    fn build(&self, _: &Resource) -> Option<Box<dyn Exporter>> {
        None
    }
}
