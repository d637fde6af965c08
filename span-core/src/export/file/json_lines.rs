//! The file exporter: OTLP JSON lines, one per batch, as the OpenTelemetry Collector's file exporter writes them.
//!
//! Owns the file, its rotation, and how processes that share it stay out of each other's way. Must not know spans: a
//! line is the OTLP request as JSON.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{FileExt, FileTypeExt, MetadataExt, OpenOptionsExt};
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use rustix::fs::OFlags;
use rustix::io::Errno;

use crate::export::batch::Batch;
use crate::export::error::ExportError;
use crate::export::exporter::{Accepted, ExportBudget, Exporter};
use crate::export::file::config::FileConfig;
use crate::export::hint::Hint;
use crate::export::retry::{SendError, is_shortage, with_retries};
use crate::export::room;

/// How often it looks whether another process has let go of the file.
const LOCK_PAUSE: Duration = Duration::from_millis(2);

/// Appends to a file.
pub(crate) struct FileExporter {
    config: FileConfig,
    target: String,
    /// Whether the last batch was lost for want of room, descriptors or a reader. The exporters behind this one shall not be delayed
    /// with each batch while that lasts, so there is one attempt for each then.
    is_short: bool,
    /// Whether a pipe has taken only a part of the last line: that cannot be taken back, and shall not spoil the next one.
    is_torn: bool,
}

impl FileExporter {
    pub(crate) fn new(config: &FileConfig) -> Self {
        FileExporter {
            target: format!("file {}", config.path.display()),
            config: config.clone(),
            is_short: false,
            is_torn: false,
        }
    }

    /// Appends a line, whole or not at all.
    ///
    /// The file is opened for each batch, so that rotating or removing it from outside needs no signal. It may be a pipe, which
    /// is not read from. Opening it does not wait for a reader, which may never come.
    fn append(&mut self, line: &[u8], budget: &dyn ExportBudget) -> io::Result<()> {
        loop {
            let path = &self.config.path;
            let is_pipe = fs::metadata(path).is_ok_and(|found| found.file_type().is_fifo());
            let file = OpenOptions::new()
                .create(true)
                .append(true)
                .read(!is_pipe)
                .custom_flags(OFlags::NONBLOCK.bits().cast_signed())
                .open(path)?;
            lock(&file, budget)?;
            let appended = self.append_locked(&file, line, budget);
            // By hand: closing would not do where the process forks meanwhile, because the child has the file open too.
            file.unlock()?;
            if appended? {
                return Ok(());
            }
        }
    }

    /// False if the path leads to another file by now, or shall from now on.
    fn append_locked(
        &mut self,
        file: &File,
        line: &[u8],
        budget: &dyn ExportBudget,
    ) -> io::Result<bool> {
        let metadata = file.metadata()?;
        // Another process may have put the file aside while this one waited for the lock.
        let current = fs::metadata(&self.config.path);
        if !current
            .is_ok_and(|current| (current.dev(), current.ino()) == (metadata.dev(), metadata.ino()))
        {
            return Ok(false);
        }
        let size = metadata.len();
        let limit = self.config.max_size;
        if limit > 0 && size > 0 && size + line.len() as u64 > limit {
            self.rotate()?;
            return Ok(false);
        }
        if self.is_torn || (size > 0 && !ends_line(file, size)) {
            // A process was killed in the middle of a line, which shall not spoil this one.
            room::write_all(file, &mut b"\n".as_slice(), budget)?;
            self.is_torn = false;
        }
        let mut left = line;
        let written = room::write_all(file, &mut left, budget);
        if written.is_err() {
            // A full disk takes a part of a line, which would spoil the next one too.
            let is_taken_back = file.set_len(size).is_ok();
            self.is_torn = !is_taken_back && left.len() < line.len();
        }
        written.map(|()| true)
    }

    /// Makes `path` to `path.1`, that to `path.2` and so on; the oldest is overwritten. Under the lock.
    fn rotate(&self) -> io::Result<()> {
        if self.config.max_files == 0 {
            return fs::remove_file(&self.config.path);
        }
        // As many as there are: the limit may be a number too large to count to.
        let is_free = |number: &u32| !self.numbered(*number).exists();
        let free = (1..self.config.max_files).find(is_free);
        for number in (0..free.unwrap_or(self.config.max_files)).rev() {
            match fs::rename(self.numbered(number), self.numbered(number + 1)) {
                Err(error) if number > 0 && error.kind() == io::ErrorKind::NotFound => {}
                renamed => renamed?,
            }
        }
        Ok(())
    }

    fn numbered(&self, number: u32) -> PathBuf {
        let mut path = OsString::from(&self.config.path);
        if number > 0 {
            path.push(format!(".{number}"));
        }
        path.into()
    }
}

/// Whether the last byte ends a line. What cannot be read is left as it is.
fn ends_line(file: &File, size: u64) -> bool {
    let mut last = [b'\n'];
    let _ = file.read_at(&mut last, size - 1);
    last == [b'\n']
}

/// Waits for the other processes that write to the file, but not for one that hangs.
fn lock(file: &File, budget: &dyn ExportBudget) -> io::Result<()> {
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) if budget.time_left() > LOCK_PAUSE => {
                thread::sleep(LOCK_PAUSE);
            }
            Err(TryLockError::WouldBlock) => {
                return Err(io::Error::other("another process keeps it locked"));
            }
        }
    }
}

impl Exporter for FileExporter {
    fn target(&self) -> &str {
        &self.target
    }

    fn export(
        &mut self,
        batch: &Batch<'_>,
        budget: &dyn ExportBudget,
    ) -> Result<Accepted, ExportError> {
        let mut line = batch.json()?.to_vec();
        line.push(b'\n');
        let was_short = self.is_short;
        let mut attempt = |_| {
            let error = match self.append(&line, budget) {
                Ok(()) => return Ok(Accepted::default()),
                Err(error) => error,
            };
            self.is_short = is_shortage(&error) || is_without_reader(&error);
            let reason = room::failure(&error).with_hint(file_hint(&error));
            Err(if self.is_short && !was_short {
                SendError::Retryable(reason, None)
            } else {
                SendError::Final(reason)
            })
        };
        // A file takes no time worth speaking of, so it is written even where none is left.
        let appended = match attempt(Duration::ZERO) {
            Ok(accepted) => Ok(accepted),
            Err(SendError::Final(error)) => Err(error),
            Err(SendError::Retryable(error, _)) if budget.time_left().is_zero() => Err(error),
            Err(SendError::Retryable(..)) => with_retries(budget, attempt),
        };
        if appended.is_ok() {
            self.is_short = false;
        }
        appended
    }
}

/// Whether the pipe at the path has no reader, as while a log shipper starts again.
fn is_without_reader(error: &io::Error) -> bool {
    matches!(Errno::from_io_error(error), Some(Errno::NXIO | Errno::PIPE))
}

/// The likely cause of a file that cannot be written.
fn file_hint(error: &io::Error) -> Option<Hint> {
    const PATH: &str = "traced_coroutine.file.path";
    let (cause, remedy) = match error.kind() {
        _ if is_without_reader(error) => (
            "a pipe that no process reads, or a socket",
            format!("start what reads it, or set {PATH}"),
        ),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => (
            "a directory that is not there",
            format!("make it, or set {PATH}"),
        ),
        io::ErrorKind::PermissionDenied => (
            "a file or directory that the process's user may not write to",
            format!("change its permissions, or set {PATH}"),
        ),
        io::ErrorKind::ReadOnlyFilesystem => (
            "a file system that is mounted read-only",
            format!("set {PATH} to another one"),
        ),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            (
                "a full disk",
                format!("make room, set {PATH} to another one, or traced_coroutine.file.max_size"),
            )
        }
        io::ErrorKind::IsADirectory => ("a directory", format!("set {PATH} to a file")),
        _ => return None,
    };
    Some(Hint::new(cause, remedy))
}
