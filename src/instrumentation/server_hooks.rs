//! Swoole's servers: which of the program's callbacks have spans.
//!
//! Owns the hooks of the library. Must not know what the spans say.

use super::call_span::is_idle;
use super::callback::{self, Kind};
use super::hook::Hook;
use super::{
    coroutine_server, http_server, responses, server_events, server_ports, task_calls, websocket,
};
use crate::zend::call_frame::CallFrame;
use crate::zend::hooked_function::Original;
use crate::zend::php_object::PhpObject;
use crate::zend::shared_table;
use ext_php_rs::types::Zval;

/// The callbacks of ports are those of `Swoole\Server`, whose own `on()` and `getCallback()` call these.
pub static HOOKS: &[Hook] = &[
    hook!(Some("swoole\\server"), "on" => on),
    hook!(Some("swoole\\server"), "getcallback" => get_callback),
    hook!(Some("swoole\\server"), "start" => start),
    hook!(Some("swoole\\server"), "close" => responses::close_connection, unless responses::answers_none),
    hook!(Some("swoole\\server"), "task" => task_calls::task),
    hook!(Some("swoole\\server"), "taskwait" => task_calls::task_and_wait),
    hook!(Some("swoole\\server"), "taskwaitmulti" => task_calls::tasks_and_wait),
    hook!(Some("swoole\\server"), "taskco" => task_calls::tasks_and_wait),
    hook!(Some("swoole\\server"), "sendmessage" => task_calls::send_message),
    hook!(Some("swoole\\server"), "finish" => task_calls::finish, unless is_idle),
    hook!(Some("swoole\\server\\task"), "finish" => task_calls::finish_task, unless is_idle),
    hook!(Some("swoole\\server\\task"), "pack" => task_calls::pack),
    hook!(Some("swoole\\server\\port"), "on" => on_port),
    hook!(Some("swoole\\server\\port"), "getcallback" => get_callback),
    hook!(Some("swoole\\coroutine\\http\\server"), "handle" => on_path),
    hook!(Some("swoole\\coroutine\\socket"), "recvpacket" => coroutine_server::receive, unless coroutine_server::is_of_others),
    hook!(Some("swoole\\coroutine\\socket"), "close" => coroutine_server::close, unless coroutine_server::is_of_others),
    hook!(Some("swoole\\http\\response"), "status" => responses::status, unless responses::answers_none),
    hook!(Some("swoole\\http\\response"), "setstatuscode" => responses::status, unless responses::answers_none),
    hook!(Some("swoole\\http\\response"), "redirect" => responses::redirect, unless responses::answers_none),
    hook!(Some("swoole\\http\\response"), "end" => responses::send, unless responses::answers_none),
    hook!(Some("swoole\\http\\response"), "write" => responses::write, unless responses::answers_none),
    hook!(Some("swoole\\http\\response"), "sendfile" => responses::send_file, unless responses::answers_none),
    hook!(Some("swoole\\http\\response"), "close" => responses::close, unless responses::answers_none),
    hook!(Some("swoole\\http\\response"), "detach" => responses::detach, unless responses::answers_none),
    hook!(Some("swoole\\http\\response"), "upgrade" => websocket::upgrade),
    hook!(Some("swoole\\http\\response"), "recv" => websocket::receive),
];

/// The events of ports whose callbacks have spans.
static PORT_EVENTS: &[(&str, &Kind)] = &[
    ("request", &http_server::REQUEST),
    ("handshake", &server_events::HANDSHAKE),
    ("open", &server_events::OPEN),
    ("message", &server_events::MESSAGE),
    ("receive", &server_events::RECEIVE),
    ("packet", &server_events::PACKET),
];

/// The same of servers.
static SERVER_EVENTS: &[(&str, &Kind)] = &[
    ("task", &server_events::TASK),
    ("finish", &server_events::FINISH),
    ("pipemessage", &server_events::PIPE_MESSAGE),
];

fn kind_of(
    events: &'static [(&str, &'static Kind)],
    call: &CallFrame<'_>,
) -> Option<&'static Kind> {
    let event = call.text(0)?;
    let mut events = events.iter();
    let found = events.find(|(name, _)| event.eq_ignore_ascii_case(name));
    found.map(|(_, kind)| *kind)
}

/// `Swoole\Server::start(): bool`
fn start(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    shared_table::create();
    if let Some(server) = PhpObject::this(call) {
        server_ports::note(&server);
    }
    original.call(call, result);
}

/// `Swoole\Server::on(string $event_name, callable $callback): bool`
fn on(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    if let Some(kind) = kind_of(SERVER_EVENTS, call) {
        callback::replace_registered(call, 1, kind, false);
    }
    original.call(call, result);
}

/// `Swoole\Server\Port::on(string $event_name, callable $callback): bool`
fn on_port(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    if let Some(kind) = kind_of(PORT_EVENTS, call) {
        callback::replace_registered(call, 1, kind, has_tls(call));
    }
    original.call(call, result);
}

/// `Swoole\Coroutine\Http\Server::handle(string $pattern, callable $callback): void`
fn on_path(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    callback::replace_registered(call, 1, &http_server::REQUEST, has_tls(call));
    original.call(call, result);
}

/// Whether the connections of the port or server that a method was called on have TLS.
fn has_tls(call: &CallFrame<'_>) -> bool {
    PhpObject::this(call).is_some_and(|it| it.property("ssl", Zval::bool) == Some(true))
}

/// `Swoole\Server\Port::getCallback(string $event_name): callable|false|null`: what the program has registered.
fn get_callback(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    callback::restore(result);
}
