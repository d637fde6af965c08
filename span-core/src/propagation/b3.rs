//! B3, Zipkin's headers: one for all, or one for each part.
//!
//! Owns both forms. Whichever is written, both are read, and the single one comes first.

use std::borrow::Cow;

use super::carrier::Carrier;
use super::format::{Caller, Fields, Format, Outgoing, hex, remote};
use crate::model::baggage::Baggage;
use crate::model::context::{SpanContext, TraceFlags};

const SINGLE: &str = "b3";
const TRACE_ID: &str = "x-b3-traceid";
const SPAN_ID: &str = "x-b3-spanid";
const SAMPLED: &str = "x-b3-sampled";
const FLAGS: &str = "x-b3-flags";
/// What stands for the decision where the debug flag is set.
const DEBUG: &str = "d";
/// Either propagator reads both forms.
const FIELDS: &[&str] = &[SINGLE, TRACE_ID, SPAN_ID, SAMPLED, FLAGS];

/// One header.
pub(super) struct B3Single;

impl Format for B3Single {
    const NAME: &'static str = "b3";
    const FIELDS: &'static [&'static str] = FIELDS;

    fn inject(outgoing: &Outgoing<'_>, fields: &mut Fields) {
        if let Some(context) = outgoing.context {
            inject_single(context, fields);
        }
    }

    fn extract(carrier: Carrier<'_>, _: &mut Baggage) -> Option<Caller> {
        extract(carrier)
    }
}

/// A header for each part.
pub(super) struct B3Multi;

impl Format for B3Multi {
    const NAME: &'static str = "b3multi";
    const FIELDS: &'static [&'static str] = FIELDS;

    fn inject(outgoing: &Outgoing<'_>, fields: &mut Fields) {
        if let Some(context) = outgoing.context {
            inject_multi(context, fields);
        }
    }

    fn extract(carrier: Carrier<'_>, _: &mut Baggage) -> Option<Caller> {
        extract(carrier)
    }
}

fn inject_single(context: &SpanContext, fields: &mut Fields) {
    let SpanContext {
        trace_id, span_id, ..
    } = context;
    let state = if context.flags.is_debug() {
        DEBUG
    } else {
        sampled(context)
    };
    let value = format!("{trace_id}-{span_id}-{state}");
    fields.push((Cow::Borrowed(SINGLE), value));
}

fn inject_multi(context: &SpanContext, fields: &mut Fields) {
    fields.push((Cow::Borrowed(TRACE_ID), context.trace_id.to_hex()));
    fields.push((Cow::Borrowed(SPAN_ID), context.span_id.to_hex()));
    // The one says the other: B3 has no two headers for it.
    fields.push(if context.flags.is_debug() {
        (Cow::Borrowed(FLAGS), "1".to_owned())
    } else {
        (Cow::Borrowed(SAMPLED), sampled(context).to_owned())
    });
}

fn sampled(context: &SpanContext) -> &'static str {
    if context.flags.is_sampled() { "1" } else { "0" }
}

fn extract(carrier: Carrier<'_>) -> Option<Caller> {
    let context = extract_single(carrier).or_else(|| extract_multi(carrier))?;
    Some((context, None))
}

/// `traceid-spanid`, `traceid-spanid-state` or `traceid-spanid-state-parentid`. A state alone names no span.
fn extract_single(carrier: Carrier<'_>) -> Option<SpanContext> {
    let mut parts = carrier.single(SINGLE)?.split('-');
    let (trace_id, span_id) = (parts.next()?, parts.next()?);
    let flags = match parts.next() {
        None => TraceFlags::DEFERRED,
        Some("0") => TraceFlags::NONE,
        Some("1") => TraceFlags::SAMPLED,
        Some(DEBUG) => TraceFlags::SAMPLED_FOR_DEBUG,
        Some(_) => return None,
    };
    if let Some(parent_id) = parts.next() {
        hex(parent_id, 16..=16)?;
    }
    let is_whole = parts.next().is_none();
    is_whole
        .then(|| context(trace_id, span_id, flags))
        .flatten()
}

/// Old senders write `true` and `false`. Debug means sampled, whatever else is said.
fn extract_multi(carrier: Carrier<'_>) -> Option<SpanContext> {
    let flags = match (carrier.single(FLAGS), carrier.single(SAMPLED)) {
        (Some("1"), _) => TraceFlags::SAMPLED_FOR_DEBUG,
        (_, Some("1" | "true")) => TraceFlags::SAMPLED,
        (_, Some("0" | "false")) => TraceFlags::NONE,
        (_, None) => TraceFlags::DEFERRED,
        _ => return None,
    };
    context(carrier.single(TRACE_ID)?, carrier.single(SPAN_ID)?, flags)
}

fn context(trace_id: &str, span_id: &str, flags: TraceFlags) -> Option<SpanContext> {
    let trace_id = hex(trace_id, 32..=32).or_else(|| hex(trace_id, 16..=16))?;
    remote(trace_id, hex(span_id, 16..=16)?, flags)
}
