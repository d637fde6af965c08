//! Contexts as headers: how other services hear of our spans, and we of theirs.
//!
//! Owns the seam between the engine and the formats. Must not know where headers come from or go to, nor what is made
//! of a context. A new format is a file here, a [`Propagator`] and a line in [`inject`] and [`extract`].
//!
//! The OpenTelemetry crates' propagators do not do the work, though the SDK's serve the tests as a second opinion: the
//! one for W3C takes `traceparent` parts of any length and drops trace states that are legal, the one for baggage cuts
//! values at their equals signs and does not escape percent signs, the one for B3 takes "debug" for "not sampled", and
//! the one for Jaeger is made for another release than the rest.

mod b3;
mod carrier;
mod jaeger;
mod trace_context;
mod w3c_baggage;

use std::borrow::Cow;

use crate::model::baggage::Baggage;
use crate::model::context::{SpanContext, TraceFlags};
use crate::settings::lower;
use crate::settings::named::Known;
use carrier::Carrier;

/// A format of headers that carry contexts between services.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Propagator {
    /// W3C's `traceparent` and `tracestate`.
    TraceContext,
    /// W3C's `baggage`.
    Baggage,
    /// B3 with one header.
    B3,
    /// B3 with a header for each part.
    B3Multi,
    /// Jaeger's `uber-trace-id`, and `uberctx-` for baggage.
    Jaeger,
}

/// A comma list of propagators, of which the known ones count; `none` stands alone.
///
/// ```
/// use span_core::{Propagator, parse_propagators};
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

/// Header fields to be sent.
pub(crate) type Fields = Vec<(Cow<'static, str>, String)>;

/// What a caller has told us.
#[derive(Clone, PartialEq, Debug)]
pub struct Extracted {
    /// Its span.
    pub context: SpanContext,
    /// Its baggage, empty where there is none or nobody asked for it.
    pub baggage: Baggage,
}

/// [`Extracted`] before its trace state has a number.
pub(crate) struct Found {
    pub(crate) context: SpanContext,
    pub(crate) trace_state: Option<String>,
    pub(crate) baggage: Baggage,
}

/// Writes what there is in each of the formats.
pub(crate) fn inject(
    propagators: &[Propagator],
    context: Option<&SpanContext>,
    trace_state: Option<&str>,
    baggage: Option<&Baggage>,
) -> Fields {
    let mut fields = Fields::new();
    for propagator in propagators {
        match (propagator, context, baggage) {
            (Propagator::TraceContext, Some(context), _) => {
                trace_context::inject(context, trace_state, &mut fields);
            }
            (Propagator::B3, Some(context), _) => b3::inject_single(context, &mut fields),
            (Propagator::B3Multi, Some(context), _) => b3::inject_multi(context, &mut fields),
            (Propagator::Jaeger, ..) => jaeger::inject(context, baggage, &mut fields),
            (Propagator::Baggage, _, Some(baggage)) => w3c_baggage::inject(baggage, &mut fields),
            _ => {}
        }
    }
    fields
}

/// Reads each of the formats. As OpenTelemetry has it, the last one that names a span counts; baggage adds up.
pub(crate) fn extract(
    propagators: &[Propagator],
    carrier: &[(String, Vec<String>)],
) -> Option<Found> {
    let carrier = Carrier(carrier);
    let mut found = None;
    let mut baggage = Baggage::default();
    for propagator in propagators {
        let context = match propagator {
            Propagator::TraceContext => trace_context::extract(carrier),
            Propagator::B3 | Propagator::B3Multi => b3::extract(carrier).map(without_state),
            Propagator::Jaeger => {
                jaeger::extract_baggage(carrier, &mut baggage);
                jaeger::extract(carrier).map(without_state)
            }
            Propagator::Baggage => {
                w3c_baggage::extract(carrier, &mut baggage);
                None
            }
        };
        found = context.or(found);
    }
    let (context, trace_state) = found?;
    Some(Found {
        context,
        trace_state,
        baggage,
    })
}

fn without_state(context: SpanContext) -> (SpanContext, Option<String>) {
    (context, None)
}

/// A number of `digits` hexadecimal digits in lower case, as all formats write ids. `from_str_radix` alone would take
/// signs and capitals.
fn hex(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<u128> {
    let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let is_id = digits.contains(&text.len()) && text.bytes().all(is_hex);
    is_id.then(|| u128::from_str_radix(text, 16).ok()).flatten()
}

/// A remote context of ids that were read with [`hex`].
fn remote(trace_id: u128, span_id: u128, flags: TraceFlags) -> Option<SpanContext> {
    SpanContext::remote(trace_id, u64::try_from(span_id).ok()?, flags)
}
