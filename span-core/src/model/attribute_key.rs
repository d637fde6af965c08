//! A name of the conventions, in the bytes in which a list of attributes has it.
//!
//! Must not know which names there are.

use super::postcard_bytes::{Bytes, LONGEST_NUMBER, write_text};

/// How many bytes a name that is known when this is compiled has at most, with its length before it.
const LONGEST_KNOWN: usize = 32;

/// The key of an attribute that is known when this is compiled: it is appended in half as many instructions as a text.
///
/// ```
/// use span_core::{AttributeKey, AttributeList};
/// const PORT: AttributeKey = AttributeKey::new("server.port");
/// let mut list = AttributeList::default();
/// list.push(&PORT, 8080);
/// list.push("server.address", "shop");
/// assert_eq!(list.iter().map(|(key, _)| key).collect::<Vec<_>>(), ["server.port", "server.address"]);
/// ```
#[derive(Debug)]
pub struct AttributeKey {
    /// Its length, its text, and nothing.
    bytes: [u8; LONGEST_KNOWN],
    length: usize,
    mark: u64,
}

impl AttributeKey {
    /// # Panics
    /// Where a name has more than 31 bytes: that is no constant then.
    pub const fn new(name: &str) -> Self {
        let name = name.as_bytes();
        assert!(name.len() < LONGEST_KNOWN, "the name is too long");
        let mut bytes = [0; LONGEST_KNOWN];
        bytes[0] = name.len() as u8;
        let (_, rest) = bytes.split_at_mut(1);
        let (text, _) = rest.split_at_mut(name.len());
        text.copy_from_slice(name);
        AttributeKey {
            bytes,
            length: 1 + name.len(),
            mark: mark(name),
        }
    }
}

/// What can be the key of an attribute.
pub trait Key {
    /// The most bytes that it takes.
    #[doc(hidden)]
    fn longest(&self) -> usize;

    /// Appends it.
    #[doc(hidden)]
    fn write(&self, bytes: &mut impl Bytes);

    /// Its [mark].
    #[doc(hidden)]
    fn mark(&self) -> u64;
}

impl Key for str {
    #[inline(always)]
    fn longest(&self) -> usize {
        LONGEST_NUMBER + self.len()
    }

    #[inline(always)]
    fn write(&self, bytes: &mut impl Bytes) {
        write_text(self, bytes);
    }

    #[inline(always)]
    fn mark(&self) -> u64 {
        mark(self.as_bytes())
    }
}

impl Key for AttributeKey {
    #[inline(always)]
    fn longest(&self) -> usize {
        LONGEST_KNOWN
    }

    #[inline(always)]
    fn write(&self, bytes: &mut impl Bytes) {
        bytes.extend_from(&self.bytes, self.length);
    }

    #[inline(always)]
    fn mark(&self) -> u64 {
        self.mark
    }
}

/// One bit, which other keys seldom have.
#[inline(always)]
pub(super) const fn mark(key: &[u8]) -> u64 {
    let length = key.len();
    let (last, middle) = match key {
        [] => (0, 0),
        [.., last] => (*last as usize, key[length / 2] as usize),
    };
    1 << ((length + last * 5 + middle * 3) % 64)
}
