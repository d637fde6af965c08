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
use crate::zend::object_watch;
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use crate::zend::property_slot::PropertySlot;
use crate::zend::typed;
use crate::zend::value::{entries, shown_texts};
use ext_php_rs::types::Zval;
use span_core::{CoroutineId, SpanStatus};
use std::fs::{self, Metadata};

/// The property of a response that has the number of its connection.
static CONNECTION: PropertySlot = PropertySlot::new("fd");

/// The status of a response that was given none.
const OK: i64 = 200;
/// The status that `redirect()` sends where it is given none.
const FOUND: i64 = 302;
/// What Swoole answers in the place of a program that does not.
const INTERNAL_SERVER_ERROR: i64 = 500;

/// Forgets Swoole's class. Called at module end.
pub fn forget() {
    CONNECTION.forget();
}

/// The object of a response has ended that was left to others.
pub fn ended(response: u32) {
    let Some(exchange) = Exchanges::own().end_late(response) else {
        return;
    };
    if exchange.answer == Answer::Open {
        // Swoole sends it now.
        let status = exchange.status.unwrap_or(INTERNAL_SERVER_ERROR);
        say_status(exchange.span, status);
        describe(exchange.span, Some(status), Vec::new());
    }
    exchange.span.end_outliving();
}

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
    } else if result.is_false() {
        // There is no client any more: over HTTP/2, Swoole says so.
        note_failed(call);
    }
}

/// `Swoole\Http\Response::redirect(string $location, int $http_code = 302): bool`
pub fn redirect(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    // It sends the response, so another coroutine may run before it returns.
    let is_given = call.with_argument(1, |status| !status.is_null()) == Some(true);
    let status = if is_given { call.int(1) } else { None };
    original.call(call, result);
    if !result.is_false() {
        note_status(call, status.or(Some(FOUND)));
    }
    note_sent_whole(call, result);
}

/// `Swoole\Http\Response::write(string $content): bool`
pub fn write(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let is_empty = call.with_argument(0, |piece| {
        typed::string(piece).is_some_and(|it| it.is_empty())
    });
    let is_open = is_empty == Some(true)
        && note(call, |_| ()).is_some_and(|exchange| exchange.answer == Answer::Open);
    original.call(call, result);
    // Swoole sends the head before it refuses an empty piece.
    note_sent(call, result.is_true() || is_open, Answer::Begun);
}

/// `Swoole\Http\Response::end(?string $content = null): bool`
pub fn send(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    note_sent_whole(call, result);
}

/// `Swoole\Http\Response::sendfile(string $filename, int $offset = 0, int $length = 0): bool`
pub fn send_file(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    // Without a file nothing was tried.
    if result.is_true() || has_file(call) {
        note_sent_whole(call, result);
    }
}

/// Whether there is the part of the file that a response was to send, as Swoole looks for it.
fn has_file(call: &CallFrame<'_>) -> bool {
    let [offset, length] = [1, 2].map(|index| call.int(index).unwrap_or(0));
    let file = call.text(0).and_then(|name| fs::metadata(name).ok());
    file.filter(Metadata::is_file).is_some_and(|file| {
        let size = i64::try_from(file.len()).unwrap_or(i64::MAX);
        offset <= size && length <= size.saturating_sub(offset)
    })
}

/// `Swoole\Http\Response::close(): bool`
pub fn close(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    note_failed(call);
}

/// What was not answered never will be.
fn note_failed(call: &CallFrame<'_>) {
    note(call, |exchange| {
        if exchange.answer == Answer::Open {
            exchange.answer = Answer::Failed;
        }
    });
}

/// `Swoole\Server::close(int $fd, bool $reset = false): bool`
pub fn close_connection(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let connection = call.int(0);
    original.call(call, result);
    if let Some(connection) = connection.filter(|_| result.is_true()) {
        Exchanges::own().close(connection);
    }
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

/// What a method has sent, if anything, is all of the response.
fn note_sent_whole(call: &CallFrame<'_>, result: &Zval) {
    note_sent(call, result.is_true(), Answer::Sent);
    let response = PhpObject::this(call).filter(|_| result.is_true());
    let late = response.and_then(|response| Exchanges::own().end_late(response.handle()));
    if let Some(exchange) = late {
        exchange.span.end_outliving();
    }
}

fn note_sent(call: &CallFrame<'_>, is_sent: bool, answer: Answer) {
    let mut sent = None;
    note(call, |exchange| match exchange.answer {
        Answer::Open | Answer::Failed if is_sent => {
            exchange.answer = answer;
            sent = Some(*exchange);
        }
        Answer::Begun if is_sent => exchange.answer = answer,
        Answer::Open => exchange.answer = Answer::Failed,
        _ => {}
    });
    let Some(sent) = sent else { return };
    let status = sent.status.unwrap_or(OK);
    // At once, for the case that a fatal error keeps the callback from returning.
    say_status(sent.span, status);
    if sent.is_late {
        let headers = PhpObject::this(call).map(|response| captured_headers(&response));
        describe(sent.span, Some(status), headers.unwrap_or_default());
    }
}

/// Sets the status, if the span is still open.
pub fn say_status(span: CallbackSpan, status: i64) {
    with_engine(|engine| {
        if let Some(key) = span.key(engine) {
            engine.set_attribute(key, "http.response.status_code", status.into());
        }
    });
}

fn note_status(call: &CallFrame<'_>, status: Option<i64>) {
    // Swoole takes 0 for none.
    let status = status.filter(|status| *status != 0);
    note(call, |exchange| {
        // What was sent has its status.
        if !matches!(exchange.answer, Answer::Begun | Answer::Sent) {
            exchange.status = status;
        }
    });
}

/// The callback of a request, whose arguments are the request and the response, is about to be called.
pub fn begin(call: &CallFrame<'_>, span: CallbackSpan) {
    if let Some(response) = PhpObject::argument(call, 1) {
        let exchange = Exchange {
            span,
            connection: CONNECTION
                .read(&response, typed::int)
                .flatten()
                .unwrap_or(0),
            status: None,
            answer: Answer::Open,
            message: None,
            references: references(call),
            is_late: false,
        };
        Exchanges::own().insert(response.handle(), exchange);
    }
}

fn references(call: &CallFrame<'_>) -> [u32; 2] {
    [0, 1].map(|index| PhpObject::argument(call, index).map_or(0, |it| it.references()))
}

/// It has returned or thrown: its span says what became of the response, or goes on until that is known.
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
    let Some(exchange) = exchange else {
        return true;
    };
    let is_unfinished = matches!(exchange.answer, Answer::Open | Answer::Begun) && !has_thrown;
    let is_late = is_unfinished && !is_left(exchange.references, references(call));
    let status = match exchange.answer {
        Answer::Begun | Answer::Sent => Some(exchange.status.unwrap_or(OK)),
        Answer::Failed | Answer::Detached | Answer::Upgraded => None,
        // Whoever has it may still give another one.
        Answer::Open if is_late => None,
        // No coroutine goes on after an exception that nothing catches: the process ends.
        Answer::Open if has_thrown && is_in_coroutine(span) => None,
        // Swoole sends it when its object is freed, which nothing else holds.
        Answer::Open => Some(exchange.status.unwrap_or(INTERNAL_SERVER_ERROR)),
    };
    if let Some(status) = status.filter(|_| exchange.answer == Answer::Open) {
        say_status(span, status);
    }
    let status = status.filter(|_| !has_thrown);
    describe(span, status, captured_headers(&response));
    if is_late {
        object_watch::watch(&response);
        let exchange = Exchange {
            span: span.outlive_callback(),
            is_late: true,
            ..exchange
        };
        Exchanges::own().insert(response.handle(), exchange);
    }
    !is_late
}

fn is_in_coroutine(span: CallbackSpan) -> bool {
    match span {
        CallbackSpan::Coroutine(_) => true,
        CallbackSpan::Call(span) => span.coroutine() != CoroutineId::NONE,
    }
}

/// What the span says of a response beside its status. That is an error from 500 on; where the callback has thrown, none is given.
fn describe(span: CallbackSpan, status: Option<i64>, headers: Vec<(String, Vec<String>)>) {
    let status = status.filter(|status| *status >= INTERNAL_SERVER_ERROR);
    if headers.is_empty() && status.is_none() {
        return;
    }
    with_engine(|engine| {
        let Some(key) = span.key(engine) else {
            return;
        };
        if let Some(status) = status {
            let description = String::new();
            engine.set_attribute(key, "error.type", (&status.to_string()).into());
            engine.set_status(key, SpanStatus::Error { description });
        }
        for (name, values) in headers {
            let name = format!("http.response.header.{name}");
            engine.set_attribute(key, &name, values.into());
        }
    });
}

/// Whether nothing holds a response any more, by how often it and its request were referred to before and after the callback.
/// Where the callback has waited for something, Swoole has let go of both meanwhile. Where both are referred to as often as before
/// it is not known: nothing has happened, or Swoole has let go and the program holds both.
fn is_left(before: [u32; 2], after: [u32; 2]) -> bool {
    before[0].wrapping_sub(after[0]) == before[1].wrapping_sub(after[1]) && after[1] < before[1]
}

/// The headers of the response that are to be captured.
fn captured_headers(response: &PhpObject) -> Vec<(String, Vec<String>)> {
    let captured = |settings: &ServerSettings| {
        let wanted = &settings.response_headers;
        if wanted.is_empty() {
            return Vec::new();
        }
        response.property("header", |headers| {
            let headers = headers.array().into_iter().flat_map(entries);
            let lower = headers.map(|(name, values)| (name.to_ascii_lowercase(), values));
            let shown = lower.filter(|(name, _)| wanted.contains(name));
            let shown = shown.map(|(name, values)| (name, shown_texts(values)));
            shown.filter(|(_, values)| !values.is_empty()).collect()
        })
    };
    let headers = settings::with_in_force(|settings| captured(&settings.own.server));
    headers.unwrap_or_default()
}
