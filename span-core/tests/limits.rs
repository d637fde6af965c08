//! How much may be said of a span, and that the rest is counted.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use span_core::{
    Attribute, AttributeList, BodyEnd, CoroutineId, ExporterKind, FinishedSpan, Link, SpanKey,
    SpanLimits, SpanOptions,
};
use support::{code, engine_with, exception, text};

const ID: CoroutineId = CoroutineId(5);

/// What becomes of the span of coroutine 5 under `limits`, when it is told `said`.
fn told(
    limits: SpanLimits,
    options: SpanOptions,
    said: impl FnOnce(&mut span_core::Engine, SpanKey),
) -> FinishedSpan {
    let mut engine = engine_with(&[ExporterKind::Memory], |config| config.limits = limits);
    engine.prepare_with(None, CoroutineId::NONE, Box::new(options));
    engine.start_prepared(ID, code());
    let key = engine.current_key(ID).unwrap();
    said(&mut engine, key);
    engine.body_returned(ID);
    engine.finish(ID);
    engine.memory_spans().remove(0)
}

fn numbered(count: usize) -> Vec<Attribute> {
    (0..count)
        .map(|number| (format!("k{number}").into(), 1.into()))
        .collect()
}

fn link(engine: &span_core::Engine, attributes: Vec<Attribute>) -> Link {
    Link {
        context: engine.current_context(ID).unwrap(),
        attributes: attributes.into(),
    }
}

#[test]
fn what_is_too_much_is_dropped_and_counted() {
    let limits = SpanLimits {
        attributes: 2,
        events: 3,
        links: 4,
        attributes_per_event: 5,
        attributes_per_link: 6,
        value_length: None,
    };
    let options = SpanOptions {
        attributes: numbered(3).into(),
        ..SpanOptions::default()
    };
    let span = told(limits, options, |engine, key| {
        engine.set_attribute(key, "new", 1.into());
        engine.set_attribute(key, "k1", 2.into());
        for _ in 0..10 {
            engine.add_event(key, "e".to_owned(), numbered(7).into(), None);
            let link = link(engine, numbered(7));
            engine.add_link(key, link);
        }
    });
    assert_eq!(span.dropped_attributes, 2);
    assert_eq!(
        (text(&span, "k0"), text(&span, "k1")),
        ("1".into(), "2".to_owned())
    );
    assert_eq!((span.events.len(), span.dropped_events), (3, 7));
    assert_eq!((span.links.len(), span.dropped_links), (4, 6));
    let event = &span.events[0];
    assert_eq!((event.attributes.len(), event.dropped_attributes), (5, 2));
    let link = &span.links[0];
    assert_eq!((link.attributes.len(), link.dropped_attributes), (6, 1));
    assert_eq!(
        text(&span, "coroutine.outcome"),
        "returned",
        "ours do not count"
    );
}

#[test]
fn the_defaults_are_opentelemetrys() {
    let sdk = opentelemetry_sdk::trace::SpanLimits::default();
    let ours = SpanLimits::default();
    assert_eq!(ours.attributes, sdk.max_attributes_per_span);
    assert_eq!(ours.events, sdk.max_events_per_span);
    assert_eq!(ours.links, sdk.max_links_per_span);
    assert_eq!(ours.attributes_per_event, sdk.max_attributes_per_event);
    assert_eq!(ours.attributes_per_link, sdk.max_attributes_per_link);
    assert_eq!(ours.value_length, None);
}

#[test]
fn limits_of_zero_allow_nothing() {
    let limits = SpanLimits {
        attributes: 0,
        events: 0,
        links: 0,
        ..SpanLimits::default()
    };
    let span = told(limits, SpanOptions::default(), |engine, key| {
        engine.set_attribute(key, "k", 1.into());
        engine.add_event(key, "e".to_owned(), AttributeList::default(), None);
        let link = link(engine, Vec::new());
        engine.add_link(key, link);
    });
    let dropped = (
        span.dropped_attributes,
        span.dropped_events,
        span.dropped_links,
    );
    assert_eq!(dropped, (1, 1, 1));
    assert!(span.events.is_empty() && span.links.is_empty());
}

#[test]
fn long_texts_are_cut_between_characters() {
    let limits = SpanLimits {
        value_length: Some(3),
        ..SpanLimits::default()
    };
    let span = told(limits, SpanOptions::default(), |engine, key| {
        engine.set_attribute(key, "text", "äöüß".into());
        engine.set_attribute(key, "short", "äöü".into());
        let texts = vec!["abcd".to_owned(), "a".to_owned()];
        engine.set_attribute(key, "texts", texts.into());
        engine.set_attribute(key, "number", 12345.into());
        let attributes = vec![("k".into(), "abcd".into())];
        engine.add_event(key, "an event's name".to_owned(), attributes.into(), None);
    });
    assert_eq!(text(&span, "text"), "äöü");
    assert_eq!(text(&span, "short"), "äöü");
    assert_eq!(text(&span, "texts"), "[abc, a]");
    assert_eq!(text(&span, "number"), "12345");
    assert_eq!(text(&span, "code.function.name"), "App");
    assert_eq!(span.events[0].name, "an event's name");
    assert_eq!(span.events[0].attributes[0].1, "abc".into());
}

#[test]
fn the_engines_own_event_comes_beyond_the_limit_and_is_cut() {
    let limits = SpanLimits {
        events: 0,
        value_length: Some(2),
        ..SpanLimits::default()
    };
    let span = told(limits, SpanOptions::default(), |engine, _| {
        let end = BodyEnd::Exception(Box::new(exception("RuntimeException", "boom")));
        engine.body_ended(ID, end);
    });
    assert_eq!(span.events[0].attributes[1].1, "bo".into());
    assert_eq!(span.dropped_events, 0);
}
