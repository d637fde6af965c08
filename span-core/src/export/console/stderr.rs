//! The console exporter: a readable tree for each batch, on STDERR.
//!
//! Owns the stream. Must not know how a tree looks: that is [`crate::export::console::tree`].

use std::fs::File;
use std::io::{self, IsTerminal};
use std::os::fd::AsFd;

use crate::export::batch::Batch;
use crate::export::console::tree::{self, Style};
use crate::export::error::ExportError;
use crate::export::exporter::{Accepted, ExportBudget, Exporter};
use crate::export::room;

/// Writes trees to a stream.
pub(crate) struct ConsoleExporter {
    /// Opened with the first batch.
    stream: Option<File>,
    style: Style,
    /// Whether what was written last ends in the midst of a line.
    is_torn: bool,
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
            is_torn: false,
        }
    }

    /// STDERR does not block where whoever shares it has made it so.
    fn write(&mut self, text: &str, budget: &dyn ExportBudget) -> io::Result<()> {
        let stream = match &mut self.stream {
            Some(stream) => stream,
            none => {
                let descriptor = io::stderr().as_fd().try_clone_to_owned()?;
                none.insert(File::from(descriptor))
            }
        };
        if self.is_torn {
            room::write_all(stream, &mut "\n".as_bytes(), budget)?;
            self.is_torn = false;
        }
        let mut left = text.as_bytes();
        let written = room::write_all(stream, &mut left, budget);
        let written_part = &text.as_bytes()[..text.len() - left.len()];
        self.is_torn = written_part.last().is_some_and(|last| *last != b'\n');
        written
    }
}

impl Exporter for ConsoleExporter {
    fn target(&self) -> &str {
        "the console"
    }

    fn export(
        &mut self,
        batch: &Batch<'_>,
        budget: &dyn ExportBudget,
    ) -> Result<Accepted, ExportError> {
        let text = tree::render(batch.spans(), self.style);
        self.write(&text, budget)
            .map_err(|error| room::failure(&error))?;
        Ok(Accepted::default())
    }
}

#[cfg(test)]
mod tests {
    use std::io::{PipeReader, Read, pipe};
    use std::os::fd::OwnedFd;
    use std::thread;
    use std::time::{Duration, UNIX_EPOCH};

    use rustix::fs::{OFlags, fcntl_setfl};

    use super::*;
    use crate::config::Config;
    use crate::export::failure::Failure;
    use crate::export::resource::Resource;
    use crate::export::test_budget::{OneTry, UNHURRIED};
    use crate::model::finished::FinishedSpan;
    use crate::model::ids::{SpanId, TraceId};
    use crate::model::process::Process;

    /// An exporter to a pipe that does not block.
    fn piped() -> (ConsoleExporter, PipeReader) {
        let (reader, writer) = pipe().unwrap();
        fcntl_setfl(&writer, OFlags::NONBLOCK).unwrap();
        let exporter = ConsoleExporter {
            stream: Some(File::from(OwnedFd::from(writer))),
            style: Style::Plain,
            is_torn: false,
        };
        (exporter, reader)
    }

    fn resource() -> Resource {
        Config::default().resource(Process::current())
    }

    fn spans(count: u64) -> Vec<FinishedSpan> {
        let spans = 1..=count;
        spans
            .map(|id| {
                let times = UNIX_EPOCH..UNIX_EPOCH;
                FinishedSpan::new("coroutine", TraceId(1), SpanId(id), times)
            })
            .collect()
    }

    #[test]
    fn a_slow_reader_gets_the_whole_tree() {
        let (mut exporter, mut reader) = piped();
        let resource = resource();
        // More than a pipe holds.
        let batch = Batch::new(spans(5_000), &resource);
        let reading = thread::spawn(move || {
            let mut all = String::new();
            reader.read_to_string(&mut all).unwrap();
            all
        });
        exporter.export(&batch, &UNHURRIED).unwrap();
        drop(exporter);
        let expected = tree::render(batch.spans(), Style::Plain);
        assert!(reading.join().unwrap() == expected);
    }

    #[test]
    fn a_line_that_found_no_room_spoils_no_other() {
        let (mut exporter, mut reader) = piped();
        let resource = resource();
        let batch = Batch::new(spans(5_000), &resource);
        let error = exporter.export(&batch, &OneTry(Duration::ZERO));
        assert_eq!(error.unwrap_err().failure, Failure::Timeout);
        let mut torn = [0; 1 << 16];
        reader.read_exact(&mut torn).unwrap();
        assert_ne!(torn.last(), Some(&b'\n'));
        let batch = Batch::new(spans(1), &resource);
        exporter.export(&batch, &UNHURRIED).unwrap();
        drop(exporter);
        let mut rest = String::new();
        reader.read_to_string(&mut rest).unwrap();
        let tree = tree::render(batch.spans(), Style::Plain);
        assert_eq!(rest.strip_prefix('\n'), Some(tree.as_str()));
    }
}
