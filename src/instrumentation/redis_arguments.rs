//! The arguments of a call of phpredis: its command, with the patterns of its keys.
//!
//! Must not know when a span begins or ends.

use crate::zend::call_frame::CallFrame;
use crate::zend::value::entries;
use ext_php_rs::types::ZendHashTable;
use span_core::semconv::redis_query::{RedisKeys, RedisQuery, command_of, keys_of};

/// The longest name of a command that the program gives itself.
const LONGEST_NAME: usize = 32;

/// The longest name of a script, whose digest has 40 letters.
const LONGEST_SCRIPT_NAME: usize = 64;

/// Commands whose second argument is what phpredis calls with each message.
const SUBSCRIPTIONS: [&str; 3] = ["SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE"];

/// The command that a call sends, and its text.
pub fn command_and_text(call: &CallFrame<'_>) -> (String, String) {
    let mut command = command_of(&call.function_name());
    let mut first = 0;
    if command == "RAWCOMMAND" {
        // A cluster's has the node in front.
        first = 1 + u32::from(call.is_method_of("RedisCluster"));
        let given = call.text(first - 1).unwrap_or_default();
        let is_name = (1..=LONGEST_NAME).contains(&given.len())
            && given.bytes().all(|byte| byte.is_ascii_alphabetic());
        if is_name {
            command = given.to_ascii_uppercase();
        }
    }
    let mut query = RedisQuery::new(&command);
    let keys = keys_of(&command);
    let count = if SUBSCRIPTIONS.contains(&command.as_str()) {
        call.count().min(1)
    } else {
        call.count()
    };
    for index in first..count {
        if query.is_full() {
            break;
        }
        let is_key = match keys {
            RedisKeys::None | RedisKeys::Names | RedisKeys::Counted => false,
            RedisKeys::First => index == first,
            RedisKeys::Two => index < first + 2,
            RedisKeys::All => true,
            RedisKeys::AllButLast => index + 1 < count,
            RedisKeys::AllButFirst => index > first,
            RedisKeys::Second => index == first + 1,
        };
        let listed = match keys {
            RedisKeys::Counted if index == first + 1 => call.int(first + 2),
            _ if is_key => Some(i64::MAX),
            _ => None,
        };
        call.with_argument(index, |argument| {
            match (argument.array(), argument.zend_str()) {
                (Some(map), _) if keys == RedisKeys::Names => add_names(&mut query, map),
                (Some(list), _) => add_list(&mut query, list, listed.unwrap_or(0)),
                (None, Some(key)) if is_key => query.key(key.as_bytes()),
                _ => query.value(),
            }
        });
    }
    (command, query.text())
}

/// The script that a method runs which is named after its command: the digest, or the function's name.
pub fn script_of(call: &CallFrame<'_>, command: &str) -> Option<String> {
    let runs_script = matches!(command, "EVALSHA" | "EVALSHA_RO" | "FCALL" | "FCALL_RO");
    if !runs_script || command_of(&call.function_name()) != command {
        return None;
    }
    let script = call.text(0)?;
    let is_name = (1..=LONGEST_SCRIPT_NAME).contains(&script.len())
        && (script.bytes()).all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_name.then_some(script)
}

/// Adds the names of a map, and that each has a value.
fn add_names(query: &mut RedisQuery, map: &ZendHashTable) {
    for (key, _) in entries(map) {
        if query.is_full() {
            break;
        }
        query.key(key.as_bytes());
        query.value();
    }
}

/// Adds what a list holds, of which the first so many are keys; one value, where there are none.
fn add_list(query: &mut RedisQuery, list: &ZendHashTable, keys: i64) {
    if keys <= 0 {
        return query.value();
    }
    for (position, key) in (0..).zip(list.values()) {
        if query.is_full() {
            break;
        }
        match key.zend_str().filter(|_| position < keys) {
            Some(key) => query.key(key.as_bytes()),
            None => query.value(),
        }
    }
}
