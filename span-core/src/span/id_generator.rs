//! Where trace and span ids come from.
//!
//! Owns the random state. Must not know what carries the ids. A generator is never shared between processes: two
//! processes with one state would give the same ids to different spans, so a fork makes a new one.

use rand_xoshiro::Xoroshiro128PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

use crate::model::ids::{SpanId, TraceId};
use crate::model::random::random_bytes;

/// Generates ids in a few instructions each, from 128 bits of the operating system's randomness.
pub(crate) struct IdGenerator {
    state: Xoroshiro128PlusPlus,
}

impl IdGenerator {
    /// Seeds a generator anew.
    pub(crate) fn new() -> Self {
        IdGenerator {
            state: Xoroshiro128PlusPlus::from_seed(random_bytes()),
        }
    }

    /// The ids of a new span: in the trace of its parent, or in a new one, whose root has the lower half of the trace's id,
    /// as Zipkin's tracers have always had it.
    #[inline]
    pub(crate) fn next(&mut self, trace_id: Option<TraceId>) -> (TraceId, SpanId) {
        let span_id = self.nonzero();
        let trace_id = trace_id.unwrap_or_else(|| {
            let high = u128::from(self.state.next_u64());
            TraceId(high << 64 | u128::from(span_id))
        });
        (trace_id, SpanId(span_id))
    }

    /// All zeros is W3C's invalid id.
    #[inline]
    fn nonzero(&mut self) -> u64 {
        loop {
            let value = self.state.next_u64();
            if value != 0 {
                return value;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_stays_in_its_parents_trace() {
        let mut ids = IdGenerator::new();
        let (trace_id, span_id) = ids.next(None);
        let child = ids.next(Some(trace_id));
        assert_eq!(child.0, trace_id);
        assert_ne!(child.1, span_id);
    }

    #[test]
    fn two_generators_share_no_ids() {
        let (mut one, mut other) = (IdGenerator::new(), IdGenerator::new());
        for _ in 0..1_000 {
            let ((trace, span), (other_trace, other_span)) = (one.next(None), other.next(None));
            assert!(trace != other_trace && span != other_span);
        }
    }
}
