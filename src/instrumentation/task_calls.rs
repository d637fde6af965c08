//! The functions by which a server's processes send each other tasks and messages.
//!
//! Must not know how a context gets to the other process (`messages` does).

use super::call_span::may_have_span;
use super::callback;
use super::messages::{self, Message};
use super::server_events::FINISH;
use super::task_checks;
use super::task_ids::Tasks;
use crate::runtime;
use crate::zend::array_slots::{self, Key};
use crate::zend::call_frame::CallFrame;
use crate::zend::hooked_function::Original;
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use crate::zend::shared_table::{self, Written};
use ext_php_rs::types::{ZendHashTable, Zval};
use span_core::BodyEnd;

/// Swoole refuses as many tasks at once (`SW_MAX_CONCURRENT_TASK`).
const MOST_TASKS: usize = 1024;

/// `Swoole\Server::task(mixed $data, int $taskWorkerIndex = -1, ?callable $finishCallback = null): int|false`
pub fn task(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let tasks = Tasks::own();
    if task_checks::refuses_task(call, Some(1)) {
        original.call(call, result);
        if let Some(id) = result.long() {
            tasks.has(id);
        }
        return;
    }
    let id = tasks.count();
    let sent = id.and_then(|id| send(Message::Task(id), call));
    if may_have_span() {
        callback::replace_registered(call, 2, &FINISH, false);
    }
    original.call(call, result);
    let given = result.long();
    match given {
        Some(given) => tasks.has(given),
        None if has_counted() => {}
        None => tasks.lose_count(),
    }
    if let Some(sent) = sent.filter(|_| given != id) {
        shared_table::withdraw(sent);
    }
}

/// `Swoole\Server::taskwait(mixed $data, float $timeout = 0.5, int $taskWorkerIndex = -1): mixed`
pub fn task_and_wait(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    if task_checks::refuses_waiting(call) || task_checks::refuses_task(call, Some(2)) {
        return original.call(call, result);
    }
    let id = Tasks::own().count();
    let sent = id.and_then(|id| send(Message::Task(id), call));
    original.call(call, result);
    if let (Some(id), Some(from)) = (id, sender(call)) {
        // No `finish` receives it.
        messages::withdraw(Message::Finish(id), from, result);
    }
    // What has not come in time is still under way.
    if !has_counted() {
        Tasks::own().lose_count();
        if let Some(sent) = sent {
            shared_table::withdraw(sent);
        }
    }
}

/// `Swoole\Server::taskWaitMulti(array $tasks, float $timeout = 0.5): array|false`, and `taskCo()`.
pub fn tasks_and_wait(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let count = call.with_argument(0, |tasks| tasks.array().map_or(0, ZendHashTable::len));
    let is_refused = count.is_none_or(|count| count >= MOST_TASKS)
        || task_checks::refuses_waiting(call)
        || task_checks::refuses_task(call, None);
    if is_refused {
        return original.call(call, result);
    }
    let tasks = Tasks::own();
    let ids = || std::iter::repeat_with(|| tasks.count());
    let first = each_task(call, ids(), |task, from, data| {
        messages::send(task, from, data);
    });
    original.call(call, result);
    if let (Some(first), Some(from), Some(results)) = (first, sender(call), result.array()) {
        for (index, result) in array_slots::entries(results) {
            if let Key::Number(index) = index {
                messages::withdraw(Message::Finish(first + index), from, result);
            }
        }
    }
    if count != Some(0) && (result.is_false() || !has_counted()) {
        tasks.lose_count();
        let ids = (0..).map(|later| first.map(|first| first + later));
        each_task(call, ids, messages::withdraw);
    }
}

/// Calls `leave` for each task of a list, with its number and who sends it, where both are known. The result is the first number.
fn each_task(
    call: &CallFrame<'_>,
    mut ids: impl Iterator<Item = Option<i64>>,
    leave: impl Fn(Message, i64, &Zval),
) -> Option<i64> {
    let from = sender(call);
    let mut first = None;
    call.with_argument(0, |tasks| {
        for data in tasks.array().into_iter().flat_map(ZendHashTable::values) {
            let id = ids.next().flatten();
            first = first.or(id);
            if let (Some(id), Some(from)) = (id, from) {
                leave(Message::Task(id), from, data);
            }
        }
    });
    first
}

/// Whether Swoole has counted what it did not refuse before the call: it has where the call returns, or was interrupted while it waited.
/// An exception of the data's own code may have come first.
fn has_counted() -> bool {
    matches!(
        runtime::pending_end(),
        BodyEnd::Returned | BodyEnd::Cancelled(_) | BodyEnd::Timeout(_)
    )
}

/// `Swoole\Server\Task::pack(mixed $data): string|false`, which takes a number, too.
pub fn pack(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    if result.is_string() {
        Tasks::own().count();
    } else {
        Tasks::own().lose_count();
    }
}

/// `Swoole\Server::sendMessage(mixed $message, int $workerId): bool`, which takes a number, too.
pub fn send_message(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let Some(to) = task_checks::receiver(call) else {
        return original.call(call, result);
    };
    let sent = send(Message::Pipe { to }, call);
    original.call(call, result);
    if result.is_true() {
        Tasks::own().count();
    } else {
        Tasks::own().lose_count();
        if let Some(sent) = sent {
            shared_table::withdraw(sent);
        }
    }
}

/// `Swoole\Server::finish(mixed $data): bool`, of the task that runs.
pub fn finish(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    if let Some((from, id)) = Tasks::own().running() {
        send_result(from, id, call);
    }
    original.call(call, result);
}

/// `Swoole\Server\Task::finish(mixed $data): bool`
pub fn finish_task(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    if let Some(task) = PhpObject::this(call)
        && let (Some(from), Some(id)) = (task.int("worker_id"), task.int("id"))
    {
        send_result(from, id, call);
    }
    original.call(call, result);
}

fn send_result(from: i64, id: i64, call: &CallFrame<'_>) {
    call.with_argument(0, |result| {
        messages::send(Message::Finish(id), from, result)
    });
}

/// The worker that the server's method is called in.
fn sender(call: &CallFrame<'_>) -> Option<i64> {
    messages::own_worker(&PhpObject::this(call)?)
}

/// Leaves what is current here for the receiver of the first argument.
fn send(message: Message, call: &CallFrame<'_>) -> Option<Written> {
    let from = sender(call)?;
    let sent = call.with_argument(0, |data| messages::send(message, from, data));
    sent.flatten()
}
