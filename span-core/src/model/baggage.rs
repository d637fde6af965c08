//! Baggage: pairs of text that travel with a trace, for the program's own use.
//!
//! Owns W3C's limits on it. Must not know headers: `propagation` writes and reads them.
//!
//! It is not the OpenTelemetry crate's own: that one forgets the order, cannot be cloned, and does not give back the
//! room of what is removed.

use std::sync::Arc;

/// How many entries there may be, by the specification.
const MAX_ENTRIES: usize = 64;
/// How long the header may be, by the specification.
const MAX_LENGTH: usize = 8192;

/// Pairs of text in the order in which they were first set. Cheap to clone.
///
/// ```
/// let mut baggage = span_core::Baggage::default();
/// assert!(baggage.set("user", "me, myself"));
/// assert_eq!(baggage.get("user"), Some("me, myself"));
/// ```
#[derive(Clone, Default, Debug)]
pub struct Baggage {
    /// `None` and an empty list are the same, but for the allocation.
    entries: Option<Arc<Vec<BaggageEntry>>>,
}

/// One pair.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct BaggageEntry {
    pub(crate) key: String,
    pub(crate) value: String,
    /// W3C's properties as they came, to be sent on.
    pub(crate) properties: String,
}

impl BaggageEntry {
    /// Its length in the header, including the comma.
    fn length(&self) -> usize {
        let octets = |byte: u8| if is_plain(byte) { 1 } else { 3 };
        let value: usize = self.value.bytes().map(octets).sum();
        let properties = match self.properties.len() {
            0 => 0,
            length => length + 1,
        };
        self.key.len() + 1 + value + properties + 1
    }
}

/// Whether a byte of a value stands for itself in the header: `baggage-octet`, without the percent sign.
pub(crate) fn is_plain(byte: u8) -> bool {
    matches!(byte, b'!'..=b'~') && !matches!(byte, b'"' | b',' | b';' | b'\\' | b'%')
}

/// Whether it is a `token`, as keys must be.
pub(crate) fn is_token(key: &str) -> bool {
    let is_tchar = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !key.is_empty() && key.bytes().all(is_tchar)
}

impl PartialEq for Baggage {
    fn eq(&self, other: &Self) -> bool {
        self.entries().eq(other.entries())
    }
}

impl Eq for Baggage {}

impl Baggage {
    /// The value of an entry.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.entries()
            .find(|entry| entry.key == key)
            .map(|entry| entry.value.as_str())
    }

    /// All pairs of key and value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries()
            .map(|entry| (entry.key.as_str(), entry.value.as_str()))
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries().count()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Sets an entry. False, and nothing changes, where the key is not a token of RFC 9110 or the specification's
    /// limits would be exceeded: 64 entries, 8192 bytes as a header.
    pub fn set(&mut self, key: &str, value: &str) -> bool {
        self.insert(BaggageEntry {
            key: key.to_owned(),
            value: value.to_owned(),
            properties: String::new(),
        })
    }

    /// [`Baggage::set`] of an entry with all that belongs to it.
    pub(crate) fn insert(&mut self, entry: BaggageEntry) -> bool {
        if !is_token(&entry.key) {
            return false;
        }
        let at = self.entries().position(|other| other.key == entry.key);
        let others = self.entries().filter(|other| other.key != entry.key);
        let length: usize = others.map(BaggageEntry::length).sum();
        // The last comma is not written.
        if length + entry.length() > MAX_LENGTH + 1 || (at.is_none() && self.len() == MAX_ENTRIES) {
            return false;
        }
        let entries = Arc::make_mut(self.entries.get_or_insert_default());
        match at {
            Some(at) => entries[at] = entry,
            None => entries.push(entry),
        }
        true
    }

    /// Removes an entry; whether there was one.
    pub fn remove(&mut self, key: &str) -> bool {
        let found = self.get(key).is_some();
        if found {
            Arc::make_mut(self.entries.get_or_insert_default()).retain(|entry| entry.key != key);
        }
        found
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = &BaggageEntry> {
        self.entries.iter().flat_map(|entries| entries.iter())
    }
}
