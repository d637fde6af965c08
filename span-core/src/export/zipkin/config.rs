//! What the Zipkin exporter can be told.
//!
//! Owns the values and their defaults.

use std::time::Duration;

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
        ZipkinConfig {
            endpoint: "http://localhost:9411/api/v2/spans".to_owned(),
            timeout: Duration::from_secs(10),
        }
    }
}
