//! How long exports took.
//!
//! Owns the histograms. Must not know what was exported.

use std::time::Duration;

use crate::export::failure::Failure;

/// Upper bounds in seconds, those of OpenTelemetry for durations of requests; one more bucket has what is beyond.
pub(crate) const BOUNDS: [f64; 14] = [
    0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0,
];

/// Exports of one exporter that ended in one way.
#[derive(Clone, Debug)]
pub(crate) struct Histogram {
    pub(crate) exporter: &'static str,
    pub(crate) failure: Option<Failure>,
    pub(crate) buckets: [u64; BOUNDS.len() + 1],
    pub(crate) sum: f64,
}

/// All of them, those that have something to show.
#[derive(Clone, Default, Debug)]
pub(crate) struct Durations(Vec<Histogram>);

impl Durations {
    pub(crate) fn add(&mut self, exporter: &'static str, failure: Option<Failure>, took: Duration) {
        let seconds = took.as_secs_f64();
        let bucket = BOUNDS.partition_point(|bound| *bound < seconds);
        let mut known = self.0.iter();
        let found = known.position(|known| known.exporter == exporter && known.failure == failure);
        let index = found.unwrap_or_else(|| {
            self.0.push(Histogram {
                exporter,
                failure,
                buckets: [0; BOUNDS.len() + 1],
                sum: 0.0,
            });
            self.0.len() - 1
        });
        self.0[index].buckets[bucket] += 1;
        self.0[index].sum += seconds;
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Histogram> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_counts_in_the_bucket_whose_bound_it_does_not_exceed() {
        let mut durations = Durations::default();
        for millis in [0, 5, 6, 10_000, 10_001] {
            durations.add("otlp", None, Duration::from_millis(millis));
        }
        durations.add("otlp", Some(Failure::Timeout), Duration::from_secs(1));
        let [succeeded, failed] = durations.0.as_slice() else {
            panic!("{durations:?}");
        };
        let mut expected = [0; 15];
        (expected[0], expected[1], expected[13], expected[14]) = (2, 1, 1, 1);
        assert_eq!(succeeded.buckets, expected);
        assert_eq!(failed.buckets.iter().sum::<u64>(), 1);
    }
}
