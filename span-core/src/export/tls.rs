//! Certificates and keys, and whether it was them that a connection failed for.
//!
//! Owns the files. Must not know HTTP or gRPC.

use std::error::Error;
use std::path::Path;
use std::{fs, io};

use crate::config::TlsFiles;

/// The files' contents.
pub(super) struct Pem {
    /// The certificates to trust, if not the usual ones.
    pub(super) trusted: Option<Vec<u8>>,
    /// The client's own certificates and key.
    pub(super) identity: Option<(Vec<u8>, Vec<u8>)>,
}

impl Pem {
    /// Reads them. Not before the first batch: a certificate may come later than the process.
    pub(super) fn read(files: &TlsFiles) -> Result<Self, String> {
        let read = |what: &str, path: &Path| {
            fs::read(path).map_err(|error| format!("{what} {}: {error}", path.display()))
        };
        let trusted = files.certificate.as_deref();
        let trusted = trusted.map(|path| read("certificate", path)).transpose()?;
        let identity = match (&files.client_certificate, &files.client_key) {
            (Some(certificate), Some(key)) => Some((
                read("client certificate", certificate)?,
                read("client key", key)?,
            )),
            (None, None) => None,
            _ => return Err("a client certificate and its key go together".to_owned()),
        };
        Ok(Pem { trusted, identity })
    }
}

/// Whether the error says that a certificate was refused, theirs or ours: trying again will not mend that.
pub(super) fn is_refused_certificate(error: &(dyn Error + 'static)) -> bool {
    let inner = error
        .downcast_ref::<io::Error>()
        .and_then(|error| error.get_ref())
        .map_or(error, |inner| inner as &(dyn Error + 'static));
    matches!(
        inner.downcast_ref(),
        Some(rustls::Error::InvalidCertificate(_) | rustls::Error::AlertReceived(_))
    )
}
