//! The exporters for Jaeger's own formats: what they can be told ([`config`]), the agent over UDP, the collector over HTTP.
//!
//! Owns which of the two it is. `opentelemetry-jaeger` encodes Thrift (`encoder`); its last release is built on an older
//! `opentelemetry`, so `convert` copies field by field into that. For agents `compact` makes the other of Thrift's
//! protocols of it.

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
