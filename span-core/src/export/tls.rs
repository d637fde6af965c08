//! Certificates and keys, and what a broken connection looked like.
//!
//! Owns the files. Must not know HTTP or gRPC.

use std::error::Error;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use rustls::{CertificateError, OtherError};

use crate::export::error::ExportError;
use crate::export::failure::Failure;
use crate::export::hint::{Symptom, own_tls};
use crate::export::retry::{SendError, is_shortage};
use crate::export::tls_files::TlsFiles;

/// The files' contents.
pub(super) struct Pem {
    /// The certificates to trust, if not the usual ones.
    pub(super) trusted: Option<Vec<u8>>,
    /// The client's own certificates and key.
    pub(super) identity: Option<(Vec<u8>, Vec<u8>)>,
}

impl Pem {
    /// Reads them. Not before the first batch: a certificate may come later than the process.
    pub(super) fn read(files: &TlsFiles) -> Result<Self, SendError> {
        let read = |what: &str, path: &Path| {
            fs::read(path).map_err(|error| {
                let reason = format!("{what} {}: {error}", path.display());
                let reason =
                    ExportError::because(Failure::Unreachable, reason).with_hint(Some(own_tls()));
                if is_shortage(&error) {
                    SendError::Retryable(reason, None)
                } else {
                    SendError::Final(reason)
                }
            })
        };
        let trusted = files.certificate.as_deref();
        let trusted = trusted.map(|path| read("certificate", path)).transpose()?;
        let identity = match (&files.client_certificate, &files.client_key) {
            (Some(certificate), Some(key)) => Some((
                read("client certificate", certificate)?,
                read("client key", key)?,
            )),
            (None, None) => None,
            _ => {
                return Err(unusable_file(
                    "a client certificate and its key go together",
                ));
            }
        };
        Ok(Pem { trusted, identity })
    }
}

/// The error for a TLS configuration that cannot be used.
pub(super) fn unusable(reason: impl Into<String>) -> SendError {
    SendError::Final(ExportError::because(Failure::Unreachable, reason))
}

/// The same of a file with a certificate or key.
pub(super) fn unusable_file(reason: impl Into<String>) -> SendError {
    let error = ExportError::because(Failure::Unreachable, reason);
    SendError::Final(error.with_hint(Some(own_tls())))
}

/// Whether the error says that a certificate was refused, theirs or ours: trying again will not mend that.
pub(super) fn is_refused_certificate(error: &(dyn Error + 'static)) -> bool {
    matches!(
        tls_error(error),
        Some(rustls::Error::InvalidCertificate(_) | rustls::Error::AlertReceived(_))
    )
}

/// The symptom of a connection that broke with `error`.
pub(super) fn io_symptom(error: &io::Error) -> Option<Symptom> {
    match tls_error(error) {
        Some(rustls::Error::InvalidCertificate(error)) => return Some(certificate_symptom(error)),
        Some(rustls::Error::AlertReceived(_)) => return Some(Symptom::CertificateWanted),
        Some(rustls::Error::InvalidMessage(_)) => return Some(Symptom::NoTls),
        Some(_) | None => {}
    }
    match error.kind() {
        ErrorKind::ConnectionRefused => Some(Symptom::Refused),
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::UnexpectedEof => Some(Symptom::OtherProtocol),
        // The standard library has no kind for it.
        _ if error.to_string().contains("failed to lookup address") => Some(Symptom::UnknownHost),
        _ => None,
    }
}

fn certificate_symptom(error: &CertificateError) -> Symptom {
    use CertificateError::{
        BadSignature, Expired, ExpiredContext, NotValidForName, NotValidForNameContext,
        NotValidYet, NotValidYetContext, UnknownIssuer,
    };
    match error {
        NotValidForName | NotValidForNameContext { .. } => Symptom::OtherName,
        Expired | ExpiredContext { .. } | NotValidYet | NotValidYetContext { .. } => {
            Symptom::OutOfDate
        }
        // An authority may have the name of a trusted one and another key.
        UnknownIssuer | BadSignature => Symptom::Untrusted,
        _ if is_of_authority(error) => Symptom::Untrusted,
        _ => Symptom::Unfit,
    }
}

/// Whether what a server has shown is an authority's certificate, with which nothing else is wrong that `rustls` looks at before.
pub(super) fn is_of_authority(error: &CertificateError) -> bool {
    let CertificateError::Other(OtherError(cause)) = error else {
        return false;
    };
    matches!(cause.downcast_ref(), Some(webpki::Error::CaUsedAsEndEntity))
}

fn tls_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    let inner = error
        .downcast_ref::<io::Error>()
        .and_then(|error| error.get_ref())
        .map_or(error, |inner| inner as &(dyn Error + 'static));
    inner.downcast_ref()
}
