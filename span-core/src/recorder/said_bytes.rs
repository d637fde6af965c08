//! The bytes of what is said of a span, in the format of `postcard`, which has a specification.
//!
//! Lists of attributes, which nearly every request and every query of a database has, are written here without `serde`: that takes
//! twice as many instructions. Must not know where the bytes go.

use postcard::ser_flavors::Flavor;

use super::said::Said;
use crate::model::attribute::{Attribute, AttributeValue};

/// The numbers of variants, as they stand in [`Said`] and [`AttributeValue`].
const ATTRIBUTES: u8 = 5;
const STRING: u8 = 0;
const INT: u8 = 1;

/// Appends what is said. False, and what was appended is to be dropped, where it cannot be written: a time before 1970.
#[inline]
pub(crate) fn write(said: &Said<'_>, bytes: &mut Vec<u8>) -> bool {
    match said {
        Said::Attributes(attributes) => write_attributes(attributes, bytes),
        said => postcard::serialize_with_flavor(said, Append(bytes)),
    }
    .is_ok()
}

fn write_attributes(attributes: &[Attribute], bytes: &mut Vec<u8>) -> postcard::Result<()> {
    bytes.push(ATTRIBUTES);
    write_number(attributes.len() as u64, bytes);
    for (key, value) in attributes {
        write_text(key, bytes);
        match value {
            AttributeValue::String(text) => {
                bytes.push(STRING);
                write_text(text, bytes);
            }
            AttributeValue::Int(number) => {
                bytes.push(INT);
                // Small ones take few bytes, negative ones too.
                write_number(((number << 1) ^ (number >> 63)).cast_unsigned(), bytes);
            }
            other => postcard::serialize_with_flavor(other, Append(bytes))?,
        }
    }
    Ok(())
}

#[inline(always)]
fn write_text(text: &str, bytes: &mut Vec<u8>) {
    write_number(text.len() as u64, bytes);
    bytes.extend_from_slice(text.as_bytes());
}

/// Seven bits in each byte, the lowest first; the highest bit says that there are more.
#[inline(always)]
fn write_number(mut number: u64, bytes: &mut Vec<u8>) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Whatever else there is, by `serde`.
struct Append<'a>(&'a mut Vec<u8>);

impl Flavor for Append<'_> {
    type Output = ();

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.push(byte);
        Ok(())
    }

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::frames::Frames;
    use super::super::said::Said;
    use super::write;
    use crate::model::attribute::AttributeValue;
    use std::time::{Duration, UNIX_EPOCH};

    #[test]
    fn a_time_before_1970_is_not_written() {
        let mut frames = Frames::of(b"before");
        let before = frames.all().to_vec();
        let early = Said::StartTime(UNIX_EPOCH - Duration::from_secs(1));
        frames.add(|bytes| write(&early, bytes));
        assert_eq!(frames.all(), before);
        let later = Said::StartTime(UNIX_EPOCH + Duration::from_secs(1));
        frames.add(|bytes| write(&later, bytes));
        assert!(frames.all().len() > before.len());
    }

    #[test]
    fn attributes_are_written_as_postcard_writes_them() {
        let long = "x".repeat(300);
        let numbers = [0, 1, -1, 63, 64, -64, -65, 8191, 8192, i64::MAX, i64::MIN];
        let texts = ["", "GET", "aéb", &long];
        let values = numbers.map(AttributeValue::Int).into_iter();
        let values = values.chain(texts.map(AttributeValue::from)).chain([
            AttributeValue::Float(1.5),
            AttributeValue::Bool(true),
            AttributeValue::Strings(vec![String::new(), long.clone()]),
            AttributeValue::Ints(vec![-1, 300]),
            AttributeValue::Floats(vec![f64::NAN]),
            AttributeValue::Bools(vec![false, true]),
        ]);
        let attributes: Vec<_> = values
            .enumerate()
            .map(|(index, value)| (texts[index % texts.len()].to_owned().into(), value))
            .collect();
        let many = vec![attributes[0].clone(); 200];
        for attributes in [&attributes[..0], &attributes[..1], &attributes, &many] {
            let said = Said::Attributes(attributes.into());
            let mut bytes = Vec::new();
            assert!(write(&said, &mut bytes));
            assert_eq!(bytes, postcard::to_slice(&said, &mut [0; 4096]).unwrap());
        }
    }
}
