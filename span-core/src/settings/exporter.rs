//! Exporters and OTLP's ways, by their names.
//!
//! Owns which of them this build has. Must not know what they do.

use std::ffi::CStr;

use super::{Known, lower, parse_bool};
use crate::config::{ExporterKind, OtlpProtocol};

/// A name, what it means, and whether this build has it.
type Named<T> = (&'static CStr, T, bool);

/// How many of [`EXPORTERS`] send.
const SENDING: usize = 5;

/// Those that send, in the order in which they are taken for the default; then those that every build has.
const EXPORTERS: [Named<ExporterKind>; 7] = [
    (
        c"otlp",
        ExporterKind::Otlp,
        cfg!(any(feature = "otlp-http", feature = "otlp-grpc")),
    ),
    (c"jaeger", ExporterKind::Jaeger, cfg!(feature = "jaeger")),
    (c"zipkin", ExporterKind::Zipkin, cfg!(feature = "zipkin")),
    (c"file", ExporterKind::File, cfg!(feature = "file")),
    (c"console", ExporterKind::Console, cfg!(feature = "console")),
    (c"memory", ExporterKind::Memory, true),
    (c"none", ExporterKind::None, true),
];

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

/// The exporter that is used where none is set: the first that this build has, `none` where it has none that sends.
pub const DEFAULT_EXPORTER: &CStr = match first(EXPORTERS.split_at(SENDING).0) {
    Some(name) => name,
    None => c"none",
};

/// How OTLP is carried where nothing is set: the first way that this build has, empty where it has no OTLP.
pub const DEFAULT_PROTOCOL: &CStr = match first(&PROTOCOLS) {
    Some(name) => name,
    None => c"",
};

const fn first<T>(known: &[Named<T>]) -> Option<&'static CStr> {
    let mut index = 0;
    while index < known.len() {
        if known[index].2 {
            return Some(known[index].0);
        }
        index += 1;
    }
    None
}

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

/// How OTLP is carried. An empty text is for a build without OTLP.
///
/// ```
/// use span_core::{OtlpProtocol, settings::parse_protocol};
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

fn find<T: Copy>(known: &[Named<T>], name: &str, form: &str) -> Result<T, String> {
    let name = lower(name);
    let mut named = known.iter();
    match named.find(|(known, ..)| known.to_bytes() == name.as_bytes()) {
        Some((_, value, true)) => Ok(*value),
        Some(_) => Err(format!(
            "{name} is not compiled in, {}",
            expected(known, form)
        )),
        None => Err(expected(known, form)),
    }
}

fn expected<T>(known: &[Named<T>], form: &str) -> String {
    let built_in = known.iter().filter(|(.., is_built_in)| *is_built_in);
    let names: Vec<_> = built_in.map(|(name, ..)| name.to_string_lossy()).collect();
    format!("expected {form} {}", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    /// Run by `.ci/single-features` with each feature alone, and by `make test-core` with all and with none.
    #[test]
    fn the_defaults_are_of_what_is_compiled_in() {
        let config = Config::default();
        let exporter = DEFAULT_EXPORTER.to_str().unwrap();
        let exporters = parse_exporters(exporter).unwrap();
        assert_eq!(exporters.entries, config.exporters);
        let protocol = DEFAULT_PROTOCOL.to_str().unwrap();
        assert_eq!(parse_protocol(protocol), Ok(config.otlp.protocol));
        let has_http = cfg!(feature = "otlp-http");
        let has_grpc = cfg!(feature = "otlp-grpc");
        assert_eq!(exporter == "otlp", has_http || has_grpc);
        assert_eq!(protocol == "grpc", has_grpc && !has_http);
        assert_eq!(protocol.is_empty(), !has_grpc && !has_http);
    }
}
