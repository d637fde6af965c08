//! What a dead process has left, read back.
//!
//! Owns which of it is believed. Must not know where it was found, nor where it goes.
//!
//! The file is read and not mapped, so that nothing happens if somebody shortens it meanwhile. Whatever is in it, it takes about as
//! much memory as it has bytes: a span takes several times as much, so few are put together at a time.

use std::fs::File;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::sync::atomic::AtomicU64;
use std::time::SystemTime;

use super::blocks::{Blocks, Index, Tag};
use super::owner::{Owner, is_recent};
use super::recording::{PARENT_IS_REMOTE, THREAD};
use super::region::{HEADER, Region};
use super::said::{self, Said};
use super::span_words::SpanWords;
use crate::model::code::CodeLocation;
use crate::model::context::{SpanContext, TraceFlags};
use crate::model::finished::FinishedSpan;
use crate::model::ids::{CoroutineId, SpanId, TraceId};
use crate::model::text::may_keep;
use crate::span::clock::{Clock, Tick, WallClock, monotonic};
use crate::span::end::Ending;
use crate::span::fields::Bounds;
use crate::span::finish::Converter;
use crate::span::limits::SpanLimits;
use crate::span::open::{Identity, Span};
use crate::span::record::Record;
use crate::span::span_state::ThreadBits;

/// The longest file that is read.
const LONGEST: u64 = 1 << 30;
/// How much is read at a time.
const PART: usize = 64 << 10;

/// All that a process has left.
pub(crate) struct Image {
    pub(crate) owner: Owner,
    /// How many of the spans that are left an exporter had been given: the first ones, as they were queued in that order.
    pub(crate) in_flight: u64,
    pub(crate) clock: WallClock,
    /// The blocks of spans that are left, in the order in which they ended. Those that were open end with the last sign of life.
    spans: Vec<(u64, Index)>,
    /// Which of them were taken last.
    taken: Range<usize>,
    words: Vec<AtomicU64>,
    /// The file's.
    number: u32,
    places: Vec<CodeLocation>,
    /// How many words of what is said may still be read.
    budget: usize,
    limits: SpanLimits,
}

/// Why there is nothing to be had of a file.
#[derive(PartialEq, Eq, Debug)]
pub(crate) enum Unreadable {
    /// It is another version's.
    Version(u32),
    /// It is not a recorder's, or what is written of its process cannot be read.
    Damaged,
    /// Another process goes on with all of it.
    HandedOver,
    /// The process lives, or may live.
    Lives,
    /// The system has no memory for it now.
    NoMemory,
}

impl Image {
    /// Reads a file. `own` is the clock of the process that reads.
    pub(crate) fn of_file(
        file: &File,
        own: &WallClock,
        limits: &SpanLimits,
    ) -> Result<Self, Unreadable> {
        let header = words(file, (HEADER * size_of::<u64>()) as u64);
        let region = Region::read(&header).ok_or(Unreadable::Damaged)?;
        let region = region.map_err(|version| of_another_version(version, file))?;
        let length = file.metadata().map_or(0, |metadata| metadata.len());
        let bytes = region.used_bytes().min(length).min(LONGEST);
        // With the list of its spans it takes less than twice of that.
        if !may_keep(2 * bytes as usize) {
            return Err(Unreadable::NoMemory);
        }
        Self::of_words(words(file, bytes), own, limits)
    }

    /// Reads the words of a file.
    fn of_words(
        words: Vec<AtomicU64>,
        own: &WallClock,
        limits: &SpanLimits,
    ) -> Result<Self, Unreadable> {
        let region = Region::read(&words).ok_or(Unreadable::Damaged)?;
        let region = region.map_err(Unreadable::Version)?;
        if region.is_handed_over() {
            return Err(Unreadable::HandedOver);
        }
        let blocks = region.blocks();
        let mut budget = words.len();
        let owner = blocks.read(&region.owner(), &mut budget);
        let owner = owner.first().ok_or(Unreadable::Damaged)?;
        let owner: Owner = postcard::from_bytes(owner).map_err(|_| Unreadable::Damaged)?;
        let beat = region.last_beat();
        if owner.may_live(region.was_locked(), beat.time) {
            return Err(Unreadable::Lives);
        }
        let places = blocks.read(&region.places(), &mut budget);
        let places = places
            .iter()
            .map_while(|bytes| postcard::from_bytes(bytes).ok());
        let places: Vec<_> = places.collect();
        let ticks = blocks.spans().map(|(.., span)| span.start.max(span.end));
        let last_sign = ticks.fold(beat.tick.max(region.noted_sign()), u64::max);
        let left = blocks.spans().filter(|(_, tag, _)| *tag != Tag::Adopted);
        let spans = left.filter_map(|(index, tag, span)| {
            let end = if tag == Tag::Open {
                last_sign
            } else {
                span.end
            };
            let has_ids = span.trace_id != 0 && span.span_id != 0;
            let is_possible = has_ids && span.start <= end && span.place as usize <= places.len();
            is_possible.then_some((end, index))
        });
        let mut spans: Vec<_> = spans.collect();
        spans.sort_unstable();
        let in_flight = region.in_flight().min(spans.len() as u64);
        let rate = rate(beat.nanos_per_tick, &owner, own);
        let clock = WallClock::of_another(beat.tick, beat.time, rate, last_sign);
        Ok(Image {
            owner,
            in_flight,
            clock: clock.not_after(SystemTime::now()),
            spans,
            taken: 0..0,
            number: region.number(),
            words,
            places,
            budget,
            limits: limits.clone(),
        })
    }

    /// How many spans are left.
    pub(crate) fn len(&self) -> usize {
        self.spans.len() - self.taken.end
    }

    /// The blocks of the spans that were taken last.
    pub(crate) fn taken(&self) -> impl ExactSizeIterator<Item = Index> {
        self.spans[self.taken.clone()]
            .iter()
            .map(|(_, index)| *index)
    }

    /// Takes the next spans, `count` at most, of which so many bytes are said, unless the first has more.
    pub(crate) fn take(&mut self, count: usize, most_bytes: usize) -> Vec<Record> {
        let mut reader = Reader {
            blocks: Blocks::new(&self.words, self.number),
            budget: &mut self.budget,
            limits: &self.limits,
            places: &self.places,
        };
        let begin = self.taken.end;
        let mut bytes = 0;
        let fits = |(_, index): &&(u64, Index)| {
            let is_first = bytes == 0;
            bytes += reader.blocks.bytes_of(*index);
            is_first || bytes <= most_bytes
        };
        let fitting = self.spans[begin..].iter().take(count).take_while(fits);
        self.taken = begin..begin + fitting.count();
        let spans = &self.spans[self.taken.clone()];
        spans
            .iter()
            .filter_map(|(end, index)| reader.record(*index, *end))
            .collect()
    }
}

/// What is made of a file whose layout is another one, and which says nothing but when it last grew.
fn of_another_version(version: u32, file: &File) -> Unreadable {
    let modified = file.metadata().and_then(|metadata| metadata.modified());
    if modified.is_ok_and(is_recent) {
        Unreadable::Lives
    } else {
        Unreadable::Version(version)
    }
}

/// The spans that a process has left, as they would be exported, where these bytes are its file.
pub fn spans_left(bytes: &[u8]) -> Vec<FinishedSpan> {
    let (words, _) = bytes.as_chunks::<8>();
    let words: Vec<_> = words
        .iter()
        .map(|word| AtomicU64::new(u64::from_le_bytes(*word)))
        .collect();
    let clock = Clock::new(monotonic);
    let own = clock.until(clock.now());
    let Ok(mut image) = Image::of_words(words, &own, &SpanLimits::default()) else {
        return Vec::new();
    };
    let converter = Converter::new(image.owner.value_length, image.owner.pid, image.clock);
    let records = image.take(image.len(), usize::MAX).into_iter();
    records.map(|record| converter.convert(record)).collect()
}

/// How long a tick of the dead process was: as it measured it itself, else as here, unless the counter is another one.
fn rate(measured: f64, owner: &Owner, own: &WallClock) -> f64 {
    let known = Some(measured).filter(|rate| rate.is_finite() && *rate > 0.0);
    let is_same = owner.is_of_this_boot() != Some(false);
    let own = is_same.then(|| own.nanos_per_tick());
    known.or(own).unwrap_or(0.0)
}

/// The first bytes of a file, as far as there are any.
fn words(file: &File, bytes: u64) -> Vec<AtomicU64> {
    let mut words = Vec::with_capacity(bytes as usize / size_of::<u64>());
    let mut part = vec![0; PART];
    let mut at = 0;
    while at < bytes {
        let wanted = (bytes - at).min(PART as u64) as usize;
        // Whole words, so that none falls apart between two parts.
        let Ok(read) = read_fully(file, &mut part[..wanted], at) else {
            break;
        };
        let (chunks, _) = part[..read].as_chunks::<8>();
        words.extend(
            chunks
                .iter()
                .map(|chunk| AtomicU64::new(u64::from_le_bytes(*chunk))),
        );
        if read < wanted {
            break;
        }
        at += wanted as u64;
    }
    words
}

fn read_fully(file: &File, buffer: &mut [u8], at: u64) -> std::io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match file.read_at(&mut buffer[filled..], at + filled as u64)? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}

struct Reader<'a> {
    blocks: Blocks<'a, AtomicU64>,
    budget: &'a mut usize,
    limits: &'a SpanLimits,
    places: &'a [CodeLocation],
}

impl Reader<'_> {
    /// The span in a block, which ended at that tick.
    fn record(&mut self, index: Index, end: u64) -> Option<Record> {
        let (tag, words) = self.blocks.span(index)?;
        let thread = ThreadBits::of((words.flags >> THREAD) as u32);
        let mut span = Span::new(identity(&words), None, Tick::of(words.start)).on(thread, 0);
        let place = (words.place as usize).checked_sub(1);
        if let Some(place) = place.and_then(|place| self.places.get(place)) {
            span.set_own_code(Box::new(place.clone()));
        }
        self.repeat(index, &mut span);
        if tag == Tag::Open && span.own_end().0.is_none() {
            span.set_ending(Ending::Killed);
        }
        Some(Record {
            coroutine_id: CoroutineId(words.coroutine),
            span,
            end: Tick::of(end),
        })
    }

    /// Says of the span what was said of it.
    fn repeat(&mut self, index: Index, span: &mut Span) {
        let Some(chain) = self.blocks.said_of(index) else {
            return;
        };
        let mut bounds = Bounds::new(self.limits, usize::MAX);
        for bytes in self.blocks.read(&chain, self.budget) {
            match Said::read(&bytes) {
                Some(Said::Code(code)) => span.set_own_code(Box::new(code.into_owned())),
                Some(Said::Ending(ending)) => span.set_ending(ending.into_owned()),
                Some(said) => said::repeat(said, span.user_fields(), &mut bounds),
                None => break,
            }
        }
        if bounds.growth > 0 {
            span.user_fields().bytes = bounds.growth.unsigned_abs();
        }
    }
}

fn identity(words: &SpanWords) -> Identity {
    let context = |span_id, is_remote| SpanContext {
        is_remote,
        ..SpanContext::local(
            TraceId(words.trace_id),
            SpanId(span_id),
            TraceFlags::of_bits(words.flags as u8),
        )
    };
    let is_remote = words.flags & PARENT_IS_REMOTE != 0;
    let parent = (words.parent_span_id != 0).then(|| context(words.parent_span_id, is_remote));
    let creator = CoroutineId(words.parent_coroutine);
    Identity::new(context(words.span_id, false), parent, creator)
}

#[cfg(test)]
mod tests {
    use super::super::owner::LONGEST_SILENCE;
    use super::*;

    #[test]
    fn a_file_of_another_version_is_left_alone_while_its_process_may_live() {
        let path = std::env::temp_dir().join(format!("tc-version-{}", std::process::id()));
        let mut bytes = vec![0; HEADER * size_of::<u64>()];
        bytes[..8].copy_from_slice(b"TCRECORD");
        bytes[12] = 7;
        std::fs::write(&path, bytes).unwrap();
        let file = File::options().write(true).read(true).open(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        let clock = Clock::new(monotonic);
        let own = clock.until(clock.now());
        let reason = || Image::of_file(&file, &own, &SpanLimits::default()).err();
        assert_eq!(reason(), Some(Unreadable::Lives));
        let long_ago = SystemTime::now() - LONGEST_SILENCE;
        file.set_modified(long_ago).unwrap();
        assert_eq!(reason(), Some(Unreadable::Version(7)));
    }
}
