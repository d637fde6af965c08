//! Connections to `Swoole\Coroutine\Server`: the callback of a connection stays with it, and receives what it sends.
//!
//! What is received is a span, until more is waited for, or the connection is closed or gone. Swoole has the server and its
//! connections in PHP, so that it is their sockets that are hooked. Must not know how a packet is told from the next one.

use super::call_span::CallSpan;
use super::pending_requests::PendingRequests;
use crate::zend::call_frame::CallFrame;
use crate::zend::hooked_function::Original;
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use crate::zend::typed;
use ext_php_rs::types::Zval;
use span_core::{SpanKind, SpanOptions};

const CONNECTION: &str = "Swoole\\Coroutine\\Server\\Connection";
/// A socket has one request at a time.
const STREAM: i64 = 0;

/// Whether a socket's method is called by anything but a connection.
#[inline(always)]
pub fn is_of_others(call: &CallFrame<'_>) -> bool {
    !call.is_called_by(CONNECTION)
}

/// `Swoole\Coroutine\Socket::recvPacket(float $timeout = 0): string|false`
pub fn receive(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    end_request(call);
    original.call(call, result);
    if typed::string(result).is_some_and(|data| !data.is_empty())
        && let Some(socket) = PhpObject::this(call)
    {
        let describe = || {
            let connection = socket.int("fd").map(|fd| ("swoole.fd".into(), fd.into()));
            let options = SpanOptions {
                kind: SpanKind::Server,
                attributes: connection.into_iter().collect(),
                ..SpanOptions::default()
            };
            ("receive".into(), options)
        };
        if let Some(span) = CallSpan::begin_root(describe) {
            PendingRequests::own().insert(&socket, STREAM, span);
        }
    }
}

/// `Swoole\Coroutine\Socket::close(): bool`
pub fn close(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    end_request(call);
    original.call(call, result);
}

fn end_request(call: &CallFrame<'_>) {
    let socket = PhpObject::this(call).map(|socket| socket.handle());
    let span = socket.and_then(|socket| PendingRequests::own().take(socket, STREAM));
    if let Some(span) = span {
        span.end();
    }
}
