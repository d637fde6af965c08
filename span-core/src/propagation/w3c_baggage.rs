//! W3C Baggage: the `baggage` header.
//!
//! Owns its text. The limits are [`Baggage`]'s.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::carrier::Carrier;
use super::format::{Caller, Fields, Format, Outgoing};
use crate::model::baggage::{Baggage, BaggageEntry};

const HEADER: &str = "baggage";
/// All that [`crate::model::baggage::is_plain`] is not.
const ENCODED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b',')
    .add(b';')
    .add(b'\\')
    .add(b'%');
/// How much of all values is looked at: what is beyond could not be kept anyway, but for white space.
const MAX_INPUT: usize = 32 * 1024;

/// W3C's `baggage`.
pub(super) struct W3cBaggage;

impl Format for W3cBaggage {
    const NAME: &'static str = "baggage";
    const FIELDS: &'static [&'static str] = &[HEADER];

    fn inject(outgoing: &Outgoing<'_>, fields: &mut Fields) {
        let Some(baggage) = outgoing.baggage else {
            return;
        };
        let members = baggage.entries().map(|entry| {
            let value = encode(&entry.value);
            let separator = if entry.properties.is_empty() { "" } else { ";" };
            format!("{}={value}{separator}{}", entry.key, entry.properties)
        });
        let members: Vec<String> = members.collect();
        fields.push((Cow::Borrowed(HEADER), members.join(",")));
    }

    /// A member that is malformed or too much is left out, and the others stand. It names no span.
    fn extract(carrier: Carrier<'_>, baggage: &mut Baggage) -> Option<Caller> {
        let text = carrier.list(HEADER).filter(|text| text.len() <= MAX_INPUT);
        for member in text.iter().flat_map(|text| text.split(',')) {
            if let Some(entry) = parse(member) {
                baggage.insert(entry);
            }
        }
        None
    }
}

/// `key=value;property;property`.
fn parse(member: &str) -> Option<BaggageEntry> {
    let (pair, properties) = member.split_once(';').unwrap_or((member, ""));
    let (key, value) = pair.split_once('=')?;
    let value = value.trim_matches([' ', '\t']);
    let properties = properties.trim_matches([' ', '\t']);
    // Properties are sent on as they are, so nothing may be in them that could end the header.
    let is_safe = |byte: u8| byte == b' ' || byte == b'\t' || byte.is_ascii_graphic();
    Some(BaggageEntry {
        key: key.trim_matches([' ', '\t']).to_owned(),
        value: decode(value),
        properties: if properties.bytes().all(is_safe) {
            properties.to_owned()
        } else {
            String::new()
        },
    })
}

/// A value as it stands in a header.
pub(super) fn encode(value: &str) -> String {
    utf8_percent_encode(value, ENCODED).to_string()
}

/// A value as it is meant; what is no UTF-8 is replaced, as the specification has it.
pub(super) fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::baggage::is_plain;

    #[test]
    fn what_is_written_as_it_is_and_what_is_counted_as_one_byte_are_the_same() {
        for byte in 0..=0x7f_u8 {
            let text = char::from(byte).to_string();
            assert_eq!(encode(&text) == text, is_plain(byte), "{byte:#x}");
        }
    }
}
