//! The settings of the spool.
//!
//! Owns the values. Their table is the engine's: see [`Config`](crate::Config).

use std::path::PathBuf;
use std::time::Duration;

/// Where requests wait that an exporter could not deliver.
#[derive(Clone, Debug, Default)]
pub struct SpoolConfig {
    /// The directory. It is made where there is none; its parent must be there.
    pub path: Option<PathBuf>,
    /// How many bytes its files may take, of all processes and exporters together. 0 for no spool.
    pub max_size: u64,
    /// How long a request may wait.
    pub max_age: Option<Duration>,
}

impl SpoolConfig {
    /// The directory, if the spool is on.
    pub(crate) fn directory(&self) -> Option<&PathBuf> {
        self.path.as_ref().filter(|_| self.max_size > 0)
    }
}
