//! Which traces the sampler keeps.
//!
//! Owns OpenTelemetry's rules. Must not know what becomes of the traces that are not.

use crate::config::sampler_choice::Sampler;
use crate::model::context::SpanContext;
use crate::model::ids::TraceId;

/// A sampler in the form in which it decides in a few instructions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decider {
    asks_parent: bool,
    /// A trace is taken if the lower 63 bits below the last one of its id are less than this.
    bound: u64,
}

const EVERYTHING: u64 = 1 << 63;

impl Decider {
    pub(crate) fn new(sampler: &Sampler) -> Self {
        let bound = match sampler {
            Sampler::AlwaysOn => EVERYTHING,
            Sampler::AlwaysOff => 0,
            Sampler::TraceIdRatio(ratio) if *ratio >= 1.0 => EVERYTHING,
            Sampler::TraceIdRatio(ratio) => (ratio.max(0.0) * EVERYTHING as f64) as u64,
            Sampler::ParentBased(root) => {
                return Decider {
                    asks_parent: true,
                    ..Decider::new(root)
                };
            }
        };
        Decider {
            asks_parent: false,
            bound,
        }
    }

    /// Whether a new span is sampled.
    #[inline]
    pub(crate) fn samples(self, trace_id: TraceId, parent: Option<&SpanContext>) -> bool {
        match parent {
            Some(parent) if self.asks_parent && !parent.flags.is_deferred() => {
                parent.flags.is_sampled()
            }
            _ => (trace_id.0 as u64) >> 1 < self.bound,
        }
    }
}
