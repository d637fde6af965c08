//! What the OTLP exporter can be told.
//!
//! Owns the values, their defaults and how their texts are read. Must not know where a text comes from.

use std::ffi::CStr;
use std::time::Duration;

use crate::export::proxy::Proxies;
use crate::export::tls_files::TlsFiles;
use crate::settings::named::{Named, find, first};
use crate::settings::{lower, parse_bool};

/// How OTLP is carried.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OtlpProtocol {
    /// Protobuf bodies over HTTP.
    HttpProtobuf,
    /// JSON bodies over HTTP.
    HttpJson,
    /// gRPC.
    Grpc,
}

impl Default for OtlpProtocol {
    /// The usual one, or the only one that this build has.
    fn default() -> Self {
        if cfg!(all(feature = "otlp-grpc", not(feature = "otlp-http"))) {
            OtlpProtocol::Grpc
        } else {
            OtlpProtocol::HttpProtobuf
        }
    }
}

/// Where and how OTLP is sent.
#[derive(Clone, Debug)]
pub struct OtlpConfig {
    /// How it is carried.
    pub protocol: OtlpProtocol,
    /// The exact address that traces are posted to; for gRPC that of the server.
    pub endpoint: String,
    /// Headers added to each request. Their values may be secrets and are never logged.
    pub headers: Vec<(String, String)>,
    /// Time limit of one request.
    pub timeout: Duration,
    /// Whether requests are compressed with gzip.
    pub gzip: bool,
    /// Certificates.
    pub tls: TlsFiles,
    /// Proxies, for the tracer's own metrics too.
    pub proxies: Proxies,
}

impl Default for OtlpConfig {
    fn default() -> Self {
        OtlpConfig {
            protocol: OtlpProtocol::default(),
            endpoint: match OtlpProtocol::default() {
                OtlpProtocol::Grpc => "http://localhost:4317".to_owned(),
                _ => "http://localhost:4318/v1/traces".to_owned(),
            },
            headers: Vec::new(),
            timeout: Duration::from_secs(10),
            gzip: false,
            tls: TlsFiles::default(),
            proxies: Proxies::default(),
        }
    }
}

/// Where and when the tracer's own metrics are sent: over HTTP, and otherwise as [`OtlpConfig`] has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MetricsConfig {
    /// The exact address that metrics are posted to.
    pub endpoint: String,
    /// How often; also an idle process sends them.
    pub interval: Duration,
}

const PROTOCOLS: [Named<OtlpProtocol>; 3] = [
    (
        c"http/protobuf",
        OtlpProtocol::HttpProtobuf,
        cfg!(feature = "otlp-http"),
    ),
    (
        c"http/json",
        OtlpProtocol::HttpJson,
        cfg!(feature = "otlp-http"),
    ),
    (c"grpc", OtlpProtocol::Grpc, cfg!(feature = "otlp-grpc")),
];

/// How OTLP is carried where nothing is set: the first way that this build has, empty where it has no OTLP.
pub const DEFAULT_PROTOCOL: &CStr = match first(&PROTOCOLS) {
    Some(name) => name,
    None => c"",
};

/// How OTLP is carried. An empty text is for a build without OTLP.
///
/// ```
/// use span_core::{OtlpProtocol, parse_protocol};
/// # #[cfg(feature = "otlp-grpc")]
/// assert_eq!(parse_protocol("grpc"), Ok(OtlpProtocol::Grpc));
/// ```
pub fn parse_protocol(text: &str) -> Result<OtlpProtocol, String> {
    if first(&PROTOCOLS).is_none() {
        return match text {
            "" => Ok(OtlpProtocol::default()),
            _ => Err("OTLP is not compiled in, expected nothing".to_owned()),
        };
    }
    find(&PROTOCOLS, text, "one of")
}

/// Whether the tracer's own metrics are sent, which needs OTLP over HTTP.
///
/// ```
/// assert_eq!(span_core::parse_metrics("0"), Ok(false));
/// ```
pub fn parse_metrics(text: &str) -> Result<bool, String> {
    let is_wanted = parse_bool(text)?;
    if is_wanted && !cfg!(feature = "otlp-http") {
        return Err("OTLP over HTTP is not compiled in, expected 0".to_owned());
    }
    Ok(is_wanted)
}

/// Whether requests are compressed: `gzip` or `none`.
///
/// ```
/// assert_eq!(span_core::parse_gzip("gzip"), Ok(true));
/// ```
pub fn parse_gzip(text: &str) -> Result<bool, String> {
    match lower(text).as_str() {
        "gzip" => Ok(true),
        "none" => Ok(false),
        _ => Err("expected gzip or none".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Run by `.ci/single-features` with each feature alone, and by `make test-core` with all and with none.
    #[test]
    fn the_default_is_of_what_is_compiled_in() {
        let protocol = DEFAULT_PROTOCOL.to_str().unwrap();
        assert_eq!(parse_protocol(protocol), Ok(OtlpConfig::default().protocol));
        let has_http = cfg!(feature = "otlp-http");
        let has_grpc = cfg!(feature = "otlp-grpc");
        assert_eq!(protocol == "grpc", has_grpc && !has_http);
        assert_eq!(protocol.is_empty(), !has_grpc && !has_http);
    }
}
