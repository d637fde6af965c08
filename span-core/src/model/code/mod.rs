//! Locations of the code that coroutines run.
//!
//! Owns the code locations, each interned for the lifetime of the process. Spans hold plain references to them instead of an
//! `Arc`: both the coroutines' thread and the flusher would write its count, and that contention would cost more than all
//! other data they share. Must not know what runs the code.

pub mod names;
pub(crate) mod project;
pub(crate) mod span_name;

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{LazyLock, Mutex};

use serde::{Deserialize, Serialize};

use crate::model::lost_lock::lock_unless_lost;

/// The most locations that are interned: far more than programs have, and a few megabytes. Only a program that keeps
/// generating code reaches it.
const MOST: usize = 16_384;

/// Where a coroutine's body is defined.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize, Debug)]
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

/// A place that is kept.
#[derive(PartialEq, Debug)]
pub struct KeptCode {
    location: CodeLocation,
    number: u32,
}

impl KeptCode {
    /// Stands for a place that is not kept.
    pub(crate) const NOWHERE: Self = KeptCode {
        location: CodeLocation::nowhere(),
        number: 0,
    };

    /// The place itself.
    pub(crate) fn location(&self) -> &CodeLocation {
        &self.location
    }

    /// Places are numbered as they are kept, from 1 on.
    #[inline(always)]
    pub(crate) fn number(&self) -> u32 {
        self.number
    }

    /// Those that were kept after the one with this number.
    pub(crate) fn since(number: u32) -> Vec<&'static Self> {
        let kept = lock_unless_lost(&KEPT);
        let new = kept
            .as_ref()
            .and_then(|kept| kept.in_order.get(number as usize..));
        new.map(<[_]>::to_vec).unwrap_or_default()
    }
}

impl Deref for KeptCode {
    type Target = CodeLocation;

    fn deref(&self) -> &CodeLocation {
        &self.location
    }
}

#[derive(Default)]
struct Kept {
    places: HashMap<&'static CodeLocation, &'static KeptCode>,
    in_order: Vec<&'static KeptCode>,
}

static KEPT: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);

/// A place as spans refer to it.
#[derive(Clone, PartialEq, Debug)]
pub enum Code {
    /// The one copy of this place.
    Kept(&'static KeptCode),
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
    /// One that says nothing.
    pub(crate) const fn nowhere() -> Self {
        CodeLocation {
            function: String::new(),
            file: None,
            line: None,
            span_name: String::new(),
        }
    }

    /// Finds the copy that is kept, or keeps this one.
    ///
    /// ```
    /// use span_core::{Code, CodeLocation};
    ///
    /// let place = CodeLocation { function: "charge".into(), file: None, line: None, span_name: "charge".into() };
    /// assert!(matches!(place.clone().keep(), Code::Kept(kept) if **kept == place));
    /// ```
    pub fn keep(self) -> Code {
        let Some(mut kept) = lock_unless_lost(&KEPT) else {
            return Code::Own(Box::new(self));
        };
        if let Some(place) = kept.places.get(&self) {
            return Code::Kept(place);
        }
        let number = kept.in_order.len() + 1;
        if number > MOST {
            return Code::Own(Box::new(self));
        }
        let place: &'static KeptCode = Box::leak(Box::new(KeptCode {
            location: self,
            number: number as u32,
        }));
        kept.places.insert(&place.location, place);
        kept.in_order.push(place);
        Code::Kept(place)
    }
}
