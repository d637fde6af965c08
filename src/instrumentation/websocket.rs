//! WebSockets of `Swoole\Coroutine\Http\Server`: the callback of a request stays with its connection, and receives its messages.
//!
//! The request is over when the connection is upgraded. From then on each message is a span, until the next one is waited for.

use super::call_span::CallSpan;
use super::callback::CallbackSpan;
use super::exchanges::{Answer, Exchanges};
use super::responses::{note, say_status};
use crate::state::with_engine;
use crate::zend::call_frame::CallFrame;
use crate::zend::hooked_function::Original;
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use ext_php_rs::types::Zval;
use span_core::{AttributeList, Link, SpanKind, SpanOptions};

/// The status of a connection that is upgraded.
const SWITCHING_PROTOCOLS: i64 = 101;
/// What Swoole answers a request that is none to upgrade.
const BAD_REQUEST: i64 = 400;

/// `Swoole\Http\Response::upgrade(): bool`
pub fn upgrade(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    if Exchanges::own().is_empty() || !has_socket(call) {
        return;
    }
    let is_upgraded = result.is_true();
    let status = if is_upgraded {
        SWITCHING_PROTOCOLS
    } else {
        BAD_REQUEST
    };
    let mut over = None;
    let mut answered = None;
    note(call, |exchange| match exchange.span {
        CallbackSpan::Call(span) if is_upgraded && exchange.answer == Answer::Open => {
            exchange.answer = Answer::Upgraded;
            over = Some(span);
        }
        _ if exchange.answer == Answer::Open => {
            exchange.answer = Answer::Sent;
            exchange.status = Some(status);
            answered = Some(exchange.span);
        }
        _ => {}
    });
    if let Some(span) = answered {
        say_status(span, status);
    }
    if let Some(span) = over {
        span.set("http.response.status_code", SWITCHING_PROTOCOLS);
        span.end();
    }
}

/// Whether it is a response of `Swoole\Coroutine\Http\Server`. No other can be upgraded.
fn has_socket(call: &CallFrame<'_>) -> bool {
    PhpObject::this(call).is_some_and(|response| response.property("socket", Zval::is_object))
}

/// `Swoole\Http\Response::recv(float $timeout = 0): Swoole\WebSocket\Frame|false|string`
pub fn receive(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    if Exchanges::own().is_empty() {
        return original.call(call, result);
    }
    let mut message = None;
    note(call, |exchange| message = exchange.message.take());
    if let Some(message) = message {
        message.end();
    }
    original.call(call, result);
    if result.is_object() {
        note(call, |exchange| {
            if exchange.answer == Answer::Upgraded {
                exchange.message = begin(exchange.span);
            }
        });
    }
}

/// A message has come: it begins a trace, and is linked to the request that was upgraded.
fn begin(request: CallbackSpan) -> Option<CallSpan> {
    let CallbackSpan::Call(request) = request else {
        return None;
    };
    let context = with_engine(|engine| engine.span_context(request.key()))?;
    CallSpan::begin_root(|| {
        let link = Link {
            context,
            attributes: AttributeList::default(),
        };
        let options = SpanOptions {
            kind: SpanKind::Server,
            links: vec![link],
            ..SpanOptions::default()
        };
        ("message".into(), options)
    })
}
