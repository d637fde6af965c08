//! What does not count any more of what was said of a span is dropped.
//!
//! Owns when that is worth while. Must not know what can be said.

use std::sync::atomic::AtomicU64;

use super::super::blocks::{Blocks, Chain};
use super::{LONGEST_KEPT, LONGEST_SAID, Recording, supply};
use crate::span::clock::Clock;
use crate::span::open::Span;

/// From how many bytes on that a span has in the file it is worth while to write it anew.
const MUCH: usize = 8 << 10;

impl Recording {
    /// Something was said of a span. Where what was said of it has doubled since this was last done, what does not count any more is
    /// dropped: an attribute's former values, events beyond the limit. Else a span that is open for long fills the file.
    pub(crate) fn condense(&mut self, clock: &Clock, span: &mut Span) {
        let slot = span.slot();
        if slot != 0 && self.blocks.bytes_of(slot) > span.user_fields().condensed.max(MUCH) * 2 {
            self.write_anew(clock, span);
            span.user_fields().condensed = self.blocks.bytes_of(slot);
        }
    }

    /// Writes down all that the span says, in place of what was said of it. Where there is no room for both, that stays.
    #[cold]
    fn write_anew(&mut self, clock: &Clock, span: &Span) {
        self.say_all(span);
        let said = std::mem::take(&mut self.said);
        let (head, tail) = (AtomicU64::new(0), AtomicU64::new(0));
        let chain = Chain::at(&head, &tail);
        let blocks: Blocks<'_, AtomicU64> = self.blocks;
        let mut allocate = supply(&self.recorder, clock, &mut self.free);
        let mut append = |frame: &[u8]| {
            frame.len() > LONGEST_SAID || blocks.append(&chain, frame, &mut allocate)
        };
        if said.each().all(&mut append) {
            blocks.exchange(span.slot(), &chain);
        }
        let mut unused = Vec::new();
        blocks.discard(&chain, &mut unused);
        if let Some(recorder) = &self.recorder {
            recorder.give_back(&mut unused);
        }
        self.said = said;
        self.said.clear(LONGEST_KEPT);
    }
}
