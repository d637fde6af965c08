//! Where coroutines' code stands, also in a program that makes ever new places for it.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use span_core::{AttributeValue, Code, CodeLocation, CoroutineId, Engine};
use support::*;

fn place(number: u32) -> CodeLocation {
    CodeLocation {
        function: format!("made_{number}"),
        file: Some("/app/maker.php".to_owned()),
        line: Some(number),
        span_name: format!("run {number}"),
    }
}

fn run(engine: &mut Engine, code: Code) {
    engine.start(CoroutineId(1), None, CoroutineId::NONE, code);
    engine.body_returned(CoroutineId(1));
    assert!(engine.finish(CoroutineId(1)));
}

#[test]
fn places_are_kept_up_to_a_bound_and_told_beyond_it() {
    let mut engine = memory_engine();
    let codes: Vec<_> = (0..20_000).map(|number| place(number).keep()).collect();
    let own = codes.iter().filter(|code| matches!(code, Code::Own(_)));
    assert_eq!(own.count(), 20_000 - 16_384);
    assert_eq!(codes[7], place(7).keep(), "one that is kept is found again");
    for code in [&codes[7], &codes[19_999]] {
        run(&mut engine, code.clone());
    }
    let told: Vec<_> = engine
        .memory_spans()
        .iter()
        .map(|span| {
            let attribute = |name| {
                let mut all = span.attributes.iter();
                all.find(|(key, _)| key == name)
                    .map(|(_, value)| value.clone())
            };
            (
                span.name.clone(),
                attribute("code.function.name"),
                attribute("code.file.path"),
                attribute("code.line.number"),
                attribute("coroutine.outcome"),
            )
        })
        .collect();
    let expected = |number: u32| {
        (
            format!("run {number}"),
            Some(AttributeValue::from(format!("made_{number}"))),
            Some(AttributeValue::from("/app/maker.php")),
            Some(AttributeValue::Int(number.into())),
            Some(AttributeValue::from("returned")),
        )
    };
    assert_eq!(told, [expected(7), expected(19_999)]);
}
