//! Finished spans as indented text.
//!
//! Owns how a trace looks to a person. A pure function of the spans: it must not know where they come from or where the
//! text goes.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;
use std::time::Duration;

use crate::model::code::names::CLOSURE;
use crate::model::finished::FinishedSpan;
use crate::model::ids::{SpanId, TraceId};
use crate::model::status::SpanStatus;

/// Whether the text has colours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// Nothing but text.
    Plain,
    /// ANSI colours, for terminals.
    Coloured,
}

impl Style {
    fn paint(self, code: &str, text: &str) -> String {
        match self {
            Style::Plain => text.to_owned(),
            Style::Coloured => format!("\x1b[{code}m{text}\x1b[0m"),
        }
    }
}

/// Renders a tree per trace, in the order in which the traces first appear; siblings stand in the order in which they
/// started. A span whose parent is not among `spans` is a root and names its parent.
pub fn render(spans: &[FinishedSpan], style: Style) -> String {
    let known: HashSet<(TraceId, SpanId)> = spans
        .iter()
        .map(|span| (span.trace_id, span.span_id))
        .collect();
    let mut traces: Vec<TraceId> = Vec::new();
    let mut children: HashMap<(TraceId, Option<SpanId>), Vec<&FinishedSpan>> = HashMap::new();
    for span in spans {
        let parent = span
            .parent_span_id
            .filter(|&parent| known.contains(&(span.trace_id, parent)));
        let siblings = children.entry((span.trace_id, parent)).or_default();
        siblings.push(span);
        if parent.is_none() && siblings.len() == 1 {
            traces.push(span.trace_id);
        }
    }
    for siblings in children.values_mut() {
        siblings.sort_by_key(|span| span.start_time);
    }

    let mut text = String::new();
    for trace_id in traces {
        let title = format!("trace {trace_id}");
        let _ = writeln!(text, "{}", style.paint("2", &title));
        // A stack of its own instead of recursion: a chain of coroutines may be deeper than a thread's stack.
        let mut stack: Vec<(String, bool, &FinishedSpan)> = Vec::new();
        push_children(&mut stack, &children, (trace_id, None), "");
        while let Some((indent, is_last, span)) = stack.pop() {
            let branch = if is_last { "└─ " } else { "├─ " };
            let in_batch = span
                .parent_span_id
                .is_none_or(|parent| known.contains(&(trace_id, parent)));
            let _ = writeln!(text, "{indent}{branch}{}", line(span, in_batch, style));
            let indent = indent + if is_last { "   " } else { "│  " };
            push_children(
                &mut stack,
                &children,
                (trace_id, Some(span.span_id)),
                &indent,
            );
        }
    }
    text
}

fn push_children<'a>(
    stack: &mut Vec<(String, bool, &'a FinishedSpan)>,
    children: &HashMap<(TraceId, Option<SpanId>), Vec<&'a FinishedSpan>>,
    parent: (TraceId, Option<SpanId>),
    indent: &str,
) {
    let siblings = children.get(&parent).map(Vec::as_slice).unwrap_or_default();
    for (index, span) in siblings.iter().rev().enumerate() {
        stack.push((indent.to_owned(), index == 0, span));
    }
}

fn line(span: &FinishedSpan, parent_is_shown: bool, style: Style) -> String {
    let mut line = style.paint("1", &one_line(&span.name));
    if let Some(id) = span.attribute("coroutine.id") {
        let _ = write!(line, " #{id}");
    }
    if let Some(function) = span.attribute("code.function.name") {
        let function = function.to_string();
        if !says(&span.name, &function) {
            let _ = write!(line, " {}", one_line(&function));
        }
    }
    let _ = write!(line, " {}", style.paint("36", &duration(span.duration())));
    if let Some(outcome) = span.attribute("coroutine.outcome") {
        let outcome = outcome.to_string();
        let code = match (&span.status, outcome.as_str()) {
            (SpanStatus::Error { .. }, _) => "31",
            (_, "returned") => "32",
            _ => "33",
        };
        let _ = write!(line, " {}", style.paint(code, &outcome));
    }
    if let SpanStatus::Error { description } = &span.status {
        let mut failure = String::new();
        if let Some(kind) = span.attribute("error.type") {
            let _ = write!(failure, "{kind}: ");
        }
        failure.push_str(description);
        let _ = write!(line, " {}", style.paint("31", &one_line(&failure)));
    }
    if let (Some(file), Some(at)) = (
        span.attribute("coroutine.suspended.file"),
        span.attribute("coroutine.suspended.line"),
    ) {
        let _ = write!(line, " suspended at {file}:{at}");
    }
    if let (Some(parent), false) = (span.parent_span_id, parent_is_shown) {
        let _ = write!(line, " {}", style.paint("2", &format!("(parent {parent})")));
    }
    line
}

/// Whether the name tells what runs, as it does where the program gave none.
fn says(name: &str, function: &str) -> bool {
    name == function || (name.starts_with(CLOSURE) && function.ends_with(CLOSURE))
}

/// One span is one line, and no message moves the cursor.
fn one_line(text: &str) -> String {
    let chars = text.chars();
    chars
        .map(|char| if char.is_control() { ' ' } else { char })
        .collect()
}

/// Three digits or so: enough to compare, short enough to read.
fn duration(duration: Duration) -> String {
    let nanos = duration.as_nanos() as f64;
    let (value, unit) = match duration.as_nanos() {
        0..1_000 => return format!("{nanos}ns"),
        1_000..1_000_000 => (nanos / 1e3, "µs"),
        1_000_000..1_000_000_000 => (nanos / 1e6, "ms"),
        _ => (nanos / 1e9, "s"),
    };
    let digits = if value < 10.0 { 2 } else { 1 };
    format!("{value:.digits$}{unit}")
}
