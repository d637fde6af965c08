//! The part that a span plays between services.
//!
//! Owns the closed set of kinds. Must not know how a format spells them.

use serde::{Deserialize, Serialize};

/// The part that a span plays between services.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, Debug)]
pub enum SpanKind {
    /// Work inside the program.
    #[default]
    Internal,
    /// Answers a request.
    Server,
    /// Makes a request.
    Client,
    /// Sends a message.
    Producer,
    /// Handles a message.
    Consumer,
}
