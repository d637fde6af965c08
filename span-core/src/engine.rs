//! The engine: what a coroutine runtime tells it becomes spans, each closed exactly once.
//!
//! Owns the table of open spans and the counters of its own thread. Must not know how spans are delivered: it pushes
//! records into the queue and asks the flusher for the rest.

use std::sync::Arc;
use std::time::Duration;

use crate::clock::WallClock;
use crate::config::Config;
use crate::ending::{BodyEnd, Closer, CodeLocation, ExceptionInfo, FatalError};
use crate::finished::FinishedSpan;
use crate::flusher;
use crate::ids::{CoroutineId, SpanContext};
use crate::queue::Queue;
use crate::random::IdGenerator;
use crate::record::{Converter, Record};
use crate::stats::Stats;
use crate::table::{ActiveSpan, ActiveTable, OpenSpan};

/// Spans of one process, from their start to their delivery.
///
/// Everything is called on one thread. Spans move on to a flusher thread, which is started with the first finished
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
/// let code = Arc::new(CodeLocation { function: "{closure}".into(), file: None, line: None });
/// engine.start(CoroutineId(1), None, CoroutineId::NONE, code);
/// engine.body_returned(CoroutineId(1));
/// assert!(engine.finish(CoroutineId(1)));
/// assert!(!engine.finish(CoroutineId(1)));
/// assert_eq!(engine.memory_spans().len(), 1);
/// ```
pub struct Engine {
    config: Arc<Config>,
    table: ActiveTable,
    ids: IdGenerator,
    clock: WallClock,
    pid: u32,
    started: u64,
    internal_errors: u64,
    queue: Arc<Queue>,
}

impl Engine {
    /// An engine with nothing open. Starts no thread.
    pub fn new(config: Arc<Config>) -> Self {
        Engine {
            table: ActiveTable::default(),
            ids: IdGenerator::new(),
            clock: WallClock::now(),
            pid: std::process::id(),
            started: 0,
            internal_errors: 0,
            queue: Arc::new(Queue::new(&config)),
            config,
        }
    }

    /// Opens the span of coroutine `id`, as a child of `parent` or as the root of a new trace.
    ///
    /// A span that is still open under the same id is closed as abandoned: its coroutine cannot be alive any more.
    pub fn start(
        &mut self,
        id: CoroutineId,
        parent: Option<SpanContext>,
        parent_id: CoroutineId,
        code: Arc<CodeLocation>,
    ) -> SpanContext {
        let context = self.ids.context(parent);
        let span = OpenSpan::new(context, parent, parent_id, code);
        self.started += 1;
        if let Some(displaced) = self.table.insert(id, span) {
            self.push(displaced.close(id, Closer::Sweep));
        }
        context
    }

    /// The context that children of coroutine `id` belong under: of its open span, or of the one that it had in the
    /// parent process.
    pub fn context_of(&self, id: CoroutineId) -> Option<SpanContext> {
        self.table.context_of(id)
    }

    /// Whether coroutine `id` has an open span of this process.
    pub fn is_open(&self, id: CoroutineId) -> bool {
        self.table.is_open(id)
    }

    /// Records that the body returned, unless an end is recorded already.
    pub fn body_returned(&mut self, id: CoroutineId) {
        self.table.body_returned(id);
    }

    /// Records how the body ended, unless an end is recorded already.
    pub fn body_ended(&mut self, id: CoroutineId, end: BodyEnd) {
        self.table.body_ended(id, end);
    }

    /// Whether the span is open and its body has ended: what runs now are the coroutine's defers.
    pub fn in_defers(&self, id: CoroutineId) -> bool {
        self.table.in_defers(id)
    }

    /// Records an exception that a defer threw after the body ended. The first one stands; it counts where the body
    /// itself returned.
    pub fn deferred_exception(&mut self, id: CoroutineId, exception: ExceptionInfo) {
        self.table.deferred_exception(id, exception);
    }

    /// Records a fatal error as a candidate for what ends the coroutine. The last one stands; a body that returns
    /// afterwards refutes it.
    pub fn fatal(&mut self, id: CoroutineId, error: FatalError) {
        self.table.fatal(id, error);
    }

    /// Records where the coroutine is suspended, for the case that it is abandoned there.
    pub fn suspended_at(&mut self, id: CoroutineId, file: String, line: u32) {
        self.table.suspended_at(id, file, line);
    }

    /// Closes the span of coroutine `id` and hands it to the exporters. True for the first call only; false also
    /// where there was nothing to close.
    pub fn finish(&mut self, id: CoroutineId) -> bool {
        match self.table.remove(id) {
            Some(span) => {
                self.push(span.close(id, Closer::EndHook));
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
        let spans = self.table.drain();
        let count = spans.len();
        let mut needs_flusher = false;
        for (id, span) in spans {
            needs_flusher |= self.queue.push(span.close(id, Closer::Sweep), count);
        }
        if needs_flusher {
            self.start_flusher();
        }
        count
    }

    /// The coroutines that have an open span, in no particular order.
    pub fn open_ids(&self) -> Vec<CoroutineId> {
        self.table.ids()
    }

    /// Makes this the engine of a forked child; call it before anything else there.
    ///
    /// The counters and the memory exporter start empty, spans open at the fork stay known as contexts for new
    /// children, and ids, `process.pid` and the flusher become this process's own.
    pub fn after_fork(&mut self) {
        let parents = std::mem::replace(&mut self.queue, Arc::new(Queue::new(&self.config)));
        // The flusher of the parent may have held its lock at the moment of the fork, and no such thread exists here
        // to release it. So it is neither locked nor dropped; the memory is shared with the parent anyway.
        std::mem::forget(parents);
        self.table.inherit();
        self.ids = IdGenerator::new();
        self.clock = WallClock::now();
        self.pid = std::process::id();
        self.started = 0;
        self.internal_errors = 0;
    }

    /// Exports everything finished so far and waits for it. True if nothing finished since the last report (of this
    /// method or of [`Engine::shutdown`]) was lost and all of it was delivered within `timeout`.
    pub fn flush(&self, timeout: Duration) -> bool {
        if self.queue.needs_flusher() {
            self.start_flusher();
        }
        self.queue.flush(timeout)
    }

    /// Flushes, stops the flusher and joins it, all within `timeout`; the answer is that of [`Engine::flush`].
    ///
    /// No retry begins any more. What is not delivered in time counts as a failed export, and a thread that does not
    /// stop in time is left alone. The engine can be used afterwards: its flusher starts again when it is needed.
    pub fn shutdown(&mut self, timeout: Duration) -> bool {
        if self.queue.needs_flusher() {
            self.start_flusher();
        }
        self.queue.shutdown(timeout)
    }

    /// All counters at this moment.
    pub fn stats(&self) -> Stats {
        let open = self.table.len() as u64;
        Stats {
            started: self.started,
            finished: self.started - open,
            open,
            internal_errors: self.internal_errors,
            ..self.queue.stats()
        }
    }

    /// All open spans, in no particular order.
    pub fn active(&self) -> Vec<ActiveSpan> {
        self.table.active(&self.config.span_name)
    }

    /// What the memory exporter holds: the newest 65,536 spans finished, flushed or not, the oldest first.
    pub fn memory_spans(&self) -> Vec<FinishedSpan> {
        let converter = Converter {
            span_name: &self.config.span_name,
            pid: self.pid,
            clock: self.clock,
        };
        let records = self.queue.memory_records();
        records
            .into_iter()
            .map(|record| converter.convert(record))
            .collect()
    }

    /// Empties the memory exporter.
    pub fn reset_memory(&self) {
        self.queue.reset_memory();
    }

    /// Counts a failure inside the tracer that its user did not notice.
    pub fn count_internal_error(&mut self) {
        self.internal_errors += 1;
    }

    #[inline]
    fn push(&self, record: Record) {
        if self.queue.push(record, 0) {
            self.start_flusher();
        }
    }

    #[cold]
    fn start_flusher(&self) {
        flusher::start(&self.queue, &self.config, self.pid, self.clock);
    }
}

impl Drop for Engine {
    /// Lets the flusher go: it delivers what is left and ends, but nobody waits for it. [`Engine::shutdown`] waits.
    fn drop(&mut self) {
        self.queue.request_stop();
    }
}
