//! The settings of the OTLP exporter.
//!
//! Owns the values, their defaults and how their texts are read. Must not know where a text comes from.

use std::ffi::CStr;
use std::time::Duration;

use crate::export::proxy::Proxies;
use crate::export::tls_files::TlsFiles;
use crate::settings;
use crate::settings::named::{Named, find, first};
use crate::settings::setting::with_defaults;
use crate::settings::{
    Applied, Display, Environment, Setting, lower, optional, parse_base_endpoint, parse_bool,
    parse_grpc_endpoint, parse_headers, parse_otel_bool, parse_path, parse_timeout,
    parse_traces_endpoint, unquoted_none, without_secrets,
};

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
    /// Whether a gRPC server whose address says nothing of it is spoken to without TLS.
    pub is_insecure: bool,
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
        let unset = OtlpConfig {
            protocol: OtlpProtocol::default(),
            is_insecure: false,
            endpoint: String::new(),
            headers: Vec::new(),
            timeout: Duration::ZERO,
            gzip: false,
            tls: TlsFiles::default(),
            proxies: Proxies::default(),
        };
        with_defaults(unset, SETTINGS)
    }
}

/// Its settings.
pub(crate) const SETTINGS: &[Setting<OtlpConfig>] = settings! { OtlpConfig;
    c"traced_coroutine.otlp.protocol" = DEFAULT_PROTOCOL => (protocol) <- parse_protocol,
        "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL";
    c"traced_coroutine.otlp.insecure" = c"0" => (is_insecure) <- parse_bool,
        "OTEL_EXPORTER_OTLP_TRACES_INSECURE" or c"false" <- parse_otel_bool,
        "OTEL_EXPORTER_OTLP_INSECURE" or c"false" <- parse_otel_bool;
    // Behind the two that it is read by.
    address c"traced_coroutine.otlp.endpoint" = c"" => whole <- base_endpoint,
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT" <- traces_endpoint, "OTEL_EXPORTER_OTLP_ENDPOINT"
        // What it is without a setting depends on the protocol.
        => Display::Value(|config| without_secrets(&config.endpoint));
    secret c"traced_coroutine.otlp.headers" = c"" => whole <- headers,
        "OTEL_EXPORTER_OTLP_TRACES_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS";
    address c"traced_coroutine.otlp.proxy" = c"none" => whole <- proxies;
    c"traced_coroutine.otlp.timeout" = c"10000" => (timeout) <- parse_timeout,
        "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT";
    c"traced_coroutine.otlp.compression" = c"none" => (gzip) <- |text| parse_gzip(unquoted_none(text)),
        "OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "OTEL_EXPORTER_OTLP_COMPRESSION";
    c"traced_coroutine.otlp.certificate" = c"" => (tls.certificate) <- |text| optional(text, parse_path),
        "OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE", "OTEL_EXPORTER_OTLP_CERTIFICATE";
    c"traced_coroutine.otlp.client_certificate" = c"" => (tls.client_certificate) <- |text| optional(text, parse_path),
        "OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE", "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE";
    c"traced_coroutine.otlp.client_key" = c"" => (tls.client_key) <- |text| optional(text, parse_path),
        "OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY", "OTEL_EXPORTER_OTLP_CLIENT_KEY";
};

/// The default endpoint depends on the protocol.
fn base_endpoint(otlp: &mut OtlpConfig, text: &str, _: Environment<'_>) -> Applied {
    otlp.endpoint = match (otlp.protocol, text) {
        (OtlpProtocol::Grpc, "") => parse_grpc_endpoint("http://localhost:4317", true)?,
        (OtlpProtocol::Grpc, _) => parse_grpc_endpoint(text, otlp.is_insecure)?,
        (_, "") => parse_base_endpoint("http://localhost:4318")?,
        _ => parse_base_endpoint(text)?,
    };
    Ok(None)
}

fn traces_endpoint(otlp: &mut OtlpConfig, text: &str, _: Environment<'_>) -> Applied {
    otlp.endpoint = match otlp.protocol {
        OtlpProtocol::Grpc => parse_grpc_endpoint(text, otlp.is_insecure)?,
        OtlpProtocol::HttpProtobuf | OtlpProtocol::HttpJson => parse_traces_endpoint(text)?,
    };
    Ok(None)
}

fn headers(otlp: &mut OtlpConfig, text: &str, _: Environment<'_>) -> Applied {
    let headers = parse_headers(text)?;
    otlp.headers = headers.entries;
    Ok(headers.refused)
}

/// The environment is read here and not by the clients, on whose thread it may change meanwhile.
fn proxies(otlp: &mut OtlpConfig, text: &str, environment: Environment<'_>) -> Applied {
    otlp.proxies = match lower(unquoted_none(text)).as_str() {
        "none" => Proxies::default(),
        "env" => Proxies::from_environment(environment)?,
        _ => Proxies::all(text)?,
    };
    Ok(None)
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
pub(crate) const DEFAULT_PROTOCOL: &CStr = match first(&PROTOCOLS) {
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
