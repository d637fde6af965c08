//! The arguments of a call of phpredis: its command, with the patterns of its keys.
//!
//! Must not know when a span begins or ends.

use crate::zend::call_frame::CallFrame;
use crate::zend::value::entries;
use ext_php_rs::types::Zval;
use span_core::semconv::redis_query::{RedisKeys, RedisQuery, command_of, keys_of};

/// The longest name of a command that the program gives itself.
const LONGEST_NAME: usize = 32;

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
            RedisKeys::None | RedisKeys::Names => false,
            RedisKeys::First => index == first,
            RedisKeys::Two => index < first + 2,
            RedisKeys::All => true,
            RedisKeys::AllButLast => index + 1 < count,
            RedisKeys::AllButFirst => index > first,
            RedisKeys::Second | RedisKeys::Counted => index == first + 1,
        };
        let most = match keys {
            RedisKeys::Counted => call.int(first + 2).unwrap_or(0),
            _ => i64::MAX,
        };
        let most = if is_key { most } else { 0 };
        call.with_argument(index, |argument| add(&mut query, argument, keys, most));
    }
    (command, query.text())
}

/// Adds an argument, or each that a list holds, of which the first so many are keys.
fn add(query: &mut RedisQuery, argument: &Zval, keys: RedisKeys, most: i64) {
    match (argument.array(), argument.zend_str()) {
        (Some(map), _) if keys == RedisKeys::Names => {
            for (key, _) in entries(map) {
                if query.is_full() {
                    break;
                }
                query.key(key.as_bytes());
                query.value();
            }
        }
        (Some(list), _) if most > 0 => {
            for (position, key) in (0..).zip(list.values()) {
                if query.is_full() {
                    break;
                }
                add(
                    query,
                    key,
                    RedisKeys::None,
                    i64::from(position < most && key.is_string()),
                );
            }
        }
        (None, Some(key)) if most > 0 && keys != RedisKeys::Counted => query.key(key.as_bytes()),
        _ => query.value(),
    }
}
