//! The conventions for HTTP, stable since version 1.23: <https://opentelemetry.io/docs/specs/semconv/http/http-spans/>.
//!
//! Owns how parts of a request are read and made presentable. Must not know PHP.

use std::borrow::Cow;

/// The methods of RFC 9110, and PATCH.
const METHODS: [&str; 9] = [
    "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE",
];

/// Parameters of a query whose values are never shown: they sign requests to clouds.
const SECRET_PARAMETERS: [&str; 4] = ["AWSAccessKeyId", "Signature", "sig", "X-Goog-Signature"];

/// `http.request.method`: the method, `_OTHER` where it is none of those that the conventions know.
///
/// ```
/// use span_core::semconv::http_semantics::method;
/// assert_eq!([method("GET"), method("get"), method("BREW")], ["GET", "_OTHER", "_OTHER"]);
/// ```
pub fn method(method: &str) -> &'static str {
    let mut methods = METHODS.iter();
    let known = methods.find(|known| **known == method);
    known.copied().unwrap_or("_OTHER")
}

/// The name of a server's span whose route is unknown.
pub fn span_name(method: &str) -> &str {
    if method == "_OTHER" { "HTTP" } else { method }
}

/// `url.query`, without the values of parameters that are credentials.
///
/// ```
/// use span_core::semconv::http_semantics::redact_query;
/// assert_eq!(redact_query("a=1&sig=abc&b"), "a=1&sig=REDACTED&b");
/// ```
pub fn redact_query(query: &str) -> Cow<'_, str> {
    let is_secret = |pair: &str| {
        let name = pair.split_once('=').map(|(name, _)| name);
        name.is_some_and(|name| SECRET_PARAMETERS.contains(&name))
    };
    if !query.split('&').any(is_secret) {
        return Cow::Borrowed(query);
    }
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if is_secret(pair) => format!("{name}=REDACTED"),
        _ => pair.to_owned(),
    });
    Cow::Owned(pairs.collect::<Vec<_>>().join("&"))
}

/// `server.address` and `server.port` from a `Host` header.
///
/// ```
/// use span_core::semconv::http_semantics::split_host;
/// assert_eq!(split_host("shop.example:8443"), ("shop.example", Some(8443)));
/// assert_eq!(split_host("[::1]:80"), ("::1", Some(80)));
/// assert_eq!(split_host("::1"), ("::1", None));
/// ```
pub fn split_host(host: &str) -> (&str, Option<u16>) {
    if let Some((address, rest)) = host.strip_prefix('[').and_then(|host| host.split_once(']')) {
        return (
            address,
            rest.strip_prefix(':').and_then(|port| port.parse().ok()),
        );
    }
    match host.split_once(':') {
        Some((address, port)) if !port.contains(':') => (address, port.parse().ok()),
        _ => (host, None),
    }
}

/// `network.protocol.version` from what a server calls the protocol: `HTTP/1.1`.
pub fn protocol_version(protocol: &str) -> &str {
    protocol.strip_prefix("HTTP/").unwrap_or(protocol)
}

/// The client's address as a proxy reports it: the first `for` of `Forwarded`, else the first entry of `X-Forwarded-For`.
///
/// ```
/// use span_core::semconv::http_semantics::forwarded_for;
/// assert_eq!(forwarded_for(Some("for=\"[2001:db8::1]:4711\";proto=https, for=10.0.0.1"), None), Some("2001:db8::1"));
/// assert_eq!(forwarded_for(None, Some("192.0.2.7, 10.0.0.1")), Some("192.0.2.7"));
/// assert_eq!(forwarded_for(Some("for=unknown"), Some("")), None);
/// ```
pub fn forwarded_for<'a>(
    forwarded: Option<&'a str>,
    x_forwarded_for: Option<&'a str>,
) -> Option<&'a str> {
    let first = |list: &'a str| list.split(',').next().unwrap_or_default();
    let of_forwarded = forwarded.and_then(|list| {
        let mut pairs = first(list)
            .split(';')
            .filter_map(|pair| pair.split_once('='));
        let found = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case("for"));
        found.map(|(_, node)| node.trim().trim_matches('"'))
    });
    let node = of_forwarded.or_else(|| x_forwarded_for.map(|list| first(list).trim()))?;
    let (address, _) = split_host(node);
    // Proxies may hide who it is: `unknown`, or a name of their own that begins with an underscore.
    let is_hidden = address.is_empty() || address == "unknown" || address.starts_with('_');
    (!is_hidden).then_some(address)
}

/// Whether a path matches a pattern in which `*` stands for any text, also for none.
///
/// ```
/// use span_core::semconv::http_semantics::path_matches;
/// assert!(path_matches("/health*", "/healthz"));
/// assert!(path_matches("*.css", "/style/a.css"));
/// assert!(!path_matches("/health", "/healthz"));
/// ```
pub fn path_matches(pattern: &str, path: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let Some(last) = parts.next_back() else {
        return rest.is_empty();
    };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}
