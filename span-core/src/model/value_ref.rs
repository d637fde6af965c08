//! The value of an attribute where it is, and an attribute in the format of `postcard`, as a part of a `Vec<Attribute>`.
//!
//! Must not know where the bytes are kept.

use std::borrow::Cow;
use std::fmt;

use super::attribute::{AttributeValue, end_of};
use super::attribute_key::Key;
use super::postcard_bytes::{
    Append, Bytes, LONGEST_NUMBER, take_signed, take_text, write_signed, write_text,
};

/// The numbers of [`AttributeValue`]'s variants that are written here.
const STRING: u8 = 0;
const INT: u8 = 1;

/// A value that is borrowed from where it is, where it can be. `T` is `[u8]` where whoever reads a text wants its bytes only: to make
/// sure once more that they are UTF-8 is more work than to encode them.
#[derive(Clone, Debug)]
pub enum ValueRef<'a, T: ?Sized = str> {
    /// Text.
    Text(&'a T),
    /// A whole number.
    Int(i64),
    /// Anything else.
    Other(Cow<'a, AttributeValue>),
}

impl ValueRef<'_> {
    /// Its texts cut down to `length` characters.
    pub(crate) fn truncated(self, length: Option<u32>) -> Self {
        let Some(limit) = length else {
            return self;
        };
        match self {
            ValueRef::Text(text) => {
                ValueRef::Text(&text[..end_of(text, limit).unwrap_or(text.len())])
            }
            ValueRef::Int(number) => ValueRef::Int(number),
            ValueRef::Other(value) => {
                let mut value = value.into_owned();
                value.truncate(length);
                ValueRef::Other(Cow::Owned(value))
            }
        }
    }
}

impl<'a> ValueRef<'a> {
    /// The same, with a text's bytes.
    #[inline(always)]
    pub(crate) fn into_bytes(self) -> ValueRef<'a, [u8]> {
        match self {
            ValueRef::Text(text) => ValueRef::Text(text.as_bytes()),
            ValueRef::Int(number) => ValueRef::Int(number),
            ValueRef::Other(value) => ValueRef::Other(value),
        }
    }
}

impl<'a> ValueRef<'a, [u8]> {
    /// The same, with the text that the bytes are. `None` where they are none.
    pub(super) fn into_text(self) -> Option<ValueRef<'a>> {
        Some(match self {
            ValueRef::Text(bytes) => ValueRef::Text(str::from_utf8(bytes).ok()?),
            ValueRef::Int(number) => ValueRef::Int(number),
            ValueRef::Other(value) => ValueRef::Other(value),
        })
    }
}

impl<'a> From<&'a str> for ValueRef<'a> {
    fn from(text: &'a str) -> Self {
        ValueRef::Text(text)
    }
}

impl<'a> From<&'a String> for ValueRef<'a> {
    fn from(text: &'a String) -> Self {
        ValueRef::Text(text)
    }
}

impl From<i64> for ValueRef<'_> {
    fn from(number: i64) -> Self {
        ValueRef::Int(number)
    }
}

impl<'a> From<&'a AttributeValue> for ValueRef<'a> {
    fn from(value: &'a AttributeValue) -> Self {
        match value {
            AttributeValue::String(text) => ValueRef::Text(text),
            AttributeValue::Int(number) => ValueRef::Int(*number),
            other => ValueRef::Other(Cow::Borrowed(other)),
        }
    }
}

impl From<AttributeValue> for ValueRef<'_> {
    fn from(value: AttributeValue) -> Self {
        ValueRef::Other(Cow::Owned(value))
    }
}

/// Of what an [`AttributeValue`] can be of, too.
macro_rules! owned {
    ($($type:ty),*) => {
        $(impl From<$type> for ValueRef<'_> {
            fn from(value: $type) -> Self {
                AttributeValue::from(value).into()
            }
        })*
    };
}

owned!(String, bool, f64, Vec<String>);

impl From<ValueRef<'_>> for AttributeValue {
    fn from(value: ValueRef<'_>) -> Self {
        match value {
            ValueRef::Text(text) => text.into(),
            ValueRef::Int(number) => number.into(),
            ValueRef::Other(value) => value.into_owned(),
        }
    }
}

impl fmt::Display for ValueRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ValueRef::Text(text) => text.fmt(f),
            ValueRef::Int(number) => number.fmt(f),
            ValueRef::Other(value) => value.fmt(f),
        }
    }
}

/// The most bytes that an attribute takes.
#[inline(always)]
pub(crate) fn longest(key: &(impl Key + ?Sized), value: &ValueRef<'_>) -> usize {
    let of_value = match value {
        ValueRef::Text(text) => text.len() + LONGEST_NUMBER,
        ValueRef::Int(_) => LONGEST_NUMBER,
        ValueRef::Other(value) => longest_other(value),
    };
    key.longest() + 1 + of_value
}

#[cold]
fn longest_other(value: &AttributeValue) -> usize {
    match value {
        AttributeValue::String(text) => text.len() + LONGEST_NUMBER,
        AttributeValue::Int(_) | AttributeValue::Float(_) | AttributeValue::Bool(_) => {
            LONGEST_NUMBER
        }
        AttributeValue::Strings(texts) => {
            let texts = texts.iter().map(|text| text.len() + LONGEST_NUMBER);
            texts.sum::<usize>() + LONGEST_NUMBER
        }
        AttributeValue::Ints(numbers) => (numbers.len() + 1) * LONGEST_NUMBER,
        AttributeValue::Floats(numbers) => (numbers.len() + 1) * LONGEST_NUMBER,
        AttributeValue::Bools(values) => values.len() + LONGEST_NUMBER,
    }
}

/// Appends one attribute.
#[inline(always)]
pub(crate) fn write_attribute(
    key: &(impl Key + ?Sized),
    value: &ValueRef<'_>,
    bytes: &mut impl Bytes,
) {
    key.write(bytes);
    match value {
        ValueRef::Text(text) => {
            bytes.push(STRING);
            write_text(text, bytes);
        }
        ValueRef::Int(number) => {
            bytes.push(INT);
            write_signed(*number, bytes);
        }
        ValueRef::Other(value) => write_other(value, bytes),
    }
}

#[cold]
fn write_other(value: &AttributeValue, bytes: &mut impl Bytes) {
    // Nothing that a value is made of can fail.
    let _ = postcard::serialize_with_flavor(value, Append(bytes));
}

/// Attributes one behind the other, each with the bytes of its texts.
pub(crate) struct Items<'a> {
    /// What follows.
    pub(super) rest: &'a [u8],
}

impl<'a> Iterator for Items<'a> {
    type Item = (&'a [u8], ValueRef<'a, [u8]>);

    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        Some((take_text(&mut self.rest)?, take_value(&mut self.rest)?))
    }
}

/// The value at the beginning of `rest`, which is what follows then. `None` where there is none.
#[inline(always)]
fn take_value<'a>(rest: &mut &'a [u8]) -> Option<ValueRef<'a, [u8]>> {
    let (variant, behind) = rest.split_first()?;
    match *variant {
        STRING => {
            *rest = behind;
            take_text(rest).map(ValueRef::Text)
        }
        INT => {
            *rest = behind;
            take_signed(rest).map(ValueRef::Int)
        }
        _ => take_other(rest),
    }
}

#[cold]
fn take_other<'a>(rest: &mut &'a [u8]) -> Option<ValueRef<'a, [u8]>> {
    let (value, behind) = postcard::take_from_bytes(rest).ok()?;
    *rest = behind;
    Some(ValueRef::Other(Cow::Owned(value)))
}
