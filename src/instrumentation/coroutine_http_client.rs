//! Swoole's HTTP client, `Swoole\Coroutine\Http\Client`: each request is a span of kind CLIENT.
//!
//! It reads its headers from a property when it is connected, so that ours are in that from before the call to its end.

use super::call_span::{CallSpan, is_idle};
use super::client_request;
use super::coroutine_client::{
    add_headers, end_all, failed, remove_headers, remove_headers_of, url,
};
use super::coroutine_http2_client as http2;
use super::hook::Hook;
use super::pending_requests::PendingRequests;
use crate::zend::call_frame::CallFrame;
use crate::zend::exception;
use crate::zend::hooked_function::Original;
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use crate::zend::question::ask;
use ext_php_rs::types::Zval;

/// Those of `Swoole\Coroutine\Http2\Client`, too.
pub static HOOKS: &[Hook] = &[
    hook!(Some(CLIENT), "execute" => execute, unless is_idle),
    hook!(Some(CLIENT), "get" => get, unless is_idle),
    hook!(Some(CLIENT), "post" => post, unless is_idle),
    hook!(Some(CLIENT), "download" => execute, unless is_idle),
    hook!(Some(CLIENT), "upgrade" => get, unless is_idle),
    hook!(Some(CLIENT), "recv" => recv),
    hook!(Some(CLIENT), "close" => close),
    hook!(Some("swoole\\coroutine\\http2\\client"), "send" => http2::send, unless is_idle),
    hook!(Some("swoole\\coroutine\\http2\\client"), "recv" => http2::recv),
    hook!(Some("swoole\\coroutine\\http2\\client"), "read" => http2::recv),
    hook!(Some("swoole\\coroutine\\http2\\client"), "close" => http2::close),
];

const CLIENT: &str = "swoole\\coroutine\\http\\client";
const HEADERS: &str = "requestHeaders";

/// What is kept during a request. Plain data.
#[derive(Clone, Copy)]
struct Open {
    span: CallSpan,
    /// The number of the call, where headers were added.
    call: Option<u64>,
}

/// `execute(string $path): bool` and `download(string $path, string $filename, int $offset = 0): bool`
fn execute(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    request(None, original, call, result);
}

/// `get(string $path): bool` and `upgrade(string $path): bool`
fn get(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    request(Some("GET"), original, call, result);
}

/// `post(string $path, mixed $data): bool`
fn post(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    request(Some("POST"), original, call, result);
}

fn request(
    method: Option<&'static str>,
    original: Original,
    call: &CallFrame<'_>,
    result: &mut Zval,
) {
    if !call.has_right_count() {
        return original.call(call, result);
    }
    // As Swoole does it: what is no string becomes one in its place, so that it is converted once.
    let path = call
        .arguments_of_variadic(1)
        .and_then(|mut it| it.string(0));
    if path.is_err() {
        return;
    }
    let open = begin(method, call);
    original.call(call, result);
    if let Some(open) = open {
        finish(open, call, result);
    }
}

fn begin(method: Option<&'static str>, call: &CallFrame<'_>) -> Option<Open> {
    let client = PhpObject::this(call)?;
    remove_headers(&client, HEADERS, false);
    let path = call.text(0)?;
    let span = CallSpan::begin(|| {
        let url = url(&client, &path);
        let method = method.map_or_else(|| method_of(&client), str::to_owned);
        client_request::describe(Some(&method), &url)
    })?;
    Some(Open {
        span,
        call: add_headers(span, &client, HEADERS),
    })
}

/// The method that a request without one of its own has.
fn method_of(client: &PhpObject) -> String {
    let given = client.text("requestMethod");
    given.unwrap_or_else(|| {
        let has_body = !client.property("requestBody", Zval::is_null);
        if has_body { "POST" } else { "GET" }.to_owned()
    })
}

fn finish(open: Open, call: &CallFrame<'_>, result: &Zval) {
    let Some(client) = PhpObject::this(call) else {
        return;
    };
    remove_headers_of(open.call, &client, HEADERS, false);
    if result.is_true() && client.int("statusCode") == Some(0) && is_deferred(&client) {
        open.span.outlive_coroutine();
        return PendingRequests::own().insert(&client, 0, open.span);
    }
    answered(open.span, &client, result);
}

/// Whether a client is told not to wait for its answers. Without, a request whose answer was cut off looks like one that is not
/// waited for.
fn is_deferred(client: &PhpObject) -> bool {
    ask(client, CLIENT, "getdefer", None, Zval::is_true) == Some(true)
}

/// The client's properties say what has become of a request.
fn answered(span: CallSpan, client: &PhpObject, result: &Zval) {
    let status = client.int("statusCode").unwrap_or(0);
    // Of an answer that was cut off Swoole says nothing at all, and returns true.
    if result.is_true() && status != 0 {
        client_request::responded(span, status, Some("1.1"), 0);
    } else if exception::pending().is_none() {
        failed(span, client, status);
    }
    span.end();
}

/// `recv(float $timeout = 0): Swoole\WebSocket\Frame|false|string|bool`: the answer to a request that was not waited for.
#[inline(always)]
fn recv(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    if !PendingRequests::own().is_empty() {
        received(call, result);
    }
}

#[inline(never)]
fn received(call: &CallFrame<'_>, result: &Zval) {
    let client = PhpObject::this(call);
    if let Some(client) = client
        && let Some(span) = PendingRequests::own().take(client.handle(), 0)
    {
        answered(span, &client, result);
    }
}

/// `close(): bool`
#[inline(always)]
fn close(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    end_all(call);
}
