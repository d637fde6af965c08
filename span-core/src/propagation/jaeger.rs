//! Jaeger's headers: `uber-trace-id`, and one with the prefix `uberctx-` for each entry of the baggage.
//!
//! Owns both.

use std::borrow::Cow;

use super::carrier::Carrier;
use super::format::{Caller, Fields, Format, Outgoing, hex, remote};
use super::w3c_baggage::{decode, encode};
use crate::model::baggage::Baggage;
use crate::model::context::{SpanContext, TraceFlags};

const HEADER: &str = "uber-trace-id";
const SAMPLED: u8 = 1;
const DEBUG: u8 = 2;
const BAGGAGE_PREFIX: &str = "uberctx-";

/// Both.
pub(super) struct Jaeger;

impl Format for Jaeger {
    const NAME: &'static str = "jaeger";
    const FIELDS: &'static [&'static str] = &[HEADER];
    const PREFIX: Option<&'static str> = Some(BAGGAGE_PREFIX);

    fn inject(outgoing: &Outgoing<'_>, fields: &mut Fields) {
        if let Some(context) = outgoing.context {
            let SpanContext {
                trace_id, span_id, ..
            } = context;
            // The 0 stands for the parent's id, which is no longer read.
            let flags = match context.flags.is_debug() {
                true => SAMPLED | DEBUG,
                false => u8::from(context.flags.is_sampled()),
            };
            let value = format!("{trace_id}:{span_id}:0:{flags}");
            fields.push((Cow::Borrowed(HEADER), value));
        }
        let baggage = outgoing.baggage.iter();
        for (key, value) in baggage.flat_map(|baggage| baggage.iter()) {
            fields.push((Cow::Owned(format!("{BAGGAGE_PREFIX}{key}")), encode(value)));
        }
    }

    fn extract(carrier: Carrier<'_>, baggage: &mut Baggage) -> Option<Caller> {
        for (key, value) in carrier.with_prefix(BAGGAGE_PREFIX) {
            baggage.set(key, &decode(value));
        }
        Some((context(carrier)?, None))
    }
}

/// `traceid:spanid:parentid:flags`, where leading zeros of the ids may be missing, and colons may be encoded. The debug flag
/// means nothing without the sampled one.
fn context(carrier: Carrier<'_>) -> Option<SpanContext> {
    let text = carrier.single(HEADER)?;
    let text = text.replace("%3A", ":").replace("%3a", ":");
    let mut parts = text.split(':');
    let trace_id = hex(parts.next()?, 1..=32)?;
    let span_id = hex(parts.next()?, 1..=16)?;
    let _parent_id = parts.next()?;
    let flags = hex(parts.next()?, 1..=2)? as u8;
    let is_whole = parts.next().is_none();
    let flags = match (flags & SAMPLED != 0, flags & DEBUG != 0) {
        (true, true) => TraceFlags::SAMPLED_FOR_DEBUG,
        (is_sampled, _) => TraceFlags::sampled(is_sampled),
    };
    is_whole.then(|| remote(trace_id, span_id, flags)).flatten()
}
