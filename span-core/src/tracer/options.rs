//! The options of a span at its start.
//!
//! Owns the shapes only. Must not know what the engine makes of them (`span::fields` does that).

use std::borrow::Cow;
use std::time::SystemTime;

use crate::model::attribute_list::AttributeList;
use crate::model::code::Code;
use crate::model::context::SpanContext;
use crate::model::kind::SpanKind;

/// The choice of a span's parent.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum ParentChoice {
    /// The span that is current where it starts.
    #[default]
    Current,
    /// This one. One that is not valid is the same as [`ParentChoice::Root`].
    Explicit(SpanContext),
    /// Nothing: it begins a trace.
    Root,
}

impl ParentChoice {
    /// The parent that is chosen, where `current` is current.
    pub fn or_current(self, current: Option<SpanContext>) -> Option<SpanContext> {
        match self {
            ParentChoice::Current => current,
            ParentChoice::Explicit(context) => Some(context).filter(SpanContext::is_valid),
            ParentChoice::Root => None,
        }
    }
}

/// Points to a span that this one has to do with, other than its parent.
#[derive(Clone, PartialEq, Debug)]
pub struct Link {
    /// That span.
    pub context: SpanContext,
    /// How the two spans are related.
    pub attributes: AttributeList,
}

/// All that can be said of a span when it starts.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct SpanOptions {
    /// Name of a coroutine's span, where it is not that of its [`CodeLocation`](crate::CodeLocation). Manual spans have
    /// their names anyway.
    pub name: Option<Cow<'static, str>>,
    /// The part it plays.
    pub kind: SpanKind,
    /// Its first attributes.
    pub attributes: AttributeList,
    /// Whether all of them are known to have different keys, of which none is empty or long. Otherwise that is looked at.
    pub has_distinct_keys: bool,
    /// Its first links.
    pub links: Vec<Link>,
    /// Its parent.
    pub parent: ParentChoice,
    /// When it started, if not now.
    pub start_time: Option<SystemTime>,
    /// How many of its attributes, and of its links' attributes, found no room: see [`Room`](crate::model::text::Room).
    pub refused: u32,
    /// Where a coroutine's code stands, if that is not where its callable stands.
    pub code: Option<Code>,
}
