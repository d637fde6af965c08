//! The flusher thread: takes batches out of the queue and has them delivered.
//!
//! Owns the thread's life. Must not know single exporters, nor coroutines.

use std::sync::Arc;
use std::thread::Builder;
use std::time::{Duration, Instant};

use crate::config::Config;
use crate::config::log_level::LogLevel;
use crate::model::process::Process;
use crate::processor::adopter::{Adopter, Adoption};
use crate::processor::batch_budget::BatchBudget;
use crate::processor::delivery::Delivery;
use crate::processor::{BatchProcessor, Task};
use crate::span::record::Record;

/// Starts the flusher unless there is one. Where the system refuses a thread, the spans stay in the queue and a later
/// call tries again.
///
/// The exporters are made here, on the coroutines' thread, though they do nothing before they get a batch: making
/// them reads the environment, and a flusher doing so would race with a `putenv()` of the PHP program. None of them opens
/// anything here: the flusher's table of descriptors may be another one.
pub(crate) fn start(processor: &Arc<BatchProcessor>, config: &Arc<Config>, process: Process) {
    let Some(epoch) = processor.try_claim() else {
        return;
    };
    let own = processor.take_own_spool();
    let delivery = Delivery::new(Arc::clone(config), process, own);
    let exit_guard = ExitGuard {
        processor: Arc::clone(processor),
        epoch,
    };
    let own_config = Arc::clone(config);
    let body = move || run(&exit_guard, delivery, &own_config);
    let builder = Builder::new().name("tc-flusher".to_owned());
    match (config.spawn)(builder, Box::new(body)) {
        Ok(thread) => processor.spawned(thread),
        Err(error) => {
            if processor.refused() {
                config.say(LogLevel::Error, || {
                    format!("cannot start the flusher thread, will try again: {error}")
                });
            }
        }
    }
}

/// Marks the flusher as ended when its thread ends, even by a panic, so that no flush waits for ever.
struct ExitGuard {
    processor: Arc<BatchProcessor>,
    epoch: u64,
}

impl Drop for ExitGuard {
    fn drop(&mut self) {
        self.processor.ended(self.epoch);
    }
}

fn run(exit_guard: &ExitGuard, mut delivery: Delivery, config: &Config) {
    let ExitGuard { processor, epoch } = exit_guard;
    let mut batch = Vec::new();
    // Locked for as long as this thread lives.
    let mut own_file = None;
    let mut adoption = Adoption::default();
    loop {
        match processor.next_task(*epoch, &mut batch) {
            Task::Batch => (config.guard)(),
            Task::Metrics => {
                (config.guard)();
                send_metrics(processor, &mut delivery);
                processor.metrics_sent(*epoch);
                continue;
            }
            Task::Look => {
                (config.guard)();
                if let Some(recorder) = processor.recorder() {
                    recorder.shrink();
                }
                let mut adopter = Adopter {
                    processor,
                    epoch: *epoch,
                    delivery: &mut delivery,
                };
                let pause = adoption.go_on(&mut adopter, &mut own_file);
                processor.look_again_after(*epoch, pause);
                continue;
            }
            Task::Spool => {
                (config.guard)();
                tend_spools(processor, *epoch, &mut delivery);
                continue;
            }
            Task::End => {
                delivery.after_batch(|report| processor.report(*epoch, report));
                return processor.keep_own_spool(*epoch, delivery.into_own());
            }
        }
        deliver(exit_guard, &mut delivery, &mut batch);
        delivery.after_batch(|report| processor.report(*epoch, report));
        processor.spool_is_due(*epoch, delivery.spool_due());
        delivery.log_drops(processor.dropped());
        if processor.burst_is_over() {
            (config.give_memory_back)();
        }
    }
}

/// Delivers a batch. Should the process be killed meanwhile, its spans are exported once more.
fn deliver(guard: &ExitGuard, delivery: &mut Delivery, batch: &mut Vec<Record>) {
    let ExitGuard { processor, epoch } = guard;
    let budget = BatchBudget {
        processor,
        epoch: *epoch,
        deadline: delivery.deadline(),
    };
    let clock = processor.clock();
    let newest = batch
        .last()
        .map_or_else(|| clock.now(), |record| record.end);
    let clock = clock.until(newest);
    let recorder = processor.recorder();
    let slots = recorder.map(|recorder| recorder.send(batch));
    delivery.deliver(batch, clock, &budget, |report| {
        processor.report(*epoch, report);
    });
    // Who waits for the batch may kill the process when it is closed.
    if let (Some(recorder), Some(slots)) = (recorder, slots) {
        recorder.sent(slots);
    }
    processor.close_batch(*epoch);
}

fn send_metrics(processor: &BatchProcessor, delivery: &mut Delivery) {
    if let Some(snapshot) = processor.metrics_snapshot() {
        let until_stop = processor.stop_by().map_or(Duration::MAX, |stop_by| {
            stop_by.saturating_duration_since(Instant::now())
        });
        // Spans wait meanwhile: the next ones shall not be due before these have failed.
        let time_left = until_stop.min(processor.metrics_interval());
        delivery.send_metrics(&snapshot, time_left);
    }
}

fn tend_spools(processor: &BatchProcessor, epoch: u64, delivery: &mut Delivery) {
    let budget = BatchBudget {
        processor,
        epoch,
        deadline: delivery.deadline(),
    };
    delivery.tend_spools(&budget, |report| processor.report(epoch, report));
    processor.spool_is_due(epoch, delivery.spool_due());
}
