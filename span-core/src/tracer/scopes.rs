//! Activated spans, remote contexts and baggage: everything current in a coroutine beyond its own span.
//!
//! Owns the stacks. Must not know whether the spans in them are open: one that has ended is still the parent of what
//! is started under it.

use rustc_hash::FxHashMap;

use crate::model::baggage::Baggage;
use crate::model::ids::CoroutineId;
use crate::tracer::span_key::SpanKey;

/// Refers to a scope: one entry of a coroutine's stack of current spans.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ScopeId {
    pub(crate) coroutine: CoroutineId,
    pub(crate) serial: u64,
}

/// The outcome of a request to detach a scope.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Detached {
    /// It was the innermost one, as it should be.
    InOrder,
    /// There are scopes inside of it. It is gone, and they stand.
    OutOfOrder,
    /// It is another coroutine's. Nothing was changed.
    OtherCoroutine,
    /// It was detached before, or its coroutine has ended.
    Unknown,
}

/// The deepest a stack may get. A program that reaches it never detaches its scopes.
const MAX_DEPTH: usize = 1024;

struct Scope {
    serial: u64,
    key: SpanKey,
    /// The baggage inside of the scope, if it differs from the one around it.
    baggage: Option<Baggage>,
}

/// The scopes and baggage of one coroutine.
#[derive(Default)]
struct Local {
    scopes: Vec<Scope>,
    /// Outside of all scopes.
    baggage: Baggage,
    /// How many open manual spans were started in it.
    open_spans: usize,
}

impl Local {
    fn baggage(&self) -> &Baggage {
        let inner = self
            .scopes
            .iter()
            .rev()
            .find_map(|scope| scope.baggage.as_ref());
        inner.unwrap_or(&self.baggage)
    }

    fn baggage_mut(&mut self) -> &mut Baggage {
        let mut scopes = self.scopes.iter_mut().rev();
        let inner = scopes.find_map(|scope| scope.baggage.as_mut());
        inner.unwrap_or(&mut self.baggage)
    }

    fn is_unused(&self) -> bool {
        self.scopes.is_empty() && self.open_spans == 0 && self.baggage.is_empty()
    }
}

/// The stacks of all coroutines that have one: most have none, and cost nothing here.
#[derive(Default)]
pub(crate) struct Scopes {
    /// With metrics on, or where coroutines may be detached, a sentinel keeps the map non-empty, so the existing `is_empty()`
    /// check routes every coroutine through the counting path.
    locals: FxHashMap<CoroutineId, Local>,
    has_sentinel: bool,
    /// How many entries count for nothing: the sentinel, unless what has no parent is traced, too. A length, because lengths are
    /// compared with it.
    ignored: usize,
    last_serial: u64,
    /// Scopes up to this one were forgotten on purpose: it is no misuse to detach them.
    forgotten: u64,
    misuses: u64,
}

/// The number of a scope that no program can detach; others count from 1.
const CONTINUED: u64 = 0;

/// The sentinel's key: no coroutine has this id.
const SENTINEL: CoroutineId = CoroutineId(i64::MIN);

impl Scopes {
    /// With `each_counts`, the engine takes the slow path for every coroutine that starts or ends, not only for those with
    /// an entry here. It reuses the `is_empty()` check that is on the hot path anyway: a second check would slow down
    /// programs that do not use metrics. With `never_none`, a coroutine counts as having something in any case.
    pub(crate) fn new(each_counts: bool, never_none: bool) -> Self {
        let has_sentinel = each_counts || never_none;
        let mut scopes = Scopes {
            has_sentinel,
            ignored: usize::from(has_sentinel && !never_none),
            ..Scopes::default()
        };
        scopes.insert_sentinel();
        scopes
    }

    fn insert_sentinel(&mut self) {
        if self.has_sentinel {
            self.locals.insert(SENTINEL, Local::default());
        }
    }

    /// Whether no coroutine has anything.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.locals.is_empty()
    }

    /// Whether no coroutine has anything, apart from the sentinel.
    #[inline]
    pub(crate) fn has_none(&self) -> bool {
        self.locals.len() <= self.ignored
    }

    /// The innermost scope's span.
    #[inline]
    pub(crate) fn current(&self, coroutine: CoroutineId) -> Option<SpanKey> {
        if self.locals.is_empty() {
            return None;
        }
        let innermost = self.locals.get(&coroutine)?.scopes.last();
        innermost.map(|scope| scope.key)
    }

    /// Opens a scope inside of those that are there.
    pub(crate) fn attach(
        &mut self,
        coroutine: CoroutineId,
        key: SpanKey,
        baggage: Option<Baggage>,
    ) -> ScopeId {
        self.last_serial += 1;
        let serial = self.last_serial;
        let scopes = &mut self.locals.entry(coroutine).or_default().scopes;
        if scopes.len() < MAX_DEPTH {
            scopes.push(Scope {
                serial,
                key,
                baggage,
            });
        } else {
            self.misuses += 1;
        }
        ScopeId { coroutine, serial }
    }

    /// Makes `key` current in a coroutine that has no scope, around all that it opens itself.
    pub(crate) fn continue_with(&mut self, coroutine: CoroutineId, key: SpanKey) {
        let scopes = &mut self.locals.entry(coroutine).or_default().scopes;
        if scopes.is_empty() {
            scopes.push(Scope {
                serial: CONTINUED,
                key,
                baggage: None,
            });
        }
    }

    /// Takes away what [`Scopes::continue_with`] has made current: the coroutine has a span of its own.
    pub(crate) fn discontinue(&mut self, coroutine: CoroutineId) {
        if let Some(local) = self.locals.get_mut(&coroutine)
            && let Some(Scope {
                serial: CONTINUED, ..
            }) = local.scopes.first()
        {
            local.scopes.remove(0);
            self.tidy(coroutine);
        }
    }

    /// Closes a scope, on behalf of `coroutine`.
    pub(crate) fn detach(&mut self, coroutine: CoroutineId, scope: ScopeId) -> Detached {
        let detached = if scope.coroutine == coroutine {
            self.remove_scope(scope)
        } else {
            Detached::OtherCoroutine
        };
        let is_misuse = detached != Detached::InOrder && scope.serial > self.forgotten;
        self.misuses += u64::from(is_misuse);
        detached
    }

    fn remove_scope(&mut self, scope: ScopeId) -> Detached {
        let Some(local) = self.locals.get_mut(&scope.coroutine) else {
            return Detached::Unknown;
        };
        let found = local
            .scopes
            .iter()
            .rposition(|other| other.serial == scope.serial);
        let Some(index) = found else {
            return Detached::Unknown;
        };
        let is_innermost = index + 1 == local.scopes.len();
        local.scopes.remove(index);
        self.tidy(scope.coroutine);
        if is_innermost {
            Detached::InOrder
        } else {
            Detached::OutOfOrder
        }
    }

    /// The baggage that is current, if the coroutine has any.
    pub(crate) fn baggage(&self, coroutine: CoroutineId) -> Option<&Baggage> {
        let baggage = self.locals.get(&coroutine)?.baggage();
        (!baggage.is_empty()).then_some(baggage)
    }

    /// Sets an entry of the baggage that is current.
    pub(crate) fn set_baggage(&mut self, coroutine: CoroutineId, key: &str, value: &str) -> bool {
        let local = self.locals.entry(coroutine).or_default();
        let is_set = local.baggage_mut().set(key, value);
        self.tidy(coroutine);
        is_set
    }

    /// Removes an entry of the baggage that is current.
    pub(crate) fn remove_baggage(&mut self, coroutine: CoroutineId, key: &str) -> bool {
        let Some(local) = self.locals.get_mut(&coroutine) else {
            return false;
        };
        let is_removed = local.baggage_mut().remove(key);
        self.tidy(coroutine);
        is_removed
    }

    /// Gives a coroutine the baggage of another one, unless it has its own.
    pub(crate) fn inherit_baggage(&mut self, from: CoroutineId, to: CoroutineId) {
        if let Some(baggage) = self.baggage(from).cloned() {
            self.adopt_baggage(to, baggage);
        }
    }

    /// Gives a coroutine baggage, unless it has its own.
    pub(crate) fn adopt_baggage(&mut self, to: CoroutineId, baggage: Baggage) {
        if !baggage.is_empty() && self.baggage(to).is_none() {
            *self.locals.entry(to).or_default().baggage_mut() = baggage;
        }
    }

    /// A manual span was started in the coroutine.
    pub(crate) fn span_opened(&mut self, coroutine: CoroutineId) {
        self.locals.entry(coroutine).or_default().open_spans += 1;
    }

    /// A manual span that was started in the coroutine was ended.
    pub(crate) fn span_closed(&mut self, coroutine: CoroutineId) {
        if let Some(local) = self.locals.get_mut(&coroutine) {
            local.open_spans = local.open_spans.saturating_sub(1);
            self.tidy(coroutine);
        }
    }

    /// The coroutine is over: drops all it has, and returns how many manual spans it leaves open.
    pub(crate) fn end(&mut self, coroutine: CoroutineId) -> usize {
        let local = self.locals.remove(&coroutine);
        local.map_or(0, |local| local.open_spans)
    }

    /// All coroutines are over.
    pub(crate) fn end_all(&mut self) {
        self.locals.clear();
        self.insert_sentinel();
    }

    /// Drops all that any coroutine has, and returns how many scopes there were.
    pub(crate) fn forget_all(&mut self) -> usize {
        let scopes = self.locals.values().map(|local| local.scopes.len()).sum();
        self.end_all();
        self.forgotten = self.last_serial;
        scopes
    }

    /// In a forked child: keeps the stacks, but not the open spans or the misuse count, which belong to the parent process.
    pub(crate) fn disown_parent_spans(&mut self) {
        for local in self.locals.values_mut() {
            local.open_spans = 0;
        }
        self.locals.retain(|_, local| !local.is_unused());
        self.misuses = 0;
        self.insert_sentinel();
    }

    pub(crate) fn misuses(&self) -> u64 {
        self.misuses
    }

    fn tidy(&mut self, coroutine: CoroutineId) {
        if self.locals.get(&coroutine).is_some_and(Local::is_unused) {
            self.locals.remove(&coroutine);
        }
    }
}
