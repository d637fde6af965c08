//! What phpredis says of a command that has failed.
//!
//! Must not know which command that is.

use super::database_span::Failure;
use super::databases::Databases;
use crate::zend::call_frame::CallFrame;
use crate::zend::exception::Throwable;
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use crate::zend::question::ask;
use crate::zend::value::text;
use span_core::semconv::redis_query::error_prefix;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The last error that the server has answered with. One that is not connected has none to ask for.
pub fn last_error(redis: &PhpObject, call: &CallFrame<'_>) -> Option<String> {
    let mut connections = Databases::own().redis.borrow_mut();
    connections.get(redis.handle())?;
    drop(connections);
    let class = if call.is_method_of("RedisCluster") {
        "rediscluster"
    } else {
        "redis"
    };
    ask(redis, class, "getlasterror", None, text).flatten()
}

/// What stands for an error until the next one.
pub fn hash(error: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    error.hash(&mut hasher);
    hasher.finish()
}

/// A failure that the server has answered with, or `false`.
pub fn failed(error: &str) -> Failure {
    Failure {
        code: error_prefix(error).map(str::to_owned),
        class: "_OTHER".to_owned(),
        description: String::new(),
    }
}

/// The prefix of an error of the server's that was thrown.
pub fn code_of(thrown: Throwable) -> Option<String> {
    error_prefix(&thrown.message()).map(str::to_owned)
}
