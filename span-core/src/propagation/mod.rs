//! Contexts as headers: how other services hear of our spans, and we of theirs.
//!
//! Owns the one list of the formats, and in which order they count. Must not know where headers come from or go to, nor what
//! is made of a context. A new format is a file with a [`Format`] in it, a `mod` line for it and a line in the list below.
//!
//! OpenTelemetry's crates have propagators too; the SDK's serve the tests as a second opinion. What speaks against them:
//!
//! - `TraceContextPropagator` of `opentelemetry_sdk` 0.33.1 takes `00-1-2-1` for a `traceparent`. `TraceState` drops all members
//!   for a malformed one, and refuses legal keys: `t@averylongvendorname`, or any with two `@`.
//! - `BaggagePropagator` of the same reads `a=b=c` as `b`, and writes the value `50%25` as it is, which is read as `50%`.
//! - `opentelemetry-zipkin` 0.33.0, which is deprecated, reads "debug" (`d`) in B3's single header as not sampled, and refuses
//!   it if it is set up to write several headers. In several headers (`X-B3-Flags: 1`) debug is sampled, as it should be.
//! - `opentelemetry-jaeger-propagator` 0.32.0 is built on `opentelemetry` 0.32, a second copy beside 0.33.

mod b3;
mod carrier;
mod format;
mod jaeger;
mod trace_context;
mod w3c_baggage;

use crate::model::baggage::Baggage;
use crate::model::context::SpanContext;
use crate::settings::lower;
use crate::settings::named::Known;
use carrier::Carrier;
use format::{Caller, Format};
pub(crate) use format::{Fields, Outgoing};

/// Makes all of it out of the list. A line is `Kind = file::Type;`.
macro_rules! propagators {
    ($($(#[$doc:meta])* $kind:ident = $module:ident::$format:ident;)*) => {
        /// A format of headers that carry contexts between services.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Propagator {
            $($(#[$doc])* $kind,)*
        }

        const PROPAGATORS: &[(&str, Propagator)] = &[
            $((<$module::$format as Format>::NAME, Propagator::$kind),)*
        ];

        impl Propagator {
            fn inject(self, outgoing: &Outgoing<'_>, fields: &mut Fields) {
                match self {
                    $(Propagator::$kind => <$module::$format as Format>::inject(outgoing, fields),)*
                }
            }

            fn reads(self, name: &[u8]) -> bool {
                match self {
                    $(Propagator::$kind => <$module::$format as Format>::reads(name),)*
                }
            }

            fn extract(self, carrier: Carrier<'_>, baggage: &mut Baggage) -> Option<Caller> {
                match self {
                    $(Propagator::$kind => <$module::$format as Format>::extract(carrier, baggage),)*
                }
            }
        }
    };
}

propagators! {
    /// W3C's `traceparent` and `tracestate`.
    TraceContext = trace_context::TraceContext;
    /// W3C's `baggage`.
    Baggage = w3c_baggage::W3cBaggage;
    /// B3 with one header.
    B3 = b3::B3Single;
    /// B3 with a header for each part.
    B3Multi = b3::B3Multi;
    /// Jaeger's `uber-trace-id`, and `uberctx-` for baggage.
    Jaeger = jaeger::Jaeger;
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
    if lower(text) == "none" {
        return Ok(Known {
            entries: Vec::new(),
            refused: None,
        });
    }
    Known::read(text, |name| {
        let name = lower(name);
        let mut known = PROPAGATORS.iter();
        let found = known.find(|(known, _)| *known == name);
        found
            .map(|(_, propagator)| *propagator)
            .ok_or_else(expected)
    })
}

fn expected() -> String {
    let mut names: Vec<_> = PROPAGATORS.iter().map(|(name, _)| *name).collect();
    let last = names.pop().unwrap_or_default();
    let others = names.join(", ");
    format!("expected a comma list of {others} and {last}, or none")
}

/// The context and baggage from a caller's headers.
#[derive(Clone, PartialEq, Debug)]
pub struct Extracted {
    /// Its span.
    pub context: SpanContext,
    /// Its baggage, empty where there is none or the baggage propagator is off.
    pub baggage: Baggage,
}

/// [`Extracted`] before its trace state has a number.
pub(crate) struct Found {
    pub(crate) context: SpanContext,
    pub(crate) trace_state: Option<String>,
    pub(crate) baggage: Baggage,
}

/// Writes context and baggage in each of the formats.
pub(crate) fn inject(propagators: &[Propagator], outgoing: &Outgoing<'_>) -> Fields {
    let mut fields = Fields::new();
    for propagator in propagators {
        propagator.inject(outgoing, &mut fields);
    }
    fields
}

/// Whether a header of this name, in any case, counts for one of the formats.
pub(crate) fn reads(propagators: &[Propagator], name: &[u8]) -> bool {
    propagators.iter().any(|propagator| propagator.reads(name))
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
        let caller = propagator.extract(carrier, &mut baggage);
        found = caller.or(found);
    }
    let (context, trace_state) = found?;
    Some(Found {
        context,
        trace_state,
        baggage,
    })
}
