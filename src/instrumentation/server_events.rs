//! Events of Swoole's servers that are not requests: what the span of each says, and what it belongs under.
//!
//! OpenTelemetry has no stable convention for them, so that a span has the name of its event.
//!
//! Must not know how a callback comes to be called (`callback` does), nor how contexts get from process to process (`messages`
//! does).

use super::callback::{Callback, CallbackSpan, Kind, Origin, Start};
use super::connections;
use super::http_server;
use super::messages::{self, Message};
use super::task_ids::Tasks;
use crate::state::with_engine;
use crate::zend::call_frame::CallFrame;
use crate::zend::exception;
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use crate::zend::value::text;
use ext_php_rs::types::Zval;
use span_core::semconv::attribute_keys as key;
use span_core::{AttributeList, Link, SpanKind, SpanOptions};

/// The handshake of a WebSocket, where the program does it itself: a request and a response.
pub static HANDSHAKE: Kind = Kind {
    ended: |call, span, result| {
        note_connection(call, 0, span);
        (http_server::REQUEST.ended)(call, span, result)
    },
    ..http_server::REQUEST
};

/// The same where Swoole has done it: the server and a request.
pub static OPEN: Kind = Kind {
    describe: describe_open,
    ended: |call, span, _| {
        note_connection(call, 1, span);
        true
    },
    holds_arguments: true,
    ..Kind::of(describe_open)
};

/// The server and a `Swoole\WebSocket\Frame`.
pub static MESSAGE: Kind = Kind::of(|_, call| {
    let connection = PhpObject::argument(call, 1)?.int("fd");
    Start::described(Origin::default(), || {
        let mut options = options("message", SpanKind::Server, "swoole.fd", connection);
        let handshake = connection.and_then(connections::handshake_of);
        options.links.extend(handshake.map(|context| Link {
            context,
            attributes: AttributeList::default(),
        }));
        options
    })
});

/// The server, a connection, a thread and data; or the server and a `Swoole\Server\Event`.
pub static RECEIVE: Kind = Kind::of(|_, call| {
    Start::described(Origin::default(), || {
        options("receive", SpanKind::Server, "swoole.fd", int(call, 1, "fd"))
    })
});

/// The server, data and an array about the client; or the server and a `Swoole\Server\Packet`.
pub static PACKET: Kind = Kind::of(|_, call| {
    let (address, port) = match PhpObject::argument(call, 1) {
        Some(packet) => (packet.property("address", text), packet.int("port")),
        None => call.with_argument(2, |client| {
            let of_client = |name| client.array()?.get(name);
            (
                of_client("address").and_then(text),
                of_client("port").and_then(Zval::long),
            )
        })?,
    };
    // A UNIX socket has no port. Of one without a name Swoole says whatever was in its memory, such as the one before.
    let port = port.filter(|port| *port > 0);
    let address = port.and(address);
    Start::described(Origin::default(), || {
        let mut options = options("packet", SpanKind::Server, "network.peer.port", port);
        if let Some(address) = address {
            options
                .attributes
                .push(&key::NETWORK_PEER_ADDRESS, &*address);
        }
        options
    })
});

/// The server, a task's number, the worker that it is of, and data; or the server and a `Swoole\Server\Task`.
pub static TASK: Kind = Kind {
    describe: describe_task,
    begun: |call, span| {
        if let CallbackSpan::Call(_) = span {
            Tasks::own().run(task(call));
        }
    },
    ended: end_task,
    holds_arguments: true,
};

/// The server, a task's number and what came of it; or the server and a `Swoole\Server\TaskResult`.
pub static FINISH: Kind = Kind::of(|_, call| {
    let id = int(call, 1, "task_id")?;
    let server = PhpObject::argument(call, 0)?;
    let from = messages::own_worker(&server);
    let receive = |from, data: &Zval| messages::received(Message::Finish(id), from, data);
    let origin = from.and_then(|from| with_data(call, 2, |data| receive(from, data)));
    Start::described(origin.unwrap_or_default(), || {
        options("finish", SpanKind::Consumer, "swoole.task.id", Some(id))
    })
});

/// The server, the worker that the message is of, and the message; or the server and a `Swoole\Server\PipeMessage`.
pub static PIPE_MESSAGE: Kind = Kind::of(|_, call| {
    let from = int(call, 1, "source_worker_id")?;
    let to = messages::own_worker(&PhpObject::argument(call, 0)?);
    let receive = |to, data: &Zval| messages::received(Message::Pipe { to }, from, data);
    let origin = to.and_then(|to| with_data(call, 2, |data| receive(to, data)));
    Start::described(origin.unwrap_or_default(), || {
        let kind = SpanKind::Consumer;
        options("pipeMessage", kind, "swoole.worker.id", Some(from))
    })
});

/// The number that is the argument `index`, or the property of the object there.
fn int(call: &CallFrame<'_>, index: u32, property: &str) -> Option<i64> {
    match PhpObject::argument(call, index) {
        Some(object) => object.int(property),
        None => call.int(index),
    }
}

/// What `read` makes of the data that is the argument `index`, or in the object that is the argument before all others but the
/// server.
fn with_data<R>(call: &CallFrame<'_>, index: u32, read: impl FnOnce(&Zval) -> R) -> Option<R> {
    if call.count() > 2 {
        return call.with_argument(index, read);
    }
    let event = PhpObject::argument(call, 1)?;
    Some(event.property("data", read))
}

fn options(
    name: &'static str,
    kind: SpanKind,
    attribute: &'static str,
    value: Option<i64>,
) -> SpanOptions {
    let mut attributes = AttributeList::default();
    if let Some(value) = value {
        attributes.push(attribute, value);
    }
    SpanOptions {
        name: Some(name.into()),
        kind,
        attributes,
        ..SpanOptions::default()
    }
}

fn describe_open(callback: &Callback, call: &CallFrame<'_>) -> Option<Start> {
    let mut start = http_server::describe(callback, call, 1)?;
    start.describe_further(|options| {
        let attributes = &mut options.attributes;
        attributes.push(&key::HTTP_RESPONSE_STATUS_CODE, 101);
    });
    Some(start)
}

/// The handshake's span is over: messages are linked to it. The request is the argument `index`.
fn note_connection(call: &CallFrame<'_>, index: u32, span: CallbackSpan) {
    let request = PhpObject::argument(call, index);
    let connection = request.and_then(|request| request.int("fd"));
    let context = with_engine(|engine| {
        let key = span.key(engine)?;
        Some(engine.span_context(key))
    });
    if let (Some(connection), Some(context)) = (connection, context.flatten()) {
        connections::note(connection, context);
    }
}

/// The worker that a task is of, and its number.
fn task(call: &CallFrame<'_>) -> Option<(i64, i64)> {
    let id = int(call, 1, "id")?;
    let from = match PhpObject::argument(call, 1) {
        Some(task) => task.int("worker_id"),
        None => call.int(2),
    };
    Some((from?, id))
}

fn describe_task(_: &Callback, call: &CallFrame<'_>) -> Option<Start> {
    let (from, id) = task(call)?;
    let receive = |data: &Zval| messages::received(Message::Task(id), from, data);
    let origin = with_data(call, 3, receive).unwrap_or_default();
    Start::described(origin, || {
        let mut options = options("task", SpanKind::Consumer, "swoole.task.id", Some(id));
        options.attributes.push(&key::SWOOLE_WORKER_ID, from);
        options
    })
}

/// What Swoole sends in the place of what a task that has thrown would have returned.
const OF_THROWN: i64 = 0;

/// A task's callback has ended. What it returns is sent to the worker, as by `finish()`.
fn end_task(call: &CallFrame<'_>, span: CallbackSpan, result: &Zval) -> bool {
    if let CallbackSpan::Call(own) = span {
        Tasks::own().run(None);
        let mut of_thrown = Zval::new();
        of_thrown.set_long(OF_THROWN);
        let sent = match exception::pending() {
            Some(_) => Some(&of_thrown),
            None => Some(result).filter(|result| !result.is_null()),
        };
        if let (Some(sent), Some((from, id))) = (sent, task(call)) {
            let context = with_engine(|engine| engine.span_context(own.key()));
            messages::leave(Message::Finish(id), from, sent, own.coroutine(), context);
        }
    }
    true
}
