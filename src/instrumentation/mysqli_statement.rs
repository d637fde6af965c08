//! Prepared statements of mysqli: whose each is and what it asks, noted traced or not, because it may be executed in a trace.

use super::call_span::{CallSpan, PlannedCall};
use super::database_span::{Operation, begin, run, run_in_trace};
use super::databases::Databases;
use super::mysqli_call::{begin_with_text, end, source, subject};
use crate::zend::call_frame::CallFrame;
use crate::zend::hooked_function::Original;
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use ext_php_rs::types::Zval;
use span_core::semconv::data_source::DataSource;

/// `mysqli_prepare(mysqli $mysql, string $query): mysqli_stmt|false`
pub fn prepare(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
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
    run(begin_construct_statement, end, original, call, result);
}

/// `mysqli_stmt_prepare(mysqli_stmt $statement, string $query): bool`
pub fn prepare_statement(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    if let Some((statement, first)) = subject(call) {
        let statements = &Databases::own().mysqli_statements;
        call.with_argument(first, |query| {
            statements.set_query(statement.handle(), Some(query))
        });
    }
    run(begin_prepare_statement, end, original, call, result);
}

/// `mysqli_stmt_execute(mysqli_stmt $statement, ?array $params = null): bool`
pub fn execute(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    run_in_trace(begin_execute, end, original, call, result);
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
        let prepares = query.is_string();
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
