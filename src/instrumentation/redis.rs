//! Redis by phpredis: each command is a span of kind CLIENT, and so is each batch of commands.
//!
//! Must not know which methods are commands: that is `redis_methods`.

use super::call_span::{CallSpan, PlannedCall, may_have_span};
use super::database_span::{Operation, begin, begin_if_traced, finish};
use super::databases::{self, Databases};
use super::redis_arguments::{command_and_text, script_of};
use super::redis_batch::RedisBatch;
use super::redis_collecting::{collect, end_batch_with, is_collecting, lose_batch};
use super::redis_error::{code_of, failed, hash, last_error};
use crate::zend::call_frame::CallFrame;
use crate::zend::exception::pending;
use crate::zend::hooked_function::Original;
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use crate::zend::value::text;
use ext_php_rs::types::Zval;
use span_core::semconv::data_source::DataSource;
use span_core::semconv::redis_query::may_be_false;

/// `Redis::PIPELINE`.
const PIPELINE: i64 = 2;

/// `connect()` and `pconnect()`. The server is noted traced or not: the connection may be used in a trace.
pub fn connect(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let span = begin_if_traced(|planned| {
        let connect = Operation::Named("CONNECT");
        begin(planned, &source_of_arguments(call), connect)
    });
    original.call(call, result);
    match PhpObject::this(call).filter(|_| result.is_true()) {
        Some(redis) => note(&redis, source_of_arguments(call)),
        None => lose_batch(call),
    }
    if let Some(span) = span {
        let failure = || result.is_false().then(|| failed("false"));
        finish(span, code_of, failure);
    }
}

/// `new Redis(?array $options = null)`: it connects at the first command.
pub fn construct(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    let Some(redis) = PhpObject::this(call).filter(|_| pending().is_none()) else {
        return;
    };
    let source = call.with_argument(0, |options| {
        let options = options.array()?;
        let host = options.get("host").and_then(text)?;
        let port = options.get("port").and_then(Zval::long);
        Some(DataSource::of_redis(
            &host,
            port.and_then(|port| u16::try_from(port).ok()),
        ))
    });
    match source.flatten() {
        Some(source) => note(&redis, source),
        None => forget(&redis),
    }
}

/// `new RedisCluster(?string $name, ?array $seeds = null, ...)`: it asks a seed for the slots.
pub fn construct_cluster(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let source = || {
        let seed = call
            .with_argument(1, |seeds| seeds.array()?.values().find_map(text))
            .flatten();
        let seed = seed.unwrap_or_default();
        let (host, port) = seed.rsplit_once(':').unwrap_or((&seed, ""));
        let mut source = DataSource::of_redis(host, port.parse().ok());
        // A cluster has one database, which has no number.
        source.namespace = None;
        source
    };
    let connect = Operation::Named("CONNECT");
    let span = begin_if_traced(|planned| begin(planned, &source(), connect));
    original.call(call, result);
    if let Some(cluster) = PhpObject::this(call).filter(|_| pending().is_none()) {
        databases::note(&Databases::own().redis, &cluster, source());
    }
    if let Some(span) = span {
        finish(span, code_of, || None);
    }
}

fn source_of_arguments(call: &CallFrame<'_>) -> DataSource {
    let port = call.int(1).filter(|port| *port > 0);
    let port = port.and_then(|port| u16::try_from(port).ok());
    DataSource::of_redis(&call.text(0).unwrap_or_default(), port)
}

fn note(redis: &PhpObject, mut source: DataSource) {
    forget(redis);
    source.namespace = Some("0".to_owned());
    databases::note(&Databases::own().redis, redis, source);
}

/// Forgets what an object of the same handle, or the connection before, has left.
fn forget(redis: &PhpObject) {
    let databases = Databases::own();
    databases.redis.borrow_mut().remove(redis.handle());
    databases.redis_batches.borrow_mut().remove(redis.handle());
}

/// `Redis::select(int $db): bool`
pub fn select(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    if may_have_span() {
        command(original, call, result);
    } else {
        original.call(call, result);
    }
    let (redis, database) = (PhpObject::this(call), call.int(0));
    // In a batch the result is the object, and `getDbNum()` says the new number at once.
    let is_chosen = result.is_true() || PhpObject::of(result).is_some();
    if let (Some(redis), Some(database), true) = (redis, database, is_chosen) {
        let mut connections = Databases::own().redis.borrow_mut();
        if let Some(source) = connections.get(redis.handle()) {
            source.namespace = Some(database.to_string());
        }
    }
}

/// A call under way. Plain data: nothing to drop.
#[derive(Clone, Copy)]
struct Begun {
    span: Option<CallSpan>,
    /// The error that was the last one before.
    last_error: Option<u64>,
}

/// Any command.
pub fn command(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let begun = begin_command(call);
    original.call(call, result);
    match begun.span {
        Some(_) => end_command(begun, call, result),
        None => collect(call),
    }
}

/// Begins a span, unless the connection collects its commands.
#[inline(never)]
fn begin_command(call: &CallFrame<'_>) -> Begun {
    let nothing = Begun {
        span: None,
        last_error: None,
    };
    let Some(redis) = PhpObject::this(call) else {
        return nothing;
    };
    if is_collecting(&redis) {
        return nothing;
    }
    let Some(planned) = PlannedCall::recorded() else {
        return nothing;
    };
    let (command, text) = command_and_text(call);
    let operation = Operation::Command(&command, &text);
    let span = begin(planned, &source(&redis, call), operation);
    if let (Some(span), Some(script)) = (span, script_of(call, &command)) {
        span.set("db.stored_procedure.name", script);
    }
    Begun {
        span,
        last_error: last_error(&redis, call).map(|error| hash(&error)),
    }
}

#[inline(never)]
fn end_command(begun: Begun, call: &CallFrame<'_>, result: &Zval) {
    let Some(span) = begun.span else { return };
    finish(span, code_of, || {
        let redis = PhpObject::this(call).filter(|_| result.is_false())?;
        let error = last_error(&redis, call)?;
        // phpredis keeps an error until the next one, which may be the same.
        let is_new = begun.last_error != Some(hash(&error));
        let has_failed = is_new || !may_be_false(&command_and_text(call).0);
        has_failed.then(|| failed(&error))
    });
}

/// `Redis::close(): bool`: what was collected is not sent, and the batch is over.
pub fn close(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    if !has_wrong_arguments(call) {
        end_batch_with(call, || None);
    }
}

/// Whether PHP refuses a call of a method without parameters.
fn has_wrong_arguments(call: &CallFrame<'_>) -> bool {
    call.count() > 0 || call.has_unknown_named_arguments()
}

/// `Redis::pipeline(): Redis|false`
pub fn pipeline(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    begin_batch("PIPELINE", original, call, result);
}

/// `Redis::multi(int $value = Redis::MULTI): Redis|false`
pub fn multi(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let is_pipeline = call.int(0) == Some(PIPELINE);
    let verb = if is_pipeline { "PIPELINE" } else { "MULTI" };
    begin_batch(verb, original, call, result);
}

fn begin_batch(verb: &'static str, original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let begun = begin_batch_span(verb, call);
    original.call(call, result);
    if let Some(begun) = begun {
        begin_collecting(verb, begun, call, result);
    }
}

/// `None` within a batch: `multi()` in a pipeline is part of that.
fn begin_batch_span(verb: &str, call: &CallFrame<'_>) -> Option<Begun> {
    let redis = PhpObject::this(call).filter(|redis| !is_collecting(redis))?;
    let planned = PlannedCall::recorded()?;
    let operation = Operation::Command(verb, "");
    Some(Begun {
        span: begin(planned, &source(&redis, call), operation),
        last_error: last_error(&redis, call).map(|error| hash(&error)),
    })
}

fn begin_collecting(verb: &'static str, begun: Begun, call: &CallFrame<'_>, result: &Zval) {
    let Some(span) = begun.span else { return };
    let redis = PhpObject::this(call).filter(|_| pending().is_none() && !result.is_false());
    match redis {
        Some(redis) => {
            let batch = RedisBatch::new(span, verb, begun.last_error);
            databases::note(&Databases::own().redis_batches, &redis, batch);
        }
        None => finish(span, code_of, || Some(failed("false"))),
    }
}

/// `exec()` and `discard()`. Also where nothing is traced any more, because the batch may have begun in a trace.
pub fn end_batch(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let redis = PhpObject::this(call).filter(is_collecting);
    if redis.is_none() || has_wrong_arguments(call) {
        return match may_have_span() {
            true => command(original, call, result),
            false => original.call(call, result),
        };
    }
    original.call(call, result);
    end_batch_span(call, result);
}

fn end_batch_span(call: &CallFrame<'_>, result: &Zval) {
    // `exec()` of a `multi()` in a pipeline gives the object: the pipeline goes on.
    if PhpObject::of(result).is_some() {
        return;
    }
    let of_batch = |redis: PhpObject| {
        let mut batches = Databases::own().redis_batches.borrow_mut();
        let batch = batches.get(redis.handle())?;
        let has_failure = result.array().is_some_and(|it| batch.has_failure(it));
        Some((batch.last_error(), has_failure))
    };
    let of_batch = PhpObject::this(call).and_then(of_batch);
    end_batch_with(call, || {
        let (before, has_failure) = of_batch?;
        let error = last_error(&PhpObject::this(call)?, call)?;
        (has_failure || before != Some(hash(&error))).then(|| failed(&error))
    });
}

/// The server of the connection that a method is called on. Those of `RedisArray` are made where no hook sees it, and one of them may
/// have the handle that another connection has left.
fn source(redis: &PhpObject, call: &CallFrame<'_>) -> DataSource {
    let mut connections = Databases::own().redis.borrow_mut();
    let source = connections.get(redis.handle()).cloned();
    let source = source.filter(|_| !call.is_called_by("RedisArray"));
    source.unwrap_or_else(|| DataSource::of_driver("redis"))
}
