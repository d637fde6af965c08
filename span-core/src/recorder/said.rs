//! What is said of a span beyond its words: each thing by itself, in the order in which it was said.
//!
//! Owns what can be said, and how a span is put together again. Must not know where the bytes are, nor how they are written
//! ([`super::said_bytes`]).

use std::borrow::Cow;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::model::attribute_list::AttributeList;
use crate::model::code::CodeLocation;
use crate::model::context::{SpanContext, TraceFlags};
use crate::model::ids::{SpanId, TraceId};
use crate::model::kind::SpanKind;
use crate::model::status::SpanStatus;
use crate::span::clock::Tick;
use crate::span::end::Ending;
use crate::span::fields::{Attributes, Bounds, Moment, UserFields};

/// One thing that is said of a span. Where a kind stands in this list is part of the format.
#[derive(Serialize, Deserialize, Debug)]
pub(crate) enum Said<'a> {
    Name(Cow<'a, str>),
    Kind(SpanKind),
    StartTime(SystemTime),
    EndTime(SystemTime),
    TraceState(Cow<'a, str>),
    Attributes(Cow<'a, AttributeList>),
    /// Attributes that were refused.
    Refused(u32),
    Event(Cow<'a, str>, At, SaidAttributes<'a>),
    Link(SaidContext, Option<Cow<'a, str>>, SaidAttributes<'a>),
    Status(Cow<'a, SpanStatus>),
    /// The place of code, where it has no number.
    Code(Cow<'a, CodeLocation>),
    Ending(Cow<'a, Ending>),
    /// Events and links that were too many.
    TooMany(u32, u32),
}

/// The attributes of an event or of a link, and how many it does not have: they were too many, or refused.
#[derive(Serialize, Deserialize, Debug)]
pub(crate) struct SaidAttributes<'a>(Cow<'a, AttributeList>, u32);

impl SaidAttributes<'_> {
    fn into_owned(self) -> SaidAttributes<'static> {
        SaidAttributes(Cow::Owned(self.0.into_owned()), self.1)
    }

    fn into_list(self) -> AttributeList {
        let mut list = self.0.into_owned();
        list.count_refused(self.1);
        list
    }
}

impl<'a> From<&'a AttributeList> for SaidAttributes<'a> {
    fn from(list: &'a AttributeList) -> Self {
        SaidAttributes(Cow::Borrowed(list), list.refused())
    }
}

impl<'a> From<&'a Attributes> for SaidAttributes<'a> {
    fn from(attributes: &'a Attributes) -> Self {
        SaidAttributes(Cow::Borrowed(&attributes.list), attributes.dropped)
    }
}

/// When something happened.
#[derive(Clone, Copy, Serialize, Deserialize, Debug)]
pub(crate) enum At {
    Given(SystemTime),
    Clock(u64),
}

/// The context that a link points to.
#[derive(Clone, Copy, Serialize, Deserialize, Debug)]
pub(crate) struct SaidContext {
    trace_id: u128,
    span_id: u64,
    flags: u8,
    is_remote: bool,
}

impl From<&SpanContext> for SaidContext {
    fn from(context: &SpanContext) -> Self {
        SaidContext {
            trace_id: context.trace_id.0,
            span_id: context.span_id.0,
            flags: context.flags.bits(),
            is_remote: context.is_remote,
        }
    }
}

impl From<SaidContext> for SpanContext {
    fn from(said: SaidContext) -> Self {
        SpanContext {
            is_remote: said.is_remote,
            ..SpanContext::local(
                TraceId(said.trace_id),
                SpanId(said.span_id),
                TraceFlags::of_bits(said.flags),
            )
        }
    }
}

impl From<Moment> for At {
    fn from(moment: Moment) -> Self {
        match moment {
            Moment::Given(time) => At::Given(time),
            Moment::Clock(tick) => At::Clock(tick.count()),
        }
    }
}

impl From<At> for Moment {
    fn from(at: At) -> Self {
        match at {
            At::Given(time) => Moment::Given(time),
            At::Clock(count) => Moment::Clock(Tick::of(count)),
        }
    }
}

impl<'a> Said<'a> {
    /// An event.
    pub(crate) fn event(
        name: &'a str,
        moment: Moment,
        attributes: impl Into<SaidAttributes<'a>>,
    ) -> Self {
        Said::Event(name.into(), moment.into(), attributes.into())
    }

    /// A link.
    pub(crate) fn link(
        context: &SpanContext,
        trace_state: Option<&'a str>,
        attributes: impl Into<SaidAttributes<'a>>,
    ) -> Self {
        Said::Link(
            context.into(),
            trace_state.map(Cow::from),
            attributes.into(),
        )
    }

    /// What bytes say. `None` where they say nothing.
    pub(crate) fn read(bytes: &[u8]) -> Option<Said<'static>> {
        let (said, rest) = postcard::take_from_bytes::<Said<'_>>(bytes).ok()?;
        rest.is_empty().then(|| said.into_owned())
    }

    fn into_owned(self) -> Said<'static> {
        let own = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        match self {
            Said::Name(name) => Said::Name(own(name)),
            Said::Kind(kind) => Said::Kind(kind),
            Said::StartTime(time) => Said::StartTime(time),
            Said::EndTime(time) => Said::EndTime(time),
            Said::TraceState(state) => Said::TraceState(own(state)),
            Said::Attributes(attributes) => Said::Attributes(Cow::Owned(attributes.into_owned())),
            Said::Refused(count) => Said::Refused(count),
            Said::Event(name, at, attributes) => {
                Said::Event(own(name), at, attributes.into_owned())
            }
            Said::Link(context, state, attributes) => {
                Said::Link(context, state.map(own), attributes.into_owned())
            }
            Said::Status(status) => Said::Status(Cow::Owned(status.into_owned())),
            Said::Code(code) => Said::Code(Cow::Owned(code.into_owned())),
            Said::Ending(ending) => Said::Ending(Cow::Owned(ending.into_owned())),
            Said::TooMany(events, links) => Said::TooMany(events, links),
        }
    }
}

/// How many bytes of fields have their attributes said at once.
const SMALL: usize = 4 << 10;

/// Says all that user fields say.
pub(crate) fn each_said(fields: &UserFields, say: &mut impl FnMut(Said<'_>)) {
    if let Some(name) = &fields.name {
        say(Said::Name(Cow::Borrowed(name)));
    }
    if fields.kind != SpanKind::Internal {
        say(Said::Kind(fields.kind));
    }
    if let Some(time) = fields.start_time {
        say(Said::StartTime(time));
    }
    if let Some(time) = fields.end_time {
        say(Said::EndTime(time));
    }
    if let Some(state) = &fields.trace_state {
        say(Said::TraceState(Cow::Borrowed(state)));
    }
    let Attributes { list, dropped } = &fields.attributes;
    // Together where they are small: what is said at once has room as a whole, or none.
    if fields.bytes <= SMALL {
        if !list.is_empty() {
            say(Said::Attributes(Cow::Borrowed(list)));
        }
    } else {
        for attribute in list.each() {
            say(Said::Attributes(Cow::Owned(attribute)));
        }
    }
    if *dropped > 0 {
        say(Said::Refused(*dropped));
    }
    for event in &fields.events.items {
        say(Said::event(&event.name, event.moment, &event.attributes));
    }
    for link in &fields.links.items {
        let state = link.trace_state.as_deref();
        say(Said::link(&link.context, state, &link.attributes));
    }
    let (events, links) = (fields.events.dropped, fields.links.dropped);
    if (events, links) != (0, 0) {
        say(Said::TooMany(events, links));
    }
    if fields.status != SpanStatus::Unset {
        say(Said::Status(Cow::Borrowed(&fields.status)));
    }
}

/// Says it to user fields, as the program did.
pub(crate) fn repeat(said: Said<'static>, fields: &mut UserFields, bounds: &mut Bounds<'_>) {
    match said {
        Said::Name(name) => fields.set_name(name, bounds),
        Said::Kind(kind) => fields.kind = kind,
        Said::StartTime(time) => fields.start_time = Some(time),
        Said::EndTime(time) => fields.end_time = Some(time),
        Said::TraceState(state) => fields.trace_state = Some(state.into()),
        Said::Attributes(attributes) => {
            for (key, value) in attributes.iter() {
                fields.set_attribute(key, value, bounds);
            }
        }
        Said::Refused(count) => fields.count_refused(count),
        Said::Event(name, at, attributes) => {
            fields.add_event(name.into_owned(), at.into(), attributes.into_list(), bounds)
        }
        Said::Link(context, state, attributes) => {
            let state = state.map(Into::into);
            fields.add_link(context.into(), state, attributes.into_list(), bounds);
        }
        Said::TooMany(events, links) => fields.count_too_many(events, links),
        Said::Status(status) => fields.set_status(status.into_owned(), bounds),
        // Not of the program's.
        Said::Code(_) | Said::Ending(_) => {}
    }
}
