//! The likely cause of a failed export, and the setting to change.
//!
//! Owns the words that are the same for all, in one place for the log, `stats()` and self-tests; what is about one exporter
//! is in its [`Service`]. Must not know sockets: who speaks to one says what
//! it looked like, as a [`Symptom`].

use std::fmt;

use crate::export::failure::Failure;

/// A likely cause. Shown as "this looks like CAUSE: REMEDY".
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Hint {
    /// The likely cause: what the other side seems to be, or to lack.
    pub(crate) cause: String,
    /// The remedy, with the name of the setting.
    pub(crate) remedy: String,
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this looks like {}: {}", self.cause, self.remedy)
    }
}

/// The symptom of a failure.
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
    /// The answer to TLS was not TLS.
    NoTls,
    /// It says that it wants TLS.
    WantsTls,
    /// Its certificate is not trusted.
    Untrusted,
    /// Its certificate is for other names than the one it was asked for by.
    OtherName,
    /// Its certificate is of another time.
    OutOfDate,
    /// Its certificate, or one that it is from, has something that none may have.
    Unfit,
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

/// An exporter's destination in words for the operator. Each exporter has its own.
pub(crate) struct Service {
    /// The setting of its address.
    pub(crate) endpoint_setting: &'static str,
    /// The receiver's name, for "a page of something that is no ...".
    pub(crate) receiver: &'static str,
    /// The remedy for credentials that are missing or wrong.
    pub(crate) credentials: &'static str,
    /// The setting of the authority to trust, where there is one.
    pub(crate) certificate_setting: Option<&'static str>,
    /// Whether a proxy is asked for a tunnel even where there is no TLS.
    pub(crate) always_tunnels: bool,
    /// The likely cause where what listens at an address speaks something else.
    pub(crate) other_protocol: fn(&Service, endpoint: &str) -> Hint,
    /// The likely cause where there is nothing at an address's path.
    pub(crate) no_such_path: fn(&Service, endpoint: &str) -> Hint,
}

impl Hint {
    pub(crate) fn new(cause: impl Into<String>, remedy: impl Into<String>) -> Self {
        Hint {
            cause: cause.into(),
            remedy: remedy.into(),
        }
    }
}

/// The likely cause of `symptom` at `endpoint`, which shows no secrets.
pub(crate) fn hint(symptom: Symptom, service: &Service, endpoint: &str) -> Hint {
    let setting = service.endpoint_setting;
    match symptom {
        Symptom::OtherProtocol => (service.other_protocol)(service, endpoint),
        Symptom::NoSuchPath => (service.no_such_path)(service, endpoint),
        Symptom::Forbidden => Hint::new("missing or wrong credentials", service.credentials),
        Symptom::NoTls
        | Symptom::WantsTls
        | Symptom::Untrusted
        | Symptom::OtherName
        | Symptom::OutOfDate
        | Symptom::Unfit
        | Symptom::CertificateWanted => tls_hint(symptom, service),
        Symptom::Proxy => proxy_hint(service, endpoint),
        Symptom::Refused => Hint::new(
            "a port where nothing listens",
            format!("start the receiver, or set {setting} to where it listens"),
        ),
        Symptom::UnknownHost => Hint::new(
            "a host name that cannot be resolved",
            format!("check the host in {setting}, and the resolver"),
        ),
        Symptom::Silent => Hint::new(
            "a receiver or a resolver that hangs, or a port of another protocol or behind a firewall",
            format!("check host and port in {setting}"),
        ),
        Symptom::Redirect => Hint::new(
            "a receiver that has moved, or a log-in page",
            format!("set {setting} to the address that takes the request itself"),
        ),
        Symptom::WebPage => Hint::new(
            format!("a web page or another service, and no {}", service.receiver),
            format!("check host, port and path in {setting}"),
        ),
        Symptom::TooLarge => Hint::new(
            "a span larger than what the receiver takes",
            "set traced_coroutine.limits.value_length, or raise the receiver's limit",
        ),
    }
}

fn tls_hint(symptom: Symptom, service: &Service) -> Hint {
    let setting = service.endpoint_setting;
    match (symptom, service.certificate_setting) {
        (Symptom::NoTls, _) => Hint::new(
            "a port without TLS",
            format!("set {setting} to an address with http://"),
        ),
        (Symptom::WantsTls, _) => Hint::new(
            "a port that wants TLS",
            format!("set {setting} to an address with https://"),
        ),
        (Symptom::Untrusted, Some(certificate)) => Hint::new(
            "a certificate that is not from one of the trusted authorities",
            format!("set {certificate} to the authority's PEM file"),
        ),
        (Symptom::Untrusted, None) => Hint::new(
            "a certificate that is not from one of Mozilla's authorities",
            format!("set {setting} to an address whose certificate is"),
        ),
        (Symptom::OtherName, _) => Hint::new(
            "a certificate for other names",
            format!(
                "set {setting} to a host that is named in it, or have the receiver's made anew"
            ),
        ),
        (Symptom::OutOfDate, _) => Hint::new(
            "a certificate that has expired or is not valid yet, or a clock that is wrong",
            "renew the receiver's certificate, or set this machine's clock",
        ),
        (Symptom::Unfit, _) => Hint::new(
            "a certificate, the receiver's or its authority's, that is refused for the reason given",
            "have it made anew, such as by openssl req -x509",
        ),
        _ => Hint::new(
            "a receiver that wants a client certificate, or another one",
            "set traced_coroutine.otlp.client_certificate and traced_coroutine.otlp.client_key",
        ),
    }
}

fn proxy_hint(service: &Service, endpoint: &str) -> Hint {
    let method = if service.always_tunnels || endpoint.starts_with("https:") {
        "CONNECT"
    } else {
        "POST"
    };
    Hint::new(
        "a proxy that is not there, or does not let the connection through",
        format!("check traced_coroutine.otlp.proxy, and whether it allows {method} to {endpoint}"),
    )
}

/// For services over plain HTTP that have no other port one might mistake for theirs.
pub(crate) fn not_plain_http(service: &Service, _: &str) -> Hint {
    Hint::new(
        "a port that does not speak plain HTTP",
        format!("check scheme and port in {}", service.endpoint_setting),
    )
}

/// For services whose path is used as it is set.
pub(crate) fn wrong_path(service: &Service, _: &str) -> Hint {
    Hint::new(
        "a wrong path, or another service on that port",
        format!("check {}", service.endpoint_setting),
    )
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
    Hint::new(cause, remedy)
}

/// The hint about a certificate or key of this side.
#[cfg(any(feature = "http-client", feature = "otlp-grpc"))]
pub(crate) fn own_tls() -> Hint {
    Hint::new(
        "a certificate or key of one's own that cannot be used",
        "set traced_coroutine.otlp.certificate, .client_certificate and .client_key to PEM files that the process can read",
    )
}

/// The hint about packets that have no answer.
pub(crate) fn unconfirmed() -> Hint {
    Hint::new(
        "UDP, which confirms nothing",
        "look the trace up in Jaeger; traced_coroutine.jaeger.endpoint sends to its collector, which answers",
    )
}
