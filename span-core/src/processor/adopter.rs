//! Exports what dead processes have left, in their place.
//!
//! Owns when a file has served its purpose. Must not know what is in it, nor single exporters.
//!
//! A file whose first batch no exporter takes stays where it is, uncounted, and is tried again later, by whichever process comes
//! first: the destination is away, and the spans wait as well there as anywhere.

use std::sync::Arc;
use std::time::Duration;

use super::batch_budget::BatchBudget;
use super::delivery::Delivery;
use super::{BatchProcessor, Report};
use crate::export::failure::Failure;
use crate::export::resource::Resource;
use crate::recorder::Recorder;
use crate::recorder::adoption::Legacy;
use crate::recorder::recorder_files::Named;
use crate::span::finish::Converter;

/// How long the files are left alone after no exporter took what was in one.
const PATIENCE: Duration = Duration::from_secs(15);

impl BatchProcessor {
    /// What outlives this process, where it is wanted.
    pub(crate) fn recorder(&self) -> Option<&Arc<Recorder>> {
        self.recorder.as_ref()
    }

    /// No span that waits has a block in the recorder any more.
    pub(crate) fn forget_slots(&self) {
        self.lock().queue.forget_slots();
    }
}

/// The flusher of `epoch`, while it does that.
pub(super) struct Adopter<'a> {
    pub(super) processor: &'a BatchProcessor,
    pub(super) epoch: u64,
    pub(super) delivery: &'a mut Delivery,
}

impl Adopter<'_> {
    /// Looks once. `own_file` is that of this process.
    pub(super) fn look(&mut self, own_file: &mut Option<Named>) {
        let Some(recorder) = self.processor.recorder() else {
            return;
        };
        for legacy in recorder.look(self.processor.clock(), own_file) {
            if !self.adopt(legacy) {
                return self.processor.look_again_after(self.epoch, PATIENCE);
            }
        }
    }

    /// False where the file stays.
    fn adopt(&mut self, mut legacy: Legacy) -> bool {
        let image = &mut legacy.image;
        let resource = Resource::of(std::mem::take(&mut image.owner.resource));
        let converter = Converter::new(image.owner.value_length, image.owner.pid, image.clock);
        let mut perhaps_twice = image.in_flight;
        let mut is_first = true;
        while legacy.image.len() > 0 {
            if self.processor.stop_by().is_some() {
                return false;
            }
            if is_first {
                legacy.begin();
            }
            let mut batch = legacy.image.take(self.delivery.batch_size());
            let count = batch.len();
            let mut reports = Vec::new();
            let budget = BatchBudget {
                processor: self.processor,
                epoch: self.epoch,
                deadline: self.delivery.deadline(),
            };
            self.delivery
                .deliver_of(&mut batch, converter, Some(&resource), &budget, |report| {
                    reports.push(report);
                });
            if is_first && nobody_took(&reports, count) {
                legacy.put_back(perhaps_twice);
                return false;
            }
            is_first = false;
            let twice = std::mem::take(&mut perhaps_twice);
            self.processor.begin_adopted(self.epoch, count, twice);
            for report in reports {
                self.processor.report(self.epoch, report);
            }
            self.processor.close_batch(self.epoch);
            self.delivery
                .after_batch(|report| self.processor.report(self.epoch, report));
        }
        legacy.remove();
        true
    }
}

/// Whether each exporter has failed with all of the spans, for a reason that may pass.
fn nobody_took(reports: &[Report], count: usize) -> bool {
    let mut outcomes = reports.iter().filter_map(|report| match report {
        Report::Outcome(outcome) => Some(outcome),
        _ => None,
    });
    outcomes.all(|outcome| {
        outcome.loss.as_ref().is_some_and(|loss| {
            let lost = loss.failed.total() - loss.failed[Failure::Rejected];
            lost == count as u64
        })
    })
}
