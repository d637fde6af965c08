//! What Swoole checks before it gives a task or a message its number: what it refuses there is not counted.
//!
//! Must not know what else may go wrong with a call.

use crate::zend::call_frame::CallFrame;
use crate::zend::php_object::PhpObject;
use crate::zend::server_settings;
use ext_php_rs::types::Zval;

/// What the called process is, as its server says.
struct Process {
    worker: i64,
    /// How many workers and task workers there are. Swoole notes both when the server starts.
    workers: i64,
    task_workers: i64,
}

impl Process {
    /// The process that a server's method is called in; `None` in a process without a worker's number, or before the server has started.
    fn of(call: &CallFrame<'_>) -> Option<Self> {
        let server = PhpObject::this(call)?;
        Some(Self {
            worker: server.int("worker_id").filter(|id| *id >= 0)?,
            workers: server_settings::number(&server, "worker_num")?,
            task_workers: server_settings::number(&server, "task_worker_num")?,
        })
    }

    fn is_worker(&self) -> bool {
        (0..self.workers).contains(&self.worker)
    }

    fn is_task_worker(&self) -> bool {
        (self.workers..self.workers + self.task_workers).contains(&self.worker)
    }
}

/// Whether Swoole refuses a task, or takes it of a process that is no worker. The index of the task worker that is to run it is the argument `index`, if there is one.
pub fn refuses_task(call: &CallFrame<'_>, index: Option<u32>) -> bool {
    let Some(process) = Process::of(call) else {
        return true;
    };
    let has_worker = |index: i64| index <= 0 || index < process.task_workers;
    // An index that is no number is an error.
    let is_right = index.filter(|index| *index < call.count());
    let is_right = is_right.is_none_or(|index| call.int(index).is_some_and(has_worker));
    call.count() == 0 || !is_right || process.task_workers <= 0 || process.is_task_worker()
}

/// Whether Swoole refuses to wait for tasks, by the process that is to wait and the time, which is the second argument.
pub fn refuses_waiting(call: &CallFrame<'_>) -> bool {
    let is_no_time = |time: &Zval| time.is_array() || time.is_object();
    call.with_argument(1, is_no_time) == Some(true)
        || !Process::of(call).is_some_and(|process| process.is_worker())
}

/// The worker that a message is sent to, which is the second argument; `None` where Swoole refuses it.
pub fn receiver(call: &CallFrame<'_>) -> Option<i64> {
    let process = Process::of(call)?;
    let there = 0..process.workers + process.task_workers;
    let to = call.int(1)?;
    (call.count() == 2 && there.contains(&to) && to != process.worker).then_some(to)
}
