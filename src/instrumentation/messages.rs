//! Contexts that go along with what a server's processes send each other: tasks, what comes of them, and messages.
//!
//! Swoole passes on nothing but the program's data. So the sender leaves its context in a table that all workers share, under what
//! both sides know: who sends, the number of the task, and a digest of the data. Whoever receives it takes the context out of the
//! table. Without one there, or where another has taken its place, the receiver's span begins a trace.
//!
//! A worker that was restarted gives its tasks the numbers that the one before has given to others, which may still wait. Where their
//! data are equal, too, nothing tells the receivers which of the two they have, so that none of them gets a context.
//!
//! Must not know which functions send, nor what the receiver's span says.

use super::call_span::may_have_span;
use super::callback::Origin;
use crate::runtime;
use crate::state::with_engine;
use crate::zend::content::digest;
use crate::zend::php_object::PhpObject;
use crate::zend::shared_table::{self, Key, LONGEST, MOST_WAITING, Written};
use ext_php_rs::types::Zval;
use span_core::{CoroutineId, Extracted, SpanContext};
use std::iter;

/// A server with processes that share memory and not its threads: `SWOOLE_BASE` and `SWOOLE_PROCESS`.
const MODES_WITH_PROCESSES: [i64; 2] = [1, 2];

/// What is sent.
#[derive(Clone, Copy)]
pub enum Message {
    /// A task of a worker, by its number.
    Task(i64),
    /// What has come of it.
    Finish(i64),
    /// A message to another worker.
    Pipe { to: i64 },
}

impl Message {
    /// What both sides know of it.
    fn key(self, from: i64, content: u64) -> Key {
        let (kind, to, id) = match self {
            Self::Task(id) => (1, 0, id),
            Self::Finish(id) => (2, 0, id),
            Self::Pipe { to } => (3, to, 0),
        };
        let workers = (to as u64 & 0xFF_FFFF) << 32 | from as u64 & 0xFFFF_FFFF;
        [kind << 56 | workers, id as u64, content]
    }
}

/// The number of the worker that this process is, as the server says.
pub fn own_worker(server: &PhpObject) -> Option<i64> {
    let has_processes = |mode: &i64| MODES_WITH_PROCESSES.contains(mode);
    server.int("mode").filter(has_processes)?;
    server.int("worker_id").filter(|id| *id >= 0)
}

/// Leaves what is current here for whoever receives the message. It also leaves that nothing is: of equal messages each receiver takes
/// the oldest context, and they would get each other's if one had none.
pub fn send(message: Message, from: i64, data: &Zval) -> Option<Written> {
    let (coroutine, context) = match may_have_span().then(runtime::current) {
        Some((coroutine, _, context)) => (coroutine, context),
        None => (CoroutineId::NONE, None),
    };
    leave(message, from, data, coroutine, context)
}

/// Leaves a context, or that there is none.
pub fn leave(
    message: Message,
    from: i64,
    data: &Zval,
    coroutine: CoroutineId,
    context: Option<SpanContext>,
) -> Option<Written> {
    let key = message.key(from, digest(data));
    let context = if may_be_taken_for_another(message, key, context) {
        forget_contexts(key);
        None
    } else {
        context
    };
    let carry = |context| with_engine(|engine| engine.carry(coroutine, context, LONGEST));
    let text = context.and_then(carry).unwrap_or_default();
    shared_table::write(key, &text)
}

/// Takes back what was left for the receiver of a message that may not have been sent.
pub fn withdraw(message: Message, from: i64, data: &Zval) {
    shared_table::take(message.key(from, digest(data)));
}

/// Whether what the receiver of a message knows of it may be true of another one that has not been received.
fn may_be_taken_for_another(message: Message, key: Key, context: Option<SpanContext>) -> bool {
    let Some(waiting) = shared_table::find(key) else {
        return false;
    };
    match message {
        Message::Task(_) => true,
        // A task may call `finish()` with the same data again.
        Message::Finish(_) => {
            let trace_of_waiting = carried(&waiting).map(|sender| sender.context.trace_id);
            trace_of_waiting != context.map(|context| context.trace_id)
        }
        Message::Pipe { .. } => false,
    }
}

/// Leaves, in the place of each context that waits under a key, that there is none.
fn forget_contexts(key: Key) {
    let taken = iter::from_fn(|| shared_table::take(key)).take(MOST_WAITING);
    for _ in 0..taken.count() {
        shared_table::write(key, "");
    }
}

/// What was current where the message was sent; nothing where that is not known.
pub fn received(message: Message, from: i64, data: &Zval) -> Origin {
    let text = shared_table::take(message.key(from, digest(data)));
    let sender = text.and_then(|text| carried(&text));
    sender.map_or_else(Origin::default, |sender| Origin {
        coroutine: CoroutineId::NONE,
        context: Some(sender.context),
        baggage: sender.baggage,
    })
}

fn carried(text: &str) -> Option<Extracted> {
    with_engine(|engine| engine.carried(text)).flatten()
}
