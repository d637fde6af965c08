//! The names of PHP's functions and classes as spans have them: fully qualified, without places and arguments.
//!
//! Owns the spellings of each PHP version. PHP tells nameless code apart by putting the place where it stands into its
//! name, an absolute path among it, behind a NUL or not: neither belongs into an attribute, and a closure shall not have
//! another name after an update of PHP. (One outside of any function does: PHP 8.4 does not give its namespace.)
//! Must not know where a name comes from.

/// The name of every closure, within its class or namespace.
pub(crate) const CLOSURE: &str = "{closure}";

/// How PHP 8.4 begins the name of a closure; behind it are the function and the line, or the file, where it is written.
const PLACED_CLOSURE: &str = "{closure:";

/// The class's name. An anonymous one has a NUL in it, and behind that the place where it stands.
///
/// ```
/// let name = "App\\Shape@anonymous\0/srv/app/shapes.php:3$0";
/// assert_eq!(span_core::names::class_name(name), "App\\Shape@anonymous");
/// ```
pub fn class_name(name: &str) -> &str {
    name.split('\0').next().unwrap_or_default()
}

/// The name of a function, or of a method of `class`, as PHP's engine keeps it.
///
/// ```
/// use span_core::names::function_name;
///
/// assert_eq!(function_name(Some("App\\Order"), "pay"), "App\\Order::pay");
/// // PHP 8.2 and PHP 8.4.
/// assert_eq!(function_name(Some("App\\Order"), "App\\{closure}"), "App\\Order::{closure}");
/// assert_eq!(function_name(Some("App\\Order"), "{closure:App\\Order::pay():42}"), "App\\Order::{closure}");
/// ```
pub fn function_name(class: Option<&str>, function: &str) -> String {
    let namespace = closure_namespace(function);
    match (class, namespace) {
        (Some(class), Some(_)) => format!("{}::{CLOSURE}", class_name(class)),
        (Some(class), None) => format!("{}::{function}", class_name(class)),
        (None, Some("")) => CLOSURE.to_owned(),
        (None, Some(namespace)) => format!("{namespace}\\{CLOSURE}"),
        (None, None) => function.to_owned(),
    }
}

/// The name of a callable as PHP's errors have it, `Class::method` or the name of a function.
///
/// ```
/// let name = "class@anonymous\0/srv/app/shapes.php:3$0::__call";
/// assert_eq!(span_core::names::callable_name(name), "class@anonymous::__call");
/// ```
pub fn callable_name(name: &str) -> String {
    // A path may have colons, a method has none.
    match name.rsplit_once("::") {
        Some((class, method)) => function_name(Some(class), method),
        None => function_name(None, name),
    }
}

/// The namespace that a closure is written in, as far as its name tells; `None` for functions that have names.
fn closure_namespace(function: &str) -> Option<&str> {
    if let Some(namespace) = function.strip_suffix(CLOSURE) {
        let is_whole = namespace.is_empty() || namespace.ends_with('\\');
        return is_whole.then(|| namespace.trim_end_matches('\\'));
    }
    if !function.starts_with(PLACED_CLOSURE) {
        return None;
    }
    // A closure in a closure has that one's name in its own.
    let place = function.trim_start_matches(PLACED_CLOSURE);
    // Without parentheses it is a file.
    let Some((around, _)) = place.split_once("():") else {
        return Some("");
    };
    let class_or_function = around.split(['\0', ':']).next().unwrap_or_default();
    let namespace = class_or_function.rsplit_once('\\');
    Some(namespace.map_or("", |(namespace, _)| namespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_php_version_spells_them_in_its_own_way() {
        let anonymous = "class@anonymous\0/srv/a::b/f.php:3$0";
        let of_parent = "App\\Base@anonymous\0/srv/f.php(4) : eval()'d code:1$1f";
        let table = [
            (None, "checkout", "checkout"),
            (None, "App\\checkout", "App\\checkout"),
            (Some("App\\Order"), "pay", "App\\Order::pay"),
            (Some("App\\Order"), "__invoke", "App\\Order::__invoke"),
            // A property's hook, of PHP 8.4.
            (Some("App\\Order"), "$total::get", "App\\Order::$total::get"),
            (Some(anonymous), "pay", "class@anonymous::pay"),
            (Some(of_parent), "pay", "App\\Base@anonymous::pay"),
            (Some("stdClass@anonymous"), "pay", "stdClass@anonymous::pay"),
            // PHP 8.2 and 8.3.
            (None, "{closure}", "{closure}"),
            (None, "App\\Http\\{closure}", "App\\Http\\{closure}"),
            (Some("Order"), "{closure}", "Order::{closure}"),
            (
                Some("App\\Order"),
                "App\\{closure}",
                "App\\Order::{closure}",
            ),
            (Some(anonymous), "{closure}", "class@anonymous::{closure}"),
            // PHP 8.4 and later: in a file, a function, a method, and each in a closure once more.
            (None, "{closure:/srv/app/f.php:3}", "{closure}"),
            (None, "{closure:/srv/a::b():c/f.php:3}", "{closure}"),
            (None, "{closure:{closure:/srv/app/f.php:3}:4}", "{closure}"),
            (None, "{closure:checkout():42}", "{closure}"),
            (None, "{closure:App\\checkout():42}", "App\\{closure}"),
            (
                None,
                "{closure:{closure:App\\checkout():42}:43}",
                "App\\{closure}",
            ),
            (None, "{closure:App\\Order::pay():42}", "App\\{closure}"),
            (
                Some("App\\Order"),
                "{closure:App\\Order::pay():42}",
                "App\\Order::{closure}",
            ),
            (
                Some(anonymous),
                "{closure:class@anonymous\0/srv/f.php:3$0::pay():5}",
                "class@anonymous::{closure}",
            ),
            (
                None,
                "{closure:App\\Base@anonymous\0/srv/f.php:3$0::pay():5}",
                "App\\{closure}",
            ),
        ];
        for (class, function, expected) in table {
            let name = function_name(class, function);
            assert_eq!(name, expected, "{class:?} {function:?}");
        }
    }

    #[test]
    fn callables_are_spelled_like_functions() {
        let table = [
            ("checkout", "checkout"),
            ("App\\Order::pay", "App\\Order::pay"),
            (
                "class@anonymous\0/srv/a::b/f.php:3$0::pay",
                "class@anonymous::pay",
            ),
            (
                "App\\Base@anonymous\0/srv/f.php:3$0::__call",
                "App\\Base@anonymous::__call",
            ),
            ("Closure::__invoke", "Closure::__invoke"),
        ];
        for (name, expected) in table {
            assert_eq!(callable_name(name), expected, "{name:?}");
        }
    }

    #[test]
    fn classes_have_no_place() {
        for (name, expected) in [
            ("App\\Failure", "App\\Failure"),
            ("Exception@anonymous\0/srv/f.php:9$0", "Exception@anonymous"),
            ("", ""),
        ] {
            assert_eq!(class_name(name), expected);
        }
    }
}
