//! A recorder's file as a whole: its header, and the blocks behind it.
//!
//! Owns the layout of the header. Must not know where the file is, nor whose.
//!
//! | word | |
//! | --- | --- |
//! | 0 | `TCRECORD` |
//! | 1 | version << 32, the file's number |
//! | 2, 3 | first piece and last piece of who the process is: [`super::owner`] |
//! | 4, 5 | the same of the places of code, in the order of their numbers |
//! | 6 | which of the two readings of the clocks counts |
//! | 7 to 9, 10 to 12 | ticks, nanoseconds since 1970, and nanoseconds in a tick as a float, 0 where that is not known |
//! | 13 | 1 where another process has taken over all that is here |
//! | 14 | how many blocks there is memory for |
//! | 15 | how many spans an exporter has been given, and has not answered for |
//! | 16 | 1 once the process holds the lock on the file |
//! | 17 | a tick at which the process lived, beside those of its spans and readings |
//!
//! The blocks are counted from the beginning of the file, so that the first ones are the header.

use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::blocks::{Blocks, Chain, Index, WORDS};
use super::word::Word;

/// Of the layout, here and in [`super::blocks`], and of what is written in it.
const VERSION: u32 = 3;

const MAGIC: u64 = u64::from_le_bytes(*b"TCRECORD");
/// How many words come before the first block.
pub(crate) const HEADER: usize = 24;
/// The first block.
pub(crate) const FIRST_BLOCK: Index = (HEADER / WORDS) as Index;

const OWNER: usize = 2;
const PLACES: usize = 4;
const READING: usize = 6;
const READINGS: [usize; 2] = [7, 10];
const TAKEN_OVER: usize = 13;
const END: usize = 14;
const IN_FLIGHT: usize = 15;
/// Where that is in the file.
pub(crate) const IN_FLIGHT_AT: u64 = (IN_FLIGHT * size_of::<u64>()) as u64;
const IS_LOCKED: usize = 16;
const SIGN: usize = 17;
/// Where that is in the file.
pub(crate) const SIGN_AT: u64 = (SIGN * size_of::<u64>()) as u64;

/// One reading of the clocks.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Reading {
    pub(crate) tick: u64,
    pub(crate) time: SystemTime,
    pub(crate) nanos_per_tick: f64,
}

/// The words of a file.
pub(crate) struct Region<'m, W> {
    words: &'m [W],
    number: u32,
}

impl<W> Clone for Region<'_, W> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<W> Copy for Region<'_, W> {}

impl<'m, W: Word> Region<'m, W> {
    /// Begins a file, whose words are all 0. `None` where there are too few.
    pub(crate) fn begin(words: &'m [W], number: u32) -> Option<Self> {
        words.get(..HEADER)?;
        words[0].set(MAGIC, Relaxed);
        words[1].set(u64::from(VERSION) << 32 | u64::from(number), Release);
        Some(Region { words, number })
    }

    /// The file's number.
    pub(crate) fn number(&self) -> u32 {
        self.number
    }

    /// One that is there. The error is its version, where that is another one; `None` where it is no recorder's.
    pub(crate) fn read(words: &'m [W]) -> Option<Result<Self, u32>> {
        let header = words.get(..HEADER)?;
        if header[0].get(Acquire) != MAGIC {
            return None;
        }
        let stamp = header[1].get(Acquire);
        let (version, number) = ((stamp >> 32) as u32, stamp as u32);
        Some(if version == VERSION {
            Ok(Region { words, number })
        } else {
            Err(version)
        })
    }

    #[inline(always)]
    pub(crate) fn blocks(&self) -> Blocks<'m, W> {
        Blocks::new(self.words, self.number)
    }

    /// How many words there are.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// There is memory for so many blocks.
    pub(crate) fn set_end(&self, end: Index) {
        self.words[END].set(u64::from(end), Release);
    }

    /// How many bytes there is memory for.
    pub(crate) fn used_bytes(&self) -> u64 {
        let blocks = self.words[END].get(Acquire);
        blocks.saturating_mul((WORDS * size_of::<u64>()) as u64)
    }

    /// Who the process is.
    pub(crate) fn owner(&self) -> Chain<'m, W> {
        Chain::at(&self.words[OWNER], &self.words[OWNER + 1])
    }

    /// The places of code.
    pub(crate) fn places(&self) -> Chain<'m, W> {
        Chain::at(&self.words[PLACES], &self.words[PLACES + 1])
    }

    /// The process lives: writes down a reading of the clocks, beside the last one.
    pub(crate) fn beat(&self, reading: Reading) {
        let which = usize::from(self.words[READING].get(Relaxed) == 0);
        let at = READINGS[which];
        let time = reading.time.duration_since(UNIX_EPOCH).unwrap_or_default();
        let nanos = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        self.words[at].set(reading.tick, Relaxed);
        self.words[at + 1].set(nanos, Relaxed);
        self.words[at + 2].set(reading.nanos_per_tick.to_bits(), Relaxed);
        self.words[READING].set(which as u64, Release);
    }

    /// The last reading of the clocks.
    pub(crate) fn last_beat(&self) -> Reading {
        let which = usize::from(self.words[READING].get(Acquire) != 0);
        let at = READINGS[which];
        let word = |offset: usize| self.words[at + offset].get(Relaxed);
        Reading {
            tick: word(0),
            time: UNIX_EPOCH + Duration::from_nanos(word(1)),
            nanos_per_tick: f64::from_bits(word(2)),
        }
    }

    /// The process lives: an event has happened at that tick.
    pub(crate) fn note_sign(&self, tick: u64) {
        if self.words[SIGN].get(Relaxed) < tick {
            self.words[SIGN].set(tick, Relaxed);
        }
    }

    /// The last one that was noted, 0 where none was.
    pub(crate) fn noted_sign(&self) -> u64 {
        self.words[SIGN].get(Relaxed)
    }

    /// An exporter is given so many spans, or has answered for them all.
    pub(crate) fn set_in_flight(&self, count: u64) {
        self.words[IN_FLIGHT].set(count, Release);
    }

    /// How many it had not answered for.
    pub(crate) fn in_flight(&self) -> u64 {
        self.words[IN_FLIGHT].get(Acquire)
    }

    /// The process holds the lock.
    pub(crate) fn set_locked(&self) {
        self.words[IS_LOCKED].set(1, Release);
    }

    /// Whether it has ever held it.
    pub(crate) fn was_locked(&self) -> bool {
        self.words[IS_LOCKED].get(Acquire) != 0
    }

    /// Another process goes on with all that is here.
    pub(crate) fn hand_over(&self) {
        self.words[TAKEN_OVER].set(1, Release);
    }

    /// Whether one does.
    pub(crate) fn is_handed_over(&self) -> bool {
        self.words[TAKEN_OVER].get(Acquire) != 0
    }
}
