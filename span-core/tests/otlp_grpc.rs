//! OTLP over gRPC against a real server: what arrives, and what each kind of answer does to the account.

#![cfg(feature = "otlp-grpc")]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::sync::Mutex;
use std::time::{Duration, Instant};

use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTracePartialSuccess, ExportTraceServiceResponse,
};
use rcgen::{BasicConstraints, IsCa};
use span_core::{Config, Engine, ExporterKind, Failure, OtlpProtocol};
use support::grpc_collector::{GrpcCollector, Reply};
use support::tls::Identity;
use support::{PATIENCE, assert_adds_up, engine_with, run};
use tonic::{Code, Status};

fn engine_for(endpoint: &str, change: impl FnOnce(&mut Config)) -> Engine {
    engine_with(&[ExporterKind::Otlp], |config| {
        config.export.otlp.protocol = OtlpProtocol::Grpc;
        config.export.otlp.endpoint = endpoint.to_owned();
        change(config);
    })
}

fn refusal(code: Code, message: &str) -> Reply {
    Some(Err(Status::new(code, message)))
}

#[test]
fn spans_and_headers_arrive() {
    for gzip in [false, true] {
        let collector = GrpcCollector::start([], None, None);
        let mut engine = engine_for(&collector.endpoint, |config| {
            config.export.otlp.headers = vec![("X-Key".into(), "secret".to_owned())];
            config.export.otlp.gzip = gzip;
        });
        run(&mut engine, 3);
        assert!(engine.flush(PATIENCE));
        let calls = collector.calls();
        assert_eq!(calls.len(), 1);
        let header = |name| {
            calls[0]
                .metadata
                .get(name)
                .map(|value| value.to_str().unwrap())
        };
        assert_eq!(header("x-key"), Some("secret"));
        assert!(
            header("user-agent")
                .unwrap()
                .starts_with("traced_coroutine/")
        );
        assert!(header("grpc-timeout").is_some());
        assert_eq!(header("grpc-encoding"), gzip.then_some("gzip"));
        let resource = &calls[0].request.resource_spans[0];
        assert_eq!(resource.scope_spans[0].spans.len(), 3);
        // The connection is kept for the next batch.
        run(&mut engine, 2);
        assert!(engine.flush(PATIENCE));
        assert_eq!(collector.calls().len(), 1);
        assert_eq!((engine.stats().exported, engine.stats().retries), (5, 0));
    }
}

#[test]
fn what_may_be_repeated_is_and_what_may_not_is_not() {
    let busy = || refusal(Code::Unavailable, "busy");
    let collector = GrpcCollector::start([busy(), busy()], None, None);
    let mut engine = engine_for(&collector.endpoint, |_| {});
    run(&mut engine, 3);
    assert!(engine.flush(PATIENCE));
    assert_eq!(collector.calls().len(), 3);
    assert_eq!((engine.stats().exported, engine.stats().retries), (3, 2));

    for code in [
        Code::InvalidArgument,
        Code::ResourceExhausted,
        Code::Internal,
    ] {
        let collector = GrpcCollector::start([refusal(code, "no")], None, None);
        let mut engine = engine_for(&collector.endpoint, |_| {});
        run(&mut engine, 3);
        assert!(!engine.flush(PATIENCE));
        assert_eq!(collector.calls().len(), 1, "{code:?}");
        let stats = engine.stats();
        assert_eq!(stats.failed[Failure::Rejected], 3, "{stats:?}");
        assert_adds_up(stats);
    }
}

#[test]
fn rejected_spans_are_counted() {
    let partial = ExportTraceServiceResponse {
        partial_success: Some(ExportTracePartialSuccess {
            rejected_spans: 2,
            error_message: "too old".to_owned(),
        }),
    };
    let collector = GrpcCollector::start([Some(Ok(partial))], None, None);
    let mut engine = engine_for(&collector.endpoint, |_| {});
    run(&mut engine, 3);
    assert!(!engine.flush(PATIENCE));
    let stats = engine.stats();
    assert_eq!((stats.exported, stats.failed[Failure::Rejected]), (1, 2));
    assert_eq!(collector.calls().len(), 1);
}

#[test]
fn a_collector_that_hangs_does_not_hold_up_a_flush() {
    let collector = GrpcCollector::start(vec![None; 100], None, None);
    let mut engine = engine_for(&collector.endpoint, |config| {
        config.export.otlp.timeout = Duration::from_millis(200);
        config.export_timeout = Duration::from_millis(900);
    });
    run(&mut engine, 3);
    assert!(!engine.flush(PATIENCE));
    // The server knows the time limit too, and may be the first to say that it is over: that may be repeated.
    assert_eq!(engine.stats().failed.total(), 3);

    // Nor when it shall end in the middle of a call that has a long time limit.
    let collector = GrpcCollector::start([None], None, None);
    let mut engine = engine_for(&collector.endpoint, |_| {});
    run(&mut engine, 3);
    assert!(!engine.flush(Duration::from_millis(300)));
    let begin = Instant::now();
    assert!(!engine.shutdown(Duration::from_millis(200)));
    assert!(begin.elapsed() < Duration::from_secs(5));
    assert_adds_up(engine.stats());
}

#[test]
fn a_collector_that_is_not_there_is_tried_again() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let mut engine = engine_for(&endpoint, |config| {
        config.export_timeout = Duration::from_millis(1500);
    });
    run(&mut engine, 3);
    assert!(!engine.flush(PATIENCE));
    let stats = engine.stats();
    assert_eq!(stats.failed[Failure::Unreachable], 3, "{stats:?}");
    assert!(stats.retries > 0, "{stats:?}");
}

#[test]
fn a_connection_that_was_closed_meanwhile_costs_no_span() {
    let age = Duration::from_millis(100);
    let collector = GrpcCollector::start_closing_after(age);
    let mut engine = engine_for(&collector.endpoint, |_| {});
    run(&mut engine, 3);
    assert!(engine.flush(PATIENCE));
    std::thread::sleep(5 * age);
    run(&mut engine, 1);
    assert!(engine.shutdown(PATIENCE));
    let stats = engine.stats();
    assert_eq!(
        (stats.exported, stats.export_failures, stats.retries),
        (4, 0, 0)
    );
    assert_eq!(collector.calls().len(), 2);
}

#[test]
fn only_a_certificate_that_is_trusted_is_spoken_to() {
    static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());
    let server = Identity::new();
    let client = Identity::new();
    let collector = GrpcCollector::start([], Some(&server), Some(&client));
    let attempt = |change: &dyn Fn(&mut Config)| {
        let mut engine = engine_for(&collector.endpoint, |config| {
            config.log = |line| SAID.lock().unwrap().push(line.to_owned());
            config.export.otlp.headers = vec![("authorization".into(), "hunter2".to_owned())];
            config.export_timeout = Duration::from_secs(3);
            change(config);
        });
        run(&mut engine, 1);
        engine.flush(PATIENCE)
    };
    assert!(!attempt(&|_| {}));
    let said = SAID.lock().unwrap().join("\n");
    assert!(
        said.contains("UnknownIssuer") && said.contains(&collector.endpoint),
        "{said}"
    );
    assert!(!said.contains("hunter2"), "{said}");
    // Trusted, but it wants to know us too.
    let trust =
        |config: &mut Config| config.export.otlp.tls.certificate = Some(server.certificate.clone());
    assert!(!attempt(&trust));
    assert!(collector.calls().is_empty());
    assert!(attempt(&|config| {
        trust(config);
        config.export.otlp.tls.client_certificate = Some(client.certificate.clone());
        config.export.otlp.tls.client_key = Some(client.key.clone());
    }));
    assert_eq!(collector.calls().len(), 1);
}

#[test]
fn an_authoritys_certificate_may_be_the_servers_own_where_it_is_trusted_itself() {
    let server = Identity::of(|params| params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained));
    let collector = GrpcCollector::start([], Some(&server), None);
    let mut engine = engine_for(&collector.endpoint, |config| {
        config.export.otlp.tls.certificate = Some(server.certificate.clone());
    });
    run(&mut engine, 1);
    assert!(engine.flush(PATIENCE));
    assert_eq!(collector.calls().len(), 1);
}
