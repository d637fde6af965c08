//! Locations of the code that coroutines run.
//!
//! Owns the code locations, each interned for the lifetime of the process. Spans hold plain references to them instead of an
//! `Arc`: both the coroutines' thread and the flusher would write its count, and that contention would cost more than all
//! other data they share. Must not know what runs the code.

pub mod names;
pub(crate) mod project;
pub(crate) mod span_name;

use std::collections::HashSet;
use std::sync::{LazyLock, Mutex};

use crate::model::lost_lock::lock_unless_lost;

/// The most locations that are interned: far more than programs have, and a few megabytes. Only a program that keeps
/// generating code reaches it.
const MOST: usize = 16_384;

/// Where a coroutine's body is defined.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct CodeLocation {
    /// Fully qualified name of the function or method; see [`crate::model::code::names`].
    pub function: String,
    /// The file, where it is user code.
    pub file: Option<String>,
    /// The line of the definition, where it is user code.
    pub line: Option<u32>,
    /// The name of spans that run it, unless the program names them: made once, with the location.
    pub span_name: String,
}

/// A place as spans refer to it.
#[derive(Clone, PartialEq, Debug)]
pub enum Code {
    /// The one copy of this place.
    Kept(&'static CodeLocation),
    /// A copy of its own, because so many others are kept.
    Own(Box<CodeLocation>),
}

impl Code {
    /// The place itself.
    pub fn location(&self) -> &CodeLocation {
        match self {
            Code::Kept(place) => place,
            Code::Own(place) => place,
        }
    }
}

impl CodeLocation {
    /// Finds the copy that is kept, or keeps this one.
    ///
    /// ```
    /// use span_core::{Code, CodeLocation};
    ///
    /// let place = CodeLocation { function: "charge".into(), file: None, line: None, span_name: "charge".into() };
    /// assert!(matches!(place.clone().keep(), Code::Kept(kept) if *kept == place));
    /// ```
    pub fn keep(self) -> Code {
        static KEPT: LazyLock<Mutex<HashSet<&'static CodeLocation>>> =
            LazyLock::new(Mutex::default);
        let Some(mut kept) = lock_unless_lost(&KEPT) else {
            return Code::Own(Box::new(self));
        };
        if let Some(place) = kept.get(&self) {
            return Code::Kept(place);
        }
        if kept.len() >= MOST {
            return Code::Own(Box::new(self));
        }
        let place: &'static CodeLocation = Box::leak(Box::new(self));
        kept.insert(place);
        Code::Kept(place)
    }
}
