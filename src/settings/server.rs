//! The settings of instrumented servers.
//!
//! Owns their values and how lists of them are read. Must not know what a server's span says.

use span_core::semconv::http_semantics::known_method;
use std::borrow::Cow;

/// What is said of requests to servers, and of which.
#[derive(Default)]
pub struct ServerSettings {
    /// Headers of requests that are captured, in lower case.
    pub request_headers: Vec<String>,
    /// The same of responses.
    pub response_headers: Vec<String>,
    /// Patterns of paths whose requests are not traced.
    pub excluded_paths: Vec<String>,
    /// Whether proxies are believed that say who the client is.
    pub forwarded: bool,
}

/// A comma list of header names, in any case.
pub(super) fn parse_header_names(text: &str) -> Result<Vec<String>, String> {
    let names: Vec<_> = entries(text).map(str::to_ascii_lowercase).collect();
    if names.iter().all(|name| is_token(name)) {
        Ok(names)
    } else {
        Err("expected a comma list of header names".to_owned())
    }
}

/// A comma list of HTTP methods, one at least.
pub(super) fn parse_methods(text: &str) -> Result<Vec<Cow<'static, str>>, String> {
    let methods: Vec<_> = entries(text).map(known_method).collect();
    if !methods.is_empty() && methods.iter().all(|method| is_token(method)) {
        Ok(methods)
    } else {
        Err("expected a comma list of HTTP methods".to_owned())
    }
}

/// Whether it is a `token` of RFC 9110.
fn is_token(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// A comma list of paths, each of which begins with a slash or with a `*`.
pub(super) fn parse_paths(text: &str) -> Result<Vec<String>, String> {
    let paths: Vec<_> = entries(text).map(str::to_owned).collect();
    if paths.iter().all(|path| path.starts_with(['/', '*'])) {
        Ok(paths)
    } else {
        Err("expected a comma list of paths, in which * stands for any text".to_owned())
    }
}

fn entries(text: &str) -> impl Iterator<Item = &str> {
    text.split(',')
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
}
