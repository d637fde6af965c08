//! The likely cause of a failed export, and the setting to change.
//!
//! Owns these words, in one place for the log, `stats()` and self-tests. Must not know sockets: who speaks to one says what
//! it looked like, as a [`Symptom`].

use std::{fmt, io};

use crate::failure::Failure;

/// A likely cause. Shown as "this looks like CAUSE: REMEDY".
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Hint {
    /// What the other side seems to be, or to lack.
    pub(crate) cause: String,
    /// What to do about it, with the name of the setting.
    pub(crate) remedy: String,
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this looks like {}: {}", self.cause, self.remedy)
    }
}

/// What a failure looked like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Symptom {
    /// The connection was refused.
    Refused,
    /// The host's name has no address.
    UnknownHost,
    /// The other side hung up, or answered with what is not the protocol, and has never answered properly before.
    OtherProtocol,
    /// It did not answer in time, and has never answered before.
    Silent,
    /// What answered to TLS was not TLS.
    NoTls,
    /// It says that it wants TLS.
    WantsTls,
    /// Its certificate is not trusted.
    Untrusted,
    /// It does not accept our certificate, or wants one.
    CertificateWanted,
    /// It wants credentials, or does not accept those it was given: 401, 403.
    Forbidden,
    /// There is nothing at this path: 404, 405.
    NoSuchPath,
    /// It answered with a redirect.
    Redirect,
    /// It answered with a web page.
    WebPage,
    /// The request is larger than what it takes.
    TooLarge,
    /// The proxy did not let the connection through.
    Proxy,
}

/// What is spoken to a destination. Each has settings of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Service {
    /// Spans over OTLP's HTTP.
    OtlpHttp,
    /// Spans over OTLP's gRPC.
    OtlpGrpc,
    /// Metrics over OTLP's HTTP.
    Metrics,
    /// Zipkin's JSON.
    Zipkin,
    /// Jaeger's Thrift over HTTP.
    Jaeger,
}

impl Service {
    fn endpoint_setting(self) -> &'static str {
        match self {
            Service::OtlpHttp | Service::OtlpGrpc => "traced_coroutine.otlp.endpoint",
            Service::Metrics => "traced_coroutine.metrics_endpoint",
            Service::Zipkin => "traced_coroutine.zipkin.endpoint",
            Service::Jaeger => "traced_coroutine.jaeger.endpoint",
        }
    }

    fn is_otlp(self) -> bool {
        matches!(
            self,
            Service::OtlpHttp | Service::OtlpGrpc | Service::Metrics
        )
    }

    /// What receives it, for "a page of something that is no ...".
    fn receiver(self) -> &'static str {
        match self {
            Service::OtlpHttp | Service::OtlpGrpc | Service::Metrics => "OTLP receiver",
            Service::Zipkin => "Zipkin server",
            Service::Jaeger => "Jaeger collector",
        }
    }
}

/// The likely cause of `symptom` at `endpoint`, which shows no secrets.
pub(crate) fn hint(symptom: Symptom, service: Service, endpoint: &str) -> Hint {
    let setting = service.endpoint_setting();
    let is_tls = endpoint.starts_with("https:");
    let hint = |cause: &str, remedy: String| Hint {
        cause: cause.to_owned(),
        remedy,
    };
    match symptom {
        Symptom::Refused => hint(
            "a port where nothing listens",
            format!("start the receiver, or set {setting} to where it listens"),
        ),
        Symptom::UnknownHost => hint(
            "a host name that cannot be resolved",
            format!("check the host in {setting}, and the resolver"),
        ),
        Symptom::OtherProtocol => other_protocol(service, endpoint),
        Symptom::Silent => hint(
            "a receiver that hangs, or a port of another protocol or behind a firewall",
            format!("check the port in {setting}"),
        ),
        Symptom::NoTls => hint(
            "a port without TLS",
            format!("set {setting} to an address with http://"),
        ),
        Symptom::WantsTls => hint(
            "a port that wants TLS",
            format!("set {setting} to an address with https://"),
        ),
        Symptom::Untrusted if service.is_otlp() => hint(
            "a certificate that is not from one of the trusted authorities, or for another name",
            "set traced_coroutine.otlp.certificate to the authority's PEM file".to_owned(),
        ),
        Symptom::Untrusted => hint(
            "a certificate that is not from one of Mozilla's authorities, or for another name",
            format!("set {setting} to an address whose certificate is"),
        ),
        Symptom::CertificateWanted => hint(
            "a receiver that wants a client certificate, or another one",
            "set traced_coroutine.otlp.client_certificate and traced_coroutine.otlp.client_key"
                .to_owned(),
        ),
        Symptom::Forbidden => hint("missing or wrong credentials", credentials(service)),
        Symptom::NoSuchPath => no_such_path(service, endpoint),
        Symptom::Redirect => hint(
            "a receiver that has moved, or a log-in page",
            format!("set {setting} to the address that takes the request itself"),
        ),
        Symptom::WebPage => hint(
            &format!(
                "a web page or another service, and no {}",
                service.receiver()
            ),
            format!("check host, port and path in {setting}"),
        ),
        Symptom::TooLarge => hint(
            "a span larger than what the receiver takes",
            "set traced_coroutine.limits.value_length, or raise the receiver's limit".to_owned(),
        ),
        Symptom::Proxy => hint(
            "a proxy that is not there, or does not let the connection through",
            format!(
                "check traced_coroutine.otlp.proxy, and whether it allows {} to {}",
                if is_tls || service == Service::OtlpGrpc {
                    "CONNECT"
                } else {
                    "POST"
                },
                endpoint
            ),
        ),
    }
}

/// The likely cause of a failure that looked like nothing in particular.
pub(crate) fn likely_cause(failure: Failure) -> Hint {
    let (cause, remedy) = match failure {
        Failure::Timeout => (
            "a receiver that hangs, or a firewall in between",
            "check the address, and whether the receiver is overloaded",
        ),
        Failure::Unreachable => (
            "a connection that cannot be made",
            "check the address, and the settings for TLS",
        ),
        Failure::Rejected => (
            "a receiver that refuses the span for a reason of its own",
            "read its answer, and its own log",
        ),
        Failure::Shutdown | Failure::Other => (
            "none of the known failures",
            "read the answer; traced_coroutine.log_level=debug says more",
        ),
    };
    Hint {
        cause: cause.to_owned(),
        remedy: remedy.to_owned(),
    }
}

/// What a packet without an answer means.
pub(crate) fn unconfirmed() -> Hint {
    Hint {
        cause: "UDP, which confirms nothing".to_owned(),
        remedy: "look the trace up in Jaeger; traced_coroutine.jaeger.endpoint sends to its collector, which answers"
            .to_owned(),
    }
}

/// What TLS lacks on this side.
#[cfg(any(feature = "http-client", feature = "otlp-grpc"))]
pub(crate) fn own_tls() -> Hint {
    Hint {
        cause: "a certificate or key of one's own that cannot be used".to_owned(),
        remedy: "set traced_coroutine.otlp.certificate, .client_certificate and .client_key to PEM files that the process can read"
            .to_owned(),
    }
}

/// The likely cause of a file that cannot be written.
pub(crate) fn file_hint(error: &io::Error) -> Option<Hint> {
    const PATH: &str = "traced_coroutine.file.path";
    let (cause, remedy) = match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => (
            "a directory that is not there",
            format!("make it, or set {PATH}"),
        ),
        io::ErrorKind::PermissionDenied => (
            "a file or directory that the process's user may not write to",
            format!("change its permissions, or set {PATH}"),
        ),
        io::ErrorKind::ReadOnlyFilesystem => (
            "a file system that is mounted read-only",
            format!("set {PATH} to another one"),
        ),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            (
                "a full disk",
                format!("make room, set {PATH} to another one, or traced_coroutine.file.max_size"),
            )
        }
        io::ErrorKind::IsADirectory => ("a directory", format!("set {PATH} to a file")),
        _ => return None,
    };
    Some(Hint {
        cause: cause.to_owned(),
        remedy,
    })
}

/// Somebody listens there and speaks something else.
fn other_protocol(service: Service, endpoint: &str) -> Hint {
    let setting = service.endpoint_setting();
    let is_tls = endpoint.starts_with("https:");
    let is_grpc_port = port(endpoint) == Some("4317");
    let (cause, remedy) = match service {
        Service::OtlpHttp if is_grpc_port || is_tls => (
            "a gRPC port",
            format!(
                "set traced_coroutine.otlp.protocol=grpc, or {setting} to the HTTP port, 4318 by default"
            ),
        ),
        Service::OtlpHttp => (
            "a gRPC port, or one that wants TLS",
            format!(
                "set traced_coroutine.otlp.protocol=grpc, or {setting} to the HTTP port, 4318 by default, or to an address with https://"
            ),
        ),
        Service::OtlpGrpc => (
            "an HTTP port",
            format!(
                "set traced_coroutine.otlp.protocol=http/protobuf, or {setting} to the gRPC port, 4317 by default{}",
                if is_tls {
                    ""
                } else {
                    ", or to an address with https:// if it wants TLS"
                }
            ),
        ),
        Service::Metrics if is_grpc_port => (
            "a gRPC port",
            format!("set {setting} to the HTTP port, 4318 by default: metrics go over HTTP"),
        ),
        Service::Metrics | Service::Zipkin | Service::Jaeger => (
            "a port that does not speak plain HTTP",
            format!("check scheme and port in {setting}"),
        ),
    };
    Hint {
        cause: cause.to_owned(),
        remedy,
    }
}

fn no_such_path(service: Service, endpoint: &str) -> Hint {
    let setting = service.endpoint_setting();
    let (cause, remedy) = match service {
        _ if endpoint.ends_with("/v1/traces/v1/traces") => (
            "a base address that has /v1/traces already, which is added to it",
            format!(
                "take /v1/traces off {setting} or OTEL_EXPORTER_OTLP_ENDPOINT; OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is used as it is"
            ),
        ),
        Service::OtlpHttp | Service::OtlpGrpc if !endpoint.ends_with("/v1/traces") => (
            "a wrong path",
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is used as it is: most receivers want /v1/traces at its end".to_owned(),
        ),
        _ => (
            "a wrong path, or another service on that port",
            format!("check {setting}"),
        ),
    };
    Hint {
        cause: cause.to_owned(),
        remedy,
    }
}

fn credentials(service: Service) -> String {
    match service {
        Service::OtlpHttp | Service::OtlpGrpc | Service::Metrics => {
            "set traced_coroutine.otlp.headers, as in authorization=Bearer%20TOKEN".to_owned()
        }
        Service::Jaeger => {
            "set traced_coroutine.jaeger.user and traced_coroutine.jaeger.password".to_owned()
        }
        Service::Zipkin => {
            "the Zipkin exporter sends none; send to a receiver that wants none".to_owned()
        }
    }
}

/// The port of an address, where it names one.
fn port(endpoint: &str) -> Option<&str> {
    let (_, rest) = endpoint.split_once("://")?;
    let authority = rest.split('/').next()?;
    authority
        .rsplit_once(':')
        .map(|(_, port)| port)
        .filter(|port| !port.ends_with(']'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(symptom: Symptom, service: Service, endpoint: &str) -> String {
        hint(symptom, service, endpoint).to_string()
    }

    #[test]
    fn a_port_of_another_protocol_is_named_with_the_setting_that_fits_it() {
        let table = [
            (
                Service::OtlpHttp,
                "http://a:4317/v1/traces",
                "this looks like a gRPC port: set traced_coroutine.otlp.protocol=grpc",
            ),
            (
                Service::OtlpHttp,
                "http://a:9000/v1/traces",
                "this looks like a gRPC port, or one that wants TLS: set",
            ),
            (
                Service::OtlpGrpc,
                "http://[::1]:4318",
                "this looks like an HTTP port: set traced_coroutine.otlp.protocol=http/protobuf",
            ),
            (
                Service::Metrics,
                "http://a:4317/v1/metrics",
                "this looks like a gRPC port: set traced_coroutine.metrics_endpoint",
            ),
            (
                Service::Zipkin,
                "http://a:9411/api/v2/spans",
                "plain HTTP: check scheme and port in traced_coroutine.zipkin.endpoint",
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
        let said_of = |endpoint| said(Symptom::NoSuchPath, Service::OtlpHttp, endpoint);
        assert!(said_of(twice).contains("take /v1/traces off traced_coroutine.otlp.endpoint"));
        assert!(!said_of("http://a:4318/v1/traces").contains("take"));
        assert!(said_of("http://a:4318/").contains("/v1/traces at its end"));
    }
}
