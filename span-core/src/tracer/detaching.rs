//! Coroutines that outlive the work that started them: when their spans are closed although they still run.
//!
//! Owns which coroutines that concerns, and since when. Must not know what a span says, nor how it is closed.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::ids::{CoroutineId, SpanId, TraceId};
use crate::processor::moment::after;
use crate::span::open::Identity;

/// How long a coroutine may outlive its local root where only instrumentation starts coroutines that may be detached.
pub(crate) const DEFAULT: Duration = Duration::from_secs(60);

/// Below this many entries the queue is not searched for coroutines that have ended.
const FEW: usize = 1024;

/// The most traces whose timers go on after their local roots.
const MANY: usize = 16 * FEW;

/// A coroutine whose span is closed at a certain moment, unless it has ended by then.
#[derive(Clone, Copy)]
pub(super) struct Due {
    pub(super) at: Instant,
    pub(super) coroutine: CoroutineId,
    pub(super) span: SpanId,
}

/// The part of a trace that is in this process, while a local root of it is open.
#[derive(Default)]
struct Local {
    /// Open spans whose parents are not in this process.
    open_roots: usize,
    /// Open spans of coroutines that may be detached.
    coroutines: FxHashSet<(CoroutineId, SpanId)>,
    /// Whether a timer was set in it.
    has_timers: bool,
}

/// All that is known of coroutines that may be detached.
pub(super) struct Detaching {
    after: Duration,
    traces: FxHashMap<TraceId, Local>,
    /// Open spans that may be closed before their coroutines end.
    detachable: FxHashMap<CoroutineId, SpanId>,
    /// The earliest first: all wait equally long.
    due: VecDeque<Due>,
    /// Traces in which a timer was set and whose local roots have ended, with when they did, or when that was noticed.
    timers: FxHashMap<TraceId, Instant>,
}

impl Detaching {
    pub(super) fn new(after: Option<Duration>) -> Self {
        Self {
            after: after.unwrap_or(DEFAULT),
            traces: FxHashMap::default(),
            detachable: FxHashMap::default(),
            due: VecDeque::new(),
            timers: FxHashMap::default(),
        }
    }

    /// A span is opened that has no parent in this process.
    pub(super) fn root_opened(&mut self, identity: &Identity) {
        self.traces.entry(identity.trace_id).or_default().open_roots += 1;
    }

    /// A coroutine's span is opened that may be closed before the coroutine ends.
    pub(super) fn coroutine_opened(&mut self, id: CoroutineId, identity: &Identity) {
        self.detachable.insert(id, identity.span_id);
        match self.traces.get_mut(&identity.trace_id) {
            Some(local) => {
                local.coroutines.insert((id, identity.span_id));
            }
            // Its local root has ended before it began.
            None => self.wait(id, identity.span_id),
        }
    }

    /// A span is closed.
    pub(super) fn closed(&mut self, id: CoroutineId, identity: &Identity) {
        let local = self.traces.get_mut(&identity.trace_id);
        if self.detachable.get(&id) == Some(&identity.span_id) {
            self.detachable.remove(&id);
            if let Some(local) = local {
                local.coroutines.remove(&(id, identity.span_id));
            }
        } else if let Some(local) = local
            && identity.is_local_root()
        {
            local.open_roots = local.open_roots.saturating_sub(1);
            if local.open_roots == 0 {
                self.root_ended(identity.trace_id);
            }
        }
    }

    fn root_ended(&mut self, trace_id: TraceId) {
        let local = self.traces.remove(&trace_id).unwrap_or_default();
        if local.has_timers {
            self.note_timers(trace_id);
        }
        for (id, span) in local.coroutines {
            self.wait(id, span);
        }
    }

    fn wait(&mut self, coroutine: CoroutineId, span: SpanId) {
        if self.due.len() >= FEW.max(self.detachable.len() * 2) {
            let detachable = &self.detachable;
            self.due
                .retain(|due| detachable.get(&due.coroutine) == Some(&due.span));
        }
        self.due.push_back(Due {
            at: after(self.after),
            coroutine,
            span,
        });
    }

    /// A timer is set in a trace.
    pub(super) fn timer_set(&mut self, trace_id: TraceId) {
        match self.traces.get_mut(&trace_id) {
            Some(local) => local.has_timers = true,
            None => self.note_timers(trace_id),
        }
    }

    fn note_timers(&mut self, trace_id: TraceId) {
        if self.timers.len() >= FEW {
            let after = self.after;
            self.timers.retain(|_, ended| ended.elapsed() <= after);
        }
        if self.timers.len() < MANY {
            self.timers.entry(trace_id).or_insert_with(Instant::now);
        }
    }

    /// Whether what a timer runs still belongs to the trace in which it was set: a local root is open there, or has ended not
    /// long ago.
    pub(super) fn timer_belongs(&self, trace_id: TraceId) -> bool {
        let is_recent = |ended: &Instant| ended.elapsed() <= self.after;
        self.traces.contains_key(&trace_id) || self.timers.get(&trace_id).is_some_and(is_recent)
    }

    /// The next coroutine whose time is over, with how long it has been. Each is returned once.
    pub(super) fn overdue(&mut self) -> Option<(Due, Duration)> {
        self.due.front()?;
        let now = Instant::now();
        while self.due.front()?.at <= now {
            let due = self.due.pop_front()?;
            if self.detachable.get(&due.coroutine) == Some(&due.span) {
                return Some((due, now - due.at));
            }
        }
        None
    }

    /// Forgets everything: the spans are closed, or another process's.
    pub(super) fn forget(&mut self) {
        *self = Self::new(Some(self.after));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::context::{SpanContext, TraceFlags};

    fn identity(span_id: u64, parent: Option<SpanContext>) -> Identity {
        let context = SpanContext::local(TraceId(1), SpanId(span_id), TraceFlags::SAMPLED);
        Identity::new(context, parent, CoroutineId::NONE)
    }

    #[test]
    fn a_queue_of_coroutines_that_have_ended_does_not_grow() {
        let mut detaching = Detaching::new(None);
        let root = identity(1, None);
        let parent = SpanContext::local(TraceId(1), SpanId(1), TraceFlags::SAMPLED);
        detaching.root_opened(&root);
        detaching.closed(CoroutineId(1), &root);
        for id in 2..10_000_u64 {
            let child = identity(id, Some(parent));
            detaching.coroutine_opened(CoroutineId(id as i64), &child);
            detaching.closed(CoroutineId(id as i64), &child);
        }
        assert!(detaching.due.len() <= FEW);
        assert!(detaching.traces.is_empty() && detaching.detachable.is_empty());
        assert!(detaching.overdue().is_none());
    }

    #[test]
    fn a_length_of_time_that_no_clock_can_hold_is_never_over() {
        let mut detaching = Detaching::new(Some(Duration::MAX));
        let parent = SpanContext::local(TraceId(1), SpanId(1), TraceFlags::SAMPLED);
        detaching.coroutine_opened(CoroutineId(2), &identity(2, Some(parent)));
        assert_eq!(detaching.due.len(), 1);
        assert!(detaching.overdue().is_none());
    }

    #[test]
    fn timers_belong_to_their_trace_until_its_local_root_has_ended_long_ago() {
        let mut detaching = Detaching::new(Some(Duration::from_millis(20)));
        let root = identity(1, None);
        let trace_id = root.trace_id;
        detaching.root_opened(&root);
        assert!(detaching.timer_belongs(trace_id));
        detaching.timer_set(trace_id);
        detaching.closed(CoroutineId(1), &root);
        assert!(detaching.timer_belongs(trace_id));
        std::thread::sleep(Duration::from_millis(30));
        detaching.timer_set(trace_id);
        assert!(!detaching.timer_belongs(trace_id));
        for id in 2..50_000 {
            detaching.timer_set(TraceId(id));
        }
        assert!(detaching.timers.len() <= MANY);
    }
}
