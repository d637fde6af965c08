//! The functions by which a server's processes send each other tasks and messages.
//!
//! Must not know how a context gets to the other process (`messages` does).

use super::call_span::may_have_span;
use super::callback;
use super::messages::{self, Message};
use super::server_events::FINISH;
use super::task_ids::Tasks;
use crate::zend::call_frame::CallFrame;
use crate::zend::hooked_function::Original;
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use crate::zend::shared_table::{self, Written};
use ext_php_rs::types::Zval;

/// `Swoole\Server::start(): bool`
pub fn start(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    shared_table::create();
    original.call(call, result);
}

/// `Swoole\Server::task(mixed $data, int $taskWorkerIndex = -1, ?callable $finishCallback = null): int|false`
pub fn task(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let tasks = Tasks::own();
    if !may_have_span() {
        original.call(call, result);
        if let Some(id) = result.long() {
            tasks.has(id);
        }
        return;
    }
    let id = tasks.count();
    let sent = send(Message::Task(id), call);
    callback::replace_registered(call, 2, &FINISH, false);
    original.call(call, result);
    if let Some(id) = result.long() {
        tasks.has(id);
    }
    if let Some(sent) = sent.filter(|_| result.long() != Some(id)) {
        shared_table::withdraw(sent);
    }
}

/// `Swoole\Server::taskwait(mixed $data, float $timeout = 0.5, int $taskWorkerIndex = -1): mixed`
pub fn task_and_wait(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let id = Tasks::own().count();
    if may_have_span() {
        send(Message::Task(id), call);
    }
    original.call(call, result);
}

/// `Swoole\Server::taskWaitMulti(array $tasks, float $timeout = 0.5): array|false`, and `taskCo()`.
pub fn tasks_and_wait(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let from = may_have_span().then(|| sender(call)).flatten();
    call.with_argument(0, |tasks| {
        for data in tasks.array().into_iter().flat_map(|tasks| tasks.values()) {
            let task = Message::Task(Tasks::own().count());
            from.and_then(|from| messages::send(task, from, Some(data)));
        }
    });
    original.call(call, result);
}

/// `Swoole\Server\Task::pack(mixed $data): string|false`, which takes a number, too.
pub fn pack(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    if result.is_string() {
        Tasks::own().count();
    }
}

/// `Swoole\Server::sendMessage(mixed $message, int $workerId): bool`, which takes a number, too.
pub fn send_message(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let to = may_have_span().then(|| call.int(1)).flatten();
    let sent = to.and_then(|to| send(Message::Pipe { to }, call));
    original.call(call, result);
    if result.is_true() {
        Tasks::own().count();
    } else if let Some(sent) = sent {
        shared_table::withdraw(sent);
    }
}

/// `Swoole\Server::finish(mixed $data): bool`, of the task that runs.
pub fn finish(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    if let Some((from, id)) = Tasks::own().running() {
        messages::send(Message::Finish(id), from, None);
    }
    original.call(call, result);
}

/// `Swoole\Server\Task::finish(mixed $data): bool`
pub fn finish_task(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    if let Some(task) = PhpObject::this(call)
        && let (Some(from), Some(id)) = (task.int("worker_id"), task.int("id"))
    {
        messages::send(Message::Finish(id), from, None);
    }
    original.call(call, result);
}

/// The worker that the server's method is called in.
fn sender(call: &CallFrame<'_>) -> Option<i64> {
    messages::own_worker(&PhpObject::this(call)?)
}

/// Leaves what is current here for the receiver of the first argument.
fn send(message: Message, call: &CallFrame<'_>) -> Option<Written> {
    let from = sender(call)?;
    let sent = call.with_argument(0, |data| messages::send(message, from, Some(data)));
    sent.flatten()
}
