//! The addresses that the HTTP client connects to.
//!
//! Owns the thread in which a name is looked up, which nothing else could break off. `ureq`'s own resolver starts one where there is
//! no name to look up, too, and panics where none can be started, as at a limit on threads; it is in a part of it that may change
//! with each of its minor versions.

use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// How many addresses of a host are tried (the capacity of [`ResolvedSocketAddrs`]).
const MOST_ADDRESSES: usize = 16;

#[derive(Debug)]
pub(super) struct HttpResolver;

impl Resolver for HttpResolver {
    fn resolve(
        &self,
        uri: &Uri,
        _: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let (scheme, authority) = uri
            .scheme()
            .zip(uri.authority())
            .ok_or_else(|| Error::BadUri("an address has a scheme and a host".to_owned()))?;
        let named = DefaultResolver::host_and_port(scheme, authority);
        let named = named.ok_or_else(|| Error::BadUri(format!("{scheme} has no port")))?;
        let found = match address(&named) {
            Some(address) => vec![address],
            None => look_up(named, timeout)?,
        };
        let mut addresses = self.empty();
        let found = found.into_iter().take(MOST_ADDRESSES);
        found.for_each(|address| addresses.push(address));
        if addresses.is_empty() {
            return Err(Error::HostNotFound);
        }
        Ok(addresses)
    }
}

/// What is no name: an address with a port.
fn address(named: &str) -> Option<SocketAddr> {
    named.parse().ok()
}

fn look_up(named: String, timeout: NextTimeout) -> Result<Vec<SocketAddr>, Error> {
    let (tell, told) = mpsc::sync_channel(1);
    let look_up = move || {
        // Whoever waited may be gone.
        let _ = tell.send(named.to_socket_addrs().map(Vec::from_iter));
    };
    let thread = thread::Builder::new().name("tc-resolver".to_owned());
    let started = thread.spawn(look_up);
    started.map_err(|error| {
        io::Error::new(
            error.kind(),
            format!("cannot start a thread to look up the host's name: {error}"),
        )
    })?;
    match told.recv_timeout(*timeout.after) {
        Ok(found) => Ok(found?),
        Err(RecvTimeoutError::Timeout) => Err(Error::Timeout(timeout.reason)),
        Err(RecvTimeoutError::Disconnected) => Err(Error::HostNotFound),
    }
}

#[cfg(test)]
mod tests {
    use ureq::Timeout;
    use ureq::unversioned::transport::time::Duration;

    use super::*;

    fn resolved(url: &str, after: Duration) -> Result<Vec<SocketAddr>, Error> {
        let timeout = NextTimeout {
            after,
            reason: Timeout::Resolve,
            ..NextTimeout::default()
        };
        let uri = url.parse().unwrap();
        let addresses = HttpResolver.resolve(&uri, &Config::default(), timeout)?;
        Ok(addresses.iter().copied().collect())
    }

    #[test]
    fn an_address_is_what_it_says_and_takes_no_time() {
        let table = [
            ("http://127.0.0.1:4318/v1/traces", "127.0.0.1:4318"),
            ("https://[::1]:4318/", "[::1]:4318"),
            ("http://192.0.2.1/", "192.0.2.1:80"),
            ("https://192.0.2.1/", "192.0.2.1:443"),
        ];
        for (url, expected) in table {
            let addresses = resolved(url, Duration::from_secs(0)).unwrap();
            assert_eq!(addresses, [expected.parse().unwrap()], "{url}");
        }
    }

    #[test]
    fn a_name_is_looked_up() {
        let addresses = resolved("http://localhost:4318/", Duration::from_secs(30)).unwrap();
        assert!(addresses.contains(&"127.0.0.1:4318".parse().unwrap()));
    }

    #[test]
    fn a_url_without_a_host_has_no_address() {
        for url in ["/v1/traces", "foo://host/"] {
            let refused = resolved(url, Duration::from_secs(30));
            assert!(matches!(refused, Err(Error::BadUri(_))), "{refused:?}");
        }
    }
}
