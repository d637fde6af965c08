//! Samplers: which traces are kept.
//!
//! Owns OpenTelemetry's rules. Must not know what becomes of the traces that are not.

use crate::model::context::SpanContext;
use crate::model::ids::TraceId;
use crate::settings::lower;

/// A sampler, as OpenTelemetry defines them.
#[derive(Clone, PartialEq, Debug)]
pub enum Sampler {
    /// Everything.
    AlwaysOn,
    /// Nothing.
    AlwaysOff,
    /// This share of all traces, from 0 to 1, by their ids: whoever uses the same share takes the same traces.
    TraceIdRatio(f64),
    /// What the parent says; the sampler inside decides for roots.
    ParentBased(Box<Sampler>),
}

impl Default for Sampler {
    fn default() -> Self {
        Sampler::ParentBased(Box::new(Sampler::AlwaysOn))
    }
}

impl Sampler {
    /// Gives the sampler this ratio if it has one.
    pub fn set_ratio(&mut self, ratio: f64) {
        match self {
            Sampler::TraceIdRatio(own) => *own = ratio,
            Sampler::ParentBased(root) => root.set_ratio(ratio),
            Sampler::AlwaysOn | Sampler::AlwaysOff => {}
        }
    }
}

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

/// A sampler by its name. One that has a ratio takes everything until [`Sampler::set_ratio`].
///
/// ```
/// use span_core::{Sampler, parse_sampler};
/// assert_eq!(parse_sampler("traceidratio"), Ok(Sampler::TraceIdRatio(1.0)));
/// ```
pub fn parse_sampler(name: &str) -> Result<Sampler, String> {
    const EXPECTED: &str = "expected always_on, always_off, traceidratio, parentbased_always_on, \
                            parentbased_always_off or parentbased_traceidratio";
    let name = lower(name);
    let (is_parent_based, root) = match name.strip_prefix("parentbased_") {
        Some(root) => (true, root),
        None => (false, name.as_str()),
    };
    let sampler = match root {
        "always_on" => Sampler::AlwaysOn,
        "always_off" => Sampler::AlwaysOff,
        "traceidratio" => Sampler::TraceIdRatio(1.0),
        _ => return Err(EXPECTED.to_owned()),
    };
    Ok(if is_parent_based {
        Sampler::ParentBased(Box::new(sampler))
    } else {
        sampler
    })
}
