//! Files that processes of one user share, and no other user may have put there.
//!
//! Owns what is refused. Must not know what the files are for.

use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;

use rustix::fs::{FileType, Mode, OFlags, Stat};
use rustix::io::Errno;

/// Opens a file of this user's, never through a symbolic link; `more` may have it made.
pub(crate) fn open_file(directory: &OwnedFd, name: &str, more: OFlags) -> io::Result<File> {
    // One that is no file must not block.
    let flags = OFlags::RDWR | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK | more;
    let opened = rustix::fs::openat(directory, name, flags, Mode::RUSR | Mode::WUSR);
    let file = opened.map_err(|error| match error {
        Errno::LOOP => io::Error::other(format!("{name} is a symbolic link, which is refused")),
        error => error.into(),
    })?;
    check_file(&rustix::fs::fstat(&file)?)?;
    Ok(file.into())
}

/// Refuses what is no file, or another user's.
pub(crate) fn check_file(stat: &Stat) -> io::Result<()> {
    if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
        return Err(io::Error::other("what should be a file in it is none"));
    }
    check_owner(stat)
}

/// Refuses what is another user's.
pub(crate) fn check_owner(stat: &Stat) -> io::Result<()> {
    let own = rustix::process::geteuid().as_raw();
    if stat.st_uid != own {
        return Err(io::Error::other(format!(
            "it belongs to the user {}, and this process runs as {own}",
            stat.st_uid
        )));
    }
    Ok(())
}
