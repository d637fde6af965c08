//! One exporter's part of the spool.
//!
//! Owns what this process has put there and what has become of it, the bound on the size, and the place of a replay. Must not know
//! exporters.
//!
//! A process keeps its segments open until all requests in them are settled: whoever replays or drops one marks it before the
//! file is removed, and the mark is still read through the open file.

use std::collections::VecDeque;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::directory::{Directory, is_removed};
use super::own_segment::{OwnSegment, RequestKey};
use super::request_header::{Fate, RecordHeader, SEGMENT_HEADER, segment_header};
use super::segment::{Found, Kind, body, fate, kind, look, set_fate, settle_rest};

/// How many segments the whole size has room for: so much of it is dropped at once.
const SEGMENTS: u64 = 32;
/// The smallest size that a segment grows to.
const SMALLEST_SEGMENT: u64 = 64 << 10;
/// How many requests of one process may wait: each takes a few hundred bytes of its memory.
const MOST_WAITING: usize = 1 << 16;

/// A request to be replayed.
pub(crate) struct Request {
    pub(crate) body: Vec<u8>,
    pub(crate) spans: u32,
    offset: u64,
    end: u64,
}

/// What there is to replay.
pub(crate) enum Next {
    Request(Request),
    /// Nothing.
    Nothing,
    /// Another process is replaying.
    Busy,
}

/// Where the replay of this process stands.
struct Replay {
    lock: File,
    segment: Option<(String, File, u64)>,
}

impl Drop for Replay {
    fn drop(&mut self) {
        let _ = self.lock.unlock();
    }
}

/// One exporter's part of the spool.
pub(crate) struct Store {
    directory: Directory,
    max_size: u64,
    max_age: Option<Duration>,
    process: String,
    own: VecDeque<OwnSegment>,
    replay: Option<Replay>,
    /// Spans that this process has dropped to make room, whoever had put them there.
    dropped: u64,
    /// Segments of another version that were put aside.
    set_aside: Vec<String>,
}

impl Store {
    /// The directory `name` in `root`, of which this exporter may use `max_size` bytes. `None` where there is none and `may_make`
    /// does not say to make it.
    pub(crate) fn open(
        root: &Path,
        name: &str,
        max_size: u64,
        max_age: Option<Duration>,
        process: &str,
        may_make: bool,
    ) -> io::Result<Option<Self>> {
        let directory = Directory::open(root, name, may_make)?;
        Ok(directory.map(|directory| Store {
            directory,
            max_size,
            max_age,
            process: process.to_owned(),
            own: VecDeque::new(),
            replay: None,
            dropped: 0,
            set_aside: Vec::new(),
        }))
    }

    /// Takes over the segments of an earlier flusher of this process.
    pub(crate) fn resume(&mut self, own: Vec<OwnSegment>) {
        for mut segment in own {
            // One that is gone says nothing any more: its spans keep their place in the counters.
            segment.file = self.directory.open_segment(&segment.name).ok();
            if segment.file.is_some() {
                self.own.push_back(segment);
            }
        }
    }

    /// The segments, for the next flusher of this process.
    pub(crate) fn into_own(mut self) -> Vec<OwnSegment> {
        let own = std::mem::take(&mut self.own);
        let waiting = own
            .into_iter()
            .filter(|segment| !segment.waiting.is_empty());
        let closed = waiting.map(|segment| OwnSegment {
            file: None,
            ..segment
        });
        closed.collect()
    }

    /// How many spans were dropped to make room since this was last asked.
    pub(crate) fn take_dropped(&mut self) -> u64 {
        std::mem::take(&mut self.dropped)
    }

    /// The names of segments that were put aside since this was last asked.
    pub(crate) fn take_set_aside(&mut self) -> Vec<String> {
        std::mem::take(&mut self.set_aside)
    }

    /// Puts a request at the end. The oldest ones make room for it.
    pub(crate) fn append(&mut self, body: &[u8], spans: usize) -> io::Result<RequestKey> {
        let header = RecordHeader::new(body, spans, SystemTime::now());
        let header = header.filter(|header| header.end(SEGMENT_HEADER) <= self.max_size);
        let Some(header) = header else {
            let error = format!(
                "the request has {} bytes, of {} that this exporter may use",
                body.len(),
                self.max_size
            );
            return Err(io::Error::other(error));
        };
        let waiting: usize = self.own.iter().map(|segment| segment.waiting.len()).sum();
        if waiting >= MOST_WAITING {
            let error = format!("{waiting} requests of this process wait there, which is the most");
            return Err(io::Error::other(error));
        }
        let _locked = self.directory.lock()?;
        self.make_room(header.end(SEGMENT_HEADER))?;
        let length = self.current_segment(header.end(0))?;
        let Some(OwnSegment {
            file: Some(file),
            waiting,
            ..
        }) = self.own.back_mut()
        else {
            return Err(io::Error::other("no segment"));
        };
        let written = file
            .write_all_at(&header.encode(), length)
            .and_then(|()| file.write_all_at(body, header.end(length) - u64::from(header.length)));
        if let Err(error) = written {
            // A full disk takes a part of it.
            let _ = file.set_len(length);
            return Err(error);
        }
        let key = RequestKey::next();
        waiting.push_back((key, length));
        Ok(key)
    }

    /// Makes sure that the last segment of this process has room for `more` bytes. Returns its length.
    fn current_segment(&mut self, more: u64) -> io::Result<u64> {
        let limit = (self.max_size / SEGMENTS).max(SMALLEST_SEGMENT);
        let is_of_this_flusher = |segment: &&OwnSegment| segment.name.contains(&self.process);
        if let Some(OwnSegment {
            file: Some(file), ..
        }) = self.own.back().filter(is_of_this_flusher)
            && !is_removed(file)?
        {
            let length = file.metadata()?.len();
            if length + more <= limit || length <= SEGMENT_HEADER {
                return Ok(length);
            }
        }
        let (name, file) = self.directory.create(&self.process)?;
        if let Err(error) = file.write_all_at(&segment_header(), 0) {
            let _ = self.directory.remove(&name);
            return Err(error);
        }
        self.own.push_back(OwnSegment {
            name,
            file: Some(file),
            waiting: VecDeque::new(),
        });
        Ok(SEGMENT_HEADER)
    }

    /// Removes the oldest segments until there is room for `more` bytes. Under the lock.
    fn make_room(&mut self, more: u64) -> io::Result<()> {
        let segments = self.directory.segments()?;
        let mut size: u64 = segments.iter().map(|segment| segment.size).sum();
        for segment in segments {
            if size.saturating_add(more) <= self.max_size {
                break;
            }
            size -= segment.size;
            let file = self.directory.open_segment(&segment.name)?;
            match kind(&file)? {
                Kind::Known => self.dropped += settle_rest(&file, SEGMENT_HEADER, Fate::Dropped)?,
                Kind::Empty | Kind::Foreign => {}
            }
            self.directory.remove(&segment.name)?;
        }
        Ok(())
    }

    /// The oldest request that waits. Those that are too old or damaged are settled on the way. Whoever gets it says what has become
    /// of it by [`Store::settled`], or gives the replay up by [`Store::pause`].
    pub(crate) fn next(&mut self) -> io::Result<Next> {
        if self.replay.is_none() {
            let Some(lock) = self.directory.try_replay()? else {
                return Ok(Next::Busy);
            };
            self.replay = Some(Replay {
                lock,
                segment: None,
            });
        }
        let next = self.find_next();
        if !matches!(next, Ok(Some(_))) {
            self.pause();
        }
        Ok(next?.map_or(Next::Nothing, Next::Request))
    }

    fn find_next(&mut self) -> io::Result<Option<Request>> {
        let _locked = self.directory.lock()?;
        loop {
            let Some(replay) = &mut self.replay else {
                return Ok(None);
            };
            if replay.segment.is_none() {
                let Some(oldest) = self.directory.segments()?.into_iter().next() else {
                    return Ok(None);
                };
                let file = self.directory.open_segment(&oldest.name)?;
                if kind(&file)? == Kind::Foreign {
                    self.directory.set_aside(&oldest.name)?;
                    self.set_aside.push(oldest.name);
                    continue;
                }
                replay.segment = Some((oldest.name, file, SEGMENT_HEADER));
            }
            let Some((name, file, offset)) = &mut replay.segment else {
                return Ok(None);
            };
            if let Some(request) = next_in(file, offset, self.max_age)? {
                return Ok(Some(request));
            }
            // Nobody writes while this process has the lock: nothing more comes.
            match self.directory.remove(name) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => replay.segment = None,
            }
        }
    }

    /// A request that was replayed is delivered, except for so many spans. It stays as it is where it was dropped meanwhile.
    pub(crate) fn settled(&mut self, request: &Request, rejected: u32) -> io::Result<()> {
        let _locked = self.directory.lock()?;
        if let Some(Replay {
            segment: Some((_, file, offset)),
            ..
        }) = &mut self.replay
        {
            *offset = request.end;
            if fate(file, request.offset)? == Fate::Waiting {
                set_fate(file, request.offset, Fate::Delivered(rejected))?;
            }
        }
        Ok(())
    }

    /// Leaves the rest of the replay to later, or to another process.
    pub(crate) fn pause(&mut self) {
        self.replay = None;
    }

    /// Whether requests of this process wait here, as far as it knows.
    pub(crate) fn has_own(&self) -> bool {
        self.own.iter().any(|segment| !segment.waiting.is_empty())
    }

    /// Tells what has become of requests of this process since this was last called.
    pub(crate) fn settle(&mut self, mut tell: impl FnMut(RequestKey, Fate)) {
        for segment in &mut self.own {
            segment.settle(&mut tell);
        }
        let last = self.own.back().map(|segment| segment.name.clone());
        self.own
            .retain(|segment| !segment.waiting.is_empty() || Some(&segment.name) == last.as_ref());
    }
}

/// The next request from `offset` on that is to be sent, and leaves `offset` at it.
fn next_in(
    file: &File,
    offset: &mut u64,
    max_age: Option<Duration>,
) -> io::Result<Option<Request>> {
    let now = SystemTime::now();
    while let Found::Record(header) = look(file, *offset)? {
        let end = header.end(*offset);
        if header.fate == Fate::Waiting {
            if max_age.is_some_and(|max_age| header.is_older_than(max_age, now)) {
                set_fate(file, *offset, Fate::Expired)?;
            } else if let Some(body) = body(file, &header, *offset)? {
                return Ok(Some(Request {
                    body,
                    spans: header.spans,
                    offset: *offset,
                    end,
                }));
            } else {
                set_fate(file, *offset, Fate::Damaged)?;
            }
        }
        *offset = end;
    }
    Ok(None)
}
