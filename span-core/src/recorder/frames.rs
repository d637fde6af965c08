//! Things of any length in words: for each a word with its length in bytes, and the bytes, padded to whole words.
//!
//! Must not know what the bytes say, nor in which blocks the words are.

const WORD: usize = size_of::<u64>();

/// Things behind each other, as they are about to be written.
#[derive(Default)]
pub(crate) struct Frames {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Frames {
    /// One thing alone.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let mut frames = Self::default();
        frames.add(|buffer| buffer.extend_from_slice(bytes));
        frames
    }

    /// Adds a thing, whose bytes `write` adds to those in the buffer.
    #[inline]
    pub(crate) fn add(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        let begin = self.bytes.len();
        self.bytes.extend_from_slice(&[0; WORD]);
        write(&mut self.bytes);
        let end = self.bytes.len();
        let length = (end - begin - WORD) as u64;
        self.bytes[begin..begin + WORD].copy_from_slice(&length.to_le_bytes());
        self.bytes.resize(end.next_multiple_of(WORD), 0);
        self.ends.push(self.bytes.len());
    }

    /// All of them.
    pub(crate) fn all(&self) -> &[u8] {
        &self.bytes
    }

    /// Each by itself.
    pub(crate) fn each(&self) -> impl Iterator<Item = &[u8]> {
        let mut begin = 0;
        self.ends.iter().map(move |end| {
            let frame = &self.bytes[begin..*end];
            begin = *end;
            frame
        })
    }

    /// Forgets them, and keeps no buffer that is larger than `kept` bytes.
    pub(crate) fn clear(&mut self, kept: usize) {
        self.bytes.clear();
        self.ends.clear();
        if self.bytes.capacity() > kept {
            self.bytes = Vec::new();
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
        let things: [&[u8]; 4] = [b"", b"1234567", b"12345678", b"123456789"];
        let mut frames = Frames::default();
        for thing in things {
            frames.add(|buffer| buffer.extend_from_slice(thing));
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
