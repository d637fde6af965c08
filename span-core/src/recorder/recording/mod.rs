//! The engine's side of the recorder: what it writes down of each span, and when.
//!
//! Owns the blocks that a thread has at hand, and which of a span's facts go where. Must not know the file, nor who reads it.

mod condense;

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::Recorder;
use super::blocks::{Blocks, Index};
use super::frames::Frames;
use super::said::{Said, each_said};
use super::said_bytes;
use super::span_words::SpanWords;
use crate::model::code::KeptCode;
use crate::model::ids::CoroutineId;
use crate::model::text;
use crate::model::value_ref::ValueRef;
use crate::span::clock::{Clock, Tick};
use crate::span::open::{Identity, Span};
use crate::span::record::Record;
use crate::span::span_state::ThreadBits;

/// Flags of a span in its block. The lowest eight are those of its context.
pub(super) const PARENT_IS_REMOTE: u64 = 1 << 8;
pub(super) const THREAD: u32 = 32;

/// What a thread writes into the recorder's file.
pub(crate) struct Recording {
    recorder: Option<Arc<Recorder>>,
    /// Whether there is a recorder, and its file can be had.
    is_on: bool,
    blocks: Blocks<'static, AtomicU64>,
    /// Blocks at hand.
    free: Vec<Index>,
    /// How many places of code are written.
    places: u32,
    /// What is about to be said.
    said: Frames,
    /// Whether the first blocks of a file were given out, and [`Recording::has_begun`] has not told it yet.
    has_begun: bool,
}

impl Recording {
    pub(crate) fn new(recorder: Option<Arc<Recorder>>) -> Self {
        Recording {
            is_on: recorder.is_some(),
            recorder,
            blocks: Blocks::new(&[], 0),
            free: Vec::new(),
            places: 0,
            said: Frames::default(),
            has_begun: false,
        }
    }

    /// A plain span is opened. Returns its block, 0 where it has none.
    #[inline(always)]
    pub(crate) fn open(&mut self, clock: &Clock, opened: Opened<'_>) -> Index {
        if !self.is_on {
            return 0;
        }
        let place = opened.code.map_or(0, |code| code.number());
        let Some(slot) = self.take(clock, place) else {
            return 0;
        };
        self.blocks.open(slot, &opened.words(place));
        slot
    }

    /// One was opened that has user fields or code of its own: a reader finds it only with all that they say.
    #[cold]
    pub(crate) fn open_unusual(&mut self, clock: &Clock, span: &mut Span, id: CoroutineId) {
        let place = span.code.map_or(0, |code| code.number());
        if !self.is_on {
            return;
        }
        let Some(slot) = self.take(clock, place) else {
            return;
        };
        let opened = Opened {
            identity: &span.identity,
            code: span.code,
            start: span.started(),
            thread: ThreadBits::of(span.thread_or_zero()),
            coroutine: id,
        };
        self.blocks.fill(slot, &opened.words(place));
        span.give_slot(slot);
        self.describe(clock, span);
        self.blocks.publish(slot, place);
    }

    #[inline(always)]
    fn take(&mut self, clock: &Clock, place: u32) -> Option<Index> {
        match self.free.pop() {
            Some(slot) if place <= self.places => Some(slot),
            none_or_early => self.prepare(clock, none_or_early, place),
        }
    }

    /// A block for a span, where there is none at hand or its place of code is not written yet. `None` where it cannot be recorded.
    #[cold]
    fn prepare(&mut self, clock: &Clock, at_hand: Option<Index>, place: u32) -> Option<Index> {
        let recorder = self.recorder.as_ref()?;
        self.free.extend(at_hand);
        if self.free.is_empty() {
            let region = recorder.supply(clock, &mut self.free);
            self.is_on = region.is_some();
            if let Some(region) = region {
                self.has_begun |= self.blocks.is_empty();
                self.blocks = region.blocks();
            }
        }
        if place > self.places {
            self.places = recorder.note_places();
        }
        let slot = self.free.pop_if(|_| place <= self.places);
        if slot.is_none() && self.is_on {
            recorder.count_unrecorded();
        }
        slot
    }

    /// Whether the first span was written into a file. True once for each file.
    #[inline(always)]
    pub(crate) fn has_begun(&mut self) -> bool {
        self.has_begun && std::mem::take(&mut self.has_begun)
    }

    /// Something is about to be said of a span. Costs nothing where nothing is recorded.
    #[inline(always)]
    pub(crate) fn say<'a>(&mut self, said: impl FnOnce() -> Said<'a>) {
        if self.is_on {
            let said = said();
            self.said.add(|bytes| said_bytes::write(&said, bytes));
        }
    }

    /// The same of an attribute, by itself.
    #[inline(always)]
    pub(crate) fn say_attribute(&mut self, key: &str, value: &ValueRef<'_>) {
        if self.is_on {
            self.said.add(|bytes| {
                said_bytes::write_attribute(key, value, bytes);
                true
            });
        }
    }

    /// What is about to be said has happened now.
    pub(crate) fn note_sign(&self, now: Tick) {
        if let Some(recorder) = self.recorder.as_ref().filter(|_| self.is_on) {
            recorder.note_sign(now);
        }
    }

    /// What was to be said is said of this span, or of none.
    pub(crate) fn said_of(&mut self, clock: &Clock, slot: Index) {
        if slot != 0 {
            let said = std::mem::take(&mut self.said);
            if !self.append(clock, slot, said.all()) {
                self.append_each(clock, slot, &said);
            }
            self.said = said;
        }
        self.said.clear(LONGEST_KEPT);
    }

    /// Not all of it has room: as much as has.
    #[cold]
    fn append_each(&mut self, clock: &Clock, slot: Index, said: &Frames) {
        for frame in said.each() {
            if !self.append(clock, slot, frame)
                && let Some(recorder) = &self.recorder
            {
                recorder.count_unrecorded();
            }
        }
    }

    fn append(&mut self, clock: &Clock, slot: Index, frames: &[u8]) -> bool {
        let Some(chain) = self.blocks.said_of(slot) else {
            return false;
        };
        let mut allocate = supply(&self.recorder, clock, &mut self.free);
        frames.len() <= LONGEST_SAID && self.blocks.append(&chain, frames, &mut allocate)
    }

    /// Writes down all that the span's user fields, and code of its own, say.
    #[cold]
    pub(crate) fn describe(&mut self, clock: &Clock, span: &Span) {
        if self.is_on {
            self.say_all(span);
            self.said_of(clock, span.slot());
        }
    }

    fn say_all(&mut self, span: &Span) {
        let (code, fields) = span.own_fields();
        if let Some(code) = code {
            self.say(|| Said::Code(Cow::Borrowed(code)));
        }
        if let Some(fields) = fields {
            each_said(fields, &mut |said| self.say(|| said));
        }
    }

    /// The span in this block, if it is in one, was closed.
    #[inline(always)]
    pub(crate) fn close(&self, slot: Index, end: Tick) {
        if slot != 0 {
            self.blocks.close(slot, end.count());
        }
    }

    /// A span was closed that has more to say: how it ended, and when by the program's clock.
    #[cold]
    pub(crate) fn close_unusual(&mut self, clock: &Clock, record: &Record) {
        if record.span.slot() == 0 {
            return;
        }
        let (ending, end_time) = record.span.own_end();
        if let Some(ending) = ending {
            self.say(|| Said::Ending(Cow::Borrowed(ending)));
        }
        if let Some(end_time) = end_time {
            self.say(|| Said::EndTime(end_time));
        }
        self.said_of(clock, record.span.slot());
        self.close(record.span.slot(), record.end);
    }

    /// The span has another parent.
    pub(crate) fn set_parent(&self, span: &Span) {
        if span.slot() != 0 {
            self.blocks
                .set_parent(span.slot(), span.identity.parent_or_zero());
        }
    }

    /// These spans are needed no more.
    pub(crate) fn release(&mut self, slots: impl IntoIterator<Item = Index>) {
        if let Some(recorder) = &self.recorder {
            recorder.release(slots);
        }
    }

    /// The thread ends: others may have its blocks.
    pub(crate) fn end(&mut self) {
        if let Some(recorder) = self.recorder.take() {
            recorder.give_back(&mut self.free);
        }
    }

    /// Another process goes on with what is open, and no span has a block any more.
    pub(crate) fn start_over(&mut self, recorder: Option<Arc<Recorder>>) {
        if let Some(former) = self.recorder.take() {
            former.start_over();
        }
        *self = Recording::new(recorder);
    }
}

/// A block for what is said, as long as there are any.
fn supply<'a>(
    recorder: &'a Option<Arc<Recorder>>,
    clock: &'a Clock,
    free: &'a mut Vec<Index>,
) -> impl FnMut() -> Option<Index> + 'a {
    move || {
        if free.is_empty()
            && let Some(recorder) = recorder
        {
            recorder.supply(clock, free);
        }
        free.pop()
    }
}

/// The most that is said at a time, in bytes: an exception has three texts.
const LONGEST_SAID: usize = 4 * text::LONGEST;
/// The largest buffer that is kept.
const LONGEST_KEPT: usize = 16 << 10;

/// A span that is opened.
pub(crate) struct Opened<'a> {
    pub(crate) identity: &'a Identity,
    pub(crate) code: Option<&'static KeptCode>,
    pub(crate) start: Tick,
    pub(crate) thread: ThreadBits,
    pub(crate) coroutine: CoroutineId,
}

impl Opened<'_> {
    #[inline(always)]
    fn words(&self, place: u32) -> SpanWords {
        let identity = self.identity;
        let is_remote = u64::from(identity.parent_is_remote);
        SpanWords {
            place,
            trace_id: identity.trace_id.0,
            span_id: identity.span_id.0,
            parent_span_id: identity.parent_or_zero(),
            start: self.start.count(),
            coroutine: self.coroutine.0,
            parent_coroutine: identity.parent_id.0,
            end: 0,
            flags: u64::from(identity.flags.bits())
                | (is_remote << PARENT_IS_REMOTE.trailing_zeros())
                | self.thread.bits(),
        }
    }
}
