//! The HTTP client's certificates and keys.
//!
//! Owns how `ureq` has them. Must not know files (`tls`).

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
        tls = tls.client_cert(Some(ClientCert::new_with_certs(&chain, key)));
    }
    Ok(tls.build())
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
