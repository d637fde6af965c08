//! A closed span on its way through the queue, and how it becomes a finished one.
//!
//! Owns the attributes, status and event that each ending stands for. Must not know the queue, nor any wire format.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use crate::clock::WallClock;
use crate::config::Config;
use crate::context::TraceFlags;
use crate::detail::{Detail, DetailedLink, Event, Moment};
use crate::ending::{CodeLocation, Ending, ExceptionInfo, FatalError, Outcome};
use crate::finished::{
    Attribute, AttributeValue, FinishedEvent, FinishedLink, FinishedSpan, SpanStatus,
};
use crate::ids::{CoroutineId, SpanId, TraceId};
use crate::table::span_id;

/// A closed span, still compact: it is made on the coroutines' thread, everything dearer comes after the queue.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(crate) coroutine_id: CoroutineId,
    pub(crate) parent_id: CoroutineId,
    pub(crate) trace_id: TraceId,
    pub(crate) span_id: SpanId,
    /// 0 for a root.
    pub(crate) parent_span_id: u64,
    pub(crate) start: Instant,
    pub(crate) end: Instant,
    /// The coroutine's body; `None` makes it a span by hand.
    pub(crate) code: Option<Arc<CodeLocation>>,
    /// `None` is a plain return.
    pub(crate) ending: Option<Box<Ending>>,
    /// What the program said of it.
    pub(crate) detail: Option<Box<Detail>>,
    pub(crate) flags: TraceFlags,
    pub(crate) parent_is_remote: bool,
    /// Whether it waits for the end of its trace before it comes into the queue.
    pub(crate) held: bool,
}

impl Record {
    /// Whether its status is an error.
    pub(crate) fn failed(&self) -> bool {
        match self.detail.as_ref().map(|detail| &detail.status) {
            Some(SpanStatus::Ok) => false,
            Some(SpanStatus::Error { .. }) => true,
            _ => self
                .ending
                .as_ref()
                .is_some_and(|ending| ending.is_failure()),
        }
    }

    /// When it started and ended: as the program has it, else by the clock.
    pub(crate) fn times(&self, clock: WallClock) -> (SystemTime, SystemTime) {
        let detail = self.detail.as_ref();
        let start = detail.and_then(|detail| detail.start_time);
        let start = start.unwrap_or_else(|| clock.time_of(self.start));
        let end = detail.and_then(|detail| detail.end_time);
        let end = end.unwrap_or_else(|| clock.time_of(self.end));
        // The program's times need not be on the same clock as ours.
        (start, end.max(start))
    }
}

/// Turns records into finished spans.
#[derive(Clone, Copy)]
pub(crate) struct Converter<'a> {
    span_name: &'a str,
    value_length: Option<u32>,
    pid: u32,
    clock: WallClock,
}

impl<'a> Converter<'a> {
    pub(crate) fn new(config: &'a Config, pid: u32, clock: WallClock) -> Self {
        Converter {
            span_name: &config.span_name,
            value_length: config.limits.value_length,
            pid,
            clock,
        }
    }

    pub(crate) fn convert(&self, record: Record) -> FinishedSpan {
        let (start_time, end_time) = record.times(self.clock);
        let detail = record.detail.map(|detail| *detail).unwrap_or_default();
        let mut span = FinishedSpan {
            name: detail.name.unwrap_or_else(|| self.span_name.to_owned()),
            kind: detail.kind,
            trace_id: record.trace_id,
            span_id: record.span_id,
            flags: record.flags,
            trace_state: detail.trace_state,
            parent_span_id: span_id(record.parent_span_id),
            parent_is_remote: record.parent_is_remote,
            start_time,
            end_time,
            attributes: Vec::with_capacity(9 + detail.attributes.entries.len()),
            dropped_attributes: detail.attributes.dropped,
            events: detail
                .events
                .items
                .into_iter()
                .map(|event| self.event(event))
                .collect(),
            dropped_events: detail.events.dropped,
            links: detail.links.items.into_iter().map(finish_link).collect(),
            dropped_links: detail.links.dropped,
            status: detail.status,
        };
        if record.coroutine_id != CoroutineId::NONE || record.code.is_some() {
            add(&mut span, "coroutine.id", record.coroutine_id.0.into());
        }
        if let Some(code) = record.code {
            let outcome = record
                .ending
                .as_ref()
                .map_or(Outcome::Returned, |ending| ending.outcome());
            add(&mut span, "coroutine.parent_id", record.parent_id.0.into());
            add(&mut span, "coroutine.outcome", outcome.as_str().into());
            add(
                &mut span,
                "code.function.name",
                code.function.as_str().into(),
            );
            if let Some(file) = &code.file {
                add(&mut span, "code.file.path", file.as_str().into());
            }
            if let Some(line) = code.line {
                add(&mut span, "code.line.number", i64::from(line).into());
            }
            add(&mut span, "process.pid", i64::from(self.pid).into());
        }
        if let Some(ending) = record.ending {
            describe(&mut span, *ending);
        }
        self.shorten(&mut span);
        for (key, value) in detail.attributes.entries {
            // The program knows better, if it cares for one of ours.
            match span.attributes.iter_mut().find(|(other, _)| *other == key) {
                Some((_, ours)) => *ours = value,
                None => span.attributes.push((Cow::Owned(key), value)),
            }
        }
        span
    }

    fn event(&self, event: Event) -> FinishedEvent {
        FinishedEvent {
            name: event.name,
            time: match event.moment {
                Moment::Given(time) => time,
                Moment::Told(instant) => self.clock.time_of(instant),
            },
            attributes: owned(event.attributes.entries),
            dropped_attributes: event.attributes.dropped,
        }
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

fn finish_link(link: DetailedLink) -> FinishedLink {
    FinishedLink {
        context: link.context,
        trace_state: link.trace_state,
        attributes: owned(link.attributes.entries),
        dropped_attributes: link.attributes.dropped,
    }
}

fn owned(attributes: Vec<(String, AttributeValue)>) -> Vec<Attribute> {
    let pairs = attributes.into_iter();
    pairs.map(|(key, value)| (Cow::Owned(key), value)).collect()
}

/// Adds what an ending other than a plain return says about the span.
fn describe(span: &mut FinishedSpan, ending: Ending) {
    match ending {
        Ending::Exception(exception) | Ending::Timeout(exception) => {
            fail(span, exception.message.clone(), exception.class.clone());
            add_exception_event(span, exception);
        }
        // Somebody asked for it: the event tells where, but it is no failure.
        Ending::Cancelled(exception) => add_exception_event(span, exception),
        Ending::Exit { status, error_type } => {
            add(span, "coroutine.exit_status", status.into());
            if status != 0 {
                let description = format!("exit status {status}");
                fail(span, description, error_type.to_owned());
            }
        }
        Ending::Fatal(FatalError {
            message,
            kind,
            file,
            line,
        }) => {
            fail(span, message.clone(), kind.to_owned());
            let event = ExceptionInfo {
                class: kind.to_owned(),
                message,
                stacktrace: format!("#0 {file}({line})"),
            };
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
        Ending::Abandoned(None) => {}
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

/// The name of an event that tells of an exception.
pub(crate) const EXCEPTION_EVENT: &str = "exception";

/// What such an event says.
pub(crate) fn exception_attributes(
    exception: ExceptionInfo,
) -> [(&'static str, AttributeValue); 3] {
    [
        ("exception.type", exception.class.into()),
        ("exception.message", exception.message.into()),
        ("exception.stacktrace", exception.stacktrace.into()),
    ]
}
