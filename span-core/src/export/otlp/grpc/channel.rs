//! The way to a gRPC server: TLS, and the tunnel through a proxy.
//!
//! Owns what is asked of `tonic` for it. Must not know what is sent.

use http::{HeaderValue, Uri};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use tonic::transport::{Channel, ClientTlsConfig, Endpoint, Identity};

use super::refusal::reasons;
use crate::export::otlp::config::OtlpConfig;
use crate::export::proxy::{credentials, without_credentials};
use crate::export::requests::USER_AGENT;
use crate::export::retry::SendError;
use crate::export::tls::{Pem, unusable, unusable_file};
use crate::export::trust::trusting;

/// A channel to the configured server, which connects with the first call.
pub(super) fn channel(config: &OtlpConfig) -> Result<Channel, SendError> {
    let proxy = config.proxies.of(&config.endpoint);
    let mut address = config.endpoint.clone();
    // The tunnel would take it for one of TLS.
    let has_port = address.parse::<Uri>().is_ok_and(|uri| uri.port().is_some());
    if proxy.is_some() && !has_port && address.starts_with("http:") {
        address.push_str(":80");
    }
    let endpoint = Endpoint::from_shared(address)
        .and_then(|endpoint| endpoint.user_agent(USER_AGENT))
        .map_err(|error| unusable(reasons(&error)))?;
    let endpoint = with_tls(endpoint, config)?;
    match proxy {
        Some(proxy) => Ok(endpoint.connect_with_connector_lazy(tunnel(proxy)?)),
        None => Ok(endpoint.connect_lazy()),
    }
}

/// Connects through a proxy, which is asked for a tunnel.
fn tunnel(proxy: &str) -> Result<Tunnel<HttpConnector>, SendError> {
    let address: Uri = without_credentials(proxy)
        .parse()
        .map_err(|_| unusable("no address of a proxy"))?;
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    let tunnel = Tunnel::new(address, connector);
    match credentials(proxy).map(HeaderValue::try_from) {
        Some(Ok(credentials)) => Ok(tunnel.with_auth(credentials)),
        Some(Err(_)) => Err(unusable("no credentials for a proxy")),
        None => Ok(tunnel),
    }
}

fn with_tls(endpoint: Endpoint, config: &OtlpConfig) -> Result<Endpoint, SendError> {
    if endpoint.uri().scheme_str() != Some("https") {
        return Ok(endpoint);
    }
    let pem = Pem::read(&config.tls)?;
    let mut tls = ClientTlsConfig::new();
    if let Some((certificate, key)) = pem.identity {
        tls = tls.identity(Identity::from_pem(certificate, key));
    }
    let endpoint = match pem.trusted {
        Some(trusted) => endpoint.tls_config_with_verifier(tls, trusting(&trusted)?),
        None => endpoint.tls_config(tls.with_webpki_roots()),
    };
    endpoint.map_err(|error| unusable_file(format!("TLS: {}", reasons(&error))))
}
