//! Connections to Redis that collect their commands, from `multi()` or `pipeline()` on: what becomes of the batch.
//!
//! Must not know which methods begin and end one.

use super::call_span::CallSpan;
use super::database_span::{Failure, add_failure};
use super::databases::Databases;
use super::redis_arguments::command_and_text;
use super::redis_error::code_of;
use crate::zend::call_frame::CallFrame;
use crate::zend::exception::{Thrown, pending};
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;

/// Whether a connection collects its commands in a batch whose span is open. In a forked child the span is the parent's: what comes
/// then is not part of the batch.
pub fn is_collecting(redis: &PhpObject) -> bool {
    let mut batches = Databases::own().redis_batches.borrow_mut();
    let span = batches.get(redis.handle()).map(|batch| batch.span());
    let is_collecting = span.is_some_and(CallSpan::is_recording);
    if span.is_some() && !is_collecting {
        batches.remove(redis.handle());
    }
    is_collecting
}

/// Adds a command to the batch that the connection collects, if it does, after the call. Where that has thrown, nothing was sent,
/// or the server has refused it, and the batch goes on; or the connection is lost.
pub fn collect(call: &CallFrame<'_>) {
    let Some(redis) = PhpObject::this(call).filter(is_collecting) else {
        return;
    };
    if pending().is_none() || has_lost_connection() {
        let (command, text) = command_and_text(call);
        let mut batches = Databases::own().redis_batches.borrow_mut();
        if let Some(batch) = batches.get(redis.handle()) {
            batch.add(&command, &text);
        }
    }
    lose_batch(call);
}

/// Whether the pending exception tells that. phpredis itself cannot be asked: its answer would connect again.
fn has_lost_connection() -> bool {
    let Some(Thrown::Exception(thrown)) = pending() else {
        return false;
    };
    let is_redis = thrown.is_one_of(&["RedisException", "RedisClusterException"]);
    is_redis.is_some() && code_of(thrown).is_none()
}

/// Ends the batch where the connection is lost, and the batch with it.
pub fn lose_batch(call: &CallFrame<'_>) {
    if has_lost_connection() {
        end_batch_with(call, || None);
    }
}

/// Ends the batch that the connection collects, if it does. `failure` finds what is known where nothing was thrown.
pub fn end_batch_with(call: &CallFrame<'_>, failure: impl FnOnce() -> Option<Failure>) {
    let Some(redis) = PhpObject::this(call).filter(is_collecting) else {
        return;
    };
    let batches = &Databases::own().redis_batches;
    let span = batches.borrow_mut().get(redis.handle()).map(|it| it.span());
    if let Some(span) = span {
        add_failure(span, code_of, failure);
    }
    batches.borrow_mut().remove(redis.handle());
}
