//! The newtypes for ids: of traces, of spans, of coroutines.
//!
//! Owns how an id looks as text. Must not know where ids come from (`id_generator`) or what they are attached to.

use std::fmt;

/// Id of a trace: 128 bits, never zero once it was generated.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct TraceId(pub u128);

impl TraceId {
    /// The id as 32 lower-case hexadecimal digits, as W3C Trace Context writes it.
    ///
    /// ```
    /// assert_eq!(span_core::TraceId(0xab).to_hex(), "000000000000000000000000000000ab");
    /// ```
    pub fn to_hex(self) -> String {
        self.to_string()
    }
}

impl fmt::Display for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// Id of a span: 64 bits, never zero once it was generated.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct SpanId(pub u64);

impl SpanId {
    /// The id as 16 lower-case hexadecimal digits, as W3C Trace Context writes it.
    ///
    /// ```
    /// assert_eq!(span_core::SpanId(0xab).to_hex(), "00000000000000ab");
    /// ```
    pub fn to_hex(self) -> String {
        self.to_string()
    }
}

impl fmt::Display for SpanId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// A coroutine's id as its runtime counts it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CoroutineId(pub i64);

impl CoroutineId {
    /// The id that runtimes return outside of any coroutine. An ordinary key of the active-span table.
    pub const NONE: CoroutineId = CoroutineId(-1);
}

impl fmt::Display for CoroutineId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
