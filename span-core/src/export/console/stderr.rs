//! The console exporter: a readable tree for each batch, on STDERR.
//!
//! Owns the stream. Must not know how a tree looks: that is [`crate::export::console::tree`].

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::os::fd::AsFd;

use crate::export::batch::Batch;
use crate::export::console::tree::{self, Style};
use crate::export::error::ExportError;
use crate::export::exporter::{Accepted, ExportBudget, Exporter};

/// Writes trees to a stream.
pub(crate) struct ConsoleExporter {
    /// Opened with the first batch.
    stream: Option<Box<dyn Write + Send>>,
    style: Style,
}

impl ConsoleExporter {
    /// Writes to this process's STDERR, in colours if it is a terminal.
    ///
    /// It has a descriptor of its own: the standard library's handle has a lock for the whole process, which a flusher
    /// that is printing while its process forks would leave locked in the child for ever.
    pub(crate) fn to_stderr() -> Self {
        ConsoleExporter {
            stream: None,
            style: if io::stderr().is_terminal() {
                Style::Coloured
            } else {
                Style::Plain
            },
        }
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        let stream = match &mut self.stream {
            Some(stream) => stream,
            none => {
                let descriptor = io::stderr().as_fd().try_clone_to_owned()?;
                none.insert(Box::new(File::from(descriptor)))
            }
        };
        stream.write_all(text.as_bytes())
    }
}

impl Exporter for ConsoleExporter {
    fn target(&self) -> &str {
        "the console"
    }

    fn export(&mut self, batch: &Batch<'_>, _: &dyn ExportBudget) -> Result<Accepted, ExportError> {
        let text = tree::render(batch.spans(), self.style);
        self.write(&text)
            .map_err(|error| ExportError::new(error.to_string()))?;
        Ok(Accepted::default())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};
    use std::time::UNIX_EPOCH;

    use super::*;
    use crate::config::Config;
    use crate::export::test_budget::UNHURRIED;
    use crate::model::finished::FinishedSpan;
    use crate::model::ids::{SpanId, TraceId};
    use crate::model::process::Process;

    #[derive(Clone, Default)]
    struct Shared(Arc<Mutex<Vec<u8>>>);

    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn writes_the_tree_of_the_batch() {
        let resource = Config::default().resource(Process::current());
        let span = FinishedSpan::new("coroutine", TraceId(1), SpanId(2), UNIX_EPOCH..UNIX_EPOCH);
        let batch = Batch::new(vec![span], &resource);
        let stream = Shared::default();
        let mut exporter = ConsoleExporter {
            stream: Some(Box::new(stream.clone())),
            style: Style::Plain,
        };
        exporter.export(&batch, &UNHURRIED).unwrap();
        let written = String::from_utf8(stream.0.lock().unwrap().clone()).unwrap();
        assert_eq!(written, tree::render(batch.spans(), Style::Plain));
    }
}
