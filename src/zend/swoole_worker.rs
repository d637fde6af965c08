//! How long a worker of Swoole's has to stop before it is killed.

use super::php_thread::PerThread;
use super::swoole_objects::SwooleObject;
use std::cell::Cell;
use std::time::{Duration, Instant};

/// `max_wait_time` where a program does not set it (`SW_WORKER_MAX_WAIT_TIME`).
const MAX_WAIT_TIME: Duration = Duration::from_secs(3);
/// What a worker needs besides: its manager counts from before the worker hears of its stop, in whole seconds.
const RESERVE: Duration = Duration::from_millis(700);

/// The least time that a worker takes. A healthy collector needs no more, and a worker that is killed meanwhile loses no more than
/// it would without the wait.
const LEAST: Duration = Duration::from_millis(300);

/// The time limit of a server's worker, and when its stop began.
pub struct WorkerStop {
    /// How long its program allows it to take.
    allowed: Cell<Option<Duration>>,
    /// When it was asked to stop.
    asked_at: Cell<Option<Instant>>,
}

impl WorkerStop {
    /// Of a process that is no worker.
    pub const fn new() -> Self {
        Self {
            allowed: Cell::new(None),
            asked_at: Cell::new(None),
        }
    }
}

/// This process is a worker of a server, and starts.
pub(super) fn starts() {
    let stop = WorkerStop::own();
    stop.allowed.set(Some(max_wait_time()));
    stop.asked_at.set(None);
}

/// It begins to stop; it may hear of that more than once.
pub(super) fn stops() {
    let stop = WorkerStop::own();
    if stop.asked_at.get().is_none() {
        stop.asked_at.set(Some(Instant::now()));
    }
}

/// The time left until this process is killed. `None` if it is not a worker, or is never killed.
pub fn time_to_stop() -> Option<Duration> {
    let stop = WorkerStop::own();
    let allowed = stop
        .allowed
        .get()
        .or_else(in_pool)
        .filter(|allowed| !allowed.is_zero())?;
    let gone = stop
        .asked_at
        .get()
        .map_or(Duration::ZERO, |moment| moment.elapsed());
    let left = allowed.saturating_sub(RESERVE).saturating_sub(gone);
    Some(left.max(LEAST))
}

/// The program's `max_wait_time`; 0 means that no worker is killed.
fn max_wait_time() -> Duration {
    let set = SwooleObject::find("swoole\\server").and_then(|server| {
        server.property("setting", |setting| {
            let seconds = setting.array()?.get("max_wait_time")?;
            // As Swoole reads it: `zval_get_long()`.
            let text = || seconds.str()?.trim().parse().ok();
            seconds.long().or_else(text)
        })
    });
    set.map_or(MAX_WAIT_TIME, |seconds| {
        Duration::from_secs(u64::try_from(seconds).unwrap_or(0))
    })
}

/// A `Swoole\Process\Pool` calls no hook when a worker starts, and does not show its settings. All processes but the master are
/// its workers.
fn in_pool() -> Option<Duration> {
    let pool = SwooleObject::find("swoole\\process\\pool")?;
    let master = pool.int("master_pid").filter(|master| *master > 0)?;
    (master != i64::from(std::process::id())).then_some(MAX_WAIT_TIME)
}
