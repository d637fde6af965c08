//! How long a worker of Swoole's has to stop before it is killed.

use super::php_object::PhpObject;
use super::php_thread::PerThread;
use super::{server_settings, swoole_objects};
use ext_php_rs::types::Zval;
use std::cell::Cell;
use std::time::{Duration, Instant};

/// `max_wait_time` where a program does not set it (`SW_WORKER_MAX_WAIT_TIME`).
const MAX_WAIT_TIME: Duration = Duration::from_secs(3);
/// `SWOOLE_BASE`.
const BASE_MODE: i64 = 1;
/// What a worker needs besides: its manager counts from before the worker hears of its stop, in whole seconds.
const RESERVE: Duration = Duration::from_millis(700);

/// A server's user process is asked to stop when the workers and then the task workers have ended, and is killed when twice
/// `max_wait_time` is over, counted from the beginning.
const USER_PROCESS_SHARE: u32 = 2;

/// The least time that a worker takes. A healthy collector needs no more, and a worker that is killed meanwhile loses no more than
/// it would without the wait.
const LEAST: Duration = Duration::from_millis(300);

/// Whether this is a server's worker, and when its stop began.
pub struct WorkerStop {
    is_worker: Cell<bool>,
    /// When it was asked to stop.
    asked_at: Cell<Option<Instant>>,
}

impl WorkerStop {
    /// Of a process that is no worker.
    pub const fn new() -> Self {
        Self {
            is_worker: Cell::new(false),
            asked_at: Cell::new(None),
        }
    }
}

/// This process is a worker of a server, and starts.
pub(super) fn starts() {
    let stop = WorkerStop::own();
    stop.is_worker.set(true);
    stop.asked_at.set(None);
}

/// It begins to stop; it may hear of that more than once.
pub(super) fn stops() {
    let stop = WorkerStop::own();
    if stop.asked_at.get().is_none() {
        stop.asked_at.set(Some(Instant::now()));
    }
}

/// The time that is left for an export until this process is killed. `None` if it is not a worker, or is never killed.
pub fn time_to_stop() -> Option<Duration> {
    let stop = WorkerStop::own();
    let server = swoole_objects::find("swoole\\server");
    let (allowed, share) = match &server {
        Some(server) if stop.is_worker.get() => (max_wait_time(server), stopped_in_turn(server)),
        Some(server) if is_user_process(server) => (max_wait_time(server), USER_PROCESS_SHARE),
        _ => (in_pool()?, 1),
    };
    if allowed.is_zero() {
        return None;
    }
    let gone = stop
        .asked_at
        .get()
        .map_or(Duration::ZERO, |moment| moment.elapsed());
    let left = (allowed.saturating_sub(RESERVE) / share).saturating_sub(gone);
    Some(left.max(LEAST))
}

/// The program's `max_wait_time`; 0 means that no worker is killed.
fn max_wait_time(server: &PhpObject) -> Duration {
    server_settings::number(server, "max_wait_time").map_or(MAX_WAIT_TIME, |seconds| {
        Duration::from_secs(u64::try_from(seconds).unwrap_or(0))
    })
}

/// How many workers a reload stops one after the other within one `max_wait_time`: without `reload_async` all of them, and
/// with it the task workers, where they alone are reloaded. Coroutines turn `reload_async` on. OpenSwoole stops the workers of
/// a server in base mode one after the other in any case.
fn stopped_in_turn(server: &PhpObject) -> u32 {
    let is_on = |name| server_settings::is_on(server, name) != Some(false);
    let in_base_mode = server.int("mode") == Some(BASE_MODE);
    let is_pool = in_base_mode && swoole_objects::find("openswoole\\server").is_some();
    let count = |name| server_settings::number(server, name).unwrap_or(0);
    let is_task_worker = server.property("taskworker", Zval::bool) == Some(true);
    let workers = match (
        !is_pool && (is_on("reload_async") || is_on("enable_coroutine")),
        is_task_worker,
    ) {
        (true, false) => 1,
        (true, true) => count("task_worker_num"),
        (false, _) => count("worker_num") + count("task_worker_num"),
    };
    u32::try_from(workers).unwrap_or(1).max(1)
}

/// Whether this process was added by `addProcess()`, whose start calls no hook. It knows both others' ids by then.
fn is_user_process(server: &PhpObject) -> bool {
    let own = i64::from(std::process::id());
    let master = server.int("master_pid");
    let manager = server.int("manager_pid").filter(|manager| *manager > 0);
    manager.is_some_and(|manager| manager != own) && master != Some(own)
}

/// A `Swoole\Process\Pool` calls no hook when a worker starts, and does not show its settings. All processes but the master are
/// its workers.
fn in_pool() -> Option<Duration> {
    let pool = swoole_objects::find("swoole\\process\\pool")?;
    let master = pool.int("master_pid").filter(|master| *master > 0)?;
    (master != i64::from(std::process::id())).then_some(MAX_WAIT_TIME)
}
