//! The commands between `multi()` or `pipeline()` and `exec()`: one span that says what all of them did.
//!
//! Must not know which connection collects them.

use super::batch_text::BatchText;
use super::call_span::CallSpan;
use super::held_span::HeldSpan;
use crate::state::with_engine;
use std::mem;

/// A batch that is being collected. Where it is dropped, its span says what it did, and ends.
pub struct RedisBatch {
    span: HeldSpan,
    /// `MULTI` or `PIPELINE`.
    verb: &'static str,
    count: i64,
    /// The command that all have been so far.
    command: Option<String>,
    is_mixed: bool,
    text: BatchText,
}

impl RedisBatch {
    /// One without commands.
    pub fn new(span: CallSpan, verb: &'static str) -> Self {
        Self {
            span: HeldSpan::new(span),
            verb,
            count: 0,
            command: None,
            is_mixed: false,
            text: BatchText::default(),
        }
    }

    /// The span.
    pub fn span(&self) -> CallSpan {
        self.span.span()
    }

    /// Adds a command with its text.
    pub fn add(&mut self, command: &str, text: &str) {
        self.count += 1;
        match &self.command {
            None => self.command = Some(command.to_owned()),
            Some(first) => self.is_mixed |= first != command,
        }
        self.text.add(text);
    }
}

impl Drop for RedisBatch {
    fn drop(&mut self) {
        let span = self.span();
        let name = match self.command.take().filter(|_| !self.is_mixed) {
            Some(command) => format!("{} {command}", self.verb),
            None => self.verb.to_owned(),
        };
        span.set("db.operation.name", name.as_str());
        // One command is no batch.
        if self.count != 1 {
            span.set("db.operation.batch.size", self.count);
        }
        let text = mem::take(&mut self.text).text();
        if !text.is_empty() {
            span.set("db.query.text", text);
        }
        with_engine(|engine| engine.update_name(span.key(), name));
    }
}
