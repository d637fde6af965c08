//! A digest of a value's content, the same for a value that was serialized and restored in another process.
//!
//! Must not know what it is compared for. Runs no user code.

use super::array_slots::{self, Key};
use super::class::find_method;
use super::php_object::PhpObject;
use super::typed::kind;
use super::value::{class_name_of, entries};
use ext_php_rs::ffi::{IS_INDIRECT, IS_UNDEF};
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::slice;

/// No more of a text is looked at, of its bytes.
const LONGEST: usize = 4096;
/// No more of an array or an object is looked at, of its entries and of those in it.
const MOST_ENTRIES: usize = 64;
const DEEPEST: u32 = 4;
/// No more is looked at in all, of values and of the bytes of texts: what is mentioned often is serialized once, and looked at each time.
const MOST_VALUES: usize = 512;
const MOST_BYTES: usize = 64 << 10;

/// The digest. Of an object whose class has its own way to serialize it, it is the class's.
pub fn digest(value: &Zval) -> u64 {
    let mut digest = Digest {
        hasher: DefaultHasher::new(),
        values_left: MOST_VALUES,
        bytes_left: MOST_BYTES,
    };
    digest.add(value, DEEPEST);
    digest.hasher.finish()
}

struct Digest {
    hasher: DefaultHasher,
    values_left: usize,
    bytes_left: usize,
}

impl Digest {
    fn add(&mut self, value: &Zval, depth: u32) {
        let Some(left) = self.values_left.checked_sub(1) else {
            return;
        };
        self.values_left = left;
        let hasher = &mut self.hasher;
        let value = value.dereference();
        match value.get_type() {
            DataType::Long => value.long().hash(hasher),
            DataType::Double => value.double().map(f64::to_bits).hash(hasher),
            DataType::True => true.hash(hasher),
            DataType::False => false.hash(hasher),
            DataType::String => {
                let bytes = value.zend_str().map_or(&[][..], |text| text.as_bytes());
                bytes.len().hash(hasher);
                let looked_at = bytes.len().min(LONGEST).min(self.bytes_left);
                bytes[..looked_at].hash(hasher);
                self.bytes_left -= looked_at;
            }
            DataType::Array => {
                let Some(array) = value.array() else { return };
                array.len().hash(hasher);
                let Some(depth) = depth.checked_sub(1) else {
                    return;
                };
                for (key, value) in entries(array).take(MOST_ENTRIES) {
                    key.hash(&mut self.hasher);
                    self.add(value, depth);
                }
            }
            _ => {
                class_name_of(value).hash(hasher);
                if let Some((object, depth)) = PhpObject::of(value).zip(depth.checked_sub(1)) {
                    self.add_properties(&object, depth);
                }
            }
        }
    }

    /// The properties that PHP serializes: all that have a value.
    fn add_properties(&mut self, object: &PhpObject, depth: u32) {
        if serializes_itself(object) {
            return;
        }
        // SAFETY: the object is live, and has as many slots as its class says. An entry of its table of properties that is no pointer
        // to a slot is a value.
        let (slots, others) = unsafe {
            let raw = object.raw();
            let count = (*object.class()).default_properties_count;
            let slots = (&raw const (*raw).properties_table).cast::<Zval>();
            let slots = slice::from_raw_parts(slots, usize::try_from(count).unwrap_or(0));
            (slots, (*raw).properties.as_ref())
        };
        for (index, value) in slots.iter().enumerate().take(MOST_ENTRIES) {
            if kind(value) != IS_UNDEF {
                index.hash(&mut self.hasher);
                self.add(value, depth);
            }
        }
        let others = others.into_iter().flat_map(array_slots::entries);
        let others = others.filter(|(_, value)| kind(value) != IS_INDIRECT);
        for (name, value) in others.take(MOST_ENTRIES) {
            match name {
                Key::Number(number) => number.to_string().as_bytes().hash(&mut self.hasher),
                Key::Text(text) => text.hash(&mut self.hasher),
            }
            self.add(value, depth);
        }
    }
}

/// Whether what is serialized of an object is not, or not only, its properties, or changes when it is restored.
fn serializes_itself(object: &PhpObject) -> bool {
    let class = object.class();
    let has_method = |name| !find_method(class, name).is_null();
    // SAFETY: a live object's class is alive.
    let has_handlers = unsafe {
        !(*class).__serialize.is_null()
            || !(*class).__unserialize.is_null()
            || (*class).serialize.is_some()
            || (*class).unserialize.is_some()
    };
    has_handlers || has_method("__sleep") || has_method("__wakeup")
}
