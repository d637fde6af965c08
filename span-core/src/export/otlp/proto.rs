//! Protobuf's wire format, as far as OTLP's traces need it.
//!
//! Owns the bytes of fields and messages. Must not know what they mean (`encode` does that). Messages are written in
//! one pass: a length is put in front of a message once it is known, where a guess has left room for it.

const VARINT: u32 = 0;
const FIXED64: u32 = 1;
const DELIMITED: u32 = 2;
const FIXED32: u32 = 5;

/// Writes fields into a buffer. As in proto3, a field with its default value is left out, except by the methods whose names
/// say otherwise.
pub(crate) struct ProtoWriter {
    bytes: Vec<u8>,
}

impl ProtoWriter {
    /// Writes into `buffer`, from its start.
    pub(crate) fn into_buffer(mut buffer: Vec<u8>) -> Self {
        buffer.clear();
        ProtoWriter { bytes: buffer }
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        self.bytes
    }

    pub(crate) fn text(&mut self, field: u32, text: &str) {
        self.bytes(field, text.as_bytes());
    }

    #[inline]
    pub(crate) fn bytes(&mut self, field: u32, bytes: &[u8]) {
        if !bytes.is_empty() {
            self.bytes_even_if_empty(field, bytes);
        }
    }

    #[inline]
    pub(crate) fn bytes_even_if_empty(&mut self, field: u32, bytes: &[u8]) {
        self.delimited(field, bytes.len());
        self.bytes.extend_from_slice(bytes);
    }

    pub(crate) fn number(&mut self, field: u32, number: u64) {
        if number != 0 {
            self.number_even_if_zero(field, number);
        }
    }

    pub(crate) fn number_even_if_zero(&mut self, field: u32, number: u64) {
        self.tag(field, VARINT);
        self.varint(number);
    }

    pub(crate) fn fixed64(&mut self, field: u32, number: u64) {
        if number != 0 {
            self.fixed64_even_if_zero(field, number);
        }
    }

    pub(crate) fn fixed64_even_if_zero(&mut self, field: u32, number: u64) {
        self.tag(field, FIXED64);
        self.bytes.extend_from_slice(&number.to_le_bytes());
    }

    pub(crate) fn fixed32(&mut self, field: u32, number: u32) {
        if number != 0 {
            self.tag(field, FIXED32);
            self.bytes.extend_from_slice(&number.to_le_bytes());
        }
    }

    /// A message, also where it is empty. `guess` is about how long it will be: a wrong one costs a move of its bytes.
    #[inline]
    pub(crate) fn message(&mut self, field: u32, guess: usize, write: impl FnOnce(&mut Self)) {
        self.delimited(field, guess);
        let start = self.bytes.len();
        write(self);
        let length = self.bytes.len() - start;
        let room = varint_len(guess as u64);
        match self.bytes.get_mut(start - 1) {
            Some(slot) if room == 1 && length < 0x80 => *slot = length as u8,
            _ => self.set_length(start - room, room, length),
        }
    }

    /// Puts a message's length into the room that is left for it.
    fn set_length(&mut self, start: usize, room: usize, length: usize) {
        let needed = varint_len(length as u64);
        if needed != room {
            self.make_room(start, room, needed);
        }
        let mut rest = length;
        for slot in &mut self.bytes[start..start + needed] {
            let is_last = rest < 0x80;
            *slot = (rest & 0x7f) as u8 | if is_last { 0 } else { 0x80 };
            rest >>= 7;
        }
    }

    #[cold]
    fn make_room(&mut self, start: usize, room: usize, needed: usize) {
        let end = self.bytes.len();
        if needed > room {
            self.bytes.resize(end + needed - room, 0);
        }
        self.bytes.copy_within(start + room..end, start + needed);
        self.bytes.truncate(end + needed - room);
    }

    /// The beginning of a field with a length.
    #[inline]
    fn delimited(&mut self, field: u32, length: usize) {
        if field < 0x10 && length < 0x80 {
            // At once, because there are very many of them.
            let tag = (field << 3 | DELIMITED) as u8;
            self.bytes.extend_from_slice(&[tag, length as u8]);
        } else {
            self.tag(field, DELIMITED);
            self.varint(length as u64);
        }
    }

    #[inline]
    fn tag(&mut self, field: u32, wire_type: u32) {
        self.varint(u64::from(field << 3 | wire_type));
    }

    #[inline]
    fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.bytes.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }
}

#[inline]
fn varint_len(value: u64) -> usize {
    (64 - (value | 1).leading_zeros() as usize).div_ceil(7)
}

#[cfg(test)]
mod tests {
    use prost::encoding::encode_varint;

    use super::*;

    #[test]
    fn lengths_are_right_whatever_the_guess() {
        for length in [0, 1, 127, 128, 16_383, 16_384, 2_097_152] {
            for guess in [0, 127, 128, 20_000, 3_000_000] {
                let mut writer = ProtoWriter::into_buffer(vec![9; 3]);
                writer.message(1, guess, |writer| writer.bytes.extend(vec![7; length]));
                writer.number(2, 300);
                let mut expected = vec![0x0a];
                encode_varint(length as u64, &mut expected);
                expected.extend(vec![7; length]);
                expected.extend([0x10, 0xac, 0x02]);
                assert_eq!(writer.finish(), expected, "{length}, guessed {guess}");
            }
        }
    }
}
