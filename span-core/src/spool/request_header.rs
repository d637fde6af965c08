//! The bytes of a segment: its header, and the requests behind it.
//!
//! Owns the layout and the checksums. Must not know files, nor what a request carries. Nothing in a segment is trusted: a length
//! counts only if its checksum fits, and never leads behind the end of what there is.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The first bytes of each segment.
const MAGIC: [u8; 8] = *b"tc-spool";
/// The layout that is written and read.
const VERSION: u32 = 1;

/// The length of a segment's header: magic, version, and four bytes that are not used.
pub(super) const SEGMENT_HEADER: u64 = 16;
/// The length of a request's header.
pub(super) const RECORD_HEADER: u64 = 32;
/// Where in a request's header its state begins, and how long it is.
pub(super) const STATE: usize = 8;

/// The largest request that is read: what OTLP allows.
const LONGEST_REQUEST: u32 = 64 << 20;

/// A segment's header.
pub(super) fn segment_header() -> [u8; SEGMENT_HEADER as usize] {
    let mut header = [0; SEGMENT_HEADER as usize];
    header[..8].copy_from_slice(&MAGIC);
    header[8..12].copy_from_slice(&VERSION.to_le_bytes());
    header
}

/// Whether this is the header of a segment that this version can read.
pub(super) fn is_segment_header(header: &[u8; SEGMENT_HEADER as usize]) -> bool {
    header[..8] == MAGIC && header[8..12] == VERSION.to_le_bytes()
}

/// What has become of a request in a segment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fate {
    /// It waits.
    Waiting,
    /// It was delivered, except for so many of its spans.
    Delivered(u32),
    /// It was dropped to make room.
    Dropped,
    /// It was too old.
    Expired,
    /// It cannot be read any more.
    Damaged,
}

impl Fate {
    /// The state in a request's header. It has no checksum: it changes, by a single write of eight bytes.
    pub(super) fn encode(self) -> [u8; STATE] {
        let (code, rejected) = match self {
            Fate::Waiting => (0_u32, 0),
            Fate::Delivered(rejected) => (1, rejected),
            Fate::Dropped => (2, 0),
            Fate::Expired => (3, 0),
            Fate::Damaged => (4, 0),
        };
        let mut state = [0; STATE];
        state[..4].copy_from_slice(&code.to_le_bytes());
        state[4..].copy_from_slice(&rejected.to_le_bytes());
        state
    }

    /// A state that makes no sense is that of a request that waits: one that is sent twice is better than one that is lost.
    pub(super) fn decode(state: [u8; STATE]) -> Self {
        let [code, rejected] = words(&state);
        match code {
            1 => Fate::Delivered(rejected),
            2 => Fate::Dropped,
            3 => Fate::Expired,
            4 => Fate::Damaged,
            _ => Fate::Waiting,
        }
    }
}

/// A request's header.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct RecordHeader {
    pub(super) fate: Fate,
    /// Of the body behind it.
    pub(super) length: u32,
    /// How many spans it carries.
    pub(super) spans: u32,
    /// Milliseconds since 1970.
    written: u64,
    checksum: u32,
}

impl RecordHeader {
    /// Of a request that is written now. `None` where it is longer than any that is read.
    pub(super) fn new(body: &[u8], spans: usize, now: SystemTime) -> Option<Self> {
        let length = u32::try_from(body.len()).ok()?;
        (length <= LONGEST_REQUEST).then(|| RecordHeader {
            fate: Fate::Waiting,
            length,
            spans: u32::try_from(spans).unwrap_or(u32::MAX),
            written: millis(now),
            checksum: crc32fast::hash(body),
        })
    }

    pub(super) fn encode(&self) -> [u8; RECORD_HEADER as usize] {
        let mut header = [0; RECORD_HEADER as usize];
        header[..STATE].copy_from_slice(&self.fate.encode());
        header[8..12].copy_from_slice(&self.length.to_le_bytes());
        header[12..16].copy_from_slice(&self.spans.to_le_bytes());
        header[16..24].copy_from_slice(&self.written.to_le_bytes());
        header[24..28].copy_from_slice(&self.checksum.to_le_bytes());
        let own = crc32fast::hash(&header[STATE..28]);
        header[28..].copy_from_slice(&own.to_le_bytes());
        header
    }

    /// `None` where the bytes are not what was written.
    pub(super) fn decode(header: &[u8; RECORD_HEADER as usize]) -> Option<Self> {
        let [code, rejected, length, spans, low, high, checksum, own] = words(header);
        let is_whole = own == crc32fast::hash(&header[STATE..28]);
        let mut state = [0; STATE];
        state[..4].copy_from_slice(&code.to_le_bytes());
        state[4..].copy_from_slice(&rejected.to_le_bytes());
        (is_whole && length <= LONGEST_REQUEST).then_some(RecordHeader {
            fate: Fate::decode(state),
            length,
            spans,
            written: u64::from(high) << 32 | u64::from(low),
            checksum,
        })
    }

    /// Whether this is the body that was written behind the header.
    pub(super) fn fits(&self, body: &[u8]) -> bool {
        crc32fast::hash(body) == self.checksum
    }

    /// Whether it was written longer than `max_age` ago.
    pub(super) fn is_older_than(&self, max_age: Duration, now: SystemTime) -> bool {
        let age = millis(now).saturating_sub(self.written);
        Duration::from_millis(age) > max_age
    }

    /// The place behind it, where it stands at `offset`.
    pub(super) fn end(&self, offset: u64) -> u64 {
        offset + RECORD_HEADER + u64::from(self.length)
    }
}

/// Milliseconds since 1970.
pub(super) fn millis(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

fn words<const BYTES: usize, const WORDS: usize>(bytes: &[u8; BYTES]) -> [u32; WORDS] {
    let mut words = [0; WORDS];
    for (word, bytes) in words.iter_mut().zip(bytes.chunks_exact(4)) {
        *word = u32::from_le_bytes(bytes.try_into().unwrap_or_default());
    }
    words
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn header() -> RecordHeader {
        RecordHeader::new(b"a request", 7, UNIX_EPOCH + Duration::from_millis(1 << 40)).unwrap()
    }

    #[test]
    fn a_header_comes_back_as_it_was_whatever_has_become_of_the_request() {
        for fate in [
            Fate::Waiting,
            Fate::Delivered(0),
            Fate::Delivered(u32::MAX),
            Fate::Dropped,
            Fate::Expired,
            Fate::Damaged,
        ] {
            let header = RecordHeader { fate, ..header() };
            assert_eq!(RecordHeader::decode(&header.encode()), Some(header));
        }
        assert!(is_segment_header(&segment_header()));
    }

    #[test]
    fn another_version_is_not_read() {
        let mut header = segment_header();
        header[8] += 1;
        assert!(!is_segment_header(&header));
        assert!(!is_segment_header(&[0; SEGMENT_HEADER as usize]));
    }

    #[test]
    fn age_is_counted_from_the_writing_and_a_clock_that_was_set_back_makes_nothing_old() {
        let written = UNIX_EPOCH + Duration::from_millis(1 << 40);
        let minute = Duration::from_secs(60);
        assert!(!header().is_older_than(minute, written + minute));
        assert!(header().is_older_than(minute, written + minute + Duration::from_millis(1)));
        assert!(!header().is_older_than(minute, written - minute));
    }

    proptest! {
        #[test]
        fn a_changed_header_is_noticed_unless_only_its_state_has_changed(
            place in 0..RECORD_HEADER as usize, change in 1..=255_u8,
        ) {
            let mut bytes = header().encode();
            bytes[place] ^= change;
            prop_assert_eq!(RecordHeader::decode(&bytes).is_some(), place < STATE);
        }
    }
}
