//! Settings of a server, by the rules that Swoole reads them by: it takes any value for a number or a switch, and null for none.

use super::php_object::PhpObject;
use ext_php_rs::types::Zval;

/// A number, as `zval_get_long()` has it.
pub fn number(server: &PhpObject, name: &str) -> Option<i64> {
    value(server, name, Zval::coerce_to_long).flatten()
}

/// A switch, as `zval_is_true()` has it.
pub fn is_on(server: &PhpObject, name: &str) -> Option<bool> {
    value(server, name, Zval::coerce_to_bool)
}

fn value<R>(server: &PhpObject, name: &str, read: fn(&Zval) -> R) -> Option<R> {
    server.property("setting", |settings| {
        let value = settings.array()?.get(name)?.dereference();
        (!value.is_null()).then(|| read(value))
    })
}
