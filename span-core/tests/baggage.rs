//! W3C Baggage: what is read, what is written, and where it ends.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::collections::HashMap;

use opentelemetry::baggage::BaggageExt;
use opentelemetry::propagation::TextMapPropagator;
use opentelemetry_sdk::propagation::BaggagePropagator;
use span_core::Propagator::{Baggage, TraceContext};
use span_core::{CoroutineId, Engine, ExporterKind, Propagator};
use support::engine_with;

const ID: CoroutineId = CoroutineId(1);
const TRACE: &str = "80f198ee56343ba864fe8b2a57d3eff7";
const SPAN: &str = "e457b5a2e4d86bd1";

type Fields<'a> = &'a [(&'a str, &'a str)];

fn engine(propagators: &[Propagator]) -> Engine {
    engine_with(&[ExporterKind::Memory], |config| {
        config.propagators = propagators.to_vec()
    })
}

fn carrier(fields: Fields<'_>) -> Vec<(String, Vec<String>)> {
    let fields = fields.iter();
    fields
        .map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()]))
        .collect()
}

fn injected(engine: &Engine) -> Vec<(String, String)> {
    let fields = engine.inject(ID, engine.current_context(ID)).into_iter();
    fields
        .map(|(name, value)| (name.into_owned(), value))
        .collect()
}

/// The baggage that is read from this text.
fn baggage(text: &str) -> Vec<(String, String)> {
    let parent = format!("00-{TRACE}-{SPAN}-01");
    let fields = carrier(&[("traceparent", &parent), ("Baggage", text)]);
    let extracted = engine(&[TraceContext, Baggage]).extract(&fields).unwrap();
    let pairs = extracted.baggage.iter();
    pairs
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect()
}

#[test]
fn baggage_is_read_by_the_specification() {
    let table: &[(&str, &[(&str, &str)])] = &[
        ("k=v", &[("k", "v")]),
        ("k1=v1,k2=v2", &[("k1", "v1"), ("k2", "v2")]),
        (" k1 = v1 , k2\t=\tv2 ", &[("k1", "v1"), ("k2", "v2")]),
        ("k=", &[("k", "")]),
        ("k=a%20b%2Cc%3B%22%5C%25", &[("k", "a b,c;\"\\%")]),
        ("k=%C3%BC", &[("k", "ü")]),
        // What is no UTF-8 is replaced.
        ("k=%ff", &[("k", "\u{fffd}")]),
        ("k=%zz", &[("k", "%zz")]),
        // Equals signs belong to the value, as in base 64.
        ("k=a=b==", &[("k", "a=b==")]),
        ("k=v;p=1;q", &[("k", "v")]),
        ("k=1,k=2", &[("k", "2")]),
        ("!#$&'*+-.^_`|~k1=v", &[("!#$&'*+-.^_`|~k1", "v")]),
        // A member that is none does not harm the others.
        ("novalue,k=v,=v,a b=c,ü=v,,", &[("k", "v")]),
        ("", &[]),
    ];
    for (text, expected) in table {
        let expected: Vec<_> = expected
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect();
        assert_eq!(baggage(text), expected, "{text:?}");
    }
}

#[test]
fn baggage_has_64_members_and_8192_bytes_at_most() {
    let members: Vec<_> = (0..70).map(|number| format!("k{number}=v")).collect();
    assert_eq!(baggage(&members.join(",")).len(), 64);
    let long = format!("a={},b=1", "v".repeat(8_191));
    assert_eq!(baggage(&long), [("b".into(), "1".to_owned())]);
    assert_eq!(
        baggage(&"k=v,".repeat(100_000)),
        [],
        "far too long to be looked at"
    );
}

#[test]
fn baggage_is_written_with_its_properties_and_nothing_that_ends_a_header() {
    let mut engine = engine(&[TraceContext, Baggage]);
    let parent = format!("00-{TRACE}-{SPAN}-01");
    let text = "k=a=b;p=1; q ,l=v;evil\r\nx: y";
    let extracted = engine
        .extract(&carrier(&[("traceparent", &parent), ("baggage", text)]))
        .unwrap();
    engine.attach_remote(ID, extracted.context, extracted.baggage);
    assert!(engine.set_baggage(ID, "m", "1,2;3 \"4\"\\5%41ü\r\n"));
    let expected = "k=a=b;p=1; q,l=v,m=1%2C2%3B3%20%224%22%5C5%2541%C3%BC%0D%0A";
    assert_eq!(
        injected(&engine)[1],
        ("baggage".into(), expected.to_owned())
    );
}

#[test]
fn baggage_goes_without_a_span_too() {
    let mut engine = engine(&[TraceContext, Baggage]);
    engine.set_baggage(ID, "k", "v");
    assert_eq!(injected(&engine), [("baggage".into(), "k=v".to_owned())]);
}

#[test]
fn the_sdks_propagator_reads_the_baggage_we_write() {
    let mut engine = engine(&[Baggage]);
    let pairs = [("a", "1,2;3"), ("b", "ü \"\\"), ("c", "100%")];
    for (key, value) in pairs {
        engine.set_baggage(ID, key, value);
    }
    let headers: HashMap<_, _> = injected(&engine).into_iter().collect();
    let theirs = BaggagePropagator::new().extract(&headers);
    for (key, value) in pairs {
        assert_eq!(
            theirs.baggage().get(key).map(|value| value.as_str()),
            Some(value)
        );
    }
}
