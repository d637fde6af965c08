//! Things of any length in words: for each a word with its length in bytes, and the bytes, padded to whole words.
//!
//! Must not know what the bytes say, nor in which blocks the words are.

use std::iter;

const WORD: usize = size_of::<u64>();

/// How many bytes there is room for at first.
const ROOM: usize = 1 << 10;

/// Why a thing is not written.
#[derive(PartialEq, Eq, Debug)]
pub(crate) enum Unwritten {
    /// It needs more room.
    NoRoom,
    /// It cannot be written at all.
    Never,
}

/// Things behind each other, as they are about to be written.
#[derive(Default)]
pub(crate) struct Frames {
    /// As long as there is room for.
    buffer: Vec<u8>,
    used: usize,
}

impl Frames {
    /// One thing alone.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let mut frames = Self::default();
        frames.add(|room| copy(bytes, room));
        frames
    }

    /// Adds a thing, unless it cannot be written. `write` writes its bytes, and says how many.
    #[inline]
    pub(crate) fn add(&mut self, write: impl Fn(&mut [u8]) -> Result<usize, Unwritten>) {
        let begin = self.used + WORD;
        let length = loop {
            let room = self.buffer.get_mut(begin..).unwrap_or_default();
            match write(room) {
                // The last word is filled up.
                Ok(length) if length + WORD <= room.len() => break length,
                Ok(_) | Err(Unwritten::NoRoom) => self.grow(),
                Err(Unwritten::Never) => return,
            }
        };
        let end = begin + length;
        self.buffer[self.used..begin].copy_from_slice(&(length as u64).to_le_bytes());
        self.buffer[end..end + WORD].fill(0);
        self.used = end.next_multiple_of(WORD);
    }

    #[cold]
    fn grow(&mut self) {
        let room = (self.buffer.len() * 2).max(ROOM);
        self.buffer.resize(room, 0);
    }

    /// All of them.
    pub(crate) fn all(&self) -> &[u8] {
        &self.buffer[..self.used]
    }

    /// Each by itself.
    pub(crate) fn each(&self) -> impl Iterator<Item = &[u8]> {
        let mut rest = self.all();
        iter::from_fn(move || {
            let (length, _) = rest.split_first_chunk()?;
            let length = u64::from_le_bytes(*length) as usize;
            let (frame, behind) = rest.split_at_checked(WORD + length.next_multiple_of(WORD))?;
            rest = behind;
            Some(frame)
        })
    }

    /// Forgets them, and keeps no buffer that is larger than `kept` bytes.
    pub(crate) fn clear(&mut self, kept: usize) {
        self.used = 0;
        if self.buffer.len() > kept {
            self.buffer = Vec::new();
        }
    }
}

fn copy(bytes: &[u8], room: &mut [u8]) -> Result<usize, Unwritten> {
    let room = room.get_mut(..bytes.len()).ok_or(Unwritten::NoRoom)?;
    room.copy_from_slice(bytes);
    Ok(bytes.len())
}

/// The bytes of each thing in words. What does not hang together ends it.
pub(crate) fn things_in(words: &[u64]) -> Vec<Vec<u8>> {
    let mut things = Vec::new();
    let mut rest = words;
    while let Some((&length, behind)) = rest.split_first() {
        let length = length as usize;
        let Some((words, behind)) = behind.split_at_checked(length.div_ceil(WORD)) else {
            break;
        };
        let mut bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        bytes.truncate(length);
        things.push(bytes);
        rest = behind;
    }
    things
}

#[cfg(test)]
mod tests {
    use super::{Frames, Unwritten, copy, things_in};

    #[test]
    fn things_are_read_as_they_were_added() {
        let long = [b'x'; 3 * super::ROOM];
        let things: [&[u8]; 5] = [b"", b"1234567", b"12345678", &long, b"123456789"];
        let mut frames = Frames::default();
        for thing in things {
            frames.add(|room| copy(thing, room));
            frames.add(|_| Err(Unwritten::Never));
        }
        let words = |bytes: &[u8]| -> Vec<u64> {
            let (words, rest) = bytes.as_chunks();
            assert!(rest.is_empty());
            words.iter().map(|word| u64::from_le_bytes(*word)).collect()
        };
        assert_eq!(things_in(&words(frames.all())), things);
        let each: Vec<_> = frames
            .each()
            .map(|frame| things_in(&words(frame)))
            .collect();
        assert_eq!(each, things.map(|thing| vec![thing.to_vec()]));
    }
}
