//! Headers from anywhere: nothing panics, and what is taken in can be sent on and read again.
//!
//! The input is lines of `name: value`; a name may come back, with one more value.

#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use span_core::{Config, CoroutineId, Engine, ExporterKind, Propagator};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut carrier: Vec<(String, Vec<String>)> = Vec::new();
    for line in text.split('\n') {
        let (name, value) = line.split_once(": ").unwrap_or((line, ""));
        match carrier.iter_mut().find(|(other, _)| other == name) {
            Some((_, values)) => values.push(value.to_owned()),
            None => carrier.push((name.to_owned(), vec![value.to_owned()])),
        }
    }
    let mut engine = Engine::new(Arc::new(Config {
        exporters: vec![ExporterKind::None],
        propagators: vec![
            Propagator::TraceContext,
            Propagator::Baggage,
            Propagator::B3,
            Propagator::B3Multi,
            Propagator::Jaeger,
        ],
        ..Config::default()
    }));
    let Some(extracted) = engine.extract(&carrier) else {
        return;
    };
    assert!(extracted.context.is_valid() && extracted.context.is_remote);
    let id = CoroutineId(1);
    engine.attach_remote(id, extracted.context, extracted.baggage.clone());
    let mut fields = Vec::new();
    for (name, value) in engine.inject(id, engine.current_context(id)) {
        let is_safe = |byte: u8| byte == b' ' || byte == b'\t' || byte.is_ascii_graphic();
        assert!(value.bytes().all(is_safe), "{name}: {value:?}");
        fields.push((name.into_owned(), vec![value]));
    }
    let again = engine.extract(&fields).map(|again| (again.context.span_id, again.baggage.len()));
    assert_eq!(again, Some((extracted.context.span_id, extracted.baggage.len())));
});
