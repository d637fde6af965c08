//! `http` and `https` URLs that PHP's own functions open: `file_get_contents()`, `fopen()`, `copy()` and all others. Each opening
//! is a span of kind CLIENT, until the response's headers are there.
//!
//! Must not know how an opening is noticed.

use super::call_span::{CallSpan, may_have_span};
use super::client_request;
use super::hook::Hook;
use crate::guard::guarded;
use crate::state::is_idle;
use crate::zend::exception;
use crate::zend::http_opening::{Answer, Headers, HttpListener, HttpOptions};
use crate::zend::http_wrapper;
use span_core::semconv::http_semantics::server_of_url;
use std::borrow::Cow;

/// None: all functions open URLs by the same wrapper.
pub static HOOKS: &[Hook] = &[];

/// Puts the listener in its place.
pub fn install() {
    http_wrapper::install::<Openings>();
}

/// Takes it away.
pub fn uninstall() {
    http_wrapper::uninstall();
}

struct Openings;

impl HttpListener for Openings {
    type Open = CallSpan;

    fn guarded<R>(work: impl FnOnce() -> R) -> Option<R> {
        guarded(work)
    }

    #[inline(always)]
    fn is_wanted() -> bool {
        !is_idle()
    }

    fn begin(url: &str, options: HttpOptions<'_>) -> Option<(CallSpan, Headers)> {
        if !may_have_span() || server_of_url(url).0.is_empty() {
            // PHP refuses a URL without a server.
            return None;
        }
        let span = CallSpan::begin(|| client_request::describe(Some(&*method_of(options)), url))?;
        Some((span, headers(span, options)))
    }

    fn changed(span: CallSpan, options: HttpOptions<'_>, is_sent: bool) -> Headers {
        if !is_sent {
            client_request::set_method(span, &method_of(options));
        }
        headers(span, options)
    }

    fn end(span: CallSpan, answer: &Answer) {
        // A response to `100 Continue` is none, nor is that of a proxy to CONNECT.
        let statuses = answer.lines.iter().filter_map(|line| status(line));
        let statuses: Vec<_> = statuses.filter(|(_, status)| *status >= 200).collect();
        if let Some((version, status)) = statuses.last() {
            let resends = i64::try_from(statuses.len()).unwrap_or(1) - 1;
            client_request::responded(span, *status, Some(version), resends);
        } else if answer.failed_status > 0 {
            client_request::responded(span, answer.failed_status, None, answer.redirects);
        } else if !answer.is_open {
            let (error_type, resends) = if answer.is_connected {
                ("_OTHER", answer.redirects)
            } else if answer.is_redirected_too_often {
                ("too_many_redirects", answer.redirects - 1)
            } else {
                ("connection_failed", answer.redirects)
            };
            client_request::resent(span, resends);
            if exception::pending().is_none() {
                span.fail(error_type, String::new());
            }
        }
        span.end();
    }
}

fn method_of(options: HttpOptions<'_>) -> Cow<'static, str> {
    options.method().map_or("GET".into(), Cow::Owned)
}

fn headers(span: CallSpan, options: HttpOptions<'_>) -> Headers {
    if options.takes_headers() {
        client_request::headers(span, &options.header_names())
    } else {
        Vec::new()
    }
}

/// Version and status of a line such as `HTTP/1.1 200 OK`.
fn status(line: &str) -> Option<(&str, i64)> {
    let (version, rest) = line.strip_prefix("HTTP/")?.split_once(' ')?;
    let status = rest.split(' ').next()?.parse().ok()?;
    Some((version, status))
}
