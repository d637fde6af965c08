//! Numbers and texts in the format of `postcard`, which has a specification, without `serde`.
//!
//! Must not know what they stand for.

use postcard::ser_flavors::Flavor;

/// The longest number, in bytes.
pub(crate) const LONGEST_NUMBER: usize = 10;

/// Where bytes are appended.
pub trait Bytes {
    /// Appends one.
    fn push(&mut self, byte: u8);

    /// Appends some.
    fn extend(&mut self, bytes: &[u8]);

    /// Appends the first `length` of them. What follows there may be overwritten by the others.
    fn extend_from<const N: usize>(&mut self, bytes: &[u8; N], length: usize);
}

impl Bytes for Vec<u8> {
    #[inline(always)]
    fn push(&mut self, byte: u8) {
        Vec::push(self, byte);
    }

    #[inline(always)]
    fn extend(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }

    #[inline(always)]
    fn extend_from<const N: usize>(&mut self, bytes: &[u8; N], length: usize) {
        self.extend_from_slice(&bytes[..length]);
    }
}

/// A text behind its length.
#[inline(always)]
pub(crate) fn write_text(text: &str, bytes: &mut impl Bytes) {
    write_number(text.len() as u64, bytes);
    bytes.extend(text.as_bytes());
}

/// Seven bits in each byte, the lowest first; the highest bit says that there are more.
#[inline(always)]
pub(crate) fn write_number(mut number: u64, bytes: &mut impl Bytes) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// One that may be negative: those near zero take few bytes.
#[inline(always)]
pub(crate) fn write_signed(number: i64, bytes: &mut impl Bytes) {
    write_number(((number << 1) ^ (number >> 63)).cast_unsigned(), bytes);
}

/// The number at the beginning of `rest`, which is what follows then. `None` where there is none.
#[inline(always)]
pub(crate) fn take_number(rest: &mut &[u8]) -> Option<u64> {
    match rest.split_first()? {
        (&byte, behind) if byte < 0x80 => {
            *rest = behind;
            Some(byte.into())
        }
        _ => take_long_number(rest),
    }
}

fn take_long_number(rest: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (byte, behind) = rest.split_first()?;
        *rest = behind;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// The same of one that may be negative.
pub(crate) fn take_signed(rest: &mut &[u8]) -> Option<i64> {
    let number = take_number(rest)?;
    Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
}

/// The bytes of a text.
#[inline(always)]
pub(crate) fn take_text<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(take_number(rest)?).ok()?;
    let (text, behind) = rest.split_at_checked(length)?;
    *rest = behind;
    Some(text)
}

/// Appends whatever else there is, by `serde`.
pub(crate) struct Append<'a, B>(pub(crate) &'a mut B);

impl<B: Bytes> Flavor for Append<'_, B> {
    type Output = ();

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.push(byte);
        Ok(())
    }

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0.extend(bytes);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{
        LONGEST_NUMBER, take_number, take_signed, take_text, write_number, write_signed, write_text,
    };

    #[test]
    fn all_is_as_postcard_has_it_and_can_be_taken_again() {
        for number in [0, 1, -1, 63, 64, -64, -65, 8191, 8192, i64::MAX, i64::MIN] {
            let mut bytes = Vec::new();
            write_signed(number, &mut bytes);
            assert_eq!(bytes, postcard::to_slice(&number, &mut [0; 16]).unwrap());
            let mut rest = bytes.as_slice();
            assert_eq!((take_signed(&mut rest), rest), (Some(number), &b""[..]));
        }
        let mut bytes = Vec::new();
        write_number(u64::MAX, &mut bytes);
        assert_eq!(bytes.len(), LONGEST_NUMBER);
        assert_eq!(take_number(&mut bytes.as_slice()), Some(u64::MAX));
        for text in ["", "aéb", &"x".repeat(300)] {
            let mut bytes = Vec::new();
            write_text(text, &mut bytes);
            assert_eq!(bytes, postcard::to_slice(text, &mut [0; 512]).unwrap());
            assert_eq!(take_text(&mut bytes.as_slice()), Some(text.as_bytes()));
        }
    }

    #[test]
    fn what_breaks_off_is_none() {
        assert_eq!(take_number(&mut &b""[..]), None);
        assert_eq!(take_number(&mut &[0x80; 9][..]), None);
        assert_eq!(take_number(&mut &[0xff; 11][..]), None);
        assert_eq!(take_text(&mut &b"\x03ab"[..]), None);
    }
}
