//! MySQL and MariaDB by mysqli: each call that goes to a server is a span of kind CLIENT.
//!
//! Its functions are its methods by another name, with the object as the first argument.

use super::call_span::{CallSpan, is_idle, may_have_span};
use super::database_span::{Failure, Operation, begin, finish, run, run_in_trace};
use super::databases::{self, Databases};
use super::hook::Hook;
use crate::zend::call_frame::CallFrame;
use crate::zend::exception::{Throwable, pending};
use crate::zend::hooked_function::Original;
use crate::zend::ini;
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use crate::zend::question::{ask, ask_function, computed_int};
use crate::zend::value::text;
use ext_php_rs::types::Zval;
use span_core::semconv::data_source::DataSource;

const LINK: &str = "mysqli";
const STATEMENT: &str = "mysqli_stmt";

/// The methods and the functions.
pub static HOOKS: &[Hook] = &[
    hook!(Some(LINK), "__construct" => construct),
    hook!(Some(LINK), "connect" => connect),
    hook!(None, "mysqli_connect" => connect),
    hook!(Some(LINK), "real_connect" => real_connect),
    hook!(None, "mysqli_real_connect" => real_connect),
    hook!(Some(LINK), "query" => query, unless is_idle),
    hook!(None, "mysqli_query" => query, unless is_idle),
    hook!(Some(LINK), "real_query" => query, unless is_idle),
    hook!(None, "mysqli_real_query" => query, unless is_idle),
    hook!(Some(LINK), "multi_query" => query, unless is_idle),
    hook!(None, "mysqli_multi_query" => query, unless is_idle),
    hook!(Some(LINK), "execute_query" => query, unless is_idle),
    hook!(None, "mysqli_execute_query" => query, unless is_idle),
    hook!(Some(LINK), "begin_transaction" => begin_transaction, unless is_idle),
    hook!(None, "mysqli_begin_transaction" => begin_transaction, unless is_idle),
    hook!(Some(LINK), "commit" => commit, unless is_idle),
    hook!(None, "mysqli_commit" => commit, unless is_idle),
    hook!(Some(LINK), "rollback" => roll_back, unless is_idle),
    hook!(None, "mysqli_rollback" => roll_back, unless is_idle),
    hook!(Some(LINK), "select_db" => select_db),
    hook!(None, "mysqli_select_db" => select_db),
    hook!(Some(LINK), "prepare" => prepare),
    hook!(None, "mysqli_prepare" => prepare),
    hook!(Some(LINK), "stmt_init" => stmt_init),
    hook!(None, "mysqli_stmt_init" => stmt_init),
    hook!(Some(STATEMENT), "__construct" => construct_statement),
    hook!(Some(STATEMENT), "prepare" => prepare_statement),
    hook!(None, "mysqli_stmt_prepare" => prepare_statement),
    hook!(Some(STATEMENT), "execute" => execute, unless is_idle),
    hook!(None, "mysqli_stmt_execute" => execute, unless is_idle),
    hook!(None, "mysqli_execute" => execute, unless is_idle),
];

/// The object that a method or a function is called for, and where the other arguments begin.
#[inline]
fn subject(call: &CallFrame<'_>) -> Option<(PhpObject, u32)> {
    match PhpObject::this(call) {
        Some(object) => Some((object, 0)),
        None => Some((PhpObject::argument(call, 0)?, 1)),
    }
}

/// The constructor, which connects if it is told anything.
fn construct(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    if call.count() == 0 {
        return original.call(call, result);
    }
    connect(original, call, result);
}

/// `mysqli::connect()` and `mysqli_connect()`, whose result is the object. The server is noted traced or not: the
/// connection may be used in a trace.
fn connect(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    connect_at(0, original, call, result);
}

/// `mysqli_real_connect(mysqli $mysql, ...): bool`
fn real_connect(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let first = u32::from(PhpObject::this(call).is_none());
    connect_at(first, original, call, result);
}

fn connect_at(first: u32, original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let span = match may_have_span() {
        true => begin(
            &source_of_arguments(call, first),
            Operation::Named("CONNECT"),
        ),
        false => None,
    };
    original.call(call, result);
    let link = match subject(call) {
        Some((link, _)) if first == 1 || PhpObject::this(call).is_some() => Some(link),
        _ => PhpObject::of(result),
    };
    if !result.is_false() && pending().is_none() && connect_errno().is_none() {
        note(link, source_of_arguments(call, first), span);
    }
    if let Some(span) = span {
        finish(span, code_of, || connect_errno().map(failure));
    }
}

/// The host, the database, the port and the socket among the arguments, or what php.ini says.
fn source_of_arguments(call: &CallFrame<'_>, first: u32) -> DataSource {
    let given = |index: u32| call.text(first + index).filter(|text| !text.is_empty());
    let host = given(0).or_else(|| ini::value(c"mysqli.default_host"));
    let socket = given(5).or_else(|| ini::value(c"mysqli.default_socket"));
    let port = call.int(first + 4).filter(|port| *port != 0);
    let port = port.or_else(|| ini::value(c"mysqli.default_port")?.parse().ok());
    DataSource::of_mysql(
        &host.unwrap_or_default(),
        port.and_then(|port| u16::try_from(port).ok()),
        &socket.unwrap_or_default(),
        &given(3).unwrap_or_default(),
    )
}

/// Notes the server of a connection that has just been made. It has said its version already.
fn note(link: Option<PhpObject>, mut source: DataSource, span: Option<CallSpan>) {
    let Some(link) = link else { return };
    let version = ask(&link, LINK, "get_server_info", None, text).flatten();
    source.set_version(&version.unwrap_or_default());
    if let Some(span) = span {
        span.set("db.system.name", source.system);
    }
    databases::note(&Databases::own().mysqli, &link, source);
}

/// The error of the last attempt to connect.
fn connect_errno() -> Option<i64> {
    let errno = ask_function("mysqli_connect_errno", Zval::long).flatten();
    errno.filter(|errno| *errno != 0)
}

/// `query()`, `real_query()`, `multi_query()` and `execute_query()`
fn query(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    run_in_trace(begin_query, end, original, call, result);
}

/// `mysqli_prepare(mysqli $mysql, string $query): mysqli_stmt|false`
fn prepare(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    run(begin_prepare, end, original, call, result);
    if let (Some(statement), Some((link, first))) = (PhpObject::of(result), subject(call)) {
        note_statement(&statement, &link, call, first);
    }
}

/// `mysqli_stmt_init(mysqli $mysql): mysqli_stmt|false`
fn stmt_init(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    if let (Some(statement), Some((link, _))) = (PhpObject::of(result), subject(call)) {
        let statements = &Databases::own().mysqli_statements;
        statements.set(statement.handle(), link.handle());
        statements.set_query(statement.handle(), None);
    }
}

/// `mysqli_stmt::__construct(mysqli $mysql, ?string $query = null)`
fn construct_statement(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    if let (Some(statement), Some(link)) = (PhpObject::this(call), PhpObject::argument(call, 0)) {
        note_statement(&statement, &link, call, 1);
    }
    run(begin_prepare_statement, end, original, call, result);
}

/// `mysqli_stmt_prepare(mysqli_stmt $statement, string $query): bool`
fn prepare_statement(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    if let Some((statement, first)) = subject(call) {
        let statements = &Databases::own().mysqli_statements;
        call.with_argument(first, |query| {
            statements.set_query(statement.handle(), Some(query))
        });
    }
    run(begin_prepare_statement, end, original, call, result);
}

/// `mysqli_stmt_execute(mysqli_stmt $statement, ?array $params = null): bool`
fn execute(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    run_in_trace(begin_execute, end, original, call, result);
}

/// `mysqli_begin_transaction(mysqli $mysql, int $flags = 0, ?string $name = null): bool`
fn begin_transaction(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let begin = |call: &CallFrame<'_>| begin_named(call, "BEGIN");
    run_in_trace(begin, end, original, call, result);
}

/// `mysqli_commit(mysqli $mysql, int $flags = 0, ?string $name = null): bool`
fn commit(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let begin = |call: &CallFrame<'_>| begin_named(call, "COMMIT");
    run_in_trace(begin, end, original, call, result);
}

/// `mysqli_rollback(mysqli $mysql, int $flags = 0, ?string $name = null): bool`
fn roll_back(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let begin = |call: &CallFrame<'_>| begin_named(call, "ROLLBACK");
    run_in_trace(begin, end, original, call, result);
}

/// `mysqli_select_db(mysqli $mysql, string $database): bool`
fn select_db(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    run(begin_select_db, end, original, call, result);
    if let Some((link, first)) = subject(call).filter(|_| result.is_true()) {
        let mut links = Databases::own().mysqli.borrow_mut();
        if let Some(source) = links.get(link.handle()) {
            source.namespace = call.text(first);
        }
    }
}

fn begin_select_db(call: &CallFrame<'_>) -> Option<CallSpan> {
    let (link, first) = subject(call)?;
    let mut source = source(link.handle());
    source.namespace = call.text(first);
    begin(&source, Operation::Named("USE"))
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

fn begin_query(call: &CallFrame<'_>) -> Option<CallSpan> {
    begin_with_text(call, false)
}

fn begin_prepare(call: &CallFrame<'_>) -> Option<CallSpan> {
    begin_with_text(call, true)
}

fn begin_prepare_statement(call: &CallFrame<'_>) -> Option<CallSpan> {
    begin_statement(call, true)
}

fn begin_execute(call: &CallFrame<'_>) -> Option<CallSpan> {
    begin_statement(call, false)
}

fn begin_with_text(call: &CallFrame<'_>, prepares: bool) -> Option<CallSpan> {
    let (link, first) = subject(call)?;
    let source = source(link.handle());
    call.with_argument(first, |query| {
        begin(&source, Operation::on_query(query, prepares))
    })?
}

fn begin_statement(call: &CallFrame<'_>, prepares: bool) -> Option<CallSpan> {
    let (statement, _) = subject(call)?;
    let statements = &Databases::own().mysqli_statements;
    let link = statements.connection(statement.handle()).unwrap_or(0);
    let source = source(link);
    // `new mysqli_stmt($mysqli)` prepares nothing.
    let query = statements.query(statement.handle());
    let is_empty = prepares && query.zend_str().is_none();
    (!is_empty).then(|| begin(&source, Operation::on_query(&query, prepares)))?
}

fn begin_named(call: &CallFrame<'_>, operation: &str) -> Option<CallSpan> {
    let (link, _) = subject(call)?;
    begin(&source(link.handle()), Operation::Named(operation))
}

/// The server of a connection.
fn source(link: u32) -> DataSource {
    let mut links = Databases::own().mysqli.borrow_mut();
    let source = links.get(link).cloned();
    source.unwrap_or_else(|| DataSource::of_driver("mysql"))
}

fn end(span: CallSpan, call: &CallFrame<'_>, result: &Zval) {
    finish(span, code_of, || {
        // A constructor has no result, and no other function here gives null.
        let has_failed = result.is_false() || result.is_null();
        let (object, _) = subject(call).filter(|_| has_failed)?;
        let errno = computed_int(&object, "errno").filter(|errno| *errno != 0);
        errno.map(failure)
    });
}

fn failure(errno: i64) -> Failure {
    Failure {
        code: Some(errno.to_string()),
        ..Failure::default()
    }
}

/// The number of an exception of mysqli's.
fn code_of(thrown: Throwable) -> Option<String> {
    let code = (thrown.class_name() == "mysqli_sql_exception")
        .then(|| thrown.int_property("Exception", "code"))?;
    (code != 0).then(|| code.to_string())
}
