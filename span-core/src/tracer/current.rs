//! The current span and baggage of a coroutine, and how they are passed to other services.
//!
//! Owns how a coroutine's own span and the scopes in it go together. Must not know header formats (`propagation`).

use std::borrow::Cow;

use super::Engine;
use crate::model::baggage::Baggage;
use crate::model::context::SpanContext;
use crate::model::ids::CoroutineId;
use crate::propagation;
use crate::propagation::{Extracted, Found, Outgoing, Propagator};
use crate::tracer::scopes::{Detached, ScopeId};
use crate::tracer::span_key::{SpanKey, SpanLocation};

/// The formats between processes of one program, whatever is configured for other services.
const CARRIED: [Propagator; 2] = [Propagator::TraceContext, Propagator::Baggage];

impl Engine {
    /// The span that is current in the coroutine: the one activated last, else the coroutine's own.
    pub fn current_key(&self, coroutine: CoroutineId) -> Option<SpanKey> {
        self.scopes.current(coroutine).or_else(|| {
            let context = self.table.context_of(coroutine)?;
            let location = if self.table.is_open(coroutine) {
                SpanLocation::Coroutine(coroutine)
            } else {
                SpanLocation::Nowhere
            };
            Some(SpanKey { context, location })
        })
    }

    /// The coroutine's own span, if it is open, also after the coroutine.
    pub fn own_key(&self, coroutine: CoroutineId) -> Option<SpanKey> {
        let context = self.own_span(coroutine)?.context();
        let location = SpanLocation::Coroutine(coroutine);
        Some(SpanKey { context, location })
    }

    /// The context that new spans in the coroutine, and new coroutines, belong under.
    #[inline(always)]
    pub fn current_context(&self, coroutine: CoroutineId) -> Option<SpanContext> {
        match self.scopes.current(coroutine) {
            Some(key) => Some(key.context),
            None => self.table.context_of(coroutine),
        }
    }

    /// Whether nothing is current in any coroutine, and what has no parent is not traced: then no look for what is current further
    /// out can find anything.
    #[inline(always)]
    pub fn has_no_context(&self) -> bool {
        self.table.has_no_context() && self.scopes.has_none()
    }

    /// The context of a span, also after its end.
    pub fn span_context(&self, key: SpanKey) -> SpanContext {
        key.context
    }

    /// The trace state of other vendors, in the form of the `tracestate` header.
    pub fn trace_state(&self, context: &SpanContext) -> Option<&str> {
        self.trace_states
            .get(context.trace_state)
            .map(AsRef::as_ref)
    }

    /// Makes a span current in a coroutine until the scope is detached or the coroutine ends. It stays so if it ends.
    pub fn activate(&mut self, coroutine: CoroutineId, key: SpanKey) -> ScopeId {
        self.attach(coroutine, key, None)
    }

    /// Makes a context that came in from another service current in a coroutine, with its baggage.
    pub fn attach_remote(
        &mut self,
        coroutine: CoroutineId,
        context: SpanContext,
        baggage: Baggage,
    ) -> ScopeId {
        let key = SpanKey {
            context,
            location: SpanLocation::Nowhere,
        };
        self.attach(coroutine, key, Some(baggage))
    }

    fn attach(
        &mut self,
        coroutine: CoroutineId,
        key: SpanKey,
        baggage: Option<Baggage>,
    ) -> ScopeId {
        let scope = self.scopes.attach(coroutine, key, baggage);
        self.counters.scope_misuses.set(self.scopes.misuses());
        scope
    }

    /// Detaches a scope, on behalf of the coroutine that runs. Everything but [`Detached::InOrder`] is counted as
    /// misuse, and none of it harms a scope other than the one that is meant.
    pub fn detach(&mut self, coroutine: CoroutineId, scope: ScopeId) -> Detached {
        let detached = self.scopes.detach(coroutine, scope);
        self.counters.scope_misuses.set(self.scopes.misuses());
        detached
    }

    /// The baggage that is current in the coroutine; `None` where there is none.
    pub fn baggage(&self, coroutine: CoroutineId) -> Option<&Baggage> {
        self.scopes.baggage(coroutine)
    }

    /// Sets an entry of the baggage that is current in the coroutine; see [`Baggage::set`].
    pub fn set_baggage(&mut self, coroutine: CoroutineId, key: &str, value: &str) -> bool {
        self.scopes.set_baggage(coroutine, key, value)
    }

    /// Removes an entry of the baggage that is current in the coroutine; whether there was one.
    pub fn remove_baggage(&mut self, coroutine: CoroutineId, key: &str) -> bool {
        self.scopes.remove_baggage(coroutine, key)
    }

    /// Gives a coroutine that has none the baggage that came with a request.
    pub fn adopt_baggage(&mut self, coroutine: CoroutineId, baggage: Baggage) {
        self.scopes.adopt_baggage(coroutine, baggage);
    }

    /// Gives a coroutine the baggage of another one, unless it has its own: for coroutines whose start was not
    /// reported. Others have it from their start.
    pub fn inherit_baggage(&mut self, from: CoroutineId, to: CoroutineId) {
        self.scopes.inherit_baggage(from, to);
    }

    /// Makes what is current in one coroutine current in another one that starts there and gets no span of its own: until
    /// its end, or until it gets one after all.
    pub fn continue_context(&mut self, from: CoroutineId, to: CoroutineId) {
        if let Some(key) = self.current_key(from) {
            self.scopes.continue_with(to, key);
        }
    }

    /// The headers that pass `current`, the context that is current in the coroutine or further out, to another service, with the
    /// coroutine's baggage.
    pub fn inject(
        &self,
        coroutine: CoroutineId,
        current: Option<SpanContext>,
    ) -> Vec<(Cow<'static, str>, String)> {
        let trace_state = current
            .as_ref()
            .and_then(|context| self.trace_state(context));
        propagation::inject(
            &self.config.propagators,
            &Outgoing {
                context: current.as_ref(),
                trace_state,
                baggage: self.baggage(coroutine),
            },
        )
    }

    /// Whether [`Engine::extract`] makes anything of a header of this name, in any case.
    pub fn reads_header(&self, name: &[u8]) -> bool {
        propagation::reads(&self.config.propagators, name)
    }

    /// The caller's span according to headers: names in any case, each with all its values. `None` if they name no span or are
    /// malformed.
    pub fn extract(&mut self, carrier: &[(String, Vec<String>)]) -> Option<Extracted> {
        let found = propagation::extract(&self.config.propagators, carrier)?;
        Some(self.keep(found))
    }

    /// A text of at most `limit` bytes that passes `current` to another process of the same program, with the coroutine's baggage
    /// as far as there is room; see [`Engine::carried`].
    pub fn carry(&self, coroutine: CoroutineId, current: SpanContext, limit: usize) -> String {
        let fields = propagation::inject(
            &CARRIED,
            &Outgoing {
                context: Some(&current),
                trace_state: self.trace_state(&current),
                baggage: self.baggage(coroutine),
            },
        );
        let mut text = String::new();
        for (name, value) in fields {
            if text.len() + name.len() + value.len() + 2 <= limit {
                text.extend([name.as_ref(), ":", value.as_str(), "\n"]);
            }
        }
        text
    }

    /// What such a text passes on.
    pub fn carried(&mut self, text: &str) -> Option<Extracted> {
        let lines = text.lines().filter_map(|line| line.split_once(':'));
        let carrier: Vec<_> = lines
            .map(|(name, value)| (name.to_owned(), vec![value.to_owned()]))
            .collect();
        let found = propagation::extract(&CARRIED, &carrier)?;
        Some(self.keep(found))
    }

    fn keep(&mut self, found: Found) -> Extracted {
        let mut context = found.context;
        if let Some(trace_state) = found.trace_state {
            context.trace_state = self.trace_states.keep(trace_state);
        }
        Extracted {
            context,
            baggage: found.baggage,
        }
    }
}
