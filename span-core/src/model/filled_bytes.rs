//! Bytes in memory that is filled from the front.
//!
//! Owns how the memory grows. Must not know what the bytes say.

use std::ops::Range;

use super::postcard_bytes::Bytes;

/// By how many bytes the memory grows: as many as are used, between these.
const LEAST_GROWTH: usize = 64;
const MOST_GROWTH: usize = 4 << 10;

/// Bytes, and memory for more. A `Vec` would ask at each of them whether there is room; this is asked once for all that follow.
#[derive(Clone, Default, Debug)]
pub(crate) struct FilledBytes {
    memory: Vec<u8>,
    used: usize,
}

impl FilledBytes {
    /// Those that are used.
    pub(crate) fn as_slice(&self) -> &[u8] {
        &self.memory[..self.used]
    }

    /// How many bytes of memory there are.
    pub(crate) fn capacity(&self) -> usize {
        self.memory.capacity()
    }

    /// Makes sure of memory for so many bytes more. What is left of it is bounded: a queue full of spans shall not be half empty. False
    /// where the system has none.
    #[inline(always)]
    pub(crate) fn reserve(&mut self, more: usize) -> bool {
        more <= self.memory.len() - self.used || {
            let growth = self.used.clamp(LEAST_GROWTH, MOST_GROWTH).max(more);
            self.grow(growth)
        }
    }

    /// Makes it so many bytes that are not used.
    #[inline(never)]
    pub(crate) fn grow(&mut self, unused: usize) -> bool {
        let length = self.used + unused;
        let missing = length.saturating_sub(self.memory.len());
        let has_memory = self.memory.try_reserve_exact(missing).is_ok();
        if has_memory {
            self.memory.resize(length, 0);
        }
        has_memory
    }

    /// Appends bytes, for which memory was reserved.
    #[inline(always)]
    pub(crate) fn append(&mut self, write: impl FnOnce(&mut Filling<'_>)) {
        let mut filling = Filling {
            memory: &mut self.memory,
            used: self.used,
        };
        write(&mut filling);
        self.used = filling.used;
    }

    /// The bytes from `last` on take the place of others before them.
    pub(crate) fn move_to(&mut self, place: Range<usize>, last: usize) {
        let length = self.used - last;
        self.memory[place.start..self.used].rotate_right(length);
        let behind = place.end + length..self.used;
        self.memory.copy_within(behind, place.start + length);
        self.used -= place.len();
    }
}

impl From<&[u8]> for FilledBytes {
    fn from(bytes: &[u8]) -> Self {
        FilledBytes {
            memory: bytes.to_vec(),
            used: bytes.len(),
        }
    }
}

/// Where bytes are appended, in memory that is there.
pub(crate) struct Filling<'a> {
    memory: &'a mut [u8],
    used: usize,
}

impl Filling<'_> {
    #[inline(always)]
    fn extend_by(&mut self, bytes: &[u8], length: usize) {
        self.memory[self.used..][..bytes.len()].copy_from_slice(bytes);
        self.used += length;
    }
}

impl Bytes for Filling<'_> {
    #[inline(always)]
    fn push(&mut self, byte: u8) {
        self.memory[self.used] = byte;
        self.used += 1;
    }

    #[inline(always)]
    fn extend(&mut self, bytes: &[u8]) {
        self.extend_by(bytes, bytes.len());
    }

    #[inline(always)]
    fn extend_from<const N: usize>(&mut self, bytes: &[u8; N], length: usize) {
        self.extend_by(bytes, length);
    }
}
