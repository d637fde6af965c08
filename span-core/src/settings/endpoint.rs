//! Addresses of collectors.
//!
//! Owns what counts as one, and how much of one may be shown. Must not know what is sent there.
//!
//! An address is read here as the HTTP clients read it, by [`http::Uri`]: `url`, which reads as browsers do, takes
//! `http:/host`, backslashes and blanks for addresses that a client then cannot use.

use std::net::Ipv6Addr;

use http::Uri;
use url::{Host, Url};

const EXPECTED: &str =
    "expected an http:// or https:// address with a host, such as http://localhost:4318";

/// The exact address that traces are posted to; it is used as it is, but for capitals in its scheme.
///
/// ```
/// use span_core::settings::parse_traces_endpoint;
/// let endpoint = parse_traces_endpoint("https://collector/custom").unwrap();
/// assert_eq!(endpoint, "https://collector/custom");
/// ```
pub fn parse_traces_endpoint(text: &str) -> Result<String, String> {
    parse(text).map(|(text, _)| text)
}

/// A collector's base address, to which `/v1/traces` is added.
///
/// ```
/// use span_core::settings::parse_base_endpoint;
/// let endpoint = parse_base_endpoint("http://collector:4318").unwrap();
/// assert_eq!(endpoint, "http://collector:4318/v1/traces");
/// ```
pub fn parse_base_endpoint(text: &str) -> Result<String, String> {
    with_path(text, "/v1/traces")
}

/// A collector's base address, to which `/v1/metrics` is added.
///
/// ```
/// use span_core::settings::parse_base_metrics_endpoint;
/// let endpoint = parse_base_metrics_endpoint("http://collector:4318/").unwrap();
/// assert_eq!(endpoint, "http://collector:4318/v1/metrics");
/// ```
pub fn parse_base_metrics_endpoint(text: &str) -> Result<String, String> {
    with_path(text, "/v1/metrics")
}

fn with_path(text: &str, path: &str) -> Result<String, String> {
    let (_, uri) = parse(text)?;
    Ok(at_base(&uri, uri.path().trim_end_matches('/'), path))
}

/// The address that metrics are posted to beside traces that are posted to `traces`. `None` where the path of that one is not the
/// usual one.
///
/// ```
/// use span_core::settings::metrics_beside;
/// let beside = metrics_beside("https://collector/otlp/v1/traces?key=k");
/// assert_eq!(beside.as_deref(), Some("https://collector/otlp/v1/metrics?key=k"));
/// assert_eq!(metrics_beside("https://collector/custom"), None);
/// ```
pub fn metrics_beside(traces: &str) -> Option<String> {
    let (_, uri) = parse(traces).ok()?;
    let base = uri.path().strip_suffix("/v1/traces")?;
    Some(at_base(&uri, base, "/v1/metrics"))
}

/// The address with another path, in two parts, and the query that it has.
fn at_base(uri: &Uri, base: &str, path: &str) -> String {
    let query = uri.query().map(|query| format!("?{query}"));
    let query = query.unwrap_or_default();
    format!("{}{base}{path}{query}", origin(uri))
}

/// A gRPC server's address. Its scheme says whether TLS is used; where there is none, `is_insecure` does. A path has no
/// meaning.
///
/// ```
/// use span_core::settings::parse_grpc_endpoint;
/// assert_eq!(parse_grpc_endpoint("http://collector:4317", false), Ok("http://collector:4317".to_owned()));
/// assert_eq!(parse_grpc_endpoint("collector:4317", false), Ok("https://collector:4317".to_owned()));
/// ```
pub fn parse_grpc_endpoint(text: &str, is_insecure: bool) -> Result<String, String> {
    let text = text.trim();
    let address = if text.contains("://") {
        parse(text)
    } else {
        let scheme = if is_insecure { "http" } else { "https" };
        parse(&format!("{scheme}://{text}"))
    };
    let (_, uri) = address.map_err(|expected| format!("{expected}; for gRPC also host:port"))?;
    Ok(origin(&uri))
}

/// The address of an HTTP proxy, with user and password where it wants them.
///
/// ```
/// use span_core::settings::parse_proxy;
/// assert_eq!(parse_proxy("http://me:pw@proxy:3128/"), Ok("http://me:pw@proxy:3128".to_owned()));
/// ```
pub fn parse_proxy(text: &str) -> Result<String, String> {
    const EXPECTED: &str =
        "expected none, env, or the address of a proxy, such as http://proxy:3128";
    let text = text.trim();
    let text = text.strip_suffix('/').unwrap_or(text);
    let (scheme, rest) = text.split_once("://").ok_or(EXPECTED)?;
    let (user, host) = match rest.rsplit_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, rest),
    };
    let (_, uri) = parse(&format!("{scheme}://{host}")).map_err(|_| EXPECTED)?;
    // The whole of it has to be one for the client too.
    let is_whole = text
        .parse::<Uri>()
        .is_ok_and(|uri| uri.path() == "/" && uri.query().is_none());
    let is_user = user.is_none_or(|user| !user.contains(['/', '@']));
    if uri.scheme_str() != Some("http") || !is_whole || !is_user {
        return Err(EXPECTED.to_owned());
    }
    Ok(format!("http://{rest}"))
}

/// A host by its name or address, without a port. An IPv6 address may be in brackets.
///
/// ```
/// use span_core::settings::parse_host;
/// assert_eq!(parse_host("jaeger"), Ok("jaeger".to_owned()));
/// assert!(parse_host("jaeger:6831").is_err());
/// ```
pub fn parse_host(text: &str) -> Result<String, String> {
    let text = text.trim();
    let bare = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    let is_ipv6 = bare.unwrap_or(text).parse::<Ipv6Addr>().is_ok();
    if is_ipv6 {
        return Ok(text.to_owned());
    }
    match Host::parse(text) {
        Ok(host) if bare.is_none() && is_host(text) => Ok(host.to_string()),
        _ => Err("expected the name or the address of a host, without scheme and port".to_owned()),
    }
}

/// An address as an operator may see it: without user, password, query and fragment, any of which may hold a key. A text
/// that is no address is shown only where it has nothing of the kind.
///
/// ```
/// use span_core::settings::without_secrets;
/// assert_eq!(without_secrets("https://me:pw@host/v1/traces?key=k#f"), "https://host/v1/traces");
/// assert_eq!(without_secrets("me:pw@host:4317"), "(not shown)");
/// assert_eq!(without_secrets("localhost"), "localhost");
/// ```
pub fn without_secrets(text: &str) -> String {
    if !text.contains(['@', '?', '#']) {
        return text.to_owned();
    }
    match Url::parse(text.trim()) {
        Ok(mut url) if url.has_host() => {
            // These fail only for addresses that cannot have a user at all.
            let _ = url.set_username("");
            let _ = url.set_password(None);
            url.set_query(None);
            url.set_fragment(None);
            url.into()
        }
        _ => "(not shown)".to_owned(),
    }
}

/// The address as a text and as what the HTTP clients make of that text, so that what is taken here is what they use. The scheme
/// is in small letters: it is compared elsewhere.
fn parse(text: &str) -> Result<(String, Uri), String> {
    let text = text.trim();
    let is_plain = !text.contains('\\')
        && !text.contains(|char: char| char.is_whitespace() || char.is_control());
    let (scheme, rest) = text.split_once("://").ok_or(EXPECTED)?;
    let scheme = scheme.to_ascii_lowercase();
    if !is_plain || !matches!(scheme.as_str(), "http" | "https") {
        return Err(EXPECTED.to_owned());
    }
    let text = ascii(&format!("{scheme}://{rest}"))?;
    let uri: Uri = text.parse().map_err(|_| EXPECTED.to_owned())?;
    let authority = uri.authority().ok_or(EXPECTED)?.as_str();
    if authority.contains('@') {
        return Err(format!(
            "{EXPECTED}, and without user and password: traced_coroutine.otlp.headers, .jaeger.user and .jaeger.password are for those"
        ));
    }
    let host = uri.host().unwrap_or_default();
    let port = authority.strip_prefix(host).unwrap_or_default();
    let is_port = port.is_empty() || uri.port_u16().is_some_and(|port| port > 0);
    if !is_host(host) || !is_port {
        return Err(EXPECTED.to_owned());
    }
    Ok((text, uri))
}

/// International names and paths as they go over the wire.
fn ascii(text: &str) -> Result<String, String> {
    if text.is_ascii() {
        return Ok(text.to_owned());
    }
    let url = Url::parse(text).map_err(|_| EXPECTED.to_owned())?;
    Ok(url.into())
}

fn is_host(text: &str) -> bool {
    !text.is_empty() && !text.contains('%') && Host::parse(text).is_ok()
}

/// Scheme, host and port.
fn origin(uri: &Uri) -> String {
    let scheme = uri.scheme_str().unwrap_or_default();
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    format!("{scheme}://{authority}")
}
