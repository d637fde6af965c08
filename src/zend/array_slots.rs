//! PHP's arrays slot by slot, without a call of PHP's: for what is looked into at each call of a hooked function, or at each request.
//!
//! Owns what is known of how an array lies in memory. Nothing here runs PHP code, and no reference is counted.

use super::typed::{bytes, kind, referred};
use ext_php_rs::ffi::{IS_STRING, IS_UNDEF, zend_string};
use ext_php_rs::types::{ZendHashTable, Zval};
use std::ffi::c_char;
use std::slice;
use std::sync::atomic::{AtomicU64, Ordering};

unsafe extern "C" {
    /// Of `zend_string.h`, which ext-php-rs has no binding for.
    fn zend_hash_func(text: *const c_char, length: usize) -> u64;
}

/// `HASH_FLAG_PACKED`.
const PACKED: u32 = 1 << 2;
/// `HT_INVALID_IDX`.
const END_OF_CHAIN: u32 = u32::MAX;

/// The key of an entry.
#[derive(Clone, Copy)]
pub enum Key<'a> {
    Number(i64),
    Text(&'a [u8]),
}

/// A key that is looked up again and again: its hash, which PHP is asked for once, is kept.
pub struct KnownKey {
    name: &'static str,
    /// 0 before it is known: no hash of PHP's is.
    hash: AtomicU64,
}

impl KnownKey {
    /// A key that is no number.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            hash: AtomicU64::new(0),
        }
    }

    /// Its value in an array, which is no reference to one.
    #[inline]
    pub fn value<'a>(&self, table: &'a ZendHashTable) -> Option<&'a Zval> {
        let name = self.name.as_bytes();
        let found = find(table, self.hash(), |key| {
            // SAFETY: null, or the string that is the key of a live array's entry.
            !key.is_null() && unsafe { bytes(key) } == name
        });
        found.map(referred)
    }

    #[inline(always)]
    fn hash(&self) -> u64 {
        match self.hash.load(Ordering::Relaxed) {
            0 => self.ask_hash(),
            hash => hash,
        }
    }

    #[cold]
    fn ask_hash(&self) -> u64 {
        // SAFETY: the text of a static, with its length.
        let hash = unsafe { zend_hash_func(self.name.as_ptr().cast(), self.name.len()) };
        self.hash.store(hash, Ordering::Relaxed);
        hash
    }
}

/// The value at a number in an array.
#[inline(always)]
pub fn at_index(table: &ZendHashTable, index: i64) -> Option<&Zval> {
    if is_packed(table) {
        let place = usize::try_from(index).ok()?;
        return values(table).get(place).filter(|value| is_used(value));
    }
    find(table, index as u64, |key| key.is_null())
}

/// The entries in their order. Their values may be references.
pub fn entries(table: &ZendHashTable) -> impl Iterator<Item = (Key<'_>, &Zval)> {
    let used = table.nNumUsed as usize;
    let is_packed = is_packed(table);
    let entry = move |place: usize| {
        if is_packed {
            return (Key::Number(place as i64), &values(table)[place]);
        }
        // SAFETY: below `nNumUsed`, so the bucket is written; its key is null or a string that lives as long as the entry.
        unsafe {
            let bucket = &*table.__bindgen_anon_1.arData.add(place);
            let key = match bucket.key.is_null() {
                true => Key::Number(bucket.h as i64),
                false => Key::Text(bytes(bucket.key)),
            };
            (key, &bucket.val)
        }
    };
    (0..used).map(entry).filter(|(_, value)| is_used(value))
}

/// Whether an array holds strings alone.
#[inline(always)]
pub fn holds_strings_only(table: &ZendHashTable) -> bool {
    let is_string = |value: &Zval| kind(value) == IS_STRING || kind(value) == IS_UNDEF;
    if is_packed(table) {
        return values(table).iter().all(is_string);
    }
    // SAFETY: as in `entries`.
    unsafe {
        let buckets = table.__bindgen_anon_1.arData;
        (0..table.nNumUsed as usize).all(|place| is_string(&(*buckets.add(place)).val))
    }
}

/// The value of a hash in an array that is not packed, whose key is the right one.
#[inline(always)]
fn find(
    table: &ZendHashTable,
    hash: u64,
    is_right: impl Fn(*const zend_string) -> bool,
) -> Option<&Zval> {
    if is_packed(table) {
        return None;
    }
    // SAFETY: the hash table stands in front of the buckets, also of an array that is empty. It says for each masked hash where a
    // chain of buckets begins, and each bucket where the next one is.
    unsafe {
        let slots = &table.__bindgen_anon_1;
        let place = (hash as u32 | table.nTableMask).cast_signed();
        let mut position = *slots.arHash.offset(place as isize);
        while position != END_OF_CHAIN {
            let bucket = slots.arData.add(position as usize);
            if (*bucket).h == hash && is_right((*bucket).key) {
                return Some(&(*bucket).val);
            }
            position = (*bucket).val.u2.next;
        }
        None
    }
}

#[inline(always)]
fn is_packed(table: &ZendHashTable) -> bool {
    // SAFETY: the flags of an array are always written.
    unsafe { table.u.flags & PACKED != 0 }
}

/// The slots of a packed array.
#[inline(always)]
fn values(table: &ZendHashTable) -> &[Zval] {
    // SAFETY: the first `nNumUsed` slots of a packed array are values; one that was emptied is undefined.
    unsafe {
        let values: *const Zval = table.__bindgen_anon_1.arPacked.cast();
        slice::from_raw_parts(values, table.nNumUsed as usize)
    }
}

#[inline(always)]
fn is_used(value: &Zval) -> bool {
    kind(value) != IS_UNDEF
}
