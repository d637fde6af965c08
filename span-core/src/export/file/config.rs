//! What the file exporter can be told.
//!
//! Owns the values and their defaults.

use std::path::PathBuf;

/// Where OTLP JSON lines are written.
#[derive(Clone, Debug)]
pub struct FileConfig {
    /// The file that is appended to.
    pub path: PathBuf,
    /// How many bytes it may have before it is put aside as `path.1`; 0 for no limit.
    pub max_size: u64,
    /// How many files that were put aside are kept.
    pub max_files: u32,
}

impl Default for FileConfig {
    fn default() -> Self {
        FileConfig {
            path: PathBuf::from("traces.jsonl"),
            max_size: 0,
            max_files: 5,
        }
    }
}
