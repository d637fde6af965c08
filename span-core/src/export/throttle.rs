//! A destination's wish to be left alone for a while.
//!
//! Owns how long it is honoured: OTLP wants a client that is told of an overload to throttle itself, and the next batch is as much of
//! a load as a retry. Must not know how a destination says so (`retry`).

use std::time::{Duration, Instant};

use crate::export::error::ExportError;
use crate::export::exporter::{Accepted, ExportBudget};

/// What is left of a batch's time for the attempt itself, or the half of a shorter time.
const TIME_TO_SEND: Duration = Duration::from_secs(2);

/// The moment before which one destination wants no request.
#[derive(Default)]
pub(crate) struct Throttle {
    not_before: Option<Instant>,
}

impl Throttle {
    /// Waits for that moment, but never so long that the batch would be lost without an attempt.
    pub(crate) fn wait(&self, budget: &dyn ExportBudget) {
        let Some(not_before) = self.not_before else {
            return;
        };
        let pause = not_before.saturating_duration_since(Instant::now());
        let time_left = budget.time_left();
        let reserve = TIME_TO_SEND.min(time_left / 2);
        budget.sleep(pause.min(time_left - reserve));
    }

    /// The destination has answered so.
    pub(crate) fn note(&mut self, answer: &Result<Accepted, ExportError>) {
        match answer {
            Ok(_) => self.not_before = None,
            Err(error) => {
                let asked = error.come_back_after();
                let asked = asked.map(|pause| Instant::now() + pause);
                self.not_before = asked.or(self.not_before);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// Notes how long it was to sleep.
    struct Sleeper {
        time_left: Duration,
        slept: Cell<Duration>,
    }

    impl ExportBudget for Sleeper {
        fn time_left(&self) -> Duration {
            self.time_left
        }

        fn wait_to_retry(&self, _: &ExportError, _: Duration) -> bool {
            unreachable!("nothing failed")
        }

        fn sleep(&self, pause: Duration) {
            self.slept.set(pause);
        }
    }

    fn slept(throttle: &Throttle, time_left: u64) -> Duration {
        let sleeper = Sleeper {
            time_left: Duration::from_secs(time_left),
            slept: Cell::default(),
        };
        throttle.wait(&sleeper);
        sleeper.slept.get()
    }

    fn asked(seconds: u64) -> Result<Accepted, ExportError> {
        Err(ExportError::new("busy").asking_for(Some(Duration::from_secs(seconds))))
    }

    #[test]
    fn waits_no_longer_than_leaves_time_to_send() {
        let mut throttle = Throttle::default();
        assert_eq!(slept(&throttle, 30), Duration::ZERO);
        throttle.note(&asked(3_600));
        assert_eq!(slept(&throttle, 30), Duration::from_secs(28));
        assert_eq!(slept(&throttle, 1), Duration::from_millis(500));
        assert_eq!(slept(&throttle, 0), Duration::ZERO);
        throttle.note(&asked(20));
        let pause = slept(&throttle, 30);
        assert!(pause > Duration::from_secs(10) && pause <= Duration::from_secs(20));
    }

    #[test]
    fn a_wish_holds_until_it_is_over_or_the_destination_takes_something() {
        let mut throttle = Throttle::default();
        throttle.note(&asked(3_600));
        throttle.note(&Err(ExportError::new("broken")));
        assert!(slept(&throttle, 30) > Duration::ZERO);
        throttle.note(&Ok(Accepted::default()));
        assert_eq!(slept(&throttle, 30), Duration::ZERO);
        throttle.note(&asked(0));
        assert_eq!(slept(&throttle, 30), Duration::ZERO);
    }
}
