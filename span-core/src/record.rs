//! A closed span on its way through the queue, and how it becomes a finished one.
//!
//! Owns the attributes, status and event that each ending stands for. Must not know the queue, nor any wire format.

use std::sync::Arc;
use std::time::Instant;

use crate::clock::WallClock;
use crate::ending::{CodeLocation, Ending, ExceptionInfo, FatalError, Outcome};
use crate::finished::{AttributeValue, FinishedEvent, FinishedSpan, SpanStatus};
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
    pub(crate) code: Arc<CodeLocation>,
    /// `None` is a plain return.
    pub(crate) ending: Option<Box<Ending>>,
}

/// Turns records into finished spans.
#[derive(Clone, Copy)]
pub(crate) struct Converter<'a> {
    pub(crate) span_name: &'a str,
    pub(crate) pid: u32,
    pub(crate) clock: WallClock,
}

impl Converter<'_> {
    pub(crate) fn convert(&self, record: Record) -> FinishedSpan {
        let outcome = record
            .ending
            .as_ref()
            .map_or(Outcome::Returned, |ending| ending.outcome());
        let code = &record.code;
        let mut attributes: Vec<(&'static str, AttributeValue)> = Vec::with_capacity(9);
        attributes.push(("coroutine.id", record.coroutine_id.0.into()));
        attributes.push(("coroutine.parent_id", record.parent_id.0.into()));
        attributes.push(("coroutine.outcome", outcome.as_str().into()));
        attributes.push(("code.function.name", code.function.as_str().into()));
        if let Some(file) = &code.file {
            attributes.push(("code.file.path", file.as_str().into()));
        }
        if let Some(line) = code.line {
            attributes.push(("code.line.number", i64::from(line).into()));
        }
        attributes.push(("process.pid", i64::from(self.pid).into()));

        let end_time = self.clock.time_of(record.end);
        let mut span = FinishedSpan {
            name: self.span_name.to_owned(),
            trace_id: record.trace_id,
            span_id: record.span_id,
            parent_span_id: span_id(record.parent_span_id),
            start_time: self.clock.time_of(record.start),
            end_time,
            attributes,
            events: Vec::new(),
            status: SpanStatus::Unset,
        };
        if let Some(ending) = record.ending {
            describe(&mut span, *ending);
        }
        span
    }
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
            span.attributes
                .push(("coroutine.exit_status", status.into()));
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
            span.attributes
                .push(("coroutine.suspended.file", at.file.into()));
            span.attributes
                .push(("coroutine.suspended.line", i64::from(at.line).into()));
        }
        Ending::Abandoned(None) => {}
    }
}

fn fail(span: &mut FinishedSpan, description: String, error_type: String) {
    span.attributes.push(("error.type", error_type.into()));
    span.status = SpanStatus::Error { description };
}

fn add_exception_event(span: &mut FinishedSpan, exception: ExceptionInfo) {
    span.events.push(FinishedEvent {
        name: "exception".to_owned(),
        time: span.end_time,
        attributes: vec![
            ("exception.type", exception.class.into()),
            ("exception.message", exception.message.into()),
            ("exception.stacktrace", exception.stacktrace.into()),
        ],
    });
}
