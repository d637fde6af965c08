//! The contract of a propagation format, and what several of them share.
//!
//! Owns the seam between the headers' texts and what they say. Must not know any format, nor where headers come from or go
//! to.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use crate::model::baggage::Baggage;
use crate::model::context::{SpanContext, TraceFlags};
use crate::propagation::carrier::Carrier;

/// Header fields to be sent.
pub(crate) type Fields = Vec<(Cow<'static, str>, String)>;

/// The context and baggage to pass to another service.
#[derive(Clone, Copy)]
pub(crate) struct Outgoing<'a> {
    /// The span that is current, if one is.
    pub(crate) context: Option<&'a SpanContext>,
    pub(crate) trace_state: Option<&'a str>,
    /// The baggage that is current, if there is any.
    pub(crate) baggage: Option<&'a Baggage>,
}

/// A caller's span, and its trace state if there is a legal one.
pub(crate) type Caller = (SpanContext, Option<String>);

/// A format of headers.
pub(crate) trait Format {
    /// Its name in the settings.
    const NAME: &'static str;

    /// The names of the fields that are read. A carrier without the others says the same.
    const FIELDS: &'static [&'static str];

    /// How the names of other fields begin that are read; `None` where there are no others.
    const PREFIX: Option<&'static str> = None;

    /// Whether a field of this name, in any case, is read.
    #[inline]
    fn reads(name: &[u8]) -> bool {
        let is_same = |field: &&str| field.as_bytes().eq_ignore_ascii_case(name);
        let begins = |prefix: &str| {
            let start = name.get(..prefix.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(prefix.as_bytes()))
        };
        Self::FIELDS.iter().any(is_same) || Self::PREFIX.is_some_and(begins)
    }

    /// Adds the fields that say it. MUST add none where the format has nothing to say.
    fn inject(outgoing: &Outgoing<'_>, fields: &mut Fields);

    /// The caller's span: `None` where the headers name none, or are malformed. What they say of baggage is added.
    fn extract(carrier: Carrier<'_>, baggage: &mut Baggage) -> Option<Caller>;
}

/// A number of `digits` hexadecimal digits in lower case, as all formats write ids. `from_str_radix` alone would take
/// signs and capitals.
pub(super) fn hex(text: &str, digits: RangeInclusive<usize>) -> Option<u128> {
    let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let is_id = digits.contains(&text.len()) && text.bytes().all(is_hex);
    is_id.then(|| u128::from_str_radix(text, 16).ok()).flatten()
}

/// A remote context of ids that were read with [`hex`].
pub(super) fn remote(trace_id: u128, span_id: u128, flags: TraceFlags) -> Option<SpanContext> {
    SpanContext::remote(trace_id, u64::try_from(span_id).ok()?, flags)
}
