//! Jaeger's agent: compact Thrift in UDP packets.
//!
//! Owns the socket, and what becomes of spans that are too big for a packet. Must not know Thrift.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs, UdpSocket};

use super::compact::emit_batch;
use super::encoder::Encoder;
use crate::config::Config;
use crate::export::hint::agent_hint;
use crate::export::{Accepted, Batch, ExportError, Exporter, Pace, Resource};
use crate::failure::Failure;
use crate::finished::FinishedSpan;

/// What an agent takes: the largest UDP packet, less its headers and a margin.
const PACKET_LIMIT: usize = 65_000;

/// Sends packets to an agent, which never answers.
pub(super) struct AgentExporter {
    address: String,
    target: String,
    encoder: Encoder,
    socket: Option<UdpSocket>,
}

impl AgentExporter {
    pub(super) fn new(config: &Config, resource: &Resource) -> Self {
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
            encoder: Encoder::new(config, resource),
            socket: None,
        }
    }

    /// Looks the agent up and makes a socket, which is not for the coroutines' thread.
    fn connect(&self) -> io::Result<UdpSocket> {
        let addresses: Vec<SocketAddr> = self.address.to_socket_addrs()?.collect();
        let own: SocketAddr = match addresses.first() {
            Some(SocketAddr::V6(_)) => (Ipv6Addr::UNSPECIFIED, 0).into(),
            Some(SocketAddr::V4(_)) | None => (Ipv4Addr::UNSPECIFIED, 0).into(),
        };
        let socket = UdpSocket::bind(own)?;
        socket.connect(addresses.as_slice())?;
        Ok(socket)
    }

    /// Sends spans in as many packets as it takes. Returns how many did not fit into one by themselves.
    fn send(&mut self, socket: &UdpSocket, spans: &[FinishedSpan]) -> Result<usize, ExportError> {
        let packet = emit_batch(&self.encoder.encode(spans)?)
            .map_err(|error| ExportError::new(error.to_string()))?;
        if packet.len() <= PACKET_LIMIT {
            socket.send(&packet).map_err(unreachable)?;
            return Ok(0);
        }
        if spans.len() == 1 {
            return Ok(1);
        }
        let (left, right) = spans.split_at(spans.len() / 2);
        Ok(self.send(socket, left)? + self.send(socket, right)?)
    }
}

fn unreachable(error: io::Error) -> ExportError {
    ExportError::because(Failure::Unreachable, error.to_string()).with_hint(agent_hint(&error))
}

impl Exporter for AgentExporter {
    fn target(&self) -> &str {
        &self.target
    }

    fn export(&mut self, batch: &Batch<'_>, _: &dyn Pace) -> Result<Accepted, ExportError> {
        let socket = match self.socket.take() {
            Some(socket) => socket,
            None => self.connect().map_err(unreachable)?,
        };
        // After a failure the agent is looked up anew: it may have moved.
        let rejected = self.send(&socket, batch.spans())?;
        self.socket = Some(socket);
        Ok(Accepted {
            rejected,
            warning: (rejected > 0).then(|| {
                format!("{rejected} spans are bigger than a UDP packet: send to the collector, traced_coroutine.jaeger.endpoint")
            }),
        })
    }
}
