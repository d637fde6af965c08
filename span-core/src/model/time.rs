//! Times of day as numbers since 1970, as formats have them.
//!
//! Owns what becomes of a time that has no such number: before 1970 it is 0, and after a number's end that end.

use std::time::{SystemTime, UNIX_EPOCH};

/// In nanoseconds, up to the year 2554.
pub(crate) fn unix_nanos(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

/// In microseconds.
#[cfg(feature = "zipkin")]
pub(crate) fn unix_micros(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_micros()).unwrap_or(u64::MAX)
}
