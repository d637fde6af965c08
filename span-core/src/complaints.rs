//! What the operator hears of failing exports.
//!
//! Owns how often that is and how it is put. Must not know exporters or spans.

use std::time::{Duration, Instant};

/// How often the operator hears of failing exports at most: a collector that is down fails with every batch.
const COMPLAINT_PAUSE: Duration = Duration::from_secs(60);

/// Says what went wrong, but not each time.
pub(crate) struct Complaints {
    log: fn(&str),
    last: Option<Instant>,
    unsaid: u64,
}

impl Complaints {
    pub(crate) fn new(log: fn(&str)) -> Self {
        Complaints {
            log,
            last: None,
            unsaid: 0,
        }
    }

    pub(crate) fn add(&mut self, target: &str, lost: usize, reason: &str) {
        let now = Instant::now();
        if let Some(last) = self.last
            && now.duration_since(last) < COMPLAINT_PAUSE
        {
            self.unsaid += 1;
            return;
        }
        let mut line = if lost == 0 {
            format!("export to {target}: {reason}")
        } else {
            format!("export to {target} failed, {lost} spans lost: {reason}")
        };
        if self.unsaid > 0 {
            line.push_str(&format!(" ({} more such messages left out)", self.unsaid));
        }
        (self.log)(&line);
        self.last = Some(now);
        self.unsaid = 0;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn complains_once_a_minute_and_says_what_it_left_out() {
        static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());
        let mut complaints = Complaints::new(|line| SAID.lock().unwrap().push(line.to_owned()));
        for _ in 0..3 {
            complaints.add("there", 7, "refused");
        }
        assert_eq!(
            *SAID.lock().unwrap(),
            ["export to there failed, 7 spans lost: refused"]
        );
        if let Some(past) = Instant::now().checked_sub(COMPLAINT_PAUSE) {
            complaints.last = Some(past);
            complaints.add("there", 7, "refused");
            assert_eq!(
                SAID.lock().unwrap()[1],
                "export to there failed, 7 spans lost: refused (2 more such messages left out)"
            );
        }
    }
}
