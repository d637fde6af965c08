//! Samplers, propagators and limits, as OpenTelemetry's environment variables name them.
//!
//! Owns the names. Must not know what samplers and propagators do.

use super::{Known, digits, lower};
use crate::config::Propagator;
use crate::sampler::Sampler;

/// A sampler by its name. `arg` is the ratio of those that have one; without it everything is sampled.
///
/// ```
/// use span_core::{Sampler, settings::parse_sampler};
/// assert_eq!(parse_sampler("traceidratio", Some("0.25")), Ok(Sampler::TraceIdRatio(0.25)));
/// ```
pub fn parse_sampler(name: &str, arg: Option<&str>) -> Result<Sampler, String> {
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
        "traceidratio" => Sampler::TraceIdRatio(arg.map_or(Ok(1.0), parse_ratio)?),
        _ => return Err(EXPECTED.to_owned()),
    };
    Ok(if is_parent_based {
        Sampler::ParentBased(Box::new(sampler))
    } else {
        sampler
    })
}

/// A share of the whole.
///
/// ```
/// assert_eq!(span_core::settings::parse_ratio("0.25"), Ok(0.25));
/// ```
pub fn parse_ratio(text: &str) -> Result<f64, String> {
    let ratio = text.trim().parse().ok();
    ratio
        .filter(|ratio| (0.0..=1.0).contains(ratio))
        .ok_or_else(|| "expected a number from 0 to 1, such as 0.25".to_owned())
}

/// A comma list of propagators, of which the known ones count; `none` stands alone.
///
/// ```
/// use span_core::{Propagator, settings::parse_propagators};
/// let propagators = parse_propagators("b3, baggage").unwrap();
/// assert_eq!(propagators.entries, [Propagator::B3, Propagator::Baggage]);
/// let propagators = parse_propagators("b3,xray").unwrap();
/// assert_eq!(propagators.entries, [Propagator::B3]);
/// assert!(propagators.refused.unwrap().starts_with("expected"));
/// ```
pub fn parse_propagators(text: &str) -> Result<Known<Propagator>, String> {
    const EXPECTED: &str =
        "expected a comma list of tracecontext, baggage, b3, b3multi and jaeger, or none";
    if lower(text) == "none" {
        return Ok(Known {
            entries: Vec::new(),
            refused: None,
        });
    }
    Known::read(text, |name| match lower(name).as_str() {
        "tracecontext" => Ok(Propagator::TraceContext),
        "baggage" => Ok(Propagator::Baggage),
        "b3" => Ok(Propagator::B3),
        "b3multi" => Ok(Propagator::B3Multi),
        "jaeger" => Ok(Propagator::Jaeger),
        _ => Err(EXPECTED.to_owned()),
    })
}

/// A limit of [`SpanLimits`](crate::SpanLimits); 0 allows nothing.
///
/// ```
/// assert_eq!(span_core::settings::parse_limit("128"), Ok(128));
/// ```
pub fn parse_limit(text: &str) -> Result<u32, String> {
    let limit = digits(text).and_then(|text| text.parse().ok());
    limit.ok_or_else(|| format!("expected a whole number, 0 to {}", u32::MAX))
}
