//! Log lines about failed exports and dropped spans.
//!
//! Owns their wording and how often one is repeated. Must not know exporters or spans.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::config::Config;
use crate::config::log_level::LogLevel;

/// The same line is logged at most this often: a collector that is down fails with every batch.
const REPEAT_PAUSE: Duration = Duration::from_secs(60);
/// How many different reasons of one topic are logged for a target within that time. A new reason is worth a line; an
/// endless supply of them is not.
const REASONS_KEPT: usize = 4;

/// The topics of lines about a target. Each topic is limited by itself, so that a failed try cannot keep the loss that follows
/// it out of the log.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Topic {
    /// A try failed and is repeated.
    Retry,
    /// Spans were lost.
    Loss,
    /// No span was lost.
    Notice,
    /// Spans found no room in the queue.
    Drops,
}

/// The lines about a target in the current minute.
struct Said {
    target: String,
    topic: Topic,
    since: Instant,
    reasons: Vec<String>,
    unsaid: u64,
}

/// A target that takes nothing at the moment.
struct Outage {
    target: String,
    since: Instant,
    is_logged: bool,
}

/// Logs a failure at once when it is new, and at most once a minute when it repeats.
pub(crate) struct RateLimitedLog {
    config: Arc<Config>,
    said: Vec<Said>,
    outages: Vec<Outage>,
    logged_drops: u64,
}

impl RateLimitedLog {
    pub(crate) fn new(config: Arc<Config>) -> Self {
        RateLimitedLog {
            config,
            said: Vec::new(),
            outages: Vec::new(),
            logged_drops: 0,
        }
    }

    /// A try failed, and there will be another one after `pause`. Repeated lines are logged at debug level.
    pub(crate) fn failed_try(&mut self, target: &str, reason: &str, pause: Duration) {
        let unsaid = self.may_say(Topic::Retry, target, reason);
        self.begin_outage(target, unsaid.is_some());
        let level = match unsaid {
            Some(_) => LogLevel::Warn,
            None => LogLevel::Debug,
        };
        self.config.say(level, || {
            let millis = pause.as_millis();
            let line = format!("export to {target} failed, next try in {millis} ms: {reason}");
            with_unsaid(line, unsaid.unwrap_or(0))
        });
    }

    /// A target took nothing of what it was given: `lost` spans, or something that is no span.
    pub(crate) fn refused(&mut self, target: &str, lost: usize, reason: &str) {
        let is_logged = self.add(target, lost, reason);
        self.begin_outage(target, is_logged);
    }

    /// A target lost spans, or has something to say. True if that was put into words now.
    pub(crate) fn add(&mut self, target: &str, lost: usize, reason: &str) -> bool {
        let (topic, level) = match lost {
            0 => (Topic::Notice, LogLevel::Warn),
            _ => (Topic::Loss, LogLevel::Error),
        };
        let Some(unsaid) = self.may_say(topic, target, reason) else {
            return false;
        };
        self.config.say(level, || {
            let line = match lost {
                0 => format!("export to {target}: {reason}"),
                1 => format!("export to {target} failed, 1 span lost: {reason}"),
                _ => format!("export to {target} failed, {lost} spans lost: {reason}"),
            };
            with_unsaid(line, unsaid)
        });
        true
    }

    /// A target took something. If an outage of it was logged, its end is logged too.
    pub(crate) fn delivered(&mut self, target: &str) {
        let is_this = |outage: &Outage| outage.target == target;
        if let Some(index) = self.outages.iter().position(is_this) {
            let outage = self.outages.swap_remove(index);
            if outage.is_logged {
                let seconds = outage.since.elapsed().as_secs_f64();
                self.config.say(LogLevel::Info, || {
                    format!("export to {target} works again after {seconds:.1} s")
                });
            }
        }
    }

    /// Logs the total of spans that were dropped because the queue was full, if it has grown.
    pub(crate) fn drops(&mut self, dropped: u64) {
        if dropped == self.logged_drops || self.may_say(Topic::Drops, "", "").is_none() {
            return;
        }
        self.logged_drops = dropped;
        let Config {
            queue_size,
            queue_memory,
            ..
        } = *self.config;
        self.config.say(LogLevel::Error, || match queue_size {
            Some(size) => format!("{dropped} spans dropped so far because the queue of {size} was full"),
            None => format!(
                "{dropped} spans dropped so far because the queue was full: traced_coroutine.queue_memory is {queue_memory}"
            ),
        });
    }

    /// Logs what is no failure, each time.
    pub(crate) fn debug(&self, line: impl FnOnce() -> String) {
        self.config.say(LogLevel::Debug, line);
    }

    fn begin_outage(&mut self, target: &str, is_logged: bool) {
        let mut outages = self.outages.iter_mut();
        match outages.find(|outage| outage.target == target) {
            Some(outage) => outage.is_logged |= is_logged,
            None => self.outages.push(Outage {
                target: target.to_owned(),
                since: Instant::now(),
                is_logged,
            }),
        }
    }

    /// How often such a thing was left out since it was last said, if it may be said now.
    fn may_say(&mut self, topic: Topic, target: &str, reason: &str) -> Option<u64> {
        let now = Instant::now();
        let mut known = self.said.iter_mut();
        let Some(said) = known.find(|said| said.topic == topic && said.target == target) else {
            self.said.push(Said {
                target: target.to_owned(),
                topic,
                since: now,
                reasons: vec![reason.to_owned()],
                unsaid: 0,
            });
            return Some(0);
        };
        if now.duration_since(said.since) >= REPEAT_PAUSE {
            said.since = now;
            said.reasons = vec![reason.to_owned()];
            return Some(std::mem::take(&mut said.unsaid));
        }
        let is_news = !said.reasons.iter().any(|known| known == reason);
        if is_news && said.reasons.len() < REASONS_KEPT {
            said.reasons.push(reason.to_owned());
            return Some(0);
        }
        said.unsaid += 1;
        None
    }
}

fn with_unsaid(line: String, unsaid: u64) -> String {
    match unsaid {
        0 => line,
        _ => format!("{line} ({unsaid} more such messages left out)"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    fn rate_limited(log: fn(&str), log_level: LogLevel) -> RateLimitedLog {
        RateLimitedLog::new(Arc::new(Config {
            log,
            log_level,
            queue_size: Some(16),
            ..Config::default()
        }))
    }

    #[test]
    fn complains_of_each_target_once_a_minute_and_says_what_it_left_out() {
        static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());
        let log = |line: &str| SAID.lock().unwrap().push(line.to_owned());
        let mut rate_limited = rate_limited(log, LogLevel::Error);
        for _ in 0..3 {
            rate_limited.add("there", 7, "refused");
        }
        rate_limited.add("elsewhere", 1, "lost");
        assert_eq!(
            *SAID.lock().unwrap(),
            [
                "export to there failed, 7 spans lost: refused",
                "export to elsewhere failed, 1 span lost: lost"
            ]
        );
        if let Some(past) = Instant::now().checked_sub(REPEAT_PAUSE) {
            rate_limited.said[0].since = past;
            rate_limited.add("there", 7, "refused");
            assert_eq!(
                SAID.lock().unwrap()[2],
                "export to there failed, 7 spans lost: refused (2 more such messages left out)"
            );
        }
    }

    #[test]
    fn tells_of_drops_by_their_number_and_only_while_it_grows() {
        static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());
        let log = |line: &str| SAID.lock().unwrap().push(line.to_owned());
        let mut rate_limited = rate_limited(log, LogLevel::Error);
        for dropped in [0, 5, 5, 9] {
            rate_limited.drops(dropped);
        }
        let said = ["5 spans dropped so far because the queue of 16 was full"];
        assert_eq!(*SAID.lock().unwrap(), said);
    }

    #[test]
    fn says_nothing_that_the_operator_does_not_want_to_hear() {
        static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());
        let log = |line: &str| SAID.lock().unwrap().push(line.to_owned());
        rate_limited(log, LogLevel::None).add("there", 7, "refused");
        rate_limited(log, LogLevel::Error).add("there", 0, "slow down");
        assert!(SAID.lock().unwrap().is_empty());
        rate_limited(log, LogLevel::Warn).add("there", 0, "slow down");
        assert_eq!(*SAID.lock().unwrap(), ["export to there: slow down"]);
    }

    #[test]
    fn says_the_first_failed_try_at_once_each_one_on_debug_and_the_recovery_once() {
        static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());
        let log = |line: &str| SAID.lock().unwrap().push(line.to_owned());
        let pause = Duration::from_millis(500);
        let mut quiet = rate_limited(log, LogLevel::Info);
        quiet.failed_try("there", "refused", pause);
        quiet.failed_try("there", "refused", pause);
        quiet.refused("there", 7, "refused");
        quiet.delivered("there");
        quiet.delivered("there");
        let said = std::mem::take(&mut *SAID.lock().unwrap());
        assert_eq!(
            said[..2],
            [
                "export to there failed, next try in 500 ms: refused",
                "export to there failed, 7 spans lost: refused",
            ]
        );
        assert!(
            said[2].starts_with("export to there works again after "),
            "{said:?}"
        );
        assert_eq!(said.len(), 3);
        let mut loud = rate_limited(log, LogLevel::Debug);
        for _ in 0..3 {
            loud.failed_try("there", "refused", pause);
        }
        assert_eq!(SAID.lock().unwrap().len(), 3);
    }

    #[test]
    fn a_recovery_from_what_was_left_out_is_left_out_too() {
        static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());
        let log = |line: &str| SAID.lock().unwrap().push(line.to_owned());
        let mut rate_limited = rate_limited(log, LogLevel::Info);
        for _ in 0..9 {
            rate_limited.failed_try("there", "refused", Duration::ZERO);
            rate_limited.delivered("there");
        }
        assert_eq!(SAID.lock().unwrap().len(), 2);
    }

    #[test]
    fn a_new_reason_is_said_at_once_but_not_an_endless_row_of_them() {
        static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());
        let log = |line: &str| SAID.lock().unwrap().push(line.to_owned());
        let mut rate_limited = rate_limited(log, LogLevel::Error);
        rate_limited.add("there", 1, "refused");
        rate_limited.add("there", 1, "HTTP 401");
        assert_eq!(SAID.lock().unwrap().len(), 2);
        for number in 0..99 {
            rate_limited.add("there", 1, &format!("request {number} is bad"));
        }
        assert_eq!(SAID.lock().unwrap().len(), REASONS_KEPT);
    }
}
