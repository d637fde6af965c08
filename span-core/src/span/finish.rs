//! How a closed span becomes a finished one.
//!
//! Owns the attributes, status and event that each ending stands for. Must not know the queue, nor any wire format.

use std::borrow::Cow;

use crate::model::attribute::{Attribute, AttributeValue};
use crate::model::code::CodeLocation;
use crate::model::finished::{FinishedEvent, FinishedLink, FinishedSpan};
use crate::model::ids::CoroutineId;
use crate::model::status::SpanStatus;
use crate::span::borrowed::{BorrowedSpan, OwnAttributes, has_own};
use crate::span::clock::WallClock;
use crate::span::cold_fields::ColdFields;
use crate::span::end::{Ending, ExceptionInfo, FatalError, Outcome};
use crate::span::fields::{DetailedLink, Event};
use crate::span::open::Span;
use crate::span::record::Record;

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

    /// Whether [`Converter::borrow`] has all that the span says.
    pub(crate) fn can_borrow(&self, record: &Record) -> bool {
        let is_usual = |cold: &ColdFields| {
            let own = &cold.user_fields.attributes.list;
            cold.ending.is_none() && cold.code.is_none() && !has_own(own)
        };
        self.value_length.is_none() && record.span.cold_fields().is_none_or(is_usual)
    }

    /// The record as it is, where it [can be borrowed](Converter::can_borrow).
    pub(crate) fn borrow<'r>(&self, record: &'r Record) -> BorrowedSpan<'r> {
        let span = &record.span;
        let fields = span.cold_fields().map(|cold| &cold.user_fields);
        let name = fields.and_then(|fields| fields.name.as_deref());
        let code = span.code();
        let (start_time, end_time) = span.times(record.end, self.clock);
        BorrowedSpan {
            name: name
                .or(code.map(|code| code.span_name.as_str()))
                .unwrap_or_default(),
            trace_id: span.identity.trace_id,
            span_id: span.identity.span_id,
            parent_span_id: span.identity.parent_span_id(),
            parent_is_remote: span.identity.parent_is_remote,
            flags: span.identity.flags,
            start_time,
            end_time,
            fields,
            clock: self.clock,
            own: self.own_attributes(record.coroutine_id, span, code, Outcome::Returned),
        }
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
                .map(Cow::into_owned)
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
            attributes: Vec::with_capacity(10 + user_fields.attributes.list.len()),
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
        let outcome = ending.as_ref().map_or(Outcome::Returned, Ending::outcome);
        let own = self.own_attributes(coroutine_id, &span, code, outcome);
        let own = own.each();
        let own = own.map(|(key, value)| (Cow::Borrowed(key), value.into()));
        finished.attributes.extend(own);
        if let Some(ending) = ending {
            describe(&mut finished, ending);
        }
        self.shorten(&mut finished);
        add_own(&mut finished, user_fields.attributes.list.to_vec());
        finished
    }

    fn own_attributes<'a>(
        &self,
        coroutine_id: CoroutineId,
        span: &Span,
        code: Option<&'a CodeLocation>,
        outcome: Outcome,
    ) -> OwnAttributes<'a> {
        OwnAttributes {
            coroutine_id,
            parent_id: span.identity.parent_id,
            outcome,
            code,
            pid: self.pid,
            thread: span.thread(),
        }
    }

    fn events(&self, events: Vec<Event>) -> Vec<FinishedEvent> {
        let events = events.into_iter();
        events
            .map(|event| FinishedEvent {
                name: event.name,
                time: event.moment.time(&self.clock),
                attributes: event.attributes.list.to_vec(),
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

/// Adds the program's attributes, whose keys are different. It knows better, if it cares for one of the engine's.
fn add_own(span: &mut FinishedSpan, attributes: Vec<Attribute>) {
    let of_engine = span.attributes.len();
    for (key, value) in attributes {
        let mut known = span.attributes[..of_engine].iter_mut();
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
        attributes: link.attributes.list.to_vec(),
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
