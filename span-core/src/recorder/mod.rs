//! The flight recorder: a file in memory that outlives its process, with every span that is open or waits for its export.
//!
//! Owns the file of this process, which all its threads share: who gets which block of it, and how it grows. Must not know the
//! tables of open spans, nor the queue. The engine writes into it ([`recording`]), and the flusher of another process of the
//! same service reads what a dead one has left ([`adoption`]).
//!
//! The tables and the queue stay as they are, and say which block each span has. What is in the file could be read back from
//! there, but not changed: a table that could be read after a kill at any instruction would have to be written in that order for
//! each of its own changes, too, and where there is no file it would have to work without one.
//!
//! Where there can be no file, or there is no more room in it, nothing else changes: spans are recorded in memory only, and counted.

pub(crate) mod adoption;
mod blocks;
mod image;
#[cfg(test)]
mod interleavings;
mod owner;
mod recorder_files;
pub(crate) mod recording;
mod region;
pub(crate) mod said;
mod word;

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::PathBuf;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use image::spans_left;

use blocks::{Index, MOST_BLOCKS, WORDS};
use owner::Owner;
use recorder_files::{Directory, Locked};
use region::{FIRST_BLOCK, Reading, Region};

use rustix::fs::{FallocateFlags, fallocate};
use rustix::io::Errno;

use crate::config::Config;
use crate::config::log_level::LogLevel;
use crate::model::code::KeptCode;
use crate::model::process::Process;
use crate::model::random::random_bytes;
use crate::span::clock::Clock;
use crate::span::record::Record;

/// Maps the beginning of a file into memory, for as long as the process lives, shared with whoever else reads the file. See
/// [`Config::map_shared`].
pub type MapShared = fn(&File, usize) -> io::Result<&'static [AtomicU64]>;

/// The settings of the recorder.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct RecorderConfig {
    /// Whether there is one.
    pub is_on: bool,
    /// Where the directory of the files is; `None` for memory.
    pub path: Option<PathBuf>,
    /// How many bytes a file may have.
    pub max_size: usize,
}

/// How many bytes of a file are taken from the system first, and at most at a time. What is written is sure to be there: a page
/// that a full file system cannot give would otherwise end the process when it is touched.
const FIRST_PART: usize = 64 << 10;
const LARGEST_PART: usize = 1 << 20;
/// How many blocks a thread is given at a time.
const HANDFUL: usize = 64;
const BLOCK_BYTES: usize = WORDS * size_of::<AtomicU64>();

type Words = Region<'static, AtomicU64>;

/// The recorder of a process.
pub(crate) struct Recorder {
    config: Arc<Config>,
    map: MapShared,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The file, once a span needed it.
    open: Option<Open>,
    /// There can be none.
    has_failed: bool,
    /// Blocks that were used and are not any more.
    free: Vec<Index>,
}

struct Open {
    region: Words,
    locked: Locked,
    /// The first block that was never used, and the first that the file has no memory for.
    next: Index,
    end: Index,
    /// How many places of code are written.
    places: u32,
    /// The system has no more memory for the file, or it is as long as it may be.
    is_full: bool,
}

impl Recorder {
    /// That of this process, where one is wanted and the spans go anywhere. Makes no file yet.
    pub(crate) fn new(config: &Arc<Config>) -> Option<Arc<Self>> {
        let map = config.map_shared.filter(|_| config.recorder.is_on)?;
        let is_sent = config.exporters.iter().any(|kind| kind.sends());
        is_sent.then(|| {
            Arc::new(Recorder {
                config: Arc::clone(config),
                map,
                state: Mutex::default(),
            })
        })
    }

    /// Gives blocks to a thread, and the file that they are in. `None` where there is no file; there may be no blocks.
    fn supply(&self, clock: &Clock, blocks: &mut Vec<Index>) -> Option<Words> {
        let mut state = self.lock();
        if state.open.is_none() && !state.has_failed {
            match self.create(clock) {
                Ok(open) => state.open = Some(open),
                Err(reason) => {
                    state.has_failed = true;
                    self.config.say(LogLevel::Warn, || {
                        format!("spans do not outlive a killed process: {reason}")
                    });
                }
            }
        }
        let State { open, free, .. } = &mut *state;
        let open = open.as_mut()?;
        let from = free.len().saturating_sub(HANDFUL);
        blocks.extend(free.drain(from..));
        while blocks.is_empty() && !open.is_full {
            if open.next == open.end {
                open.grow(self.config.recorder.max_size);
            }
            let end = open.end.min(open.next.saturating_add(HANDFUL as Index));
            // Handed out from the end, so that the first ones are used first.
            blocks.extend((open.next..end).rev());
            open.next = end;
        }
        Some(open.region)
    }

    fn create(&self, clock: &Clock) -> Result<Open, String> {
        let config = &self.config.recorder;
        let directory = Directory::open(config.path.as_deref(), &self.config.service_name)?;
        let locked = directory.create()?;
        self.fill(&locked, clock)
            .and_then(|open| directory.publish(&locked).map(|()| open))
            .map_err(|error| {
                directory.remove(&locked);
                format!("{}: {error}", directory.path().display())
            })
            .map(|(region, next, end)| Open {
                region,
                locked,
                next,
                end,
                places: 0,
                is_full: false,
            })
    }

    /// Writes the header.
    fn fill(&self, locked: &Locked, clock: &Clock) -> io::Result<(Words, Index, Index)> {
        let bytes = self.config.recorder.max_size.min(MOST_BLOCKS * BLOCK_BYTES);
        let bytes = bytes.max(FIRST_PART) / BLOCK_BYTES * BLOCK_BYTES;
        locked.file.set_len(bytes as u64)?;
        if !reserve(&locked.file, 0, FIRST_PART) {
            return Err(Errno::NOSPC.into());
        }
        let words = (self.map)(&locked.file, bytes)?;
        let number = u128::from_le_bytes(random_bytes()) as u32;
        let region = Region::begin(words, number).ok_or(io::ErrorKind::UnexpectedEof)?;
        let process = Process::current();
        let resource = self.config.resource(process);
        let value_length = self.config.limits.value_length;
        let owner = Owner::current(process.pid, resource.attributes(), value_length);
        let owner = postcard::to_allocvec(&owner).map_err(io::Error::other)?;
        let end = (FIRST_PART / BLOCK_BYTES) as Index;
        let mut next = FIRST_BLOCK;
        let mut allocate = || {
            let index = next;
            next += 1;
            (index < end).then_some(index)
        };
        if !region
            .blocks()
            .append(&region.owner(), &owner, &mut allocate)
        {
            return Err(io::Error::other("the resource is too long"));
        }
        region.beat(reading(clock));
        region.set_end(end);
        Ok((region, next, end))
    }

    /// Writes down the places of code that were seen since. Returns how many are written.
    #[cold]
    fn note_places(&self) -> u32 {
        let mut state = self.lock();
        let State { open, free, .. } = &mut *state;
        let Some(open) = open else {
            return 0;
        };
        for place in KeptCode::since(open.places) {
            let Ok(bytes) = postcard::to_allocvec(place.location()) else {
                break;
            };
            let (region, max_size) = (open.region, self.config.recorder.max_size);
            let mut allocate = || free.pop().or_else(|| open.allocate(max_size));
            if !region
                .blocks()
                .append(&region.places(), &bytes, &mut allocate)
            {
                break;
            }
            open.places = place.number();
        }
        open.places
    }

    /// The file, where there is one.
    fn region(&self) -> Option<Words> {
        self.lock().open.as_ref().map(|open| open.region)
    }

    /// The name of the file, which is not to be adopted by its own process.
    pub(crate) fn file_name(&self) -> Option<String> {
        let state = self.lock();
        let open = state.open.as_ref();
        open.map(|open| open.locked.name().to_owned())
    }

    /// The process lives.
    pub(crate) fn beat(&self, clock: &Clock) {
        if let Some(region) = self.region() {
            region.beat(reading(clock));
        }
    }

    /// Exporters are given these spans. Returns their blocks.
    pub(crate) fn send(&self, records: &[Record]) -> Vec<Index> {
        let slots = records.iter().map(|record| record.span.slot());
        let sent: Vec<_> = slots.filter(|slot| *slot != 0).collect();
        if let Some(region) = self.region() {
            region.set_in_flight(sent.len() as u64);
        }
        sent
    }

    /// They have answered for all of them.
    pub(crate) fn sent(&self, slots: Vec<Index>) {
        self.release(slots);
        if let Some(region) = self.region() {
            region.set_in_flight(0);
        }
    }

    /// Nobody needs these spans any more.
    pub(crate) fn release(&self, slots: impl IntoIterator<Item = Index>) {
        let Some(region) = self.region() else {
            return;
        };
        let blocks = region.blocks();
        let mut freed = Vec::new();
        for slot in slots.into_iter().filter(|slot| *slot != 0) {
            blocks.release(slot, &mut freed);
        }
        self.give_back(&mut freed);
    }

    /// Takes blocks back that are free.
    fn give_back(&self, blocks: &mut Vec<Index>) {
        let mut state = self.lock();
        if state.open.is_some() {
            state.free.append(blocks);
        }
        blocks.clear();
    }

    /// In a forked child: closes the parent's file. The child's lock is none, and the memory is never touched again.
    pub(crate) fn disown(&self) {
        // Where another thread held the lock at the moment of the fork, the file stays open.
        if let Ok(mut state) = self.state.try_lock() {
            state.has_failed = true;
            state.open = None;
        }
    }

    /// The process ends, and all that was in the file is exported or given up: removes it. What is still written into it reaches
    /// nobody, and there is no other.
    pub(crate) fn end(&self) {
        self.lock().has_failed = true;
        self.remove();
    }

    /// Another process goes on with all that was in the file: removes it. Nobody may use its blocks afterwards; who asks for some
    /// gets another file.
    pub(crate) fn start_over(&self) {
        self.remove();
        *self.lock() = State::default();
    }

    fn remove(&self) {
        let mut state = self.lock();
        state.free = Vec::new();
        let Some(open) = state.open.take() else {
            return;
        };
        open.region.hand_over();
        let config = &self.config.recorder;
        if let Ok(directory) = Directory::open(config.path.as_deref(), &self.config.service_name) {
            directory.remove(&open.locked);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    fn allocate(&mut self, max_size: usize) -> Option<Index> {
        if self.next == self.end && !self.is_full {
            self.grow(max_size);
        }
        let index = self.next;
        (index < self.end).then(|| {
            self.next += 1;
            index
        })
    }

    /// Takes more memory for the file, as much as it has.
    fn grow(&mut self, max_size: usize) {
        let most = (self.region.len() * size_of::<u64>()).min(max_size);
        let has = self.end as usize * BLOCK_BYTES;
        let more = has.min(LARGEST_PART).min(most.saturating_sub(has));
        let end = (has + more) / BLOCK_BYTES;
        let bytes = end * BLOCK_BYTES - has;
        if bytes == 0 || !reserve(&self.locked.file, has, bytes) {
            self.is_full = true;
        } else {
            self.end = end as Index;
            self.region.set_end(self.end);
        }
    }
}

/// Makes sure that the file system has memory for a part of the file. Zeros are written where it cannot tell.
fn reserve(file: &File, at: usize, bytes: usize) -> bool {
    static ZEROS: [u8; FIRST_PART] = [0; FIRST_PART];
    let (at, bytes) = (at as u64, bytes as u64);
    match fallocate(file, FallocateFlags::empty(), at, bytes) {
        Ok(()) => return true,
        Err(Errno::OPNOTSUPP | Errno::NOSYS) => {}
        Err(_) => return false,
    }
    let mut parts = (at..at + bytes).step_by(FIRST_PART);
    parts.all(|from| {
        let length = (at + bytes - from).min(FIRST_PART as u64) as usize;
        file.write_all_at(&ZEROS[..length], from).is_ok()
    })
}

fn reading(clock: &Clock) -> Reading {
    let now = clock.now();
    let wall = clock.until(now);
    Reading {
        tick: now.count(),
        time: wall.time_of(now),
        nanos_per_tick: wall.measured().unwrap_or_default(),
    }
}
