//! HTTP over TLS: whom we trust, who trusts us, and what the operator hears of it.

#![cfg(feature = "otlp-http")]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;

use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, ExtendedKeyUsagePurpose, IsCa,
    date_time_ymd,
};
use span_core::{Config, Engine, ExporterKind, Failure};
use support::collector::{Collector, Reply};
use support::tls::Identity;
use support::{PATIENCE, engine_with, run};

/// As `openssl req -x509` makes it.
const AUTHORITY: IsCa = IsCa::Ca(BasicConstraints::Unconstrained);

static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());
/// Each test hears what is said during its own attempts only.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn engine_for(collector: &Collector, change: &dyn Fn(&mut Config)) -> Engine {
    engine_with(&[ExporterKind::Otlp], |config| {
        config.export.otlp.endpoint = collector.endpoint();
        config.export.otlp.headers = vec![("authorization".into(), "hunter2".to_owned())];
        config.log = |line| SAID.lock().unwrap().push(line.to_owned());
        config.export_timeout = Duration::from_secs(3);
        change(config);
    })
}

/// Sends a span. Returns whether it arrived, and what the operator heard.
fn attempt(collector: &Collector, change: &dyn Fn(&mut Config)) -> (bool, String) {
    SAID.lock().unwrap().clear();
    let mut engine = engine_for(collector, change);
    run(&mut engine, 1);
    let delivered = engine.flush(PATIENCE);
    let stats = engine.stats();
    assert_eq!(stats.exported, u64::from(delivered), "{stats:?}");
    if !delivered {
        assert_eq!(stats.failed[Failure::Unreachable], 1, "{stats:?}");
    }
    let said = SAID.lock().unwrap().join("\n");
    assert!(!said.contains("hunter2"), "{said}");
    (delivered, said)
}

#[test]
fn only_a_certificate_that_is_trusted_is_spoken_to() {
    let _alone = ONE_AT_A_TIME.lock().unwrap();
    let server = Identity::new();
    let collector = Collector::start_tls([Reply::ok()], server.server(None));
    let (delivered, said) = attempt(&collector, &|_| {});
    assert!(!delivered);
    assert!(
        said.contains("UnknownIssuer") && said.contains(&collector.endpoint()),
        "{said}"
    );
    let stranger = Identity::new();
    let (delivered, _) = attempt(&collector, &|config| {
        config.export.otlp.tls.certificate = Some(stranger.certificate.clone());
    });
    assert!(!delivered);
    assert!(collector.requests().is_empty());
    let (delivered, said) = attempt(&collector, &|config| {
        config.export.otlp.tls.certificate = Some(server.certificate.clone());
    });
    assert!(delivered, "{said}");

    // A collector that wants to know us.
    let client = Identity::new();
    let collector = Collector::start_tls([Reply::ok()], server.server(Some(&client)));
    let trust =
        |config: &mut Config| config.export.otlp.tls.certificate = Some(server.certificate.clone());
    let (delivered, said) = attempt(&collector, &trust);
    assert!(!delivered && !said.is_empty());
    let (delivered, said) = attempt(&collector, &|config| {
        trust(config);
        config.export.otlp.tls.client_certificate = Some(client.certificate.clone());
        config.export.otlp.tls.client_key = Some(client.key.clone());
    });
    assert!(delivered, "{said}");

    // A certificate, and the key of another one.
    let (delivered, said) = attempt(&collector, &|config| {
        trust(config);
        config.export.otlp.tls.client_certificate = Some(client.certificate.clone());
        config.export.otlp.tls.client_key = Some(stranger.key.clone());
    });
    assert!(!delivered && said.contains("KeyMismatch"), "{said}");
    assert!(said.contains(".client_key to PEM files"), "{said}");

    // Files that are none.
    let (delivered, said) = attempt(&collector, &|config| {
        config.export.otlp.tls.certificate = Some(PathBuf::from("/nowhere/ca.pem"));
    });
    assert!(!delivered && said.contains("/nowhere/ca.pem"), "{said}");
    let (delivered, said) = attempt(&collector, &|config| {
        trust(config);
        config.export.otlp.tls.client_key = Some(client.key.clone());
    });
    assert!(!delivered && said.contains("go together"), "{said}");
}

#[test]
fn what_is_wrong_with_a_certificate_is_said() {
    let _alone = ONE_AT_A_TIME.lock().unwrap();
    type Change = fn(&mut CertificateParams);
    let cases: [(Change, &str); 3] = [
        (
            |params| params.subject_alt_names.clear(),
            "a certificate for other names: set traced_coroutine.otlp.endpoint",
        ),
        (
            |params| params.not_after = date_time_ymd(2020, 1, 1),
            "has expired or is not valid yet",
        ),
        (
            |params| params.not_before = date_time_ymd(2200, 1, 1),
            "has expired or is not valid yet",
        ),
    ];
    for (change, expected) in cases {
        for is_ca in [IsCa::NoCa, AUTHORITY] {
            let server = Identity::of(|params| {
                params.is_ca = is_ca;
                change(params);
            });
            let collector = Collector::start_tls([Reply::ok()], server.server(None));
            let (delivered, said) = attempt(&collector, &|config| {
                config.export.otlp.tls.certificate = Some(server.certificate.clone());
            });
            assert!(!delivered && said.contains(expected), "{said}");
        }
    }
}

#[test]
fn what_else_is_wrong_with_a_certificate_is_no_matter_of_trust() {
    let _alone = ONE_AT_A_TIME.lock().unwrap();
    type Change = fn(&mut CertificateParams);
    let cases: [(Change, &str); 2] = [
        (
            |params| params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth],
            "does not allow extended key usage for server authentication",
        ),
        (
            |params| {
                let null = vec![5, 0];
                let mut unknown = CustomExtension::from_oid_content(&[1, 2, 3, 4], null);
                unknown.set_criticality(true);
                params.custom_extensions.push(unknown);
            },
            "UnsupportedCriticalExtension",
        ),
    ];
    for (change, reason) in cases {
        let server = Identity::of(change);
        let collector = Collector::start_tls([Reply::ok()], server.server(None));
        let (delivered, said) = attempt(&collector, &|config| {
            config.export.otlp.tls.certificate = Some(server.certificate.clone());
        });
        assert!(!delivered && said.contains(reason), "{said}");
        let hint = "that is refused for the reason given: have it made anew";
        assert!(said.contains(hint), "{said}");
    }
}

#[test]
fn an_authoritys_certificate_may_be_the_servers_own_where_it_is_trusted_itself() {
    let _alone = ONE_AT_A_TIME.lock().unwrap();
    let server = Identity::of(|params| params.is_ca = AUTHORITY);
    let collector = Collector::start_tls([Reply::ok()], server.server(None));
    let stranger = Identity::of(|params| params.is_ca = AUTHORITY);
    for trusted in [None, Some(&stranger)] {
        let (delivered, said) = attempt(&collector, &|config| {
            let certificate = trusted.map(|it| it.certificate.clone());
            config.export.otlp.tls.certificate = certificate;
        });
        let hint = "set traced_coroutine.otlp.certificate";
        assert!(!delivered && said.contains(hint), "{said}");
    }
    let (delivered, said) = attempt(&collector, &|config| {
        config.export.otlp.tls.certificate = Some(server.certificate.clone());
    });
    assert!(delivered, "{said}");
}
