//! Databases by PDO: each call that goes to one is a span of kind CLIENT.

use super::call_span::{CallSpan, PlannedCall, is_idle};
use super::database_span::{
    Failure, Operation, begin, begin_if_traced, describe_again, finish, run, run_in_trace,
};
use super::databases::{self, Databases, PdoConnection};
use super::hook::Hook;
use crate::zend::call_frame::CallFrame;
use crate::zend::exception::{Throwable, pending};
use crate::zend::hooked_function::Original;
use crate::zend::ini;
use crate::zend::pdo_statement;
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use crate::zend::question::ask;
use crate::zend::value::text;
use ext_php_rs::types::Zval;
use span_core::semconv::data_source::DataSource;
use std::ffi::CString;

/// The classes of the drivers, which PHP has since 8.4, inherit these methods.
pub static HOOKS: &[Hook] = &[
    hook!(Some("pdo"), "__construct" => connect),
    hook!(Some("pdo"), "connect" => connect),
    hook!(Some("pdo"), "query" => query, unless is_idle),
    hook!(Some("pdo"), "exec" => query, unless is_idle),
    hook!(Some("pdo"), "prepare" => prepare, unless is_idle),
    hook!(Some("pdo"), "begintransaction" => begin_transaction, unless is_idle),
    hook!(Some("pdo"), "commit" => commit, unless is_idle),
    hook!(Some("pdo"), "rollback" => roll_back, unless is_idle),
    hook!(Some("pdostatement"), "execute" => execute, unless is_idle),
];

const PDO: &str = "pdo";
const STATEMENT: &str = "pdostatement";

/// `PDO::ATTR_SERVER_VERSION` and `PDO::ATTR_DRIVER_NAME`.
const SERVER_VERSION: i64 = 4;
const DRIVER_NAME: i64 = 16;

/// The constructor, and `PDO::connect()`. The data source is noted traced or not: the connection may be used in a trace.
fn connect(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let connect = Operation::Named("CONNECT");
    let is_object = call.is_object(0);
    let span = begin_if_traced(|planned| begin(planned, &source_of_dsn(call), connect));
    original.call(call, result);
    let connection = PhpObject::this(call).or_else(|| PhpObject::of(result));
    if let Some(connection) = connection.filter(|_| pending().is_none()) {
        let source = source_of_dsn(call);
        let is_asked = !matches!(source.system, "mysql" | "other_sql");
        let known = PdoConnection { source, is_asked };
        databases::note(&Databases::own().pdo, &connection, known);
    }
    if let Some(span) = span {
        let source = source_of_dsn(call);
        if is_object {
            describe_again(span, &source, connect);
        }
        finish(span, |thrown| code_of(thrown, &source), || None);
    }
}

/// What the first argument of a call names: a data source name, or an entry of php.ini with one.
fn source_of_dsn(call: &CallFrame<'_>) -> DataSource {
    let given = call.text(0).unwrap_or_default();
    if given.contains(':') {
        return DataSource::of_dsn(&given);
    }
    let entry = CString::new(format!("pdo.dsn.{given}")).ok();
    let configured = entry.and_then(|entry| ini::configured(&entry));
    DataSource::of_dsn(&configured.unwrap_or_default())
}

/// What a call makes of the error that `PDO::errorCode()` of its connection tells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FormerError {
    /// The call forgets it.
    Forgotten,
    /// The call leaves it, as those of a transaction and of a statement do.
    Kept,
}

/// Asks the driver for what the data source name does not tell: which driver that is, and whether it speaks to MariaDB. It answers
/// without asking the server, but forgets the former error: so it is not asked where the call keeps one.
fn ask_driver(connection: &PhpObject, former_error: FormerError) {
    let connections = &Databases::own().pdo;
    let known = |known: &mut PdoConnection| (!known.is_asked).then(|| known.source.clone());
    let unknown = connections
        .borrow_mut()
        .get(connection.handle())
        .and_then(known);
    let Some(mut source) = unknown else { return };
    let is_clear = |code: &Zval| text(code).is_some_and(|code| code == "00000");
    if former_error == FormerError::Kept
        && ask(connection, PDO, "errorcode", None, is_clear) != Some(true)
    {
        return;
    }
    let ask = |attribute| ask(connection, PDO, "getattribute", Some(attribute), text).flatten();
    if source.system == "other_sql" {
        source = DataSource::of_driver(&ask(DRIVER_NAME).unwrap_or_default());
    }
    if source.system == "mysql" {
        source.set_version(&ask(SERVER_VERSION).unwrap_or_default());
    }
    if let Some(known) = connections.borrow_mut().get(connection.handle()) {
        *known = PdoConnection {
            source,
            is_asked: true,
        };
    }
}

/// `PDO::query(string $query, ...): PDOStatement|false` and `PDO::exec(string $statement): int|false`
fn query(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    if call.is_object(0) {
        return run(begin_query, end_object_query, original, call, result);
    }
    run_in_trace(begin_query, end, original, call, result);
}

/// `PDO::prepare(string $query, array $options = []): PDOStatement|false`
fn prepare(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    if call.is_object(0) {
        return run(begin_prepare, end_object_prepare, original, call, result);
    }
    run_in_trace(begin_prepare, end, original, call, result);
}

/// `PDO::beginTransaction(): bool`
fn begin_transaction(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let begin = |planned, call: &CallFrame<'_>| begin_named(planned, call, "BEGIN");
    run_in_trace(begin, end, original, call, result);
}

/// `PDO::commit(): bool`
fn commit(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let begin = |planned, call: &CallFrame<'_>| begin_named(planned, call, "COMMIT");
    run_in_trace(begin, end, original, call, result);
}

/// `PDO::rollBack(): bool`
fn roll_back(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let begin = |planned, call: &CallFrame<'_>| begin_named(planned, call, "ROLLBACK");
    run_in_trace(begin, end, original, call, result);
}

/// `PDOStatement::execute(?array $params = null): bool`
fn execute(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    run_in_trace(begin_execute, end, original, call, result);
}

fn begin_query(planned: PlannedCall, call: &CallFrame<'_>) -> Option<CallSpan> {
    begin_with_text(planned, call, false)
}

fn begin_prepare(planned: PlannedCall, call: &CallFrame<'_>) -> Option<CallSpan> {
    begin_with_text(planned, call, true)
}

fn begin_with_text(planned: PlannedCall, call: &CallFrame<'_>, prepares: bool) -> Option<CallSpan> {
    let source = asked_source(call, FormerError::Forgotten);
    call.with_argument(0, |query| {
        begin(planned, &source, Operation::on_query(query, prepares))
    })?
}

fn end_object_query(span: CallSpan, call: &CallFrame<'_>, result: &Zval) {
    end_with_text(span, call, result, false);
}

fn end_object_prepare(span: CallSpan, call: &CallFrame<'_>, result: &Zval) {
    end_with_text(span, call, result, true);
}

/// The end of a call whose query was an object before it.
fn end_with_text(span: CallSpan, call: &CallFrame<'_>, result: &Zval, prepares: bool) {
    call.with_argument(0, |query| {
        describe_again(span, &source(call), Operation::on_query(query, prepares));
    });
    end(span, call, result);
}

fn begin_named(planned: PlannedCall, call: &CallFrame<'_>, operation: &str) -> Option<CallSpan> {
    let source = asked_source(call, FormerError::Kept);
    begin(planned, &source, Operation::Named(operation))
}

fn begin_execute(planned: PlannedCall, call: &CallFrame<'_>) -> Option<CallSpan> {
    let source = asked_source(call, FormerError::Kept);
    let statement = PhpObject::this(call)?;
    let begun = statement.stored("queryString", |query| {
        begin(planned, &source, Operation::on_query(query, false))
    });
    begun.unwrap_or_else(|| begin(planned, &source, Operation::Query(&[])))
}

/// The data source of a call's connection, before the call.
fn asked_source(call: &CallFrame<'_>, former_error: FormerError) -> DataSource {
    if let Some(connection) = connection(call) {
        ask_driver(&connection, former_error);
    }
    source(call)
}

/// The data source of a call's connection, as it is known.
fn source(call: &CallFrame<'_>) -> DataSource {
    let source = connection(call).and_then(|connection| {
        let mut connections = Databases::own().pdo.borrow_mut();
        let known = connections.get(connection.handle())?;
        Some(known.source.clone())
    });
    source.unwrap_or_else(|| DataSource::of_driver(""))
}

/// The connection that a method is called on, or that the statement is of.
fn connection(call: &CallFrame<'_>) -> Option<PhpObject> {
    let object = PhpObject::this(call)?;
    if object.is_a(STATEMENT) {
        let connections = Databases::own().pdo.borrow();
        return pdo_statement::connection(&object, connections.handles());
    }
    Some(object)
}

fn is_of_statement(call: &CallFrame<'_>) -> bool {
    PhpObject::this(call).is_some_and(|object| object.is_a(STATEMENT))
}

fn end(span: CallSpan, call: &CallFrame<'_>, result: &Zval) {
    let failure = || {
        let object = PhpObject::this(call).filter(|_| result.is_false())?;
        let class = if is_of_statement(call) {
            STATEMENT
        } else {
            PDO
        };
        ask(&object, class, "errorinfo", None, |info| {
            let state = info.array()?.get_index(0).and_then(text);
            Some(Failure {
                code: Some(code_in(info, &source(call))?),
                class: String::new(),
                description: format!("SQLSTATE[{}]", state.unwrap_or_default()),
            })
        })?
    };
    let code = |thrown| code_of(thrown, &source(call));
    finish(span, code, failure);
}

/// The code of an exception of PDO's.
fn code_of(thrown: Throwable, source: &DataSource) -> Option<String> {
    // A class of the program's may have put code of its own behind the property.
    let is_pdos = thrown.class_name() == "PDOException";
    let read = |info: &Zval| code_in(info, source);
    is_pdos
        .then(|| thrown.property("PDOException", "errorInfo", read))
        .flatten()
        .flatten()
}

/// The code in an `errorInfo`: the driver's own, where the conventions want that, else the SQLSTATE.
fn code_in(info: &Zval, source: &DataSource) -> Option<String> {
    let info = info.array()?;
    let state = info
        .get_index(0)
        .and_then(text)
        .filter(|state| state != "00000")?;
    let own = info.get_index(1).and_then(Zval::long);
    match own.filter(|own| *own != 0 && source.has_own_codes()) {
        Some(code) if source.system == "oracle.db" => Some(format!("ORA-{code:05}")),
        Some(code) => Some(code.to_string()),
        None => Some(state),
    }
}
