//! The engine: it turns a coroutine runtime's reports into spans, each closed exactly once.
//!
//! Owns the life of coroutines' spans from their start on, and with it of everything that ends when a coroutine does.
//! Must not know how spans are delivered: `submit` pushes records into the queue and asks the worker for the rest.

pub(crate) mod active;
mod call_end;
mod current;
mod detach;
mod detaching;
mod local_root;
mod manual;
pub(crate) mod options;
mod outliving;
pub(crate) mod sampling;
pub(crate) mod scopes;
pub(crate) mod span_key;
pub(crate) mod span_plan;
mod start;
mod submit;

use std::mem;
use std::sync::Arc;

use crate::config::Config;
use crate::model::ids::CoroutineId;
use crate::model::trace_state::TraceStates;
use crate::processor::BatchProcessor;
use crate::processor::engine_counters::EngineCounters;
use crate::processor::pipeline::Pipeline;
use crate::recorder::recording::Recording;
use crate::span::clock::{ReadClock, Tick};
use crate::span::end::{BodyEnd, CloseReason, FatalError};
use crate::span::id_generator::IdGenerator;
use crate::span::span_state::ThreadBits;
use crate::tracer::active::manual_table::ManualSpans;
use crate::tracer::active::table::ActiveTable;
use crate::tracer::detaching::Detaching;
use crate::tracer::options::SpanOptions;
use crate::tracer::sampling::sampler::Decider;
use crate::tracer::sampling::tail::TailSampler;
use crate::tracer::scopes::Scopes;
use crate::tracer::span_plan::SamplingDecision;
use start::PendingSpan;

/// Spans of one thread, from their start to their delivery.
///
/// Everything is called on that thread; engines of a process's other threads share its [`Pipeline`]. Spans move on to a flusher thread, which is started with the first finished
/// span that an exporter other than `Memory` and `None` waits for.
///
/// ```
/// use std::sync::Arc;
/// use span_core::{CodeLocation, Config, CoroutineId, Engine, ExporterKind};
///
/// let mut engine = Engine::new(Arc::new(Config {
///     exporters: vec![ExporterKind::Memory],
///     ..Config::default()
/// }));
/// let code = CodeLocation {
///     function: "checkout".into(),
///     file: None,
///     line: None,
///     span_name: engine.span_name("checkout", None, None),
/// }
/// .keep();
/// engine.start(CoroutineId(1), None, CoroutineId::NONE, code);
/// engine.body_returned(CoroutineId(1));
/// assert!(engine.finish(CoroutineId(1)));
/// assert!(!engine.finish(CoroutineId(1)));
/// assert_eq!(engine.memory_spans().len(), 1);
/// ```
pub struct Engine {
    config: Arc<Config>,
    decider: Decider,
    pending: Option<PendingSpan>,
    /// The options of the pending span.
    options: Option<Box<SpanOptions>>,
    table: ActiveTable,
    manual_spans: ManualSpans,
    scopes: Scopes,
    /// Where coroutines may be detached.
    detaching: Option<Box<Detaching>>,
    tail_sampler: Option<TailSampler>,
    /// The decision for spans that the sampler rejects.
    unsampled_decision: SamplingDecision,
    trace_states: TraceStates,
    ids: IdGenerator,
    last_local_root: u16,
    read_clock: ReadClock,
    thread: ThreadBits,
    counters: Arc<EngineCounters>,
    recording: Recording,
    /// The size of all user fields of open spans, in bytes.
    user_field_bytes: usize,
    /// Whether a child that is forked now goes on with all of this.
    is_handed_over: bool,
    /// What of it and of the tail sampler the budget counts.
    weighed: usize,
    /// The pipeline's, which is needed for each span.
    processor: Arc<BatchProcessor>,
    pipeline: Arc<Pipeline>,
}

impl Engine {
    /// The engine of a process's only thread, with nothing open. Starts no thread.
    pub fn new(config: Arc<Config>) -> Self {
        Engine::on(Pipeline::new(config), 0)
    }

    /// The engine of one of several threads, with nothing open. `thread` is the thread's id, which its spans say, or 0 for the main
    /// thread.
    pub fn on(pipeline: Arc<Pipeline>, thread: u32) -> Self {
        let config = Arc::clone(&pipeline.config);
        let processor = Arc::clone(&pipeline.processor);
        let counters = processor.begin_engine();
        Engine {
            decider: Decider::new(&config.sampler),
            pending: None,
            options: None,
            table: ActiveTable::default(),
            manual_spans: ManualSpans::default(),
            scopes: Scopes::new(
                config.metrics.is_some() || config.detaches(),
                config.traces_orphans,
            ),
            detaching: config
                .detaches()
                .then(|| Box::new(Detaching::new(config.detach_after))),
            tail_sampler: Engine::tail_sampler(&config),
            unsampled_decision: SamplingDecision::of_unsampled(&config),
            trace_states: TraceStates::default(),
            ids: IdGenerator::new(),
            last_local_root: 0,
            read_clock: config.clock,
            thread: ThreadBits::of(thread),
            recording: Recording::new(processor.recorder().cloned()),
            counters,
            user_field_bytes: 0,
            is_handed_over: false,
            weighed: 0,
            processor,
            pipeline,
            config,
        }
    }

    /// What it shares with the engines of other threads.
    pub fn pipeline(&self) -> &Arc<Pipeline> {
        &self.pipeline
    }

    fn tail_sampler(config: &Config) -> Option<TailSampler> {
        config
            .keep_errors
            .then(|| TailSampler::new(config.keep_buffer))
    }

    #[inline(always)]
    fn tick(&self) -> Tick {
        Tick::now(self.read_clock)
    }

    /// Whether coroutine `id` has an open span of this process.
    pub fn is_open(&self, id: CoroutineId) -> bool {
        self.table.is_open(id)
    }

    /// Whether coroutine `id` was started here, with or without a span.
    pub fn is_known(&self, id: CoroutineId) -> bool {
        self.table.context_of(id).is_some()
    }

    /// Records that the body returned, unless an end is recorded already.
    #[inline(always)]
    pub fn body_returned(&mut self, id: CoroutineId) {
        self.table.body_returned(id);
    }

    /// Records how the body ended, unless an end is recorded already.
    pub fn body_ended(&mut self, id: CoroutineId, mut end: BodyEnd) {
        end.shorten();
        self.table.body_ended(id, end);
    }

    /// Whether the span is open and its body has ended: what runs now are the coroutine's defers.
    pub fn in_defers(&self, id: CoroutineId) -> bool {
        self.table.in_defers(id)
    }

    /// Records how a defer ended that did not return, after the body ended. The first one stands; it counts where the body
    /// itself returned.
    pub fn defer_ended(&mut self, id: CoroutineId, mut end: BodyEnd) {
        end.shorten();
        self.table.defer_ended(id, end);
    }

    /// Records a fatal error as a candidate for what ends the coroutine, and the calls under way in it that have spans. The
    /// last one stands; a body or a call that returns afterwards refutes it.
    pub fn fatal(&mut self, id: CoroutineId, mut error: FatalError) {
        error.shorten();
        for call in self.manual_spans.calls_of(id) {
            call.evidence().fatal = Some(error.clone());
        }
        self.table.fatal(id, error);
    }

    /// The coroutine runs on: a fatal error that was recorded for it did not end it.
    pub fn runs_on(&mut self, id: CoroutineId) {
        for call in self.manual_spans.calls_of(id) {
            call.evidence().fatal = None;
        }
        self.table.runs_on(id);
    }

    /// Records where the coroutine is suspended, for the case that it is abandoned there.
    pub fn suspended_at(&mut self, id: CoroutineId, file: String, line: u32) {
        self.table.suspended_at(id, file, line);
    }

    /// Closes the span of coroutine `id` and hands it to the exporters. True for the first call only; false also
    /// where there was nothing to close, or the span [goes on](Engine::outlive_coroutine).
    ///
    /// The coroutine's scopes and baggage are dropped, and the manual spans that were started in it are ended first.
    #[inline(always)]
    pub fn finish(&mut self, id: CoroutineId) -> bool {
        if self.scopes.is_empty() {
            return self.finish_span(id);
        }
        !self.has_no_context() && self.finish_with_locals(id)
    }

    #[cold]
    fn finish_with_locals(&mut self, id: CoroutineId) -> bool {
        self.end_locals(id);
        if let Some(span) = self.table.remove_outliving(id) {
            self.manual_spans.insert_own(id, span);
            self.publish();
            return false;
        }
        if let Some(identity) = self.table.get(id).map(|span| span.identity) {
            self.note_closed(id, &identity);
        }
        let is_finished = self.finish_span(id);
        self.publish();
        is_finished
    }

    #[inline(always)]
    fn finish_span(&mut self, id: CoroutineId) -> bool {
        match self
            .table
            .end(id, CloseReason::EndHook, self.read_clock, &self.recording)
        {
            Some(record) => {
                self.submit(record);
                true
            }
            None => false,
        }
    }

    /// Closes every open span, at request shutdown, and returns how many there were.
    ///
    /// The queue takes them all beyond its usual bound: they were in memory already, and they are the ones that show
    /// what went wrong.
    pub fn sweep(&mut self) -> usize {
        self.detach_overdue();
        let count = self.table.len() + self.manual_spans.len();
        self.counters
            .ended_with_coroutine
            .add(self.manual_spans.len() as u64);
        self.scopes.end_all();
        if let Some(detaching) = &mut self.detaching {
            detaching.forget();
        }
        let spans = self
            .table
            .drain()
            .into_iter()
            .chain(self.manual_spans.drain());
        let end = self.tick();
        let records = spans.map(|(id, span)| span.close(id, CloseReason::Sweep, end));
        let (held, sampled): (Vec<_>, Vec<_>) = records.partition(|record| record.span.is_held());
        for record in &sampled {
            self.release(record);
            self.recording.close_unusual(self.processor.clock(), record);
        }
        self.push_all(sampled);
        // A local root is older than all that waits for its end.
        for record in held.into_iter().rev() {
            self.submit(record);
        }
        self.publish();
        count
    }

    /// The coroutines that have an open span, in no particular order.
    pub fn open_ids(&self) -> Vec<CoroutineId> {
        self.table.ids()
    }

    /// Makes this the engine of a forked child, whose only thread is the calling one; call it before anything else there.
    ///
    /// After [`Engine::hand_over`] the child has all that the parent had. Otherwise the counters and the memory exporter start
    /// empty, the contexts of spans open at the fork stay valid as parents, and ids, `process.pid` and the flusher become this
    /// process's own. `pipeline` is the one that the child has already, if it has one.
    pub fn after_fork(&mut self, pipeline: Option<Arc<Pipeline>>) {
        self.ids = IdGenerator::new();
        self.thread = ThreadBits::default();
        if self.is_handed_over {
            let processor = Arc::clone(&self.processor);
            let own = Pipeline::with(Arc::clone(&self.config), processor);
            mem::replace(&mut self.pipeline, own).disown();
            return;
        }
        let pipeline = pipeline.unwrap_or_else(|| Pipeline::new(Arc::clone(&self.config)));
        // Never dropped: see `Pipeline::disown`.
        mem::forget(mem::replace(
            &mut self.processor,
            Arc::clone(&pipeline.processor),
        ));
        mem::replace(&mut self.pipeline, pipeline).disown();
        self.counters = self.processor.begin_engine();
        let recorder = self.processor.recorder().cloned();
        self.recording = Recording::new(recorder);
        self.weighed = 0;
        self.table.disown_parent_spans();
        self.manual_spans.forget();
        self.scopes.disown_parent_spans();
        if let Some(detaching) = &mut self.detaching {
            detaching.forget();
        }
        self.tail_sampler = Engine::tail_sampler(&self.config);
        self.user_field_bytes = 0;
    }
}

impl Drop for Engine {
    /// Its counters stay in the sums. What is still open is lost: [`Engine::sweep`] closes it.
    fn drop(&mut self) {
        if self.pipeline.is_of_this_process() {
            self.recording.end();
            self.processor.end_engine(&self.counters);
            self.processor.budget().change_open(self.weighed, 0);
        }
    }
}
