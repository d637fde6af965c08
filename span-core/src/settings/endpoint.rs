//! Addresses of collectors.
//!
//! Owns what counts as one. Must not know what is sent there.

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
    let mut url = parse(text)?;
    let path = format!("{}/v1/traces", url.path().trim_end_matches('/'));
    url.set_path(&path);
    Ok(url.into())
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
