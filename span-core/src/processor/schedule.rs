//! What the flusher has to do, and when.
//!
//! Owns whose turn it is. Must not know how any of it is done.
//!
//! A batch and the other tasks take turns: each of them may take as long as a collector does, and none of them shall keep the
//! others from being done.

use std::time::{Duration, Instant};

use super::moment::later;

/// How often it looks for what dead processes have left.
pub(super) const LOOK_EVERY: Duration = Duration::from_secs(1);

/// The flusher's next task.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Task {
    /// Deliver the batch.
    Batch,
    /// Send metrics.
    Metrics,
    /// Look for what dead processes have left.
    Look,
    /// Replay a request of the spool.
    Spool,
    /// End.
    End,
}

/// What waits in the queue.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Waiting {
    /// Nothing.
    Nothing,
    /// Spans that wait for more of them, or for the schedule delay.
    Some,
    /// Spans that wait for nothing.
    Due,
}

/// When each task is due. `None` where it is not wanted.
#[derive(Default)]
pub(super) struct Schedule {
    /// Of the spans that wait.
    batch: Option<Instant>,
    pub(super) metrics: Option<Instant>,
    pub(super) look: Option<Instant>,
    pub(super) spool: Option<Instant>,
    /// Whether something else was done last.
    batch_is_next: bool,
}

/// What the schedule says.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Next {
    Do(Task),
    /// Nothing is due for so long.
    Wait(Duration),
}

impl Schedule {
    pub(super) fn new(
        metrics: Option<Instant>,
        look: Option<Instant>,
        spool: Option<Instant>,
    ) -> Self {
        Schedule {
            metrics,
            look,
            spool,
            ..Self::default()
        }
    }

    /// Whose turn it is. Spans that begin to wait now are due after `delay`.
    pub(super) fn next(&mut self, now: Instant, waiting: Waiting, delay: Duration) -> Next {
        self.batch = match waiting {
            Waiting::Nothing => None,
            _ => Some(self.batch.unwrap_or_else(|| later(now, delay))),
        };
        let is_due = |at: Option<Instant>| at.is_some_and(|at| at <= now);
        let others = [(self.metrics, Task::Metrics), (self.look, Task::Look)];
        // The one that has waited longest: metrics may be due again after each batch.
        let due = others.into_iter().filter(|(at, _)| is_due(*at));
        let other = due.min_by_key(|(at, _)| *at);
        let batch_is_due = waiting == Waiting::Due || is_due(self.batch);
        let task = match other {
            Some((_, other)) if !self.batch_is_next || !batch_is_due => other,
            _ if batch_is_due => Task::Batch,
            _ if is_due(self.spool) => Task::Spool,
            _ => return Next::Wait(self.first().map_or(Duration::MAX, |at| at - now)),
        };
        self.batch_is_next = task != Task::Batch;
        match task {
            Task::Batch => self.batch = None,
            Task::Spool => self.spool = None,
            // They say themselves when they are due again, once they are over.
            Task::Metrics | Task::Look | Task::End => {}
        }
        Next::Do(task)
    }

    fn first(&self) -> Option<Instant> {
        let all = [self.batch, self.metrics, self.look, self.spool];
        all.into_iter().flatten().min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);
    const DELAY: Duration = Duration::from_secs(5);
    const QUICK: [Duration; 3] = [Duration::ZERO, Duration::ZERO, Duration::from_millis(10)];

    /// What is done in so many seconds, where metrics, a look and a batch take as long as `took` says.
    fn done(
        schedule: &mut Schedule,
        seconds: u32,
        waiting: Waiting,
        took: [Duration; 3],
    ) -> Vec<(u64, Task)> {
        let begin = Instant::now();
        let mut now = begin;
        let mut done = Vec::new();
        while now < begin + seconds * SECOND {
            match schedule.next(now, waiting, DELAY) {
                Next::Wait(left) => now += left,
                Next::Do(task) => {
                    done.push((now.duration_since(begin).as_secs(), task));
                    match task {
                        Task::Metrics => {
                            now += took[0];
                            schedule.metrics = Some(now + SECOND);
                        }
                        Task::Look => {
                            now += took[1];
                            schedule.look = Some(now + LOOK_EVERY);
                        }
                        _ => now += took[2],
                    }
                }
            }
        }
        done
    }

    fn batches(done: &[(u64, Task)]) -> Vec<u64> {
        let batches = done.iter().filter(|(_, task)| *task == Task::Batch);
        batches.map(|(second, _)| *second).collect()
    }

    #[test]
    fn spans_wait_no_longer_than_the_delay_whatever_else_is_done_meanwhile() {
        let mut schedule = Schedule::new(None, Some(Instant::now()), None);
        let done = done(&mut schedule, 16, Waiting::Some, QUICK);
        assert_eq!(batches(&done), [5, 10, 15]);
        assert_eq!(
            done.iter().filter(|(_, task)| *task == Task::Look).count(),
            16
        );
    }

    #[test]
    fn what_takes_longer_than_its_interval_leaves_others_their_turn() {
        let now = Some(Instant::now());
        let mut schedule = Schedule::new(now, now, None);
        let slow = [10 * SECOND, 3 * SECOND, SECOND / 100];
        let done = done(&mut schedule, 60, Waiting::Some, slow);
        assert!(batches(&done).len() >= 3, "{done:?}");
        for task in [Task::Metrics, Task::Look] {
            assert!(
                done.iter().filter(|(_, did)| *did == task).count() >= 3,
                "{done:?}"
            );
        }
    }

    #[test]
    fn full_batches_and_the_others_take_turns() {
        let now = Some(Instant::now());
        let mut schedule = Schedule::new(now, now, None);
        let done = done(&mut schedule, 10, Waiting::Due, QUICK);
        assert!(batches(&done).len() > 900);
        for task in [Task::Metrics, Task::Look] {
            assert_eq!(done.iter().filter(|(_, did)| *did == task).count(), 10);
        }
    }

    #[test]
    fn metrics_that_are_due_again_after_each_batch_leave_the_look_its_turn() {
        let now = Some(Instant::now());
        let mut schedule = Schedule::new(now, now, None);
        let slow = [Duration::ZERO, Duration::ZERO, 2 * SECOND];
        let done = done(&mut schedule, 60, Waiting::Due, slow);
        for task in [Task::Batch, Task::Metrics, Task::Look] {
            let times = done.iter().filter(|(_, did)| *did == task).count();
            assert!(times >= 10, "{task:?}: {done:?}");
        }
    }

    #[test]
    fn the_spool_waits_for_spans_that_are_due() {
        let now = Instant::now();
        let mut schedule = Schedule::new(None, None, Some(now));
        assert_eq!(
            schedule.next(now, Waiting::Due, DELAY),
            Next::Do(Task::Batch)
        );
        assert_eq!(
            schedule.next(now, Waiting::Some, DELAY),
            Next::Do(Task::Spool)
        );
        assert_eq!(schedule.next(now, Waiting::Some, DELAY), Next::Wait(DELAY));
        assert_eq!(
            schedule.next(now, Waiting::Nothing, DELAY),
            Next::Wait(Duration::MAX)
        );
    }
}
