//! The text of several commands that are one batch.
//!
//! Must not know what a command is.

/// How many bytes of the commands' texts are kept.
const LONGEST: usize = 4 << 10;

/// The texts that have been added so far.
#[derive(Default)]
pub struct BatchText {
    all: String,
    first: Option<String>,
    is_mixed: bool,
}

impl BatchText {
    /// Adds the text of a command.
    pub fn add(&mut self, text: &str) {
        match &self.first {
            None => self.first = Some(text.to_owned()),
            Some(first) => self.is_mixed |= first != text,
        }
        if self.all.len() + text.len() + 2 <= LONGEST {
            if !self.all.is_empty() {
                self.all.push_str("; ");
            }
            self.all.push_str(text);
        }
    }

    /// All of them, or one where all are the same.
    pub fn text(self) -> String {
        match self.first {
            Some(first) if !self.is_mixed => first,
            _ => self.all,
        }
    }
}
