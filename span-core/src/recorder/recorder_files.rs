//! The directory of the recorders' files: how one is made, found and taken.
//!
//! Owns names, modes and locks. Must not know what is in a file.
//!
//! # Whose a file is
//!
//! A process holds a lock on its file for as long as it lives, and the kernel lets go of it at its death, however it dies. It is
//! one of `fcntl`'s locks of processes (`F_SETLK`): those of open file descriptions and of `flock` are inherited by a forked
//! child, and a worker's grandchild would keep a dead worker's file locked. The price is that such a lock is lost when the process closes
//! any descriptor of the file; nothing here opens a process's own file twice, and for programs that close all descriptors there
//! is [`super::owner`]. A lock needs no pids, so that containers may share a directory.
//!
//! A file gets its name only when it is locked and its header is written: what has the name is whole. Who wants a file of
//! another process opens it, locks it, and looks whether it still has the name: the last one who had it may have removed it.

use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

use rustix::fs::{
    AtFlags, Dir, FileType, FlockOperation, Mode, OFlags, fcntl_lock, fstat, mkdir, open, openat,
    renameat, statat, unlinkat,
};
use rustix::io::Errno;
use rustix::process::geteuid;

use crate::model::random::random_bytes;

/// Where the files are, unless a setting says otherwise: memory that outlives a process.
const DEFAULT: &str = "/dev/shm";
/// How many files of one service there may be: each is a process that lives, or one that died and was not adopted.
const MOST: usize = 512;
/// What a file is called before it is whole, and one that is of another version.
const UNFINISHED: &str = "new-";
const SET_ASIDE: &str = "aside-";

/// The directory, open.
pub(crate) struct Directory {
    path: PathBuf,
    fd: OwnedFd,
    /// What the names of this service's files begin with.
    service: String,
}

/// A file, locked by this process.
pub(crate) struct Locked {
    pub(crate) file: File,
    name: String,
}

impl Directory {
    /// Opens it, below `path` or the default, and makes it where there is none. It has to be the user's own, and nobody else's to
    /// read.
    pub(crate) fn open(path: Option<&Path>, service: &str) -> Result<Self, String> {
        let user = geteuid();
        let path = path.unwrap_or(Path::new(DEFAULT));
        let path = path.join(format!("traced_coroutine-{}", user.as_raw()));
        let refused = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        match mkdir(&path, Mode::RWXU) {
            Ok(()) | Err(Errno::EXIST) => {}
            Err(error) => return Err(refused(&error)),
        }
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let fd = open(&path, flags, Mode::empty()).map_err(|error| match error {
            Errno::LOOP | Errno::NOTDIR => refused(&"is no directory, or a symbolic link"),
            error => refused(&error),
        })?;
        let found = fstat(&fd).map_err(|error| refused(&error))?;
        if found.st_uid != user.as_raw() {
            return Err(refused(&"belongs to another user"));
        }
        if found.st_mode & 0o077 != 0 {
            return Err(refused(&"is open to other users: expected mode 0700"));
        }
        Ok(Directory {
            service: format!("{:016x}-", hash(service)),
            path,
            fd,
        })
    }

    /// A new file, locked and without its name: see [`Directory::publish`].
    pub(crate) fn create(&self) -> Result<Locked, String> {
        if self.names().len() >= MOST {
            return Err(format!(
                "{}: {MOST} files of this service are there already",
                self.path.display()
            ));
        }
        let mut last = Errno::AGAIN;
        // Once more where somebody who cleans up has locked the file first.
        for _ in 0..3 {
            match self.try_create() {
                Ok(locked) => return Ok(locked),
                Err(error) => last = error,
            }
        }
        Err(format!("{}: {last}", self.path.display()))
    }

    fn try_create(&self) -> Result<Locked, Errno> {
        let number = u128::from_le_bytes(random_bytes());
        let name = format!("{}{}-{number:032x}", self.service, std::process::id());
        let flags =
            OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let mode = Mode::RUSR | Mode::WUSR;
        let file = openat(&self.fd, format!("{UNFINISHED}{name}"), flags, mode)?;
        fcntl_lock(&file, FlockOperation::NonBlockingLockExclusive)?;
        Ok(Locked {
            file: File::from(file),
            name,
        })
    }

    /// Gives a new file its name.
    pub(crate) fn publish(&self, locked: &Locked) -> io::Result<()> {
        let unfinished = format!("{UNFINISHED}{}", locked.name);
        renameat(&self.fd, unfinished, &self.fd, &locked.name)?;
        Ok(())
    }

    /// Removes a file, under whichever of its names.
    pub(crate) fn remove(&self, locked: &Locked) {
        for name in [&locked.name, &format!("{UNFINISHED}{}", locked.name)] {
            let _ = unlinkat(&self.fd, name, AtFlags::empty());
        }
    }

    /// Lets nobody look at a file again that cannot be read.
    pub(crate) fn set_aside(&self, locked: &Locked) {
        let aside = format!("{SET_ASIDE}{}", locked.name);
        let _ = renameat(&self.fd, &locked.name, &self.fd, aside);
    }

    /// The names of this service's files.
    pub(crate) fn names(&self) -> Vec<String> {
        self.names_with(&self.service)
    }

    /// Removes what processes have left that were killed while they made their files.
    pub(crate) fn clean(&self) {
        for name in self.names_with(&format!("{UNFINISHED}{}", self.service)) {
            if let Some(unfinished) = self.take(name) {
                let _ = unlinkat(&self.fd, &unfinished.name, AtFlags::empty());
            }
        }
    }

    fn names_with(&self, beginning: &str) -> Vec<String> {
        let Ok(entries) = Dir::read_from(&self.fd) else {
            return Vec::new();
        };
        let names = entries.flatten().filter_map(|entry| {
            let name = entry.file_name().to_str().ok()?;
            name.starts_with(beginning).then(|| name.to_owned())
        });
        names.collect()
    }

    /// Takes the file of a process that is gone, as far as its lock tells. `None` where that lives, or where the file is not one that
    /// this user's processes make.
    pub(crate) fn take(&self, name: String) -> Option<Locked> {
        let flags = OFlags::RDWR | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file = openat(&self.fd, &name, flags, Mode::empty()).ok()?;
        let found = fstat(&file).ok()?;
        let is_file = FileType::from_raw_mode(found.st_mode) == FileType::RegularFile;
        if !is_file || found.st_uid != geteuid().as_raw() {
            return None;
        }
        fcntl_lock(&file, FlockOperation::NonBlockingLockExclusive).ok()?;
        let named = statat(&self.fd, &name, AtFlags::SYMLINK_NOFOLLOW).ok()?;
        let is_there = (named.st_dev, named.st_ino) == (found.st_dev, found.st_ino);
        is_there.then(|| Locked {
            file: File::from(file),
            name,
        })
    }

    /// For the operator.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Locked {
    /// Its name in the directory.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}

/// FNV-1a: the same in each version of this library, unlike the standard library's.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
