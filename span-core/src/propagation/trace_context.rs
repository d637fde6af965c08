//! W3C Trace Context: `traceparent` and `tracestate`.
//!
//! Owns the first; the grammar of the second is in [`crate::model::trace_state`].

use std::borrow::Cow;

use super::carrier::Carrier;
use super::format::{Caller, Fields, Format, Outgoing, hex, remote};
use crate::model::baggage::Baggage;
use crate::model::context::{SpanContext, TraceFlags};
use crate::model::trace_state;

const TRACEPARENT: &str = "traceparent";
const TRACESTATE: &str = "tracestate";
/// How much of all `tracestate` values is looked at: far more than a legal one takes.
const MAX_STATE_INPUT: usize = 32 * 1024;

/// Both.
pub(super) struct TraceContext;

impl Format for TraceContext {
    const NAME: &'static str = "tracecontext";
    const FIELDS: &'static [&'static str] = &[TRACEPARENT, TRACESTATE];

    fn inject(outgoing: &Outgoing<'_>, fields: &mut Fields) {
        let Some(context) = outgoing.context else {
            return;
        };
        fields.push((Cow::Borrowed(TRACEPARENT), context.to_traceparent()));
        if let Some(trace_state) = outgoing.trace_state {
            fields.push((Cow::Borrowed(TRACESTATE), trace_state.to_owned()));
        }
    }

    fn extract(carrier: Carrier<'_>, _: &mut Baggage) -> Option<Caller> {
        let context = parse_parent(carrier.single(TRACEPARENT)?)?;
        let state = carrier.list(TRACESTATE);
        let state = state.filter(|state| state.len() <= MAX_STATE_INPUT);
        Some((context, state.and_then(|state| trace_state::parse(&state))))
    }
}

/// `version-traceid-spanid-flags`. Version 0 has nothing more; a later one may, after another dash. Version 255 is
/// forbidden. Of the flags those are read that version 0 knows.
fn parse_parent(text: &str) -> Option<SpanContext> {
    let mut parts = text.splitn(5, '-');
    let version = hex(parts.next()?, 2..=2)?;
    let trace_id = hex(parts.next()?, 32..=32)?;
    let span_id = hex(parts.next()?, 16..=16)?;
    let flags = u8::try_from(hex(parts.next()?, 2..=2)?).ok()?;
    if version == 0xff || (version == 0 && parts.next().is_some()) {
        return None;
    }
    remote(trace_id, span_id, TraceFlags::of_w3c(flags))
}
