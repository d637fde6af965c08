//! How much the operator hears of.
//!
//! Owns the levels and their names. Must not know what is said.

use crate::settings::lower;

/// How much the operator hears of, each level with all that is above it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum LogLevel {
    /// Nothing.
    None,
    /// Spans were lost.
    Error,
    /// Something is not as it should be, and no span is lost by it.
    Warn,
    /// Something is as it should be again: an export works that had failed.
    Info,
    /// Each export.
    Debug,
}

/// How much is logged: `none`, `error`, `warn`, `info` or `debug`.
///
/// ```
/// use span_core::{LogLevel, parse_log_level};
/// assert_eq!(parse_log_level("WARN"), Ok(LogLevel::Warn));
/// ```
pub fn parse_log_level(text: &str) -> Result<LogLevel, String> {
    match lower(text).as_str() {
        "none" => Ok(LogLevel::None),
        "error" => Ok(LogLevel::Error),
        "warn" => Ok(LogLevel::Warn),
        "info" => Ok(LogLevel::Info),
        "debug" => Ok(LogLevel::Debug),
        _ => Err("expected none, error, warn, info or debug".to_owned()),
    }
}
