//! Prepared statements of mysqli: whose each is and what it asks, noted traced or not, because it may be executed in a trace.

use super::call_span::{CallSpan, PlannedCall};
use super::database_span::{End, Operation, begin, describe_again, run, run_in_trace};
use super::databases::Databases;
use super::mysqli_call::{begin_with_text, end, first_argument, say_query, source, subject};
use crate::zend::call_frame::CallFrame;
use crate::zend::hooked_function::Original;
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use ext_php_rs::types::Zval;
use span_core::semconv::data_source::DataSource;

/// `mysqli_prepare(mysqli $mysql, string $query): mysqli_stmt|false`
pub fn prepare(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let end: End = match call.is_object(first_argument(call)) {
        true => end_object_prepare,
        false => end,
    };
    run(begin_prepare, end, original, call, result);
    if let (Some(statement), Some((link, first))) = (PhpObject::of(result), subject(call)) {
        note_statement(&statement, &link, call, first);
    }
}

/// `mysqli_stmt_init(mysqli $mysql): mysqli_stmt|false`
pub fn stmt_init(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    if let (Some(statement), Some((link, _))) = (PhpObject::of(result), subject(call)) {
        let statements = &Databases::own().mysqli_statements;
        statements.set(statement.handle(), link.handle());
        statements.set_query(statement.handle(), None);
    }
}

/// `mysqli_stmt::__construct(mysqli $mysql, ?string $query = null)`
pub fn construct_statement(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    if let (Some(statement), Some(link)) = (PhpObject::this(call), PhpObject::argument(call, 0)) {
        note_statement(&statement, &link, call, 1);
    }
    if !call.is_object(1) {
        return run(begin_construct_statement, end, original, call, result);
    }
    run(
        begin_construct_statement,
        end_object_construct,
        original,
        call,
        result,
    );
    note_query(call, 1);
}

/// `mysqli_stmt_prepare(mysqli_stmt $statement, string $query): bool`
pub fn prepare_statement(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let query = first_argument(call);
    note_query(call, query);
    if !call.is_object(query) {
        return run(begin_prepare_statement, end, original, call, result);
    }
    run(
        begin_prepare_statement,
        end_object_prepare_statement,
        original,
        call,
        result,
    );
    note_query(call, query);
}

/// `mysqli_stmt_execute(mysqli_stmt $statement, ?array $params = null): bool`
pub fn execute(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    run_in_trace(begin_execute, end, original, call, result);
}

fn note_query(call: &CallFrame<'_>, query: u32) {
    let Some((statement, _)) = subject(call) else {
        return;
    };
    let statements = &Databases::own().mysqli_statements;
    let note = |query: &Zval| statements.set_query(statement.handle(), Some(query));
    call.with_argument(query, note);
}

fn end_object_prepare(span: CallSpan, call: &CallFrame<'_>, result: &Zval) {
    say_query(span, call, true);
    end(span, call, result);
}

fn end_object_construct(span: CallSpan, call: &CallFrame<'_>, result: &Zval) {
    say_query_of_statement(span, call, 1);
    end(span, call, result);
}

fn end_object_prepare_statement(span: CallSpan, call: &CallFrame<'_>, result: &Zval) {
    say_query_of_statement(span, call, first_argument(call));
    end(span, call, result);
}

/// Says which query a call prepares, where that was an object before it.
fn say_query_of_statement(span: CallSpan, call: &CallFrame<'_>, query: u32) {
    let Some((statement, _)) = subject(call) else {
        return;
    };
    let source = source_of_statement(&statement);
    call.with_argument(query, |query| {
        describe_again(span, &source, Operation::on_query(query, true));
    });
}

#[inline(always)]
fn note_statement(statement: &PhpObject, link: &PhpObject, call: &CallFrame<'_>, query: u32) {
    let statements = &Databases::own().mysqli_statements;
    let statement = statement.handle();
    statements.set(statement, link.handle());
    let is_given = call.with_argument(query, |query| statements.set_query(statement, Some(query)));
    if is_given.is_none() {
        statements.set_query(statement, None);
    }
}

fn begin_prepare(planned: PlannedCall, call: &CallFrame<'_>) -> Option<CallSpan> {
    begin_with_text(planned, call, true)
}

fn begin_prepare_statement(planned: PlannedCall, call: &CallFrame<'_>) -> Option<CallSpan> {
    let (statement, first) = subject(call)?;
    let source = source_of_statement(&statement);
    call.with_argument(first, |query| {
        begin(planned, &source, Operation::on_query(query, true))
    })?
}

fn begin_construct_statement(planned: PlannedCall, call: &CallFrame<'_>) -> Option<CallSpan> {
    let source = source_of_statement(&PhpObject::this(call)?);
    call.with_argument(1, |query| {
        // `new mysqli_stmt($mysqli)` prepares nothing.
        let prepares = query.is_string() || query.is_object();
        prepares.then(|| begin(planned, &source, Operation::on_query(query, true)))?
    })?
}

fn begin_execute(planned: PlannedCall, call: &CallFrame<'_>) -> Option<CallSpan> {
    let (statement, _) = subject(call)?;
    let source = source_of_statement(&statement);
    let statements = &Databases::own().mysqli_statements;
    statements.with_query(statement.handle(), |query| {
        begin(planned, &source, Operation::Query(query))
    })
}

fn source_of_statement(statement: &PhpObject) -> DataSource {
    let statements = &Databases::own().mysqli_statements;
    source(statements.connection(statement.handle()).unwrap_or(0))
}
