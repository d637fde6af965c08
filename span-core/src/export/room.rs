//! Writing to a descriptor that may have no room for the moment: a pipe or a terminal whose reader is slow.
//!
//! Owns the wait for room. Must not know what is written, nor where.

use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::export::error::ExportError;
use crate::export::exporter::ExportBudget;
use crate::export::failure::Failure;

/// How long it waits for room before it looks whether the flusher must stop.
const LOOK_AROUND: Duration = Duration::from_millis(50);

/// Writes all of `bytes` while the budget has time, and takes from them what is written.
///
/// A descriptor that does not block says so; one that blocks holds the caller up as before.
pub(super) fn write_all(
    mut file: &File,
    bytes: &mut &[u8],
    budget: &dyn ExportBudget,
) -> io::Result<()> {
    while !bytes.is_empty() {
        match file.write(bytes) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(count) => *bytes = &bytes[count..],
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => wait(file, budget)?,
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn wait(file: &File, budget: &dyn ExportBudget) -> io::Result<()> {
    let time_left = budget.time_left();
    if time_left.is_zero() {
        return Err(io::Error::new(
            ErrorKind::TimedOut,
            "there is no room, because its reader does not read",
        ));
    }
    let timeout = Timespec::try_from(time_left.min(LOOK_AROUND)).map_err(io::Error::other)?;
    match poll(&mut [PollFd::new(file, PollFlags::OUT)], Some(&timeout)) {
        Ok(_) | Err(rustix::io::Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// The failure that such an error means.
pub(super) fn failure(error: &io::Error) -> ExportError {
    let failure = match error.kind() {
        ErrorKind::TimedOut => Failure::Timeout,
        _ => Failure::Other,
    };
    ExportError::because(failure, error.to_string())
}
