//! The engine's output: closed spans go to the queue, and readers get the counters and open spans.
//!
//! Must not know how a span came to be closed.

use std::sync::Arc;
use std::time::Duration;

use super::Engine;
use crate::model::context::SpanContext;
use crate::model::finished::FinishedSpan;
use crate::processor::pipeline::Pipeline;
use crate::processor::stats::{ExporterStats, Stats};
use crate::span::finish::Converter;
use crate::span::open::ActiveSpan;
use crate::span::record::Record;
use crate::tracer::active::manual_table::ManualSpans;
use crate::tracer::active::table::ActiveTable;
use crate::tracer::sampling::tail::TailSampler;

impl Engine {
    /// Hands a closed span on: to the queue, or to those that wait for the end of their trace.
    #[inline(always)]
    pub(super) fn submit(&mut self, record: Record) {
        if !record.span.is_plain() || record.span.is_held() {
            return self.submit_unusual(record);
        }
        if self.processor.push(record) {
            self.start_flusher();
        }
    }

    #[cold]
    fn submit_unusual(&mut self, record: Record) {
        self.recording
            .close_unusual(self.processor.clock(), &record);
        if !record.span.is_plain() {
            self.release(&record);
        }
        if record.span.is_held() {
            self.decide_tail(record);
        } else if self.processor.push_unusual(record, 0) {
            self.start_flusher();
        }
    }

    /// Stops counting a closed span's user fields here: the queue or the tail sampler counts them from now on.
    #[cold]
    pub(super) fn release(&mut self, record: &Record) {
        self.user_field_bytes = self
            .user_field_bytes
            .saturating_sub(record.span.user_field_bytes());
        self.weigh();
    }

    /// Updates the budget with what the engine itself holds, and the counters of what is held.
    pub(super) fn weigh(&mut self) {
        let mut bytes = self.user_field_bytes + self.manual_spans.len() * ManualSpans::WEIGHT;
        if let Some(tail_sampler) = &self.tail_sampler {
            bytes += tail_sampler.bytes();
            let counters = &self.counters;
            counters.held.set(tail_sampler.held());
            counters.sampled_out.set(tail_sampler.sampled_out());
            counters.keep_overflow.set(tail_sampler.overflow());
        }
        self.processor.budget().change_open(self.weighed, bytes);
        self.weighed = bytes;
    }

    /// A span to be held was opened.
    #[cold]
    pub(super) fn hold(&mut self, context: SpanContext) {
        if let Some(tail_sampler) = &mut self.tail_sampler {
            tail_sampler.opened(context.trace_id, context.span_id);
        }
    }

    #[cold]
    fn decide_tail(&mut self, record: Record) {
        let slow = self.config.keep_slower_than.is_some_and(|limit| {
            let (start, end) = record
                .span
                .times(record.end, self.processor.clock().until(record.end));
            end.duration_since(start)
                .is_ok_and(|duration| duration >= limit)
        });
        let went_wrong = slow || record.span.failed();
        let room = self.processor.budget().room();
        if let Some(tail_sampler) = &mut self.tail_sampler {
            let (exported, discarded) = tail_sampler.closed(record, went_wrong, room);
            self.recording.release(discarded);
            self.weigh();
            self.push_all(exported);
        }
    }

    /// Pushes spans that were in memory together, beyond the queue's usual bound.
    pub(super) fn push_all(&mut self, records: Vec<Record>) {
        let count = records.len();
        let mut needs_flusher = false;
        for record in records {
            needs_flusher |= self.processor.push_unusual(record, count);
        }
        if needs_flusher {
            self.start_flusher();
        }
    }

    /// With metrics on, copies this thread's counters for the flusher, and starts a flusher if none runs.
    pub(super) fn publish(&mut self) {
        if !self.processor.has_metrics() {
            return;
        }
        let tail_sampler = self.tail_sampler.as_ref();
        let open = (self.table.len() + self.manual_spans.len()) as u64;
        let open_held = tail_sampler.map_or(0, TailSampler::open);
        let open_sampled = open.saturating_sub(open_held);
        self.counters.open_sampled.set(open_sampled);
        self.counters.open_held.set(open_held);
        if self.processor.needs_flusher_for_metrics() {
            self.start_flusher();
        }
    }

    /// A span was opened, and perhaps recorded. From the first one on the flusher gives signs of life: a span that is open when the
    /// process is killed ends with the last of them.
    #[inline(always)]
    pub(super) fn recorded(&mut self) {
        if self.recording.has_begun() {
            self.start_flusher();
        }
    }

    #[cold]
    fn start_flusher(&mut self) {
        // From here on its thread may hold the queue's lock when the process forks.
        self.is_handed_over = false;
        self.pipeline.start_flusher();
    }

    /// Exports everything finished so far and waits for it. True if nothing finished since the last report (of this
    /// method or of [`Engine::shutdown`]) was lost and all of it was delivered within `timeout`.
    pub fn flush(&mut self, timeout: Duration) -> bool {
        self.detach_overdue();
        if self.processor.needs_flusher() {
            self.processor.forget_pause();
            self.start_flusher();
        }
        self.processor.flush(timeout)
    }

    /// Makes ready for a fork whose child succeeds this process, which leaves by `_exit()`, as in `daemon()`: the child has
    /// all that is open, held and queued, and every counter. Waits for the current batch, `timeout` at most; a batch whose
    /// export takes longer is lost with this process, and counted.
    ///
    /// [`Engine::resume`] follows: in the child, or here if there was no fork.
    pub fn hand_over(&mut self, timeout: Duration) {
        let before = self.pipeline.lost_at_shutdown();
        if let Some(successor) = self.processor.stop_flusher(timeout, &self.config) {
            self.processor = Arc::new(successor);
            let (config, processor) = (Arc::clone(&self.config), Arc::clone(&self.processor));
            self.pipeline = Pipeline::with(config, processor);
            self.pipeline.log_lost_at_shutdown(before);
        }
        self.is_handed_over = true;
        self.processor.forget_slots();
        self.table.forget_slots();
        self.manual_spans.forget_slots();
        if let Some(tail_sampler) = &mut self.tail_sampler {
            tail_sampler.forget_slots();
        }
        let recorder = self.processor.recorder().cloned();
        self.recording.start_over(recorder);
    }

    /// This process is not the successor, but a child of it. Call it before [`Engine::after_fork`].
    pub fn disinherit(&mut self) {
        self.is_handed_over = false;
    }

    /// The succession is over: in the child, which goes on with all there is, or in the process that has not forked.
    pub fn resume(&mut self) {
        self.is_handed_over = false;
        if self.processor.needs_flusher() {
            self.start_flusher();
        }
    }

    /// From now on each span is exported as soon as it is finished, without waiting for it here: the process is about to
    /// end, and may be killed before it can [`Engine::shutdown`].
    pub fn export_eagerly(&self) {
        self.processor.export_eagerly();
    }

    /// [`Pipeline::shutdown`].
    pub fn shutdown(&mut self, timeout: Duration) -> bool {
        self.pipeline.shutdown(timeout)
    }

    /// All counters of the process at this moment.
    pub fn stats(&self) -> Stats {
        self.stats_by_exporter().0
    }

    /// All counters of the process at this moment, and those of each exporter that runs on the flusher thread.
    pub fn stats_by_exporter(&self) -> (Stats, Vec<ExporterStats>) {
        self.processor.stats()
    }

    /// All open spans of this thread, in no particular order.
    pub fn active(&self) -> Vec<ActiveSpan> {
        let now = self.tick();
        let clock = self.processor.clock().until(now);
        let mut spans = self.table.active(now, &clock);
        spans.extend(self.manual_spans.active(now, &clock));
        spans
    }

    /// The memory exporter's spans: the newest 65,536 that finished, flushed or not, the oldest first.
    pub fn memory_spans(&self) -> Vec<FinishedSpan> {
        let records = self.processor.memory_records();
        let Some(newest) = records.last() else {
            return Vec::new();
        };
        let clock = self.processor.clock().until(newest.end);
        let converter = Converter::new(
            self.config.limits.value_length,
            self.pipeline.process.pid,
            clock,
        );
        records
            .into_iter()
            .map(|record| converter.convert(record))
            .collect()
    }

    /// Starts over where there is a memory exporter: it is empty, nothing is open or held, and nothing is current in any
    /// coroutine. What was open before appears nowhere afterwards, also where it is ended later; it counts as
    /// [`Stats::dropped_reset`].
    ///
    /// Returns how many spans were open and how many scopes attached: what was never ended, or still runs. Does
    /// nothing where there is no memory exporter: the spans of a program are no test's.
    pub fn reset_memory(&mut self) -> usize {
        if !self.processor.reset_memory() {
            return 0;
        }
        let open = self.table.len() + self.manual_spans.len();
        let slots = self.table.slots().chain(self.manual_spans.slots());
        self.recording.release(slots);
        let held = self.tail_sampler.as_mut().map_or(0, TailSampler::clear);
        self.table = ActiveTable::default();
        self.manual_spans.forget();
        if let Some(detaching) = &mut self.detaching {
            detaching.forget();
        }
        self.user_field_bytes = 0;
        self.weigh();
        let scopes = self.scopes.forget_all();
        self.counters.dropped_reset.add(open as u64 + held);
        self.publish();
        open + scopes
    }

    /// Counts a failure inside the tracer that its user did not notice.
    pub fn count_internal_error(&mut self) {
        self.counters.internal_errors.add(1);
    }
}
