//! TLS for the HTTP client: certificates and keys, and the connections.
//!
//! Owns what `ureq` would make of them, in a part of it that may change with each of its minor versions: its own settings have no
//! place for whom to trust, and panic over a key that does not fit. Must not know files (`tls`).

use std::fmt;
use std::io::{Read, Write};
use std::sync::Arc;

use rustls::client::ClientConnection;
use rustls::crypto::ring::default_provider;
use rustls::crypto::ring::sign::any_supported_type;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{PrivateKeyDer, ServerName};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{CertificateError, ClientConfig, InconsistentKeys, RootCertStore, StreamOwned};
use ureq::config::Config;
use ureq::unversioned::transport::time::{Duration, Instant};
use ureq::unversioned::transport::{
    Buffers, ConnectProxyConnector, ConnectionDetails, Connector, Either, LazyBuffers, NextTimeout,
    TcpConnector, Transport, TransportAdapter,
};
use ureq::{Agent, Error};

use crate::export::http_resolver::HttpResolver;
use crate::export::retry::SendError;
use crate::export::tls::{Pem, unusable, unusable_file};
use crate::export::tls_files::TlsFiles;
use crate::export::trust::{certificates, trusting};

/// A client for addresses with TLS.
pub(super) fn agent(config: Config, files: &TlsFiles) -> Result<Agent, SendError> {
    let connector = ConnectProxyConnector::default()
        .chain(TcpConnector::default())
        .chain(TlsConnector::new(files)?);
    Ok(Agent::with_parts(config, connector, HttpResolver))
}

/// Adds TLS to connections for addresses that ask for it.
struct TlsConnector {
    config: Arc<ClientConfig>,
}

impl TlsConnector {
    /// Whom to trust, and as whom to present oneself.
    fn new(files: &TlsFiles) -> Result<Self, SendError> {
        let pem = Pem::read(files)?;
        let builder = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| unusable(format!("TLS: {error}")))?;
        let builder = match pem.trusted {
            Some(trusted) => builder
                .dangerous()
                .with_custom_certificate_verifier(trusting(&trusted)?),
            None => {
                let roots = webpki_roots::TLS_SERVER_ROOTS.iter().cloned();
                builder.with_root_certificates(RootCertStore::from_iter(roots))
            }
        };
        let config = match pem.identity {
            None => builder.with_no_client_auth(),
            Some((chain, key)) => {
                let shown = SingleCertAndKey::from(identity(&chain, &key)?);
                builder.with_client_cert_resolver(Arc::new(shown))
            }
        };
        Ok(TlsConnector {
            config: Arc::new(config),
        })
    }
}

/// As whom to present oneself. `rustls` reads the certificate only to see whether the key is its own: one that it cannot read
/// for another reason than its encoding, such as that of version 1 which `openssl x509 -req` makes, is shown to the server all
/// the same, which decides.
fn identity(chain: &[u8], key: &[u8]) -> Result<CertifiedKey, SendError> {
    let chain = certificates(chain, "client certificate")?;
    let key = PrivateKeyDer::from_pem_slice(key)
        .map_err(|_| unusable_file("the client key's file has no private key in PEM"))?;
    let unusable = |error| {
        unusable_file(format!(
            "the client certificate and key cannot be used together: {error}"
        ))
    };
    let key = any_supported_type(&key).map_err(unusable)?;
    let identity = CertifiedKey::new(chain, key);
    match identity.keys_match() {
        Ok(())
        | Err(
            rustls::Error::InconsistentKeys(InconsistentKeys::Unknown)
            | rustls::Error::InvalidCertificate(CertificateError::Other(_)),
        ) => Ok(identity),
        Err(error) => Err(unusable(error)),
    }
}

impl fmt::Debug for TlsConnector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TlsConnector")
    }
}

impl<T: Transport> Connector<T> for TlsConnector {
    type Out = Either<T, TlsTransport>;

    fn connect(
        &self,
        details: &ConnectionDetails,
        chained: Option<T>,
    ) -> Result<Option<Self::Out>, Error> {
        let Some(transport) = chained else {
            return Ok(None);
        };
        if !details.needs_tls() || transport.is_tls() {
            return Ok(Some(Either::A(transport)));
        }
        let host = details.uri.host().unwrap_or_default();
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let name = ServerName::try_from(host.to_owned());
        let name = name.map_err(|_| Error::Tls("no name of a host"))?;
        let mut connection = ClientConnection::new(Arc::clone(&self.config), name)?;
        let mut socket = TransportAdapter::new(transport.boxed(), details.current_time.clone());
        socket.set_timeout(time_left(details));
        connection.complete_io(&mut socket)?;
        Ok(Some(Either::B(TlsTransport {
            buffers: LazyBuffers::new(
                details.config.input_buffer_size(),
                details.config.output_buffer_size(),
            ),
            stream: StreamOwned::new(connection, socket),
        })))
    }
}

/// What the connection itself has left of the time for both.
fn time_left(details: &ConnectionDetails) -> NextTimeout {
    let mut timeout = details.timeout;
    if let (Instant::Exact(begin), Duration::Exact(limit)) = (details.now, timeout.after) {
        timeout.after = Duration::Exact(limit.saturating_sub(begin.elapsed()));
    }
    timeout
}

/// A connection with TLS.
struct TlsTransport {
    buffers: LazyBuffers,
    stream: StreamOwned<ClientConnection, TransportAdapter>,
}

impl fmt::Debug for TlsTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TlsTransport")
    }
}

impl Transport for TlsTransport {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.stream.get_mut().set_timeout(timeout);
        self.stream.write_all(&self.buffers.output()[..amount])?;
        Ok(())
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.stream.get_mut().set_timeout(timeout);
        let amount = self.stream.read(self.buffers.input_append_buf())?;
        self.buffers.input_appended(amount);
        Ok(amount > 0)
    }

    fn is_open(&mut self) -> bool {
        self.stream.get_mut().get_mut().is_open()
    }

    fn is_tls(&self) -> bool {
        true
    }
}
