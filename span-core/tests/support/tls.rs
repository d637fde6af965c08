//! Certificates that sign themselves, in files and for servers.
//!
//! Must not know what is tested.

use std::path::PathBuf;
use std::sync::Arc;

use rcgen::{CertificateParams, CertifiedKey, KeyPair};
use rustls::crypto::ring::sign::any_supported_type;
use rustls::pki_types::PrivateKeyDer;
use rustls::server::WebPkiClientVerifier;
use rustls::sign::{self, SingleCertAndKey};
use rustls::{RootCertStore, ServerConfig};

use super::Directory;

/// A certificate for the loopback and `collector.test`, and its key.
pub struct Identity {
    pub certificate: PathBuf,
    pub key: PathBuf,
    pub signed: CertifiedKey<KeyPair>,
    _directory: Directory,
}

impl Identity {
    pub fn new() -> Self {
        Self::of(|_| {})
    }

    /// One with something changed.
    pub fn of(change: impl FnOnce(&mut CertificateParams)) -> Self {
        let directory = Directory::new();
        let names = ["localhost", "127.0.0.1", "collector.test"].map(str::to_owned);
        let mut params = CertificateParams::new(names).unwrap();
        change(&mut params);
        let signing_key = KeyPair::generate().unwrap();
        let cert = params.self_signed(&signing_key).unwrap();
        let signed = CertifiedKey { cert, signing_key };
        let certificate = directory.path().join("certificate.pem");
        let key = directory.path().join("key.pem");
        std::fs::write(&certificate, signed.cert.pem()).unwrap();
        std::fs::write(&key, signed.signing_key.serialize_pem()).unwrap();
        Identity {
            certificate,
            key,
            signed,
            _directory: directory,
        }
    }

    /// A server with this certificate, which wants that of `client` if there is one.
    pub fn server(&self, client: Option<&Identity>) -> Arc<ServerConfig> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = ServerConfig::builder();
        let builder = match client {
            None => builder.with_no_client_auth(),
            Some(client) => {
                let mut roots = RootCertStore::empty();
                roots.add(client.signed.cert.der().clone()).unwrap();
                let verifier = WebPkiClientVerifier::builder(Arc::new(roots));
                builder.with_client_cert_verifier(verifier.build().unwrap())
            }
        };
        let key = PrivateKeyDer::try_from(self.signed.signing_key.serialize_der()).unwrap();
        let key = any_supported_type(&key).unwrap();
        let chain = vec![self.signed.cert.der().clone()];
        // `with_single_cert()` would refuse certificates that clients are to refuse.
        let shown = SingleCertAndKey::from(sign::CertifiedKey::new(chain, key));
        Arc::new(builder.with_cert_resolver(Arc::new(shown)))
    }
}
