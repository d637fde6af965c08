//! Why spans were lost that an exporter had been given.
//!
//! Owns the closed set of reasons and counts by them. Must not know what was tried.

use std::ops::Index;

/// The reason why a destination did not take spans. Each one asks the operator for a different action.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Failure {
    /// It did not answer in time.
    Timeout,
    /// There was no connection: refused, broken, an unknown host, a certificate that is not trusted.
    Unreachable,
    /// It answered that it does not take them: an error status, or a partial success.
    Rejected,
    /// The process ended before the export did.
    Shutdown,
    /// Anything else: a file that cannot be written, an answer that makes no sense, a defect of ours.
    Other,
}

impl Failure {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Failure; 5] = [
        Failure::Timeout,
        Failure::Unreachable,
        Failure::Rejected,
        Failure::Shutdown,
        Failure::Other,
    ];

    /// Its name in counters and metrics.
    pub fn name(self) -> &'static str {
        match self {
            Failure::Timeout => "timeout",
            Failure::Unreachable => "unreachable",
            Failure::Rejected => "rejected",
            Failure::Shutdown => "shutdown",
            Failure::Other => "other",
        }
    }
}

/// How many spans were lost for which reason.
///
/// ```
/// use span_core::{Failure, Failures};
/// let none = Failures::default();
/// assert_eq!((none.total(), none[Failure::Timeout]), (0, 0));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Failures([u64; Failure::ALL.len()]);

impl Failures {
    /// All of them together.
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }

    /// Each reason with its count.
    pub fn iter(&self) -> impl Iterator<Item = (Failure, u64)> + '_ {
        Failure::ALL.into_iter().zip(self.0)
    }

    pub(crate) fn add(&mut self, failure: Failure, count: u64) {
        self.0[failure as usize] += count;
    }

    pub(crate) fn add_all(&mut self, others: &Failures) {
        for (failure, count) in others.iter() {
            self.add(failure, count);
        }
    }

    /// Counts those of one reason as of another.
    pub(crate) fn rename(&mut self, from: Failure, to: Failure) {
        let count = std::mem::take(&mut self.0[from as usize]);
        self.add(to, count);
    }

    /// The most frequent reason, if any span was lost.
    pub(crate) fn main(&self) -> Option<Failure> {
        let lost = self.iter().filter(|(_, count)| *count > 0);
        lost.max_by_key(|(_, count)| *count)
            .map(|(failure, _)| failure)
    }
}

impl Index<Failure> for Failures {
    type Output = u64;

    fn index(&self, failure: Failure) -> &u64 {
        &self.0[failure as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_has_its_own_count_and_name() {
        let mut failures = Failures::default();
        for (count, failure) in (1..).zip(Failure::ALL) {
            failures.add(failure, count);
        }
        let counts: Vec<u64> = failures.iter().map(|(_, count)| count).collect();
        assert_eq!(counts, [1, 2, 3, 4, 5]);
        assert_eq!(failures[Failure::Other], 5);
        assert_eq!(failures.total(), 15);
        let mut names = Failure::ALL.map(Failure::name).to_vec();
        names.dedup();
        assert_eq!(names.len(), Failure::ALL.len());
    }
}
