//! A digest of a value's content, the same for a value that was serialized and restored in another process.
//!
//! Must not know what it is compared for. Runs no user code.

use super::array_slots::{self, Key};
use super::class::find_method;
use super::ini;
use super::php_object::PhpObject;
use super::typed::{bytes, kind};
use ext_php_rs::ffi::{IS_INDIRECT, IS_REFERENCE, IS_UNDEF};
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use rustc_hash::FxHashSet;
use std::cell::LazyCell;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::slice;

/// No more of a text is looked at, of its bytes.
const LONGEST: usize = 4096;
/// No more of an array or an object is looked at, of its entries and of those in it.
const MOST_ENTRIES: usize = 64;
const DEEPEST: u32 = 4;
/// No more is looked at in all, of values and of the bytes of texts and names.
const MOST_VALUES: usize = 512;
const MOST_BYTES: usize = 64 << 10;

/// The digits that make a number of each other number.
const ALL_DIGITS: usize = 17;

/// The digest. Of an object whose class has its own way to serialize it, it is the class's.
pub fn digest(value: &Zval) -> u64 {
    let mut digest = Digest {
        hasher: DefaultHasher::new(),
        values_left: MOST_VALUES,
        bytes_left: MOST_BYTES,
        digits: LazyCell::new(serialized_digits),
        mentioned: FxHashSet::default(),
    };
    digest.add(value, DEEPEST);
    digest.hasher.finish()
}

struct Digest {
    hasher: DefaultHasher,
    values_left: usize,
    bytes_left: usize,
    /// How many digits of a number are serialized. Asked for with the first one.
    digits: LazyCell<usize>,
    /// The objects and references so far, by their addresses. What is mentioned again is serialized, and looked at, once.
    mentioned: FxHashSet<usize>,
}

impl Digest {
    fn add(&mut self, value: &Zval, depth: u32) {
        let Some(left) = self.values_left.checked_sub(1) else {
            return;
        };
        self.values_left = left;
        if address(value).is_some_and(|it| !self.mentioned.insert(it)) {
            return;
        }
        let hasher = &mut self.hasher;
        let value = value.dereference();
        match value.get_type() {
            DataType::Long => value.long().hash(hasher),
            DataType::Double => {
                let number = value.double().unwrap_or_default();
                as_serialized(number, *self.digits).to_bits().hash(hasher);
            }
            DataType::True => true.hash(hasher),
            DataType::False => false.hash(hasher),
            DataType::String => {
                let text = value.zend_str().map_or(&[][..], |text| text.as_bytes());
                self.add_text(text);
            }
            DataType::Array => {
                let Some(array) = value.array() else { return };
                array.len().hash(hasher);
                if let Some(depth) = depth.checked_sub(1) {
                    self.add_entries(array_slots::entries(array), depth);
                }
            }
            _ => {
                let Some(object) = PhpObject::of(value) else {
                    return;
                };
                // SAFETY: a live object has a class, and a class has a name.
                self.add_text(unsafe { bytes((*object.class()).name) });
                if let Some(depth) = depth.checked_sub(1) {
                    self.add_properties(&object, depth);
                }
            }
        }
    }

    fn add_text(&mut self, text: &[u8]) {
        text.len().hash(&mut self.hasher);
        let looked_at = text.len().min(LONGEST).min(self.bytes_left);
        text[..looked_at].hash(&mut self.hasher);
        self.bytes_left -= looked_at;
    }

    fn add_entries<'a>(&mut self, entries: impl Iterator<Item = (Key<'a>, &'a Zval)>, depth: u32) {
        for (key, value) in entries.take(MOST_ENTRIES) {
            if self.values_left == 0 {
                return;
            }
            match key {
                Key::Number(number) => self.add_text(number.to_string().as_bytes()),
                Key::Text(text) => self.add_text(text),
            }
            self.add(value, depth);
        }
    }

    /// The properties that PHP serializes: all that have a value. One that was unset has its default again when it is restored.
    fn add_properties(&mut self, object: &PhpObject, depth: u32) {
        if serializes_itself(object) {
            return;
        }
        // SAFETY: the object is live, and has as many slots as its class says, which has a default for each. An entry of its table of
        // properties that is no pointer to a slot is a value.
        let (slots, defaults, others) = unsafe {
            let raw = object.raw();
            let class = object.class();
            let count = usize::try_from((*class).default_properties_count).unwrap_or(0);
            let slots = (&raw const (*raw).properties_table).cast::<Zval>();
            let slots = slice::from_raw_parts(slots, count);
            let defaults: &[Zval] = match count {
                0 => &[],
                _ => slice::from_raw_parts((*class).default_properties_table, count),
            };
            (slots, defaults, (*raw).properties.as_ref())
        };
        let is_set = |value: &&Zval| kind(value) != IS_UNDEF;
        let values = slots.iter().zip(defaults).map(|(value, default)| {
            let value = Some(value).filter(is_set);
            value.or_else(|| Some(default).filter(is_set))
        });
        let numbered = (0..).map(Key::Number).zip(values);
        let slots = numbered.filter_map(|(number, value)| Some((number, value?)));
        self.add_entries(slots, depth);
        let others = others.into_iter().flat_map(array_slots::entries);
        let others = others.filter(|(_, value)| kind(value) != IS_INDIRECT);
        self.add_entries(others, depth);
    }
}

/// The address of what PHP serializes once, if this is one: an object, or what a reference refers to.
fn address(value: &Zval) -> Option<usize> {
    if let Some(object) = PhpObject::of(value) {
        return Some(object.raw().addr());
    }
    // SAFETY: the type says which part of the union is written.
    (kind(value) == IS_REFERENCE).then(|| unsafe { value.value.ref_ }.addr())
}

fn serialized_digits() -> usize {
    let digits = ini::value(c"serialize_precision").and_then(|digits| digits.parse().ok());
    digits.unwrap_or(ALL_DIGITS)
}

/// A number as it is when it is restored.
fn as_serialized(number: f64, digits: usize) -> f64 {
    if number.is_nan() {
        // There are many, also negative ones.
        return f64::NAN;
    }
    if digits >= ALL_DIGITS {
        return number;
    }
    let text = format!("{number:.*e}", digits.max(1) - 1);
    text.parse().unwrap_or(number)
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
