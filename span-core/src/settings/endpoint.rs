//! Addresses of collectors.
//!
//! Owns what counts as one, and how much of one may be shown. Must not know what is sent there.

use url::Url;

const EXPECTED: &str =
    "expected an http:// or https:// address with a host, such as http://localhost:4318";

/// The exact address that traces are posted to; it is used as it is.
///
/// ```
/// use span_core::settings::parse_traces_endpoint;
/// let endpoint = parse_traces_endpoint("https://collector/custom").unwrap();
/// assert_eq!(endpoint, "https://collector/custom");
/// ```
pub fn parse_traces_endpoint(text: &str) -> Result<String, String> {
    parse(text)?;
    Ok(text.trim().to_owned())
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
    let mut url = parse(text)?;
    let path = format!("{}{path}", url.path().trim_end_matches('/'));
    url.set_path(&path);
    Ok(url.into())
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
    let url = if text.contains("://") {
        parse(text)
    } else {
        let scheme = if is_insecure { "http" } else { "https" };
        parse(&format!("{scheme}://{text}"))
    };
    let url = url.map_err(|expected| format!("{expected}; for gRPC also host:port"))?;
    Ok(url.origin().ascii_serialization())
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

fn parse(text: &str) -> Result<Url, String> {
    let url = Url::parse(text.trim()).map_err(|_| EXPECTED.to_owned())?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(EXPECTED.to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(format!(
            "{EXPECTED}, and without user and password: those go into a header"
        ));
    }
    Ok(url)
}
