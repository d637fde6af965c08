//! Tail sampling: holds the traces that the sampler rejected, and exports those that go wrong.
//!
//! Owns the decision about each trace and the bound on held spans. Must not know what counts as a failure, nor the queue.

use rustc_hash::FxHashMap;

use crate::model::ids::{SpanId, TraceId};
use crate::span::record::Record;

/// The decision about a trace.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// Nothing went wrong so far, and its local root is open.
    Pending,
    /// Something went wrong: everything of it is exported.
    Keep,
    /// Its local root ended well. Spans that are still open are decided one by one.
    Discard,
}

struct Trace {
    /// The first span of it in this process.
    root: SpanId,
    open: usize,
    verdict: Verdict,
    held: Vec<Record>,
}

/// The traces that have open spans.
pub(crate) struct TailSampler {
    traces: FxHashMap<TraceId, Trace>,
    open: u64,
    held: usize,
    /// The weight of the held spans, in bytes.
    bytes: usize,
    capacity: usize,
    sampled_out: u64,
    overflow: u64,
}

impl TailSampler {
    pub(crate) fn new(capacity: usize) -> Self {
        TailSampler {
            traces: FxHashMap::default(),
            open: 0,
            held: 0,
            bytes: 0,
            capacity,
            sampled_out: 0,
            overflow: 0,
        }
    }

    /// A span was opened that is to be held when it is closed. The first one of its trace becomes the local root; one
    /// that comes after its trace was forgotten makes a trace of its own.
    pub(crate) fn opened(&mut self, trace_id: TraceId, span_id: SpanId) {
        let trace = self.traces.entry(trace_id).or_insert(Trace {
            root: span_id,
            open: 0,
            verdict: Verdict::Pending,
            held: Vec::new(),
        });
        trace.open += 1;
        self.open += 1;
    }

    /// Such a span was closed. Returns what is to be exported now, in the order in which it ended. It is held only where
    /// it does not weigh more than `room`.
    ///
    /// The second result are the blocks in the recorder of those that are discarded now.
    pub(crate) fn closed(
        &mut self,
        record: Record,
        went_wrong: bool,
        room: usize,
    ) -> (Vec<Record>, Vec<u32>) {
        let Some(trace) = self.traces.get_mut(&record.span.identity.trace_id) else {
            return (vec![record], Vec::new());
        };
        let trace_id = record.span.identity.trace_id;
        trace.open -= 1;
        self.open -= 1;
        let is_forgotten = trace.open == 0;
        let (mut exported, mut discarded) = (Vec::new(), Vec::new());
        let slot = record.span.slot();
        match trace.verdict {
            Verdict::Pending if went_wrong => {
                trace.verdict = Verdict::Keep;
                exported.append(&mut trace.held);
                self.held -= exported.len();
                self.bytes -= exported.iter().map(Record::weight).sum::<usize>();
                exported.push(record);
            }
            Verdict::Pending if record.span.identity.span_id == trace.root => {
                trace.verdict = Verdict::Discard;
                let held = std::mem::take(&mut trace.held);
                self.held -= held.len();
                self.bytes -= held.iter().map(Record::weight).sum::<usize>();
                self.sampled_out += held.len() as u64 + 1;
                discarded.extend(held.iter().map(|record| record.span.slot()));
                discarded.push(slot);
            }
            Verdict::Pending if self.held < self.capacity && record.weight() <= room => {
                self.held += 1;
                self.bytes += record.weight();
                trace.held.push(record);
            }
            Verdict::Pending => {
                self.overflow += 1;
                discarded.push(slot);
            }
            Verdict::Discard if !went_wrong => {
                self.sampled_out += 1;
                discarded.push(slot);
            }
            Verdict::Keep | Verdict::Discard => exported.push(record),
        }
        if is_forgotten {
            self.traces.remove(&trace_id);
        }
        (exported, discarded)
    }

    /// Forgets all traces, and returns how many ended spans were held.
    pub(crate) fn clear(&mut self) -> u64 {
        self.traces.clear();
        self.open = 0;
        self.bytes = 0;
        std::mem::take(&mut self.held) as u64
    }

    /// No span has a block in the recorder any more.
    pub(crate) fn forget_slots(&mut self) {
        let held = self.traces.values_mut().flat_map(|trace| &mut trace.held);
        held.for_each(|record| record.span.forget_slot());
    }

    /// The number of open spans that are to be held.
    pub(crate) fn open(&self) -> u64 {
        self.open
    }

    /// The weight of the held spans, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(crate) fn held(&self) -> u64 {
        self.held as u64
    }

    pub(crate) fn sampled_out(&self) -> u64 {
        self.sampled_out
    }

    pub(crate) fn overflow(&self) -> u64 {
        self.overflow
    }
}
