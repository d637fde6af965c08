//! The conventions for HTTP, stable since version 1.23: <https://opentelemetry.io/docs/specs/semconv/http/http-spans/>.
//!
//! Owns how parts of a request are read and made presentable. Must not know PHP.

use std::borrow::Cow;

/// The methods of RFC 9110, PATCH and QUERY.
const METHODS: [&str; 10] = [
    "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE",
];

/// Parameters of a query whose values are never shown: they sign requests to clouds.
const SECRET_PARAMETERS: [&str; 7] = [
    "AWSAccessKeyId",
    "Signature",
    "X-Amz-Credential",
    "X-Amz-Security-Token",
    "X-Amz-Signature",
    "X-Goog-Signature",
    "sig",
];

/// A method for [`method`]'s list. The usual ones take no memory, there and in each span.
pub fn known_method(name: &str) -> Cow<'static, str> {
    let usual = METHODS.into_iter().find(|usual| *usual == name);
    usual.map_or_else(|| Cow::Owned(name.to_owned()), Cow::Borrowed)
}

/// `http.request.method`: the method, `_OTHER` where it is not a known one.
///
/// ```
/// use span_core::semconv::http_semantics::{known_method, method};
/// let known = ["GET", "PROPFIND"].map(known_method);
/// assert_eq!(["GET", "get", "PROPFIND", "POST"].map(|it| method(it, &known)), ["GET", "_OTHER", "PROPFIND", "_OTHER"]);
/// ```
pub fn method(method: &str, known: &[Cow<'static, str>]) -> Cow<'static, str> {
    let known = known.iter().find(|known| **known == method);
    known.cloned().unwrap_or(Cow::Borrowed("_OTHER"))
}

/// The name of a span of that `http.request.method` whose route is unknown.
pub fn span_name(method: Cow<'static, str>) -> Cow<'static, str> {
    if method == "_OTHER" {
        Cow::Borrowed("HTTP")
    } else {
        method
    }
}

/// `url.query`, without the values of parameters that are credentials.
///
/// ```
/// use span_core::semconv::http_semantics::redact_query;
/// assert_eq!(redact_query("a=1&sig=abc&b"), "a=1&sig=REDACTED&b");
/// assert_eq!(redact_query("X-Amz-Signature=a&X-Amz-Date=b"), "X-Amz-Signature=REDACTED&X-Amz-Date=b");
/// let session = redact_query("X-Amz-Credential=a&X-Amz-Security-Token=b");
/// assert_eq!(session, "X-Amz-Credential=REDACTED&X-Amz-Security-Token=REDACTED");
/// ```
pub fn redact_query(query: &str) -> Cow<'_, str> {
    let mut pairs = query.as_bytes().split(|byte| *byte == b'&');
    if !pairs.any(|pair| secret_name(pair).is_some()) {
        return Cow::Borrowed(query);
    }
    let pairs = query
        .split('&')
        .map(|pair| match secret_name(pair.as_bytes()) {
            Some(name) => format!("{name}=REDACTED"),
            None => pair.to_owned(),
        });
    Cow::Owned(pairs.collect::<Vec<_>>().join("&"))
}

/// The name of a parameter that has a value which is never shown.
fn secret_name(pair: &[u8]) -> Option<&'static str> {
    let is_of = |name: &&str| {
        let value = pair.strip_prefix(name.as_bytes());
        value.is_some_and(|value| value.starts_with(b"="))
    };
    SECRET_PARAMETERS.into_iter().find(is_of)
}

/// A URL's scheme, if it names one, and what is behind it. As clients read it, by one to three slashes: others may follow in the query.
///
/// ```
/// use span_core::semconv::http_semantics::split_scheme;
/// assert_eq!(split_scheme("https://shop.example/a"), (Some("https"), "shop.example/a"));
/// assert_eq!(split_scheme("http:/shop.example"), (Some("http"), "shop.example"));
/// assert_eq!(split_scheme("http:///shop.example"), (Some("http"), "shop.example"));
/// assert_eq!(split_scheme("shop.example:80/?to=http://a/"), (None, "shop.example:80/?to=http://a/"));
/// assert_eq!(split_scheme("127.0.0.1:/a"), (None, "127.0.0.1:/a"));
/// ```
pub fn split_scheme(url: &str) -> (Option<&str>, &str) {
    match url.split_once(":/") {
        Some((scheme, rest))
            if scheme.starts_with(|first: char| first.is_ascii_alphabetic())
                && scheme.bytes().all(is_of_scheme) =>
        {
            let rest = rest.strip_prefix('/').unwrap_or(rest);
            (Some(scheme), rest.strip_prefix('/').unwrap_or(rest))
        }
        _ => (None, url),
    }
}

fn is_of_scheme(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+-.".contains(&byte)
}

/// Whether a scheme is one of HTTP.
pub fn is_http(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

/// `url.full`: a URL without the credentials in it.
///
/// ```
/// use span_core::semconv::http_semantics::redact_url;
/// assert_eq!(redact_url("http://me:pass@shop.example/a?sig=abc#b"), "http://REDACTED:REDACTED@shop.example/a?sig=REDACTED#b");
/// assert_eq!(redact_url("http://me@shop.example?a=b@c"), "http://REDACTED@shop.example?a=b@c");
/// assert_eq!(redact_url("shop.example/a"), "http://shop.example/a");
/// assert_eq!(redact_url("me:pass@shop.example/?to=http://a/"), "http://REDACTED:REDACTED@shop.example/?to=http://a/");
/// assert_eq!(redact_url("http:///me:pass@shop.example/a"), "http://REDACTED:REDACTED@shop.example/a");
/// ```
pub fn redact_url(url: &str) -> String {
    let (scheme, rest) = split_scheme(url);
    let scheme = scheme.unwrap_or("http");
    let (authority, rest) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let (user, host) = match authority.rsplit_once('@') {
        Some((user, host)) if user.contains(':') => ("REDACTED:REDACTED@", host),
        Some((_, host)) => ("REDACTED@", host),
        None => ("", authority),
    };
    let (rest, fragment) = rest.split_at(rest.find('#').unwrap_or(rest.len()));
    match rest.split_once('?') {
        Some((path, query)) => {
            let query = redact_query(query);
            format!("{scheme}://{user}{host}{path}?{query}{fragment}")
        }
        None => format!("{scheme}://{user}{host}{rest}{fragment}"),
    }
}

/// `server.address` and `server.port` from a URL; the port of its scheme where it names none.
///
/// ```
/// use span_core::semconv::http_semantics::server_of_url;
/// assert_eq!(server_of_url("https://me:pass@shop.example/a"), ("shop.example", Some(443)));
/// assert_eq!(server_of_url("http://[::1]:8080?a"), ("::1", Some(8080)));
/// assert_eq!(server_of_url("shop.example"), ("shop.example", Some(80)));
/// assert_eq!(server_of_url("shop.example:81/?to=https://a/"), ("shop.example", Some(81)));
/// ```
pub fn server_of_url(url: &str) -> (&str, Option<u16>) {
    let (scheme, rest) = split_scheme(url);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    let (address, port) = split_host(host);
    let of_scheme = match scheme.unwrap_or("http").to_ascii_lowercase().as_str() {
        "http" | "ws" => Some(80),
        "https" | "wss" => Some(443),
        _ => None,
    };
    (address, port.or(of_scheme))
}

/// A URL with another port than it names, as a client may be told to ask at.
///
/// ```
/// use span_core::semconv::http_semantics::with_port;
/// assert_eq!(with_port("http://me:pass@shop.example/a:b", 8080), "http://me:pass@shop.example:8080/a:b");
/// assert_eq!(with_port("https://[::1]:443?a=b@c", 8443), "https://[::1]:8443?a=b@c");
/// assert_eq!(with_port("shop.example:80", 8080), "shop.example:8080");
/// assert_eq!(with_port("shop.example/?to=http://a", 8080), "shop.example:8080/?to=http://a");
/// ```
pub fn with_port(url: &str, port: u16) -> String {
    let start = url.len() - split_scheme(url).1.len();
    let end = url[start..].find(['/', '?', '#']);
    let (front, rest) = url.split_at(end.map_or(url.len(), |at| start + at));
    // A colon before the end of an IPv6 address or of the user's name is not that of a port.
    let host = front
        .rfind(['@', ']'])
        .map_or(start, |at| at + 1)
        .max(start);
    let front = match front[host..].find(':') {
        Some(colon) => &front[..host + colon],
        None => front,
    };
    format!("{front}:{port}{rest}")
}

/// `server.address` and `server.port` from a `Host` header, without credentials, which have no business there.
///
/// ```
/// use span_core::semconv::http_semantics::split_host;
/// assert_eq!(split_host("shop.example:8443"), ("shop.example", Some(8443)));
/// assert_eq!(split_host("[::1]:80"), ("::1", Some(80)));
/// assert_eq!(split_host("::1"), ("::1", None));
/// assert_eq!(split_host("user:secret@shop.example:8443"), ("shop.example", Some(8443)));
/// ```
pub fn split_host(host: &str) -> (&str, Option<u16>) {
    let (mut start, mut colon, mut colons) = (0, 0, 0);
    for (at, byte) in host.bytes().enumerate() {
        match byte {
            b'@' => (start, colons) = (at + 1, 0),
            b':' => (colon, colons) = (at, colons + 1),
            _ => {}
        }
    }
    let without_credentials = &host[start..];
    if let Some(rest) = without_credentials.strip_prefix('[')
        && let Some((address, rest)) = rest.split_once(']')
    {
        let port = rest.strip_prefix(':').and_then(|port| port.parse().ok());
        return (address, port);
    }
    match colons {
        1 => (&host[start..colon], host[colon + 1..].parse().ok()),
        // More of them are an IPv6 address.
        _ => (without_credentials, None),
    }
}

/// `network.protocol.version` from what a server calls the protocol: `HTTP/1.1`.
pub fn protocol_version(protocol: &str) -> &str {
    protocol.strip_prefix("HTTP/").unwrap_or(protocol)
}

/// What the first of the proxies says of the request that it was sent: the parameter `name` of `Forwarded`, else the first entry of
/// the header `other`, such as `X-Forwarded-For`.
///
/// ```
/// use span_core::semconv::http_semantics::forwarded;
/// let list = Some("for=\"[2001:db8::1]:4711\";proto=https, for=10.0.0.1;host=b");
/// assert_eq!(forwarded("for", list, None), Some("[2001:db8::1]:4711"));
/// assert_eq!(forwarded("proto", list, Some("http")), Some("https"));
/// assert_eq!(forwarded("host", list, Some("a.example, b")), Some("a.example"));
/// assert_eq!(forwarded("for", Some("for=unknown"), Some("")), None);
/// ```
pub fn forwarded<'a>(
    name: &str,
    forwarded: Option<&'a str>,
    other: Option<&'a str>,
) -> Option<&'a str> {
    let first = |list: &'a str| list.split(',').next().unwrap_or_default();
    let of_forwarded = forwarded.and_then(|list| {
        let mut pairs = first(list)
            .split(';')
            .filter_map(|pair| pair.split_once('='));
        let found = pairs.find(|(key, _)| key.trim().eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim().trim_matches('"'))
    });
    let value = of_forwarded.or_else(|| other.map(|list| first(list).trim()))?;
    // Proxies may hide who it is: `unknown`, or a name of their own that begins with an underscore.
    let (shown, _) = split_host(value);
    let is_hidden = shown.is_empty() || shown == "unknown" || shown.starts_with('_');
    (!is_hidden).then_some(value)
}

/// The path of a request's target, which proxies are sent as a whole URL; a target that is none as it is.
///
/// ```
/// # use span_core::semconv::http_semantics::path_of_target;
/// assert_eq!(path_of_target("http://user:secret@shop.example:8080/orders"), "/orders");
/// assert_eq!(path_of_target("http://shop.example"), "/");
/// assert_eq!(path_of_target("/to?url=http://shop.example/"), "/to?url=http://shop.example/");
/// assert_eq!(path_of_target("*"), "*");
/// ```
pub fn path_of_target(target: &str) -> &str {
    let Some((scheme, rest)) = target.split_once("://") else {
        return target;
    };
    if !scheme.bytes().all(is_of_scheme) {
        return target;
    }
    rest.find('/').map_or("/", |start| &rest[start..])
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
