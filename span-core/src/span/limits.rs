//! How much a program may say of one span.
//!
//! Owns the limits and OpenTelemetry's defaults for them. Must not know how they are enforced (`fields`).

/// How much a program may say of one span; what is beyond is dropped and counted with the span.
///
/// The engine's own attributes and events do not count: they are a dozen and one at most. The limit on lengths holds for them,
/// too.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SpanLimits {
    /// Attributes of a span.
    pub attributes: u32,
    /// Events of a span.
    pub events: u32,
    /// Links of a span.
    pub links: u32,
    /// Attributes of an event.
    pub attributes_per_event: u32,
    /// Attributes of a link.
    pub attributes_per_link: u32,
    /// Characters of a text that is the value of an attribute, or a part of it.
    pub value_length: Option<u32>,
}
