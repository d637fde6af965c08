//! Settings that are valid alone and wrong together.
//!
//! Owns what is compared with what. Must not know where a setting came from, nor the parsers.

use std::time::Duration;

use crate::config::{Config, ExporterKind};
use crate::record::Record;

/// Stands for no limit: no clock is asked for more.
const NO_LIMIT: Duration = Duration::from_secs(24 * 60 * 60);

/// From here on a span that waits for its batch is rather lost with its process.
const LONG_DELAY: Duration = Duration::from_secs(60 * 60);

impl Config {
    /// Makes settings fit each other, once, before an engine gets them. Returns a warning for each that was changed, or that
    /// does not do what its name says.
    ///
    /// A time limit of 0 is none, as in OpenTelemetry's configuration: then the other limits hold, and that of the end of
    /// the process.
    ///
    /// ```
    /// let mut config = span_core::Config { queue_size: Some(100), batch_size: 5_000, ..Default::default() };
    /// assert_eq!(config.settle().len(), 1);
    /// assert_eq!(config.batch_size, 100);
    /// ```
    pub fn settle(&mut self) -> Vec<String> {
        let mut warnings = Vec::new();
        warnings.extend(self.settle_batch_size());
        warnings.extend(self.check_queue_size());
        warnings.extend(self.check_keeping());
        warnings.extend(self.settle_timeouts());
        warnings.extend(self.check_delay());
        warnings
    }

    /// A batch that the queue cannot hold would never be full.
    fn settle_batch_size(&mut self) -> Option<String> {
        let queue_size = self.queue_size?;
        if self.batch_size <= queue_size {
            return None;
        }
        let is_chosen = self.batch_size != Config::default().batch_size;
        let warning = format!(
            "batch_size {} is more than queue_size {queue_size}: a batch has {queue_size} spans at most",
            self.batch_size
        );
        self.batch_size = queue_size;
        is_chosen.then_some(warning)
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

    fn settle_timeouts(&mut self) -> Option<String> {
        let mut unlimited = Vec::new();
        for (kind, name, timeout) in [
            (ExporterKind::Otlp, "otlp.timeout", &mut self.otlp.timeout),
            (
                ExporterKind::Jaeger,
                "jaeger.timeout",
                &mut self.jaeger.timeout,
            ),
            (
                ExporterKind::Zipkin,
                "zipkin.timeout",
                &mut self.zipkin.timeout,
            ),
        ] {
            if timeout.is_zero() {
                *timeout = NO_LIMIT;
                unlimited.extend(self.exporters.contains(&kind).then_some(name));
            }
        }
        if !self.export_timeout.is_zero() {
            return None;
        }
        self.export_timeout = NO_LIMIT;
        let name = unlimited.first()?;
        Some(format!(
            "neither {name} nor export_timeout limits an export: a collector that never answers holds up all later spans"
        ))
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

    fn settled(change: impl FnOnce(&mut Config)) -> (Config, Vec<String>) {
        let mut config = Config::default();
        change(&mut config);
        let warnings = config.settle();
        (config, warnings)
    }

    /// Asserts that there is one warning, which names each of `words`.
    fn assert_warns(words: &[&str], change: impl FnOnce(&mut Config)) -> Config {
        let (config, warnings) = settled(change);
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        for word in words {
            assert!(warnings[0].contains(word), "{word}: {warnings:?}");
        }
        config
    }

    #[test]
    fn the_defaults_fit_each_other() {
        assert!(settled(|_| {}).1.is_empty());
        assert!(settled(|config| config.keep_errors = true).1.is_empty());
    }

    #[test]
    fn a_batch_is_no_larger_than_its_queue() {
        let config = assert_warns(&["batch_size 5000", "queue_size 100"], |config| {
            config.batch_size = 5_000;
            config.queue_size = Some(100);
        });
        assert_eq!(config.batch_size, 100);
        // The one that nobody chose makes no noise.
        let (config, warnings) = settled(|config| config.queue_size = Some(100));
        assert_eq!((config.batch_size, warnings), (100, Vec::new()));
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
        assert_warns(&["keep_slower_than", "keep_errors"], |config| {
            config.keep_slower_than = Some(LONG_DELAY);
        });
    }

    #[test]
    fn a_limit_of_0_is_none_and_the_others_hold() {
        let (config, warnings) = settled(|config| config.otlp.timeout = Duration::ZERO);
        assert_eq!((config.otlp.timeout, warnings), (NO_LIMIT, Vec::new()));
        let (config, warnings) = settled(|config| config.export_timeout = Duration::ZERO);
        assert_eq!((config.export_timeout, warnings), (NO_LIMIT, Vec::new()));
        assert_warns(&["otlp.timeout", "export_timeout"], |config| {
            config.otlp.timeout = Duration::ZERO;
            config.export_timeout = Duration::ZERO;
        });
        assert_warns(&["schedule_delay"], |config| {
            config.schedule_delay = Duration::MAX
        });
    }
}
