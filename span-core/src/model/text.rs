//! Copies of the program's texts: cut while they are copied, and never the end of the process.
//!
//! Owns how long a text may be and what happens where there is no memory for it. Must not know whose text it is.

use std::hint::black_box;

/// How many bytes the tracer keeps of a text that is no attribute's value: a name, a key, a status description, what an
/// exception says of itself. Attributes' values have [`SpanLimits::value_length`](crate::SpanLimits::value_length).
pub const LONGEST: usize = 64 << 10;

/// Copies a text that a span cannot do without, at most [`LONGEST`] bytes of it. Bytes that are not UTF-8 become U+FFFD.
/// Empty where the system has no memory for it.
///
/// ```
/// assert_eq!(span_core::text::cut(b"caf\xe9"), "caf\u{fffd}");
/// assert_eq!(span_core::text::cut(&[b'x'; 100_000]).len(), span_core::text::LONGEST);
/// ```
pub fn cut(bytes: &[u8]) -> String {
    copy(bytes, LONGEST, usize::MAX, usize::MAX).unwrap_or_default()
}

/// The beginning of a text, `length` bytes at most.
#[inline(always)]
pub(crate) fn beginning(text: &str, length: usize) -> &str {
    match text.len() <= length {
        true => text,
        false => &text[..text.floor_char_boundary(length)],
    }
}

/// Cuts a text in place to `length` bytes, and gives back what it took beyond.
pub(crate) fn shorten(text: &mut String, length: usize) {
    if text.len() > length {
        text.truncate(text.floor_char_boundary(length));
        text.shrink_to_fit();
    }
}

/// From how many bytes on a text is not copied without a look at what is left then.
const LONG: usize = 16 << 10;

/// As many whole characters of a text as go into `max_bytes` and `max_chars`; `None` where that is more than `room`, or
/// more than the system has memory for.
fn copy(bytes: &[u8], max_bytes: usize, max_chars: usize, room: usize) -> Option<String> {
    let has_room = |length| length <= room && (length < LONG || may_keep(length));
    let mut text = String::new();
    // No character is shorter than a byte, so most texts need no counting.
    if bytes.len() <= max_bytes.min(max_chars)
        && let Ok(valid) = str::from_utf8(bytes)
    {
        if !has_room(valid.len()) {
            return None;
        }
        text.try_reserve_exact(valid.len()).ok()?;
        text.push_str(valid);
        return Some(text);
    }
    let mut length = 0;
    each_piece(bytes, max_bytes, max_chars, |piece| length += piece.len());
    if !has_room(length) {
        return None;
    }
    text.try_reserve_exact(length).ok()?;
    each_piece(bytes, max_bytes, max_chars, |piece| text.push_str(piece));
    Some(text)
}

/// The pieces of the text that [`copy`] makes.
fn each_piece(bytes: &[u8], max_bytes: usize, max_chars: usize, mut take: impl FnMut(&str)) {
    let (mut bytes_left, mut chars_left) = (max_bytes, max_chars);
    for chunk in bytes.utf8_chunks() {
        let invalid = chunk.invalid();
        let pieces = [
            chunk.valid(),
            if invalid.is_empty() { "" } else { "\u{fffd}" },
        ];
        for piece in pieces {
            let mut end = piece.floor_char_boundary(bytes_left);
            if end > chars_left {
                let mut starts = piece[..end].char_indices();
                end = starts.nth(chars_left).map_or(end, |(start, _)| start);
            }
            take(&piece[..end]);
            if end < piece.len() {
                return;
            }
            bytes_left -= end;
            if max_chars != usize::MAX {
                chars_left -= piece.chars().count();
            }
        }
    }
}

/// The memory that attributes' values may still take, for the length of one call of the program's: see
/// [`Engine::room`](crate::Engine::room). By default there is none.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Room {
    left: usize,
    chars: Option<u32>,
    refused: u32,
}

impl Room {
    pub(crate) fn new(left: usize, chars: Option<u32>) -> Self {
        Room {
            left,
            chars,
            refused: 0,
        }
    }

    /// Copies a value, cut to the limit on lengths. `None` where it is refused: there is no room for it, or no memory.
    pub fn text(&mut self, bytes: &[u8]) -> Option<String> {
        let chars = self.chars.map_or(usize::MAX, |chars| chars as usize);
        let text = copy(bytes, usize::MAX, chars, self.left);
        match &text {
            Some(text) => self.left -= text.len(),
            None => self.refused += 1,
        }
        text
    }

    /// A list with room for `count` items. `None` where it is refused.
    pub fn list<T>(&mut self, count: usize) -> Option<Vec<T>> {
        let size = count.saturating_mul(size_of::<T>());
        let mut list = Vec::new();
        if size > self.left || list.try_reserve_exact(count).is_err() {
            self.refused += 1;
            return None;
        }
        self.left -= size;
        Some(list)
    }

    /// How many values were refused.
    pub fn refused(&self) -> u32 {
        self.refused
    }
}

/// The memory left to the rest of the process, whose libraries abort where an allocation fails: the tracer's own store does not
/// take the last of it. More than the 32 MiB up to which glibc, asked once, holds on to freed memory of that size from then on.
const RESERVE: usize = 33 << 20;

/// Whether `bytes` bytes can be kept for long and leave the [`RESERVE`]. Asking takes two system calls.
#[cold]
pub(crate) fn may_keep(bytes: usize) -> bool {
    is_there_memory(bytes.saturating_add(RESERVE))
}

/// Whether the system has `bytes` bytes of memory at this moment. What is allocated right after it succeeds, where no
/// fallible way to allocate is to be had: most libraries have none.
pub(crate) fn is_there_memory(bytes: usize) -> bool {
    let mut probe = Vec::<u8>::new();
    let is_there = probe.try_reserve_exact(bytes).is_ok();
    // The compiler may remove an allocation that is never used.
    black_box(&probe);
    is_there
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn with_limit(chars: Option<u32>, left: usize, bytes: &[u8]) -> (Option<String>, Room) {
        let mut room = Room::new(left, chars);
        (room.text(bytes), room)
    }

    #[test]
    fn a_value_is_cut_before_it_is_copied_and_keeps_no_capacity_beyond() {
        let (text, room) = with_limit(Some(4), 4, &[b'x'; 10_000_000]);
        let text = text.unwrap();
        assert_eq!((text.as_str(), text.capacity()), ("xxxx", 4));
        assert_eq!(room.refused(), 0);
    }

    #[test]
    fn what_has_no_room_is_refused_and_leaves_the_room_to_others() {
        let mut room = Room::new(10, None);
        assert_eq!(room.text(&[b'x'; 11]), None);
        assert_eq!(room.text(b"0123456789").as_deref(), Some("0123456789"));
        assert_eq!(room.text(b"0"), None);
        assert_eq!(room.list::<u64>(1), None);
        assert_eq!(room.refused(), 3);
    }

    #[test]
    fn what_no_memory_can_hold_is_no_end_of_the_process() {
        let mut room = Room::new(usize::MAX, None);
        assert_eq!(room.list::<u64>(usize::MAX / 16), None);
        assert!(!is_there_memory(isize::MAX as usize));
        assert!(is_there_memory(1));
    }

    proptest! {
        #[test]
        fn copies_as_the_standard_library_does_up_to_its_limits(
            bytes in prop::collection::vec(any::<u8>(), 0..40),
            chars in 0..50_u32,
            max_bytes in 0..80_usize,
        ) {
            let whole = String::from_utf8_lossy(&bytes);
            let expected: String = whole.chars().take(chars as usize).collect();
            let (text, _) = with_limit(Some(chars), usize::MAX, &bytes);
            prop_assert_eq!(text.unwrap(), expected);
            let cut = copy(&bytes, max_bytes, usize::MAX, usize::MAX).unwrap();
            prop_assert!(whole.starts_with(&cut));
            prop_assert_eq!(cut.len(), whole.floor_char_boundary(max_bytes));
        }
    }
}
