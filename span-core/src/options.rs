//! What a program says about a span when it starts one, and how it refers to it afterwards.
//!
//! Owns the shapes only. Must not know what the engine makes of them (`detail` does that).

use std::time::SystemTime;

use crate::code::Code;
use crate::context::SpanContext;
use crate::finished::AttributeValue;
use crate::ids::CoroutineId;

/// The part that a span plays between services.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub enum SpanKind {
    /// Work inside the program.
    #[default]
    Internal,
    /// Answers a request.
    Server,
    /// Makes a request.
    Client,
    /// Sends a message.
    Producer,
    /// Handles a message.
    Consumer,
}

/// What a span is a child of.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum ParentChoice {
    /// What is current where it starts.
    #[default]
    Current,
    /// This one. One that is not valid is the same as [`ParentChoice::Root`].
    Explicit(SpanContext),
    /// Nothing: it begins a trace.
    Root,
}

impl ParentChoice {
    /// The parent that is chosen, where `current` is current.
    pub(crate) fn or_current(self, current: Option<SpanContext>) -> Option<SpanContext> {
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
    /// What the two have to do with each other.
    pub attributes: Vec<(String, AttributeValue)>,
}

/// All that can be said of a span when it starts.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct SpanOptions {
    /// Name of a coroutine's span, where it is not that of its [`CodeLocation`](crate::CodeLocation). Spans by hand have
    /// their names anyway.
    pub name: Option<String>,
    /// The part it plays.
    pub kind: SpanKind,
    /// Its first attributes.
    pub attributes: Vec<(String, AttributeValue)>,
    /// Its first links.
    pub links: Vec<Link>,
    /// What it is a child of.
    pub parent: ParentChoice,
    /// When it started, if not now.
    pub start_time: Option<SystemTime>,
    /// How many of its attributes, and of its links' attributes, found no room: see [`Room`](crate::text::Room).
    pub refused: u32,
    /// Where a coroutine's code stands, if that is not where its callable stands.
    pub code: Option<Code>,
}

/// Refers to a span of this process, or to a context that stands for one. Plain data: it may be kept for ever, copied,
/// and forgotten without a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SpanKey {
    pub(crate) context: SpanContext,
    pub(crate) home: Home,
}

/// Where the engine keeps what a key refers to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Home {
    /// With the coroutine: it is the span of the coroutine itself.
    Coroutine(CoroutineId),
    /// Among the spans by hand.
    ByHand { coroutine: CoroutineId, serial: u64 },
    /// Nowhere: the span is not recorded, or it is another process's.
    Nowhere,
}

/// Refers to a scope: one entry of a coroutine's stack of current spans.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ScopeId {
    pub(crate) coroutine: CoroutineId,
    pub(crate) serial: u64,
}

/// What became of a request to detach a scope.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Detached {
    /// It was the innermost one, as it should be.
    InOrder,
    /// There are scopes inside of it. It is gone, and they stand.
    OutOfOrder,
    /// It is another coroutine's. Nothing was changed.
    OtherCoroutine,
    /// It was detached before, or its coroutine has ended.
    Unknown,
}
