//! What is current in a coroutine: scopes that nest, are detached in order or not, and never meddle with others.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use span_core::{Baggage, CoroutineId, Detached, Engine, ScopeId, SpanKey, SpanOptions};
use support::{code, memory_engine, start};

const ID: CoroutineId = CoroutineId(5);
const OTHER: CoroutineId = CoroutineId(6);

fn activated(engine: &mut Engine) -> (SpanKey, ScopeId) {
    let key = engine.start_span(
        ID,
        engine.current_context(ID),
        "s".to_owned(),
        SpanOptions::default(),
    );
    (key, engine.activate(ID, key))
}

#[test]
fn scopes_nest_and_restore_what_was_current() {
    let mut engine = memory_engine();
    start(&mut engine, 5);
    let own = engine.current_key(ID).unwrap();
    let (outer, outer_scope) = activated(&mut engine);
    let (inner, inner_scope) = activated(&mut engine);
    assert_eq!(engine.current_key(ID), Some(inner));
    let child = engine.start(OTHER, engine.current_context(ID), ID, code());
    assert_eq!(child.trace_id, engine.span_context(own).trace_id);
    assert_eq!(engine.detach(ID, inner_scope), Detached::InOrder);
    assert_eq!(engine.current_key(ID), Some(outer));
    assert_eq!(engine.detach(ID, outer_scope), Detached::InOrder);
    assert_eq!(engine.current_key(ID), Some(own));
    assert_eq!(engine.stats().scope_misuses, 0);
}

#[test]
fn a_span_that_has_ended_stays_current_and_a_parent() {
    let mut engine = memory_engine();
    start(&mut engine, 5);
    let (key, _) = activated(&mut engine);
    assert!(engine.end_span(key, None));
    let child = engine.start_span(
        ID,
        engine.current_context(ID),
        "child".to_owned(),
        SpanOptions::default(),
    );
    assert!(engine.end_span(child, None));
    let spans = engine.memory_spans();
    assert_eq!(spans[1].parent_span_id, Some(spans[0].span_id));
}

#[test]
fn detaching_out_of_order_removes_that_scope_and_no_other() {
    let mut engine = memory_engine();
    let (_, outer_scope) = activated(&mut engine);
    let (inner, inner_scope) = activated(&mut engine);
    assert_eq!(engine.detach(ID, outer_scope), Detached::OutOfOrder);
    assert_eq!(engine.current_key(ID), Some(inner));
    assert_eq!(engine.detach(ID, inner_scope), Detached::InOrder);
    assert_eq!(engine.current_key(ID), None);
    assert_eq!(engine.stats().scope_misuses, 1);
}

#[test]
fn no_coroutine_detaches_the_scopes_of_another() {
    let mut engine = memory_engine();
    let (key, scope) = activated(&mut engine);
    assert_eq!(engine.detach(OTHER, scope), Detached::OtherCoroutine);
    assert_eq!(engine.current_key(ID), Some(key));
    assert_eq!(engine.current_key(OTHER), None);
    assert_eq!(engine.stats().scope_misuses, 1);
}

#[test]
fn detaching_twice_or_after_the_coroutines_end_does_nothing() {
    let mut engine = memory_engine();
    start(&mut engine, 5);
    let (_, first) = activated(&mut engine);
    let (key, second) = activated(&mut engine);
    assert_eq!(engine.detach(ID, first), Detached::OutOfOrder);
    assert_eq!(engine.detach(ID, first), Detached::Unknown);
    assert_eq!(engine.current_key(ID), Some(key));
    engine.finish(ID);
    assert_eq!(engine.current_key(ID), None);
    assert_eq!(engine.detach(ID, second), Detached::Unknown);
    assert_eq!(engine.stats().scope_misuses, 3);
}

#[test]
fn a_stack_that_is_never_detached_does_not_grow_for_ever() {
    let mut engine = memory_engine();
    let (key, _) = activated(&mut engine);
    for _ in 0..2_000 {
        engine.activate(ID, key);
    }
    assert_eq!(engine.stats().scope_misuses, 2_001 - 1_024);
}

#[test]
fn a_span_may_be_current_in_a_coroutine_that_did_not_start_it() {
    let mut engine = memory_engine();
    let (key, _) = activated(&mut engine);
    let scope = engine.activate(OTHER, key);
    engine.finish(ID);
    assert_eq!(
        engine.current_context(OTHER),
        Some(engine.span_context(key))
    );
    assert_eq!(engine.detach(OTHER, scope), Detached::InOrder);
}

#[test]
fn baggage_goes_to_children_and_stays_apart_from_then_on() {
    let mut engine = memory_engine();
    assert!(engine.set_baggage(ID, "user", "me"));
    start(&mut engine, 4);
    engine.start(OTHER, None, ID, code());
    assert_eq!(engine.baggage(OTHER).unwrap().get("user"), Some("me"));
    assert!(engine.set_baggage(OTHER, "user", "you"));
    assert_eq!(engine.baggage(ID).unwrap().get("user"), Some("me"));
    assert_eq!(engine.baggage(CoroutineId(4)), None);
    assert!(engine.remove_baggage(ID, "user") && !engine.remove_baggage(ID, "user"));
    assert_eq!(engine.baggage(ID), None);
    engine.finish(OTHER);
    assert_eq!(engine.baggage(OTHER), None);
}

#[test]
fn baggage_is_inherited_where_the_start_was_not_reported_and_overrides_nothing() {
    let mut engine = memory_engine();
    engine.set_baggage(ID, "user", "me");
    engine.inherit_baggage(ID, OTHER);
    assert_eq!(engine.baggage(OTHER).unwrap().get("user"), Some("me"));
    engine.set_baggage(ID, "user", "you");
    engine.inherit_baggage(ID, OTHER);
    assert_eq!(engine.baggage(OTHER).unwrap().get("user"), Some("me"));
}

#[test]
fn a_context_from_outside_comes_with_its_baggage_and_goes_with_it() {
    let mut engine = memory_engine();
    engine.set_baggage(ID, "user", "me");
    let parent = (
        "traceparent",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    );
    let carrier = [parent, ("baggage", "user=them")]
        .map(|(name, value)| (name.to_owned(), vec![value.to_owned()]));
    let extracted = engine.extract(&carrier).unwrap();
    let scope = engine.attach_remote(ID, extracted.context, extracted.baggage);
    assert_eq!(engine.current_context(ID), Some(extracted.context));
    assert!(!engine.is_recording(engine.current_key(ID).unwrap()));
    assert!(engine.set_baggage(ID, "more", "1"));
    let baggage: Vec<_> = engine.baggage(ID).unwrap().iter().collect();
    assert_eq!(baggage, [("user", "them"), ("more", "1")]);
    let child = engine.start(OTHER, engine.current_context(ID), ID, code());
    assert_eq!(child.trace_id, extracted.context.trace_id);
    assert!(!child.is_remote);
    assert_eq!(engine.detach(ID, scope), Detached::InOrder);
    assert_eq!(
        engine.baggage(ID).unwrap().iter().collect::<Vec<_>>(),
        [("user", "me")]
    );
    engine.finish(OTHER);
    let span = &engine.memory_spans()[0];
    assert!(span.parent_is_remote);
}

#[test]
fn baggage_keeps_its_limits_and_its_order() {
    let mut baggage = Baggage::default();
    for number in 0..64 {
        assert!(baggage.set(&format!("k{number}"), "v"));
    }
    assert!(!baggage.set("one.more", "v"));
    assert!(baggage.set("k3", "other"), "an entry may change");
    assert_eq!(baggage.iter().nth(3), Some(("k3", "other")));
    assert!(baggage.remove("k3") && baggage.set("one.more", "v"));
    assert_eq!(baggage.len(), 64);

    let mut baggage = Baggage::default();
    assert!(baggage.set("k", &"v".repeat(8_190)));
    assert!(!baggage.set("k", &"v".repeat(8_191)));
    assert!(!baggage.set("k", &"%".repeat(2_731)), "as it is written");
    assert!(!baggage.set("l", ""));
    for key in ["", "a b", "a=b", "a,b", "ü", "a\n"] {
        assert!(!baggage.set(key, "v"), "{key:?}");
    }
    assert_eq!(baggage.len(), 1);
}

#[test]
fn the_local_root_is_found_whatever_has_ended_in_between() {
    let mut engine = memory_engine();
    start(&mut engine, 5);
    let root = engine.current_key(ID).unwrap();
    let (call, scope) = activated(&mut engine);
    engine.start(OTHER, engine.current_context(ID), ID, code());
    assert_eq!(engine.local_root(ID), Some(root));
    assert_eq!(engine.local_root(OTHER), Some(root));
    // A coroutine without a span is between the two.
    let third = CoroutineId(7);
    engine.start(third, engine.current_context(OTHER), CoroutineId(8), code());
    assert_eq!(engine.local_root(third), Some(root));
    assert!(engine.end_span(call, None));
    assert_eq!(engine.local_root(OTHER), Some(root));
    assert_eq!(engine.local_root(ID), Some(root));
    engine.detach(ID, scope);
    // Another local root of the same trace, after the first one: what the first has left is not its own.
    let caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".to_owned();
    let carrier = [("traceparent".to_owned(), vec![caller])];
    let caller = engine.extract(&carrier).unwrap().context;
    let requests = [(10, 11), (20, 21)].map(|(request, child)| {
        engine.start(CoroutineId(request), Some(caller), ID, code());
        let current = engine.current_context(CoroutineId(request));
        engine.start(CoroutineId(child), current, CoroutineId(request), code());
        engine.local_root(CoroutineId(child))
    });
    assert_eq!(requests[0], engine.current_key(CoroutineId(10)));
    assert_eq!(requests[1], engine.current_key(CoroutineId(20)));
    assert!(engine.finish(CoroutineId(10)));
    assert_eq!(engine.local_root(CoroutineId(11)), None);
    assert_eq!(engine.local_root(CoroutineId::NONE), None);
}

#[test]
fn a_local_root_that_goes_on_after_its_coroutine_is_still_found() {
    let mut engine = memory_engine();
    start(&mut engine, 5);
    let root = engine.current_key(ID).unwrap();
    engine.start(OTHER, engine.current_context(ID), ID, code());
    engine.outlive_coroutine(root);
    engine.body_returned(ID);
    assert!(!engine.finish(ID));
    assert_eq!(engine.local_root(OTHER), Some(root));
    engine.end_outliving(root);
    assert_eq!(engine.local_root(OTHER), None);
}
