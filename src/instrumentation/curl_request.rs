//! One request of a curl handle: its span, and the headers that the handle sends for it.
//!
//! Must not know which function makes the request.

use super::call_span::CallSpan;
use super::client_request;
use super::curl_error;
use super::curl_handles::CurlHandles;
use crate::zend::exception;
use crate::zend::libcurl::{self, EasyHandle};
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use span_core::semconv::http_semantics::{self, split_scheme};

/// `CURLE_FAILED_INIT`: the handle is refused, as a multi handle has it.
pub const FAILED_INIT: i64 = 2;
/// `CURLE_ABORTED_BY_CALLBACK`.
const ABORTED_BY_CALLBACK: i64 = 42;
/// `CURLE_RECURSIVE_API_CALL`.
const RECURSIVE_API_CALL: i64 = 93;

/// Starts the span of a handle's request, and has the handle send its headers.
pub fn begin(handle: &PhpObject) -> Option<CallSpan> {
    let easy = EasyHandle::of(handle)?;
    let handles = CurlHandles::own();
    let url = easy.text(libcurl::EFFECTIVE_URL);
    // One that is under way is refused, and its request goes on.
    if !is_http(&url) || handles.is_under_way(handle) {
        return None;
    }
    let url = handles.url(handle, with_scheme(url));
    // libcurl knows the method when it has sent the request.
    let span = CallSpan::begin(|| client_request::describe(None, &url))?;
    if let Some(of_program) = handles.names(handle) {
        let headers = client_request::headers(span, &of_program);
        if !headers.is_empty() {
            handles.attach(handle, &easy, &headers);
        }
    }
    Some(span)
}

/// Whether libcurl takes a URL for one of HTTP. Without a scheme it guesses that by the name of the host.
fn is_http(url: &str) -> bool {
    match split_scheme(url).0 {
        Some(scheme) => http_semantics::is_http(scheme),
        None => {
            let others = ["ftp.", "dict.", "ldap.", "imap.", "smtp.", "pop3."];
            let start = url.get(..5).unwrap_or(url).to_ascii_lowercase();
            !url.is_empty() && !others.iter().any(|other| start.starts_with(other))
        }
    }
}

/// The URL with the scheme that libcurl takes for it, which it says itself once it has connected.
fn with_scheme(url: String) -> String {
    match split_scheme(&url).0 {
        Some(_) => url,
        None => format!("http://{url}"),
    }
}

/// A handle's request is over, with what `error` says if no exception leaves the call.
pub fn finish(span: CallSpan, handle: &PhpObject, error: impl FnOnce() -> i64) {
    if let Some(easy) = EasyHandle::of(handle).filter(|_| span.is_recording()) {
        let resends = easy.number(libcurl::REDIRECT_COUNT);
        // Where redirections were followed, it is the last one's, and the span is that of the first.
        if resends == 0 {
            let url = with_scheme(easy.text(libcurl::EFFECTIVE_URL));
            client_request::set_url(span, &CurlHandles::own().url(handle, url));
        }
        let method = easy.text(libcurl::EFFECTIVE_METHOD);
        if !method.is_empty() {
            client_request::set_method(span, &method);
        }
        let status = easy.number(libcurl::RESPONSE_CODE);
        let error = if exception::pending().is_none() {
            error()
        } else {
            0
        };
        // A program that has given a request up by its own callback has not failed.
        if !matches!(error, 0 | ABORTED_BY_CALLBACK) {
            span.fail(&curl_error::name(error), String::new());
        }
        // Of a call that is refused, the status is that of a request before.
        if status > 0 && !matches!(error, FAILED_INIT | RECURSIVE_API_CALL) {
            let version = match easy.number(libcurl::HTTP_VERSION) {
                1 => Some("1.0"),
                2 => Some("1.1"),
                3..=5 => Some("2"),
                30.. => Some("3"),
                _ => None,
            };
            client_request::responded(span, status, version, resends);
        }
    }
    span.end();
}
