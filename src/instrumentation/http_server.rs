//! Swoole's HTTP servers: each request is a span of kind SERVER, a child of the caller's.
//!
//! The program's callback is replaced where it is registered, by a closure that calls it with the same arguments. Where Swoole
//! starts a coroutine for each request, the span is that coroutine's own.

use super::exchanges::{Exchanges, ServerSpan};
use super::hook::Hook;
use super::http_request::{HttpRequest, headers_of};
use crate::runtime;
use crate::settings::{self, ServerSettings};
use crate::state::with_engine;
use crate::zend::call_frame::CallFrame;
use crate::zend::callable::Callee;
use crate::zend::closure;
use crate::zend::exception::{self, Thrown};
use crate::zend::hooked_function::Original;
use crate::zend::object::{self, ClassSlot, Payload, this};
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use crate::zend::registered_callable::registered;
use ext_php_rs::error::Result;
use ext_php_rs::types::Zval;
use span_core::semconv::http_semantics::path_matches;
use span_core::{CoroutineId, ParentChoice, ScopeId, SpanKey, SpanOptions, SpanStatus};

/// The callbacks of `Swoole\Http\Server` are those of its ports: its own `on()` and `getCallback()` call these.
pub static HOOKS: &[Hook] = &[
    hook!(Some("swoole\\server\\port"), "on" => on),
    hook!(Some("swoole\\server\\port"), "getcallback" => get_callback),
    hook!(Some("swoole\\coroutine\\http\\server"), "handle" => on_path),
    hook!(Some("swoole\\http\\response"), "status" => status),
    hook!(Some("swoole\\http\\response"), "setstatuscode" => status),
    hook!(Some("swoole\\http\\response"), "redirect" => redirect),
    hook!(Some("swoole\\http\\response"), "end" => answer),
    hook!(Some("swoole\\http\\response"), "write" => answer),
    hook!(Some("swoole\\http\\response"), "sendfile" => answer),
    hook!(Some("swoole\\http\\response"), "detach" => answer),
];

/// The status that `redirect()` sends where it is given none.
const FOUND: i64 = 302;

/// The state of the closure that replaces a program's callback.
struct RequestCallback {
    callable: Zval,
    is_tls: bool,
}

impl Payload for RequestCallback {
    const CLASS: &'static str = "TracedCoroutine\\Internal\\RequestCallback";
    const MADE_BY: &'static str = "Swoole\\Http\\Server::on()";

    fn slot() -> &'static ClassSlot {
        static SLOT: ClassSlot = ClassSlot::new();
        &SLOT
    }

    fn held(&self) -> Option<&Zval> {
        Some(&self.callable)
    }
}

/// Registers the hidden class. Called at module start.
pub fn register() -> Result<()> {
    closure::register::<RequestCallback>(handler!(serve))
}

/// `Swoole\Server\Port::on(string $event_name, callable $callback): bool`
fn on(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    if call
        .text(0)
        .is_some_and(|event| event.eq_ignore_ascii_case("request"))
    {
        replace_callback(call);
    }
    original.call(call, result);
}

/// `Swoole\Coroutine\Http\Server::handle(string $pattern, callable $callback): void`
fn on_path(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    replace_callback(call);
    original.call(call, result);
}

/// Replaces the second argument, if it can be called. What cannot is for Swoole to refuse.
fn replace_callback(call: &CallFrame<'_>) {
    let Some(callable) = registered(call, 1) else {
        return;
    };
    let is_tls =
        PhpObject::this(call).is_some_and(|it| it.property("ssl", Zval::bool) == Some(true));
    let mut object = Zval::new();
    object::create(RequestCallback { callable, is_tls }, &mut object);
    let mut closure = Zval::new();
    closure::of_invoke(&object, &mut closure);
    call.replace_argument(1, closure);
}

/// `Swoole\Server\Port::getCallback(string $event_name): callable|false|null`: what the program has registered.
fn get_callback(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    if let Some(callback) = closure::bound_object::<RequestCallback>(result) {
        let callable = callback.callable.shallow_clone();
        // What it held is still registered, so that nothing is destroyed here.
        drop(std::mem::replace(result, callable));
    }
}

/// Calls a replaced callback, in a span of the request.
fn serve(call: &CallFrame<'_>, result: &mut Zval) {
    let Some(callback) = this::<RequestCallback>(call) else {
        return;
    };
    let Some(callee) = Callee::kept(&callback.callable, call) else {
        return;
    };
    if !is_wanted(call) {
        return callee.ready(result).make_hidden(call);
    }
    let is_tls = callback.is_tls;
    if call.is_first_on_its_stack() && serve_as_body(&callee, is_tls, call, result) {
        return;
    }
    let span = begin(is_tls, call);
    callee.ready(result).make_hidden(call);
    finish(span, call);
}

/// Whether the request is traced.
fn is_wanted(call: &CallFrame<'_>) -> bool {
    with_settings(|settings| {
        let excluded = &settings.excluded_paths;
        excluded.is_empty()
            || HttpRequest::of(call, false).is_none_or(|request| {
                let path = request.path();
                !excluded.iter().any(|pattern| path_matches(pattern, path))
            })
    }) == Some(true)
}

/// What `use_settings` makes of the settings; `None` where tracing is off.
fn with_settings<R>(use_settings: impl FnOnce(&ServerSettings) -> R) -> Option<R> {
    let settings = settings::in_force()?;
    runtime::is_traced().then(|| use_settings(&settings.own.server))
}

/// Runs the callback as the body of the coroutine that Swoole has started for the request. False where that has a span.
fn serve_as_body(callee: &Callee, is_tls: bool, call: &CallFrame<'_>, result: &mut Zval) -> bool {
    let coroutine = runtime::current_id();
    let response = PhpObject::argument(call, 1).map(|response| response.handle());
    let options = || {
        let options = with_settings(|settings| options_of(call, is_tls, coroutine, settings));
        if let Some(response) = response {
            Exchanges::own().begin(response, ServerSpan::Coroutine(coroutine));
        }
        options.flatten()
    };
    let origin = (CoroutineId::NONE, None);
    if !runtime::run_as_body(callee, origin, &options, call, result) {
        return false;
    }
    finish_exchange(ServerSpan::Coroutine(coroutine), response, call);
    true
}

/// What the span says. The coroutine gets the caller's baggage.
fn options_of(
    call: &CallFrame<'_>,
    is_tls: bool,
    coroutine: CoroutineId,
    settings: &ServerSettings,
) -> Option<Box<SpanOptions>> {
    let request = HttpRequest::of(call, is_tls)?;
    let mut options = request.options(settings);
    options.parent = ParentChoice::Root;
    with_engine(|engine| {
        if let Some(caller) = engine.extract(request.headers()) {
            options.parent = ParentChoice::Explicit(caller.context);
            engine.adopt_baggage(coroutine, caller.baggage);
        }
    });
    Some(Box::new(options))
}

/// A span around a call. Plain data: nothing to drop.
#[derive(Clone, Copy)]
struct Open {
    coroutine: CoroutineId,
    key: SpanKey,
    scope: ScopeId,
    /// The scope of the caller's context, with its baggage.
    outer: Option<ScopeId>,
    response: Option<u32>,
}

fn begin(is_tls: bool, call: &CallFrame<'_>) -> Option<Open> {
    let request = HttpRequest::of(call, is_tls)?;
    let coroutine = runtime::here();
    let mut options = with_settings(|settings| request.options(settings))?;
    let name = options.name.take().unwrap_or_default();
    let response = PhpObject::argument(call, 1).map(|response| response.handle());
    let open = with_engine(|engine| {
        let caller = engine.extract(request.headers());
        options.parent = ParentChoice::Root;
        let outer = caller.map(|caller| {
            options.parent = ParentChoice::Explicit(caller.context);
            engine.attach_remote(coroutine, caller.context, caller.baggage)
        });
        let key = engine.start_span(coroutine, None, name, options);
        let scope = engine.activate(coroutine, key);
        Open {
            coroutine,
            key,
            scope,
            outer,
            response,
        }
    })?;
    if let Some(response) = response {
        Exchanges::own().begin(response, ServerSpan::Manual(open.key));
    }
    Some(open)
}

fn finish(open: Option<Open>, call: &CallFrame<'_>) {
    let Some(open) = open else { return };
    if let Some(Thrown::Exception(exception)) = exception::pending() {
        let end = runtime::body_end(exception);
        with_engine(|engine| engine.record_end(open.key, end));
    }
    finish_exchange(ServerSpan::Manual(open.key), open.response, call);
    with_engine(|engine| {
        engine.detach(open.coroutine, open.scope);
        if let Some(outer) = open.outer {
            engine.detach(open.coroutine, outer);
        }
        engine.end_span(open.key, None);
    });
}

/// The callback has returned or thrown. A response that it has neither given a status nor sent has none: Swoole, or whoever
/// else has it, decides about that later.
fn finish_exchange(span: ServerSpan, response: Option<u32>, call: &CallFrame<'_>) {
    let status = response.and_then(|response| Exchanges::own().end(response));
    let has_thrown = exception::pending().is_some();
    let headers = response_headers(call);
    with_engine(|engine| {
        let Some(key) = key_of(engine, span) else {
            return;
        };
        if let Some(status) = status {
            engine.set_attribute(key, "http.response.status_code", status.into());
        }
        if let Some(status @ 500..) = status.filter(|_| !has_thrown) {
            let description = String::new();
            engine.set_attribute(key, "error.type", status.to_string().into());
            engine.set_status(key, SpanStatus::Error { description });
        }
        for (name, values) in headers {
            engine.set_attribute(key, &format!("http.response.header.{name}"), values.into());
        }
    });
}

fn key_of(engine: &span_core::Engine, span: ServerSpan) -> Option<SpanKey> {
    match span {
        ServerSpan::Coroutine(id) => engine.own_key(id),
        ServerSpan::Manual(key) => Some(key),
    }
}

/// The headers of the response that are to be captured.
fn response_headers(call: &CallFrame<'_>) -> Vec<(String, Vec<String>)> {
    let headers = with_settings(|settings| {
        let wanted = &settings.response_headers;
        let response = PhpObject::argument(call, 1).filter(|_| !wanted.is_empty())?;
        let headers = response.property("header", |headers| headers_of(headers.array()));
        let lower = headers
            .into_iter()
            .map(|(name, values)| (name.to_ascii_lowercase(), values));
        Some(lower.filter(|(name, _)| wanted.contains(name)).collect())
    });
    headers.flatten().unwrap_or_default()
}

/// `Swoole\Http\Response::status(int $http_code, string $reason = ''): bool`
fn status(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    if result.is_true() {
        note_status(call, call.int(0));
    }
}

/// `Swoole\Http\Response::redirect(string $location, int $http_code = 302): bool`
fn redirect(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    // It sends the response, so another coroutine may run before it returns.
    let status = call.int(1).or(Some(FOUND));
    original.call(call, result);
    if !result.is_false() {
        note_status(call, status);
    }
}

/// `end()`, `write()`, `sendfile()` and `detach()` of a response, also where the client has left.
fn answer(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    if let Some(response) = PhpObject::this(call) {
        Exchanges::own().answer(response.handle());
    }
    original.call(call, result);
}

fn note_status(call: &CallFrame<'_>, status: Option<i64>) {
    let (Some(response), Some(status)) = (PhpObject::this(call), status) else {
        return;
    };
    if let Some(span) = Exchanges::own().set_status(response.handle(), status) {
        // At once, for the case that a fatal error keeps the callback from returning.
        with_engine(|engine| {
            if let Some(key) = key_of(engine, span) {
                engine.set_attribute(key, "http.response.status_code", status.into());
            }
        });
    }
}
