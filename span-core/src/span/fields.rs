//! The fields that a program sets on an open span.
//!
//! Owns the limits: anything beyond them is counted here and dropped. Must not know which span it belongs to, nor what else
//! takes memory.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::SystemTime;

use crate::model::attribute_list::{AttributeList, Place};
use crate::model::context::SpanContext;
use crate::model::kind::SpanKind;
use crate::model::status::SpanStatus;
use crate::model::text;
use crate::model::value_ref::{ValueRef, longest};
use crate::span::clock::{Tick, WallClock};
use crate::span::limits::SpanLimits;
use crate::span::weight;

/// How much of a text is kept that a span cannot do without, where there is no room for it.
const AT_LEAST: usize = 128;

/// The bounds of one change of a span, and its effect.
pub(crate) struct Bounds<'a> {
    limits: &'a SpanLimits,
    /// How many bytes there is room for.
    room: usize,
    /// How many bytes the span grew by.
    pub(crate) growth: isize,
    /// How many attributes, events and links there was no room for.
    pub(crate) refused: u64,
}

impl<'a> Bounds<'a> {
    pub(crate) fn new(limits: &'a SpanLimits, room: usize) -> Self {
        Bounds {
            limits,
            room,
            growth: 0,
            refused: 0,
        }
    }

    /// Makes sure of room for so many bytes.
    fn take(&mut self, bytes: usize) -> bool {
        let fits = self.has_room(bytes);
        if fits {
            self.resize(0, bytes);
        }
        fits
    }

    /// Whether there is room for so many bytes.
    fn has_room(&mut self, bytes: usize) -> bool {
        let fits = bytes <= self.room;
        self.refused += u64::from(!fits);
        fits
    }

    /// Something took so many bytes, and takes so many now.
    fn resize(&mut self, before: usize, after: usize) {
        self.give(before);
        self.room = self.room.saturating_sub(after);
        self.growth = self.growth.saturating_add_unsigned(after);
    }

    fn give(&mut self, bytes: usize) {
        self.room = self.room.saturating_add(bytes);
        self.growth = self.growth.saturating_sub_unsigned(bytes);
    }

    /// Counts a text that is kept whether there is room or not: then only its beginning.
    fn keep(&mut self, text: &mut String) {
        text::shorten(text, text::LONGEST);
        if weight::text(text) > self.room {
            text::shorten(text, AT_LEAST);
        }
        let bytes = weight::text(text);
        self.room = self.room.saturating_sub(bytes);
        self.growth = self.growth.saturating_add_unsigned(bytes);
    }
}

/// Attributes with different keys, within their limits.
#[derive(Clone, Default, Debug)]
pub(crate) struct Attributes {
    pub(crate) list: AttributeList,
    pub(crate) dropped: u32,
}

impl Attributes {
    /// The list as it is, where nothing of it is too much; else one after the other.
    fn collect(
        list: AttributeList,
        has_distinct_keys: bool,
        max: u32,
        bounds: &mut Bounds<'_>,
    ) -> Self {
        let dropped = list.refused();
        bounds.refused += u64::from(dropped);
        let fits = list.len() <= max as usize && bounds.limits.value_length.is_none();
        if fits && has_distinct_keys {
            let bytes = weight::list(list.capacity());
            if bytes <= bounds.room && bounds.take(bytes) {
                return Attributes { list, dropped };
            }
        }
        let mut collected = Attributes {
            list: AttributeList::default(),
            dropped,
        };
        for (key, value) in list.iter() {
            collected.set(key, value, max, bounds);
        }
        collected
    }

    /// The same of a list whose keys may be the same.
    fn of(list: AttributeList, max: u32, bounds: &mut Bounds<'_>) -> Self {
        let has_distinct_keys = list.has_distinct_keys(text::LONGEST);
        Self::collect(list, has_distinct_keys, max, bounds)
    }

    /// The last value of a key stands. A key that is empty is none: the specification forbids it.
    fn set(&mut self, key: &str, value: ValueRef<'_>, max: u32, bounds: &mut Bounds<'_>) {
        if key.is_empty() {
            return;
        }
        let key = text::beginning(key, text::LONGEST);
        let value = &value.truncated(bounds.limits.value_length);
        let place = self.list.find(key);
        let of_former = place.as_ref().map_or(0, Place::len);
        let is_known = place.is_some();
        let before = self.list.capacity();
        // Where there is no room, the former value stands, as it would if the new one had not been set.
        let is_set = (is_known || self.list.len() < max as usize)
            && bounds.has_room(longest(key, value).saturating_sub(of_former))
            && self.list.set(key, value, place);
        if self.list.capacity() != before {
            bounds.resize(weight::list(before), weight::list(self.list.capacity()));
        }
        if !is_set {
            self.dropped = self.dropped.saturating_add(1);
        }
    }
}

/// When something happened: as the program gave it, or read from the clock that times spans.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Moment {
    Given(SystemTime),
    Clock(Tick),
}

impl Moment {
    /// On the wall clock.
    pub(crate) fn time(self, clock: &WallClock) -> SystemTime {
        match self {
            Moment::Given(time) => time,
            Moment::Clock(tick) => clock.time_of(tick),
        }
    }
}

/// Something that happened during a span.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) name: String,
    pub(crate) moment: Moment,
    pub(crate) attributes: Attributes,
}

/// A link, with its trace state spelled out for the flusher.
#[derive(Clone, Debug)]
pub(crate) struct DetailedLink {
    pub(crate) context: SpanContext,
    pub(crate) trace_state: Option<Arc<str>>,
    pub(crate) attributes: Attributes,
}

/// A list that was cut at its limit.
#[derive(Clone, Debug)]
pub(crate) struct Limited<T> {
    pub(crate) items: Vec<T>,
    pub(crate) dropped: u32,
}

impl<T> Default for Limited<T> {
    fn default() -> Self {
        Limited {
            items: Vec::new(),
            dropped: 0,
        }
    }
}

impl<T> Limited<T> {
    /// The first ones stay, as in the SDKs; what is too much is never made. `bytes` is what one takes by itself.
    fn push(
        &mut self,
        max: u32,
        bytes: usize,
        bounds: &mut Bounds<'_>,
        make: impl FnOnce(&mut Bounds<'_>) -> T,
    ) {
        if self.items.len() < max as usize && bounds.take(bytes) {
            self.items.push(make(bounds));
        } else {
            self.dropped = self.dropped.saturating_add(1);
        }
    }
}

/// All fields that the program has set.
#[derive(Clone, Default, Debug)]
pub(crate) struct UserFields {
    pub(crate) name: Option<Cow<'static, str>>,
    pub(crate) kind: SpanKind,
    pub(crate) start_time: Option<SystemTime>,
    pub(crate) end_time: Option<SystemTime>,
    pub(crate) trace_state: Option<Arc<str>>,
    pub(crate) attributes: Attributes,
    pub(crate) events: Limited<Event>,
    pub(crate) links: Limited<DetailedLink>,
    pub(crate) status: SpanStatus,
    /// The size of all of it.
    pub(crate) bytes: usize,
    /// How many bytes the span had in the recorder's file when it was last condensed there, 0 before.
    pub(crate) condensed: usize,
}

impl UserFields {
    /// The fields given by the options, without links and parent.
    pub(crate) fn new(
        name: Option<Cow<'static, str>>,
        kind: SpanKind,
        (attributes, has_distinct_keys): (AttributeList, bool),
        start_time: Option<SystemTime>,
        bounds: &mut Bounds<'_>,
    ) -> Self {
        let max = bounds.limits.attributes;
        let has_distinct_keys = has_distinct_keys || attributes.has_distinct_keys(text::LONGEST);
        let mut fields = UserFields {
            kind,
            start_time,
            ..UserFields::default()
        };
        if let Some(name) = name {
            fields.set_name(name, bounds);
        }
        fields.attributes = Attributes::collect(attributes, has_distinct_keys, max, bounds);
        fields
    }

    pub(crate) fn set_name(&mut self, mut name: Cow<'static, str>, bounds: &mut Bounds<'_>) {
        if let Some(Cow::Owned(former)) = &self.name {
            bounds.give(weight::text(former));
        }
        if let Cow::Owned(name) = &mut name {
            bounds.keep(name);
        }
        self.name = Some(name);
    }

    pub(crate) fn set_attribute(
        &mut self,
        key: &str,
        value: ValueRef<'_>,
        bounds: &mut Bounds<'_>,
    ) {
        let max = bounds.limits.attributes;
        self.attributes.set(key, value, max, bounds);
    }

    /// Attributes that were refused before they came here.
    pub(crate) fn count_refused(&mut self, count: u32) {
        self.attributes.dropped = self.attributes.dropped.saturating_add(count);
    }

    /// Counts events and links that were dropped elsewhere.
    pub(crate) fn count_too_many(&mut self, events: u32, links: u32) {
        self.events.dropped = self.events.dropped.saturating_add(events);
        self.links.dropped = self.links.dropped.saturating_add(links);
    }

    pub(crate) fn add_event(
        &mut self,
        mut name: String,
        moment: Moment,
        attributes: AttributeList,
        bounds: &mut Bounds<'_>,
    ) {
        text::shorten(&mut name, text::LONGEST);
        let (max, max_events) = (bounds.limits.attributes_per_event, bounds.limits.events);
        let bytes = size_of::<Event>() + weight::text(&name);
        self.events.push(max_events, bytes, bounds, |bounds| Event {
            name,
            moment,
            attributes: Attributes::of(attributes, max, bounds),
        });
    }

    pub(crate) fn add_link(
        &mut self,
        context: SpanContext,
        trace_state: Option<Arc<str>>,
        attributes: AttributeList,
        bounds: &mut Bounds<'_>,
    ) {
        let (max, max_links) = (bounds.limits.attributes_per_link, bounds.limits.links);
        let bytes = size_of::<DetailedLink>();
        self.links
            .push(max_links, bytes, bounds, |bounds| DetailedLink {
                context,
                trace_state,
                attributes: Attributes::of(attributes, max, bounds),
            });
    }

    /// OpenTelemetry's order: nothing overrides `Ok`, and `Unset` overrides nothing.
    pub(crate) fn set_status(&mut self, mut status: SpanStatus, bounds: &mut Bounds<'_>) {
        if self.status == SpanStatus::Ok || status == SpanStatus::Unset {
            return;
        }
        if let SpanStatus::Error { description } = &self.status {
            bounds.give(weight::text(description));
        }
        if let SpanStatus::Error { description } = &mut status {
            bounds.keep(description);
        }
        self.status = status;
    }
}
