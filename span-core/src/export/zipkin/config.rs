//! The settings of the Zipkin exporter.
//!
//! Owns the values, and the settings that give them.

use std::time::Duration;

use crate::settings;
use crate::settings::setting::with_defaults;
use crate::settings::{Setting, parse_timeout, parse_traces_endpoint};

/// Where Zipkin's JSON is sent.
#[derive(Clone, Debug)]
pub struct ZipkinConfig {
    /// The exact address that spans are posted to.
    pub endpoint: String,
    /// Time limit of one request.
    pub timeout: Duration,
}

impl Default for ZipkinConfig {
    fn default() -> Self {
        let unset = ZipkinConfig {
            endpoint: String::new(),
            timeout: Duration::ZERO,
        };
        with_defaults(unset, SETTINGS)
    }
}

/// Its settings.
pub(crate) const SETTINGS: &[Setting<ZipkinConfig>] = settings! { ZipkinConfig;
    address c"traced_coroutine.zipkin.endpoint" = c"http://localhost:9411/api/v2/spans" =>
        (endpoint) <- parse_traces_endpoint, "OTEL_EXPORTER_ZIPKIN_ENDPOINT";
    c"traced_coroutine.zipkin.timeout" = c"10000" => (timeout) <- parse_timeout, "OTEL_EXPORTER_ZIPKIN_TIMEOUT";
};
