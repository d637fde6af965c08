//! Exports what dead processes have left, in their place.
//!
//! Owns when a file has served its purpose. Must not know what is in it, nor single exporters.
//!
//! A batch that no exporter takes stays in its file, uncounted, and is tried again later, by whichever process comes first: the
//! destination is away, or this process ends, and the spans wait as well there as anywhere.

use std::sync::Arc;
use std::time::Duration;

use super::batch_budget::BatchBudget;
use super::delivery::Delivery;
use super::schedule::LOOK_EVERY;
use super::{BatchProcessor, Report};
use crate::export::exporter::ExportBudget;
use crate::export::failure::{Failure, Failures};
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

/// How far the flusher is with what dead processes have left. It exports a batch at a time: what this process has to export shall not
/// wait for all of theirs.
#[derive(Default)]
pub(super) struct Adoption {
    files: Option<Box<dyn Iterator<Item = Legacy>>>,
    current: Option<Estate>,
}

/// What one of them has left, while it is exported.
struct Estate {
    legacy: Legacy,
    resource: Resource,
    converter: Converter,
}

/// The flusher of `epoch`, while it does that.
pub(super) struct Adopter<'a> {
    pub(super) processor: &'a BatchProcessor,
    pub(super) epoch: u64,
    pub(super) delivery: &'a mut Delivery,
}

impl Adoption {
    /// The next batch, where there is one. `own_file` is that of this process. Returns after how long there is more to do.
    pub(super) fn go_on(
        &mut self,
        adopter: &mut Adopter<'_>,
        own_file: &mut Option<Named>,
    ) -> Duration {
        let processor = adopter.processor;
        let Some(recorder) = processor.recorder() else {
            return LOOK_EVERY;
        };
        let clock = processor.clock();
        recorder.beat(clock);
        let current = self.current.take().or_else(|| {
            let files = self
                .files
                .get_or_insert_with(|| Box::new(recorder.look(clock, own_file)));
            files.next().map(Estate::new)
        });
        let Some(mut estate) = current else {
            self.files = None;
            return LOOK_EVERY;
        };
        if !adopter.export(&mut estate) {
            self.files = None;
            return PATIENCE;
        }
        match estate.legacy.image.len() {
            0 => estate.legacy.remove(),
            _ => self.current = Some(estate),
        }
        Duration::ZERO
    }
}

impl Estate {
    fn new(mut legacy: Legacy) -> Self {
        let image = &mut legacy.image;
        Estate {
            resource: Resource::of(std::mem::take(&mut image.owner.resource)),
            converter: Converter::new(image.owner.value_length, image.owner.pid, image.clock),
            legacy,
        }
    }
}

impl Adopter<'_> {
    /// Exports the next batch of it. False where the file stays.
    fn export(&mut self, estate: &mut Estate) -> bool {
        if estate.legacy.image.len() == 0 {
            return true;
        }
        let mut batch = estate.legacy.image.take(self.delivery.batch_size());
        estate.legacy.begin();
        let count = batch.len();
        let mut reports = Vec::new();
        let budget = BatchBudget {
            processor: self.processor,
            epoch: self.epoch,
            deadline: self.delivery.deadline(),
        };
        let (converter, resource) = (estate.converter, Some(&estate.resource));
        self.delivery
            .deliver_of(&mut batch, converter, resource, &budget, |report| {
                reports.push(report);
            });
        if nobody_took(&reports, count, budget.is_stopping()) {
            // What was not answered for in time may have arrived.
            if !losses(&reports).any(|failed| failed.is_some_and(|by| by[Failure::Timeout] > 0)) {
                estate.legacy.put_back();
            }
            return false;
        }
        let twice = estate.legacy.answered();
        self.processor.begin_adopted(self.epoch, count, twice);
        for report in reports {
            self.processor.report(self.epoch, report);
        }
        self.processor.close_batch(self.epoch);
        self.delivery
            .after_batch(|report| self.processor.report(self.epoch, report));
        true
    }
}

/// Whether each exporter has failed with all of the spans, for a reason that may pass. Where the process `is_stopping`, a try that
/// a destination has refused for now was the last one.
fn nobody_took(reports: &[Report], count: usize, is_stopping: bool) -> bool {
    losses(reports).all(|failed| {
        failed.is_some_and(|failed| {
            let for_good = if is_stopping {
                0
            } else {
                failed[Failure::Rejected]
            };
            failed.total() - for_good == count as u64
        })
    })
}

/// What each exporter has lost of the batch.
fn losses(reports: &[Report]) -> impl Iterator<Item = Option<&Failures>> {
    reports.iter().filter_map(|report| match report {
        Report::Outcome(outcome) => Some(outcome.loss.as_ref().map(|loss| &loss.failed)),
        _ => None,
    })
}
