//! Where trace and span ids come from.
//!
//! Owns the random state. Must not know who carries the ids. A generator is never shared between processes: two
//! processes with one state would give the same ids to different spans, so a fork makes a new one.

use std::hash::{BuildHasher, Hasher, RandomState};

use rand_xoshiro::Xoroshiro128PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

use crate::ids::{SpanId, TraceId};

/// The operating system's randomness.
pub(crate) fn random_bytes() -> [u8; 16] {
    let mut bytes = [0; 16];
    if getrandom::fill(&mut bytes).is_err() {
        // A seccomp filter may deny getrandom(2). Colliding ids would be worse than guessable ones, so hash the
        // standard library's per-thread keys with what tells this process and moment from others.
        for chunk in bytes.chunks_exact_mut(8) {
            let mut hasher = RandomState::new().build_hasher();
            hasher.write_u32(std::process::id());
            hasher.write_u128(
                std::time::UNIX_EPOCH
                    .elapsed()
                    .unwrap_or_default()
                    .as_nanos(),
            );
            chunk.copy_from_slice(&hasher.finish().to_ne_bytes());
        }
    }
    bytes
}

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
