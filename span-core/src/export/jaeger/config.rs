//! The settings of the exporters for Jaeger.
//!
//! Owns the values, and the settings that give them.

use std::time::Duration;

use crate::settings;
use crate::settings::setting::with_defaults;
use crate::settings::{
    Setting, optional, parse_host, parse_name, parse_port, parse_timeout, parse_traces_endpoint,
};

/// Where Jaeger's own formats are sent.
#[derive(Clone, Debug)]
pub struct JaegerConfig {
    /// The agent's host; it is sent UDP packets unless there is an `endpoint`.
    pub agent_host: String,
    /// The agent's port for compact Thrift.
    pub agent_port: u16,
    /// The collector's address for Thrift over HTTP, as in `http://jaeger:14268/api/traces`.
    pub endpoint: Option<String>,
    /// User at the collector.
    pub user: Option<String>,
    /// Password at the collector; never logged.
    pub password: Option<String>,
    /// Time limit of one request to the collector.
    pub timeout: Duration,
}

impl Default for JaegerConfig {
    fn default() -> Self {
        let unset = JaegerConfig {
            agent_host: String::new(),
            agent_port: 0,
            endpoint: None,
            user: None,
            password: None,
            timeout: Duration::ZERO,
        };
        with_defaults(unset, SETTINGS)
    }
}

/// Its settings.
pub(crate) const SETTINGS: &[Setting<JaegerConfig>] = settings! { JaegerConfig;
    c"traced_coroutine.jaeger.agent_host" = c"localhost" => (agent_host) <- parse_host, "OTEL_EXPORTER_JAEGER_AGENT_HOST";
    c"traced_coroutine.jaeger.agent_port" = c"6831" => (agent_port) <- parse_port, "OTEL_EXPORTER_JAEGER_AGENT_PORT";
    address c"traced_coroutine.jaeger.endpoint" = c"" => (endpoint) <- |text| optional(text, parse_traces_endpoint),
        "OTEL_EXPORTER_JAEGER_ENDPOINT";
    c"traced_coroutine.jaeger.user" = c"" => (user) <- |text| optional(text, parse_name), "OTEL_EXPORTER_JAEGER_USER";
    secret c"traced_coroutine.jaeger.password" = c"" => (password) <- |text| optional(text, parse_name),
        "OTEL_EXPORTER_JAEGER_PASSWORD";
    c"traced_coroutine.jaeger.timeout" = c"10000" => (timeout) <- parse_timeout, "OTEL_EXPORTER_JAEGER_TIMEOUT";
};
