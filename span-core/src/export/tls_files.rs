//! The files that TLS needs.
//!
//! Owns their paths only. Must not know how they are read (`tls`).

use std::path::PathBuf;

/// Whom to trust over TLS, and as whom to present oneself. The files are read when the first batch is sent.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct TlsFiles {
    /// PEM file of the certificates to trust; without it those that Mozilla trusts.
    pub certificate: Option<PathBuf>,
    /// PEM file of the client's own certificate chain.
    pub client_certificate: Option<PathBuf>,
    /// PEM file of its private key.
    pub client_key: Option<PathBuf>,
}
