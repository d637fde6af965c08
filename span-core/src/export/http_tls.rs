//! The HTTP client's certificates and keys.
//!
//! Owns how `ureq` has them. Must not know files (`tls`).

use std::fmt::Display;

use rustls::crypto::ring::default_provider;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use ureq::tls::{Certificate, ClientCert, PemItem, PrivateKey, RootCerts, TlsConfig, parse_pem};

use crate::export::retry::SendError;
use crate::export::tls::{Pem, unusable_file};
use crate::export::tls_files::TlsFiles;

/// Whom to trust, and as whom to present oneself.
pub(super) fn tls_config(files: &TlsFiles) -> Result<TlsConfig, SendError> {
    let pem = Pem::read(files)?;
    let mut tls = TlsConfig::builder();
    if let Some(trusted) = pem.trusted {
        let certificates = certificates(&trusted, "certificate")?;
        tls = tls.root_certs(RootCerts::new_with_certs(&certificates));
    }
    if let Some((chain, key)) = pem.identity {
        let chain = certificates(&chain, "client certificate")?;
        let key = PrivateKey::from_pem(&key)
            .map_err(|_| unusable_file("the client key's file has no private key in PEM"))?;
        check_identity(&chain, &key)?;
        tls = tls.client_cert(Some(ClientCert::new_with_certs(&chain, key)));
    }
    Ok(tls.build())
}

/// `ureq` 3.5.2 takes a pair that `rustls` does not, and then panics at each connection: where the key is another one's, or the
/// certificate of X.509's version 1.
fn check_identity(chain: &[Certificate<'_>], key: &PrivateKey<'_>) -> Result<(), SendError> {
    let unusable = |error: &dyn Display| {
        unusable_file(format!(
            "the client certificate and key cannot be used together: {error}"
        ))
    };
    let chain = chain.iter();
    let chain = chain.map(|certificate| CertificateDer::from(certificate.der()).into_owned());
    let key = PrivateKeyDer::try_from(key.der()).map_err(|error| unusable(&error))?;
    CertifiedKey::from_der(chain.collect(), key.clone_key(), &default_provider())
        .map(|_| ())
        .map_err(|error| unusable(&error))
}

fn certificates(pem: &[u8], what: &str) -> Result<Vec<Certificate<'static>>, SendError> {
    let items = parse_pem(pem).filter_map(|item| match item {
        Ok(PemItem::Certificate(certificate)) => Some(certificate),
        _ => None,
    });
    let certificates: Vec<_> = items.collect();
    if certificates.is_empty() {
        return Err(unusable_file(format!(
            "the {what}'s file has no certificate in PEM"
        )));
    }
    Ok(certificates)
}
