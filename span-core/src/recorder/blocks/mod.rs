//! The memory of a recorder: blocks of one size, each of which is a span or a piece of what is said of one.
//!
//! Owns the layout of a block and the order in which its words are written. Must not know who hands out blocks, nor files.
//!
//! The first word of a block says what the block is, and is written last: whoever finds it sees the rest. A block that is being
//! filled is free, and one that is changed says what it said before, until a single store says the new thing. So a reader
//! that comes after the writer was killed, at whichever instruction, finds each span as it was before or after a change.
//!
//! | word | of a span | of a piece |
//! | --- | --- | --- |
//! | 0 | the file's number << 32, place of code << 8, tag | the file's number << 32, next piece << 8, tag |
//! | 1 | first piece << 32, how many words are said | bytes |
//! | 2 | end, in ticks | bytes |
//! | 3, 4 | trace id | bytes |
//! | 5 | span id | bytes |
//! | 6 | parent's span id, or 0 | bytes |
//! | 7 | start, in ticks | bytes |
//! | 8, 9 | its coroutine, and the one that created it | bytes |
//! | 10 | thread << 32, flags | bytes |
//! | 11 | last piece, for the writer | bytes |

mod pieces;

use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};

use super::span_words::SpanWords;
use super::word::Word;
pub(crate) use pieces::Chain;

/// How many words a block has.
pub(crate) const WORDS: usize = 12;

/// The number of a block; 0 is none.
pub(crate) type Index = u32;

/// As many as have numbers that fit beside a tag.
pub(crate) const MOST_BLOCKS: usize = 1 << 24;

/// What a block is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u64)]
pub(crate) enum Tag {
    Free = 0,
    /// A span that is not closed yet.
    Open = 1,
    /// One that is closed.
    Closed = 2,
    /// A piece of what is said of a span.
    Piece = 3,
    /// A span that another process has exported. Who does not know this tag takes the block for free.
    Adopted = 4,
}

/// The words that are changed after a span was opened.
const SAID: usize = 1;
const END: usize = 2;
const PARENT: usize = 6;
const LAST_PIECE: usize = 11;
const TAG: u64 = 0xff;
const LOW: u64 = 0xffff_ffff;

/// All blocks of a file.
pub(crate) struct Blocks<'m, W> {
    blocks: &'m [[W; WORDS]],
    /// The file's number, in the upper half.
    mark: u64,
    /// The same with the tag of an open span.
    open: u64,
}

impl<W> Clone for Blocks<'_, W> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<W> Copy for Blocks<'_, W> {}

impl<'m, W: Word> Blocks<'m, W> {
    /// Those in `words`, of a file with that number.
    pub(crate) fn new(words: &'m [W], number: u32) -> Self {
        let (blocks, _) = words.as_chunks();
        Blocks {
            blocks,
            mark: u64::from(number) << 32,
            open: u64::from(number) << 32 | Tag::Open as u64,
        }
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    #[inline(always)]
    fn block(&self, index: Index) -> Option<&'m [W; WORDS]> {
        self.blocks.get(index as usize)
    }

    /// What a block is, and the number beside it; free where its first word is not one of this file.
    #[inline(always)]
    fn state(&self, block: &[W; WORDS]) -> (Tag, u32) {
        let word = block[0].get(Acquire);
        let number = ((word & LOW) >> 8) as u32;
        let tag = match word & TAG {
            _ if word & !LOW != self.mark => Tag::Free,
            1 => Tag::Open,
            2 => Tag::Closed,
            3 => Tag::Piece,
            4 => Tag::Adopted,
            _ => Tag::Free,
        };
        (tag, number)
    }

    /// Writes an open span into a free block.
    #[inline(always)]
    pub(crate) fn open(&self, index: Index, span: &SpanWords) {
        if let Some(block) = self.fill(index, span) {
            block[0].set(self.open | u64::from(span.place) << 8, Release);
        }
    }

    /// The same, but a reader does not find it yet.
    #[inline(always)]
    pub(crate) fn fill(&self, index: Index, span: &SpanWords) -> Option<&'m [W; WORDS]> {
        let block = self.block(index)?;
        // Whoever finds a word of the new span finds that the block is not the old one's any more.
        W::fence(Release);
        block[3].set((span.trace_id >> 64) as u64, Relaxed);
        block[4].set(span.trace_id as u64, Relaxed);
        block[5].set(span.span_id, Relaxed);
        block[PARENT].set(span.parent_span_id, Relaxed);
        block[7].set(span.start, Relaxed);
        block[8].set(span.coroutine as u64, Relaxed);
        block[9].set(span.parent_coroutine as u64, Relaxed);
        block[10].set(span.flags, Relaxed);
        Some(block)
    }

    /// Lets a span be found.
    pub(crate) fn publish(&self, index: Index, place: u32) {
        if let Some(block) = self.block(index) {
            block[0].set(self.open | u64::from(place) << 8, Release);
        }
    }

    /// The span has another parent.
    pub(crate) fn set_parent(&self, index: Index, parent_span_id: u64) {
        if let Some(block) = self.block(index) {
            block[PARENT].set(parent_span_id, Relaxed);
        }
    }

    /// The span is closed.
    #[inline(always)]
    pub(crate) fn close(&self, index: Index, end: u64) {
        if let Some(block) = self.block(index) {
            block[END].set(end, Relaxed);
            let state = block[0].get(Relaxed) & !TAG | Tag::Closed as u64;
            block[0].set(state, Release);
        }
    }

    /// The span is needed no more. Adds its block, and its pieces, to those that are `free`.
    pub(crate) fn release(&self, index: Index, free: &mut Vec<Index>) {
        let Some(block) = self.block(index) else {
            return;
        };
        let head = block[SAID].get(Relaxed);
        free.push(clear(block, index));
        self.release_pieces(head, free);
    }

    /// All spans, and what each is.
    pub(crate) fn spans(&self) -> impl Iterator<Item = (Index, Tag, SpanWords)> {
        (1..self.blocks.len() as Index).filter_map(|index| {
            let (tag, span) = self.span(index)?;
            Some((index, tag, span))
        })
    }

    /// The span in a block, where there is one.
    pub(crate) fn span(&self, index: Index) -> Option<(Tag, SpanWords)> {
        let block = self.block(index)?;
        let (tag, place) = self.state(block);
        if matches!(tag, Tag::Free | Tag::Piece) {
            return None;
        }
        let word = |at: usize| block[at].get(Relaxed);
        let span = SpanWords {
            place,
            trace_id: u128::from(word(3)) << 64 | u128::from(word(4)),
            span_id: word(5),
            parent_span_id: word(PARENT),
            start: word(7),
            coroutine: word(8) as i64,
            parent_coroutine: word(9) as i64,
            // Before a span ends, the word is what the block was before: another's end, or text.
            end: if tag == Tag::Closed { word(END) } else { 0 },
            flags: word(10),
        };
        W::fence(Acquire);
        (self.state(block) == (tag, place)).then_some((tag, span))
    }
}

/// Where the tag of a block is in the file: the lowest byte of its first word.
pub(crate) fn tag_at(index: Index) -> u64 {
    u64::from(index) * (WORDS * size_of::<u64>()) as u64
}

/// Makes a block free: nothing is said of the next span in it.
fn clear<W: Word>(block: &[W; WORDS], index: Index) -> Index {
    block[0].set(0, Release);
    block[SAID].set(0, Relaxed);
    index
}
