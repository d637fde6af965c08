//! Swoole's HTTP/2 client, `Swoole\Coroutine\Http2\Client`: each stream is a span of kind CLIENT, from `send()` to its response.

use super::call_span::CallSpan;
use super::client_request;
use super::coroutine_client::{add_headers, end_all, failed, remove_headers, url};
use super::pending_requests::PendingRequests;
use crate::zend::call_frame::CallFrame;
use crate::zend::exception;
use crate::zend::header_table::AddedHeaders;
use crate::zend::hooked_function::Original;
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use ext_php_rs::types::Zval;

const HEADERS: &str = "headers";

/// `send(Swoole\Http2\Request $request): int|false`
pub fn send(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let open = begin(call);
    original.call(call, result);
    if let Some((span, added)) = open {
        sent(span, added, call, result);
    }
}

fn begin(call: &CallFrame<'_>) -> Option<(CallSpan, Option<AddedHeaders>)> {
    let client = PhpObject::this(call)?;
    let request = PhpObject::argument(call, 0).filter(|it| it.is_a("swoole\\http2\\request"))?;
    let span = CallSpan::begin(|| {
        let path = request.text("path").unwrap_or_default();
        let path = if path.is_empty() { "/" } else { &path };
        let method = request.text("method").filter(|method| !method.is_empty());
        let method = method.as_deref().unwrap_or("GET");
        client_request::describe(Some(method), &url(&client, path))
    })?;
    Some((span, add_headers(span, &request, HEADERS)))
}

fn sent(span: CallSpan, added: Option<AddedHeaders>, call: &CallFrame<'_>, result: &Zval) {
    if let Some(request) = PhpObject::argument(call, 0) {
        remove_headers(&request, HEADERS, added, result.long().is_some());
    }
    let Some(client) = PhpObject::this(call) else {
        return;
    };
    match result.long() {
        Some(stream) => PendingRequests::own().insert(&client, stream, span),
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
    let pending = PendingRequests::own();
    let Some(response) = PhpObject::of(result) else {
        if exception::pending().is_none() && !client.is_true("connected") {
            for span in pending.take_all(client.handle()) {
                failed(span, &client, 0);
                span.end();
            }
        }
        return;
    };
    if response.is_true("pipeline") {
        return;
    }
    let stream = response.int("streamId").unwrap_or(0);
    let Some(span) = pending.take(client.handle(), stream) else {
        return;
    };
    let status = response.int("statusCode").unwrap_or(0);
    if status > 0 {
        client_request::responded(span, status, Some("2"), 0);
    } else {
        // The server has reset the stream.
        span.fail("_OTHER", String::new());
    }
    span.end();
}

/// `close(): bool`
#[inline(always)]
pub fn close(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    end_all(call);
}
