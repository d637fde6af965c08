//! Proxies: what goes through one and how, and what the operator hears where it does not.

#![cfg(all(feature = "otlp-http", feature = "otlp-grpc"))]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::sync::Mutex;
use std::time::Duration;

use span_core::{Config, CoroutineId, Engine, ExporterKind, OtlpProtocol, Proxies, SpanOptions};
use support::collector::{Collector, Reply};
use support::grpc_collector::GrpcCollector;
use support::proxy::Proxy;
use support::tls::Identity;
use support::{PATIENCE, engine_with, run};

/// A name that only the proxy knows.
fn elsewhere(endpoint: &str) -> String {
    endpoint.replace("127.0.0.1", "collector.test")
}

fn engine_for(endpoint: &str, proxy: &str, change: impl FnOnce(&mut Config)) -> Engine {
    engine_with(&[ExporterKind::Otlp], |config| {
        config.export.otlp.endpoint = endpoint.to_owned();
        config.export.otlp.proxies = Proxies::all(proxy).unwrap();
        change(config);
    })
}

fn grpc(config: &mut Config) {
    config.export.otlp.protocol = OtlpProtocol::Grpc;
}

/// `me:p@w` in base 64.
const CREDENTIALS: &str = "proxy-authorization: basic bwu6ceb3";

fn assert_asked(heads: &[String], first_line: &str) {
    let [head] = heads else {
        panic!("{heads:?}");
    };
    assert!(head.starts_with(first_line), "{head}");
    assert!(head.to_ascii_lowercase().contains(CREDENTIALS), "{head}");
}

#[test]
fn plain_http_is_sent_to_the_proxy_itself() {
    let proxy = Proxy::start(None);
    let collector = Collector::start([Reply::ok()]);
    let endpoint = elsewhere(&collector.endpoint());
    let address = format!("http://me:p%40w@{}", proxy.address);
    let mut engine = engine_for(&endpoint, &address, |config| {
        config.export.otlp.headers = vec![("x-key".into(), "k".to_owned())];
    });
    // More than a buffer of the client's.
    run(&mut engine, 500);
    assert!(engine.flush(PATIENCE));
    assert_asked(&proxy.heads(), &format!("POST {endpoint} HTTP/1.1\r\n"));
    let requests = collector.requests();
    assert_eq!(requests[0].spans().len(), 500);
    assert_eq!(requests[0].line, "POST /v1/traces HTTP/1.1");
    assert_eq!(requests[0].header("x-key"), Some("k"));
    let host = endpoint.trim_start_matches("http://");
    assert_eq!(requests[0].header("host"), host.split('/').next());
    // The connection is kept.
    run(&mut engine, 1);
    assert!(engine.flush(PATIENCE));
    assert_eq!(collector.requests().len(), 2);
}

/// A body that is larger than the client's buffer goes out in pieces, and a piece may begin with anything.
#[test]
fn what_looks_like_a_request_in_a_body_is_left_as_it_is() {
    const TEXT: &str = "POST /";
    let proxy = Proxy::start(None);
    let collector = Collector::start([Reply::ok()]);
    let endpoint = elsewhere(&collector.endpoint());
    let mut engine = engine_for(&endpoint, &format!("http://{}", proxy.address), |_| {});
    for shift in 0..TEXT.len() {
        let value = "x".repeat(shift) + &TEXT.repeat(50_000);
        let span = engine.start_span(CoroutineId(1), None, "x".to_owned(), SpanOptions::default());
        engine.set_attribute(span, "value", value.clone().into());
        assert!(engine.end_span(span, None));
        assert!(engine.flush(PATIENCE));
        let requests = collector.requests();
        assert_eq!(requests.len(), shift + 1);
        let body = String::from_utf8_lossy(&requests[shift].body).into_owned();
        assert!(body.contains(&value), "shifted by {shift}");
    }
}

#[test]
fn tls_goes_through_a_tunnel_that_the_proxy_cannot_look_into() {
    let proxy = Proxy::start(None);
    let server = Identity::new();
    let collector = Collector::start_tls([Reply::ok()], server.server(None));
    let endpoint = elsewhere(&collector.endpoint());
    let address = format!("http://me:p%40w@{}", proxy.address);
    let mut engine = engine_for(&endpoint, &address, |config| {
        config.export.otlp.tls.certificate = Some(server.certificate.clone());
    });
    run(&mut engine, 3);
    assert!(engine.flush(PATIENCE));
    let host = endpoint
        .trim_start_matches("https://")
        .trim_end_matches("/v1/traces");
    assert_asked(&proxy.heads(), &format!("CONNECT {host} HTTP/1.1\r\n"));
    let requests = collector.requests();
    assert_eq!(requests[0].spans().len(), 3);
    assert_eq!(requests[0].header("proxy-authorization"), None);
}

#[test]
fn grpc_goes_through_a_tunnel_with_tls_and_without() {
    let server = Identity::new();
    for identity in [None, Some(&server)] {
        let proxy = Proxy::start(None);
        let collector = GrpcCollector::start([], identity, None);
        let endpoint = elsewhere(&collector.endpoint);
        let address = format!("http://me:p%40w@{}", proxy.address);
        let mut engine = engine_for(&endpoint, &address, |config| {
            grpc(config);
            config.export.otlp.tls.certificate = Some(server.certificate.clone());
        });
        run(&mut engine, 3);
        assert!(engine.flush(PATIENCE));
        let (_, host) = endpoint.split_once("://").unwrap();
        assert_asked(&proxy.heads(), &format!("CONNECT {host} HTTP/1.1\r\n"));
        assert_eq!(collector.calls().len(), 1);
    }
}

#[test]
fn what_listens_on_this_machine_is_reached_directly() {
    let proxy = Proxy::start(Some("500 Not For You"));
    let http = Collector::start([Reply::ok()]);
    let rpc = GrpcCollector::start([], None, None);
    let address = format!("http://{}", proxy.address);
    let mut engines = [
        engine_for(&http.endpoint(), &address, |_| {}),
        engine_for(&rpc.endpoint, &address, grpc),
    ];
    for engine in &mut engines {
        run(engine, 1);
        assert!(engine.flush(PATIENCE));
    }
    assert!(proxy.heads().is_empty());
}

#[test]
fn a_proxy_that_refuses_is_named_and_its_password_is_not() {
    static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());
    let refusing = Proxy::start(Some("407 Proxy Authentication Required"));
    let unreachable = Collector::refusing_endpoint();
    let unreachable = unreachable
        .trim_start_matches("http://")
        .trim_end_matches("/v1/traces");
    for address in [refusing.address.as_str(), unreachable] {
        let address = format!("http://me:hush@{address}");
        for (endpoint, is_grpc) in [
            ("http://collector.test:4318/v1/traces", false),
            ("https://collector.test:4318/v1/traces", false),
            ("http://collector.test:4317", true),
        ] {
            SAID.lock().unwrap().clear();
            let mut engine = engine_for(endpoint, &address, |config| {
                if is_grpc {
                    grpc(config);
                }
                config.export_timeout = Duration::from_millis(900);
                config.log = |line| SAID.lock().unwrap().push(line.to_owned());
            });
            run(&mut engine, 1);
            assert!(!engine.flush(PATIENCE));
            let said = SAID.lock().unwrap().join("\n");
            assert!(said.contains("check traced_coroutine.otlp.proxy"), "{said}");
            assert!(!said.contains("hush"), "{said}");
        }
    }
}
