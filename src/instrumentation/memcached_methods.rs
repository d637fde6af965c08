//! The methods of PECL's `Memcached` that are commands, in its versions 3, and what each of them sends.
//!
//! Must not know what a span says of a command.

use super::call_span::is_idle;
use super::hook::Hook;
use super::memcached::{MemcachedArguments, MemcachedMethod, command};
use crate::zend::call_frame::CallFrame;
use crate::zend::hooked_function::Original;
use ext_php_rs::types::Zval;

/// Makes the table. A line is a method, its command, what its arguments are, and which is its key.
macro_rules! methods {
    ($($name:literal => $command:literal, $arguments:ident $key:literal;)*) => {
        &[$({
            fn send(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
                const METHOD: &MemcachedMethod = &MemcachedMethod {
                    command: $command,
                    arguments: MemcachedArguments::$arguments,
                    key: $key,
                };
                command(METHOD, original, call, result);
            }
            hook!(Some("memcached"), $name => send, unless is_idle)
        },)*]
    };
}

/// What only reads or sets something of the object is not here. The methods `…ByKey` have a server's key in front, which is not sent.
pub static HOOKS: &[Hook] = methods! {
    "get" => "get", Keys 0;
    "getbykey" => "get", Keys 1;
    "getmulti" => "get", Keys 0;
    "getmultibykey" => "get", Keys 1;
    "getdelayed" => "get", Keys 0;
    "getdelayedbykey" => "get", Keys 1;
    "fetch" => "fetch", NotSent 0;
    "fetchall" => "fetchAll", NotSent 0;
    "set" => "set", KeyAndValues 0;
    "setbykey" => "set", KeyAndValues 1;
    "setmulti" => "set", CommandByEntry 0;
    "setmultibykey" => "set", CommandByEntry 1;
    "add" => "add", KeyAndValues 0;
    "addbykey" => "add", KeyAndValues 1;
    "replace" => "replace", KeyAndValues 0;
    "replacebykey" => "replace", KeyAndValues 1;
    "append" => "append", KeyAndValues 0;
    "appendbykey" => "append", KeyAndValues 1;
    "prepend" => "prepend", KeyAndValues 0;
    "prependbykey" => "prepend", KeyAndValues 1;
    "cas" => "cas", TokenKeyAndValues 1;
    "casbykey" => "cas", TokenKeyAndValues 2;
    "delete" => "delete", KeyAndValues 0;
    "deletebykey" => "delete", KeyAndValues 1;
    "deletemulti" => "delete", CommandByKey 0;
    "deletemultibykey" => "delete", CommandByKey 1;
    "increment" => "incr", KeyAndValues 0;
    "incrementbykey" => "incr", KeyAndValues 1;
    "decrement" => "decr", KeyAndValues 0;
    "decrementbykey" => "decr", KeyAndValues 1;
    "touch" => "touch", KeyAndValues 0;
    "touchbykey" => "touch", KeyAndValues 1;
    "flush" => "flush_all", Values 0;
    "getstats" => "stats", Values 0;
    "getversion" => "version", Values 0;
    "getallkeys" => "stats cachedump", Values 0;
};
