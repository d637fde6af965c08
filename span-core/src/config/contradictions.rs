//! Settings that are valid alone and wrong together.
//!
//! Owns what is compared with what. Must not know where a setting came from, nor the parsers.

use std::time::Duration;

use crate::config::Config;
use crate::span::record::Record;

/// From here on a time limit is none: see [`parse_timeout`](crate::settings::parse_timeout).
const NO_LIMIT: Duration = Duration::from_secs(24 * 60 * 60);

/// From here on a span that waits for its batch is rather lost with its process.
const LONG_DELAY: Duration = Duration::from_secs(60 * 60);

impl Config {
    /// A warning for each setting that has no or another effect because of a second one.
    ///
    /// ```
    /// let config = span_core::Config { queue_size: Some(10_000_000), ..Default::default() };
    /// assert_eq!(config.contradictions().len(), 1);
    /// ```
    pub fn contradictions(&self) -> Vec<String> {
        let checks = [
            self.check_queue_size(),
            self.check_keeping(),
            self.check_timeouts(),
            self.check_delay(),
            self.check_spool(),
        ];
        checks.into_iter().flatten().collect()
    }

    fn check_queue_size(&self) -> Option<String> {
        let least = self.queue_size?.saturating_mul(Record::PLAIN);
        (least > self.queue_memory).then(|| {
            format!(
                "queue_memory {} holds fewer spans than queue_size says: {} of the smallest",
                self.queue_memory,
                self.queue_capacity()
            )
        })
    }

    fn check_keeping(&self) -> Option<String> {
        if !self.keep_errors {
            let is_idle = self.keep_slower_than.is_some();
            return is_idle.then(|| "keep_slower_than does nothing without keep_errors".to_owned());
        }
        let least = self.keep_buffer.saturating_mul(Record::PLAIN);
        (least > self.queue_memory).then(|| {
            format!(
                "queue_memory {} holds fewer spans than keep_buffer says: {} of the smallest",
                self.queue_memory,
                self.queue_memory / Record::PLAIN
            )
        })
    }

    fn check_timeouts(&self) -> Option<String> {
        if self.export_timeout < NO_LIMIT {
            return None;
        }
        let mut exporters = self.exporters.iter();
        let endless = exporters.find(|kind| {
            let timeout = self.export.timeout(**kind);
            timeout.is_some_and(|timeout| timeout >= NO_LIMIT)
        })?;
        Some(format!(
            "neither {}.timeout nor export_timeout limits an export: a collector that never answers holds up all later spans",
            endless.name()
        ))
    }

    fn check_spool(&self) -> Option<String> {
        match (&self.spool.path, self.spool.max_size) {
            (Some(_), 0) => Some("spool.path does nothing without spool.max_size".to_owned()),
            (None, 1..) => Some("spool.max_size does nothing without spool.path".to_owned()),
            _ => None,
        }
    }

    fn check_delay(&self) -> Option<String> {
        (self.schedule_delay > LONG_DELAY).then(|| {
            format!(
                "schedule_delay lets a span wait for {} s: what a process that is killed has not sent is lost",
                self.schedule_delay.as_secs()
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(change: impl FnOnce(&mut Config)) -> Vec<String> {
        let mut config = Config::default();
        change(&mut config);
        config.contradictions()
    }

    /// Asserts that there is one warning, which names each of `words`.
    fn assert_warns(words: &[&str], change: impl FnOnce(&mut Config)) {
        let warnings = said(change);
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        for word in words {
            assert!(warnings[0].contains(word), "{word}: {warnings:?}");
        }
    }

    #[test]
    fn the_defaults_fit_each_other() {
        assert!(said(|_| {}).is_empty());
        assert!(said(|config| config.keep_errors = true).is_empty());
        assert!(said(|config| config.export.otlp.timeout = Duration::MAX).is_empty());
        assert!(said(|config| config.export_timeout = Duration::MAX).is_empty());
    }

    #[test]
    fn counts_that_no_memory_holds_are_told() {
        assert_warns(&["queue_memory 65536", "queue_size"], |config| {
            config.queue_memory = 64 << 10;
            config.queue_size = Some(10_000);
        });
        assert_warns(&["queue_memory", "keep_buffer"], |config| {
            config.queue_memory = 64 << 10;
            config.keep_errors = true;
        });
    }

    #[test]
    fn what_does_nothing_or_too_much_is_told() {
        assert_warns(&["keep_slower_than", "keep_errors"], |config| {
            config.keep_slower_than = Some(LONG_DELAY);
        });
        assert_warns(&["schedule_delay"], |config| {
            config.schedule_delay = Duration::MAX
        });
    }

    #[test]
    fn a_spool_needs_a_place_and_a_size() {
        let path = || Some("/var/spool/php".into());
        assert_warns(&["spool.path", "spool.max_size"], |config| {
            config.spool.path = path();
        });
        assert_warns(&["spool.max_size", "spool.path"], |config| {
            config.spool.max_size = 1 << 20;
        });
        let both = |config: &mut Config| {
            config.spool.path = path();
            config.spool.max_size = 1 << 20;
        };
        assert!(said(both).is_empty());
    }

    /// Of a default exporter, which a build without OTLP has not.
    #[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
    #[test]
    fn an_export_that_nothing_limits_is_warned_of() {
        assert_warns(&["otlp.timeout", "export_timeout"], |config| {
            config.export.otlp.timeout = NO_LIMIT;
            config.export_timeout = NO_LIMIT;
        });
    }
}
