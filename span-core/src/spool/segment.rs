//! A segment: a file, or bytes in memory, with requests one behind the other.
//!
//! Owns how one is read from any place in it, and how much memory that may take. Must not know which segments there are.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

use super::request_header::{
    Fate, RECORD_HEADER, RecordHeader, SEGMENT_HEADER, STATE, is_segment_header,
};

/// What a segment is read from.
pub(super) trait Source {
    fn length(&self) -> io::Result<u64>;
    fn read_exactly(&self, buffer: &mut [u8], offset: u64) -> io::Result<()>;
}

impl Source for File {
    fn length(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn read_exactly(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        self.read_exact_at(buffer, offset)
    }
}

impl Source for [u8] {
    fn length(&self) -> io::Result<u64> {
        Ok(self.len() as u64)
    }

    fn read_exactly(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        let begin = usize::try_from(offset).unwrap_or(usize::MAX);
        let from = self.get(begin..).unwrap_or_default();
        let from = from
            .get(..buffer.len())
            .ok_or(io::ErrorKind::UnexpectedEof)?;
        buffer.copy_from_slice(from);
        Ok(())
    }
}

/// What stands at a place in a segment.
pub(super) enum Found {
    /// A request.
    Record(RecordHeader),
    /// The end.
    End,
    /// Something that was not written whole, or not by us. What is behind it cannot be found.
    Torn,
}

/// Whether a segment can be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// By this version.
    Known,
    /// It ends before its header does: its writer was killed.
    Empty,
    /// It is of another version, or none.
    Foreign,
}

pub(super) fn kind<S: Source + ?Sized>(segment: &S) -> io::Result<Kind> {
    if segment.length()? < SEGMENT_HEADER {
        return Ok(Kind::Empty);
    }
    let mut header = [0; SEGMENT_HEADER as usize];
    segment.read_exactly(&mut header, 0)?;
    Ok(if is_segment_header(&header) {
        Kind::Known
    } else {
        Kind::Foreign
    })
}

/// Looks at what stands at `offset`.
pub(super) fn look<S: Source + ?Sized>(segment: &S, offset: u64) -> io::Result<Found> {
    let left = segment.length()?.saturating_sub(offset);
    if left == 0 {
        return Ok(Found::End);
    }
    if left < RECORD_HEADER {
        return Ok(Found::Torn);
    }
    let mut header = [0; RECORD_HEADER as usize];
    segment.read_exactly(&mut header, offset)?;
    let header = RecordHeader::decode(&header);
    let is_whole = |header: &RecordHeader| u64::from(header.length) <= left - RECORD_HEADER;
    Ok(header.filter(is_whole).map_or(Found::Torn, Found::Record))
}

/// Reads the body of the request whose header stands at `offset`. `None` where it is not what was written.
pub(super) fn body<S: Source + ?Sized>(
    segment: &S,
    header: &RecordHeader,
    offset: u64,
) -> io::Result<Option<Vec<u8>>> {
    let length = header.length as usize;
    let mut body = Vec::new();
    body.try_reserve_exact(length)
        .map_err(|_| io::ErrorKind::OutOfMemory)?;
    body.resize(length, 0);
    segment.read_exactly(&mut body, offset + RECORD_HEADER)?;
    Ok(header.fits(&body).then_some(body))
}

/// The fate of the request whose header stands at `offset`.
pub(super) fn fate(segment: &File, offset: u64) -> io::Result<Fate> {
    let mut state = [0; STATE];
    segment.read_exact_at(&mut state, offset)?;
    Ok(Fate::decode(state))
}

pub(super) fn set_fate(segment: &File, offset: u64, fate: Fate) -> io::Result<()> {
    segment.write_all_at(&fate.encode(), offset)
}

/// Settles each request that waits from `offset` on. Returns how many spans they carry.
pub(super) fn settle_rest(segment: &File, mut offset: u64, fate: Fate) -> io::Result<u64> {
    let mut spans = 0;
    while let Found::Record(header) = look(segment, offset)? {
        if header.fate == Fate::Waiting {
            set_fate(segment, offset, fate)?;
            spans += u64::from(header.spans);
        }
        offset = header.end(offset);
    }
    Ok(spans)
}

/// What a replay of these bytes as a segment would send: the bodies of the requests that wait in it, each with the number of its
/// spans. For the fuzzer, which holds them against what was written.
///
/// ```
/// assert!(span_core::waiting_requests(b"no segment").is_empty());
/// ```
pub fn waiting_requests(segment: &[u8]) -> Vec<(u32, Vec<u8>)> {
    let mut requests = Vec::new();
    if !matches!(kind(segment), Ok(Kind::Known)) {
        return requests;
    }
    let mut offset = SEGMENT_HEADER;
    while let Ok(Found::Record(header)) = look(segment, offset) {
        if header.fate == Fate::Waiting
            && let Ok(Some(body)) = body(segment, &header, offset)
        {
            requests.push((header.spans, body));
        }
        offset = header.end(offset);
    }
    requests
}

/// A segment of these requests, each a number of spans and a body. For the fuzzer.
///
/// ```
/// use span_core::{segment_of, waiting_requests};
/// let requests = [(2, b"two".to_vec()), (1, Vec::new())];
/// assert_eq!(waiting_requests(&segment_of(&requests)), requests);
/// ```
pub fn segment_of(requests: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let mut segment = super::request_header::segment_header().to_vec();
    for (spans, body) in requests {
        if let Some(header) =
            RecordHeader::new(body, *spans as usize, std::time::SystemTime::UNIX_EPOCH)
        {
            segment.extend(header.encode());
            segment.extend(body);
        }
    }
    segment
}

#[cfg(test)]
mod tests {
    use super::*;

    fn requests() -> Vec<(u32, Vec<u8>)> {
        (1..=3_u8)
            .map(|number| (number.into(), vec![number; 100]))
            .collect()
    }

    #[test]
    fn a_torn_end_loses_the_torn_request_only() {
        let whole = segment_of(&requests());
        for missing in 1..=(RECORD_HEADER as usize + 100) {
            let torn = &whole[..whole.len() - missing];
            assert_eq!(waiting_requests(torn), requests()[..2], "{missing}");
        }
    }

    #[test]
    fn a_damaged_body_loses_that_request_and_a_damaged_header_all_behind_it() {
        let first = SEGMENT_HEADER as usize;
        let mut body = segment_of(&requests());
        body[first + RECORD_HEADER as usize + 50] ^= 1;
        assert_eq!(waiting_requests(&body), requests()[1..]);
        let mut header = segment_of(&requests());
        header[first + RECORD_HEADER as usize + 100 + 9] ^= 1;
        assert_eq!(waiting_requests(&header), requests()[..1]);
    }
}
