//! Random sequences of everything that can happen to coroutines and the spans in them, held against a simple model:
//! each started span comes out exactly once, under the right parent, and nothing stays behind.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::collections::{BTreeMap, HashMap, HashSet};

use proptest::prelude::*;
use span_core::{
    BodyEnd, CoroutineId, Detached, Engine, ExporterKind, Sampler, ScopeId, SpanContext, SpanId,
    SpanKey, SpanOptions,
};
use support::{assert_adds_up, code, engine_with, exception};

/// One thing that the coroutine which runs does. Numbers pick from what there is, modulo its count.
#[derive(Clone, Debug)]
enum Step {
    /// Another coroutine runs from here on.
    Yield(usize),
    Create,
    /// A coroutine whose start is not reported, as with a bare `go()`.
    CreateBare,
    StartSpan,
    Say(usize),
    Activate(usize),
    Detach(usize),
    EndSpan(usize),
    SetBaggage,
    Finish {
        failing: bool,
    },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => any::<usize>().prop_map(Step::Yield),
        4 => Just(Step::Create),
        1 => Just(Step::CreateBare),
        6 => Just(Step::StartSpan),
        2 => any::<usize>().prop_map(Step::Say),
        4 => any::<usize>().prop_map(Step::Activate),
        4 => any::<usize>().prop_map(Step::Detach),
        5 => any::<usize>().prop_map(Step::EndSpan),
        1 => Just(Step::SetBaggage),
        3 => any::<bool>().prop_map(|failing| Step::Finish { failing }),
    ]
}

/// A coroutine as the model knows it.
#[derive(Clone)]
struct Coroutine {
    own: Option<SpanContext>,
    /// What was current where it was created, for one without a span.
    inherited: Option<SpanContext>,
    scopes: Vec<(ScopeId, SpanContext)>,
}

impl Coroutine {
    fn current(&self) -> Option<SpanContext> {
        self.scopes.last().map(|(_, context)| *context).or(self.own)
    }
}

struct Model {
    engine: Engine,
    coroutines: BTreeMap<i64, Coroutine>,
    running: i64,
    next: i64,
    /// All manual spans, open or not.
    keys: Vec<(i64, SpanKey)>,
    open_keys: HashSet<SpanId>,
    /// All scopes ever, attached or not.
    scopes: Vec<ScopeId>,
    /// Of each recorded span.
    parents: HashMap<SpanId, Option<SpanId>>,
    misuses: u64,
    left_open: u64,
}

impl Model {
    fn new(engine: Engine) -> Self {
        let outside = Coroutine {
            own: None,
            inherited: None,
            scopes: Vec::new(),
        };
        Model {
            engine,
            coroutines: BTreeMap::from([(-1, outside)]),
            running: -1,
            next: 1,
            keys: Vec::new(),
            open_keys: HashSet::new(),
            scopes: Vec::new(),
            parents: HashMap::new(),
            misuses: 0,
            left_open: 0,
        }
    }

    fn current(&self) -> Option<SpanContext> {
        let coroutine = &self.coroutines[&self.running];
        coroutine.current().or(coroutine.inherited)
    }

    fn here(&mut self) -> &mut Coroutine {
        self.coroutines.get_mut(&self.running).unwrap()
    }

    fn create(&mut self, is_traced: bool) {
        let (id, parent) = (CoroutineId(self.next), self.current());
        let creator = CoroutineId(self.running);
        let own = is_traced.then(|| {
            let context = self.engine.start(id, parent, creator, code());
            self.parents
                .insert(context.span_id, parent.map(|parent| parent.span_id));
            context
        });
        let coroutine = Coroutine {
            own,
            inherited: parent.filter(|_| !is_traced),
            scopes: Vec::new(),
        };
        self.coroutines.insert(id.0, coroutine);
        self.running = id.0;
        self.next += 1;
    }

    fn start_span(&mut self) {
        let (id, parent) = (CoroutineId(self.running), self.current());
        let inherited = self.coroutines[&self.running].inherited;
        let current = self.engine.current_context(id).or(inherited);
        let options = SpanOptions::default();
        let key = self.engine.start_span(id, current, "s".to_owned(), options);
        let span_id = self.engine.span_context(key).span_id;
        if self.engine.is_recording(key) {
            self.open_keys.insert(span_id);
        }
        self.parents
            .insert(span_id, parent.map(|parent| parent.span_id));
        self.keys.push((id.0, key));
    }

    fn pick_key(&self, number: usize) -> Option<SpanKey> {
        let index = number.checked_rem(self.keys.len())?;
        Some(self.keys[index].1)
    }

    fn activate(&mut self, key: SpanKey) {
        let scope = self.engine.activate(CoroutineId(self.running), key);
        let context = self.engine.span_context(key);
        self.here().scopes.push((scope, context));
        self.scopes.push(scope);
    }

    fn detach(&mut self, number: usize) {
        let Some(index) = number.checked_rem(self.scopes.len()) else {
            return;
        };
        let scope = self.scopes[index];
        let running = self.running;
        let owner = |coroutine: &Coroutine| {
            coroutine
                .scopes
                .iter()
                .position(|(other, _)| *other == scope)
        };
        let expected = match owner(&self.coroutines[&running]) {
            Some(at) => {
                let scopes = &mut self.here().scopes;
                scopes.remove(at);
                if at == scopes.len() {
                    Detached::InOrder
                } else {
                    Detached::OutOfOrder
                }
            }
            None => Detached::OtherCoroutine,
        };
        let detached = self.engine.detach(CoroutineId(running), scope);
        // One that is attached nowhere may be anybody's.
        let is_attached = self
            .coroutines
            .values()
            .any(|coroutine| owner(coroutine).is_some());
        match expected {
            Detached::OtherCoroutine if !is_attached => {
                assert!(matches!(
                    detached,
                    Detached::OtherCoroutine | Detached::Unknown
                ));
            }
            _ => assert_eq!(detached, expected),
        }
        self.misuses += u64::from(detached != Detached::InOrder);
    }

    fn finish(&mut self, failing: bool) {
        if self.running == -1 {
            return;
        }
        let id = CoroutineId(self.running);
        let end = if failing {
            BodyEnd::Exception(Box::new(exception("E", "m")))
        } else {
            BodyEnd::Returned
        };
        self.engine.body_ended(id, end);
        let is_open = self.engine.is_open(id);
        assert_eq!(self.engine.finish(id), is_open);
        self.coroutines.remove(&id.0);
        for (coroutine, key) in &self.keys {
            let span_id = self.engine.span_context(*key).span_id;
            if *coroutine == id.0 && self.open_keys.remove(&span_id) {
                self.left_open += 1;
            }
        }
        self.running = -1;
    }

    fn apply(&mut self, step: &Step) {
        match *step {
            Step::Yield(number) => {
                let ids: Vec<_> = self.coroutines.keys().copied().collect();
                self.running = ids[number % ids.len()];
            }
            Step::Create => self.create(true),
            Step::CreateBare => self.create(false),
            Step::StartSpan => self.start_span(),
            Step::Say(number) => {
                if let Some(key) = self.pick_key(number) {
                    let is_open = self
                        .open_keys
                        .contains(&self.engine.span_context(key).span_id);
                    assert_eq!(self.engine.set_attribute(key, "k", 1.into()), is_open);
                }
            }
            Step::Activate(number) => {
                if let Some(key) = self.pick_key(number) {
                    self.activate(key);
                }
            }
            Step::Detach(number) => self.detach(number),
            Step::EndSpan(number) => {
                if let Some(key) = self.pick_key(number) {
                    let span_id = self.engine.span_context(key).span_id;
                    let is_open = self.open_keys.remove(&span_id);
                    assert_eq!(self.engine.end_span(key, None), is_open);
                }
            }
            Step::SetBaggage => {
                assert!(self.engine.set_baggage(CoroutineId(self.running), "k", "v"));
            }
            Step::Finish { failing } => self.finish(failing),
        }
        self.check();
    }

    fn check(&self) {
        for (id, coroutine) in &self.coroutines {
            assert_eq!(
                self.engine.current_context(CoroutineId(*id)),
                coroutine.current()
            );
        }
        let stats = self.engine.stats();
        assert_adds_up(stats);
        assert_eq!(stats.scope_misuses, self.misuses);
        assert_eq!(stats.ended_with_coroutine, self.left_open);
        assert_eq!(stats.started + stats.not_sampled, self.parents.len() as u64);
    }

    /// Ends everything and looks at what came out.
    fn end(mut self) {
        self.left_open += self.open_keys.len() as u64;
        self.engine.sweep();
        for id in self.coroutines.into_keys() {
            assert_eq!(self.engine.current_key(CoroutineId(id)), None);
            assert_eq!(self.engine.baggage(CoroutineId(id)), None);
        }
        let stats = self.engine.stats();
        assert_adds_up(stats);
        assert_eq!((stats.open, stats.held), (0, 0));
        assert_eq!(stats.ended_with_coroutine, self.left_open);
        assert!(self.engine.active().is_empty() && self.engine.open_ids().is_empty());

        let spans = self.engine.memory_spans();
        assert_eq!(spans.len() as u64, stats.exported);
        let mut seen = HashSet::new();
        for span in &spans {
            assert!(seen.insert(span.span_id), "a span came out twice");
            assert_eq!(span.parent_span_id, self.parents[&span.span_id]);
        }
    }
}

fn run(steps: &[Step], sampler: Sampler, keep_errors: bool) {
    let mut model = Model::new(engine_with(&[ExporterKind::Memory], |config| {
        config.sampler = sampler;
        config.keep_errors = keep_errors;
        config.keep_buffer = 5;
    }));
    for step in steps {
        model.apply(step);
    }
    model.end();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_span_comes_out_once_under_its_parent(steps in prop::collection::vec(step(), 1..250)) {
        run(&steps, Sampler::default(), false);
    }

    #[test]
    fn so_it_does_where_half_of_the_traces_are_not_wanted(
        steps in prop::collection::vec(step(), 1..250),
        keep_errors in any::<bool>(),
    ) {
        let half = Sampler::ParentBased(Box::new(Sampler::TraceIdRatio(0.5)));
        run(&steps, half, keep_errors);
    }
}
