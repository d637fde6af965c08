//! A span that borrows what it says from its record, and the attributes that the engine itself gives to a coroutine's.
//!
//! Must not know which records can be borrowed, nor any wire format.

use std::time::SystemTime;

use crate::model::attribute::AttributeValue;
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
    pub(super) coroutine_id: CoroutineId,
    pub(super) parent_id: CoroutineId,
    pub(super) code: Option<&'a CodeLocation>,
    pub(super) pid: u32,
    pub(super) thread: Option<u32>,
}

impl<'a> BorrowedSpan<'a> {
    /// The engine's own attributes, in their order. None of them is among the program's.
    pub(crate) fn own_attributes(&self) -> impl Iterator<Item = (&'static str, OwnValue<'a>)> {
        let has_coroutine = self.code.is_some() || self.coroutine_id != CoroutineId::NONE;
        let of_coroutine =
            has_coroutine.then_some(("coroutine.id", OwnValue::Int(self.coroutine_id.0)));
        let of_code = self
            .code
            .map(|code| code_attributes(code, self.parent_id, Outcome::Returned, self.pid));
        let of_thread = self.thread.map(thread_attribute);
        let of_coroutine = of_coroutine.into_iter();
        of_coroutine
            .chain(of_code.into_iter().flatten())
            .chain(of_thread)
    }
}

/// Whether an attribute may be one of those that the engine gives to spans.
pub(super) fn is_own(key: &str) -> bool {
    matches!(
        key,
        "coroutine.id"
            | "coroutine.parent_id"
            | "coroutine.outcome"
            | "code.function.name"
            | "code.file.path"
            | "code.line.number"
            | "process.pid"
            | "thread.id"
    )
}

/// The value of an attribute that the engine itself gives to every coroutine's span.
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

/// A coroutine span's attributes about its coroutine, beyond the id.
pub(super) fn code_attributes(
    code: &CodeLocation,
    parent_id: CoroutineId,
    outcome: Outcome,
    pid: u32,
) -> impl Iterator<Item = (&'static str, OwnValue<'_>)> {
    let file = code.file.as_deref().map(OwnValue::Text);
    let line = code.line.map(|line| OwnValue::Int(line.into()));
    let all = [
        ("coroutine.parent_id", Some(OwnValue::Int(parent_id.0))),
        ("coroutine.outcome", Some(OwnValue::Text(outcome.as_str()))),
        ("code.function.name", Some(OwnValue::Text(&code.function))),
        ("code.file.path", file),
        ("code.line.number", line),
        ("process.pid", Some(OwnValue::Int(pid.into()))),
    ];
    let given = all.into_iter();
    given.filter_map(|(key, value)| value.map(|value| (key, value)))
}

/// Which of the process's threads a span was made on, where it is not the main one.
pub(super) fn thread_attribute(thread: u32) -> (&'static str, OwnValue<'static>) {
    ("thread.id", OwnValue::Int(thread.into()))
}
