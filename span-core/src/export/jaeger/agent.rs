//! Jaeger's agent: compact Thrift in UDP packets.
//!
//! Owns what fits into a packet, and which of an agent's addresses answers to it. Must not know Thrift, nor the pace of
//! packets (`packets`).

use std::io::ErrorKind;
use std::net::{SocketAddr, ToSocketAddrs};

use super::compact::emit_batch;
use super::encoder::Encoder;
use super::packets::PacketSocket;
use crate::export::batch::Batch;
use crate::export::error::ExportError;
use crate::export::exporter::{Accepted, ExportBudget, Exporter};
use crate::export::failure::Failure;
use crate::export::hint::Hint;
use crate::export::jaeger::config::JaegerConfig;
use crate::export::resource::Resource;
use crate::export::retry::{SendError, guarded, with_retries};
use crate::model::finished::FinishedSpan;

/// The largest packet for an agent: UDP's limit, less its headers and a margin.
const PACKET_LIMIT: usize = 65_000;
/// The aim for one packet if spans are small enough: with the kernel's overhead it takes 16 KiB of the receiver's
/// buffer. One of 65,000 bytes takes 128 KiB, and a third one finds no room.
const PACKET_AIM: usize = 15_800;

/// Sends packets to an agent, which never answers.
pub(super) struct AgentExporter {
    address: String,
    target: String,
    encoder: Encoder,
    socket: Option<PacketSocket>,
}

impl AgentExporter {
    pub(super) fn new(config: &JaegerConfig, resource: &Resource) -> Self {
        let host = &config.agent_host;
        // As an address has it.
        let host = if host.contains(':') && !host.starts_with('[') {
            format!("[{host}]")
        } else {
            host.clone()
        };
        let address = format!("{host}:{}", config.agent_port);
        AgentExporter {
            target: format!("Jaeger agent {address}"),
            address,
            encoder: Encoder::new(resource),
            socket: None,
        }
    }

    /// Adds the packets that the spans make. Returns how many spans do not fit into one by themselves.
    fn pack(
        &mut self,
        spans: &[FinishedSpan],
        resource: &Resource,
        packets: &mut Vec<Vec<u8>>,
    ) -> Result<usize, ExportError> {
        let packet = emit_batch(&self.encoder.encode(spans, resource)?)
            .map_err(|error| ExportError::new(error.to_string()))?;
        let limit = if spans.len() == 1 {
            PACKET_LIMIT
        } else {
            PACKET_AIM
        };
        if packet.len() <= limit {
            packets.push(packet);
            return Ok(0);
        }
        if spans.len() == 1 {
            return Ok(1);
        }
        // One more than would do if all were of the same size, so that most need not be split again.
        let parts = packet.len() / PACKET_AIM + 2;
        let mut too_large = 0;
        for part in spans.chunks(spans.len().div_ceil(parts)) {
            too_large += self.pack(part, resource, packets)?;
        }
        Ok(too_large)
    }

    /// Sends the packets that are left to the first of the agent's addresses where something listens: a name like
    /// `localhost` may have two, and the agent one.
    fn send(&mut self, left: &mut &[Vec<u8>], budget: &dyn ExportBudget) -> Result<(), SendError> {
        // Where it was last. After a failure it is looked up anew: it may have moved.
        if let Some(mut socket) = self.socket.take()
            && socket.send_all(left, budget).is_ok()
        {
            self.socket = Some(socket);
            return Ok(());
        }
        // Not on the coroutines' thread, which must not wait for a resolver.
        let addresses = self.address.to_socket_addrs();
        let addresses = addresses.map_err(|error| {
            unreachable(error.to_string(), "a host name that cannot be resolved")
        })?;
        let mut reasons = Vec::new();
        for address in addresses {
            match self.send_to(address, left, budget) {
                Ok(()) => return Ok(()),
                Err(error) if error.kind() == ErrorKind::TimedOut => {
                    let error = ExportError::because(Failure::Timeout, error.to_string());
                    return Err(SendError::Final(error));
                }
                Err(error) => reasons.push(format!("{address}: {error}")),
            }
        }
        Err(unreachable(
            reasons.join(", "),
            "a port where no agent listens",
        ))
    }

    fn send_to(
        &mut self,
        address: SocketAddr,
        left: &mut &[Vec<u8>],
        budget: &dyn ExportBudget,
    ) -> std::io::Result<()> {
        let mut socket = PacketSocket::connect(address)?;
        socket.send_all(left, budget)?;
        self.socket = Some(socket);
        Ok(())
    }
}

fn unreachable(reason: String, cause: &str) -> SendError {
    let hint = Hint {
        cause: cause.to_owned(),
        remedy: "check traced_coroutine.jaeger.agent_host and traced_coroutine.jaeger.agent_port, or send to the collector, traced_coroutine.jaeger.endpoint".to_owned(),
    };
    let error = ExportError::because(Failure::Unreachable, reason);
    SendError::Retryable(error.with_hint(Some(hint)), None)
}

impl Exporter for AgentExporter {
    fn target(&self) -> &str {
        &self.target
    }

    fn export(
        &mut self,
        batch: &Batch<'_>,
        budget: &dyn ExportBudget,
    ) -> Result<Accepted, ExportError> {
        let mut packets = Vec::new();
        let rejected = self.pack(batch.spans(), batch.resource(), &mut packets)?;
        if !packets.is_empty() {
            // What is out is not sent again.
            let mut left = packets.as_slice();
            with_retries(budget, |_| guarded(|| self.send(&mut left, budget)))?;
        }
        Ok(Accepted {
            rejected,
            warning: (rejected > 0).then(|| {
                format!("{rejected} spans are bigger than a UDP packet: send to the collector, traced_coroutine.jaeger.endpoint")
            }),
            is_unconfirmed: true,
        })
    }
}
