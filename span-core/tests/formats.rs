//! B3 and Jaeger, and how several formats go together.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use span_core::Propagator::{B3, B3Multi, Jaeger, TraceContext};
use span_core::{CoroutineId, Engine, ExporterKind, Propagator, Sampler, SpanContext};
use support::{code, engine_with};

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

fn extract(propagator: Propagator, fields: Fields<'_>) -> Option<SpanContext> {
    engine(&[propagator])
        .extract(&carrier(fields))
        .map(|extracted| extracted.context)
}

fn injected(engine: &Engine) -> Vec<(String, String)> {
    let fields = engine.inject(ID, engine.current_context(ID)).into_iter();
    fields
        .map(|(name, value)| (name.into_owned(), value))
        .collect()
}

/// The ids as text, and whether it is sampled.
fn shown(context: SpanContext) -> (String, String, bool) {
    (
        context.trace_id.to_hex(),
        context.span_id.to_hex(),
        context.flags.is_sampled(),
    )
}

fn expected(sampled: bool) -> (String, String, bool) {
    (TRACE.to_owned(), SPAN.to_owned(), sampled)
}

#[test]
fn b3_in_one_header_is_read_in_all_its_forms() {
    let short = &TRACE[16..];
    let table = [
        (format!("{TRACE}-{SPAN}-1"), true),
        (format!("{TRACE}-{SPAN}-0"), false),
        (format!("{TRACE}-{SPAN}-d"), true),
        (format!("{TRACE}-{SPAN}-1-05e3ac9a4f6e3b90"), true),
        (format!("{TRACE}-{SPAN}"), false),
    ];
    for (text, sampled) in table {
        let context = extract(B3, &[("B3", &text)]).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(shown(context), expected(sampled), "{text}");
        assert!(context.is_remote);
    }
    let context = extract(B3, &[("b3", &format!("{short}-{SPAN}-1"))]).unwrap();
    assert_eq!(
        context.trace_id.to_hex(),
        format!("0000000000000000{short}")
    );
}

#[test]
fn malformed_b3_is_refused() {
    let zero = "0".repeat(32);
    for text in [
        "0".to_owned(),
        "1".to_owned(),
        "d".to_owned(),
        String::new(),
        "-".to_owned(),
        format!("{TRACE}-"),
        format!("{TRACE}-{SPAN}-"),
        format!("{TRACE}-{SPAN}-2"),
        format!("{TRACE}-{SPAN}-true"),
        format!("{TRACE}-{SPAN}-1-"),
        format!("{TRACE}-{SPAN}-1-05e3ac9a4f6e3b9"),
        format!("{TRACE}-{SPAN}-1-05e3ac9a4f6e3b90-1"),
        format!("{}-{SPAN}-1", TRACE.to_uppercase()),
        format!("{}-{SPAN}-1", &TRACE[1..]),
        format!("+{}-{SPAN}-1", &TRACE[1..]),
        format!("{TRACE}-{}-1", &SPAN[1..]),
        format!("{TRACE}-+{}-1", &SPAN[1..]),
        format!("{zero}-{SPAN}-1"),
        format!("{TRACE}-{}-1", &zero[16..]),
    ] {
        assert_eq!(extract(B3, &[("b3", &text)]), None, "{text:?}");
    }
}

#[test]
fn b3_in_several_headers_is_read_in_all_its_forms() {
    let ids = [("X-B3-TraceId", TRACE), ("X-B3-SpanId", SPAN)];
    let table: &[(Fields<'_>, Option<bool>)] = &[
        (&[("X-B3-Sampled", "1")], Some(true)),
        (&[("x-b3-sampled", "0")], Some(false)),
        (&[("X-B3-SAMPLED", "true")], Some(true)),
        (&[("X-B3-Sampled", "false")], Some(false)),
        (&[], Some(false)),
        (&[("X-B3-Flags", "1")], Some(true)),
        (&[("X-B3-Flags", "1"), ("X-B3-Sampled", "0")], Some(true)),
        (&[("X-B3-Flags", "0"), ("X-B3-Sampled", "1")], Some(true)),
        (
            &[
                ("X-B3-ParentSpanId", "05e3ac9a4f6e3b90"),
                ("X-B3-Sampled", "1"),
            ],
            Some(true),
        ),
        (&[("X-B3-Sampled", "2")], None),
        (&[("X-B3-Sampled", "")], None),
    ];
    for propagator in [B3, B3Multi] {
        for (more, sampled) in table {
            let fields = [&ids[..], more].concat();
            let context = extract(propagator, &fields);
            assert_eq!(context.map(shown), sampled.map(expected), "{more:?}");
        }
        assert_eq!(extract(propagator, &ids[..1]), None);
        assert_eq!(extract(propagator, &ids[1..]), None);
    }
    let single = format!("{TRACE}-{SPAN}-0");
    let both = [&ids[..], &[("X-B3-Sampled", "1"), ("b3", single.as_str())]].concat();
    assert_eq!(
        extract(B3Multi, &both).map(shown),
        Some(expected(false)),
        "the single one counts"
    );
}

#[test]
fn b3_is_written_as_asked_for() {
    for (sampler, flag) in [(Sampler::AlwaysOn, "1"), (Sampler::AlwaysOff, "0")] {
        let mut engine = engine_with(&[ExporterKind::Memory], |config| {
            config.propagators = vec![B3, B3Multi];
            config.sampler = sampler;
        });
        let context = engine.start(ID, None, CoroutineId::NONE, code());
        let (trace, span, _) = shown(context);
        let expected = [
            ("b3", format!("{trace}-{span}-{flag}")),
            ("x-b3-traceid", trace.clone()),
            ("x-b3-spanid", span.clone()),
            ("x-b3-sampled", flag.to_owned()),
        ];
        assert_eq!(
            injected(&engine),
            expected.map(|(name, value)| (name.to_owned(), value))
        );
    }
}

#[test]
fn a_decision_that_b3_leaves_to_us_is_the_samplers() {
    for (root, sampled) in [(Sampler::AlwaysOn, true), (Sampler::AlwaysOff, false)] {
        let mut engine = engine_with(&[ExporterKind::Memory], |config| {
            config.propagators = vec![B3];
            config.sampler = Sampler::ParentBased(Box::new(root));
        });
        let fields = carrier(&[("b3", &format!("{TRACE}-{SPAN}"))]);
        let parent = engine.extract(&fields).unwrap().context;
        assert_eq!(parent.flags.as_u8(), 0);
        let context = engine.start(ID, Some(parent), CoroutineId::NONE, code());
        assert_eq!(context.flags.is_sampled(), sampled);
    }
}

#[test]
fn the_debug_flag_is_passed_on() {
    let single = format!("{TRACE}-{SPAN}-d");
    let jaeger = format!("{TRACE}:{SPAN}:0:3");
    let several = [
        ("X-B3-TraceId", TRACE),
        ("X-B3-SpanId", SPAN),
        ("X-B3-Flags", "1"),
    ];
    let table: [Fields<'_>; 3] = [&[("b3", &single)], &several, &[("uber-trace-id", &jaeger)]];
    for fields in table {
        let mut engine = engine(&[TraceContext, B3, B3Multi, Jaeger]);
        let parent = engine.extract(&carrier(fields)).unwrap().context;
        assert_eq!(parent.flags.as_u8(), 1, "W3C has no such flag");
        let context = engine.start(ID, Some(parent), CoroutineId::NONE, code());
        let span = context.span_id.to_hex();
        let expected = [
            ("traceparent", format!("00-{TRACE}-{span}-01")),
            ("b3", format!("{TRACE}-{span}-d")),
            ("x-b3-traceid", TRACE.to_owned()),
            ("x-b3-spanid", span.clone()),
            ("x-b3-flags", "1".to_owned()),
            ("uber-trace-id", format!("{TRACE}:{span}:0:3")),
        ];
        assert_eq!(
            injected(&engine),
            expected.map(|(name, value)| (name.to_owned(), value)),
            "{fields:?}"
        );
    }
}

#[test]
fn jaegers_header_is_read_with_and_without_leading_zeros() {
    let table = [
        (format!("{TRACE}:{SPAN}:0:1"), TRACE, SPAN, true),
        (format!("{TRACE}:{SPAN}:0:0"), TRACE, SPAN, false),
        (
            format!("{TRACE}:{SPAN}:05e3ac9a4f6e3b90:3"),
            TRACE,
            SPAN,
            true,
        ),
        (format!("{TRACE}:{SPAN}::01"), TRACE, SPAN, true),
        (format!("{TRACE}:{SPAN}:0:2"), TRACE, SPAN, false),
        (format!("{TRACE}:{SPAN}:0:f"), TRACE, SPAN, true),
        (format!("{TRACE}%3A{SPAN}%3a0%3A1"), TRACE, SPAN, true),
        (
            "a:b:0:1".to_owned(),
            "0000000000000000000000000000000a",
            "000000000000000b",
            true,
        ),
    ];
    for (text, trace, span, sampled) in table {
        let context =
            extract(Jaeger, &[("Uber-Trace-Id", &text)]).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(
            shown(context),
            (trace.to_owned(), span.to_owned(), sampled),
            "{text}"
        );
    }
    for text in [
        String::new(),
        ":::".to_owned(),
        format!("{TRACE}:{SPAN}:0"),
        format!("{TRACE}:{SPAN}:0:"),
        format!("{TRACE}:{SPAN}:0:1:1"),
        format!("{TRACE}:{SPAN}:0:001"),
        format!("{TRACE}:{SPAN}:0:x"),
        format!("{TRACE}:{SPAN}:0:+1"),
        format!("0{TRACE}:{SPAN}:0:1"),
        format!("{TRACE}:0{SPAN}:0:1"),
        format!("{}:{SPAN}:0:1", "0".repeat(32)),
        format!("{TRACE}:0:0:1"),
        format!("+{}:{SPAN}:0:1", &TRACE[1..]),
        format!("{TRACE}-{SPAN}-0-1"),
    ] {
        assert_eq!(
            extract(Jaeger, &[("uber-trace-id", &text)]),
            None,
            "{text:?}"
        );
    }
}

#[test]
fn jaegers_baggage_is_one_header_each() {
    let mut engine = engine(&[Jaeger]);
    let id = format!("{TRACE}:{SPAN}:0:1");
    let fields = [
        ("uber-trace-id", id.as_str()),
        ("UberCtx-User", "a%20b"),
        ("uberctx-", "none"),
        ("uberctx", "x"),
    ];
    let extracted = engine.extract(&carrier(&fields)).unwrap();
    assert_eq!(
        extracted.baggage.iter().collect::<Vec<_>>(),
        [("User", "a b")]
    );
    engine.attach_remote(ID, extracted.context, extracted.baggage);
    let expected = [("uber-trace-id", id.as_str()), ("uberctx-User", "a%20b")];
    assert_eq!(
        injected(&engine),
        expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
}

#[test]
fn all_formats_are_written_and_the_last_one_that_is_found_counts() {
    let mut engine = engine(&[TraceContext, B3, Jaeger]);
    engine.start(ID, None, CoroutineId::NONE, code());
    let names: Vec<_> = injected(&engine)
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(names, ["traceparent", "b3", "uber-trace-id"]);

    let parent = format!("00-{}-{SPAN}-01", "a".repeat(32));
    let single = format!("{TRACE}-{SPAN}-1");
    let found = engine
        .extract(&carrier(&[("b3", &single), ("traceparent", &parent)]))
        .unwrap();
    assert_eq!(found.context.trace_id.to_hex(), TRACE);
    let found = engine
        .extract(&carrier(&[("b3", "junk"), ("traceparent", &parent)]))
        .unwrap();
    assert_eq!(found.context.trace_id.to_hex(), "a".repeat(32));
}

#[test]
fn without_propagators_nothing_is_read_or_written() {
    let mut engine = engine(&[]);
    engine.start(ID, None, CoroutineId::NONE, code());
    assert!(injected(&engine).is_empty());
    assert_eq!(
        engine.extract(&carrier(&[(
            "traceparent",
            &format!("00-{TRACE}-{SPAN}-01")
        )])),
        None
    );
}
