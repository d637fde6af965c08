//! The spans that a program starts and ends itself, while they are open.
//!
//! Owns their bound and their order. Must not know which of them are current anywhere (`scopes`), nor the queue.

use std::collections::BTreeMap;
use std::time::Instant;

use crate::context::SpanContext;
use crate::detail::Detail;
use crate::ids::{CoroutineId, SpanId};
use crate::record::Record;
use crate::table::{ActiveSpan, span_id};

/// How many may be open at once. A program that comes here has forgotten to end its spans.
const CAPACITY: usize = 1_000_000;

/// An open span by hand.
pub(crate) struct SpanByHand {
    pub(crate) context: SpanContext,
    pub(crate) parent: Option<SpanContext>,
    pub(crate) start: Instant,
    /// Whether it waits for the end of its trace once it is closed.
    pub(crate) held: bool,
    pub(crate) detail: Detail,
}

impl SpanByHand {
    /// Closes the span now.
    pub(crate) fn close(self, coroutine: CoroutineId) -> Record {
        Record {
            coroutine_id: coroutine,
            parent_id: CoroutineId::NONE,
            trace_id: self.context.trace_id,
            span_id: self.context.span_id,
            parent_span_id: self.parent.map_or(0, |parent| parent.span_id.0),
            start: self.start,
            end: Instant::now(),
            code: None,
            ending: None,
            detail: Some(Box::new(self.detail)),
            flags: self.context.flags,
            parent_is_remote: self.parent.is_some_and(|parent| parent.is_remote),
            held: self.held,
        }
    }

    fn parent_span_id(&self) -> Option<SpanId> {
        self.parent.and_then(|parent| span_id(parent.span_id.0))
    }
}

/// Where a span by hand is found: in the coroutine it was started in, under a number that grows with time.
type Place = (i64, u64);

/// All open spans by hand, those of one coroutine together. Each leaves once, so each is closed once.
#[derive(Default)]
pub(crate) struct SpansByHand {
    open: BTreeMap<Place, Box<SpanByHand>>,
    last_serial: u64,
}

impl SpansByHand {
    /// Whether there is room for one more.
    pub(crate) fn has_room(&self) -> bool {
        self.open.len() < CAPACITY
    }

    /// Puts a span in and returns its number in the coroutine.
    pub(crate) fn insert(&mut self, coroutine: CoroutineId, span: SpanByHand) -> u64 {
        self.last_serial += 1;
        self.open
            .insert((coroutine.0, self.last_serial), Box::new(span));
        self.last_serial
    }

    pub(crate) fn get_mut(
        &mut self,
        coroutine: CoroutineId,
        serial: u64,
    ) -> Option<&mut SpanByHand> {
        self.open.get_mut(&(coroutine.0, serial)).map(Box::as_mut)
    }

    pub(crate) fn contains(&self, coroutine: CoroutineId, serial: u64) -> bool {
        self.open.contains_key(&(coroutine.0, serial))
    }

    /// Takes a span out; only the first caller gets it.
    pub(crate) fn remove(&mut self, coroutine: CoroutineId, serial: u64) -> Option<SpanByHand> {
        self.open.remove(&(coroutine.0, serial)).map(|span| *span)
    }

    /// Takes out the newest span that was started in the coroutine and is still open.
    pub(crate) fn remove_newest_of(&mut self, coroutine: CoroutineId) -> Option<SpanByHand> {
        let of_coroutine = (coroutine.0, 0)..=(coroutine.0, u64::MAX);
        let (&(_, serial), _) = self.open.range(of_coroutine).next_back()?;
        self.remove(coroutine, serial)
    }

    /// Takes out the newest span of all.
    pub(crate) fn remove_newest(&mut self) -> Option<(CoroutineId, SpanByHand)> {
        let ((coroutine, _), span) = self.open.pop_last()?;
        Some((CoroutineId(coroutine), *span))
    }

    /// Forgets them all: they are another process's. Their numbers are not given again.
    pub(crate) fn forget(&mut self) {
        self.open.clear();
    }

    pub(crate) fn len(&self) -> usize {
        self.open.len()
    }

    pub(crate) fn active(&self) -> impl Iterator<Item = ActiveSpan> {
        self.open.iter().map(|(&(coroutine, _), span)| ActiveSpan {
            coroutine_id: CoroutineId(coroutine),
            parent_id: CoroutineId::NONE,
            name: span.detail.name.clone().unwrap_or_default(),
            age: span.start.elapsed(),
            context: span.context,
            parent_span_id: span.parent_span_id(),
        })
    }
}
