//! Whether a span failed.
//!
//! Owns the shape only. Must not know how it is decided.

use serde::{Deserialize, Serialize};

/// Whether a span failed.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, Debug)]
pub enum SpanStatus {
    /// Nothing is claimed: the ordinary case.
    #[default]
    Unset,
    /// The program declared it a success.
    Ok,
    /// It failed.
    Error {
        /// Why.
        description: String,
    },
}
