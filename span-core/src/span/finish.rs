//! How a closed span becomes a finished one.
//!
//! Owns the attributes, status and event that each ending stands for. Must not know the queue, nor any wire format.

use std::borrow::Cow;
use std::time::SystemTime;

use crate::model::attribute::{Attribute, AttributeValue};
use crate::model::code::CodeLocation;
use crate::model::context::TraceFlags;
use crate::model::finished::{FinishedEvent, FinishedLink, FinishedSpan};
use crate::model::ids::{CoroutineId, SpanId, TraceId};
use crate::model::status::SpanStatus;
use crate::span::clock::WallClock;
use crate::span::cold_fields::ColdFields;
use crate::span::end::{Ending, ExceptionInfo, FatalError, Outcome};
use crate::span::fields::{DetailedLink, Event, Moment};
use crate::span::record::Record;

/// The span of a coroutine that returned, without user fields, as nearly all are. It borrows its texts.
pub(crate) struct Plain<'a> {
    pub(crate) name: &'a str,
    pub(crate) trace_id: TraceId,
    pub(crate) span_id: SpanId,
    pub(crate) parent_span_id: Option<SpanId>,
    pub(crate) parent_is_remote: bool,
    pub(crate) flags: TraceFlags,
    pub(crate) start_time: SystemTime,
    pub(crate) end_time: SystemTime,
    coroutine_id: CoroutineId,
    parent_id: CoroutineId,
    code: &'a CodeLocation,
    pid: u32,
    thread: Option<u32>,
}

impl<'a> Plain<'a> {
    /// Its attributes, in their order.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&'static str, OwnValue<'a>)> {
        let of_coroutine = [("coroutine.id", OwnValue::Int(self.coroutine_id.0))];
        let of_code = code_attributes(self.code, self.parent_id, Outcome::Returned, self.pid);
        let of_thread = self.thread.map(thread_attribute);
        of_coroutine.into_iter().chain(of_code).chain(of_thread)
    }
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
fn code_attributes(
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
fn thread_attribute(thread: u32) -> (&'static str, OwnValue<'static>) {
    ("thread.id", OwnValue::Int(thread.into()))
}

/// Turns records into finished spans.
#[derive(Clone, Copy)]
pub(crate) struct Converter {
    value_length: Option<u32>,
    pid: u32,
    clock: WallClock,
}

impl Converter {
    pub(crate) fn new(value_length: Option<u32>, pid: u32, clock: WallClock) -> Self {
        Converter {
            value_length,
            pid,
            clock,
        }
    }

    /// Whether the record says nothing but the ordinary.
    pub(crate) fn is_plain(&self, record: &Record) -> bool {
        record.span.is_plain() && record.span.code.is_some() && self.value_length.is_none()
    }

    /// The record as it is, where it [is plain](Converter::is_plain).
    pub(crate) fn plain<'r>(&self, record: &'r Record) -> Option<Plain<'r>> {
        let span = &record.span;
        let code = span.code().filter(|_| self.is_plain(record))?;
        let (start_time, end_time) = span.times(record.end, self.clock);
        Some(Plain {
            name: &code.span_name,
            trace_id: span.identity.trace_id,
            span_id: span.identity.span_id,
            parent_span_id: span.identity.parent_span_id(),
            parent_is_remote: span.identity.parent_is_remote,
            flags: span.identity.flags,
            start_time,
            end_time,
            coroutine_id: record.coroutine_id,
            parent_id: span.identity.parent_id,
            code,
            pid: self.pid,
            thread: span.thread(),
        })
    }

    /// The record as plain data.
    pub(crate) fn convert(&self, record: Record) -> FinishedSpan {
        let Record {
            coroutine_id,
            mut span,
            end,
        } = record;
        let (start_time, end_time) = span.times(end, self.clock);
        let ColdFields {
            ending,
            user_fields,
            code,
            ..
        } = span.take_cold_fields();
        let code = code.as_deref().or(span.code());
        let mut finished = FinishedSpan {
            name: user_fields
                .name
                .or_else(|| code.map(|code| code.span_name.clone()))
                .unwrap_or_default(),
            kind: user_fields.kind,
            trace_id: span.identity.trace_id,
            span_id: span.identity.span_id,
            flags: span.identity.flags,
            trace_state: user_fields.trace_state,
            parent_span_id: span.identity.parent_span_id(),
            parent_is_remote: span.identity.parent_is_remote,
            start_time,
            end_time,
            attributes: Vec::with_capacity(10 + user_fields.attributes.entries.len()),
            dropped_attributes: user_fields.attributes.dropped,
            events: self.events(user_fields.events.items),
            dropped_events: user_fields.events.dropped,
            links: user_fields
                .links
                .items
                .into_iter()
                .map(finish_link)
                .collect(),
            dropped_links: user_fields.links.dropped,
            status: user_fields.status,
        };
        if code.is_some() || coroutine_id != CoroutineId::NONE {
            add(&mut finished, "coroutine.id", coroutine_id.0.into());
        }
        if let Some(code) = code {
            let outcome = ending.as_ref().map_or(Outcome::Returned, Ending::outcome);
            let own = code_attributes(code, span.identity.parent_id, outcome, self.pid);
            let own = own.map(|(key, value)| (Cow::Borrowed(key), value.into()));
            finished.attributes.extend(own);
        }
        if let Some((key, value)) = span.thread().map(thread_attribute) {
            add(&mut finished, key, value.into());
        }
        if let Some(ending) = ending {
            describe(&mut finished, ending);
        }
        self.shorten(&mut finished);
        add_own(&mut finished, user_fields.attributes.entries);
        finished
    }

    fn events(&self, events: Vec<Event>) -> Vec<FinishedEvent> {
        let events = events.into_iter();
        events
            .map(|event| FinishedEvent {
                name: event.name,
                time: match event.moment {
                    Moment::Given(time) => time,
                    Moment::Clock(tick) => self.clock.time_of(tick),
                },
                attributes: event.attributes.entries,
                dropped_attributes: event.attributes.dropped,
            })
            .collect()
    }

    /// Cuts the engine's own texts down; the program's were cut when they came.
    fn shorten(&self, span: &mut FinishedSpan) {
        let own_event = span.events.last_mut().into_iter();
        let of_event = own_event.flat_map(|event| event.attributes.iter_mut());
        for (_, value) in span.attributes.iter_mut().chain(of_event) {
            value.truncate(self.value_length);
        }
    }
}

/// Adds the program's attributes. It knows better, if it cares for one of the engine's.
fn add_own(span: &mut FinishedSpan, attributes: Vec<Attribute>) {
    for (key, value) in attributes {
        let mut known = span.attributes.iter_mut();
        match known.find(|(known, _)| *known == key) {
            Some((_, known)) => *known = value,
            None => span.attributes.push((key, value)),
        }
    }
}

fn finish_link(link: DetailedLink) -> FinishedLink {
    FinishedLink {
        context: link.context,
        trace_state: link.trace_state,
        attributes: link.attributes.entries,
        dropped_attributes: link.attributes.dropped,
    }
}

/// Adds what an ending other than a plain return says about the span.
fn describe(span: &mut FinishedSpan, ending: Ending) {
    match ending {
        Ending::Exception(exception) | Ending::Timeout(exception) => {
            fail(
                span,
                exception.description().to_owned(),
                exception.class.clone(),
            );
            add_exception_event(span, exception);
        }
        // The program requested it: the event shows where, but it is not a failure.
        Ending::Cancelled(exception) => add_exception_event(span, exception),
        Ending::Exit { status, error_type } => {
            add(span, "coroutine.exit_status", status.into());
            if status != 0 {
                let description = format!("exit status {status}");
                fail(span, description, error_type.into_owned());
            }
        }
        Ending::Fatal(FatalError {
            message,
            kind,
            file,
            line,
        }) => {
            let event = ExceptionInfo {
                class: kind.clone().into_owned(),
                message,
                stacktrace: format!("#0 {file}({line})"),
            };
            fail(span, event.description().to_owned(), kind.into_owned());
            add_exception_event(span, event);
        }
        Ending::Bailout => fail(
            span,
            "the coroutine was ended by the engine (bailout)".to_owned(),
            "bailout".to_owned(),
        ),
        Ending::Abandoned(Some(at)) => {
            add(span, "coroutine.suspended.file", at.file.into());
            add(span, "coroutine.suspended.line", i64::from(at.line).into());
        }
        Ending::Killed => fail(
            span,
            "the process was killed".to_owned(),
            "killed".to_owned(),
        ),
        Ending::Abandoned(None) | Ending::Detached => {}
    }
}

fn add(span: &mut FinishedSpan, key: &'static str, value: AttributeValue) {
    span.attributes.push((Cow::Borrowed(key), value));
}

fn fail(span: &mut FinishedSpan, description: String, error_type: String) {
    add(span, "error.type", error_type.into());
    // Where the program has vouched for the span, that is final.
    if span.status != SpanStatus::Ok {
        span.status = SpanStatus::Error { description };
    }
}

fn add_exception_event(span: &mut FinishedSpan, exception: ExceptionInfo) {
    let attributes = exception_attributes(exception).into_iter();
    span.events.push(FinishedEvent {
        name: EXCEPTION_EVENT.to_owned(),
        time: span.end_time,
        attributes: attributes
            .map(|(key, value)| (Cow::Borrowed(key), value))
            .collect(),
        dropped_attributes: 0,
    });
}

/// The name of an exception event.
pub(crate) const EXCEPTION_EVENT: &str = "exception";

/// The attributes of such an event.
pub(crate) fn exception_attributes(
    exception: ExceptionInfo,
) -> [(&'static str, AttributeValue); 3] {
    [
        ("exception.type", exception.class.into()),
        ("exception.message", exception.message.into()),
        ("exception.stacktrace", exception.stacktrace.into()),
    ]
}
