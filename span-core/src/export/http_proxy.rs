//! Plain HTTP through a proxy: the request goes to the proxy itself, with the receiver's whole address in its first line.
//!
//! Owns that line. Must not know what is sent. `ureq` would ask the proxy for a tunnel here too, which most proxies allow
//! to port 443 only; what it takes to do otherwise is in a part of it that may change with each of its minor versions.

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, NextTimeout, TcpConnector, Transport,
};
use ureq::{Agent, Error};

use crate::export::http_resolver::HttpResolver;
use crate::export::proxy::without_credentials;

const METHOD: &[u8] = b"POST ";

/// A client whose requests to `url` go to `proxy`.
pub(super) fn agent(config: Config, proxy: &str, url: &str) -> Option<Agent> {
    let proxy = without_credentials(proxy).parse().ok()?;
    let url: Uri = url.parse().ok()?;
    let origin = format!("{}://{}", url.scheme_str()?, url.authority()?);
    let connector = TcpConnector::default().chain(ToProxy { origin });
    Some(Agent::with_parts(config, connector, AtProxy { proxy }))
}

/// Connects to the proxy, whatever the request is for.
#[derive(Debug)]
struct AtProxy {
    proxy: Uri,
}

impl Resolver for AtProxy {
    fn resolve(
        &self,
        _: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        HttpResolver.resolve(&self.proxy, config, timeout)
    }
}

#[derive(Debug)]
struct ToProxy {
    origin: String,
}

impl<T: Transport> Connector<T> for ToProxy {
    type Out = ProxyTransport<T>;

    fn connect(
        &self,
        _: &ConnectionDetails,
        chained: Option<T>,
    ) -> Result<Option<Self::Out>, Error> {
        Ok(chained.map(|inner| ProxyTransport {
            inner,
            origin: self.origin.clone(),
            is_at_start: true,
        }))
    }
}

#[derive(Debug)]
struct ProxyTransport<T> {
    inner: T,
    origin: String,
    /// Whether what is sent next begins a request.
    is_at_start: bool,
}

impl<T: Transport> Transport for ProxyTransport<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.inner.buffers()
    }

    /// A request begins on a new connection, and after the answer to another. A large one comes in pieces, and any of them may
    /// begin as a request does: bodies hold texts of the program.
    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        let is_at_start = std::mem::take(&mut self.is_at_start);
        let output = &self.inner.buffers().output()[..amount];
        let Some(path) = output.strip_prefix(METHOD).filter(|_| is_at_start) else {
            return self.inner.transmit_output(amount, timeout);
        };
        let request = [METHOD, self.origin.as_bytes(), path].concat();
        let mut left = request.as_slice();
        while !left.is_empty() {
            let output = self.inner.buffers().output();
            let count = left.len().min(output.len());
            output[..count].copy_from_slice(&left[..count]);
            left = &left[count..];
            self.inner.transmit_output(count, timeout)?;
        }
        Ok(())
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.is_at_start = true;
        self.inner.await_input(timeout)
    }

    fn is_open(&mut self) -> bool {
        self.inner.is_open()
    }
}
