//! The exporters by their names.
//!
//! Owns which of them this build has. Must not know what they do.

use std::ffi::CStr;

use crate::settings::named::{Known, Named, expected, find, first};

/// A destination of finished spans.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ExporterKind {
    /// An OpenTelemetry collector, over OTLP.
    Otlp,
    /// A Jaeger agent or collector.
    Jaeger,
    /// A Zipkin server.
    Zipkin,
    /// OTLP JSON lines in a file.
    File,
    /// A readable tree on STDERR.
    Console,
    /// A bounded store in this process, for tests: [`crate::Engine::memory_spans`].
    Memory,
    /// Nowhere.
    None,
}

impl ExporterKind {
    /// Its name in the settings.
    pub fn name(self) -> &'static str {
        match self {
            ExporterKind::Otlp => "otlp",
            ExporterKind::Jaeger => "jaeger",
            ExporterKind::Zipkin => "zipkin",
            ExporterKind::File => "file",
            ExporterKind::Console => "console",
            ExporterKind::Memory => "memory",
            ExporterKind::None => "none",
        }
    }
}

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

/// The exporter that is used where none is set: the first that this build has, `none` where it has none that sends.
pub const DEFAULT_EXPORTER: &CStr = match first(EXPORTERS.split_at(SENDING).0) {
    Some(name) => name,
    None => c"none",
};

/// A comma list of exporters, of which the known ones count; `none` stands alone.
///
/// ```
/// use span_core::{ExporterKind, parse_exporters};
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    /// Run by `.ci/single-features` with each feature alone, and by `make test-core` with all and with none.
    #[test]
    fn the_default_is_of_what_is_compiled_in() {
        let config = Config::default();
        let exporter = DEFAULT_EXPORTER.to_str().unwrap();
        let exporters = parse_exporters(exporter).unwrap();
        assert_eq!(exporters.entries, config.exporters);
        let has_http = cfg!(feature = "otlp-http");
        let has_grpc = cfg!(feature = "otlp-grpc");
        assert_eq!(exporter == "otlp", has_http || has_grpc);
    }
}
