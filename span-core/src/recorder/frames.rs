//! Things of any length in words: for each a word with its length in bytes, and the bytes, padded to whole words.
//!
//! Must not know what the bytes say, nor in which blocks the words are.

use std::iter;

const WORD: usize = size_of::<u64>();

/// Things behind each other, as they are about to be written.
#[derive(Default)]
pub(crate) struct Frames(Vec<u8>);

impl Frames {
    /// One thing alone.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let mut frames = Self::default();
        frames.add(|frame| {
            frame.extend_from_slice(bytes);
            true
        });
        frames
    }

    /// Adds a thing. `write` appends its bytes, or says that it cannot be written.
    #[inline]
    pub(crate) fn add(&mut self, write: impl FnOnce(&mut Vec<u8>) -> bool) {
        let bytes = &mut self.0;
        let before = bytes.len();
        bytes.extend_from_slice(&[0; WORD]);
        let begin = bytes.len();
        if !write(bytes) {
            return bytes.truncate(before);
        }
        let length = bytes.len() - begin;
        bytes[before..begin].copy_from_slice(&(length as u64).to_le_bytes());
        // The last word is filled up.
        bytes.extend_from_slice(&[0; WORD]);
        bytes.truncate(begin + length.next_multiple_of(WORD));
    }

    /// All of them.
    pub(crate) fn all(&self) -> &[u8] {
        &self.0
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
        self.0.clear();
        if self.0.capacity() > kept {
            self.0 = Vec::new();
        }
    }
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
    use super::{Frames, things_in};

    #[test]
    fn things_are_read_as_they_were_added() {
        let long = [b'x'; 3000];
        let things: [&[u8]; 5] = [b"", b"1234567", b"12345678", &long, b"123456789"];
        let mut frames = Frames::default();
        for thing in things {
            frames.add(|bytes| {
                bytes.extend_from_slice(thing);
                true
            });
            frames.add(|bytes| {
                bytes.push(1);
                false
            });
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
