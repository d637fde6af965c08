//! The settings of the recorder, and what it needs of its surroundings.
//!
//! Must not know what is recorded.

use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::AtomicU64;

/// Maps the beginning of a file into memory, for as long as the process lives, shared with whoever else reads the file. See
/// [`Config::map_shared`](crate::Config::map_shared).
pub type MapShared = fn(&File, usize) -> io::Result<&'static [AtomicU64]>;

/// The settings of the recorder.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct RecorderConfig {
    /// Whether there is one.
    pub is_on: bool,
    /// Where the directory of the files is; `None` for memory.
    pub path: Option<PathBuf>,
    /// How many bytes a file may have.
    pub max_size: usize,
}
