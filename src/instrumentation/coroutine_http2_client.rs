//! Swoole's HTTP/2 client, `Swoole\Coroutine\Http2\Client`: each stream is a span of kind CLIENT, from `send()` to its response.

use super::call_span::CallSpan;
use super::client_request;
use super::coroutine_client::{
    NO_CONNECTION, add_headers, end_all, failed, failure, remove_headers, remove_headers_of, url,
};
use super::pending_requests::PendingRequests;
use crate::zend::call_frame::CallFrame;
use crate::zend::exception;
use crate::zend::hooked_function::Original;
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use ext_php_rs::types::Zval;

const HEADERS: &str = "headers";

/// `send(Swoole\Http2\Request $request): int|false`
pub fn send(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let open = begin(call);
    original.call(call, result);
    if let Some((span, number)) = open {
        sent(span, number, call, result);
    }
}

fn begin(call: &CallFrame<'_>) -> Option<(CallSpan, Option<u64>)> {
    let client = PhpObject::this(call)?;
    let request = PhpObject::argument(call, 0).filter(|it| it.is_a("swoole\\http2\\request"))?;
    // Another call that sends the same request waits: it has sent its headers, and Swoole has made an array of null.
    remove_headers(&request, HEADERS, true);
    let span = CallSpan::begin(|| {
        let path = request.text("path").unwrap_or_default();
        let path = if path.is_empty() { "/" } else { &path };
        let method = request.text("method").filter(|method| !method.is_empty());
        let method = method.as_deref().unwrap_or("GET");
        client_request::describe(Some(method), &url(&client, path))
    })?;
    Some((span, add_headers(span, &request, HEADERS)))
}

fn sent(span: CallSpan, number: Option<u64>, call: &CallFrame<'_>, result: &Zval) {
    let Some(client) = PhpObject::this(call) else {
        return;
    };
    if let Some(request) = PhpObject::argument(call, 0) {
        let is_connected = client.int("errCode") != Some(NO_CONNECTION);
        let keeps_array = is_connected || result.long().is_some();
        remove_headers_of(number, &request, HEADERS, keeps_array);
    }
    match result.long() {
        Some(stream) => {
            span.outlive_coroutine();
            PendingRequests::own().insert(&client, stream, span);
        }
        None => {
            if exception::pending().is_none() {
                failed(span, &client, 0);
            }
            span.end();
        }
    }
}

/// `recv(float $timeout = 0): Swoole\Http2\Response|false`, and `read()`, which takes the parts of a response one by one.
#[inline(always)]
pub fn recv(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    if !PendingRequests::own().is_empty() {
        received(call, result);
    }
}

#[inline(never)]
fn received(call: &CallFrame<'_>, result: &Zval) {
    let Some(client) = PhpObject::this(call) else {
        return;
    };
    let Some(response) = PhpObject::of(result) else {
        if exception::pending().is_none() {
            unanswered(&client);
        }
        return;
    };
    let pending = PendingRequests::own();
    let (client, stream) = (client.handle(), response.int("streamId").unwrap_or(0));
    let is_last = !response.is_true("pipeline");
    let span = match is_last {
        true => pending.take(client, stream),
        false => pending.span(client, stream),
    };
    let Some(span) = span else {
        return;
    };
    match response.int("statusCode").unwrap_or(0) {
        status @ 1.. => client_request::responded(span, status, Some("2"), 0),
        // Of a response in parts only the first one has the status.
        0 => {}
        // The server has reset the stream.
        _ => span.fail("_OTHER", String::new()),
    }
    if is_last {
        span.end();
    }
}

/// `recv()` has failed: the program does not wait any longer, or the connection is lost.
fn unanswered(client: &PhpObject) {
    let is_connected = client.is_true("connected");
    let code = match client.int("errCode").unwrap_or(0) {
        // The server has closed it. Swoole's client of HTTP/1 says so.
        0 => libc::ECONNRESET.into(),
        // The server's own reason, whose numbers are HTTP/2's: Swoole has closed the connection.
        1..=13 if !is_connected => 0,
        code => code,
    };
    let pending = PendingRequests::own();
    pending.miss(client.handle(), failure(client, code, 0).as_ref());
    let given_up = [libc::ETIMEDOUT, libc::ECANCELED].map(i64::from);
    if !is_connected || !given_up.contains(&code) {
        pending.end_all(client.handle());
    }
}

/// `close(): bool`
#[inline(always)]
pub fn close(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    end_all(call);
}
