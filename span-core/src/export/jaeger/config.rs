//! What the exporters for Jaeger can be told.
//!
//! Owns the values and their defaults.

use std::time::Duration;

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
        JaegerConfig {
            agent_host: "localhost".to_owned(),
            agent_port: 6831,
            endpoint: None,
            user: None,
            password: None,
            timeout: Duration::from_secs(10),
        }
    }
}
