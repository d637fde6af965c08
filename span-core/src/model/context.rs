//! The context that a span passes to its children and to other services.
//!
//! Owns the flags and the shape of a context. Must not know how it is written into headers (`propagation`) or what a
//! trace state says (`trace_state`).

use std::fmt;

use crate::model::ids::{SpanId, TraceId};
use crate::model::trace_state::TraceStateId;

/// W3C's trace flags.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub struct TraceFlags(u8);

impl TraceFlags {
    /// Not sampled.
    pub const NONE: TraceFlags = TraceFlags(0);
    /// Sampled: each service in the trace should record its spans.
    pub const SAMPLED: TraceFlags = TraceFlags(1);
    /// The last 56 bits of the trace's id were chosen at random: services may sample by them. The one that began the trace says so.
    pub const RANDOM: TraceFlags = TraceFlags(2);
    /// B3 only: the caller leaves the decision to us. It is in no other format, so it is never shown.
    pub(crate) const DEFERRED: TraceFlags = TraceFlags(4);
    /// B3 and Jaeger only: the trace is to be kept by every service, whatever its sampler says. W3C has no such flag, so it is never
    /// shown.
    pub(crate) const DEBUG: TraceFlags = TraceFlags(8);
    /// Those that W3C has.
    const W3C: TraceFlags = TraceFlags(Self::SAMPLED.0 | Self::RANDOM.0);
    /// As it is read: such a trace is sampled.
    pub(crate) const SAMPLED_FOR_DEBUG: TraceFlags = TraceFlags(Self::SAMPLED.0 | Self::DEBUG.0);

    /// The flags of a span that the sampler took, or did not take.
    #[inline]
    pub(crate) fn sampled(sampled: bool) -> Self {
        TraceFlags(u8::from(sampled))
    }

    /// All of them, those that headers have no place for too.
    #[inline(always)]
    pub(crate) fn bits(self) -> u8 {
        self.0
    }

    /// Those that [`TraceFlags::bits`] has given.
    pub(crate) fn of_bits(bits: u8) -> Self {
        TraceFlags(bits)
    }

    /// Whether the trace is to be kept.
    #[inline]
    pub fn is_sampled(self) -> bool {
        self.0 & TraceFlags::SAMPLED.0 != 0
    }

    #[inline]
    pub(crate) fn is_deferred(self) -> bool {
        self == TraceFlags::DEFERRED
    }

    #[inline]
    pub(crate) fn is_debug(self) -> bool {
        self.0 & TraceFlags::DEBUG.0 != 0
    }

    /// The same, with what the parent says of the whole trace: its random and its debug flag.
    #[inline(always)]
    pub(crate) fn under(self, parent: TraceFlags) -> Self {
        TraceFlags(self.0 | parent.0 & (TraceFlags::RANDOM.0 | TraceFlags::DEBUG.0))
    }

    /// W3C's flags, of whatever bits.
    pub(crate) fn of_w3c(bits: u8) -> Self {
        TraceFlags(bits & TraceFlags::W3C.0)
    }

    /// The flags as W3C numbers them.
    pub fn as_u8(self) -> u8 {
        self.0 & TraceFlags::W3C.0
    }
}

/// Everything that a child needs from its parent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SpanContext {
    /// The trace the span belongs to.
    pub trace_id: TraceId,
    /// The span itself.
    pub span_id: SpanId,
    /// Whether it is kept.
    pub flags: TraceFlags,
    /// Whether it came in from another process.
    pub is_remote: bool,
    /// The entries of other vendors: [`Engine::trace_state`](crate::Engine::trace_state) has the text. A
    /// number, so that a context stays plain data.
    pub trace_state: TraceStateId,
    /// A number for its local root, the first of its ancestors whose parent is in another process; 0 where it is in one itself.
    pub(crate) local_root: u16,
}

// The number takes no more memory: contexts are copied for each span.
const _: () = assert!(size_of::<SpanContext>() == 32);

impl SpanContext {
    /// That of nothing: it is not valid, and not sampled.
    pub const INVALID: SpanContext = SpanContext::local(TraceId(0), SpanId(0), TraceFlags::NONE);

    /// A context of this process without a trace state.
    #[inline]
    pub(crate) const fn local(trace_id: TraceId, span_id: SpanId, flags: TraceFlags) -> Self {
        SpanContext {
            trace_id,
            span_id,
            flags,
            is_remote: false,
            trace_state: TraceStateId::NONE,
            local_root: 0,
        }
    }

    /// A context from another process without a trace state, unless an id is zero.
    pub(crate) fn remote(trace_id: u128, span_id: u64, flags: TraceFlags) -> Option<Self> {
        let context = SpanContext {
            is_remote: true,
            ..SpanContext::local(TraceId(trace_id), SpanId(span_id), flags)
        };
        context.is_valid().then_some(context)
    }

    /// Whether both ids are other than zero.
    pub fn is_valid(&self) -> bool {
        self.trace_id.0 != 0 && self.span_id.0 != 0
    }

    /// The context as W3C's `traceparent` header has it.
    ///
    /// ```
    /// use span_core::{CodeLocation, CoroutineId, Engine};
    /// use std::sync::Arc;
    ///
    /// let mut engine = Engine::new(Arc::default());
    /// let code = CodeLocation { function: "f".into(), file: None, line: None, span_name: "f".into() }.keep();
    /// let context = engine.start(CoroutineId(1), None, CoroutineId::NONE, code);
    /// assert!(context.to_traceparent().starts_with("00-"));
    /// ```
    pub fn to_traceparent(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for SpanContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SpanContext {
            trace_id, span_id, ..
        } = self;
        write!(f, "00-{trace_id}-{span_id}-{:02x}", self.flags.as_u8())
    }
}
