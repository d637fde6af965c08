//! Which certificates of receivers are trusted, where the operator says so.
//!
//! Owns one exception from `rustls`'s rules. Must not know files (`tls`).

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::verify_server_name;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

use crate::export::retry::SendError;
use crate::export::tls::{is_of_authority, unusable_file};

/// Trusts these certificates, in PEM, and what they have signed.
pub(super) fn trusting(pem: &[u8]) -> Result<Arc<dyn ServerCertVerifier>, SendError> {
    let trusted = certificates(pem, "certificate")?;
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(trusted.iter().cloned());
    let provider = Arc::new(default_provider());
    let by_rules = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider);
    let by_rules = by_rules
        .build()
        .map_err(|error| unusable_file(format!("TLS: {error}")))?;
    Ok(Arc::new(Trusting { by_rules, trusted }))
}

/// The certificates of a PEM file.
pub(super) fn certificates(
    pem: &[u8],
    what: &str,
) -> Result<Vec<CertificateDer<'static>>, SendError> {
    let certificates: Vec<_> = CertificateDer::pem_slice_iter(pem).flatten().collect();
    if certificates.is_empty() {
        let reason = format!("the {what}'s file has no certificate in PEM");
        return Err(unusable_file(reason));
    }
    Ok(certificates)
}

/// `openssl req -x509` makes a certificate that signs itself and is an authority's. Whoever tells other clients to trust it can go
/// on to use it for a server; `rustls` takes no authority's for a server's own. Here one that is trusted itself may be both, also where
/// its extended key usage is another: `webpki` does not tell.
#[derive(Debug)]
struct Trusting {
    by_rules: Arc<WebPkiServerVerifier>,
    trusted: Vec<CertificateDer<'static>>,
}

impl ServerCertVerifier for Trusting {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verified = self.by_rules.verify_server_cert(
            end_entity,
            intermediates,
            server_name,
            ocsp_response,
            now,
        );
        match verified {
            // It is in date: that is looked at before.
            Err(Error::InvalidCertificate(error))
                if is_of_authority(&error) && self.trusted.contains(end_entity) =>
            {
                verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
                Ok(ServerCertVerified::assertion())
            }
            verified => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.by_rules
            .verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.by_rules
            .verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.by_rules.supported_verify_schemes()
    }
}
