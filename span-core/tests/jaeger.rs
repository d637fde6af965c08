//! Jaeger's agent and collector: what arrives in how many packets, and what becomes of a span that fits into none.

#![cfg(feature = "jaeger")]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::net::UdpSocket;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use span_core::{CodeLocation, Config, CoroutineId, Engine, ExporterKind, Failure};
use support::collector::{Collector, Reply};
use support::{PATIENCE, assert_adds_up, engine_with, run};

/// What an agent reads at most.
const PACKET_LIMIT: usize = 65_000;

fn engine_for(change: impl FnOnce(&mut Config)) -> Engine {
    engine_with(&[ExporterKind::Jaeger], |config| {
        config.service_name = "shop".to_owned();
        change(config);
    })
}

fn agent(config: &mut Config) -> UdpSocket {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    config.export.jaeger.agent_host = "127.0.0.1".to_owned();
    config.export.jaeger.agent_port = socket.local_addr().unwrap().port();
    socket
}

fn count(bytes: &[u8], text: &str) -> usize {
    let windows = bytes.windows(text.len());
    windows.filter(|window| *window == text.as_bytes()).count()
}

/// A span whose name has that many letters.
fn span_named(engine: &mut Engine, id: i64, letters: usize) {
    let place = CodeLocation {
        function: "x".repeat(letters),
        file: None,
        line: None,
        span_name: "probe".to_owned(),
    };
    engine.start(CoroutineId(id), None, CoroutineId::NONE, place.keep());
    engine.body_returned(CoroutineId(id));
    assert!(engine.finish(CoroutineId(id)));
}

#[test]
fn an_agent_gets_all_spans_in_packets_of_its_size() {
    let mut socket = None;
    let mut engine = engine_for(|config| {
        socket = Some(agent(config));
    });
    let socket = socket.unwrap();
    let reader = thread::spawn(move || {
        let mut packet = vec![0; 100_000];
        let (mut spans, mut packets) = (0, 0);
        while spans < 500 {
            let size = socket.recv(&mut packet).unwrap();
            assert!(size <= PACKET_LIMIT);
            assert_eq!(count(&packet[..size], "emitBatch"), 1);
            spans += count(&packet[..size], "coroutine.outcome");
            packets += 1;
        }
        (spans, packets)
    });
    run(&mut engine, 500);
    assert!(engine.flush(PATIENCE));
    assert_eq!(engine.stats().exported, 500);
    let (spans, packets) = reader.join().unwrap();
    assert_eq!(spans, 500);
    assert!(packets > 1);
}

/// Reads as Jaeger's agent does on a busy machine: one thread, the kernel's own buffer, and now and then not scheduled for a
/// while. Returns how many spans it saw before a second without.
fn count_arrivals(socket: UdpSocket) -> thread::JoinHandle<usize> {
    thread::spawn(move || {
        let mut packet = vec![0; PACKET_LIMIT];
        let mut spans = 0;
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut take = |bytes: &[u8]| {
            // With what the kernel adds, no more than a thirteenth of that buffer.
            assert!(bytes.len() < 16_000, "{} bytes", bytes.len());
            spans += count(bytes, "probe-span");
        };
        while let Ok(size) = socket.recv(&mut packet) {
            take(&packet[..size]);
            socket.set_nonblocking(true).unwrap();
            while let Ok(size) = socket.recv(&mut packet) {
                take(&packet[..size]);
            }
            socket.set_nonblocking(false).unwrap();
            socket
                .set_read_timeout(Some(Duration::from_secs(1)))
                .unwrap();
            thread::sleep(Duration::from_millis(20));
        }
        spans
    })
}

/// Three packets of 65,000 bytes fill the kernel's default buffer, and neither side hears of what is dropped then.
#[test]
fn bursts_arrive_whole() {
    const BURSTS: usize = 6;
    const SPANS: usize = 1_500;
    let place = CodeLocation {
        function: "x".repeat(600),
        file: None,
        line: None,
        span_name: "probe-span".to_owned(),
    };
    let mut seen = Vec::new();
    // A reader that is not scheduled for longer still loses packets at any pace: then once more.
    while seen.len() < 3 && !seen.contains(&(BURSTS * SPANS)) {
        let mut socket = None;
        let mut engine = engine_for(|config| {
            config.span_name = span_core::SpanName::parse("probe-span").unwrap();
            socket = Some(agent(config));
        });
        let arrivals = count_arrivals(socket.unwrap());
        for _ in 0..BURSTS {
            for id in 1..=SPANS as i64 {
                engine.start(
                    CoroutineId(id),
                    None,
                    CoroutineId::NONE,
                    place.clone().keep(),
                );
                engine.body_returned(CoroutineId(id));
                assert!(engine.finish(CoroutineId(id)));
            }
            assert!(engine.flush(PATIENCE));
        }
        let (stats, exporters) = engine.stats_by_exporter();
        assert_adds_up(stats);
        assert_eq!(stats.exported, 9_000);
        // Nothing of it is confirmed.
        assert_eq!((exporters[0].exported, exporters[0].sent), (0, 9_000));
        seen.push(arrivals.join().unwrap());
    }
    assert!(seen.contains(&(BURSTS * SPANS)), "arrived: {seen:?}");
}

/// `localhost` is both addresses on many machines, and Jaeger's agent listens at one.
#[test]
fn the_address_that_answers_is_found() {
    let listeners = [
        ("127.0.0.1", UdpSocket::bind("127.0.0.1:0")),
        ("::1", UdpSocket::bind("[::1]:0")),
    ];
    for (host, listener) in listeners {
        let Ok(listener) = listener else {
            eprintln!("skipped: this machine has no {host}");
            continue;
        };
        listener.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut engine = engine_for(|config| {
            config.span_name = span_core::SpanName::parse("probe-span").unwrap();
            config.export.jaeger.agent_host = host.to_owned();
            config.export.jaeger.agent_port = listener.local_addr().unwrap().port();
        });
        run(&mut engine, 3);
        assert!(engine.flush(PATIENCE));
        let mut packet = vec![0; PACKET_LIMIT];
        let size = listener.recv(&mut packet).unwrap();
        assert_eq!(count(&packet[..size], "coroutine.outcome"), 3);
    }
}

#[test]
fn an_agent_that_is_not_there_is_noticed_and_waited_for() {
    static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());
    let port = UdpSocket::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let to_port = |config: &mut Config| {
        config.span_name = span_core::SpanName::parse("probe-span").unwrap();
        config.export.jaeger.agent_host = "127.0.0.1".to_owned();
        config.export.jaeger.agent_port = port;
    };
    let mut engine = engine_for(|config| {
        to_port(config);
        config.export_timeout = Duration::from_millis(900);
        config.log = |line| SAID.lock().unwrap().push(line.to_owned());
    });
    run(&mut engine, 3);
    assert!(!engine.flush(PATIENCE));
    let stats = engine.stats();
    assert_eq!(stats.failed[Failure::Unreachable], 3, "{stats:?}");
    assert!(stats.retries > 0, "{stats:?}");
    let said = SAID.lock().unwrap().join("\n");
    assert!(
        said.contains("Connection refused") && said.contains("traced_coroutine.jaeger.agent_port"),
        "{said}"
    );

    let mut engine = engine_for(to_port);
    run(&mut engine, 3);
    assert!(!engine.flush(Duration::from_millis(100)));
    let listener = UdpSocket::bind(("127.0.0.1", port)).unwrap();
    assert!(engine.flush(PATIENCE));
    let mut packet = vec![0; PACKET_LIMIT];
    let size = listener.recv(&mut packet).unwrap();
    assert_eq!(count(&packet[..size], "coroutine.outcome"), 3);
}

#[test]
fn a_span_that_fits_into_no_packet_is_counted_as_rejected_and_harms_no_other() {
    let mut socket = None;
    let mut engine = engine_for(|config| socket = Some(agent(config)));
    span_named(&mut engine, 1, 10);
    span_named(&mut engine, 2, 70_000);
    span_named(&mut engine, 3, 10);
    assert!(!engine.flush(PATIENCE));
    let stats = engine.stats();
    assert_eq!((stats.exported, stats.failed[Failure::Rejected]), (2, 1));
    assert_adds_up(stats);
}

#[test]
fn a_collector_gets_thrift_and_credentials() {
    let collector = Collector::start([Reply::status(503), Reply::status(202)]);
    let mut engine = engine_for(|config| {
        config.export.jaeger.endpoint = Some(collector.endpoint());
        config.export.jaeger.user = Some("me".to_owned());
        config.export.jaeger.password = Some("pw".to_owned());
    });
    run(&mut engine, 3);
    assert!(engine.flush(PATIENCE));
    assert_eq!((engine.stats().exported, engine.stats().retries), (3, 1));
    let requests = collector.requests();
    let request = &requests[1];
    assert_eq!(
        request.header("content-type"),
        Some("application/vnd.apache.thrift.binary")
    );
    assert_eq!(request.header("authorization"), Some("Basic bWU6cHc="));
    assert_eq!(count(&request.body, "coroutine.outcome"), 3);
    assert_eq!(requests[0].body, request.body);
}
