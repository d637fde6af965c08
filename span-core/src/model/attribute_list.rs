//! Attributes one behind the other in one allocation, as the recorder writes them down: a request's span has a dozen, and each of them
//! would have memory of its own to be asked for, filled, copied and given back by another thread.
//!
//! Owns the bytes, which are those of a `Vec<Attribute>` in the format of `postcard`. Must not know any limit.

use std::iter;
use std::ops::Range;

use serde::ser::SerializeSeq;
use serde::{Deserialize, Serialize, Serializer};

use super::attribute::{Attribute, AttributeValue};
use super::attribute_key::{Key, mark};
use super::filled_bytes::FilledBytes;
use super::postcard_bytes::write_number;
use super::value_ref::{Items, ValueRef, longest, write_attribute};

/// A list of attributes, in memory of one piece.
///
/// ```
/// use span_core::AttributeList;
/// let mut list = AttributeList::default();
/// list.push("http.request.method", "GET");
/// list.push("server.port", 8080);
/// let entries: Vec<_> = list.iter().map(|(key, value)| format!("{key}={value}")).collect();
/// assert_eq!(entries, ["http.request.method=GET", "server.port=8080"]);
/// ```
#[derive(Clone, Default, Deserialize, Debug)]
#[serde(from = "Vec<Attribute>")]
pub struct AttributeList {
    bytes: FilledBytes,
    count: u32,
    /// How many it should have and does not: the system had no memory for them.
    refused: u32,
    /// The [marks](mark) of all keys: a key whose mark is missing is not there.
    marks: u64,
}

impl AttributeList {
    /// An empty one, which has memory for so many bytes if the system has.
    pub fn with_capacity(bytes: usize) -> Self {
        let mut list = Self::default();
        // Where it has none, each attribute asks again.
        let _ = list.bytes.grow(bytes);
        list
    }

    /// Adds an attribute, whether there is one of that key or not. One that the system has no memory for is counted instead.
    #[inline(always)]
    pub fn push<'v>(&mut self, key: &(impl Key + ?Sized), value: impl Into<ValueRef<'v>>) {
        let is_there = match value.into() {
            ValueRef::Text(text) => self.append_text(key, text),
            value => self.append(key, &value),
        };
        if !is_there {
            self.refused += 1;
        }
    }

    /// Sets the value of a key, which keeps its place. False where the system has no memory for it.
    pub(crate) fn set(&mut self, key: &str, value: &ValueRef<'_>, place: Option<Place>) -> bool {
        let is_there = self.append(key, value);
        if is_there && let Some(place) = place {
            self.move_last_to(place);
        }
        is_there
    }

    /// Not inlined: a request appends a dozen, and code that runs once for each of them is fetched a dozen times.
    #[inline(never)]
    fn append_text(&mut self, key: &(impl Key + ?Sized), text: &str) -> bool {
        self.append_any(key, &ValueRef::Text(text))
    }

    #[inline(never)]
    fn append(&mut self, key: &(impl Key + ?Sized), value: &ValueRef<'_>) -> bool {
        self.append_any(key, value)
    }

    #[inline(always)]
    fn append_any(&mut self, key: &(impl Key + ?Sized), value: &ValueRef<'_>) -> bool {
        let has_memory = self.bytes.reserve(longest(key, value));
        if has_memory {
            self.bytes
                .append(|bytes| write_attribute(key, value, bytes));
            self.marks |= key.mark();
            self.count += 1;
        }
        has_memory
    }

    /// The last one takes the place of another one.
    #[cold]
    fn move_last_to(&mut self, Place(place): Place) {
        let others = self.entries().take(self.len() - 1);
        let last = others.last().map_or(0, |(_, before)| before.end);
        self.bytes.move_to(place, last);
        self.count -= 1;
    }

    /// Where the attribute of a key stands.
    #[inline(always)]
    pub(crate) fn find(&self, key: &str) -> Option<Place> {
        match self.marks & mark(key.as_bytes()) {
            0 => None,
            _ => self.look_for(key),
        }
    }

    fn look_for(&self, key: &str) -> Option<Place> {
        let mut entries = self.entries();
        let (_, place) = entries.find(|(other, _)| *other == key.as_bytes())?;
        Some(Place(place))
    }

    /// The attributes in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, ValueRef<'_>)> {
        self.iter_bytes()
            .map_while(|(key, value)| Some((str::from_utf8(key).ok()?, value.into_text()?)))
    }

    /// The same, with the bytes of their texts.
    pub(crate) fn iter_bytes(&self) -> Items<'_> {
        Items {
            rest: self.bytes.as_slice(),
        }
    }

    /// Whether no key comes twice, or is empty, or longer than so many bytes.
    pub(crate) fn has_distinct_keys(&self, longest: usize) -> bool {
        let mut marks = 0;
        self.entries().enumerate().all(|(index, (key, _))| {
            let is_new = marks & mark(key) == 0;
            marks |= mark(key);
            let mut before = self.entries().take(index);
            let is_other = is_new || before.all(|(other, _)| other != key);
            is_other && !key.is_empty() && key.len() <= longest
        })
    }

    /// Each attribute as a list of its own.
    pub(crate) fn each(&self) -> impl Iterator<Item = AttributeList> {
        self.entries().map(|(key, place)| AttributeList {
            bytes: self.bytes.as_slice()[place].into(),
            count: 1,
            refused: 0,
            marks: mark(key),
        })
    }

    /// Each key, and where its attribute stands.
    fn entries(&self) -> impl Iterator<Item = (&[u8], Range<usize>)> {
        let mut items = self.iter_bytes();
        let length = items.rest.len();
        let at = move |items: &Items<'_>| length - items.rest.len();
        iter::from_fn(move || {
            let start = at(&items);
            let (key, _) = items.next()?;
            Some((key, start..at(&items)))
        })
    }

    /// The attributes as plain data.
    pub(crate) fn to_vec(&self) -> Vec<Attribute> {
        let mut attributes = Vec::with_capacity(self.len());
        let own = |(key, value): (&str, ValueRef<'_>)| (key.to_owned().into(), value.into());
        attributes.extend(self.iter().map(own));
        attributes
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.count as usize
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// How many it should have and does not.
    pub(crate) fn refused(&self) -> u32 {
        self.refused
    }

    /// Counts attributes that it should have and does not.
    pub(crate) fn count_refused(&mut self, count: u32) {
        self.refused = self.refused.saturating_add(count);
    }

    /// How many bytes of memory it has.
    pub(crate) fn capacity(&self) -> usize {
        self.bytes.capacity()
    }

    /// Appends it as `postcard` has a `Vec<Attribute>`.
    pub(crate) fn write(&self, bytes: &mut Vec<u8>) {
        write_number(self.count.into(), bytes);
        bytes.extend_from_slice(self.bytes.as_slice());
    }
}

/// Where an attribute stands in its list.
pub(crate) struct Place(Range<usize>);

impl Place {
    /// How many bytes it takes.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

impl PartialEq for AttributeList {
    fn eq(&self, other: &Self) -> bool {
        (self.bytes.as_slice(), self.refused) == (other.bytes.as_slice(), other.refused)
    }
}

impl Serialize for AttributeList {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.len()))?;
        for (key, value) in self.iter() {
            list.serialize_element(&(key, AttributeValue::from(value)))?;
        }
        list.end()
    }
}

impl From<Vec<Attribute>> for AttributeList {
    fn from(attributes: Vec<Attribute>) -> Self {
        attributes.into_iter().collect()
    }
}

impl FromIterator<Attribute> for AttributeList {
    fn from_iter<I: IntoIterator<Item = Attribute>>(attributes: I) -> Self {
        let mut list = Self::default();
        for (key, value) in attributes {
            list.push(&*key, &value);
        }
        list
    }
}

#[cfg(test)]
mod tests {
    use super::AttributeList;
    use crate::model::attribute::{Attribute, AttributeValue};

    fn attributes() -> Vec<Attribute> {
        let long = "x".repeat(300);
        let values = [0, 1, -1, 300, i64::MAX, i64::MIN].map(AttributeValue::Int);
        let texts = ["", "GET", "aéb", &long].map(AttributeValue::from);
        let others = [
            AttributeValue::Float(1.5),
            AttributeValue::Bool(true),
            AttributeValue::Strings(vec![String::new(), long.clone()]),
            AttributeValue::Ints(vec![-1, 300, i64::MIN]),
            AttributeValue::Floats(vec![0.5]),
            AttributeValue::Bools(vec![false, true]),
        ];
        let values = values.into_iter().chain(texts).chain(others);
        values
            .enumerate()
            .map(|(index, value)| (format!("{index}{}", "k".repeat(index * 20)).into(), value))
            .collect()
    }

    #[test]
    fn the_bytes_are_those_of_postcard() {
        let attributes = attributes();
        let many = vec![attributes[7].clone(); 200];
        for attributes in [&attributes[..0], &attributes[..1], &attributes, &many] {
            let list = AttributeList::from(attributes.to_vec());
            let mut buffer = vec![0; 100_000];
            let expected: &[u8] = postcard::to_slice(attributes, &mut buffer).unwrap();
            let mut bytes = Vec::new();
            list.write(&mut bytes);
            assert_eq!(bytes, expected);
            assert_eq!(
                postcard::to_slice(&list, &mut vec![0; 100_000]).unwrap(),
                expected
            );
            assert_eq!(
                postcard::from_bytes::<AttributeList>(&bytes)
                    .unwrap()
                    .to_vec(),
                attributes
            );
            assert_eq!(list.to_vec(), attributes);
            assert_eq!(list.len(), attributes.len());
        }
    }

    #[test]
    fn a_value_takes_the_place_of_another_one() {
        let all = attributes();
        for (index, (key, _)) in all.iter().enumerate() {
            for (_, value) in &all {
                let mut expected = all.clone();
                expected[index].1 = value.clone();
                let mut list = AttributeList::from(all.clone());
                let place = list.find(key);
                assert!(list.set(key, &value.into(), place));
                assert_eq!(list.to_vec(), expected);
                assert_eq!(list.len(), all.len());
            }
        }
        assert!(AttributeList::from(all).find("none").is_none());
    }

    #[test]
    fn keys_are_told_apart_whatever_their_marks() {
        // More keys than there are marks.
        let keys: Vec<_> = (0..200).map(|number| format!("key.{number}")).collect();
        let mut list = AttributeList::default();
        for key in &keys {
            assert!(list.find(key).is_none());
            list.push(key.as_str(), key);
        }
        assert!(keys.iter().all(|key| list.find(key).is_some()));
        assert!(list.has_distinct_keys("key.199".len()));
        assert!(!list.has_distinct_keys("key.99".len()));
        let with = |key: &str| {
            let mut list = list.clone();
            list.push(key, 1);
            list
        };
        assert!(with("key").has_distinct_keys(100));
        assert!(!with("").has_distinct_keys(100));
        let mut some = keys.iter().step_by(37);
        assert!(some.all(|key| !with(key).has_distinct_keys(100)));
    }

    #[test]
    fn the_rest_of_its_memory_is_bounded() {
        let mut list = AttributeList::default();
        let text = "x".repeat(1000);
        for _ in 0..1000 {
            list.push("key", text.as_str());
            assert!(list.capacity() - list.bytes.as_slice().len() <= 4 << 10);
        }
    }
}
