//! What the operator hears of exports that fail and of spans that are dropped.
//!
//! Owns how often that is and how it is put. Must not know exporters or spans.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::config::{Config, LogLevel};

/// How often the operator hears of one matter at most: a collector that is down fails with every batch.
const COMPLAINT_PAUSE: Duration = Duration::from_secs(60);

/// Something that was complained of: an exporter's target, or the queue.
struct Matter {
    name: String,
    last: Instant,
    unsaid: u64,
}

/// Says what went wrong, but not each time.
pub(crate) struct Complaints {
    config: Arc<Config>,
    matters: Vec<Matter>,
    told_drops: u64,
}

impl Complaints {
    pub(crate) fn new(config: Arc<Config>) -> Self {
        Complaints {
            config,
            matters: Vec::new(),
            told_drops: 0,
        }
    }

    /// An exporter lost spans, or has something to say.
    pub(crate) fn add(&mut self, target: &str, lost: usize, reason: &str) {
        let Some(unsaid) = self.may_speak_of(target) else {
            return;
        };
        let level = if lost == 0 {
            LogLevel::Warn
        } else {
            LogLevel::Error
        };
        self.config.say(level, || {
            let mut line = if lost == 0 {
                format!("export to {target}: {reason}")
            } else {
                format!("export to {target} failed, {lost} spans lost: {reason}")
            };
            if unsaid > 0 {
                line.push_str(&format!(" ({unsaid} more such messages left out)"));
            }
            line
        });
    }

    /// So many spans found no room in the queue so far.
    pub(crate) fn drops(&mut self, dropped: u64) {
        if dropped == self.told_drops || self.may_speak_of("the queue").is_none() {
            return;
        }
        self.told_drops = dropped;
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

    /// How often it was kept silent of, if it may be spoken of again.
    fn may_speak_of(&mut self, name: &str) -> Option<u64> {
        let now = Instant::now();
        let Some(matter) = self.matters.iter_mut().find(|matter| matter.name == name) else {
            self.matters.push(Matter {
                name: name.to_owned(),
                last: now,
                unsaid: 0,
            });
            return Some(0);
        };
        if now.duration_since(matter.last) < COMPLAINT_PAUSE {
            matter.unsaid += 1;
            return None;
        }
        matter.last = now;
        Some(std::mem::take(&mut matter.unsaid))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    fn complaints(log: fn(&str), log_level: LogLevel) -> Complaints {
        Complaints::new(Arc::new(Config {
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
        let mut complaints = complaints(log, LogLevel::Error);
        for _ in 0..3 {
            complaints.add("there", 7, "refused");
        }
        complaints.add("elsewhere", 1, "lost");
        assert_eq!(
            *SAID.lock().unwrap(),
            [
                "export to there failed, 7 spans lost: refused",
                "export to elsewhere failed, 1 spans lost: lost"
            ]
        );
        if let Some(past) = Instant::now().checked_sub(COMPLAINT_PAUSE) {
            complaints.matters[0].last = past;
            complaints.add("there", 7, "refused");
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
        let mut complaints = complaints(log, LogLevel::Error);
        for dropped in [0, 5, 5, 9] {
            complaints.drops(dropped);
        }
        let said = ["5 spans dropped so far because the queue of 16 was full"];
        assert_eq!(*SAID.lock().unwrap(), said);
    }

    #[test]
    fn says_nothing_that_the_operator_does_not_want_to_hear() {
        static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());
        let log = |line: &str| SAID.lock().unwrap().push(line.to_owned());
        complaints(log, LogLevel::None).add("there", 7, "refused");
        complaints(log, LogLevel::Error).add("there", 0, "slow down");
        assert!(SAID.lock().unwrap().is_empty());
        complaints(log, LogLevel::Warn).add("there", 0, "slow down");
        assert_eq!(*SAID.lock().unwrap(), ["export to there: slow down"]);
    }
}
