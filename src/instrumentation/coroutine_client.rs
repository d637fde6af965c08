//! What Swoole's two HTTP clients have in common: properties with their server and their errors, and with headers that are sent.

use super::call_span::CallSpan;
use super::client_request;
use super::pending_requests::{Failure, PendingRequests};
use crate::zend::call_frame::CallFrame;
use crate::zend::header_table;
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use span_core::semconv::http_semantics;

/// `SW_ERROR_CLIENT_NO_CONNECTION`
pub const NO_CONNECTION: i64 = 5001;

/// The URL of a path on the server of a client. Swoole sends the path as it is: it may be a whole URL, as for a proxy.
pub fn url(client: &PhpObject, path: &str) -> String {
    if is_http_url(path) {
        return path.to_owned();
    }
    let separator = if path.starts_with('/') { "" } else { "/" };
    let is_tls = client.is_true("ssl");
    let scheme = if is_tls { "https" } else { "http" };
    let host = client.text("host").unwrap_or_default();
    let port = client.int("port").unwrap_or(0);
    if host.starts_with("unix:") {
        return format!("{scheme}://localhost{separator}{path}");
    }
    let host = if host.contains(':') {
        format!("[{host}]")
    } else {
        host
    };
    match (is_tls, port) {
        (_, 0) | (false, 80) | (true, 443) => format!("{scheme}://{host}{separator}{path}"),
        _ => format!("{scheme}://{host}:{port}{separator}{path}"),
    }
}

fn is_http_url(path: &str) -> bool {
    path.split_once("://")
        .is_some_and(|(scheme, _)| http_semantics::is_http(scheme))
}

/// Adds the headers of a span to those that an object has in a property. The result is the number of the call.
pub fn add_headers(span: CallSpan, object: &PhpObject, property: &str) -> Option<u64> {
    let of_program = header_table::names(object, property)?;
    let headers = client_request::headers(span, &of_program);
    if headers.is_empty() {
        return None;
    }
    let added = header_table::add(object, property, headers)?;
    Some(PendingRequests::own().keep_headers(object.handle(), added))
}

/// Takes out what calls under way have added, whose headers another call must not send. `keeps_array` says whether those calls
/// have made an array of what was null.
pub fn remove_headers(object: &PhpObject, property: &str, keeps_array: bool) {
    let added = PendingRequests::own().headers_of(object.handle());
    if !added.is_empty() {
        header_table::remove(object, property, &added, keeps_array);
    }
}

/// The call is over that has added headers: takes them out again, and what others have added, too. Those have been sent, and the
/// program must not see them.
pub fn remove_headers_of(call: Option<u64>, object: &PhpObject, property: &str, keeps_array: bool) {
    if let Some(call) = call {
        remove_headers(object, property, keeps_array);
        PendingRequests::own().forget_headers(object.handle(), call);
    }
}

/// The call has failed: the client's properties say why.
pub fn failed(span: CallSpan, client: &PhpObject, status: i64) {
    let code = client.int("errCode").unwrap_or(0);
    if let Some(failure) = failure(client, code, status) {
        span.fail(failure.error_type, failure.description);
    }
}

/// What a client says of a failure whose number is `code`. That the program has cancelled its coroutine is none.
pub fn failure(client: &PhpObject, code: i64, status: i64) -> Option<Failure> {
    (code != i64::from(libc::ECANCELED)).then(|| Failure {
        error_type: error_type(code, status),
        description: client.text("errMsg").unwrap_or_default(),
    })
}

/// A name for Swoole's `errCode`, or for the status that stands for it.
fn error_type(code: i64, status: i64) -> &'static str {
    let names = [
        (libc::ECONNREFUSED, "ECONNREFUSED"),
        (libc::ECONNRESET, "ECONNRESET"),
        (libc::ECONNABORTED, "ECONNABORTED"),
        (libc::EHOSTUNREACH, "EHOSTUNREACH"),
        (libc::ENETUNREACH, "ENETUNREACH"),
        (libc::ETIMEDOUT, "ETIMEDOUT"),
        (libc::ENOENT, "ENOENT"),
        (libc::EPIPE, "EPIPE"),
    ];
    let mut names = names.iter();
    if let Some((_, name)) = names.find(|(number, _)| i64::from(*number) == code) {
        return name;
    }
    match status {
        _ if code == NO_CONNECTION => "SWOOLE_ERROR_CLIENT_NO_CONNECTION",
        -1 => "SWOOLE_HTTP_CLIENT_ESTATUS_CONNECT_FAILED",
        -2 => "SWOOLE_HTTP_CLIENT_ESTATUS_REQUEST_TIMEOUT",
        -3 => "SWOOLE_HTTP_CLIENT_ESTATUS_SERVER_RESET",
        -4 => "SWOOLE_HTTP_CLIENT_ESTATUS_SEND_FAILED",
        _ => "_OTHER",
    }
}

/// Nothing that a client has sent will be answered any more.
#[inline(always)]
pub fn end_all(call: &CallFrame<'_>) {
    let pending = PendingRequests::own();
    if !pending.is_empty()
        && let Some(client) = PhpObject::this(call)
    {
        pending.end_all(client.handle());
    }
}
