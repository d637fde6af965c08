//! Samplers, as OpenTelemetry names them.
//!
//! Owns which there are, and what is set of them. Must not know how one decides (`tracer::sampling::sampler`).

use crate::settings::lower;

/// A sampler, as OpenTelemetry defines them.
#[derive(Clone, PartialEq, Debug)]
pub enum Sampler {
    /// Everything.
    AlwaysOn,
    /// Nothing.
    AlwaysOff,
    /// This share of all traces, from 0 to 1, by their ids: services with the same ratio take the same traces.
    TraceIdRatio(f64),
    /// Follows the parent's decision; the sampler inside decides for roots.
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
