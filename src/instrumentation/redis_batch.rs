//! The commands between `multi()` or `pipeline()` and `exec()`: one span that says what all of them did.
//!
//! Must not know which connection collects them.

use super::batch_text::BatchText;
use super::call_span::CallSpan;
use super::held_span::HeldSpan;
use crate::state::with_engine;
use ext_php_rs::types::{ZendHashTable, Zval};
use span_core::semconv::redis_query::may_be_false;
use std::mem;

/// Of how many commands of a batch it is known what `false` means.
const MOST_KNOWN: usize = 4096;

/// A batch that is being collected. Where it is dropped, its span says what it did, and ends.
pub struct RedisBatch {
    span: HeldSpan,
    /// The error that was the last one before. The server may refuse a command of a transaction when it is queued.
    last_error: Option<u64>,
    /// `MULTI` or `PIPELINE`.
    verb: &'static str,
    count: i64,
    /// The command that all have been so far.
    command: Option<String>,
    is_mixed: bool,
    text: BatchText,
    /// Whether `false` may be the answer to each of the first commands where it has succeeded.
    may_be_false: Vec<bool>,
}

impl RedisBatch {
    /// One without commands.
    pub fn new(span: CallSpan, verb: &'static str, last_error: Option<u64>) -> Self {
        Self {
            span: HeldSpan::new(span),
            last_error,
            verb,
            count: 0,
            command: None,
            is_mixed: false,
            text: BatchText::default(),
            may_be_false: Vec::new(),
        }
    }

    /// The span.
    pub fn span(&self) -> CallSpan {
        self.span.span()
    }

    /// The error that was the last one before it, as a hash.
    pub fn last_error(&self) -> Option<u64> {
        self.last_error
    }

    /// Adds a command with its text.
    pub fn add(&mut self, command: &str, text: &str) {
        self.count += 1;
        if self.may_be_false.len() < MOST_KNOWN {
            self.may_be_false.push(may_be_false(command));
        }
        match &self.command {
            None => self.command = Some(command.to_owned()),
            Some(first) => self.is_mixed |= first != command,
        }
        self.text.add(text);
    }

    /// Whether one of the answers says by itself that its command has failed.
    pub fn has_failure(&self, answers: &ZendHashTable) -> bool {
        let mut known = self.may_be_false.iter().zip(answers.values());
        let is_failure =
            |(may_be_false, answer): (&bool, &Zval)| answer.is_false() && !may_be_false;
        // The commands of a transaction in a pipeline have one answer.
        usize::try_from(self.count) == Ok(answers.len()) && known.any(is_failure)
    }
}

impl Drop for RedisBatch {
    fn drop(&mut self) {
        let span = self.span();
        // One command is no batch.
        let is_batch = self.count != 1;
        let name = match self.command.take().filter(|_| !self.is_mixed) {
            Some(command) if is_batch => format!("{} {command}", self.verb),
            Some(command) => command,
            None => self.verb.to_owned(),
        };
        span.set("db.operation.name", name.as_str());
        if is_batch {
            span.set("db.operation.batch.size", self.count);
        }
        let text = mem::take(&mut self.text).text();
        if !text.is_empty() {
            span.set("db.query.text", text);
        }
        with_engine(|engine| engine.update_name(span.key(), name));
    }
}
