//! A digest of a value's content, the same for a value that was serialized and restored in another process.
//!
//! Must not know what it is compared for. Runs no user code.

use super::value::{class_name_of, entries};
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use std::hash::{DefaultHasher, Hash, Hasher};

/// No more of a text is looked at, of its bytes.
const MOST_BYTES: usize = 4096;
/// No more of an array is looked at, of its entries and of arrays in it.
const MOST_ENTRIES: usize = 64;
const DEEPEST: u32 = 4;

/// The digest. Of an object it is its class's.
pub fn digest(value: &Zval) -> u64 {
    let mut hasher = DefaultHasher::new();
    add(value, DEEPEST, &mut hasher);
    hasher.finish()
}

fn add(value: &Zval, depth: u32, hasher: &mut DefaultHasher) {
    let value = value.dereference();
    match value.get_type() {
        DataType::Long => value.long().hash(hasher),
        DataType::Double => value.double().map(f64::to_bits).hash(hasher),
        DataType::True => true.hash(hasher),
        DataType::False => false.hash(hasher),
        DataType::String => {
            let bytes = value.zend_str().map_or(&[][..], |text| text.as_bytes());
            bytes.len().hash(hasher);
            bytes[..bytes.len().min(MOST_BYTES)].hash(hasher);
        }
        DataType::Array => {
            let Some(array) = value.array() else { return };
            array.len().hash(hasher);
            let Some(depth) = depth.checked_sub(1) else {
                return;
            };
            for (key, value) in entries(array).take(MOST_ENTRIES) {
                key.hash(hasher);
                add(value, depth, hasher);
            }
        }
        _ => class_name_of(value).hash(hasher),
    }
}
