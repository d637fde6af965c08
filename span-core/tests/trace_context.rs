//! W3C Trace Context: every rule of the specification about what is taken and what is refused.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::collections::HashMap;

use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::TraceContextExt;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use span_core::{CoroutineId, Engine, Extracted};
use support::{code, memory_engine};

const PARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const ID: CoroutineId = CoroutineId(1);

fn carrier(fields: &[(&str, &[&str])]) -> Vec<(String, Vec<String>)> {
    let owned = |values: &[&str]| values.iter().map(|&value| value.to_owned()).collect();
    fields
        .iter()
        .map(|(name, values)| ((*name).to_owned(), owned(values)))
        .collect()
}

fn extract(fields: &[(&str, &[&str])]) -> Option<Extracted> {
    memory_engine().extract(&carrier(fields))
}

/// The trace state that is kept of these headers; empty where there is none.
fn state(values: &[&str]) -> String {
    let mut engine = memory_engine();
    let fields = carrier(&[("traceparent", &[PARENT]), ("tracestate", values)]);
    let context = engine.extract(&fields).unwrap().context;
    engine.trace_state(&context).unwrap_or_default().to_owned()
}

#[test]
fn legal_parents_are_taken() {
    let ids = "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331";
    let table = [
        (PARENT.to_owned(), 1),
        (format!("00-{ids}-00"), 0),
        (format!("00-{ids}-02"), 2),
        // Of the flags only the two lowest are read, and the others do not matter.
        (format!("00-{ids}-ff"), 3),
        (format!("00-{ids}-fc"), 0),
        // White space around a field's value is no part of it.
        (format!(" \t{PARENT}\t "), 1),
        // Later versions, with what they may add after a dash.
        (format!("01-{ids}-01"), 1),
        (format!("cc-{ids}-01"), 1),
        (format!("cc-{ids}-01-what-the-future-will-be-like"), 1),
        (format!("fe-{ids}-00-"), 0),
    ];
    for (text, flags) in table {
        let extracted = extract(&[("traceparent", &[&text])]);
        let context = extracted.unwrap_or_else(|| panic!("{text:?}")).context;
        assert_eq!(
            context.trace_id.to_hex(),
            "0af7651916cd43dd8448eb211c80319c"
        );
        assert_eq!(context.span_id.to_hex(), "b7ad6b7169203331");
        assert_eq!(context.flags.as_u8(), flags, "{text:?}");
        assert_eq!(context.flags.is_sampled(), flags & 1 == 1, "{text:?}");
        assert!(context.is_remote);
    }
}

#[test]
fn illegal_parents_are_refused() {
    let (trace, span) = ("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331");
    let table = [
        String::new(),
        "-".to_owned(),
        "---".to_owned(),
        "garbage".to_owned(),
        // The version: forbidden, too short, too long, not hexadecimal, a sign.
        format!("ff-{trace}-{span}-01"),
        format!("0-{trace}-{span}-01"),
        format!("000-{trace}-{span}-01"),
        format!(".0-{trace}-{span}-01"),
        format!("+0-{trace}-{span}-01"),
        format!("-{trace}-{span}-01"),
        // Version 0 has four parts.
        format!("00-{trace}-{span}"),
        format!("00-{trace}-{span}-"),
        format!("00-{trace}-{span}-01-"),
        format!("00-{trace}-{span}-01-what-the-future-will-be-like"),
        format!("00-{trace}-{span}-01.what"),
        // Later versions begin as version 0 does.
        format!("cc-{trace}-{span}-01.what-the-future-will-not-be-like"),
        format!("cc-{trace}-{span}-011"),
        format!("cc-{trace}-{span}"),
        // The trace id: zero, too short, too long, capitals, not hexadecimal, a sign.
        format!("00-00000000000000000000000000000000-{span}-01"),
        format!("00-{}-{span}-01", &trace[1..]),
        format!("00-0{trace}-{span}-01"),
        format!("00-{}-{span}-01", trace.to_uppercase()),
        format!("00-.{}-{span}-01", &trace[1..]),
        format!("00-+{}-{span}-01", &trace[1..]),
        format!("00--{span}-01"),
        // The span id.
        format!("00-{trace}-0000000000000000-01"),
        format!("00-{trace}-{}-01", &span[1..]),
        format!("00-{trace}-0{span}-01"),
        format!("00-{trace}-{}-01", span.to_uppercase()),
        format!("00-{trace}-.{}-01", &span[1..]),
        // The flags.
        format!("00-{trace}-{span}-1"),
        format!("00-{trace}-{span}-001"),
        format!("00-{trace}-{span}-.0"),
        format!("00-{trace}-{span}-0G"),
        format!("00-{trace}-{span}-0A"),
        // Other characters that are no ASCII digits, and bytes in the middle of a character.
        format!("00-{trace}-{span}-0\u{661}"),
        format!("00-{}é-{span}-01", &trace[2..]),
        format!("00_{trace}_{span}_01"),
        format!("00 -{trace}-{span}-01"),
        format!("{PARENT},{PARENT}"),
    ];
    for text in table {
        assert_eq!(extract(&[("traceparent", &[&text])]), None, "{text:?}");
    }
}

#[test]
fn names_of_fields_are_in_any_case_and_a_parent_may_be_there_only_once() {
    for name in ["traceparent", "TraceParent", "TRACEPARENT", "tRaCePaReNt"] {
        assert!(extract(&[(name, &[PARENT])]).is_some(), "{name}");
    }
    for name in [
        "trace-parent",
        "trace.parent",
        " traceparent",
        "traceparent2",
        "",
    ] {
        assert!(extract(&[(name, &[PARENT])]).is_none(), "{name}");
    }
    assert!(extract(&[("traceparent", &[PARENT, PARENT])]).is_none());
    assert!(extract(&[("traceparent", &[PARENT]), ("Traceparent", &[PARENT])]).is_none());
    assert!(extract(&[("traceparent", &[])]).is_none());
    assert!(
        extract(&[("tracestate", &["a=1"])]).is_none(),
        "a state without a parent is nothing"
    );
    assert!(extract(&[]).is_none());
}

#[test]
fn legal_states_are_kept_in_their_order() {
    let tenant = format!("{}@{}", "t".repeat(241), "v".repeat(14));
    let table: &[(&[&str], &str)] = &[
        (&["foo=1"], "foo=1"),
        (&["foo=1,bar=2"], "foo=1,bar=2"),
        (&["foo=1", "bar=2"], "foo=1,bar=2"),
        (&["foo=1 \t , \t bar=2, \t baz=3"], "foo=1,bar=2,baz=3"),
        (&["foo=1,", ",bar=2"], "foo=1,bar=2"),
        (&["foo=1,,bar=2"], "foo=1,bar=2"),
        (&["", "foo=1"], "foo=1"),
        (&[""], ""),
        (&[" "], ""),
        (&["fw529a3039@dt=FfuKZBqzTwk"], "fw529a3039@dt=FfuKZBqzTwk"),
        (&["0a_-*/@0b_-*/=1"], "0a_-*/@0b_-*/=1"),
        // An `@` is a letter like others, wherever it stands but at the beginning.
        (
            &["foo@=1,foo@@bar=2,foo@bar@baz=3,foo@-bar=4"],
            "foo@=1,foo@@bar=2,foo@bar@baz=3,foo@-bar=4",
        ),
        (&["a= b c"], "a= b c"),
        (
            &["a=!\"#$%&'()*+-./:;<>?@[\\]^_`{|}~"],
            "a=!\"#$%&'()*+-./:;<>?@[\\]^_`{|}~",
        ),
        // Of two members with one key the first one stands.
        (&["foo=1,bar=2,foo=3"], "foo=1,bar=2"),
        (&["foo=1,foob=2"], "foo=1,foob=2"),
    ];
    for (values, expected) in table {
        assert_eq!(state(values), *expected, "{values:?}");
    }
    for long in [
        format!("{}=1", "z".repeat(256)),
        format!("{tenant}=1"),
        format!("t@{}=1", "v".repeat(254)),
        format!("a={}", "b".repeat(256)),
    ] {
        assert_eq!(state(&["foo=1", &long]), format!("foo=1,{long}"));
    }
    let members: Vec<_> = (0..32)
        .map(|number| format!("bar{number:02}={number}"))
        .collect();
    assert_eq!(state(&[&members.join(",")]), members.join(","));
}

#[test]
fn illegal_members_are_dropped_and_their_neighbours_stand() {
    let table = [
        "foo",
        "foo =1",
        "=1",
        "foo=",
        "FOO=1",
        "foo.bar=1",
        "_foo=1",
        "@foo=1",
        "foo;=2",
        "foo=bar=baz",
        "foo=é",
        "foo=a\tb",
        "foo=a\r\nb: c",
        "foo=a\0",
        "é=1",
    ];
    let long = [
        format!("{}=1", "z".repeat(257)),
        format!("t@{}=1", "v".repeat(255)),
        format!("a={}", "b".repeat(257)),
    ];
    for bad in table.into_iter().chain(long.iter().map(String::as_str)) {
        assert_eq!(state(&[bad]), "", "{bad:?}");
        assert_eq!(state(&["a=1", bad, "b=2"]), "a=1,b=2", "{bad:?}");
        let one_list = format!("a=1, {bad} ,b=2");
        assert_eq!(state(&[&one_list]), "a=1,b=2", "{bad:?}");
    }
}

#[test]
fn a_list_of_too_many_is_dropped_whole() {
    let members: Vec<_> = (0..32)
        .map(|number| format!("bar{number:02}={number}"))
        .collect();
    let full = members.join(",");
    assert_eq!(state(&[&full, "one_more=1"]), "");
    // What is no member, or is one already, is none too many.
    assert_eq!(state(&[&full, "BAD=1", "bar07=again"]), full);
}

#[test]
fn a_state_is_cut_to_512_characters_the_long_members_first_and_then_the_last_ones() {
    let long = format!("long={}", "x".repeat(125));
    let short: Vec<_> = (0..30)
        .map(|number| format!("k{number:02}={}", "y".repeat(12)))
        .collect();
    let whole = format!("{long},{}", short.join(","));
    assert!(whole.len() > 512 && short.join(",").len() <= 512);
    assert_eq!(state(&[&whole]), short.join(","));

    // Of the long members no more go than must, the last one first.
    let long: Vec<_> = (0..4)
        .map(|number| format!("l{number}={}", "x".repeat(149)))
        .collect();
    let whole = format!("{},short=1,{}", long[..2].join(","), long[2..].join(","));
    assert_eq!(
        state(&[&whole]),
        format!("{},short=1,{}", long[..2].join(","), long[2])
    );

    let members: Vec<_> = (0..32)
        .map(|number| format!("k{number:02}={}", "y".repeat(16)))
        .collect();
    let kept = state(&[&members.join(",")]);
    assert_eq!(kept, members[..24].join(","));
    assert_eq!(kept.len(), 24 * 21 - 1);

    assert_eq!(
        state(&[&"a=1,".repeat(10_000)]),
        "",
        "far too long to be looked at"
    );
}

#[test]
fn a_state_goes_on_to_children_and_into_headers_and_finished_spans() {
    let mut engine = memory_engine();
    let fields = carrier(&[("traceparent", &[PARENT]), ("TraceState", &["b=2", "a=1"])]);
    let remote = engine.extract(&fields).unwrap().context;
    let context = engine.start(ID, Some(remote), CoroutineId::NONE, code());
    assert_eq!(engine.trace_state(&context), Some("b=2,a=1"));
    let parent = format!("00-0af7651916cd43dd8448eb211c80319c-{}-01", context.span_id);
    let expected = [("traceparent", parent.as_str()), ("tracestate", "b=2,a=1")];
    assert_eq!(
        injected(&engine),
        expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
    engine.body_returned(ID);
    engine.finish(ID);
    let span = &engine.memory_spans()[0];
    assert_eq!(span.trace_state.as_deref(), Some("b=2,a=1"));
    assert!(span.parent_is_remote);
    assert_eq!(span.parent_span_id, Some(remote.span_id));
}

fn injected(engine: &Engine) -> Vec<(String, String)> {
    let fields = engine.inject(ID, engine.current_context(ID)).into_iter();
    fields
        .map(|(name, value)| (name.into_owned(), value))
        .collect()
}

#[test]
fn nothing_is_injected_where_nothing_is_current_unless_it_is_inherited() {
    let mut engine = memory_engine();
    assert!(engine.inject(ID, engine.current_context(ID)).is_empty());
    let other = engine.start(CoroutineId(2), None, CoroutineId::NONE, code());
    let fields = engine.inject(ID, Some(other));
    assert_eq!(fields, [("traceparent".into(), other.to_traceparent())]);
}

#[test]
fn the_sdks_propagator_reads_what_we_write_and_writes_what_we_read() {
    let mut engine = memory_engine();
    let fields = carrier(&[("traceparent", &[PARENT]), ("tracestate", &["b=2,a=1"])]);
    let remote = engine.extract(&fields).unwrap().context;
    engine.start(ID, Some(remote), CoroutineId::NONE, code());
    let ours: HashMap<_, _> = injected(&engine).into_iter().collect();
    let propagator = TraceContextPropagator::new();
    let theirs = propagator.extract(&ours);
    let span = theirs.span();
    let context = span.span_context();
    let current = engine.current_context(ID).unwrap();
    assert_eq!(context.trace_id().to_string(), current.trace_id.to_hex());
    assert_eq!(context.span_id().to_string(), current.span_id.to_hex());
    assert_eq!(context.trace_state().header(), "b=2,a=1");
    assert!(context.is_sampled());

    let mut written = HashMap::new();
    propagator.inject_context(&theirs, &mut written);
    let fields: Vec<_> = written
        .into_iter()
        .map(|(name, value)| (name, vec![value]))
        .collect();
    let read = engine.extract(&fields).unwrap().context;
    assert_eq!(
        (read.trace_id, read.span_id),
        (current.trace_id, current.span_id)
    );
    assert_eq!(engine.trace_state(&read), Some("b=2,a=1"));
}
