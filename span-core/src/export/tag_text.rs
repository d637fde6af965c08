//! Values as texts, for Zipkin and Jaeger, whose tags are no lists and whose JSON knows no NaN.
//!
//! Owns OpenTelemetry's mapping of attributes to text, and of what has no field in such a format to tags. Must not know where a
//! text goes.

use serde_json::{Value, json};

use crate::model::attribute::{AttributeValue, non_finite};
use crate::model::finished::FinishedSpan;

/// Lists are JSON, everything else is what it looks like.
pub(super) fn text(value: &AttributeValue) -> String {
    match value {
        AttributeValue::Strings(_)
        | AttributeValue::Ints(_)
        | AttributeValue::Floats(_)
        | AttributeValue::Bools(_) => json_value(value).to_string(),
        single => single.to_string(),
    }
}

/// The value as JSON; a number that JSON cannot spell is a text.
pub(super) fn json_value(value: &AttributeValue) -> Value {
    let number = |number: &f64| non_finite(*number).map_or_else(|| json!(number), Value::from);
    match value {
        AttributeValue::String(value) => json!(value),
        AttributeValue::Int(value) => json!(value),
        AttributeValue::Float(value) => number(value),
        AttributeValue::Bool(value) => json!(value),
        AttributeValue::Strings(values) => json!(values),
        AttributeValue::Ints(values) => json!(values),
        AttributeValue::Floats(values) => values.iter().map(number).collect(),
        AttributeValue::Bools(values) => json!(values),
    }
}

/// Whether a tag of this name says what the status is, which an attribute of the program's may not.
pub(super) fn is_of_status(key: &str) -> bool {
    matches!(key, "otel.status_code" | "otel.status_description")
}

/// How much of a span was dropped, as tags. What nothing was dropped of has none.
pub(super) fn dropped_counts(span: &FinishedSpan) -> impl Iterator<Item = (&'static str, u32)> {
    let counts = [
        ("otel.dropped_attributes_count", span.dropped_attributes),
        ("otel.dropped_events_count", span.dropped_events),
        ("otel.dropped_links_count", span.dropped_links),
    ];
    counts.into_iter().filter(|(_, count)| *count > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_without_digits_have_names() {
        let table = [
            (AttributeValue::Float(f64::NAN), "NaN"),
            (AttributeValue::Float(f64::NEG_INFINITY), "-Infinity"),
            (AttributeValue::Float(0.5), "0.5"),
            (
                AttributeValue::Floats(vec![1.5, f64::INFINITY, f64::NAN]),
                r#"[1.5,"Infinity","NaN"]"#,
            ),
            (
                AttributeValue::Ints(vec![i64::MIN]),
                "[-9223372036854775808]",
            ),
            (AttributeValue::Strings(vec!["\"".into()]), r#"["\""]"#),
            (AttributeValue::Bools(vec![]), "[]"),
        ];
        for (value, expected) in table {
            assert_eq!(text(&value), expected, "{value:?}");
        }
    }
}
