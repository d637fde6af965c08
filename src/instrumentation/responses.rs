//! Responses of Swoole's HTTP servers: what becomes of each, for the span of its request.
//!
//! Must not know when that span starts.

use super::callback::CallbackSpan;
use super::exchanges::{Answer, Exchange, Exchanges};
use crate::settings::{self, ServerSettings};
use crate::state::with_engine;
use crate::zend::call_frame::CallFrame;
use crate::zend::exception;
use crate::zend::hooked_function::Original;
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use crate::zend::value::text_lists;
use ext_php_rs::types::Zval;
use span_core::SpanStatus;

/// The status of a response that was given none.
const OK: i64 = 200;
/// The status that `redirect()` sends where it is given none.
const FOUND: i64 = 302;
/// What Swoole answers in the place of a program that does not.
const INTERNAL_SERVER_ERROR: i64 = 500;

/// Whether no request is being answered in a span.
#[inline(always)]
pub fn answers_none(_: &CallFrame<'_>) -> bool {
    Exchanges::own().is_empty()
}

/// `Swoole\Http\Response::status(int $http_code, string $reason = ''): bool`
pub fn status(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    if result.is_true() {
        note_status(call, call.int(0));
    }
}

/// `Swoole\Http\Response::redirect(string $location, int $http_code = 302): bool`
pub fn redirect(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    // It sends the response, so another coroutine may run before it returns.
    let status = call.int(1).or(Some(FOUND));
    original.call(call, result);
    if !result.is_false() {
        note_status(call, status);
    }
    note_sent(call, result);
}

/// `end()`, `write()` and `sendfile()` of a response.
pub fn send(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    note_sent(call, result);
}

/// `Swoole\Http\Response::detach(): bool`
pub fn detach(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    if result.is_true() {
        note(call, |exchange| exchange.answer = Answer::Detached);
    }
}

/// Changes what is known of the response that a method was called on. The result is `None` if its callback does not run.
pub fn note(call: &CallFrame<'_>, change: impl FnOnce(&mut Exchange)) -> Option<Exchange> {
    let response = PhpObject::this(call)?;
    Exchanges::own().change(response.handle(), change)
}

fn note_sent(call: &CallFrame<'_>, result: &Zval) {
    let is_sent = result.is_true();
    note(call, |exchange| match exchange.answer {
        Answer::Open | Answer::Failed if is_sent => exchange.answer = Answer::Sent,
        Answer::Open => exchange.answer = Answer::Failed,
        _ => {}
    });
}

fn note_status(call: &CallFrame<'_>, status: Option<i64>) {
    let Some(status) = status else { return };
    if let Some(exchange) = note(call, |exchange| exchange.status = Some(status)) {
        // At once, for the case that a fatal error keeps the callback from returning.
        with_engine(|engine| {
            if let Some(key) = exchange.span.key(engine) {
                engine.set_attribute(key, "http.response.status_code", status.into());
            }
        });
    }
}

/// The callback of a request, whose arguments are the request and the response, is about to be called.
pub fn begin(call: &CallFrame<'_>, span: CallbackSpan) {
    if let Some(response) = PhpObject::argument(call, 1) {
        Exchanges::own().begin(response.handle(), span, references(call));
    }
}

fn references(call: &CallFrame<'_>) -> [u32; 2] {
    [0, 1].map(|index| PhpObject::argument(call, index).map_or(0, |it| it.references()))
}

/// It has returned or thrown: its span says what became of the response.
pub fn end(call: &CallFrame<'_>, span: CallbackSpan, _: &Zval) -> bool {
    let Some(response) = PhpObject::argument(call, 1) else {
        return true;
    };
    let exchange = Exchanges::own().end(response.handle());
    if let Some(Exchange {
        answer: Answer::Upgraded,
        message,
        ..
    }) = exchange
    {
        if let Some(message) = message {
            message.end();
        }
        return false;
    }
    let has_thrown = exception::pending().is_some();
    let status = exchange.and_then(|exchange| status_of(&exchange, has_thrown, call));
    let headers = captured_headers(&response);
    with_engine(|engine| {
        let Some(key) = span.key(engine) else {
            return;
        };
        if let Some(status) = status {
            engine.set_attribute(key, "http.response.status_code", status.into());
        }
        if let Some(status @ 500..) = status.filter(|_| !has_thrown) {
            let description = String::new();
            engine.set_attribute(key, "error.type", (&status.to_string()).into());
            engine.set_status(key, SpanStatus::Error { description });
        }
        for (name, values) in headers {
            let name = format!("http.response.header.{name}");
            engine.set_attribute(key, &name, values.into());
        }
    });
    true
}

/// The status that the client gets, where that is known.
fn status_of(exchange: &Exchange, has_thrown: bool, call: &CallFrame<'_>) -> Option<i64> {
    match exchange.answer {
        Answer::Sent => Some(exchange.status.unwrap_or(OK)),
        Answer::Failed => exchange.status,
        Answer::Detached | Answer::Upgraded => None,
        // Swoole sends it when its object is freed. Where something else holds the object, that decides about it.
        Answer::Open => exchange.status.or_else(|| {
            let is_left = !has_thrown && is_left(exchange.references, references(call));
            is_left.then_some(INTERNAL_SERVER_ERROR)
        }),
    }
}

/// Whether nothing but Swoole holds a response, by how often it and its request were referred to before and after the callback.
/// Where the callback has waited for something, Swoole has let go of both meanwhile.
fn is_left(before: [u32; 2], after: [u32; 2]) -> bool {
    before[0].wrapping_sub(after[0]) == before[1].wrapping_sub(after[1]) && after[1] <= before[1]
}

/// The headers of the response that are to be captured.
fn captured_headers(response: &PhpObject) -> Vec<(String, Vec<String>)> {
    let captured = |settings: &ServerSettings| {
        let wanted = &settings.response_headers;
        if wanted.is_empty() {
            return Vec::new();
        }
        let headers = response.property("header", |headers| {
            headers.array().map(text_lists).unwrap_or_default()
        });
        let lower = headers
            .into_iter()
            .map(|(name, values)| (name.to_ascii_lowercase(), values));
        lower.filter(|(name, _)| wanted.contains(name)).collect()
    };
    let headers = settings::with_in_force(|settings| captured(&settings.own.server));
    headers.unwrap_or_default()
}
