//! Which requests go through a proxy.
//!
//! Owns the rules of `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`. Must not know how a proxy is spoken to.

use std::fmt;
use std::net::IpAddr;

#[cfg(any(feature = "http-client", feature = "otlp-grpc"))]
use base64::{Engine, engine::general_purpose::STANDARD};
use http::Uri;
#[cfg(any(feature = "http-client", feature = "otlp-grpc"))]
use percent_encoding::percent_decode_str;

use crate::settings::parse_proxy;

/// The proxies. None by default; what is on this machine is never reached through one.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Proxies {
    http: Option<String>,
    https: Option<String>,
    /// Hosts that are reached directly.
    except: Vec<Exception>,
}

/// An entry of `NO_PROXY`.
#[derive(Clone, PartialEq, Eq)]
enum Exception {
    All,
    /// The domain itself, unless only what is below it is meant, and what is below it.
    Domain {
        name: String,
        with_itself: bool,
        port: Option<u16>,
    },
    /// So many first bits of an address.
    Network(IpAddr, u32),
}

/// Proxies may have a password in them.
impl fmt::Debug for Proxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxies").finish_non_exhaustive()
    }
}

impl Proxies {
    /// One for all requests.
    ///
    /// ```
    /// let proxies = span_core::Proxies::all("http://proxy:3128").unwrap();
    /// assert_eq!(proxies.of("https://collector/v1/traces"), Some("http://proxy:3128"));
    /// assert_eq!(proxies.of("http://localhost:4318/v1/traces"), None);
    /// ```
    pub fn all(proxy: &str) -> Result<Self, String> {
        let proxy = parse_proxy(proxy)?;
        Ok(Proxies {
            http: Some(proxy.clone()),
            https: Some(proxy),
            except: Vec::new(),
        })
    }

    /// Those that the environment names, which `read` reads.
    pub fn from_environment(read: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let first = |names: &[&'static str]| {
            let mut values = names.iter().filter_map(|name| Some((*name, read(name)?)));
            values.find(|(_, value)| !value.is_empty())
        };
        let proxy = |names: &[&'static str]| {
            let Some((name, value)) = first(names) else {
                return Ok(None);
            };
            let proxy = parse_proxy(&value);
            proxy
                .map(Some)
                .map_err(|expected| format!("{name}: {expected}"))
        };
        // A web server hands a request's Proxy header to a CGI program under this name.
        let is_cgi = read("REQUEST_METHOD").is_some();
        let http: &[&'static str] = if is_cgi {
            &["http_proxy"]
        } else {
            &["http_proxy", "HTTP_PROXY"]
        };
        let except = first(&["no_proxy", "NO_PROXY"]).map(|(_, list)| list);
        let except = except.unwrap_or_default();
        Ok(Proxies {
            http: proxy(http)?,
            https: proxy(&["https_proxy", "HTTPS_PROXY"])?,
            except: except.split(',').filter_map(Exception::read).collect(),
        })
    }

    /// The proxy for requests to `endpoint`, if they go through one.
    pub fn of(&self, endpoint: &str) -> Option<&str> {
        let uri: Uri = endpoint.parse().ok()?;
        let is_tls = uri.scheme_str() == Some("https");
        let proxy = if is_tls { &self.https } else { &self.http };
        let host = uri.host()?.trim_start_matches('[').trim_end_matches(']');
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        let port = uri.port_u16().unwrap_or(if is_tls { 443 } else { 80 });
        let is_direct =
            is_loopback(&host) || self.except.iter().any(|entry| entry.covers(&host, port));
        proxy.as_deref().filter(|_| !is_direct)
    }
}

/// The proxy's address without user and password.
#[cfg(any(feature = "http-client", feature = "otlp-grpc"))]
pub(crate) fn without_credentials(proxy: &str) -> String {
    match (proxy.split_once("://"), proxy.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://{host}"),
        _ => proxy.to_owned(),
    }
}

/// The value of `Proxy-Authorization` if the proxy's address has a user.
#[cfg(any(feature = "http-client", feature = "otlp-grpc"))]
pub(crate) fn credentials(proxy: &str) -> Option<String> {
    let (_, rest) = proxy.split_once("://")?;
    let (user, _) = rest.rsplit_once('@')?;
    let (user, password) = user.split_once(':').unwrap_or((user, ""));
    let mut pair: Vec<u8> = percent_decode_str(user).collect();
    pair.push(b':');
    pair.extend(percent_decode_str(password));
    Some(format!("Basic {}", STANDARD.encode(pair)))
}

fn is_loopback(host: &str) -> bool {
    let address = host.parse::<IpAddr>();
    address.is_ok_and(|address| address.to_canonical().is_loopback())
        || host == "localhost"
        || host.ends_with(".localhost")
}

impl Exception {
    fn read(entry: &str) -> Option<Self> {
        let entry = entry.trim().to_ascii_lowercase();
        if entry == "*" {
            return Some(Exception::All);
        }
        if let Some((address, bits)) = entry.split_once('/')
            && let (Ok(address), Ok(bits)) = (address.parse(), bits.parse())
        {
            return Some(Exception::Network(address, bits));
        }
        let bare = entry.trim_start_matches('[').trim_end_matches(']');
        if let Ok(address) = bare.parse() {
            return Some(Exception::Network(address, 128));
        }
        let (name, port) = match entry.rsplit_once(':') {
            Some((name, port)) => (name, Some(port.parse().ok()?)),
            None => (entry.as_str(), None),
        };
        let name = name.trim_start_matches('*');
        let domain = name.trim_start_matches('.').trim_end_matches('.');
        (!domain.is_empty()).then(|| Exception::Domain {
            name: domain.to_owned(),
            with_itself: !name.starts_with('.'),
            port,
        })
    }

    fn covers(&self, host: &str, port: u16) -> bool {
        match self {
            Exception::All => true,
            Exception::Domain {
                name,
                with_itself,
                port: only,
            } => {
                let is_port = only.is_none_or(|only| only == port);
                let below = host.strip_suffix(name.as_str());
                is_port
                    && below.is_some_and(|below| {
                        (below.is_empty() && *with_itself) || below.ends_with('.')
                    })
            }
            Exception::Network(network, bits) => host
                .parse()
                .is_ok_and(|address| is_in(address, *network, *bits)),
        }
    }
}

fn is_in(address: IpAddr, network: IpAddr, bits: u32) -> bool {
    let same = |difference: u128, length: u32| {
        difference
            .checked_shr(length - bits.min(length))
            .unwrap_or(0)
            == 0
    };
    match (address, network) {
        (IpAddr::V4(address), IpAddr::V4(network)) => {
            same(u128::from(address.to_bits() ^ network.to_bits()), 32)
        }
        (IpAddr::V6(address), IpAddr::V6(network)) => {
            same(address.to_bits() ^ network.to_bits(), 128)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(pairs: &[(&str, &str)]) -> Result<Proxies, String> {
        Proxies::from_environment(|name| {
            let mut pairs = pairs.iter();
            let found = pairs.find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_scheme_of_the_endpoint_picks_the_proxy() {
        let proxies = environment(&[
            ("HTTP_PROXY", "http://plain:3128"),
            ("https_proxy", "http://me:pw@tls:3128"),
            ("HTTPS_PROXY", "http://other:3128"),
        ])
        .unwrap();
        assert_eq!(proxies.of("http://a/v1/traces"), Some("http://plain:3128"));
        assert_eq!(proxies.of("https://a"), Some("http://me:pw@tls:3128"));
        assert!(!format!("{proxies:?}").contains("pw"));
        assert_eq!(environment(&[]).unwrap(), Proxies::default());
        assert_eq!(Proxies::default().of("http://a"), None);
    }

    #[test]
    fn what_is_here_is_reached_directly() {
        let proxies = Proxies::all("http://proxy:3128").unwrap();
        for endpoint in [
            "http://localhost:4318",
            "http://LOCALHOST.:4318",
            "https://a.localhost",
            "http://127.1.2.3:4318",
            "http://[::1]:4318",
            "http://[::ffff:127.0.0.1]:4318",
        ] {
            assert_eq!(proxies.of(endpoint), None, "{endpoint}");
        }
        assert!(proxies.of("http://localhost.example").is_some());
    }

    #[test]
    fn no_proxy_names_domains_addresses_and_networks() {
        let list = " example.com, .below.example ,*.star.example,10.1.0.0/16,192.0.2.7,[2001:db8::]/32,2001:db8:1::/48,port.example:4318";
        let proxies = environment(&[("HTTP_PROXY", "http://proxy:1"), ("NO_PROXY", list)]).unwrap();
        let direct = [
            "example.com",
            "EXAMPLE.com",
            "a.b.example.com",
            "a.below.example",
            "a.star.example",
            "10.1.200.3",
            "192.0.2.7",
            "[2001:db8:1::5]",
            "port.example:4318",
            "a.port.example:4318",
        ];
        for host in direct {
            assert_eq!(proxies.of(&format!("http://{host}/x")), None, "{host}");
        }
        for host in [
            "notexample.com",
            "below.example",
            "star.example",
            "10.2.0.1",
            "192.0.2.8",
            "[2001:db8:2::5]",
            "port.example",
        ] {
            assert!(proxies.of(&format!("http://{host}/x")).is_some(), "{host}");
        }
        let proxies = environment(&[("HTTP_PROXY", "http://proxy:1"), ("no_proxy", "*")]).unwrap();
        assert_eq!(proxies.of("http://a"), None);
    }

    #[test]
    fn a_requests_header_names_no_proxy() {
        let proxies = environment(&[("REQUEST_METHOD", "GET"), ("HTTP_PROXY", "http://evil:1")]);
        assert_eq!(proxies.unwrap().of("http://a"), None);
    }

    #[test]
    fn a_bad_one_is_named_and_not_shown() {
        for bad in [
            "socks5://me:hush@proxy:1",
            "http://me:hush@pro xy",
            "http://me:hush@proxy/path",
            "hush",
        ] {
            let error = environment(&[("HTTPS_PROXY", bad)]).unwrap_err();
            assert!(
                error.starts_with("HTTPS_PROXY: expected") && !error.contains("hush"),
                "{error}"
            );
        }
    }
}
