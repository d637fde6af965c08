//! The spans that a program starts and ends itself, while they are open; and those of coroutines that have outlived them.
//!
//! Owns their bound and their order. Must not know which of them are current anywhere (`scopes`), nor the queue.

use std::collections::BTreeMap;

use crate::model::context::SpanContext;
use crate::model::ids::CoroutineId;
use crate::span::clock::{Tick, WallClock};
use crate::span::cold_fields::ColdFields;
use crate::span::open::{ActiveSpan, Span};
use crate::tracer::span_key::SpanLocation;

/// The most that may be open at once. A program that reaches it does not end its spans.
const CAPACITY: usize = 1_000_000;

/// Where a manual span is found: in the coroutine it was started in, under a number that grows with time.
type Place = (i64, u64);

/// The number of a coroutine's own span. Others count from 1.
pub(crate) const OWN: u64 = 0;

/// All open manual spans, those of one coroutine together. Each leaves once, so each is closed once.
#[derive(Default)]
pub(crate) struct ManualSpans {
    open: BTreeMap<Place, Box<Span>>,
    last_serial: u64,
}

impl ManualSpans {
    /// The weight of an open span without user fields.
    pub(crate) const WEIGHT: usize = size_of::<(Place, Span)>() + size_of::<ColdFields>();

    /// Whether there is room for one more.
    pub(crate) fn has_room(&self) -> bool {
        self.open.len() < CAPACITY
    }

    /// Puts a span in and returns its number.
    pub(crate) fn insert(&mut self, coroutine: CoroutineId, span: Span) -> u64 {
        self.last_serial += 1;
        let place = (coroutine.0, self.last_serial);
        self.open.insert(place, Box::new(span));
        self.last_serial
    }

    /// Puts the span of a coroutine in that has ended.
    pub(crate) fn insert_own(&mut self, coroutine: CoroutineId, span: Span) {
        self.open.insert((coroutine.0, OWN), Box::new(span));
    }

    /// The span of a coroutine that has ended.
    pub(crate) fn own(&self, coroutine: CoroutineId) -> Option<&Span> {
        self.get(coroutine, OWN)
    }

    /// The same, if it is the one with these ids.
    pub(crate) fn own_mut(
        &mut self,
        coroutine: CoroutineId,
        context: &SpanContext,
    ) -> Option<&mut Span> {
        self.get_mut(coroutine, OWN).filter(|span| span.is(context))
    }

    pub(crate) fn get(&self, coroutine: CoroutineId, serial: u64) -> Option<&Span> {
        self.open.get(&(coroutine.0, serial)).map(Box::as_ref)
    }

    pub(crate) fn get_mut(&mut self, coroutine: CoroutineId, serial: u64) -> Option<&mut Span> {
        self.open.get_mut(&(coroutine.0, serial)).map(Box::as_mut)
    }

    /// The first span that was started in the coroutine and is meant, with where it is.
    pub(crate) fn find_in(
        &self,
        coroutine: CoroutineId,
        is_meant: impl Fn(&Span) -> bool,
    ) -> Option<(SpanLocation, &Span)> {
        let of_coroutine = (coroutine.0, 0)..=(coroutine.0, u64::MAX);
        first(self.open.range(of_coroutine), is_meant)
    }

    /// The same of all coroutines.
    pub(crate) fn find(&self, is_meant: impl Fn(&Span) -> bool) -> Option<(SpanLocation, &Span)> {
        first(self.open.iter(), is_meant)
    }

    /// The spans around calls that were started in the coroutine.
    pub(crate) fn calls_of(&mut self, coroutine: CoroutineId) -> impl Iterator<Item = &mut Span> {
        let of_coroutine = (coroutine.0, 0)..=(coroutine.0, u64::MAX);
        let spans = self.open.range_mut(of_coroutine);
        spans
            .map(|(_, span)| span.as_mut())
            .filter(|span| span.is_around_call())
    }

    /// Takes a span out; only the first caller gets it.
    pub(crate) fn remove(&mut self, coroutine: CoroutineId, serial: u64) -> Option<Span> {
        self.open.remove(&(coroutine.0, serial)).map(|span| *span)
    }

    /// Takes out the newest span that was started in the coroutine, is still open and ends with the coroutine.
    pub(crate) fn remove_newest_of(&mut self, coroutine: CoroutineId) -> Option<Span> {
        let of_coroutine = (coroutine.0, 0)..=(coroutine.0, u64::MAX);
        let mut newest_first = self.open.range(of_coroutine).rev();
        let (&(_, serial), _) = newest_first.find(|(_, span)| !span.outlives_coroutine())?;
        self.remove(coroutine, serial)
    }

    /// Takes all spans out, the oldest of each coroutine first.
    pub(crate) fn drain(&mut self) -> impl Iterator<Item = (CoroutineId, Span)> + use<> {
        let spans = std::mem::take(&mut self.open).into_iter();
        spans.map(|((coroutine, _), span)| (CoroutineId(coroutine), *span))
    }

    /// Forgets them all: they are another process's. Their numbers are not given again.
    pub(crate) fn forget(&mut self) {
        self.open.clear();
    }

    pub(crate) fn len(&self) -> usize {
        self.open.len()
    }

    /// The spans' blocks in the recorder.
    pub(crate) fn slots(&self) -> impl Iterator<Item = u32> {
        self.open.values().map(|span| span.slot())
    }

    /// No span has a block in the recorder any more.
    pub(crate) fn forget_slots(&mut self) {
        self.open.values_mut().for_each(|span| span.forget_slot());
    }

    pub(crate) fn active(&self, now: Tick, clock: &WallClock) -> impl Iterator<Item = ActiveSpan> {
        let spans = self.open.iter();
        spans.map(move |(&(coroutine, _), span)| span.active(CoroutineId(coroutine), now, clock))
    }
}

fn first<'s>(
    mut spans: impl Iterator<Item = (&'s Place, &'s Box<Span>)>,
    is_meant: impl Fn(&Span) -> bool,
) -> Option<(SpanLocation, &'s Span)> {
    let (&(coroutine, serial), span) = spans.find(|(_, span)| is_meant(span))?;
    let coroutine = CoroutineId(coroutine);
    let location = match serial {
        OWN => SpanLocation::Coroutine(coroutine),
        serial => SpanLocation::Manual { coroutine, serial },
    };
    Some((location, span))
}
