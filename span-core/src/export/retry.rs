//! When a request is sent again, and after how long.
//!
//! Owns OTLP's retry rules: exponential back-off with jitter, and longer where the server says so. Must not know how a request is
//! sent.

use std::hash::{BuildHasher, RandomState};
use std::io::{self, ErrorKind};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, SystemTime};

use crate::export::error::{ExportError, panic_message};
use crate::export::exporter::ExportBudget;
use crate::export::failure::Failure;
use crate::export::hint::Symptom;

const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(8);
/// A healthy server answers within this time. An attempt is not repeated with less, which might deliver spans that count as lost.
const TIME_TO_ANSWER: Duration = Duration::from_millis(100);
/// The longest that a server is left alone because it asks for that: it may take spans again long before a time that a proxy
/// named, or a wrong clock.
const LONGEST_WISH: Duration = Duration::from_secs(5 * 60);

/// Why a request failed, and whether sending it again makes sense.
#[derive(Debug)]
pub(super) enum SendError {
    /// It cannot succeed as it is, or may have succeeded.
    Final(ExportError),
    /// It may succeed later; after the given time if the server asked for that.
    Retryable(ExportError, Option<Duration>),
}

/// No answer came within `limit`, which tells something of a server that has never answered, unless the limit is too short.
pub(super) fn no_answer(limit: Duration, has_answered: bool) -> (String, Option<Symptom>) {
    let is_silent = !has_answered && limit >= TIME_TO_ANSWER;
    let reason = format!("no answer within {limit:.1?}");
    (reason, is_silent.then_some(Symptom::Silent))
}

/// Sends until it succeeds, fails for good, or `budget` allows no further attempt. Where time runs out between two attempts,
/// the reason is still that of the first.
pub(super) fn with_retries<T>(
    budget: &dyn ExportBudget,
    mut send: impl FnMut(Duration) -> Result<T, SendError>,
) -> Result<T, ExportError> {
    let mut backoff = FIRST_PAUSE;
    let mut before = None;
    loop {
        let time_left = budget.time_left();
        if time_left.is_zero() {
            let no_time = || ExportError::because(Failure::Timeout, "no time left");
            return Err(before.unwrap_or_else(no_time));
        }
        match send(time_left) {
            Ok(answer) => return Ok(answer),
            Err(SendError::Final(error)) => return Err(error),
            Err(SendError::Retryable(error, wanted)) => {
                let error = error.passing();
                let wanted = wanted.map(|wanted| wanted.min(LONGEST_WISH));
                // A server that asks for no wait, or with a clock of its own for a moment that is over, is not hammered.
                let pause = with_jitter(backoff).max(wanted.unwrap_or_default());
                let is_too_late = budget.time_left() < pause + TIME_TO_ANSWER;
                if is_too_late || !budget.wait_to_retry(&error, pause) {
                    return Err(error.asking_for(wanted));
                }
                backoff = (backoff * 2).min(LONGEST_PAUSE);
                before = Some(error);
            }
        }
    }
}

/// One attempt, of which a panic is a failure like any other: libraries panic where the system refuses them a thread, and it
/// has one again soon. Everything that the attempt was using MUST be made anew for the next one.
pub(super) fn guarded<T>(attempt: impl FnOnce() -> Result<T, SendError>) -> Result<T, SendError> {
    catch_unwind(AssertUnwindSafe(attempt)).unwrap_or_else(|panic| {
        let reason = ExportError::new(panic_message(panic.as_ref()));
        Err(SendError::Retryable(reason, None))
    })
}

/// Whether the system was short of something that it may have again: descriptors, memory, room on the disk.
pub(super) fn is_shortage(error: &io::Error) -> bool {
    // ENFILE, EMFILE and ENOBUFS, which the standard library has no kinds for.
    matches!(error.raw_os_error(), Some(23 | 24 | 105))
        || matches!(
            error.kind(),
            ErrorKind::OutOfMemory
                | ErrorKind::WouldBlock
                | ErrorKind::Interrupted
                | ErrorKind::StorageFull
                | ErrorKind::QuotaExceeded
        )
}

/// Between a half and the whole of it: workers that lost their collector at once shall not come back at once.
fn with_jitter(pause: Duration) -> Duration {
    // A new `RandomState` has new keys, so the hash of nothing is a random number.
    let random = RandomState::new().hash_one(()) >> 32;
    let fraction = random as f64 / f64::from(u32::MAX);
    pause.mul_f64(0.5 + fraction / 2.0)
}

/// The wait that a `Retry-After` header asks for, in seconds or until a date.
pub(super) fn parse_retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    if let Ok(seconds) = value.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(value.trim()).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};
    use std::time::UNIX_EPOCH;

    use super::*;

    /// Notes the pauses instead of waiting, and allows a given number of them.
    struct Recorder {
        pauses: RefCell<Vec<Duration>>,
        allowed: usize,
        time_left: Cell<Duration>,
    }

    impl Recorder {
        fn allowing(allowed: usize) -> Self {
            Recorder {
                pauses: RefCell::default(),
                allowed,
                time_left: Cell::new(Duration::from_secs(3600)),
            }
        }
    }

    impl ExportBudget for Recorder {
        fn time_left(&self) -> Duration {
            self.time_left.get()
        }

        fn wait_to_retry(&self, _: &ExportError, pause: Duration) -> bool {
            let mut pauses = self.pauses.borrow_mut();
            if pauses.len() == self.allowed {
                return false;
            }
            pauses.push(pause);
            true
        }
    }

    fn retryable<T>() -> Result<T, SendError> {
        Err(SendError::Retryable(ExportError::new("busy"), None))
    }

    #[test]
    fn backs_off_exponentially_with_jitter_up_to_a_limit() {
        let budget = Recorder::allowing(9);
        let error = with_retries(&budget, |_| retryable::<()>()).unwrap_err();
        assert_eq!(error.to_string(), "busy");
        let mut longest = FIRST_PAUSE;
        for pause in budget.pauses.borrow().iter() {
            assert!((longest / 2..=longest).contains(pause), "{pause:?}");
            longest = (longest * 2).min(LONGEST_PAUSE);
        }
    }

    #[test]
    fn waits_as_long_as_the_server_asks_but_not_for_hours() {
        let seconds = Duration::from_secs;
        for (wanted, waited) in [(3, seconds(3)), (3600, LONGEST_WISH)] {
            let budget = Recorder::allowing(1);
            let mut calls = 0;
            let answer = with_retries(&budget, |_| {
                calls += 1;
                if calls == 1 {
                    let wanted = Some(seconds(wanted));
                    return Err(SendError::Retryable(ExportError::new("busy"), wanted));
                }
                Ok(calls)
            });
            assert_eq!(answer.unwrap(), 2);
            assert_eq!(*budget.pauses.borrow(), [waited]);
        }
    }

    #[test]
    fn backs_off_though_the_server_asks_for_less() {
        let budget = Recorder::allowing(3);
        let wanted = Some(Duration::ZERO);
        let answer: Result<(), _> = with_retries(&budget, |_| {
            Err(SendError::Retryable(ExportError::new("busy"), wanted))
        });
        assert_eq!(answer.unwrap_err().come_back_after(), wanted);
        let mut shortest = FIRST_PAUSE / 2;
        for pause in budget.pauses.borrow().iter() {
            assert!(*pause >= shortest, "{pause:?}");
            shortest *= 2;
        }
    }

    #[test]
    fn a_wish_that_no_budget_allows_is_for_the_next_request() {
        let of = |wanted| {
            let answer: Result<(), _> = with_retries(&Recorder::allowing(0), |_| {
                Err(SendError::Retryable(ExportError::new("busy"), wanted))
            });
            answer.unwrap_err().come_back_after()
        };
        let minute = Some(Duration::from_secs(60));
        assert_eq!((of(None), of(minute)), (None, minute));
        assert_eq!(of(Some(Duration::MAX)), Some(LONGEST_WISH));
    }

    #[test]
    fn does_not_repeat_what_failed_for_good() {
        let budget = Recorder::allowing(9);
        let mut calls = 0;
        let answer: Result<(), _> = with_retries(&budget, |_| {
            calls += 1;
            Err(SendError::Final(ExportError::new("no")))
        });
        assert_eq!(answer.unwrap_err().to_string(), "no");
        assert_eq!(calls, 1);
    }

    #[test]
    fn sends_nothing_without_time() {
        let budget = Recorder::allowing(9);
        budget.time_left.set(Duration::ZERO);
        let answer: Result<(), _> = with_retries(&budget, |_| unreachable!("sent"));
        assert_eq!(answer.unwrap_err().to_string(), "no time left");
    }

    #[test]
    fn does_not_begin_again_without_time_for_an_answer() {
        for (millis, attempts) in [(600, 2), (349, 1)] {
            let budget = Recorder::allowing(1);
            budget.time_left.set(Duration::from_millis(millis));
            let mut calls = 0;
            let answer: Result<(), _> = with_retries(&budget, |_| {
                calls += 1;
                retryable()
            });
            assert_eq!(answer.unwrap_err().to_string(), "busy");
            assert_eq!(calls, attempts, "{millis} ms");
        }
    }

    #[test]
    fn the_reason_stands_where_time_runs_out_between_two_attempts() {
        let budget = Recorder::allowing(9);
        let answer: Result<(), _> = with_retries(&budget, |_| {
            budget.time_left.set(Duration::ZERO);
            retryable()
        });
        assert_eq!(answer.unwrap_err().to_string(), "busy");
    }

    #[test]
    fn reads_both_forms_of_retry_after() {
        let now = UNIX_EPOCH + Duration::from_secs(784_111_777);
        assert_eq!(
            parse_retry_after("120", now),
            Some(Duration::from_secs(120))
        );
        let date = "Sun, 06 Nov 1994 08:50:37 GMT";
        assert_eq!(parse_retry_after(date, now), Some(Duration::from_secs(60)));
        let past = "Sun, 06 Nov 1994 08:49:00 GMT";
        assert_eq!(parse_retry_after(past, now), Some(Duration::ZERO));
        assert_eq!(parse_retry_after("soon", now), None);
    }
}
