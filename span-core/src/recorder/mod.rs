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
mod frames;
mod image;
#[cfg(test)]
mod interleavings;
mod own_file;
mod owner;
pub(crate) mod recorder_files;
pub(crate) mod recording;
mod region;
pub(crate) mod said;
mod said_bytes;
mod span_words;
mod word;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use image::spans_left;

use blocks::Index;
use frames::Frames;
use own_file::OwnFile;
use region::{Reading, Region};

use crate::config::Config;
use crate::config::log_level::LogLevel;
use crate::config::recorder_config::MapShared;
use crate::model::code::KeptCode;
use crate::span::clock::{Clock, Tick};
use crate::span::record::Record;

type Words = Region<'static, AtomicU64>;

/// The recorder of a process.
pub(crate) struct Recorder {
    config: Arc<Config>,
    map: MapShared,
    state: Mutex<State>,
    /// Spans, and things that were said of them, that had no room in the file.
    unrecorded: AtomicU64,
}

#[derive(Default)]
struct State {
    /// The file, once a span needed it.
    own: Option<OwnFile>,
    /// There can be none.
    has_failed: bool,
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
                unrecorded: AtomicU64::new(0),
            })
        })
    }

    /// Gives blocks to a thread, and the file that they are in. `None` where there is no file; there may be no blocks.
    fn supply(&self, clock: &Clock, blocks: &mut Vec<Index>) -> Option<Words> {
        let mut state = self.lock();
        if state.own.is_none() && !state.has_failed {
            match OwnFile::create(&self.config, self.map, reading(clock)) {
                Ok(own) => state.own = Some(own),
                Err(reason) => {
                    state.has_failed = true;
                    self.config.say(LogLevel::Warn, || {
                        format!(
                            "spans do not outlive a killed process: {reason}; set traced_coroutine.recorder.path to \
                             another directory, or traced_coroutine.recorder to 0"
                        )
                    });
                }
            }
        }
        let own = state.own.as_mut()?;
        own.hand_out(&self.config, blocks);
        Some(own.region)
    }

    /// Writes down the places of code that were seen since. Returns how many are written.
    #[cold]
    fn note_places(&self) -> u32 {
        let mut state = self.lock();
        let Some(own) = &mut state.own else {
            return 0;
        };
        for place in KeptCode::since(own.places) {
            let Ok(bytes) = postcard::to_allocvec(place.location()) else {
                break;
            };
            let region = own.region;
            let mut allocate = || own.allocate(&self.config);
            if !region
                .blocks()
                .append(&region.places(), Frames::of(&bytes).all(), &mut allocate)
            {
                break;
            }
            own.places = place.number();
        }
        own.places
    }

    /// The file, where there is one.
    fn region(&self) -> Option<Words> {
        self.lock().own.as_ref().map(|own| own.region)
    }

    /// The file and its name.
    fn own_file(&self) -> Option<(Words, String)> {
        let state = self.lock();
        let own = state.own.as_ref();
        own.map(|own| (own.region, own.name.clone()))
    }

    /// A span, or something that was said of one, had no room.
    fn count_unrecorded(&self) {
        self.unrecorded.fetch_add(1, Ordering::Relaxed);
    }

    /// How many had none.
    pub(crate) fn unrecorded(&self) -> u64 {
        self.unrecorded.load(Ordering::Relaxed)
    }

    /// The process lives.
    pub(crate) fn beat(&self, clock: &Clock) {
        if let Some(region) = self.region() {
            region.beat(reading(clock));
        }
    }

    /// It lives at that tick.
    fn note_sign(&self, tick: Tick) {
        if let Some(region) = self.region() {
            region.note_sign(tick.count());
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

    /// These spans are needed no more.
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
        if let Some(own) = &mut self.lock().own {
            own.give_back(blocks);
        }
        blocks.clear();
    }

    /// Gives back memory of the file that was not needed since the last call.
    pub(crate) fn shrink(&self) {
        if let Some(own) = &mut self.lock().own {
            own.shrink(&self.config);
        }
    }

    /// The process ends, and all that was in the file is exported or given up: removes it. What is still written into it is
    /// lost, and there is no other.
    pub(crate) fn end(&self) {
        let mut state = self.lock();
        state.has_failed = true;
        if let Some(own) = state.own.take() {
            own.remove(&self.config);
        }
    }

    /// Another process goes on with all that was in the file: removes it. Its blocks may not be used afterwards: a thread that asks
    /// for some gets another file.
    pub(crate) fn start_over(&self) {
        let former = std::mem::take(&mut *self.lock());
        if let Some(own) = former.own {
            own.remove(&self.config);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
