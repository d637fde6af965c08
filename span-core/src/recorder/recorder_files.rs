//! The directory of the recorders' files: how one is made, found and taken.
//!
//! Owns names, modes and locks. Must not know what is in a file.
//!
//! # Whose a file is
//!
//! A process that can be looked up is believed to live: see [`super::owner`]. For those that cannot, in another container that
//! shares the directory, there is a lock on the file, which the kernel lets go of when its holder dies, however it dies. It is one of
//! `fcntl`'s locks of processes (`F_SETLK`): those of open file descriptions and of `flock` are inherited by a forked child,
//! and a worker's grandchild would keep a dead worker's file locked. The flusher holds it, whose table of descriptors is its own: the
//! program neither sees the descriptor nor can close it, and what the program's thread opens and closes does not touch the lock.
//!
//! A file gets its name only when its header is written: what has the name is whole. Who wants a file of another process
//! opens it, locks it, and looks whether it still has the name: the last one who had it may have removed it.

use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::{
    AtFlags, Dir, FlockOperation, Mode, OFlags, fcntl_lock, fstat, mkdir, open, renameat, statat,
    unlinkat,
};
use rustix::io::Errno;
use rustix::process::geteuid;

use crate::config::Config;
use crate::export::registry::ExporterKind;
use crate::model::random::random_bytes;
use crate::private_files::open_file;

/// Where the files are, unless a setting says otherwise: memory that outlives a process.
const DEFAULT: &str = "/dev/shm";
/// How many files of one service there may be: each is a process that lives, or one that died and was not adopted.
const MOST: usize = 512;
/// What a file is called before it is whole, and one that is of another version.
const UNFINISHED: &str = "new-";
const SET_ASIDE: &str = "aside-";
/// Longer than any process takes to make one.
const LONGEST_MAKING: Duration = Duration::from_secs(60);

/// The directory, open.
pub(crate) struct Directory {
    path: PathBuf,
    fd: OwnedFd,
    /// What the names of this service's files begin with.
    service: String,
}

/// A file that is open.
pub(crate) struct Named {
    pub(crate) file: File,
    name: String,
}

impl Directory {
    /// The directory of a process with these settings. One that shows its spans on its console alone has files apart: what it
    /// adopted of a service's other processes would be missed where those send theirs.
    pub(crate) fn of(config: &Config) -> Result<Self, String> {
        let mut service = config.service_name.clone();
        if config.exporters == [ExporterKind::Console] {
            service.push_str(" on the console");
        }
        Self::open(config.recorder.path.as_deref(), &service)
    }

    /// Opens it, below `path` or the default, and makes it where there is none. It has to be the user's own, and closed to all
    /// others.
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

    /// A new file, without its name: see [`Directory::publish`].
    pub(crate) fn create(&self) -> Result<Named, String> {
        let names = self.all_names();
        if names.filter(|name| !name.starts_with(UNFINISHED)).count() >= MOST {
            return Err(format!(
                "{}: {MOST} files of this service are there already",
                self.path.display()
            ));
        }
        let number = u128::from_le_bytes(random_bytes());
        let name = format!("{}{}-{number:032x}", self.service, std::process::id());
        let made = OFlags::CREATE | OFlags::EXCL;
        match open_file(&self.fd, &format!("{UNFINISHED}{name}"), made) {
            Ok(file) => Ok(Named { file, name }),
            Err(error) => Err(format!("{}: {error}", self.path.display())),
        }
    }

    /// Gives a new file its name.
    pub(crate) fn publish(&self, named: &Named) -> io::Result<()> {
        let unfinished = format!("{UNFINISHED}{}", named.name);
        renameat(&self.fd, unfinished, &self.fd, &named.name)?;
        Ok(())
    }

    /// Removes a file, under whichever of its names.
    pub(crate) fn remove(&self, name: &str) {
        for name in [name, &format!("{UNFINISHED}{name}")] {
            let _ = unlinkat(&self.fd, name, AtFlags::empty());
        }
    }

    /// Puts a file aside that cannot be read, so that no process looks at it again.
    pub(crate) fn set_aside(&self, named: &Named) {
        let aside = format!("{SET_ASIDE}{}", named.name);
        let _ = renameat(&self.fd, &named.name, &self.fd, aside);
    }

    /// The names of this service's files. Removes what processes have left that were killed while they made theirs.
    pub(crate) fn tidy_names(&self) -> Vec<String> {
        let (unfinished, names): (Vec<_>, Vec<_>) = self
            .all_names()
            .partition(|name| name.starts_with(UNFINISHED));
        for name in unfinished {
            let age = self.open_own(&name).and_then(|file| {
                let modified = file.metadata().ok()?.modified().ok()?;
                modified.elapsed().ok()
            });
            if age.is_some_and(|age| age > LONGEST_MAKING) {
                let _ = unlinkat(&self.fd, &name, AtFlags::empty());
            }
        }
        names
    }

    /// The names of this service's files, finished or not.
    fn all_names(&self) -> impl Iterator<Item = String> {
        let entries = Dir::read_from(&self.fd).ok().into_iter().flatten();
        entries.flatten().filter_map(|entry| {
            let name = entry.file_name().to_str().ok()?;
            let finished = name.strip_prefix(UNFINISHED).unwrap_or(name);
            finished.starts_with(&self.service).then(|| name.to_owned())
        })
    }

    /// Locks a file and opens it. `None` where another process holds the lock, or the file is not one that this user's processes
    /// make, or is there no more.
    pub(crate) fn take(&self, name: String) -> Option<Named> {
        let file = self.open_own(&name)?;
        fcntl_lock(&file, FlockOperation::NonBlockingLockExclusive).ok()?;
        let found = fstat(&file).ok()?;
        let named = statat(&self.fd, &name, AtFlags::SYMLINK_NOFOLLOW).ok()?;
        let is_there = (named.st_dev, named.st_ino) == (found.st_dev, found.st_ino);
        is_there.then_some(Named { file, name })
    }

    /// Opens a file of this user's.
    pub(crate) fn open_own(&self, name: &str) -> Option<File> {
        open_file(&self.fd, name, OFlags::empty()).ok()
    }

    /// For the operator.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Named {
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
