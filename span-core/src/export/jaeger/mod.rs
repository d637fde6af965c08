//! The exporters for Jaeger's own formats: the agent over UDP, the collector over HTTP.
//!
//! Owns which of the two it is. `opentelemetry-jaeger` encodes Thrift ([`encoder`]); its last release is built on an older
//! `opentelemetry`, so [`convert`] copies field by field into that. For agents [`compact`] makes the other of Thrift's
//! protocols of it.

#[cfg(feature = "jaeger")]
mod agent;
#[cfg(feature = "jaeger")]
mod collector;
#[cfg(feature = "jaeger")]
mod compact;
pub(crate) mod config;
#[cfg(feature = "jaeger")]
mod convert;
#[cfg(feature = "jaeger")]
mod encoder;
#[cfg(feature = "jaeger")]
mod packets;

#[cfg(feature = "jaeger")]
use crate::config::Config;
#[cfg(feature = "jaeger")]
use crate::export::{Exporter, Resource};

#[cfg(feature = "jaeger")]
/// To the collector where there is one, else to the agent.
pub(super) fn build(config: &Config, resource: &Resource) -> Box<dyn Exporter> {
    match &config.jaeger.endpoint {
        Some(endpoint) => Box::new(collector::CollectorExporter::new(
            config, resource, endpoint,
        )),
        None => Box::new(agent::AgentExporter::new(config, resource)),
    }
}
