//! A table in memory that a process shares with those that it forks: short texts by keys, each of which is taken out once.
//!
//! Must not know what the texts are.
//!
//! A slot is a row of words. The first one is its state: 0 where it is free, else the number of what is in it, doubled, and odd
//! while it is written. So a writer never waits, and one that is killed in the middle leaves a slot that others write over. Slots
//! are few: where all that a key may use are taken, the oldest is written over.

use super::process_slot::ProcessSlot;
use std::ptr;
use std::slice;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering, fence};

/// What a text is found by.
pub type Key = [u64; 3];

/// The longest text, in bytes.
pub const LONGEST: usize = 512;

const TEXT_WORDS: usize = LONGEST / 8;
/// State, key, length, text.
const SLOT_WORDS: usize = 1 + 3 + 1 + TEXT_WORDS;
const SLOTS: usize = 4096;
/// How many slots a key may use, and so how many texts may wait under it.
pub const MOST_WAITING: usize = 8;
/// After so many others have been written, one that is still being written belongs to a process that is gone.
const GONE: u64 = 1024;

/// The table. Its first word counts what was written.
struct SharedTable(&'static [AtomicU64]);

/// What was written, to be withdrawn.
#[derive(Clone, Copy)]
pub struct Written {
    slot: usize,
    state: u64,
}

static TABLE: ProcessSlot<SharedTable> = ProcessSlot::new();

/// Makes the table, unless there is one. Called before the processes are forked that are to share it. Without memory there is none,
/// and nothing is written.
pub fn create() {
    if TABLE.get().is_some() {
        return;
    }
    let words = 1 + SLOTS * SLOT_WORDS;
    // SAFETY: a new mapping, filled with zeros, that is never taken away, so that its words live as long as the process. Other
    // processes reach them as this one does, by atomic operations.
    let words = unsafe {
        let start = libc::mmap(
            ptr::null_mut(),
            words * size_of::<AtomicU64>(),
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_SHARED | libc::MAP_ANONYMOUS,
            -1,
            0,
        );
        if start == libc::MAP_FAILED {
            return;
        }
        slice::from_raw_parts(start.cast::<AtomicU64>(), words)
    };
    TABLE.set(Some(Arc::new(SharedTable(words))));
}

/// Writes a text. `None` where there is no table, the text is too long, or all slots are being written.
pub fn write(key: Key, text: &str) -> Option<Written> {
    let table = TABLE.get()?;
    if text.len() > LONGEST {
        return None;
    }
    let number = table.0.first()?.fetch_add(1, Ordering::Relaxed) + 1;
    let (state, being_written) = (number << 1, number << 1 | 1);
    for _ in 0..MOST_WAITING {
        let (slot, former) = table.slot_for(key, number)?;
        let words = table.words(slot);
        if words[0]
            .compare_exchange(former, being_written, Ordering::Acquire, Ordering::Relaxed)
            .is_err()
        {
            continue;
        }
        // Whoever sees a word of the new text sees that the slot is being written.
        fence(Ordering::Release);
        for (word, part) in words[1..4].iter().zip(key) {
            word.store(part, Ordering::Relaxed);
        }
        words[4].store(text.len() as u64, Ordering::Relaxed);
        for (word, bytes) in words[5..].iter().zip(text.as_bytes().chunks(8)) {
            let mut padded = [0; 8];
            padded[..bytes.len()].copy_from_slice(bytes);
            word.store(u64::from_le_bytes(padded), Ordering::Relaxed);
        }
        let is_written = words[0]
            .compare_exchange(being_written, state, Ordering::Release, Ordering::Relaxed)
            .is_ok();
        return is_written.then_some(Written { slot, state });
    }
    None
}

/// Takes back what was written, unless it was taken or written over.
pub fn withdraw(written: Written) {
    if let Some(table) = TABLE.get() {
        let state = &table.words(written.slot)[0];
        let _ = state.compare_exchange(written.state, 0, Ordering::Relaxed, Ordering::Relaxed);
    }
}

/// The oldest text with this key, which stays where it is.
pub fn find(key: Key) -> Option<String> {
    let found = TABLE.get()?.with_key(key).into_iter().next();
    found.map(|(_, _, text)| text)
}

/// Takes a text out: the oldest with this key.
pub fn take(key: Key) -> Option<String> {
    let table = TABLE.get()?;
    let found = table.with_key(key);
    let taken = found.into_iter().find(|(state, slot, _)| {
        let current = &table.words(*slot)[0];
        current
            .compare_exchange(*state, 0, Ordering::AcqRel, Ordering::Relaxed)
            .is_ok()
    });
    taken.map(|(_, _, text)| text)
}

impl SharedTable {
    fn words(&self, slot: usize) -> &[AtomicU64] {
        let start = 1 + slot * SLOT_WORDS;
        &self.0[start..start + SLOT_WORDS]
    }

    /// The slots that a key may use.
    fn slots_of(&self, key: Key) -> impl Iterator<Item = usize> {
        let mixed = key.iter().fold(0_u64, |mixed, part| {
            (mixed.rotate_left(23) ^ part).wrapping_mul(0x9E37_79B9_7F4A_7C15)
        });
        let first = (mixed >> 32) as usize;
        (0..MOST_WAITING).map(move |way| (first + way) % SLOTS)
    }

    /// The slot to write to, and its state: one that is free, else the oldest that is not being written.
    fn slot_for(&self, key: Key, number: u64) -> Option<(usize, u64)> {
        let slots = self.slots_of(key).map(|slot| {
            let state = self.words(slot)[0].load(Ordering::Relaxed);
            (slot, state)
        });
        let is_usable = |state: u64| state & 1 == 0 || (state >> 1) + GONE < number;
        let usable = slots.filter(|(_, state)| is_usable(*state));
        usable.min_by_key(|(_, state)| *state)
    }

    /// The texts with a key, each with its state and its slot, the oldest first.
    fn with_key(&self, key: Key) -> Vec<(u64, usize, String)> {
        let slots = self.slots_of(key);
        let mut found: Vec<_> = slots.filter_map(|slot| self.read(slot, key)).collect();
        found.sort_unstable_by_key(|(state, ..)| *state);
        found
    }

    /// The text in a slot with its state, if it has this key.
    fn read(&self, slot: usize, key: Key) -> Option<(u64, usize, String)> {
        let words = self.words(slot);
        let state = words[0].load(Ordering::Acquire);
        let is_of_key = || {
            let mut parts = words[1..4].iter().zip(key);
            parts.all(|(word, part)| word.load(Ordering::Relaxed) == part)
        };
        if state == 0 || state & 1 == 1 || !is_of_key() {
            return None;
        }
        let length = words[4].load(Ordering::Relaxed) as usize;
        let text = words[5..].iter();
        let mut bytes: Vec<u8> = text
            .flat_map(|word| word.load(Ordering::Relaxed).to_le_bytes())
            .collect();
        bytes.truncate(length);
        // What was read is that of this state, if it is still the slot's when the text is taken.
        fence(Ordering::Acquire);
        Some((state, slot, String::from_utf8(bytes).ok()?))
    }
}
