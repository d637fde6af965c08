//! Delivers batches to all exporters and judges what became of them.
//!
//! Owns the exporters of one flusher and what the operator hears of their failures. Must not know the queue.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::clock::WallClock;
use crate::complaints::Complaints;
use crate::config::Config;
use crate::export::{self, Accepted, Batch, ExportError, Exporter, Pace};
use crate::queue::Verdict;
use crate::record::{Converter, Record};

/// A flusher's exporters and all they need.
pub(crate) struct Delivery {
    config: Arc<Config>,
    pid: u32,
    clock: WallClock,
    resource: export::Resource,
    exporters: Vec<Box<dyn Exporter>>,
    complaints: Complaints,
}

impl Delivery {
    pub(crate) fn new(config: Arc<Config>, pid: u32, clock: WallClock) -> Self {
        let exporters = export::build(&config);
        Delivery::with_exporters(config, pid, clock, exporters)
    }

    fn with_exporters(
        config: Arc<Config>,
        pid: u32,
        clock: WallClock,
        exporters: Vec<Box<dyn Exporter>>,
    ) -> Self {
        Delivery {
            pid,
            clock,
            resource: export::Resource::new(&config, pid),
            exporters,
            complaints: Complaints::new(config.log),
            config,
        }
    }

    /// The moment at which the export of a batch that starts now must be over.
    pub(crate) fn deadline(&self) -> Instant {
        let now = Instant::now();
        let far = now + Duration::from_secs(24 * 60 * 60);
        now.checked_add(self.config.export_timeout).unwrap_or(far)
    }

    /// Gives the batch to each exporter in turn, whatever the others made of it.
    ///
    /// A span counts as failed if any exporter did not take it. An exporter that rejects some spans does not say
    /// which, so those that two exporters reject are taken to be the same ones.
    pub(crate) fn deliver(
        &mut self,
        records: impl Iterator<Item = Record>,
        pace: &dyn Pace,
    ) -> Verdict {
        self.clock.refresh();
        let converter = Converter::new(&self.config, self.pid, self.clock);
        let spans = records.map(|record| converter.convert(record)).collect();
        let batch = Batch::new(spans, &self.resource);
        let mut verdict = Verdict::default();
        for exporter in &mut self.exporters {
            let answer = catch_unwind(AssertUnwindSafe(|| exporter.export(&batch, pace)))
                .unwrap_or_else(|panic| Err(ExportError::new(panic_message(panic.as_ref()))));
            let (lost, reason) = match answer {
                Ok(Accepted {
                    rejected: 0,
                    warning: None,
                }) => continue,
                Ok(Accepted { rejected, warning }) => (
                    rejected.min(batch.spans().len()),
                    warning.unwrap_or_default(),
                ),
                Err(error) => (batch.spans().len(), error.to_string()),
            };
            if lost > 0 {
                verdict.failed = verdict.failed.max(lost);
                verdict.export_failures += 1;
            }
            self.complaints.add(exporter.target(), lost, &reason);
        }
        verdict
    }
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    format!("the exporter panicked: {text}")
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::context::{SpanContext, TraceFlags};
    use crate::ending::Closer;
    use crate::ids::{CoroutineId, SpanId, TraceId};
    use crate::span::Span;

    /// No time limit, no retry.
    struct Unhurried;

    impl Pace for Unhurried {
        fn time_left(&self) -> Duration {
            Duration::MAX
        }

        fn wait_to_retry(&self, _: Duration) -> bool {
            false
        }
    }

    /// Answers with whatever the closure makes of the batch.
    struct Scripted<F>(F);

    impl<F> Exporter for Scripted<F>
    where
        F: FnMut(&Batch<'_>) -> Result<Accepted, ExportError> + Send,
    {
        fn target(&self) -> &str {
            "the script"
        }

        fn export(&mut self, batch: &Batch<'_>, _: &dyn Pace) -> Result<Accepted, ExportError> {
            self.0(batch)
        }
    }

    fn records(count: usize) -> impl Iterator<Item = Record> {
        let context = SpanContext::local(TraceId(1), SpanId(2), TraceFlags::SAMPLED);
        let span = Span::new(context, None, CoroutineId::NONE, None);
        let record = span.close(CoroutineId(1), Closer::EndHook);
        std::iter::repeat_n(record, count)
    }

    fn deliver(log: fn(&str), exporters: Vec<Box<dyn Exporter>>, count: usize) -> Verdict {
        let config = Arc::new(Config {
            log,
            ..Config::default()
        });
        Delivery::with_exporters(config, 1, WallClock::now(), exporters)
            .deliver(records(count), &Unhurried)
    }

    fn rejecting(rejected: usize) -> Box<dyn Exporter> {
        Box::new(Scripted(move |_: &Batch<'_>| {
            Ok(Accepted {
                rejected,
                warning: None,
            })
        }))
    }

    #[test]
    fn a_panicking_exporter_fails_its_batch_and_harms_no_other() {
        static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());
        static SEEN: Mutex<usize> = Mutex::new(0);
        let log = |line: &str| SAID.lock().unwrap().push(line.to_owned());
        let panicking = Scripted(|_: &Batch<'_>| panic!("out of luck"));
        let counting = Scripted(|batch: &Batch<'_>| {
            *SEEN.lock().unwrap() += batch.spans().len();
            Ok(Accepted::default())
        });
        let verdict = deliver(log, vec![Box::new(panicking), Box::new(counting)], 3);
        assert_eq!(
            verdict,
            Verdict {
                failed: 3,
                export_failures: 1
            }
        );
        assert_eq!(*SEEN.lock().unwrap(), 3);
        let said = SAID.lock().unwrap();
        assert_eq!(said.len(), 1);
        assert!(
            said[0].contains("the exporter panicked: out of luck"),
            "{said:?}"
        );
        assert!(said[0].contains("the script"), "{said:?}");
    }

    #[test]
    fn spans_that_any_exporter_rejects_are_failed_once() {
        let verdict = deliver(|_| {}, vec![rejecting(1), rejecting(0), rejecting(2)], 5);
        assert_eq!(
            verdict,
            Verdict {
                failed: 2,
                export_failures: 2
            }
        );
    }

    #[test]
    fn nobody_can_reject_more_than_there_is() {
        let verdict = deliver(|_| {}, vec![rejecting(99)], 5);
        assert_eq!(
            verdict,
            Verdict {
                failed: 5,
                export_failures: 1
            }
        );
    }
}
