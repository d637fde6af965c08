//! Memcached by PECL's `Memcached`: each call that goes to a server is a span of kind CLIENT.
//!
//! Nothing is kept of an object: it tells its servers itself, also where it is persistent. Must not know which methods are commands:
//! that is `memcached_methods`.

use super::batch_text::BatchText;
use super::call_span::{Description, PlannedCall};
use super::database_span::{Failure, Operation, describe, finish};
use crate::zend::call_frame::CallFrame;
use crate::zend::hooked_function::Original;
use crate::zend::php_object::PhpObject;
use crate::zend::question::ask;
use crate::zend::value::{entries, text};
use ext_php_rs::types::Zval;
use span_core::semconv::attribute_keys as key;
use span_core::semconv::data_source::DataSource;
use span_core::semconv::redis_query::RedisQuery;

/// How many commands of a batch are looked at for its text.
const MOST_TEXTS: usize = 256;

/// What the arguments of a method are, from that of its key on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MemcachedArguments {
    /// None is sent, nor a command: the answers to one are read.
    NotSent,
    /// Values only.
    Values,
    /// A key or a list of keys. What else there is concerns the client.
    Keys,
    /// A key, and values behind it.
    KeyAndValues,
    /// The same, with a token of `cas` in front.
    TokenKeyAndValues,
    /// A list of keys, each of which is a command of its own.
    CommandByKey,
    /// Values by their keys, each of which is a command of its own.
    CommandByEntry,
}

/// What a method sends.
pub struct MemcachedMethod {
    /// The command in memcached's words; the method's name where the server has no such command.
    pub command: &'static str,
    /// What its arguments are.
    pub arguments: MemcachedArguments,
    /// The argument that is the key, the keys or the entries.
    pub key: u32,
}

/// Runs any command.
pub fn command(
    method: &'static MemcachedMethod,
    original: Original,
    call: &CallFrame<'_>,
    result: &mut Zval,
) {
    let describe = || describe_command(method, call);
    let span = PlannedCall::recorded().and_then(|planned| planned.start(describe));
    original.call(call, result);
    if let Some(span) = span {
        finish(span, |_| None, || failure(method, call, result));
    }
}

fn describe_command(method: &MemcachedMethod, call: &CallFrame<'_>) -> Description {
    let source = source(call);
    let (count, text) = match batch(method, call) {
        Some(Batch { count, text }) => (count, text),
        None => (1, text_of(method, call)),
    };
    // One command is no batch.
    if count == 1 {
        return describe(&source, Operation::CommandAt(method.command, &text));
    }
    let operation = format!("BATCH {}", method.command);
    let (name, mut options) = describe(&source, Operation::CommandAt(&operation, &text));
    options
        .attributes
        .push(&key::DB_OPERATION_BATCH_SIZE, count);
    (name, options)
}

/// The server, where there is one. Of several each key has its own.
fn source(call: &CallFrame<'_>) -> DataSource {
    let only = |servers: &Zval| {
        let mut servers = servers.array()?.values();
        let server = servers.next().filter(|_| servers.next().is_none())?;
        let server = server.array()?;
        let port = server.get("port").and_then(Zval::long)?;
        let host = server.get("host").and_then(text)?;
        Some(DataSource::of_memcached(&host, u16::try_from(port).ok()))
    };
    let memcached = PhpObject::this(call);
    let source = memcached.and_then(|it| ask(&it, "memcached", "getserverlist", None, only)?);
    source.unwrap_or_else(|| DataSource::of_driver("memcached"))
}

/// The text of a command.
fn text_of(method: &MemcachedMethod, call: &CallFrame<'_>) -> String {
    if method.arguments == MemcachedArguments::NotSent {
        return String::new();
    }
    let mut query = RedisQuery::new(method.command);
    if method.arguments != MemcachedArguments::Values {
        call.with_argument(method.key, |keys| match keys.array() {
            Some(keys) => {
                for key in keys.values() {
                    if query.is_full() {
                        break;
                    }
                    add_key(&mut query, key);
                }
            }
            None => add_key(&mut query, keys),
        });
    }
    (0..values(method, call)).for_each(|_| query.value());
    query.text()
}

fn add_key(query: &mut RedisQuery, key: &Zval) {
    match key.zend_str() {
        Some(key) => query.key(key.as_bytes()),
        None => query.value(),
    }
}

/// How many values the server is sent with each key.
fn values(method: &MemcachedMethod, call: &CallFrame<'_>) -> u32 {
    let behind = call.count().saturating_sub(method.key + 1);
    match method.arguments {
        MemcachedArguments::NotSent | MemcachedArguments::Keys => 0,
        MemcachedArguments::Values => call.count(),
        MemcachedArguments::KeyAndValues | MemcachedArguments::CommandByKey => behind,
        MemcachedArguments::TokenKeyAndValues | MemcachedArguments::CommandByEntry => 1 + behind,
    }
}

/// The commands of a call that sends one for each key.
struct Batch {
    count: i64,
    text: String,
}

/// `None` where the call sends one command.
fn batch(method: &MemcachedMethod, call: &CallFrame<'_>) -> Option<Batch> {
    let is_by_entry = match method.arguments {
        MemcachedArguments::CommandByEntry => true,
        MemcachedArguments::CommandByKey => false,
        _ => return None,
    };
    let values = values(method, call);
    let text_of = |add: &dyn Fn(&mut RedisQuery)| {
        let mut query = RedisQuery::new(method.command);
        add(&mut query);
        (0..values).for_each(|_| query.value());
        query.text()
    };
    let read = |commands: &Zval| {
        let commands = commands.array()?;
        let text = if is_by_entry {
            let keys = entries(commands).take(MOST_TEXTS);
            joined(keys.map(|(key, _)| text_of(&|query| query.key(key.as_bytes()))))
        } else {
            let keys = commands.values().take(MOST_TEXTS);
            joined(keys.map(|key| text_of(&|query| add_key(query, key))))
        };
        let count = commands.len() as i64;
        Some(Batch { count, text })
    };
    call.with_argument(method.key, read).flatten()
}

fn joined(texts: impl Iterator<Item = String>) -> String {
    let mut batch = BatchText::default();
    texts.for_each(|text| batch.add(&text));
    batch.text()
}

/// What the program is told by `getResultCode()` and `getResultMessage()`, which only read. The words are the client's own, and
/// have no value in them.
fn failure(method: &MemcachedMethod, call: &CallFrame<'_>, result: &Zval) -> Option<Failure> {
    if result.is_true() {
        return None;
    }
    let memcached = PhpObject::this(call)?;
    let last = ask(&memcached, "memcached", "getresultcode", None, Zval::long)??;
    let code = if is_failure(last) {
        last
    } else {
        failure_of_a_key(method, result)?
    };
    let message = ask(&memcached, "memcached", "getresultmessage", None, text);
    let message = message.flatten().filter(|_| code == last);
    Some(Failure {
        code: Some(code.to_string()),
        class: "_OTHER".to_owned(),
        description: message.unwrap_or_default(),
    })
}

/// `deleteMulti()` gives a code by each key that was not deleted, and the result's code is the last key's.
fn failure_of_a_key(method: &MemcachedMethod, result: &Zval) -> Option<i64> {
    if method.arguments != MemcachedArguments::CommandByKey {
        return None;
    }
    let mut codes = result.array()?.values().filter_map(Zval::long);
    codes.find(|code| is_failure(*code))
}

/// Whether a code of libmemcached's, which `Memcached::RES_*` are, tells of a failure. It is none where a server has answered that there
/// is no such key, or that what `add()`, `replace()` or `cas()` ask for does not hold.
fn is_failure(code: i64) -> bool {
    const SUCCESS: i64 = 0;
    const DATA_EXISTS: i64 = 12;
    const NOT_STORED: i64 = 14;
    const STORED: i64 = 15;
    const NOT_FOUND: i64 = 16;
    const END: i64 = 21;
    const DELETED: i64 = 22;
    const STAT: i64 = 24;
    const BUFFERED: i64 = 32;
    !matches!(
        code,
        SUCCESS | DATA_EXISTS | NOT_STORED | STORED | NOT_FOUND | END | DELETED | STAT | BUFFERED
    )
}
