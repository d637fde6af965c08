//! The settings of the file exporter.
//!
//! Owns the values, and the settings that give them.

use std::path::PathBuf;

use crate::settings;
use crate::settings::setting::with_defaults;
use crate::settings::{Display, Setting, parse_bytes, parse_limit, parse_path};

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
        let unset = FileConfig {
            path: PathBuf::new(),
            max_size: 0,
            max_files: 0,
        };
        with_defaults(unset, SETTINGS)
    }
}

/// Its settings.
pub(crate) const SETTINGS: &[Setting<FileConfig>] = settings! { FileConfig;
    c"traced_coroutine.file.path" = c"traces.jsonl" => (path) <- parse_path
        => Display::Value(|config| config.path.to_string_lossy().into_owned());
    c"traced_coroutine.file.max_size" = c"0" => (max_size) <- parse_bytes;
    c"traced_coroutine.file.max_files" = c"5" => (max_files) <- parse_limit;
};
