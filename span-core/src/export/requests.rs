//! Constants that every request over the network shares.

/// The most that is read of an answer, as OTLP has it.
pub(crate) const RESPONSE_LIMIT: usize = 4 * 1024 * 1024;

/// How requests call their sender.
pub(crate) const USER_AGENT: &str = concat!("traced_coroutine/", env!("CARGO_PKG_VERSION"));
