//! Hints for the operator about receivers of OTLP.
//!
//! Owns these words. Must not know how a failure is noticed.

use crate::export::hint::{Hint, Service, not_plain_http, wrong_path};

const CREDENTIALS: &str = "set traced_coroutine.otlp.headers, as in authorization=Bearer%20TOKEN";
const CERTIFICATE: Option<&str> = Some("traced_coroutine.otlp.certificate");

/// Spans over HTTP.
#[cfg(feature = "otlp-http")]
pub(super) static HTTP: Service = Service {
    endpoint_setting: "traced_coroutine.otlp.endpoint",
    receiver: "OTLP receiver",
    credentials: CREDENTIALS,
    certificate_setting: CERTIFICATE,
    always_tunnels: false,
    other_protocol: other_than_http,
    no_such_path,
};

/// Spans over gRPC.
#[cfg(feature = "otlp-grpc")]
pub(super) static GRPC: Service = Service {
    endpoint_setting: "traced_coroutine.otlp.endpoint",
    receiver: "OTLP receiver",
    credentials: CREDENTIALS,
    certificate_setting: CERTIFICATE,
    always_tunnels: true,
    other_protocol: other_than_grpc,
    no_such_path,
};

/// Metrics, which go over HTTP only.
#[cfg(feature = "otlp-http")]
pub(super) static METRICS: Service = Service {
    endpoint_setting: "traced_coroutine.metrics_endpoint",
    receiver: "OTLP receiver",
    credentials: CREDENTIALS,
    certificate_setting: CERTIFICATE,
    always_tunnels: false,
    other_protocol: other_than_http_of_metrics,
    no_such_path: wrong_path,
};

#[cfg(feature = "otlp-http")]
fn other_than_http(service: &Service, endpoint: &str) -> Hint {
    let setting = service.endpoint_setting;
    if is_grpc_port(endpoint) || endpoint.starts_with("https:") {
        return Hint::new(
            "a gRPC port",
            format!(
                "set traced_coroutine.otlp.protocol=grpc, or {setting} to the HTTP port, 4318 by default"
            ),
        );
    }
    Hint::new(
        "a gRPC port, or one that wants TLS",
        format!(
            "set traced_coroutine.otlp.protocol=grpc, or {setting} to the HTTP port, 4318 by default, or to an address with https://"
        ),
    )
}

#[cfg(feature = "otlp-grpc")]
fn other_than_grpc(service: &Service, endpoint: &str) -> Hint {
    let or_tls = if endpoint.starts_with("https:") {
        ""
    } else {
        ", or to an address with https:// if it wants TLS"
    };
    Hint::new(
        "an HTTP port",
        format!(
            "set traced_coroutine.otlp.protocol=http/protobuf, or {} to the gRPC port, 4317 by default{or_tls}",
            service.endpoint_setting
        ),
    )
}

#[cfg(feature = "otlp-http")]
fn other_than_http_of_metrics(service: &Service, endpoint: &str) -> Hint {
    if !is_grpc_port(endpoint) {
        return not_plain_http(service, endpoint);
    }
    let setting = service.endpoint_setting;
    Hint::new(
        "a gRPC port",
        format!("set {setting} to the HTTP port, 4318 by default: metrics go over HTTP"),
    )
}

fn no_such_path(service: &Service, endpoint: &str) -> Hint {
    if endpoint.ends_with("/v1/traces/v1/traces") {
        let setting = service.endpoint_setting;
        return Hint::new(
            "a base address that has /v1/traces already, which is added to it",
            format!(
                "take /v1/traces off {setting} or OTEL_EXPORTER_OTLP_ENDPOINT; OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is used as it is"
            ),
        );
    }
    if endpoint.ends_with("/v1/traces") {
        return wrong_path(service, endpoint);
    }
    Hint::new(
        "a wrong path",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is used as it is: most receivers want /v1/traces at its end",
    )
}

#[cfg(feature = "otlp-http")]
fn is_grpc_port(endpoint: &str) -> bool {
    port(endpoint) == Some("4317")
}

/// The port of an address, where it names one.
#[cfg(feature = "otlp-http")]
fn port(endpoint: &str) -> Option<&str> {
    let (_, rest) = endpoint.split_once("://")?;
    let authority = rest.split('/').next()?;
    authority
        .rsplit_once(':')
        .map(|(_, port)| port)
        .filter(|port| !port.ends_with(']'))
}

#[cfg(all(test, feature = "otlp-http", feature = "otlp-grpc"))]
mod tests {
    use super::*;
    use crate::export::hint::{Symptom, hint};

    fn said(symptom: Symptom, service: &Service, endpoint: &str) -> String {
        hint(symptom, service, endpoint).to_string()
    }

    #[test]
    fn a_port_of_another_protocol_is_named_with_the_setting_that_fits_it() {
        let table = [
            (
                &HTTP,
                "http://a:4317/v1/traces",
                "this looks like a gRPC port: set traced_coroutine.otlp.protocol=grpc",
            ),
            (
                &HTTP,
                "http://a:9000/v1/traces",
                "this looks like a gRPC port, or one that wants TLS: set",
            ),
            (
                &GRPC,
                "http://[::1]:4318",
                "this looks like an HTTP port: set traced_coroutine.otlp.protocol=http/protobuf",
            ),
            (
                &METRICS,
                "http://a:4317/v1/metrics",
                "this looks like a gRPC port: set traced_coroutine.metrics_endpoint",
            ),
            (
                &METRICS,
                "http://a:4318/v1/metrics",
                "plain HTTP: check scheme and port in traced_coroutine.metrics_endpoint",
            ),
        ];
        for (service, endpoint, expected) in table {
            let said = said(Symptom::OtherProtocol, service, endpoint);
            assert!(said.contains(expected), "{said}");
        }
    }

    #[test]
    fn a_path_that_is_there_twice_is_explained() {
        let twice = "http://a:4318/v1/traces/v1/traces";
        let said_of = |endpoint| said(Symptom::NoSuchPath, &HTTP, endpoint);
        assert!(said_of(twice).contains("take /v1/traces off traced_coroutine.otlp.endpoint"));
        assert!(!said_of("http://a:4318/v1/traces").contains("take"));
        assert!(said_of("http://a:4318/").contains("/v1/traces at its end"));
    }
}
