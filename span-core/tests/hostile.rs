//! Whatever comes in from outside, nothing panics, and what goes out is well formed.

#![allow(
    clippy::unwrap_used,
    reason = "what the tests share may fail where it stands"
)]

mod support;

use proptest::prelude::*;
use span_core::settings::{NotApplied, Setting, parse_otel_bool};
use span_core::{
    Config, CoroutineId, EXPORTER_SETTINGS, Engine, ExporterKind, Propagator, ReadSetting,
    SETTINGS_AFTER_EXPORTERS, SETTINGS_BEFORE_EXPORTERS,
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
            let fields = engine.inject(id, engine.current_context(id));
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
    fn no_setting_makes_its_parser_panic(text in prop_oneof![noise(), near_miss()]) {
        let says_what_it_expects = |error: Option<String>| error.is_none_or(|error| error.contains("expected"));
        prop_assert!(says_what_it_expects(parse_otel_bool(&text).err()));
        let mut config = Config::default();
        for setting in SETTINGS_BEFORE_EXPORTERS.iter().chain(SETTINGS_AFTER_EXPORTERS) {
            prop_assert!(says_what_it_expects(Apply(&text).read(setting, &mut config)), "{:?}", setting.name);
        }
        for setting in EXPORTER_SETTINGS {
            let setting = setting.unwrap();
            let error = setting.read(&mut config.export, Apply(&text));
            prop_assert!(says_what_it_expects(error), "{:?}", setting.name());
        }
    }
}

/// Reads this text as whatever setting it is given, and as the environment variables of it; the first error.
struct Apply<'a>(&'a str);

impl ReadSetting for Apply<'_> {
    type Reading = Option<String>;

    fn read<T>(self, setting: &'static Setting<T>, config: &mut T) -> Option<String> {
        let variables = setting.environment.iter().map(|variable| variable.apply);
        let mut applies = std::iter::once(setting.apply).chain(variables);
        applies.find_map(
            |apply| match apply(config, self.0, &|_| Some(self.0.to_owned())) {
                Err(NotApplied::Refused(accepted)) => Some(accepted),
                Ok(_) | Err(NotApplied::SaysNothing) => None,
            },
        )
    }
}
