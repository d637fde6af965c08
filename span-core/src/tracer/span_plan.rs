//! The decision about a span, before anything is said of it.

use super::Engine;
use crate::config::Config;
use crate::model::context::{SpanContext, TraceFlags};
use crate::model::trace_state::TraceStateId;

/// Whether a new span is recorded, and whether it is exported at once.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum SamplingDecision {
    Sampled,
    /// Recorded in case its trace is kept.
    Held,
    NotRecorded,
}

impl SamplingDecision {
    /// That about a span that the sampler does not want.
    pub(super) fn of_unsampled(config: &Config) -> Self {
        if config.keep_errors {
            Self::Held
        } else {
            Self::NotRecorded
        }
    }
}

/// A span that has not started yet: its ids are chosen, and it is sampled or not.
///
/// Ask for it first where it is costly to find out what there is to say of a span: most services sample few of their traces, and
/// of the others nothing is kept.
#[derive(Clone, Copy)]
pub struct SpanPlan {
    pub(super) parent: Option<SpanContext>,
    pub(super) context: SpanContext,
    pub(super) decision: SamplingDecision,
}

impl SpanPlan {
    /// What the span is a child of.
    pub fn parent(&self) -> Option<SpanContext> {
        self.parent
    }

    /// Whether anything that is said of the span is kept. Where not, it still has a context, which its children and the headers
    /// of requests need.
    #[inline]
    pub fn is_recorded(&self) -> bool {
        self.decision != SamplingDecision::NotRecorded
    }
}

impl Engine {
    /// Decides about a span that is to be started under `parent`, and chooses its ids. It counts when it starts.
    #[inline(always)]
    pub fn plan_span(&mut self, parent: Option<SpanContext>) -> SpanPlan {
        let (trace_id, span_id) = self.ids.next(parent.map(|parent| parent.trace_id));
        let sampled = self.decider.samples(trace_id, parent.as_ref());
        let parents = parent.map_or(TraceFlags::RANDOM, |parent| parent.flags);
        let flags = TraceFlags::sampled(sampled).under(parents);
        let local_root = match parent {
            Some(parent) if !parent.is_remote => parent.local_root,
            _ => self.next_local_root(),
        };
        let context = SpanContext {
            trace_state: parent.map_or(TraceStateId::NONE, |parent| parent.trace_state),
            local_root,
            ..SpanContext::local(trace_id, span_id, flags)
        };
        let decision = if sampled {
            SamplingDecision::Sampled
        } else {
            self.unsampled_decision
        };
        SpanPlan {
            parent,
            context,
            decision,
        }
    }
}
