//! What the engines of a process share: one queue, one flusher, one set of exporters, one account.
//!
//! Owns the flusher's beginning and end. Must not know coroutines.

use std::mem;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{BatchProcessor, worker};
use crate::config::Config;
use crate::config::log_level::LogLevel;
use crate::export::failure::Failure;
use crate::model::process::Process;

/// The way of finished spans, from the engines of a process to the exporters. The flusher is let go with the last one who
/// holds it.
pub struct Pipeline {
    pub(crate) config: Arc<Config>,
    pub(crate) processor: Arc<BatchProcessor>,
    pub(crate) process: Process,
}

impl Pipeline {
    /// Of this process. Starts no thread.
    pub fn new(config: Arc<Config>) -> Arc<Self> {
        let processor = Arc::new(BatchProcessor::new(&config));
        Self::with(config, processor)
    }

    pub(crate) fn with(config: Arc<Config>, processor: Arc<BatchProcessor>) -> Arc<Self> {
        Arc::new(Pipeline {
            config,
            processor,
            process: Process::current(),
        })
    }

    /// Whether it is that of the calling process, and not of one that this was forked off.
    pub fn is_of_this_process(&self) -> bool {
        self.process.pid == std::process::id()
    }

    /// Leaves another process's alone: its flusher may have held the locks at the moment of the fork, and no such thread
    /// exists here to release them. So nothing of it is locked or dropped; the memory is shared with that process anyway.
    pub fn disown(self: Arc<Self>) {
        mem::forget(self);
    }

    #[cold]
    pub(crate) fn start_flusher(&self) {
        worker::start(&self.processor, &self.config, self.process);
    }

    /// Flushes, stops the flusher and joins it, all within `timeout`. True if nothing finished since the last report (of this
    /// method or of [`Engine::flush`](crate::Engine::flush)) was lost and all of it was delivered.
    ///
    /// No retry begins any more. What is not delivered in time counts as a failed export, and a thread that does not
    /// stop in time is left alone; with several exporters, one that hangs leaves the others half of the time for what waits
    /// behind its batch. All can be used afterwards: a flusher starts again when it is needed.
    pub fn shutdown(&self, timeout: Duration) -> bool {
        if self.processor.needs_flusher() {
            self.processor.forget_pause();
            self.start_flusher();
        }
        let before = self.lost_at_shutdown();
        let begin = Instant::now();
        if self.processor.leave_hanging_batch(timeout / 2, timeout) {
            self.start_flusher();
        }
        let complete = self
            .processor
            .shutdown(timeout.saturating_sub(begin.elapsed()));
        self.log_lost_at_shutdown(before);
        if let Some(recorder) = self.processor.recorder() {
            recorder.end();
        }
        complete
    }

    pub(crate) fn log_lost_at_shutdown(&self, before: u64) {
        let lost = self.lost_at_shutdown() - before;
        if lost > 0 {
            self.config.say(LogLevel::Error, || {
                let spans = match lost {
                    1 => "1 span lost: its".to_owned(),
                    _ => format!("{lost} spans lost: their"),
                };
                format!("{spans} export was not over when the process had to end")
            });
        }
    }

    pub(crate) fn lost_at_shutdown(&self) -> u64 {
        let (stats, _) = self.processor.stats();
        stats.dropped_shutdown + stats.failed[Failure::Shutdown]
    }
}

impl Drop for Pipeline {
    /// Lets the flusher go: it delivers what is left and ends, but this does not wait for it. [`Pipeline::shutdown`] does.
    fn drop(&mut self) {
        if self.is_of_this_process() {
            self.processor.request_stop();
        }
    }
}
