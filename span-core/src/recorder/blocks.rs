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

use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};

use super::frames::things_in;
use super::span_words::SpanWords;
use super::word::Word;

/// How many words a block has.
pub(crate) const WORDS: usize = 12;
const PIECE_WORDS: usize = WORDS - 1;

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
}

/// The words that are changed after a span was opened.
const SAID: usize = 1;
const END: usize = 2;
const PARENT: usize = 6;
const LAST_PIECE: usize = 11;
const TAG: u64 = 0xff;
const LOW: u64 = 0xffff_ffff;

/// Where the pieces of something begin, and how many words of them count.
pub(crate) struct Chain<'m, W> {
    /// First piece << 32, words.
    head: &'m W,
    /// The last piece.
    tail: &'m W,
}

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
        let first = (block[SAID].get(Relaxed) >> 32) as Index;
        free.push(clear(block, index));
        let mut piece = first;
        while let Some(block) = self.block(piece).filter(|_| piece != 0) {
            let (tag, next) = self.state(block);
            if tag != Tag::Piece {
                break;
            }
            free.push(clear(block, piece));
            piece = next;
        }
    }

    /// What is said of a span.
    pub(crate) fn said_of(&self, index: Index) -> Option<Chain<'m, W>> {
        let block = self.block(index)?;
        Some(Chain {
            head: &block[SAID],
            tail: &block[LAST_PIECE],
        })
    }

    /// Says more: `frames`, which are whole words, behind what was said. False where there are no blocks for it, and then nothing of
    /// it is said.
    pub(crate) fn append(
        &self,
        chain: &Chain<'m, W>,
        frames: &[u8],
        allocate: &mut dyn FnMut() -> Option<Index>,
    ) -> bool {
        let head = chain.head.get(Relaxed);
        let (mut first, count) = ((head >> 32) as Index, head & LOW);
        let mut last = if first == 0 {
            0
        } else {
            chain.tail.get(Relaxed) as Index
        };
        let (mut rest, _) = frames.as_chunks();
        let Ok(end) = u32::try_from(count as usize + rest.len()) else {
            return false;
        };
        let mut position = count as usize;
        while !rest.is_empty() {
            let place = position % PIECE_WORDS;
            if place == 0 {
                // The first one may be left from an attempt that failed.
                let left = Some(first).filter(|first| position == 0 && *first != 0);
                let piece = left.or_else(|| self.next_piece(last, allocate));
                let Some(piece) = piece else {
                    // What was allocated is in the chain, and is released with the rest.
                    if count == 0 {
                        chain.tail.set(0, Relaxed);
                        chain.head.set(u64::from(first) << 32, Release);
                    }
                    return false;
                };
                if first == 0 {
                    first = piece;
                }
                last = piece;
            }
            let Some(block) = self.block(last) else {
                return false;
            };
            let set = |(word, bytes): (&W, &[u8; 8])| word.set(u64::from_le_bytes(*bytes), Relaxed);
            if let Some((now, later)) = rest.split_first_chunk::<PIECE_WORDS>()
                && place == 0
            {
                // A whole piece, which most are: without a loop.
                block[1..].iter().zip(now).for_each(set);
                position += PIECE_WORDS;
                rest = later;
                continue;
            }
            let (now, later) = rest.split_at(rest.len().min(PIECE_WORDS - place));
            block[1 + place..].iter().zip(now).for_each(set);
            position += now.len();
            rest = later;
        }
        chain.tail.set(u64::from(last), Relaxed);
        let head = u64::from(first) << 32 | u64::from(end);
        chain.head.set(head, Release);
        true
    }

    /// The piece behind `last`: one that is left from an attempt that failed, else a new one.
    fn next_piece(
        &self,
        last: Index,
        allocate: &mut dyn FnMut() -> Option<Index>,
    ) -> Option<Index> {
        let last = self.block(last).filter(|_| last != 0);
        if let Some(last) = last
            && let (Tag::Piece, next) = self.state(last)
            && next != 0
        {
            return Some(next);
        }
        let new = allocate()?;
        let piece = self.mark | Tag::Piece as u64;
        self.block(new)?[0].set(piece, Release);
        if let Some(last) = last {
            last[0].set(piece | u64::from(new) << 8, Release);
        }
        Some(new)
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
            end: word(END),
            flags: word(10),
        };
        W::fence(Acquire);
        (self.state(block) == (tag, place)).then_some((tag, span))
    }

    /// The bytes that were said, each time apart. `budget` is how many words may be read: a piece belongs to one span, but a file
    /// that was tampered with may say otherwise.
    pub(crate) fn read(&self, chain: &Chain<'m, W>, budget: &mut usize) -> Vec<Vec<u8>> {
        let head = chain.head.get(Acquire);
        let count = (head & LOW) as usize;
        let words = self.read_words((head >> 32) as Index, count.min(*budget));
        *budget -= words.len();
        things_in(&words)
    }

    /// `count` words from the piece `first` on, or as many as there are.
    fn read_words(&self, first: Index, count: usize) -> Vec<u64> {
        let mut words = Vec::new();
        let mut piece = first;
        while words.len() < count
            && let Some(block) = self.block(piece).filter(|_| piece != 0)
            && let (Tag::Piece, next) = self.state(block)
        {
            let left = PIECE_WORDS.min(count - words.len());
            words.extend(block[1..=left].iter().map(|word| word.get(Relaxed)));
            piece = next;
        }
        words
    }
}

/// Makes a block free: nothing is said of the next span in it.
fn clear<W: Word>(block: &[W; WORDS], index: Index) -> Index {
    block[0].set(0, Release);
    block[SAID].set(0, Relaxed);
    index
}

impl<'m, W> Chain<'m, W> {
    /// One that begins in other words than a span's.
    pub(crate) fn at(head: &'m W, tail: &'m W) -> Self {
        Chain { head, tail }
    }
}
