//! MySQL and MariaDB by mysqli: each call that goes to a server is a span of kind CLIENT.
//!
//! Its functions are its methods by another name, with the object as the first argument.

use super::call_span::{CallSpan, PlannedCall, is_idle};
use super::database_span::{
    Operation, add_failure, begin, begin_if_traced, describe_again, finish, run, run_in_trace,
};
use super::databases::{self, Databases};
use super::held_span::HeldSpan;
use super::hook::Hook;
use super::mysqli_call::{
    begin_with_text, code_of, end, failure, failure_of_call, first_argument, say_query, source,
    subject,
};
use super::mysqli_statement::{
    construct_statement, execute, prepare, prepare_statement, stmt_init,
};
use crate::zend::call_frame::CallFrame;
use crate::zend::exception::pending;
use crate::zend::hooked_function::Original;
use crate::zend::ini;
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use crate::zend::question::{ask, ask_function};
use crate::zend::value::text;
use ext_php_rs::types::Zval;
use span_core::semconv::data_source::DataSource;

const LINK: &str = "mysqli";
const STATEMENT: &str = "mysqli_stmt";

/// `MYSQLI_ASYNC`
const ASYNC: i64 = 8;

/// The methods and the functions.
pub static HOOKS: &[Hook] = &[
    hook!(Some(LINK), "__construct" => construct),
    hook!(Some(LINK), "connect" => connect),
    hook!(None, "mysqli_connect" => connect),
    hook!(Some(LINK), "real_connect" => real_connect),
    hook!(None, "mysqli_real_connect" => real_connect),
    hook!(Some(LINK), "close" => close),
    hook!(None, "mysqli_close" => close),
    hook!(Some(LINK), "query" => query, unless is_idle),
    hook!(None, "mysqli_query" => query, unless is_idle),
    hook!(Some(LINK), "reap_async_query" => reap),
    hook!(None, "mysqli_reap_async_query" => reap),
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
    hook!(Some(LINK), "change_user" => change_user),
    hook!(None, "mysqli_change_user" => change_user),
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
    connect_at(first_argument(call), original, call, result);
}

fn connect_at(first: u32, original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let connect = Operation::Named("CONNECT");
    // Which text PHP makes of an object is known after the call: until then it is not said to be the default of php.ini.
    let has_object = (first..call.count()).any(|index| call.is_object(index));
    let span = begin_if_traced(|planned| {
        let source = match has_object {
            true => DataSource::of_driver("mysql"),
            false => source_of_arguments(call, first),
        };
        begin(planned, &source, connect)
    });
    original.call(call, result);
    if let Some(span) = span.filter(|_| has_object) {
        describe_again(span, &source_of_arguments(call, first), connect);
    }
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
    forget_query(&link);
    databases::note(&Databases::own().mysqli, &link, source);
}

/// Ends the span of a query that the connection before has sent: its answer does not come any more.
fn forget_query(link: &PhpObject) {
    let queries = &Databases::own().mysqli_queries;
    queries.borrow_mut().remove(link.handle());
}

/// `mysqli_close(mysqli $mysql): true`
fn close(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    if let Some((link, _)) = subject(call).filter(|_| result.is_true()) {
        forget_query(&link);
    }
}

/// The error of the last attempt to connect.
fn connect_errno() -> Option<i64> {
    let errno = ask_function("mysqli_connect_errno", Zval::long).flatten();
    errno.filter(|errno| *errno != 0)
}

/// `query()`, `real_query()`, `multi_query()` and `execute_query()`
fn query(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    if call.is_object(first_argument(call)) {
        return run(begin_query, end_object_query, original, call, result);
    }
    run_in_trace(begin_query, end_query, original, call, result);
}

fn end_object_query(span: CallSpan, call: &CallFrame<'_>, result: &Zval) {
    say_query(span, call, false);
    end_query(span, call, result);
}

/// A query that was only sent ends where the program asks for its answer.
fn end_query(span: CallSpan, call: &CallFrame<'_>, result: &Zval) {
    let sent = subject(call).filter(|(_, first)| {
        result.is_true() && call.int(first + 1).is_some_and(|mode| mode & ASYNC != 0)
    });
    match sent {
        Some((link, _)) => {
            let queries = &Databases::own().mysqli_queries;
            databases::note(queries, &link, HeldSpan::new(span));
        }
        None => end(span, call, result),
    }
}

/// `mysqli_reap_async_query(mysqli $mysql): mysqli_result|bool`
fn reap(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    let Some((link, _)) = subject(call) else {
        return;
    };
    let queries = &Databases::own().mysqli_queries;
    let span = queries.borrow_mut().get(link.handle()).map(|it| it.span());
    if let Some(span) = span {
        add_failure(span, code_of, || failure_of_call(call, result));
        forget_query(&link);
    }
}

/// `mysqli_begin_transaction(mysqli $mysql, int $flags = 0, ?string $name = null): bool`
fn begin_transaction(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let begin = |planned, call: &CallFrame<'_>| begin_named(planned, call, "BEGIN");
    run_in_trace(begin, end, original, call, result);
}

/// `mysqli_commit(mysqli $mysql, int $flags = 0, ?string $name = null): bool`
fn commit(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let begin = |planned, call: &CallFrame<'_>| begin_named(planned, call, "COMMIT");
    run_in_trace(begin, end, original, call, result);
}

/// `mysqli_rollback(mysqli $mysql, int $flags = 0, ?string $name = null): bool`
fn roll_back(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let begin = |planned, call: &CallFrame<'_>| begin_named(planned, call, "ROLLBACK");
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

/// `mysqli_change_user(mysqli $mysql, string $username, string $password, ?string $database): bool`
fn change_user(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    if let Some((link, first)) = subject(call).filter(|_| result.is_true()) {
        let mut links = Databases::own().mysqli.borrow_mut();
        if let Some(source) = links.get(link.handle()) {
            source.namespace = call.text(first + 2).filter(|database| !database.is_empty());
        }
    }
}

fn begin_select_db(planned: PlannedCall, call: &CallFrame<'_>) -> Option<CallSpan> {
    let (link, first) = subject(call)?;
    let mut source = source(link.handle());
    source.namespace = call.text(first);
    begin(planned, &source, Operation::Named("USE"))
}

fn begin_query(planned: PlannedCall, call: &CallFrame<'_>) -> Option<CallSpan> {
    begin_with_text(planned, call, false)
}

fn begin_named(planned: PlannedCall, call: &CallFrame<'_>, operation: &str) -> Option<CallSpan> {
    let (link, _) = subject(call)?;
    let source = source(link.handle());
    begin(planned, &source, Operation::Named(operation))
}
