//! How the spans of coroutines are called that were given no name.
//!
//! Owns the placeholders of `traced_coroutine.span_name`. Must not know where the code is, nor how its file is shortened.

use crate::model::code::names::CLOSURE;

/// A name with placeholders. The default says what runs: a function by its name, a closure by its file and line.
///
/// ```
/// use span_core::SpanName;
///
/// let name = SpanName::default();
/// assert_eq!(name.of("App\\Order::pay", Some("src/Order.php"), Some(12)), "App\\Order::pay");
/// assert_eq!(name.of("App\\Order::{closure}", Some("src/Order.php"), Some(42)), "{closure} src/Order.php:42");
/// let name = SpanName::parse("job {function}").unwrap();
/// assert_eq!(name.of("import", None, None), "job import");
/// ```
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct SpanName(Vec<Part>);

#[derive(Clone, PartialEq, Eq, Debug)]
enum Part {
    Literal(String),
    Function,
    File,
    Line,
}

impl SpanName {
    /// Reads a name: what is not a placeholder stands for itself, and an empty text for the default. The error says what is
    /// accepted.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((literal, behind)) = rest.split_once('{') {
            let (placeholder, behind) = behind.split_once('}').unwrap_or(("", ""));
            let part = match placeholder {
                "function" => Part::Function,
                "file" => Part::File,
                "line" => Part::Line,
                _ => {
                    return Err(
                        "expected a name, in which {function}, {file} and {line} stand for what runs"
                            .to_owned(),
                    );
                }
            };
            parts.push(Part::Literal(literal.to_owned()));
            parts.push(part);
            rest = behind;
        }
        parts.push(Part::Literal(rest.to_owned()));
        parts.retain(|part| *part != Part::Literal(String::new()));
        Ok(SpanName(parts))
    }

    /// The name of a span that runs this function. One of PHP's own has no place: where that is asked for, it has its name
    /// only.
    pub fn of(&self, function: &str, file: Option<&str>, line: Option<u32>) -> String {
        let SpanName(parts) = self;
        let wants_place = parts.contains(&Part::File) || parts.contains(&Part::Line);
        let (Some(file), Some(line)) = (file, line) else {
            return if parts.is_empty() || wants_place {
                function.to_owned()
            } else {
                self.fill(function, "", 0)
            };
        };
        if !parts.is_empty() {
            return self.fill(function, file, line);
        }
        if function.ends_with(CLOSURE) {
            format!("{CLOSURE} {file}:{line}")
        } else {
            function.to_owned()
        }
    }

    fn fill(&self, function: &str, file: &str, line: u32) -> String {
        let SpanName(parts) = self;
        let parts = parts.iter();
        parts
            .map(|part| match part {
                Part::Literal(text) => text.clone(),
                Part::Function => function.to_owned(),
                Part::File => file.to_owned(),
                Part::Line => line.to_string(),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_in_and_all_else_stays() {
        let table = [
            ("", "App\\Order::pay"),
            ("coroutine", "coroutine"),
            ("{function}", "App\\Order::pay"),
            (
                "{function} {file}:{line}",
                "App\\Order::pay src/Order.php:12",
            ),
            ("a}{line}{line}}", "a}1212}"),
            ("job {file}!", "job src/Order.php!"),
        ];
        for (text, expected) in table {
            let name = SpanName::parse(text).unwrap();
            let named = name.of("App\\Order::pay", Some("src/Order.php"), Some(12));
            assert_eq!(named, expected, "{text:?}");
        }
    }

    #[test]
    fn a_function_of_phps_own_has_no_place() {
        for (text, expected) in [
            ("", "strlen"),
            ("{function} at {line}", "strlen"),
            ("job {function}", "job strlen"),
        ] {
            assert_eq!(
                SpanName::parse(text).unwrap().of("strlen", None, None),
                expected
            );
        }
    }

    #[test]
    fn other_placeholders_are_refused() {
        for text in [
            "{",
            "{}",
            "{func}",
            "{function",
            "{ function }",
            "a {{function}}",
            "{line}{x}",
        ] {
            let error = SpanName::parse(text).unwrap_err();
            assert!(error.contains("{function}, {file} and {line}"), "{text:?}");
        }
    }
}
