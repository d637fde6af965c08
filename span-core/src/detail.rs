//! What a program has said of a span that is still open.
//!
//! Owns the limits: what is beyond them is counted here and kept nowhere. Must not know which span it is about.

use std::sync::Arc;
use std::time::SystemTime;

use crate::clock::Tick;
use crate::config::SpanLimits;
use crate::context::SpanContext;
use crate::finished::{AttributeValue, SpanStatus};
use crate::options::SpanKind;

/// Attributes with different keys, within their limits.
#[derive(Clone, Default, Debug)]
pub(crate) struct Attributes {
    pub(crate) entries: Vec<(String, AttributeValue)>,
    pub(crate) dropped: u32,
}

impl Attributes {
    fn collect(
        attributes: Vec<(String, AttributeValue)>,
        max: u32,
        value_length: Option<u32>,
    ) -> Self {
        let mut collected = Attributes::default();
        for (key, value) in attributes {
            collected.set(key, value, max, value_length);
        }
        collected
    }

    /// The last value of a key stands. A key that is empty is none: the specification forbids it.
    fn set(&mut self, key: String, mut value: AttributeValue, max: u32, value_length: Option<u32>) {
        if key.is_empty() {
            return;
        }
        value.truncate(value_length);
        if let Some((_, former)) = self.entries.iter_mut().find(|(other, _)| *other == key) {
            *former = value;
        } else if self.entries.len() < max as usize {
            self.entries.push((key, value));
        } else {
            self.dropped = self.dropped.saturating_add(1);
        }
    }
}

/// When something happened: as the program has it, or when it was told, on the clock that a span's ends are on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Moment {
    Given(SystemTime),
    Told(Tick),
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
    /// The first ones stay, as in the SDKs; what is too much is never made.
    fn push(&mut self, max: u32, make: impl FnOnce() -> T) {
        if self.items.len() < max as usize {
            self.items.push(make());
        } else {
            self.dropped = self.dropped.saturating_add(1);
        }
    }
}

/// All that was said.
#[derive(Clone, Default, Debug)]
pub(crate) struct Detail {
    pub(crate) name: Option<String>,
    pub(crate) kind: SpanKind,
    pub(crate) start_time: Option<SystemTime>,
    pub(crate) end_time: Option<SystemTime>,
    pub(crate) trace_state: Option<Arc<str>>,
    pub(crate) attributes: Attributes,
    pub(crate) events: Limited<Event>,
    pub(crate) links: Limited<DetailedLink>,
    pub(crate) status: SpanStatus,
}

impl Detail {
    /// What the options say, but for links and parent.
    pub(crate) fn new(
        name: Option<String>,
        kind: SpanKind,
        attributes: Vec<(String, AttributeValue)>,
        start_time: Option<SystemTime>,
        limits: &SpanLimits,
    ) -> Self {
        Detail {
            name,
            kind,
            start_time,
            attributes: Attributes::collect(attributes, limits.attributes, limits.value_length),
            ..Detail::default()
        }
    }

    pub(crate) fn set_attribute(&mut self, key: &str, value: AttributeValue, limits: &SpanLimits) {
        let (max, value_length) = (limits.attributes, limits.value_length);
        self.attributes
            .set(key.to_owned(), value, max, value_length);
    }

    pub(crate) fn add_event(
        &mut self,
        name: String,
        moment: Moment,
        attributes: Vec<(String, AttributeValue)>,
        limits: &SpanLimits,
    ) {
        let (max, value_length) = (limits.attributes_per_event, limits.value_length);
        self.events.push(limits.events, || Event {
            name,
            moment,
            attributes: Attributes::collect(attributes, max, value_length),
        });
    }

    pub(crate) fn add_link(
        &mut self,
        context: SpanContext,
        trace_state: Option<Arc<str>>,
        attributes: Vec<(String, AttributeValue)>,
        limits: &SpanLimits,
    ) {
        let (max, value_length) = (limits.attributes_per_link, limits.value_length);
        self.links.push(limits.links, || DetailedLink {
            context,
            trace_state,
            attributes: Attributes::collect(attributes, max, value_length),
        });
    }

    /// OpenTelemetry's order: nothing overrides `Ok`, and `Unset` overrides nothing.
    pub(crate) fn set_status(&mut self, status: SpanStatus) {
        if self.status != SpanStatus::Ok && status != SpanStatus::Unset {
            self.status = status;
        }
    }
}
