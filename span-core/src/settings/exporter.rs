//! Exporters and OTLP's ways, by their names.
//!
//! Owns which of them this build has. Must not know what they do.

use super::{Known, lower, parse_bool};
use crate::config::{ExporterKind, OtlpProtocol};

const EXPORTERS: [(&str, ExporterKind, bool); 7] = [
    (
        "otlp",
        ExporterKind::Otlp,
        cfg!(any(feature = "otlp-http", feature = "otlp-grpc")),
    ),
    ("jaeger", ExporterKind::Jaeger, cfg!(feature = "jaeger")),
    ("zipkin", ExporterKind::Zipkin, cfg!(feature = "zipkin")),
    ("file", ExporterKind::File, cfg!(feature = "file")),
    ("console", ExporterKind::Console, cfg!(feature = "console")),
    ("memory", ExporterKind::Memory, true),
    ("none", ExporterKind::None, true),
];

const PROTOCOLS: [(&str, OtlpProtocol, bool); 3] = [
    (
        "http/protobuf",
        OtlpProtocol::HttpProtobuf,
        cfg!(feature = "otlp-http"),
    ),
    (
        "http/json",
        OtlpProtocol::HttpJson,
        cfg!(feature = "otlp-http"),
    ),
    ("grpc", OtlpProtocol::Grpc, cfg!(feature = "otlp-grpc")),
];

/// A comma list of exporters, of which the known ones count; `none` stands alone.
///
/// ```
/// use span_core::{ExporterKind, settings::parse_exporters};
/// let exporters = parse_exporters("memory,pigeon").unwrap();
/// assert_eq!(exporters.entries, [ExporterKind::Memory]);
/// assert!(exporters.refused.is_some());
/// ```
pub fn parse_exporters(text: &str) -> Result<Known<ExporterKind>, String> {
    const FORM: &str = "a comma list of";
    let known = Known::read(text, |name| find(&EXPORTERS, name, FORM))?;
    if known.entries.len() > 1 && known.entries.contains(&ExporterKind::None) {
        return Err(expected(&EXPORTERS, FORM));
    }
    Ok(known)
}

/// How OTLP is carried.
///
/// ```
/// use span_core::{OtlpProtocol, settings::parse_protocol};
/// # #[cfg(feature = "otlp-grpc")]
/// assert_eq!(parse_protocol("grpc"), Ok(OtlpProtocol::Grpc));
/// ```
pub fn parse_protocol(text: &str) -> Result<OtlpProtocol, String> {
    find(&PROTOCOLS, text, "one of")
}

/// Whether the tracer's own metrics are sent, which needs OTLP over HTTP.
///
/// ```
/// assert_eq!(span_core::settings::parse_metrics("0"), Ok(false));
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
/// assert_eq!(span_core::settings::parse_gzip("gzip"), Ok(true));
/// ```
pub fn parse_gzip(text: &str) -> Result<bool, String> {
    match lower(text).as_str() {
        "gzip" => Ok(true),
        "none" => Ok(false),
        _ => Err("expected gzip or none".to_owned()),
    }
}

fn find<T: Copy>(known: &[(&str, T, bool)], name: &str, form: &str) -> Result<T, String> {
    let name = lower(name);
    match known.iter().find(|(known, ..)| *known == name) {
        Some((_, value, true)) => Ok(*value),
        Some(_) => Err(format!(
            "{name} is not compiled in, {}",
            expected(known, form)
        )),
        None => Err(expected(known, form)),
    }
}

fn expected<T>(known: &[(&str, T, bool)], form: &str) -> String {
    let built_in = known.iter().filter(|(.., is_built_in)| *is_built_in);
    let names: Vec<&str> = built_in.map(|(name, ..)| *name).collect();
    format!("expected {form} {}", names.join(", "))
}
