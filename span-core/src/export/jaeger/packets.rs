//! A UDP socket that does not send faster than a receiver reads.
//!
//! Owns the pace of packets, and what the kernel says of those before. Must not know what is in them.
//!
//! UDP drops what finds no room in the receiver's buffer, and tells neither side. That buffer is the kernel's default where
//! the receiver asks for no other, as Jaeger's agent does: 212,992 bytes, of which a packet takes the power of two that it
//! fits into with its headers. On a loopback no sender ever waits for it, however small the sender's own buffer is. So:
//!
//! - where the agent shares our network, the kernel says what it has not read yet, and there is no packet without room;
//! - elsewhere a burst fits three times, and then packets go out at a steady rate.

use std::fs;
use std::io;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::thread;
use std::time::{Duration, Instant};

use socket2::{Domain, Protocol, Socket, Type};

use crate::export::exporter::ExportBudget;

/// The most bytes in the receiver's buffer at once: less than a third of the kernel's default.
const BURST: f64 = 64.0 * 1024.0;
/// The same where the kernel reports the buffer's level.
const BURST_SEEN: f64 = 128.0 * 1024.0;
/// How often it is asked while there is no room.
const LOOK_AGAIN: Duration = Duration::from_millis(1);
/// How fast that is read, in bytes a second. A reader that is not scheduled for 40 ms loses nothing yet.
const RATE: f64 = 3.2 * 1024.0 * 1024.0;
/// Where packets go out over a network, the kernel holds back the sender at this: no burst for its queue either.
const SEND_BUFFER: usize = 128 * 1024;
/// How long the first packet has to come back as refused. An agent never answers, so there is nothing else to wait for.
const PROBE: Duration = Duration::from_millis(20);

/// The socket.
pub(super) struct PacketSocket {
    socket: UdpSocket,
    is_probed: bool,
    /// The agent, where it shares our network.
    neighbour: Option<SocketAddr>,
    /// The bytes that may still be in the receiver's buffer, and when that was so.
    level: f64,
    since: Instant,
}

impl PacketSocket {
    pub(super) fn connect(address: SocketAddr) -> io::Result<Self> {
        let socket = Socket::new(
            Domain::for_address(address),
            Type::DGRAM,
            Some(Protocol::UDP),
        )?;
        socket.set_send_buffer_size(SEND_BUFFER)?;
        socket.connect(&address.into())?;
        let socket = UdpSocket::from(socket);
        let is_near = socket.local_addr()?.ip() == address.ip() || address.ip().is_loopback();
        Ok(PacketSocket {
            socket,
            is_probed: false,
            neighbour: is_near.then_some(address),
            level: 0.0,
            since: Instant::now(),
        })
    }

    /// Sends the packets one after the other and takes off `left` those that are out. Fails where nothing listens, as far
    /// as the kernel knows: on the same machine at once, else when the other one's answer comes.
    pub(super) fn send_all(
        &mut self,
        left: &mut &[Vec<u8>],
        budget: &dyn ExportBudget,
    ) -> io::Result<()> {
        while let [packet, rest @ ..] = *left {
            self.wait_for_room(buffered(packet.len()), budget)?;
            self.socket.send(packet)?;
            if !self.is_probed {
                self.probe(budget)?;
            }
            if let Some(error) = self.socket.take_error()? {
                return Err(error);
            }
            *left = rest;
        }
        Ok(())
    }

    fn wait_for_room(&mut self, size: f64, budget: &dyn ExportBudget) -> io::Result<()> {
        if !self.wait_for_agent(size, budget)? {
            self.wait_for_time(size, budget);
        }
        self.level += size;
        Ok(())
    }

    /// Waits until a neighbour has read enough. False where the agent is none.
    fn wait_for_agent(&mut self, size: f64, budget: &dyn ExportBudget) -> io::Result<bool> {
        let Some(agent) = self.neighbour else {
            return Ok(false);
        };
        // What was there when the kernel was asked last, and all that was sent since.
        while self.level > 0.0 && self.level + size > BURST_SEEN {
            // Other sockets that come and go may hide one for a moment while the list is read.
            let Some(unread) = (0..5).find_map(|_| unread(agent)) else {
                self.neighbour = None;
                return Ok(false);
            };
            self.level = unread;
            if self.level > 0.0 && self.level + size > BURST_SEEN {
                if budget.time_left() < LOOK_AGAIN {
                    let reason = "the agent does not read what it is sent";
                    return Err(io::Error::new(io::ErrorKind::TimedOut, reason));
                }
                thread::sleep(LOOK_AGAIN);
            }
        }
        Ok(true)
    }

    /// Waits as long as it takes to read enough. Where the time is too short for that, a packet that may be dropped is
    /// better than one that is not sent.
    fn wait_for_time(&mut self, size: f64, budget: &dyn ExportBudget) {
        self.drain();
        let excess = self.level + size - BURST.max(size);
        if excess > 0.0 {
            let pause = Duration::from_secs_f64(excess / RATE);
            thread::sleep(pause.min(budget.time_left()));
            self.drain();
        }
    }

    fn drain(&mut self) {
        let now = Instant::now();
        let passed = now.duration_since(self.since).as_secs_f64();
        self.level = (self.level - passed * RATE).max(0.0);
        self.since = now;
    }

    /// Waits for the first packet to be refused.
    fn probe(&mut self, budget: &dyn ExportBudget) -> io::Result<()> {
        let patience = PROBE.min(budget.time_left()).max(Duration::from_millis(1));
        self.socket.set_read_timeout(Some(patience))?;
        match self.socket.recv(&mut [0; 1]) {
            Err(error)
                if !matches!(
                    error.kind(),
                    io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
                ) =>
            {
                Err(error)
            }
            _ => {
                self.is_probed = true;
                Ok(())
            }
        }
    }
}

/// How many bytes wait for the socket of this address to be read, as the kernel of this network lists them. A socket for
/// IPv6 may take what is sent to an IPv4 address too.
fn unread(address: SocketAddr) -> Option<f64> {
    let port = address.port();
    let find = |list: &str, host: &[u8]| {
        unread_in(&fs::read_to_string(list).ok()?, &hexadecimal(host), port)
    };
    const V6: &str = "/proc/thread-self/net/udp6";
    match address.ip() {
        IpAddr::V4(ip) => find("/proc/thread-self/net/udp", &ip.octets())
            .or_else(|| find(V6, &ip.to_ipv6_mapped().octets())),
        IpAddr::V6(ip) => find(V6, &ip.octets()),
    }
}

/// A line is `sl local_address rem_address st tx_queue:rx_queue ...`. A local address of zeros is any.
fn unread_in(list: &str, host: &str, port: u16) -> Option<f64> {
    let port = format!("{port:04X}");
    list.lines().find_map(|line| {
        let mut columns = line.split_whitespace().skip(1);
        let (local_host, local_port) = columns.next()?.split_once(':')?;
        let queues = columns.nth(2)?;
        let is_any = local_host.bytes().all(|byte| byte == b'0');
        if local_port != port || (local_host != host && !is_any) {
            return None;
        }
        let (_, received) = queues.split_once(':')?;
        u32::from_str_radix(received, 16).ok().map(f64::from)
    })
}

/// An address as the kernel lists it: words in the machine's own order of bytes.
fn hexadecimal(address: &[u8]) -> String {
    let words = address.as_chunks::<4>().0.iter();
    words
        .map(|bytes| format!("{:08X}", u32::from_ne_bytes(*bytes)))
        .collect()
}

/// The bytes that a packet takes in the receiver's buffer: the kernel's memory comes in powers of two, and has its own headers in it.
fn buffered(length: usize) -> f64 {
    const HEADERS: usize = 576;
    (length + HEADERS).next_power_of_two() as f64
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crate::export::test_budget::{OneTry, UNHURRIED};

    /// How many of `packets` arrive at a reader with the kernel's own buffer that is not scheduled for so long at a time.
    fn arrivals(packets: &[Vec<u8>], pause: Duration, is_neighbour: bool) -> usize {
        let reader = UdpSocket::bind("127.0.0.1:0").unwrap();
        let address = reader.local_addr().unwrap();
        reader.set_nonblocking(true).unwrap();
        let (is_sent, sent) = mpsc::channel();
        let reading = thread::spawn(move || {
            let (mut buffer, mut count) = (vec![0; 65_000], 0);
            loop {
                let is_last = sent.recv_timeout(pause).is_ok();
                while reader.recv(&mut buffer).is_ok() {
                    count += 1;
                }
                if is_last {
                    return count;
                }
            }
        });
        let mut socket = PacketSocket::connect(address).unwrap();
        if !is_neighbour {
            socket.neighbour = None;
        }
        let mut left = packets;
        socket.send_all(&mut left, &UNHURRIED).unwrap();
        assert!(left.is_empty());
        is_sent.send(()).unwrap();
        reading.join().unwrap()
    }

    #[test]
    fn no_packet_is_sent_into_a_full_buffer_of_a_neighbours() {
        let pause = Duration::from_millis(150);
        for packets in [vec![vec![0; 15_800]; 50], vec![vec![0; 65_000]; 5]] {
            assert_eq!(arrivals(&packets, pause, true), packets.len());
        }
    }

    #[test]
    fn a_reader_elsewhere_has_its_time() {
        let pause = Duration::from_millis(20);
        for packets in [vec![vec![0; 15_800]; 100], vec![vec![0; 65_000]; 8]] {
            // One that is not scheduled for longer loses some at any pace: then once more.
            let mut seen = (0..5).map(|_| arrivals(&packets, pause, false));
            assert!(seen.any(|count| count == packets.len()));
        }
    }

    #[test]
    fn an_agent_that_reads_nothing_is_not_waited_for_without_end() {
        let deaf = UdpSocket::bind("127.0.0.1:0").unwrap();
        let mut socket = PacketSocket::connect(deaf.local_addr().unwrap()).unwrap();
        let packets = vec![vec![0; 15_800]; 50];
        let mut left = packets.as_slice();
        let error = socket
            .send_all(&mut left, &OneTry(Duration::ZERO))
            .unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert_eq!(left.len(), 42, "what has room is sent");
    }

    #[test]
    fn what_waits_for_a_socket_is_found_in_the_kernels_list() {
        for host in ["127.0.0.1", "::1"] {
            let Ok(reader) = UdpSocket::bind((host, 0)) else {
                continue;
            };
            let address = reader.local_addr().unwrap();
            assert_eq!(unread(address), Some(0.0), "{host}");
            let mut socket = PacketSocket::connect(address).unwrap();
            let packets = vec![vec![0; 15_800]; 2];
            socket
                .send_all(&mut packets.as_slice(), &UNHURRIED)
                .unwrap();
            assert!(unread(address).unwrap() >= 2.0 * 15_800.0, "{host}");
            drop(reader);
            assert_eq!(unread(address), None, "{host}");
        }
    }

    #[test]
    fn a_port_where_nothing_listens_is_noticed_with_the_first_packet() {
        for host in ["127.0.0.1", "::1"] {
            let Ok(closed) = UdpSocket::bind((host, 0)).and_then(|socket| socket.local_addr())
            else {
                continue;
            };
            let packets = vec![vec![0; 10]; 3];
            let mut left = packets.as_slice();
            let mut socket = PacketSocket::connect(closed).unwrap();
            let error = socket.send_all(&mut left, &UNHURRIED).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused, "{host}");
            assert_eq!(left.len(), 3, "all of them are left for another address");
        }
    }
}
