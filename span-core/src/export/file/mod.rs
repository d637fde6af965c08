//! The file exporter, in whole: what it can be told ([`config`]) and how it writes (`json_lines`).

pub(crate) mod config;
#[cfg(feature = "file")]
pub(super) mod json_lines;
