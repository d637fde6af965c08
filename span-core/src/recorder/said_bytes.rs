//! The bytes of what is said of a span, in the format of `postcard`.
//!
//! What nearly every request and every query of a database has is written without `serde`: that takes twice as many instructions.
//! Must not know where the bytes go.

use super::said::Said;
use crate::model::postcard_bytes::{Append, write_text};
use crate::model::value_ref::{self, ValueRef};

/// The numbers of variants, as they stand in [`Said`].
const NAME: u8 = 0;
const KIND: u8 = 1;
const ATTRIBUTES: u8 = 5;

/// Appends what is said. False, and what was appended is to be dropped, where it cannot be written: a time before 1970.
#[inline]
pub(crate) fn write(said: &Said<'_>, bytes: &mut Vec<u8>) -> bool {
    match said {
        Said::Name(name) => {
            bytes.push(NAME);
            write_text(name, bytes);
            true
        }
        Said::Kind(kind) => {
            bytes.extend_from_slice(&[KIND, *kind as u8]);
            true
        }
        Said::Attributes(list) => {
            bytes.push(ATTRIBUTES);
            list.write(bytes);
            true
        }
        said => postcard::serialize_with_flavor(said, Append(bytes)).is_ok(),
    }
}

/// Appends that there is one attribute.
#[inline]
pub(crate) fn write_attribute(key: &str, value: &ValueRef<'_>, bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(&[ATTRIBUTES, 1]);
    value_ref::write_attribute(key, value, bytes);
}

#[cfg(test)]
mod tests {
    use super::super::frames::Frames;
    use super::super::said::Said;
    use super::{write, write_attribute};
    use crate::model::attribute::{Attribute, AttributeValue};
    use crate::model::attribute_list::AttributeList;
    use crate::model::kind::SpanKind;
    use std::borrow::Cow;
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
    fn names_and_kinds_are_written_as_postcard_writes_them() {
        let kinds = [
            SpanKind::Internal,
            SpanKind::Server,
            SpanKind::Client,
            SpanKind::Producer,
            SpanKind::Consumer,
        ];
        let long = "é".repeat(100);
        let names = ["", "GET", &long].map(|name| Said::Name(name.into()));
        for said in kinds.map(Said::Kind).into_iter().chain(names) {
            let mut bytes = Vec::new();
            assert!(write(&said, &mut bytes));
            assert_eq!(bytes, postcard::to_slice(&said, &mut [0; 4096]).unwrap());
        }
    }

    #[test]
    fn attributes_are_written_as_postcard_writes_them() {
        let attributes: [Attribute; 2] = [
            ("a".into(), AttributeValue::from("text")),
            ("b".into(), AttributeValue::Bools(vec![true])),
        ];
        for count in 0..=2 {
            let list = AttributeList::from(attributes[..count].to_vec());
            let said = Said::Attributes(Cow::Borrowed(&list));
            let mut bytes = Vec::new();
            assert!(write(&said, &mut bytes));
            assert_eq!(bytes, postcard::to_slice(&said, &mut [0; 4096]).unwrap());
            if let [(key, value)] = &attributes[..count] {
                let mut alone = Vec::new();
                write_attribute(key, &value.into(), &mut alone);
                assert_eq!(alone, bytes);
            }
        }
    }
}
