//! A UDP socket that does not send faster than a receiver reads.
//!
//! Owns the pace of packets, and what the kernel says of those before. Must not know what is in them.
//!
//! UDP drops what finds no room in the receiver's buffer, and tells neither side. That buffer is the kernel's default where
//! the receiver asks for no other, as Jaeger's agent does: 212,992 bytes, of which a packet takes the power of two that it
//! fits into with its headers. On a loopback no sender ever waits for it, however small the sender's own buffer is. So a
//! burst is small enough to fit three times, and then packets go out at a steady rate.

use std::io;
use std::net::{SocketAddr, UdpSocket};
use std::thread;
use std::time::{Duration, Instant};

use socket2::{Domain, Protocol, Socket, Type};

use crate::export::Pace;

/// What may be in the receiver's buffer at once: less than a third of the kernel's default.
const BURST: f64 = 64.0 * 1024.0;
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
    /// What may still be in the receiver's buffer, and when that was so.
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
        Ok(PacketSocket {
            socket: socket.into(),
            is_probed: false,
            level: 0.0,
            since: Instant::now(),
        })
    }

    /// Sends the packets one after the other and takes off `left` those that are out. Fails where nothing listens, as far
    /// as the kernel is told: on the same machine at once, else when the other one's answer comes.
    pub(super) fn send_all(&mut self, left: &mut &[Vec<u8>], pace: &dyn Pace) -> io::Result<()> {
        while let [packet, rest @ ..] = *left {
            self.wait_for_room(packet.len(), pace);
            self.socket.send(packet)?;
            if !self.is_probed {
                self.probe(pace)?;
            }
            if let Some(error) = self.socket.take_error()? {
                return Err(error);
            }
            *left = rest;
        }
        Ok(())
    }

    /// Where the time is too short to wait, a packet that may be dropped is better than one that is not sent.
    fn wait_for_room(&mut self, length: usize, pace: &dyn Pace) {
        let size = buffered(length);
        self.drain();
        let excess = self.level + size - BURST.max(size);
        if excess > 0.0 {
            let pause = Duration::from_secs_f64(excess / RATE);
            thread::sleep(pause.min(pace.time_left()));
            self.drain();
        }
        self.level += size;
    }

    fn drain(&mut self) {
        let now = Instant::now();
        let passed = now.duration_since(self.since).as_secs_f64();
        self.level = (self.level - passed * RATE).max(0.0);
        self.since = now;
    }

    /// Waits for the first packet to be refused.
    fn probe(&mut self, pace: &dyn Pace) -> io::Result<()> {
        let patience = PROBE.min(pace.time_left()).max(Duration::from_millis(1));
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

/// What a packet takes of the receiver's buffer: the kernel's memory comes in powers of two, and has its own headers in it.
fn buffered(length: usize) -> f64 {
    const HEADERS: usize = 576;
    (length + HEADERS).next_power_of_two() as f64
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    /// No time limit, no retry.
    struct Unhurried;

    impl Pace for Unhurried {
        fn time_left(&self) -> Duration {
            Duration::MAX
        }

        fn wait_to_retry(&self, _: Duration) -> bool {
            false
        }
    }

    /// How many of `packets` arrive at a reader with the kernel's own buffer that is not scheduled for 20 ms at a time.
    fn arrivals(packets: &[Vec<u8>]) -> usize {
        let reader = UdpSocket::bind("127.0.0.1:0").unwrap();
        let address = reader.local_addr().unwrap();
        reader.set_nonblocking(true).unwrap();
        let (is_sent, sent) = mpsc::channel();
        let reading = thread::spawn(move || {
            let (mut buffer, mut count) = (vec![0; 65_000], 0);
            loop {
                let is_last = sent.recv_timeout(Duration::from_millis(20)).is_ok();
                while reader.recv(&mut buffer).is_ok() {
                    count += 1;
                }
                if is_last {
                    return count;
                }
            }
        });
        let mut socket = PacketSocket::connect(address).unwrap();
        let mut left = packets;
        socket.send_all(&mut left, &Unhurried).unwrap();
        assert!(left.is_empty());
        is_sent.send(()).unwrap();
        reading.join().unwrap()
    }

    #[test]
    fn no_packet_is_sent_into_a_full_buffer() {
        for packets in [vec![vec![0; 15_800]; 100], vec![vec![0; 65_000]; 8]] {
            let wanted = packets.len();
            // A reader that is not scheduled for longer still loses some at any pace: then once more.
            let mut seen = (0..5).map(|_| arrivals(&packets));
            assert!(seen.any(|count| count == wanted), "{wanted}");
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
            let error = socket.send_all(&mut left, &Unhurried).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused, "{host}");
            assert_eq!(left.len(), 3, "all of them are left for another address");
        }
    }
}
