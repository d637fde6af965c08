//! Jaeger's agent and collector: what arrives in how many packets, and what becomes of a span that fits into none.

#![cfg(feature = "jaeger")]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::net::UdpSocket;

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
    config.jaeger.agent_host = "127.0.0.1".to_owned();
    config.jaeger.agent_port = socket.local_addr().unwrap().port();
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
    run(&mut engine, 500);
    assert!(engine.flush(PATIENCE));
    assert_eq!(engine.stats().exported, 500);
    let socket = socket.unwrap();
    let mut packet = vec![0; 100_000];
    let (mut spans, mut packets) = (0, 0);
    while spans < 500 {
        let size = socket.recv(&mut packet).unwrap();
        assert!(size <= PACKET_LIMIT);
        assert_eq!(count(&packet[..size], "emitBatch"), 1);
        spans += count(&packet[..size], "coroutine.outcome");
        packets += 1;
    }
    assert_eq!(spans, 500);
    assert!(packets > 1);
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
        config.jaeger.endpoint = Some(collector.endpoint());
        config.jaeger.user = Some("me".to_owned());
        config.jaeger.password = Some("pw".to_owned());
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
