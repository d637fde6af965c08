//! The directory of one exporter's segments, which all processes of the service share.
//!
//! Owns who may have made it and what is in it, the names of segments, and the two locks. Must not know what is in a segment.
//!
//! Everything is opened below the directory's own descriptor and never through a symbolic link, so that nothing is written where
//! somebody else would have it. The locks are `flock()`s, which the kernel releases when their process dies. A forked child would
//! keep one alive that it has the descriptor of; but the flusher's table of descriptors is its own, so a child has none of them.
//! Where the system refuses such a table, the lock is let go by hand after each use, and what is left is a process that is
//! killed in the middle of a replay: its children must end before another process replays.

use std::ffi::CStr;
use std::fs::{File, TryLockError};
use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use rustix::fs::{Access, AtFlags, CWD, Dir, Mode, OFlags, Stat};
use rustix::io::Errno;

use super::request_header::millis;
use crate::private_files::{check_file, check_owner, open_file};

/// How often it is looked whether another process has let go of the directory, and for how long: on a machine with 15 processes
/// for each processor, one that had the lock did not run for more than two seconds.
const LOCK_PAUSE: Duration = Duration::from_millis(2);
const LOCK_PATIENCE: Duration = Duration::from_secs(10);

const OWNER_ONLY: Mode = Mode::RWXU;
const WRITABLE_BY_OTHERS: Mode = Mode::WGRP.union(Mode::WOTH);
const SEGMENT: &str = ".segment";
const SET_ASIDE: &str = ".set-aside";

/// The directory.
pub(super) struct Directory {
    descriptor: OwnedFd,
    /// Held while anything in the directory is changed.
    lock: Arc<File>,
}

/// Nobody else changes anything in the directory while this lives.
pub(super) struct Locked(Arc<File>);

impl Drop for Locked {
    fn drop(&mut self) {
        let _ = self.0.unlock();
    }
}

/// A segment's name and size.
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) size: u64,
}

impl Directory {
    /// Opens `name` in `root`. Both are made where they are missing if `may_make` says so; else there is none.
    pub(super) fn open(root: &Path, name: &str, may_make: bool) -> io::Result<Option<Self>> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let below = |parent: &OwnedFd| rustix::fs::openat(parent, name, flags, Mode::empty());
        let open_root = || rustix::fs::open(root, flags, Mode::empty());
        let make_root = || rustix::fs::mkdir(root, OWNER_ONLY);
        let Some(parent) = open_or_make(open_root, make_root, may_make)? else {
            return Ok(None);
        };
        check_directory(&rustix::fs::fstat(&parent)?)?;
        let make = || rustix::fs::mkdirat(&parent, name, OWNER_ONLY);
        let Some(descriptor) = open_or_make(|| below(&parent), make, may_make)? else {
            return Ok(None);
        };
        check_directory(&rustix::fs::fstat(&descriptor)?)?;
        let lock = Arc::new(open_file(&descriptor, "lock", OFlags::CREATE)?);
        Ok(Some(Directory { descriptor, lock }))
    }

    /// Waits for the other processes, but not for one that hangs.
    pub(super) fn lock(&self) -> io::Result<Locked> {
        let begin = Instant::now();
        loop {
            match self.lock.try_lock() {
                Ok(()) => return Ok(Locked(Arc::clone(&self.lock))),
                Err(TryLockError::Error(error)) => return Err(error),
                Err(TryLockError::WouldBlock) if begin.elapsed() < LOCK_PATIENCE => {
                    thread::sleep(LOCK_PAUSE);
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(io::Error::other("another process keeps it locked"));
                }
            }
        }
    }

    /// The right to replay, unless another process has it.
    pub(super) fn try_replay(&self) -> io::Result<Option<File>> {
        let file = open_file(&self.descriptor, "replay", OFlags::CREATE)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// The segments, the oldest first: their names begin with the time.
    pub(super) fn segments(&self) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for entry in Dir::read_from(&self.descriptor)? {
            let entry = entry?;
            if let Some(name) = segment_name(entry.file_name())
                && let Ok(stat) = self.stat(name)
            {
                entries.push(Entry {
                    name: name.to_owned(),
                    size: u64::try_from(stat.st_size).unwrap_or(0),
                });
            }
        }
        entries.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(entries)
    }

    fn stat(&self, name: &str) -> io::Result<Stat> {
        let stat = rustix::fs::statat(&self.descriptor, name, AtFlags::SYMLINK_NOFOLLOW)?;
        check_file(&stat)?;
        Ok(stat)
    }

    /// Makes a segment that is newer than all others. `process` distinguishes those of this process.
    pub(super) fn create(&self, process: &str) -> io::Result<(String, File)> {
        let newest = self.segments()?.pop().map(|entry| entry.name);
        let newest = newest.and_then(|name| u64::from_str_radix(name.get(..16)?, 16).ok());
        // A clock that was set back must not put it before those that were there.
        let time =
            millis(SystemTime::now()).max(newest.map_or(0, |newest| newest.saturating_add(1)));
        let name = format!("{time:016x}-{process}{SEGMENT}");
        let file = open_file(&self.descriptor, &name, OFlags::CREATE | OFlags::EXCL)?;
        Ok((name, file))
    }

    pub(super) fn open_segment(&self, name: &str) -> io::Result<File> {
        open_file(&self.descriptor, name, OFlags::empty())
    }

    pub(super) fn remove(&self, name: &str) -> io::Result<()> {
        Ok(rustix::fs::unlinkat(
            &self.descriptor,
            name,
            AtFlags::empty(),
        )?)
    }

    /// Puts a segment aside, so that it is not read.
    pub(super) fn set_aside(&self, name: &str) -> io::Result<()> {
        let aside = format!("{name}{SET_ASIDE}");
        let directory = &self.descriptor;
        Ok(rustix::fs::renameat(directory, name, directory, aside)?)
    }
}

/// Whether one that is missing can be made, as things stand. Where that cannot be asked, it is found out when it is made.
pub(crate) fn can_be_made(root: &Path) -> io::Result<()> {
    let parent = root.parent().filter(|it| !it.as_os_str().is_empty());
    let place = if root.exists() {
        root
    } else {
        parent.unwrap_or(Path::new("."))
    };
    let needed = Access::WRITE_OK | Access::EXEC_OK;
    // `access()` would answer for the real user.
    match rustix::fs::accessat(CWD, place, needed, AtFlags::EACCESS) {
        // A kernel before 5.8, and a sandbox that does not know the call.
        Err(Errno::NOSYS | Errno::PERM) => Ok(()),
        answer => Ok(answer?),
    }
}

/// Whether a segment of this process was removed by another one.
pub(super) fn is_removed(file: &File) -> io::Result<bool> {
    Ok(rustix::fs::fstat(file)?.st_nlink == 0)
}

fn segment_name(name: &CStr) -> Option<&str> {
    let name = name.to_str().ok()?;
    let is_segment = name.ends_with(SEGMENT) && name.as_bytes().get(16) == Some(&b'-');
    is_segment.then_some(name)
}

fn open_or_make(
    open: impl Fn() -> Result<OwnedFd, Errno>,
    make: impl Fn() -> Result<(), Errno>,
    may_make: bool,
) -> io::Result<Option<OwnedFd>> {
    match open() {
        Ok(descriptor) => Ok(Some(descriptor)),
        Err(Errno::NOENT) if !may_make => Ok(None),
        Err(Errno::NOENT) => {
            // Another process may have been faster.
            match make() {
                Ok(()) | Err(Errno::EXIST) => {}
                Err(error) => return Err(error.into()),
            }
            Ok(Some(open()?))
        }
        Err(Errno::NOTDIR | Errno::LOOP) => Err(io::Error::other(
            "it is no directory; a symbolic link in its place is refused",
        )),
        Err(error) => Err(error.into()),
    }
}

fn check_directory(stat: &Stat) -> io::Result<()> {
    check_owner(stat)?;
    if Mode::from_raw_mode(stat.st_mode).intersects(WRITABLE_BY_OTHERS) {
        return Err(io::Error::other(format!(
            "others than its owner may write to it: its mode is {:o}, expected 700",
            stat.st_mode & 0o7777
        )));
    }
    Ok(())
}
