//! Samplers, and what a coroutine still does that is not sampled.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use opentelemetry::Context;
use opentelemetry::trace as otel;
use opentelemetry::trace::TraceContextExt;
use opentelemetry_sdk::trace as sdk;
use opentelemetry_sdk::trace::ShouldSample;
use proptest::prelude::*;
use span_core::{CoroutineId, Engine, ExporterKind, Sampler, SpanContext, SpanOptions};
use support::{assert_adds_up, code, engine_with};

fn sampling(sampler: Sampler) -> Engine {
    engine_with(&[ExporterKind::Memory], |config| config.sampler = sampler)
}

/// The same sampler twice: ours and the SDK's.
fn samplers(ratio: f64) -> Vec<(Sampler, sdk::Sampler)> {
    let simple = || {
        vec![
            (Sampler::AlwaysOn, sdk::Sampler::AlwaysOn),
            (Sampler::AlwaysOff, sdk::Sampler::AlwaysOff),
            (
                Sampler::TraceIdRatio(ratio),
                sdk::Sampler::TraceIdRatioBased(ratio),
            ),
        ]
    };
    let parent_based = simple().into_iter().map(|(ours, theirs)| {
        (
            Sampler::ParentBased(Box::new(ours)),
            sdk::Sampler::ParentBased(Box::new(theirs)),
        )
    });
    simple().into_iter().chain(parent_based).collect()
}

fn remote(engine: &mut Engine, trace_id: u128, sampled: bool) -> SpanContext {
    let value = format!(
        "00-{trace_id:032x}-00f067aa0ba902b7-{:02x}",
        u8::from(sampled)
    );
    let carrier = [("traceparent".into(), vec![value])];
    engine.extract(&carrier).unwrap().context
}

fn sdk_context(context: &SpanContext) -> Context {
    Context::new().with_remote_span_context(otel::SpanContext::new(
        otel::TraceId::from(context.trace_id.0),
        otel::SpanId::from(context.span_id.0),
        otel::TraceFlags::new(context.flags.as_u8()),
        context.is_remote,
        otel::TraceState::default(),
    ))
}

fn sdk_samples(sampler: &sdk::Sampler, parent: Option<&Context>, trace_id: u128) -> bool {
    let trace_id = otel::TraceId::from(trace_id);
    let result = sampler.should_sample(parent, trace_id, "s", &otel::SpanKind::Internal, &[], &[]);
    result.decision == sdk::SamplingDecision::RecordAndSample
}

proptest! {
    #[test]
    fn the_sdks_samplers_decide_alike(
        trace_id in 1..u128::MAX,
        ratio in prop_oneof![Just(0.0), Just(1.0), Just(-1.0), Just(2.0), Just(f64::NAN), 0.0..1.0],
        parent in prop::option::of(any::<bool>()),
    ) {
        for (ours, theirs) in samplers(ratio) {
            let mut engine = sampling(ours.clone());
            let parent = parent.map(|sampled| remote(&mut engine, trace_id, sampled));
            let context = engine.start(CoroutineId(1), parent, CoroutineId::NONE, code());
            let parent = parent.as_ref().map(sdk_context);
            let expected = sdk_samples(&theirs, parent.as_ref(), context.trace_id.0);
            prop_assert_eq!(context.flags.is_sampled(), expected, "{:?}", ours);
        }
    }
}

#[test]
fn the_bounds_of_a_ratio_are_the_sdks_to_the_bit() {
    for ratio in [
        0.1,
        0.25,
        0.5,
        1.0 / 3.0,
        1.0 - f64::EPSILON,
        f64::MIN_POSITIVE,
    ] {
        let bound = (ratio * (1_u64 << 63) as f64) as u128;
        let sampler = sdk::Sampler::TraceIdRatioBased(ratio);
        let mut engine = sampling(Sampler::TraceIdRatio(ratio));
        for half in [bound.saturating_sub(1), bound, bound + 1] {
            let trace_id = 1 << 64 | half << 1;
            let parent = remote(&mut engine, trace_id, true);
            let context = engine.start(CoroutineId(1), Some(parent), CoroutineId::NONE, code());
            assert_eq!(
                context.flags.is_sampled(),
                sdk_samples(&sampler, None, trace_id),
                "{ratio} {half}"
            );
        }
    }
}

#[test]
fn a_coroutine_that_is_not_sampled_propagates_and_leaves_nothing() {
    let mut engine = sampling(Sampler::ParentBased(Box::new(Sampler::AlwaysOff)));
    let root = engine.start(CoroutineId(1), None, CoroutineId::NONE, code());
    let parent = engine.current_context(CoroutineId(1));
    assert_eq!(parent, Some(root));
    let child = engine.start(CoroutineId(2), parent, CoroutineId(1), code());
    assert_eq!(child.trace_id, root.trace_id);
    assert_ne!(child.span_id, root.span_id);
    let manual = engine.start_span(
        CoroutineId(2),
        engine.current_context(CoroutineId(2)),
        "s".to_owned(),
        SpanOptions::default(),
    );
    assert!(!engine.is_recording(manual));
    assert!(!engine.set_attribute(manual, "k", 1.into()) && !engine.end_span(manual, None));
    engine.activate(CoroutineId(2), manual);
    let fields = engine.inject(CoroutineId(2), engine.current_context(CoroutineId(2)));
    let expected = format!(
        "00-{}-{}-02",
        root.trace_id,
        engine.span_context(manual).span_id
    );
    assert_eq!(fields, [("traceparent".into(), expected)]);
    assert!(!engine.is_open(CoroutineId(1)) && engine.open_ids().is_empty());
    assert!(!engine.finish(CoroutineId(1)) && !engine.finish(CoroutineId(2)));
    assert_eq!(engine.current_context(CoroutineId(2)), None);
    let stats = engine.stats();
    assert_eq!((stats.started, stats.not_sampled), (0, 3));
    assert!(engine.memory_spans().is_empty());
    assert_adds_up(stats);
}

#[test]
fn an_unsampled_coroutine_closes_the_span_that_had_its_id() {
    let mut engine = sampling(Sampler::default());
    engine.start(CoroutineId(1), None, CoroutineId::NONE, code());
    let parent = remote(&mut engine, 7, false);
    engine.start(CoroutineId(1), Some(parent), CoroutineId::NONE, code());
    assert_eq!(engine.memory_spans().len(), 1);
    assert_eq!(engine.stats().open, 0);
}

#[test]
fn what_is_prepared_is_what_a_start_would_have_been() {
    for (sampler, is_recorded) in [(Sampler::AlwaysOn, true), (Sampler::AlwaysOff, false)] {
        let mut engine = sampling(sampler);
        assert_eq!(engine.prepare(None, CoroutineId::NONE), is_recorded);
        let id = CoroutineId(1);
        if is_recorded {
            engine.start_prepared(id, code());
        } else {
            engine.start_unrecorded(id);
        }
        let context = engine.current_context(id).unwrap();
        assert_eq!(context.flags.is_sampled(), is_recorded);
        assert_eq!(engine.finish(id), is_recorded);
        assert!(engine.has_no_context());
        let stats = engine.stats();
        assert_eq!(
            (stats.started, stats.not_sampled),
            (is_recorded.into(), (!is_recorded).into())
        );
    }
}

#[test]
fn what_is_planned_is_what_a_start_would_have_been() {
    for (sampler, is_recorded) in [(Sampler::AlwaysOn, true), (Sampler::AlwaysOff, false)] {
        let mut engine = sampling(sampler);
        let parent = remote(&mut engine, 7, true);
        let plan = engine.plan_span(Some(parent));
        assert_eq!(plan.is_recorded(), is_recorded);
        assert_eq!(plan.parent(), Some(parent));
        let stats = engine.stats();
        assert_eq!((stats.started, stats.not_sampled), (0, 0));

        let key = engine.start_planned(CoroutineId(1), plan, "query", SpanOptions::default());
        assert_eq!(engine.is_recording(key), is_recorded);
        let context = engine.span_context(key);
        assert_eq!(context.trace_id, parent.trace_id);
        assert_eq!(context.flags.is_sampled(), is_recorded);
        engine.end_span(key, None);

        let plan = engine.plan_span(None);
        engine.prepare_planned(plan, CoroutineId::NONE, None);
        engine.start_prepared(CoroutineId(2), code());
        assert_eq!(engine.finish(CoroutineId(2)), is_recorded);
        let spans = engine.memory_spans();
        let parents: Vec<_> = spans.iter().map(|span| span.parent_span_id).collect();
        let expected: &[_] = if is_recorded {
            &[Some(parent.span_id), None]
        } else {
            &[]
        };
        assert_eq!(parents, expected);
        let stats = engine.stats();
        let count = if is_recorded { (2, 0) } else { (0, 2) };
        assert_eq!((stats.started, stats.not_sampled), count);
        assert_adds_up(stats);
    }
}

#[test]
fn a_span_that_is_declined_is_counted() {
    let mut engine = sampling(Sampler::AlwaysOff);
    assert!(!engine.plan_span(None).is_recorded());
    engine.decline();
    let stats = engine.stats();
    assert_eq!((stats.started, stats.not_sampled), (0, 1));
    assert_adds_up(stats);
}
