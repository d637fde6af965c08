//! Exports what dead processes have left, in their place.
//!
//! Owns when a file has served its purpose. Must not know what is in it, nor single exporters.
//!
//! A batch that no exporter takes for now stays in its file, uncounted, and is tried again later, by whichever process comes first:
//! the destination is away or busy, or this process ends, and the spans wait as well there as anywhere. What is refused for good is
//! counted, and the file goes on behind it.

use std::sync::Arc;
use std::time::Duration;

use super::BatchProcessor;
use super::answer::Answer;
use super::batch_budget::BatchBudget;
use super::delivery::Delivery;
use super::queue::BATCH_BYTES;
use super::schedule::LOOK_EVERY;
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

    /// This process lives.
    pub(super) fn give_sign(&self) {
        if let Some(recorder) = &self.recorder {
            recorder.beat(self.clock());
        }
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
        processor.give_sign();
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
        let mut batch = estate
            .legacy
            .image
            .take(self.delivery.batch_size(), BATCH_BYTES);
        estate.legacy.begin();
        let count = batch.len();
        let budget = BatchBudget {
            processor: self.processor,
            epoch: self.epoch,
            deadline: self.delivery.deadline(),
        };
        let report = |report| self.processor.report(self.epoch, report);
        let (converter, resource) = (estate.converter, &estate.resource);
        let answers = self
            .delivery
            .deliver_of(&mut batch, converter, resource, &budget, report);
        // Who is left behind is not heard, and leaves it to another process to count what is refused.
        let is_heard = self.processor.is_current(self.epoch);
        let may_wait = !is_heard || answers.iter().any(Answer::may_take_more);
        if may_wait && answers.iter().all(Answer::took_none) {
            // What was not answered for in time may have arrived.
            if !answers.iter().any(Answer::was_too_late) {
                estate.legacy.put_back();
            }
            for answer in answers {
                report(answer.leave(&mut self.delivery.log));
            }
            return false;
        }
        let twice = estate.legacy.answered();
        self.processor.begin_adopted(self.epoch, count, twice);
        for answer in answers {
            report(answer.settle(&mut self.delivery.log));
        }
        self.processor.close_batch(self.epoch);
        self.delivery.after_batch(report);
        true
    }
}
