//! Values that have names, and lists of them.
//!
//! Owns how a name is looked up and what is said of one that is unknown. Must not know what the names stand for.

use std::ffi::CStr;

use super::lower;

/// A name, what it means, and whether this build has it.
pub(crate) type Named<T> = (&'static CStr, T, bool);

/// A list of which not every entry is known: the known ones count all the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Known<T> {
    /// Those that are known, each once.
    pub entries: Vec<T>,
    /// Whether there are others, and if so what is accepted.
    pub refused: Option<String>,
}

impl<T: PartialEq> Known<T> {
    /// Reads the entries one by one. Where none is known, that is an error.
    pub(crate) fn read(
        text: &str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Self, String> {
        let (mut entries, mut refused) = (Vec::new(), None);
        for entry in text.split(',') {
            match read(entry) {
                Ok(entry) if entries.contains(&entry) => {}
                Ok(entry) => entries.push(entry),
                Err(error) => {
                    refused.get_or_insert(error);
                }
            }
        }
        match refused {
            Some(refused) if entries.is_empty() => Err(refused),
            refused => Ok(Known { entries, refused }),
        }
    }
}

/// The first name of what this build has.
pub(crate) const fn first<T>(known: &[Named<T>]) -> Option<&'static CStr> {
    let mut index = 0;
    while index < known.len() {
        if known[index].2 {
            return Some(known[index].0);
        }
        index += 1;
    }
    None
}

/// The value that `name` stands for. The error says what is accepted, in the `form` of the setting.
pub(crate) fn find<T: Copy>(known: &[Named<T>], name: &str, form: &str) -> Result<T, String> {
    let name = lower(name);
    let mut named = known.iter();
    match named.find(|(known, ..)| known.to_bytes() == name.as_bytes()) {
        Some((_, value, true)) => Ok(*value),
        Some(_) => Err(format!(
            "{name} is not compiled in, {}",
            expected(known, form)
        )),
        None => Err(expected(known, form)),
    }
}

pub(crate) fn expected<T>(known: &[Named<T>], form: &str) -> String {
    let built_in = known.iter().filter(|(.., is_built_in)| *is_built_in);
    let names: Vec<_> = built_in.map(|(name, ..)| name.to_string_lossy()).collect();
    format!("expected {form} {}", names.join(", "))
}
