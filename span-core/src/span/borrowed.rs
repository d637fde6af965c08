//! A span that borrows what it says from its record, and the attributes that the engine itself gives to a coroutine's.
//!
//! Must not know which records can be borrowed, nor any wire format.

use std::time::SystemTime;

use crate::model::attribute::AttributeValue;
use crate::model::attribute_list::AttributeList;
use crate::model::code::CodeLocation;
use crate::model::context::TraceFlags;
use crate::model::ids::{CoroutineId, SpanId, TraceId};
use crate::span::clock::WallClock;
use crate::span::end::Outcome;
use crate::span::fields::UserFields;

/// A span as its record has it, where that says how it ended without more words: its coroutine returned, or nothing is known to
/// have gone wrong. It borrows all that it says.
pub(crate) struct BorrowedSpan<'a> {
    pub(crate) name: &'a str,
    pub(crate) trace_id: TraceId,
    pub(crate) span_id: SpanId,
    pub(crate) parent_span_id: Option<SpanId>,
    pub(crate) parent_is_remote: bool,
    pub(crate) flags: TraceFlags,
    pub(crate) start_time: SystemTime,
    pub(crate) end_time: SystemTime,
    /// What the program has set, if it has set anything.
    pub(crate) fields: Option<&'a UserFields>,
    pub(crate) clock: WallClock,
    /// What the engine itself says. None of it is among the program's attributes.
    pub(crate) own: OwnAttributes<'a>,
}

/// The keys of the attributes that the engine itself gives to spans, in their order.
const KEYS: [&str; 8] = [
    "coroutine.id",
    "coroutine.parent_id",
    "coroutine.outcome",
    "code.function.name",
    "code.file.path",
    "code.line.number",
    "process.pid",
    "thread.id",
];

/// Whether an attribute is one of the engine's own.
pub(super) fn has_own(attributes: &AttributeList) -> bool {
    let is_own = |key: &[u8]| KEYS.iter().any(|own| own.as_bytes() == key);
    // Few others begin like them, and this is asked of each attribute of each span.
    let mut keys = attributes.iter_bytes().map(|(key, _)| key);
    keys.any(|key| matches!(key, [b'c' | b'p' | b't', ..]) && is_own(key))
}

/// What the engine itself says of a span, whatever its ending adds.
pub(crate) struct OwnAttributes<'a> {
    pub(super) coroutine_id: CoroutineId,
    pub(super) parent_id: CoroutineId,
    pub(super) outcome: Outcome,
    /// A coroutine's; a manual span has none.
    pub(super) code: Option<&'a CodeLocation>,
    pub(super) pid: u32,
    /// Which of the process's threads it was made on, where that is not the main one.
    pub(super) thread: Option<u32>,
}

impl<'a> OwnAttributes<'a> {
    /// Each with its value.
    pub(crate) fn each(&self) -> impl Iterator<Item = (&'static str, OwnValue<'a>)> {
        let code = self.code;
        let of_coroutine = |value| code.map(|_| value);
        let is_in_coroutine = code.is_some() || self.coroutine_id != CoroutineId::NONE;
        let values = [
            is_in_coroutine.then_some(OwnValue::Int(self.coroutine_id.0)),
            of_coroutine(OwnValue::Int(self.parent_id.0)),
            of_coroutine(OwnValue::Text(self.outcome.as_str())),
            code.map(|code| OwnValue::Text(&code.function)),
            code.and_then(|code| code.file.as_deref())
                .map(OwnValue::Text),
            code.and_then(|code| code.line)
                .map(|line| OwnValue::Int(line.into())),
            of_coroutine(OwnValue::Int(self.pid.into())),
            self.thread.map(|thread| OwnValue::Int(thread.into())),
        ];
        let all = KEYS.into_iter().zip(values);
        all.filter_map(|(key, value)| value.map(|value| (key, value)))
    }
}

/// The value of an attribute of the engine's own.
#[derive(Clone, Copy)]
pub(crate) enum OwnValue<'a> {
    Text(&'a str),
    Int(i64),
}

impl From<OwnValue<'_>> for AttributeValue {
    fn from(value: OwnValue<'_>) -> Self {
        match value {
            OwnValue::Text(text) => text.into(),
            OwnValue::Int(number) => number.into(),
        }
    }
}
