//! What the calls of mysqli have in common: whom they are for, and how they fail.
//!
//! Must not know which calls there are.

use super::call_span::{CallSpan, PlannedCall};
use super::database_span::{Failure, Operation, begin, describe_again, finish};
use super::databases::Databases;
use crate::zend::call_frame::CallFrame;
use crate::zend::exception::Throwable;
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use crate::zend::question::computed_int;
use ext_php_rs::types::Zval;
use span_core::semconv::data_source::DataSource;

/// Where the arguments begin that follow the object which a method or a function is called for.
#[inline]
pub fn first_argument(call: &CallFrame<'_>) -> u32 {
    u32::from(PhpObject::this(call).is_none())
}

/// The object that a method or a function is called for, and where the other arguments begin.
#[inline]
pub fn subject(call: &CallFrame<'_>) -> Option<(PhpObject, u32)> {
    match PhpObject::this(call) {
        Some(object) => Some((object, 0)),
        None => Some((PhpObject::argument(call, 0)?, 1)),
    }
}

/// Begins the span of a call whose first argument is a query.
pub fn begin_with_text(
    planned: PlannedCall,
    call: &CallFrame<'_>,
    prepares: bool,
) -> Option<CallSpan> {
    let begin = |source: &_, operation: Operation<'_>| begin(planned, source, operation);
    with_query(call, prepares, begin)?
}

/// Says which query such a call has, where that was an object before it.
pub fn say_query(span: CallSpan, call: &CallFrame<'_>, prepares: bool) {
    let say = |source: &_, operation: Operation<'_>| describe_again(span, source, operation);
    with_query(call, prepares, say);
}

fn with_query<R>(
    call: &CallFrame<'_>,
    prepares: bool,
    use_query: impl FnOnce(&DataSource, Operation<'_>) -> R,
) -> Option<R> {
    let (link, first) = subject(call)?;
    let source = source(link.handle());
    call.with_argument(first, |query| {
        use_query(&source, Operation::on_query(query, prepares))
    })
}

/// The server of a connection.
pub fn source(link: u32) -> DataSource {
    let mut links = Databases::own().mysqli.borrow_mut();
    let source = links.get(link).cloned();
    source.unwrap_or_else(|| DataSource::of_driver("mysql"))
}

/// Ends the span of a call.
pub fn end(span: CallSpan, call: &CallFrame<'_>, result: &Zval) {
    finish(span, code_of, || failure_of_call(call, result));
}

/// How a call has failed, if it has, where it has thrown nothing.
pub fn failure_of_call(call: &CallFrame<'_>, result: &Zval) -> Option<Failure> {
    // A constructor has no result, and no other function here gives null.
    let has_failed = result.is_false() || result.is_null();
    let (object, _) = subject(call).filter(|_| has_failed)?;
    let errno = computed_int(&object, "errno").filter(|errno| *errno != 0);
    errno.map(failure)
}

/// The failure with a number of the server's or the client's.
pub fn failure(errno: i64) -> Failure {
    Failure {
        code: Some(errno.to_string()),
        ..Failure::default()
    }
}

/// The number of an exception of mysqli's.
pub fn code_of(thrown: Throwable) -> Option<String> {
    let code = (thrown.class_name() == "mysqli_sql_exception")
        .then(|| thrown.int_property("Exception", "code"))?;
    (code != 0).then(|| code.to_string())
}
