//! What is said of a span, in pieces that follow each other.
//!
//! Owns how the bytes are spread over pieces. Must not know what they say.

use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};

use super::super::frames::things_in;
use super::super::word::Word;
use super::{Blocks, Index, LAST_PIECE, LOW, SAID, Tag, WORDS, clear};

/// How many words of a piece are not its first.
const PIECE_WORDS: usize = WORDS - 1;

/// Where the pieces of something begin, and how many words of them count.
pub(crate) struct Chain<'m, W> {
    /// First piece << 32, words.
    head: &'m W,
    /// The last piece, where any words count.
    tail: &'m W,
}

impl<'m, W> Chain<'m, W> {
    /// One that begins in other words than a span's.
    pub(crate) fn at(head: &'m W, tail: &'m W) -> Self {
        Chain { head, tail }
    }
}

impl<'m, W: Word> Blocks<'m, W> {
    /// What is said of a span.
    pub(crate) fn said_of(&self, index: Index) -> Option<Chain<'m, W>> {
        let block = self.block(index)?;
        Some(Chain::at(&block[SAID], &block[LAST_PIECE]))
    }

    /// How many bytes a span has, with all that is said of it.
    pub(crate) fn bytes_of(&self, index: Index) -> usize {
        let said = self
            .block(index)
            .map_or(0, |block| block[SAID].get(Relaxed) & LOW);
        (WORDS + said as usize) * size_of::<u64>()
    }

    /// Says more: `frames`, which are whole words, behind what was said. False where there are no blocks for it, and then nothing of
    /// it is said.
    #[inline]
    pub(crate) fn append(
        &self,
        chain: &Chain<'m, W>,
        frames: &[u8],
        mut allocate: impl FnMut() -> Option<Index>,
    ) -> bool {
        let (words, _) = frames.as_chunks();
        let head = chain.head.get(Relaxed);
        if words.is_empty() || head == 0 {
            return words.is_empty() || self.begin(chain, words, allocate);
        }
        self.go_on(chain, head, words, &mut allocate)
    }

    /// The first words, for which there are no pieces yet: each is linked to the next as it is filled.
    #[inline]
    fn begin(
        &self,
        chain: &Chain<'m, W>,
        words: &[[u8; 8]],
        mut allocate: impl FnMut() -> Option<Index>,
    ) -> bool {
        let Ok(count) = u32::try_from(words.len()) else {
            return false;
        };
        let Some(first) = allocate() else {
            return false;
        };
        let (mut piece, mut rest) = (first, words);
        while let Some(block) = self.block(piece) {
            let (now, later) = rest.split_at(rest.len().min(PIECE_WORDS));
            let next = if later.is_empty() { None } else { allocate() };
            block[0].set(self.piece(next.unwrap_or(0)), Release);
            fill(block, 0, now);
            match next {
                Some(next) => (piece, rest) = (next, later),
                None if later.is_empty() => {
                    chain.tail.set(u64::from(piece), Relaxed);
                    let head = u64::from(first) << 32 | u64::from(count);
                    chain.head.set(head, Release);
                    return true;
                }
                None => break,
            }
        }
        // What was allocated is in the chain, and is released with the rest.
        chain.head.set(u64::from(first) << 32, Release);
        false
    }

    /// What is said of a span is from now on what another chain says, and none of what was said before: a single store. The other
    /// chain has that then.
    pub(crate) fn exchange(&self, index: Index, other: &Chain<'_, W>) {
        let Some(chain) = self.said_of(index) else {
            return;
        };
        let former = chain.head.get(Relaxed);
        chain.tail.set(other.tail.get(Relaxed), Relaxed);
        chain.head.set(other.head.get(Relaxed), Release);
        other.head.set(former, Relaxed);
    }

    /// Adds the pieces of a chain that no reader finds to those that are `free`.
    pub(crate) fn discard(&self, chain: &Chain<'_, W>, free: &mut Vec<Index>) {
        self.release_pieces(chain.head.get(Relaxed), free);
    }

    /// The same of the chain that had this head.
    pub(super) fn release_pieces(&self, head: u64, free: &mut Vec<Index>) {
        let mut piece = (head >> 32) as Index;
        while let Some(block) = self.block(piece).filter(|_| piece != 0) {
            let (tag, next) = self.state(block);
            if tag != Tag::Piece {
                break;
            }
            free.push(clear(block, piece));
            piece = next;
        }
    }

    /// More words behind others, or in pieces that are left from an attempt that failed.
    fn go_on(
        &self,
        chain: &Chain<'m, W>,
        head: u64,
        words: &[[u8; 8]],
        allocate: &mut dyn FnMut() -> Option<Index>,
    ) -> bool {
        let (first, count) = ((head >> 32) as Index, head & LOW);
        let Ok(end) = u32::try_from(count as usize + words.len()) else {
            return false;
        };
        let mut last = match count {
            0 => first,
            _ => chain.tail.get(Relaxed) as Index,
        };
        let (mut position, mut rest) = (count as usize, words);
        while !rest.is_empty() {
            let place = position % PIECE_WORDS;
            if place == 0 && position != 0 {
                // What was allocated is in the chain, and is released with the rest.
                let Some(next) = self.next_piece(last, allocate) else {
                    return false;
                };
                last = next;
            }
            let Some(block) = self.block(last) else {
                return false;
            };
            let (now, later) = rest.split_at(rest.len().min(PIECE_WORDS - place));
            fill(block, place, now);
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
        let last = self.block(last)?;
        if let (Tag::Piece, next) = self.state(last)
            && next != 0
        {
            return Some(next);
        }
        let new = allocate()?;
        self.block(new)?[0].set(self.piece(0), Release);
        last[0].set(self.piece(new), Release);
        Some(new)
    }

    /// The first word of a piece that is followed by another one, or by none.
    #[inline(always)]
    fn piece(&self, next: Index) -> u64 {
        self.mark | u64::from(next) << 8 | Tag::Piece as u64
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

/// Writes into a piece from `place` on, as far as it goes.
#[inline(always)]
fn fill<W: Word>(piece: &[W; WORDS], place: usize, words: &[[u8; 8]]) {
    let set = |(word, bytes): (&W, &[u8; 8])| word.set(u64::from_le_bytes(*bytes), Relaxed);
    match words.first_chunk::<PIECE_WORDS>() {
        // A whole piece, which most are: without a loop.
        Some(whole) => piece[1..].iter().zip(whole).for_each(set),
        None => piece[1 + place..].iter().zip(words).for_each(set),
    }
}
