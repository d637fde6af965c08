//! Delivers batches to all exporters and reports the outcomes.
//!
//! Owns the exporters of one flusher and the log of their failures. Must not know the queue.

use std::cell::RefCell;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::config::Config;
use crate::export::batch::Batch;
use crate::export::exporter::{ExportBudget, Exporter, MetricsExporter};
use crate::export::otlp::build_metrics;
use crate::export::registry::{self, ExporterKind};
use crate::export::resource::Resource;
use crate::export::throttle::Throttle;
use crate::model::process::Process;
use crate::processor::answer::Answer;
use crate::processor::exporter_spool::{ExporterSpool, Own};
use crate::processor::log::RateLimitedLog;
use crate::processor::metrics::MetricsSnapshot;
use crate::processor::request_memory::is_there_memory_for;
use crate::processor::turn::Turn;
use crate::processor::{Report, metrics};
use crate::span::clock::WallClock;
use crate::span::finish::Converter;
use crate::span::record::Record;

type Exporters = Vec<(ExporterKind, Box<dyn Exporter>)>;

/// The largest buffer that is kept between batches: a few with long stack traces shall not cost memory for ever.
const BUFFER_KEPT: usize = 4 << 20;

/// A flusher's exporters and all they need.
pub(crate) struct Delivery {
    config: Arc<Config>,
    pid: u32,
    resource: Resource,
    exporters: Exporters,
    /// Those of the exporters, in the same order.
    spools: Vec<Option<ExporterSpool>>,
    throttles: Vec<Throttle>,
    metrics: Option<Box<dyn MetricsExporter>>,
    pub(super) log: RateLimitedLog,
    /// The last request's bytes, whose place the next one's take.
    buffer: Vec<u8>,
}

impl Delivery {
    /// Goes on where an earlier flusher of this process has left its `own` requests in the spool.
    pub(crate) fn new(config: Arc<Config>, process: Process, mut own: Vec<Own>) -> Self {
        let resource = config.resource(process);
        let mut exporters = registry::build(&config.exporters, &config.export, &resource);
        let named = exporters.iter_mut();
        let named = named.map(|(kind, exporter)| (kind.name(), exporter));
        let mut spools = ExporterSpool::of_all(named, &config, &process.instance_id());
        for spool in spools.iter_mut().flatten() {
            spool.resume(&mut own);
        }
        Delivery {
            spools,
            ..Delivery::with_exporters(config, process.pid, resource, exporters)
        }
    }

    /// What is left in the spool, for the next flusher.
    pub(crate) fn into_own(self) -> Vec<Own> {
        let spools = self.spools.into_iter().flatten();
        spools.filter_map(ExporterSpool::into_own).collect()
    }

    /// When [`Delivery::tend_spools`] is due.
    pub(crate) fn spool_due(&self) -> Option<Instant> {
        let spools = self.spools.iter().flatten();
        spools.filter_map(ExporterSpool::due).min()
    }

    /// Replays one request of each spool whose time has come.
    pub(crate) fn tend_spools(&mut self, budget: &dyn ExportBudget, report: impl FnMut(Report)) {
        let report = RefCell::new(report);
        let report = |progress| (report.borrow_mut())(progress);
        for ((_, exporter), spool) in self.exporters.iter_mut().zip(&mut self.spools) {
            if let Some(spool) = spool {
                spool.tend(exporter.as_mut(), budget, &mut self.log, &report);
            }
        }
    }

    /// Reports what has become of requests in the spools. Called when a batch is closed.
    pub(crate) fn after_batch(&mut self, report: impl FnMut(Report)) {
        let report = RefCell::new(report);
        for spool in self.spools.iter_mut().flatten() {
            spool.after_batch(&|progress| (report.borrow_mut())(progress));
        }
    }

    fn with_exporters(
        config: Arc<Config>,
        pid: u32,
        resource: Resource,
        exporters: Exporters,
    ) -> Self {
        Delivery {
            pid,
            resource,
            spools: exporters.iter().map(|_| None).collect(),
            throttles: exporters.iter().map(|_| Throttle::default()).collect(),
            exporters,
            metrics: build_metrics(config.metrics.as_ref(), &config.export.otlp),
            log: RateLimitedLog::new(Arc::clone(&config)),
            buffer: Vec::new(),
            config,
        }
    }

    /// Sends a reading of the tracer's own metrics, within `time_left`.
    pub(crate) fn send_metrics(&mut self, snapshot: &MetricsSnapshot, time_left: Duration) {
        if let Some(exporter) = &mut self.metrics
            && !time_left.is_zero()
        {
            let request = metrics::request(snapshot, &self.config, &self.resource);
            match exporter.send(&request, time_left) {
                Ok(()) => self.log.delivered(exporter.target()),
                Err(error) => self.log.refused(exporter.target(), 0, &error.to_string()),
            }
        }
    }

    /// Logs how many spans were dropped because the queue was full.
    pub(crate) fn log_drops(&mut self, dropped: u64) {
        self.log.drops(dropped);
    }

    /// How many spans one batch has at most.
    pub(crate) fn batch_size(&self) -> usize {
        self.config.batch_size.max(1)
    }

    /// The moment at which the export of a batch that starts now must be over.
    pub(crate) fn deadline(&self) -> Instant {
        let now = Instant::now();
        let far = now + Duration::from_secs(24 * 60 * 60);
        now.checked_add(self.config.export_timeout).unwrap_or(far)
    }

    /// Gives the batch to each exporter in turn, whatever the others made of it, and reports how each gets on.
    ///
    /// Each gets an even share of the time that is left: one that hangs delays those behind it, and leaves them theirs.
    pub(crate) fn deliver(
        &mut self,
        records: &mut Vec<Record>,
        clock: WallClock,
        budget: &dyn ExportBudget,
        report: impl FnMut(Report),
    ) {
        let converter = Converter::new(self.config.limits.value_length, self.pid, clock);
        let report = RefCell::new(report);
        let report = |progress| (report.borrow_mut())(progress);
        self.export(records, converter, None, budget, &report, |answer, log| {
            report(answer.settle(log));
        });
    }

    /// The same for spans of the process that `resource` describes. What the exporters answer is neither logged nor reported yet.
    pub(super) fn deliver_of(
        &mut self,
        records: &mut Vec<Record>,
        converter: Converter,
        resource: &Resource,
        budget: &dyn ExportBudget,
        report: impl Fn(Report),
    ) -> Vec<Answer> {
        let mut answers = Vec::new();
        let resource = Some(resource);
        let keep = |answer, _: &mut RateLimitedLog| answers.push(answer);
        self.export(records, converter, resource, budget, &report, keep);
        answers
    }

    /// Hands each answer to `on_answer` before the next exporter has its turn.
    fn export(
        &mut self,
        records: &mut Vec<Record>,
        converter: Converter,
        resource: Option<&Resource>,
        budget: &dyn ExportBudget,
        report: &dyn Fn(Report),
        mut on_answer: impl FnMut(Answer, &mut RateLimitedLog),
    ) {
        if !is_there_memory_for(records, budget) {
            let count = records.len();
            records.clear();
            for (kind, exporter) in &self.exporters {
                let answer = Answer::without_memory(kind.name(), exporter.target(), count);
                on_answer(answer, &mut self.log);
            }
            return;
        }
        let buffer = std::mem::take(&mut self.buffer);
        let resource = resource.unwrap_or(&self.resource);
        let batch = Batch::of_records(records.drain(..), converter, resource, buffer);
        let count = self.exporters.len();
        let log = RefCell::new(&mut self.log);
        let exporters = self.exporters.iter_mut().zip(&mut self.spools);
        let exporters = exporters.zip(&mut self.throttles);
        for (index, (((kind, exporter), spool), throttle)) in exporters.enumerate() {
            let exporters_left = count - index;
            let turn = Turn {
                name: kind.name(),
                target: exporter.target().to_owned(),
                log: &log,
                report,
            };
            let exporter = exporter.as_mut();
            let spool = spool.as_mut();
            let answer = turn.export(exporter, throttle, spool, &batch, budget, exporters_left);
            on_answer(answer, &mut log.borrow_mut());
        }
        self.buffer = batch.into_buffer();
        if self.buffer.capacity() > BUFFER_KEPT {
            self.buffer = Vec::new();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::export::error::ExportError;
    use crate::export::exporter::Accepted;
    use crate::export::failure::Failure;
    use crate::export::test_budget::UNHURRIED;
    use crate::model::context::{SpanContext, TraceFlags};
    use crate::model::ids::{CoroutineId, SpanId, TraceId};
    use crate::span::clock::{Clock, monotonic};
    use crate::span::end::CloseReason;
    use crate::span::open::{Identity, Span};

    /// A target, and what it answers to a batch.
    struct Scripted<F>(&'static str, F);

    impl<F> Exporter for Scripted<F>
    where
        F: FnMut(&Batch<'_>) -> Result<Accepted, ExportError> + Send,
    {
        fn target(&self) -> &str {
            self.0
        }

        fn export(
            &mut self,
            batch: &Batch<'_>,
            _: &dyn ExportBudget,
        ) -> Result<Accepted, ExportError> {
            self.1(batch)
        }
    }

    fn records(count: usize) -> impl Iterator<Item = Record> {
        let context = SpanContext::local(TraceId(1), SpanId(2), TraceFlags::SAMPLED);
        let clock = Clock::new(monotonic);
        let span = Span::new(
            Identity::new(context, None, CoroutineId::NONE),
            None,
            clock.now(),
        );
        let record = span.close(CoroutineId(1), CloseReason::EndHook, clock.now());
        std::iter::repeat_n(record, count)
    }

    /// Gives each exporter a batch of `count` spans, and collects how many each lost, and why.
    fn deliver(
        log: fn(&str),
        exporters: Vec<Box<dyn Exporter>>,
        count: usize,
    ) -> Vec<Option<(u64, Option<Failure>)>> {
        let config = Arc::new(Config {
            log,
            ..Config::default()
        });
        let exporters = exporters.into_iter();
        let exporters = exporters.map(|exporter| (ExporterKind::Otlp, exporter));
        let mut answers = Vec::new();
        let resource = config.resource(Process::current());
        let exporters = exporters.collect();
        let clock = Clock::new(monotonic);
        Delivery::with_exporters(config, 1, resource, exporters).deliver(
            &mut records(count).collect(),
            clock.until(clock.now()),
            &UNHURRIED,
            |report| {
                if let Report::Outcome(outcome) = report {
                    let lost = outcome.loss.map(|loss| loss.failed);
                    answers.push(lost.map(|failed| (failed.total(), failed.main())));
                }
            },
        );
        answers
    }

    fn rejecting(rejected: usize) -> Box<dyn Exporter> {
        Box::new(Scripted("the script", move |_: &Batch<'_>| {
            Ok(Accepted {
                rejected,
                ..Accepted::default()
            })
        }))
    }

    #[test]
    fn a_panicking_exporter_fails_its_batch_and_harms_no_other() {
        static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());
        static SEEN: Mutex<usize> = Mutex::new(0);
        let log = |line: &str| SAID.lock().unwrap().push(line.to_owned());
        let panicking = Scripted("the script", |_: &Batch<'_>| panic!("out of luck"));
        let counting = Scripted("another one", |batch: &Batch<'_>| {
            *SEEN.lock().unwrap() += batch.len();
            Ok(Accepted::default())
        });
        let answers = deliver(log, vec![Box::new(panicking), Box::new(counting)], 3);
        assert_eq!(answers, [Some((3, Some(Failure::Other))), None]);
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
    fn each_exporter_answers_for_itself_and_none_can_reject_more_than_there_is() {
        let answers = deliver(|_| {}, vec![rejecting(1), rejecting(0), rejecting(99)], 5);
        let rejected = |count| Some((count, Some(Failure::Rejected)));
        assert_eq!(answers, [rejected(1), None, rejected(5)]);
    }
}
