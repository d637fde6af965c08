//! The file exporter: OTLP JSON lines, one per batch, as the OpenTelemetry Collector's file exporter writes them.
//!
//! Owns the file. Must not know spans: a line is the OTLP request as JSON.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{Accepted, Batch, ExportError, Exporter, Pace};

/// Appends to a file.
pub(crate) struct FileExporter {
    path: PathBuf,
    target: String,
}

impl FileExporter {
    pub(crate) fn new(path: &Path) -> Self {
        FileExporter {
            path: path.to_owned(),
            target: format!("file {}", path.display()),
        }
    }

    /// Opens the file for each batch, so that rotating or removing it needs no signal. In append mode and with one
    /// write, so that workers sharing the file do not cut through each other's lines.
    fn append(&self, line: &[u8]) -> io::Result<()> {
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&self.path)?;
        file.write_all(line)
    }
}

impl Exporter for FileExporter {
    fn target(&self) -> &str {
        &self.target
    }

    fn export(&mut self, batch: &Batch<'_>, _: &dyn Pace) -> Result<Accepted, ExportError> {
        let mut line = serde_json::to_vec(batch.request())
            .map_err(|error| ExportError::new(error.to_string()))?;
        line.push(b'\n');
        self.append(&line)
            .map_err(|error| ExportError::new(error.to_string()))?;
        Ok(Accepted::default())
    }
}
