//! A port of another protocol: what the operator hears names it, and the setting to change.

#![cfg(all(feature = "otlp-http", feature = "otlp-grpc", feature = "zipkin"))]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener};
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use span_core::{Config, ExporterKind, OtlpProtocol};
use support::collector::{Collector, Reply};
use support::grpc_collector::GrpcCollector;
use support::tls::Identity;
use support::{PATIENCE, assert_adds_up, engine_with, run};

static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());
/// The log is one for all tests of this file.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Sends a span where it cannot arrive, and returns what the operator heard.
fn said_of(kind: ExporterKind, change: impl FnOnce(&mut Config)) -> String {
    SAID.lock().unwrap().clear();
    let mut engine = engine_with(&[kind], |config| {
        config.export_timeout = Duration::from_millis(900);
        config.log = |line| SAID.lock().unwrap().push(line.to_owned());
        change(config);
    });
    run(&mut engine, 1);
    assert!(!engine.flush(PATIENCE));
    assert_adds_up(engine.stats());
    SAID.lock().unwrap().join("\n")
}

fn said_of_otlp(protocol: OtlpProtocol, endpoint: &str) -> String {
    said_of(ExporterKind::Otlp, |config| {
        config.export.otlp.protocol = protocol;
        config.export.otlp.endpoint = endpoint.to_owned();
    })
}

fn said_of_http(endpoint: &str) -> String {
    said_of_otlp(OtlpProtocol::HttpProtobuf, endpoint)
}

fn said_of_grpc(endpoint: &str) -> String {
    said_of_otlp(OtlpProtocol::Grpc, endpoint)
}

fn assert_says(said: &str, words: &[&str]) {
    for words in words {
        assert!(said.contains(words), "{words:?} is not in {said:?}");
    }
}

/// A server that reads what comes and answers each connection with `answer`.
fn raw_server(answer: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(answer);
            // What is left unread would be answered with a reset, which may come before the answer.
            let _ = stream.shutdown(Shutdown::Write);
            let _ = stream.read_to_end(&mut Vec::new());
        }
    });
    address
}

#[test]
fn http_spoken_to_a_grpc_port() {
    let _alone = ONE_AT_A_TIME.lock();
    let collector = GrpcCollector::start([], None, None);
    let said = said_of_http(&format!("{}/v1/traces", collector.endpoint));
    assert_says(
        &said,
        &["a gRPC port", "traced_coroutine.otlp.protocol=grpc", "4318"],
    );
    // Go's server sends its settings and hangs up.
    let address = raw_server(b"\0\0\x06\x04\0\0\0\0\0\0\x05\0\0\x40\0");
    let said = said_of_http(&format!("http://{address}/v1/traces"));
    assert_says(
        &said,
        &["a gRPC port", "traced_coroutine.otlp.protocol=grpc"],
    );
    // Others only hang up.
    let address = raw_server(b"");
    let said = said_of_http(&format!("http://{address}/v1/traces"));
    assert_says(
        &said,
        &["a gRPC port", "traced_coroutine.otlp.protocol=grpc"],
    );
}

#[test]
fn grpc_spoken_to_an_http_port() {
    let _alone = ONE_AT_A_TIME.lock();
    let words = [
        "an HTTP port",
        "traced_coroutine.otlp.protocol=http/protobuf",
        "4317",
    ];
    let collector = Collector::start([Reply::status(400)]);
    assert_says(
        &said_of_grpc(collector.endpoint().trim_end_matches("/v1/traces")),
        &words,
    );
    for answer in [
        &b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: text/plain\r\n\r\n400 Bad Request"[..],
        b"",
    ] {
        let address = raw_server(answer);
        assert_says(&said_of_grpc(&format!("http://{address}")), &words);
    }
}

#[test]
fn a_grpc_server_that_turns_a_call_away_is_no_http_port() {
    let _alone = ONE_AT_A_TIME.lock();
    const SETTINGS: &[u8] = b"\0\0\0\x04\0\0\0\0\0";
    let go_away = b"\0\0\x08\x07\0\0\0\0\0\0\0\0\0\0\0\0\x0b";
    let refused_stream = b"\0\0\x04\x03\0\0\0\0\x01\0\0\0\x07";
    for frame in [&go_away[..], refused_stream] {
        let address = raw_server([SETTINGS, frame].concat().leak());
        let said = said_of_grpc(&format!("http://{address}"));
        assert_says(&said, &["http2 error", "1 span lost"]);
        assert!(!said.contains("looks like"), "{said}");
    }
}

#[test]
fn tls_spoken_to_a_port_without() {
    let _alone = ONE_AT_A_TIME.lock();
    let address = raw_server(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    let words = [
        "a port without TLS",
        "set traced_coroutine.otlp.endpoint to an address with http://",
    ];
    let said = said_of_http(&format!("https://{address}/v1/traces"));
    assert_says(&said, &words);
    assert_says(&said_of_grpc(&format!("https://{address}")), &words);
    let said = said_of(ExporterKind::Zipkin, |config| {
        config.export.zipkin.endpoint = format!("https://{address}/api/v2/spans");
    });
    assert_says(
        &said,
        &["a port without TLS", "traced_coroutine.zipkin.endpoint"],
    );
}

#[test]
fn plain_http_spoken_to_a_port_for_tls() {
    let _alone = ONE_AT_A_TIME.lock();
    // What Go's server and nginx say.
    for said in [
        "Client sent an HTTP request to an HTTPS server.",
        "<html>400 The plain HTTP request was sent to HTTPS port</html>",
    ] {
        let reply = Reply::Http(400, "Content-Type: text/html\r\n", said.into());
        let collector = Collector::start([reply]);
        let said = said_of_http(&collector.endpoint());
        assert_says(&said, &["HTTP 400", "a port that wants TLS", "https://"]);
    }
    // Others answer with an alert, or hang up.
    let server = Identity::new();
    let collector = Collector::start_tls([Reply::ok()], server.server(None));
    let plain = collector.endpoint().replace("https:", "http:");
    assert_says(&said_of_http(&plain), &["TLS", "https://"]);
    let collector = GrpcCollector::start([], Some(&server), None);
    let plain = collector.endpoint.replace("https:", "http:");
    assert_says(&said_of_grpc(&plain), &["TLS", "https://"]);
}

#[test]
fn where_nothing_listens() {
    let _alone = ONE_AT_A_TIME.lock();
    let refusing = Collector::refusing_endpoint();
    let words = [
        "Connection refused",
        "nothing listens",
        "traced_coroutine.otlp.endpoint",
    ];
    assert_says(&said_of_http(&refusing), &words);
    let base = refusing.trim_end_matches("/v1/traces");
    assert_says(&said_of_grpc(base), &words);
    let words = ["cannot be resolved", "traced_coroutine.otlp.endpoint"];
    assert_says(&said_of_http("http://no-such-host.invalid:4318/"), &words);
    assert_says(&said_of_grpc("http://no-such-host.invalid:4317"), &words);
}

#[test]
fn what_a_status_means() {
    let _alone = ONE_AT_A_TIME.lock();
    let table: [(u16, &'static str, &str, &[&str]); 5] = [
        (
            401,
            "",
            "/v1/traces",
            &["credentials", "traced_coroutine.otlp.headers"],
        ),
        (
            404,
            "",
            "/v1/traces/v1/traces",
            &["take /v1/traces off traced_coroutine.otlp.endpoint"],
        ),
        (404, "", "/", &["/v1/traces at its end"]),
        (
            413,
            "",
            "/v1/traces",
            &["traced_coroutine.limits.value_length"],
        ),
        (
            307,
            "Location: https://me:hush@elsewhere/v1/traces?key=hush\r\n",
            "/v1/traces",
            &["HTTP 307 to https://elsewhere/v1/traces", "has moved"],
        ),
    ];
    for (status, headers, path, words) in table {
        let collector = Collector::start([Reply::Http(status, headers, Vec::new())]);
        let endpoint = collector.endpoint().replace("/v1/traces", path);
        let said = said_of_http(&endpoint);
        assert_says(&said, &[&format!("HTTP {status}")]);
        assert_says(&said, words);
        assert!(!said.contains("hush"), "{said}");
    }
}

#[test]
fn a_receiver_that_has_answered_once_is_no_other_service() {
    let _alone = ONE_AT_A_TIME.lock();
    SAID.lock().unwrap().clear();
    let collector = Collector::start([Reply::ok(), Reply::Disconnect]);
    let mut engine = engine_with(&[ExporterKind::Otlp], |config| {
        config.export.otlp.endpoint = collector.endpoint();
        config.export_timeout = Duration::from_millis(900);
        config.log = |line| SAID.lock().unwrap().push(line.to_owned());
    });
    run(&mut engine, 1);
    assert!(engine.flush(PATIENCE));
    run(&mut engine, 1);
    assert!(!engine.flush(PATIENCE));
    let said = SAID.lock().unwrap().join("\n");
    assert_says(&said, &["1 span lost"]);
    assert!(!said.contains("looks like"), "{said}");
}

#[test]
fn a_receiver_that_does_not_answer() {
    let _alone = ONE_AT_A_TIME.lock();
    // Connections wait in its queue.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = silent.local_addr().unwrap();
    for protocol in [OtlpProtocol::HttpProtobuf, OtlpProtocol::Grpc] {
        for (millis, hangs) in [(300, true), (50, false)] {
            let said = said_of(ExporterKind::Otlp, |config| {
                config.export.otlp.protocol = protocol;
                config.export.otlp.endpoint = format!("http://{address}");
                config.export.otlp.timeout = Duration::from_millis(millis);
            });
            assert_says(&said, &["1 span lost: no answer within "]);
            assert_eq!(
                said.contains("a receiver or a resolver that hangs"),
                hangs,
                "{said}"
            );
        }
    }
}
