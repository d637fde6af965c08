//! Whatever comes in from outside, nothing panics, and what goes out is well formed.

#![allow(
    clippy::unwrap_used,
    reason = "what the tests share may fail where it stands"
)]

mod support;

use proptest::prelude::*;
use span_core::settings::{
    parse_base_endpoint, parse_bool, parse_headers, parse_limit, parse_millis, parse_otel_bool,
    parse_ratio, parse_resource_attributes, parse_seconds, parse_size, parse_traces_endpoint,
};
use span_core::{
    Config, CoroutineId, Engine, ExporterKind, Propagator, parse_exporters, parse_propagators,
    parse_sampler,
};
use support::engine_with;

const NAMES: [&str; 9] = [
    "traceparent",
    "TraceState",
    "baggage",
    "b3",
    "X-B3-TraceId",
    "X-B3-SpanId",
    "X-B3-Sampled",
    "uber-trace-id",
    "uberctx-key",
];

fn all_formats() -> Engine {
    engine_with(&[ExporterKind::Memory], |config: &mut Config| {
        config.propagators = vec![
            Propagator::TraceContext,
            Propagator::Baggage,
            Propagator::B3,
            Propagator::B3Multi,
            Propagator::Jaeger,
        ];
    })
}

/// Any bytes, as PHP hands them over.
fn noise() -> impl Strategy<Value = String> {
    prop::collection::vec(any::<u8>(), 0..200)
        .prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// Something that is nearly right: legal pieces in any order.
fn near_miss() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("00"),
        Just("ff"),
        Just("-"),
        Just(":"),
        Just("="),
        Just(","),
        Just(";"),
        Just("%"),
        Just("01"),
        Just("d"),
        Just(" "),
        Just("\t"),
        Just("\r\n"),
        Just("%3A"),
        Just("é"),
        Just("@"),
        Just("0af7651916cd43dd8448eb211c80319c"),
        Just("b7ad6b7169203331"),
        Just("key"),
        Just("+"),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn carrier() -> impl Strategy<Value = Vec<(String, Vec<String>)>> {
    let name = prop_oneof![
        9 => prop::sample::select(NAMES.to_vec()).prop_map(str::to_owned),
        1 => noise(),
    ];
    let value = prop_oneof![noise(), near_miss()];
    prop::collection::vec((name, prop::collection::vec(value, 0..3)), 0..8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_extracted_is_valid_and_can_be_sent_on(carrier in carrier()) {
        let mut engine = all_formats();
        let id = CoroutineId(1);
        if let Some(extracted) = engine.extract(&carrier) {
            prop_assert!(extracted.context.is_valid() && extracted.context.is_remote);
            prop_assert!(extracted.baggage.len() <= 64);
            engine.attach_remote(id, extracted.context, extracted.baggage.clone());
            let fields = engine.inject(id, None);
            for (name, value) in &fields {
                let is_safe = |byte: u8| byte == b' ' || byte == b'\t' || byte.is_ascii_graphic();
                prop_assert!(name.bytes().all(|byte| byte.is_ascii_graphic()), "{:?}", name);
                prop_assert!(value.bytes().all(is_safe), "{:?}", value);
                prop_assert!(value.len() <= 8192 || name != "baggage");
                prop_assert!(value.len() <= 512 || name != "tracestate");
            }
            // What we wrote, we read again.
            let fields: Vec<_> = fields
                .into_iter()
                .map(|(name, value)| (name.into_owned(), vec![value]))
                .collect();
            let again = engine.extract(&fields);
            let ids = again.as_ref().map(|again| (again.context.trace_id, again.context.span_id));
            prop_assert_eq!(ids, Some((extracted.context.trace_id, extracted.context.span_id)));
            let baggage = again.map(|again| again.baggage);
            let pairs = |baggage: &span_core::Baggage| {
                let pairs = baggage.iter();
                pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect::<Vec<_>>()
            };
            prop_assert_eq!(baggage.as_ref().map(pairs), Some(pairs(&extracted.baggage)));
        }
    }

    #[test]
    fn no_setting_makes_its_parser_panic(text in prop_oneof![noise(), near_miss()], arg in noise()) {
        let says_what_it_expects = |error: Option<String>| error.is_none_or(|error| error.contains("expected"));
        prop_assert!(says_what_it_expects(parse_base_endpoint(&text).err()));
        prop_assert!(says_what_it_expects(parse_traces_endpoint(&text).err()));
        prop_assert!(says_what_it_expects(parse_bool(&text).err()));
        prop_assert!(says_what_it_expects(parse_otel_bool(&text).err()));
        prop_assert!(says_what_it_expects(parse_exporters(&text).err()));
        prop_assert!(says_what_it_expects(parse_headers(&text).err()));
        prop_assert!(says_what_it_expects(parse_resource_attributes(&text).err()));
        prop_assert!(says_what_it_expects(parse_millis(&text).err()));
        prop_assert!(says_what_it_expects(parse_seconds(&text).err()));
        prop_assert!(says_what_it_expects(parse_size(&text).err()));
        prop_assert!(says_what_it_expects(parse_limit(&text).err()));
        prop_assert!(says_what_it_expects(parse_ratio(&text).err()));
        prop_assert!(says_what_it_expects(parse_propagators(&text).err()));
        prop_assert!(says_what_it_expects(parse_sampler(&text, Some(&arg)).err()));
        prop_assert!(says_what_it_expects(parse_sampler("traceidratio", Some(&arg)).err()));
    }
}
