//! The span of a call to a database, in the words of OpenTelemetry's conventions.
//!
//! Must not know which library makes the call.

use super::call_span::{CallSpan, Description, PlannedCall, may_have_span};
use crate::runtime;
use crate::state::with_engine;
use crate::zend::call_frame::CallFrame;
use crate::zend::exception::{self, Throwable, Thrown};
use crate::zend::hooked_function::Original;
use ext_php_rs::types::Zval;
use span_core::semconv::attribute_keys as key;
use span_core::semconv::data_source::{DataSource, codes_of};
use span_core::semconv::sql_query::SqlQuery;
use span_core::{AttributeList, SpanKind, SpanOptions};
use std::net::IpAddr;

/// How many bytes most calls' attributes take.
const USUAL_LENGTH: usize = 384;

/// What a call does.
#[derive(Clone, Copy)]
pub enum Operation<'a> {
    /// Runs a query.
    Query(&'a [u8]),
    /// Prepares a query.
    Prepare(&'a [u8]),
    /// Something else that has a name of its own.
    Named(&'a str),
    /// The same, with `db.query.text`. The span is named after the operation alone, as the convention for Redis has it.
    Command(&'a str, &'a str),
    /// The same, and the span is named after both.
    CommandAt(&'a str, &'a str),
}

impl<'a> Operation<'a> {
    /// Prepares or runs the query in a value, which is empty where that is no string.
    pub fn on_query(query: &'a Zval, prepares: bool) -> Self {
        let query = query.zend_str().map_or(&[][..], |query| query.as_bytes());
        if prepares {
            Self::Prepare(query)
        } else {
            Self::Query(query)
        }
    }
}

/// What is known of a call that has failed.
#[derive(Default)]
pub struct Failure {
    /// `db.response.status_code`.
    pub code: Option<String>,
    /// `error.type`, where there is no such code.
    pub class: String,
    /// What may be shown of the message: nothing that can have a value in it.
    pub description: String,
}

/// Begins the span of a call, once it is known that it will be recorded.
pub type Begin = fn(PlannedCall, &CallFrame<'_>) -> Option<CallSpan>;

/// Ends the span of a call that has returned or thrown.
pub type End = fn(CallSpan, &CallFrame<'_>, &Zval);

/// Runs a call to a database, in a span where there may be one: see [`run_in_trace`].
#[inline(always)]
pub fn run(begin: Begin, end: End, original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    if may_have_span() {
        run_in_trace(begin, end, original, call, result);
    } else {
        original.call(call, result);
    }
}

/// Runs a call to a database, in the span that `begin` makes and that `end` ends. For hooks whose condition has been asked.
#[inline(never)]
pub fn run_in_trace(
    begin: Begin,
    end: End,
    original: Original,
    call: &CallFrame<'_>,
    result: &mut Zval,
) {
    let span = PlannedCall::recorded().and_then(|planned| begin(planned, call));
    original.call(call, result);
    if let Some(span) = span {
        end(span, call, result);
    }
}

/// Begins a span where there may be one, for hooks that do more than that.
#[inline]
pub fn begin_if_traced(begin: impl FnOnce(PlannedCall) -> Option<CallSpan>) -> Option<CallSpan> {
    if !may_have_span() {
        return None;
    }
    begin(PlannedCall::recorded()?)
}

/// Begins a span of kind CLIENT.
pub fn begin(
    planned: PlannedCall,
    source: &DataSource,
    operation: Operation<'_>,
) -> Option<CallSpan> {
    planned.start(|| describe(source, operation))
}

/// Says anew what a call does, once it is over: of an object where the function takes a text, PHP makes one during the call, and
/// puts it in the argument's place.
pub fn describe_again(span: CallSpan, source: &DataSource, operation: Operation<'_>) {
    let (name, options) = describe(source, operation);
    with_engine(|engine| {
        engine.update_name(span.key(), name);
        for (key, value) in options.attributes.iter() {
            engine.set_attribute(span.key(), key, value);
        }
    });
}

/// The name of a call's span, and what it says from the beginning.
pub fn describe(source: &DataSource, operation: Operation<'_>) -> Description {
    let mut attributes = AttributeList::with_capacity(USUAL_LENGTH);
    attributes.push(&key::DB_SYSTEM_NAME, source.system);
    if let Some(namespace) = &source.namespace {
        attributes.push(&key::DB_NAMESPACE, namespace);
    }
    let name = match operation {
        Operation::Query(text) => {
            add_query(SqlQuery::of(text, source.dialect()), "", &mut attributes)
        }
        Operation::Prepare(text) => {
            let query = SqlQuery::of(text, source.dialect());
            add_query(query, "PREPARE", &mut attributes)
        }
        Operation::Named(operation) => {
            attributes.push(&key::DB_OPERATION_NAME, operation);
            with_target(operation, source)
        }
        Operation::Command(operation, text) => {
            add_command(operation, text, &mut attributes);
            operation.to_owned()
        }
        Operation::CommandAt(operation, text) => {
            add_command(operation, text, &mut attributes);
            with_target(operation, source)
        }
    };
    add_addresses(source, &mut attributes);
    let name = match name.is_empty() {
        true if target(source).is_empty() => source.system.to_owned(),
        true => target(source),
        false => name,
    };
    let options = SpanOptions {
        kind: SpanKind::Client,
        attributes,
        has_distinct_keys: true,
        ..SpanOptions::default()
    };
    (name.into(), options)
}

fn add_command(operation: &str, text: &str, attributes: &mut AttributeList) {
    attributes.push(&key::DB_OPERATION_NAME, operation);
    if !text.is_empty() {
        attributes.push(&key::DB_QUERY_TEXT, text);
    }
}

/// Says what a query does. The result is its summary.
fn add_query(query: SqlQuery, verb: &str, attributes: &mut AttributeList) -> String {
    let operation = match verb {
        "" => query.operation,
        verb => Some(verb.to_owned()),
    };
    if let Some(operation) = &operation {
        attributes.push(&key::DB_OPERATION_NAME, operation);
    }
    if let Some(collection) = &query.collection {
        attributes.push(&key::DB_COLLECTION_NAME, collection);
    }
    if let Some(procedure) = &query.procedure {
        attributes.push(&key::DB_STORED_PROCEDURE_NAME, procedure);
    }
    let words = [verb, &query.summary].map(str::to_owned);
    let words = words.into_iter().filter(|word| !word.is_empty());
    let summary = words.collect::<Vec<_>>().join(" ");
    if !summary.is_empty() {
        attributes.push(&key::DB_QUERY_SUMMARY, &summary);
    }
    if !query.text.is_empty() {
        attributes.push(&key::DB_QUERY_TEXT, &query.text);
    }
    summary
}

fn add_addresses(source: &DataSource, attributes: &mut AttributeList) {
    let Some(address) = &source.address else {
        return;
    };
    attributes.push(&key::SERVER_ADDRESS, address);
    let port = source.port.map(i64::from);
    if let Some(port) = port {
        attributes.push(&key::SERVER_PORT, port);
    }
    // A name may stand for any number of addresses.
    if address.starts_with('/') || address.parse::<IpAddr>().is_ok() {
        attributes.push(&key::NETWORK_PEER_ADDRESS, address);
        if let Some(port) = port {
            attributes.push(&key::NETWORK_PEER_PORT, port);
        }
    }
}

fn with_target(operation: &str, source: &DataSource) -> String {
    let target = target(source);
    let space = if target.is_empty() { "" } else { " " };
    format!("{operation}{space}{target}")
}

/// What an operation without a table is done with.
fn target(source: &DataSource) -> String {
    match (&source.namespace, &source.address, source.port) {
        (Some(namespace), ..) => namespace.clone(),
        (None, Some(address), Some(port)) => format!("{address}:{port}"),
        (None, address, _) => address.clone().unwrap_or_default(),
    }
}

/// Ends a span, after the call has returned or thrown: see [`add_failure`].
pub fn finish(
    span: CallSpan,
    code: impl FnOnce(Throwable) -> Option<String>,
    failure: impl FnOnce() -> Option<Failure>,
) {
    add_failure(span, code, failure);
    with_engine(|engine| engine.end_span(span.key(), None));
}

/// Says of a span how the call has failed, if it has. `code` finds the code of an exception, and `failure` what is known where none
/// was thrown.
///
/// The exception is no event of the span: it is the program's, which records it where it leaves a coroutine or `trace()`, and its
/// message may have a value of the query in it.
pub fn add_failure(
    span: CallSpan,
    code: impl FnOnce(Throwable) -> Option<String>,
    failure: impl FnOnce() -> Option<Failure>,
) {
    let failure = match exception::pending() {
        // By a function of the program's that the call has called.
        Some(thrown) if runtime::is_exit(&thrown) => {
            let end = runtime::pending_end();
            with_engine(|engine| engine.record_end(span.key(), end));
            None
        }
        Some(Thrown::Exception(thrown)) => failure_of(thrown, code),
        Some(_) => None,
        None => failure(),
    };
    if let Some(failure) = failure {
        if let Some(code) = &failure.code {
            span.set("db.response.status_code", code.as_str());
        }
        let error_type = failure.code.unwrap_or(failure.class);
        span.fail(&error_type, failure.description);
    }
}

/// What an exception says, `None` where it is no failure. Its text is not made: that would be thrown away.
fn failure_of(
    thrown: Throwable,
    code: impl FnOnce(Throwable) -> Option<String>,
) -> Option<Failure> {
    runtime::is_failure(thrown).then(|| Failure {
        code: code(thrown),
        description: codes_of(&thrown.message()).to_owned(),
        class: thrown.class_name(),
    })
}
