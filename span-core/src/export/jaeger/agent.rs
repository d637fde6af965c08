//! Jaeger's agent: compact Thrift in UDP packets.
//!
//! Owns what becomes of spans that are too big for a packet. Must not know Thrift.

use opentelemetry_jaeger::Exporter as Packets;

use super::export;
use crate::config::Config;
use crate::export::{Accepted, Batch, ExportError, Exporter, Pace};
use crate::failure::Failure;
use crate::finished::FinishedSpan;

/// What an agent takes: the largest UDP packet, less its headers and a margin.
const PACKET_LIMIT: usize = 65_000;
/// How the crate says that a span does not fit.
const TOO_BIG: &str = "max UDP packet size";

/// Sends packets to an agent, which never answers.
pub(super) struct AgentExporter {
    address: String,
    target: String,
    service_name: String,
    packets: Option<Packets>,
}

impl AgentExporter {
    pub(super) fn new(config: &Config) -> Self {
        let jaeger = &config.jaeger;
        let host = &jaeger.agent_host;
        // As an address has it.
        let host = if host.contains(':') && !host.starts_with('[') {
            format!("[{host}]")
        } else {
            host.clone()
        };
        let address = format!("{host}:{}", jaeger.agent_port);
        AgentExporter {
            target: format!("Jaeger agent {address}"),
            address,
            service_name: config.service_name.clone(),
            packets: None,
        }
    }

    /// Looks the agent up and makes a socket, which is not for the coroutines' thread.
    fn connect(&self, batch: &Batch<'_>) -> Result<Packets, ExportError> {
        opentelemetry_jaeger::new_agent_pipeline()
            .with_endpoint(&self.address)
            .with_service_name(&self.service_name)
            .with_trace_config(super::trace_config(batch))
            .with_max_packet_size(PACKET_LIMIT)
            .with_auto_split_batch(true)
            .build_sync_agent_exporter()
            .map_err(|error| ExportError::because(Failure::Unreachable, error.to_string()))
    }
}

/// Sends spans in as many packets as it takes. Returns how many did not fit into one by themselves.
///
/// The crate sends nothing of a batch in which it finds such a span, and does not say which it was.
fn send(packets: &mut Packets, spans: &[FinishedSpan]) -> Result<usize, String> {
    match export(packets, spans) {
        Ok(()) => Ok(0),
        Err(error) if !error.contains(TOO_BIG) => Err(error),
        Err(_) if spans.len() == 1 => Ok(1),
        Err(_) => {
            let (left, right) = spans.split_at(spans.len() / 2);
            Ok(send(packets, left)? + send(packets, right)?)
        }
    }
}

impl Exporter for AgentExporter {
    fn target(&self) -> &str {
        &self.target
    }

    fn export(&mut self, batch: &Batch<'_>, _: &dyn Pace) -> Result<Accepted, ExportError> {
        let mut packets = match self.packets.take() {
            Some(packets) => packets,
            None => self.connect(batch)?,
        };
        // After a failure the agent is looked up anew: it may have moved.
        let sent = send(&mut packets, batch.spans());
        let rejected = sent.map_err(|reason| ExportError::because(Failure::Unreachable, reason))?;
        self.packets = Some(packets);
        Ok(Accepted {
            rejected,
            warning: (rejected > 0).then(|| {
                format!("{rejected} spans are bigger than a UDP packet: send to the collector, traced_coroutine.jaeger.endpoint")
            }),
        })
    }
}
