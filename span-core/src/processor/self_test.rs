//! A self-test: one marked span through each configured exporter, now.
//!
//! Owns the threads that this takes and its time limit. Must not know the queue: the span is none of the program's, and no
//! counter hears of it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::Builder;
use std::time::{Duration, Instant, SystemTime};

use super::moment::in_order_within;
use crate::config::Config;
use crate::export::batch::Batch;
use crate::export::error::{ExportError, panic_message};
use crate::export::exporter::{Accepted, ExportBudget, Exporter};
use crate::export::failure::Failure;
use crate::export::hint::{Hint, likely_cause, unconfirmed};
use crate::export::registry::{self, ExporterKind};
use crate::export::resource::Resource;
use crate::model::attribute::AttributeValue;
use crate::model::finished::FinishedSpan;
use crate::model::ids::TraceId;
use crate::model::process::Process;
use crate::span::id_generator::IdGenerator;

/// The name of the span.
const NAME: &str = "traced_coroutine self-test";
/// Its mark.
const MARK: &str = "traced_coroutine.self_test";

/// The result of a self-test.
#[derive(Clone, PartialEq, Debug)]
pub struct SelfTest {
    /// The trace of the span, to look it up by.
    pub trace_id: TraceId,
    /// Each exporter, as the settings name them.
    pub probes: Vec<Probe>,
}

/// The result at one exporter.
#[derive(Clone, PartialEq, Debug)]
pub struct Probe {
    /// The exporter's name in the settings.
    pub exporter: &'static str,
    /// Where it sends to. Shows no secrets.
    pub endpoint: String,
    /// Whether the span arrived; `None` where nothing can tell.
    pub delivered: Option<bool>,
    /// How long the answer took.
    pub took: Duration,
    /// The answer, as it was given.
    pub answer: String,
    /// The likely cause, and the setting to change. Both are `None` if the span arrived.
    pub cause: Option<String>,
    /// See `cause`.
    pub remedy: Option<String>,
}

/// Sends the span through new exporters of the same settings, all at once, each on a thread of its own, and comes back
/// within `timeout`. Nothing is tried twice. A thread that hangs in a system call beyond it is left alone.
///
/// ```
/// use std::{sync::Arc, time::Duration};
/// use span_core::{Config, ExporterKind, self_test};
/// let config = Config { exporters: vec![ExporterKind::Memory], ..Config::default() };
/// let found = self_test(&Arc::new(config), Duration::from_secs(1));
/// assert_eq!(found.probes[0].answer, "nothing is sent");
/// ```
pub fn self_test(config: &Arc<Config>, timeout: Duration) -> SelfTest {
    let begin = Instant::now();
    let trace_id = IdGenerator::new().next(None).0;
    let resource = Arc::new(config.resource(Process::current()));
    let (sender, answers) = channel();
    let mut probes: Vec<Probe> = config
        .exporters
        .iter()
        .filter_map(without_sending)
        .collect();
    let mut waiting = Vec::new();
    for (kind, exporter) in registry::build(&config.exporters, &config.export, &resource) {
        let mut probe = Probe::of(kind, exporter.target());
        let attempt = Attempt {
            kind,
            // Its own limit comes first, so that it can still say what it was waiting for.
            budget: Once(begin, in_order_within(timeout)),
            resource: Arc::clone(&resource),
            trace_id,
        };
        match start(config, attempt, exporter, sender.clone()) {
            Ok(()) => waiting.push(probe),
            Err(error) => {
                let reason = format!("the system refuses a thread: {error}");
                probe.fail(ExportError::new(reason), begin.elapsed());
                probes.push(probe);
            }
        }
    }
    drop(sender);
    receive(&mut waiting, &answers, begin + timeout);
    for mut probe in waiting {
        if probe.answer.is_empty() {
            let seconds = timeout.as_secs_f64();
            let error = ExportError::because(Failure::Timeout, format!("none in {seconds} s"));
            probe.fail(error, begin.elapsed());
        }
        probes.push(probe);
    }
    probes.sort_by_key(|probe| place(config, probe.exporter));
    SelfTest { trace_id, probes }
}

/// Where the settings name the exporter.
fn place(config: &Config, name: &str) -> Option<usize> {
    let mut kinds = config.exporters.iter();
    kinds.position(|kind| kind.name() == name)
}

/// Exporters that send nothing.
fn without_sending(kind: &ExporterKind) -> Option<Probe> {
    let cause = match kind {
        ExporterKind::Memory => "an exporter that keeps spans in this process",
        ExporterKind::None => "an exporter that drops every span",
        _ => return None,
    };
    Some(Probe {
        answer: "nothing is sent".to_owned(),
        cause: Some(cause.to_owned()),
        remedy: Some("set traced_coroutine.exporter to one that sends, such as otlp".to_owned()),
        ..Probe::of(*kind, "none")
    })
}

type ProbeResult = (ExporterKind, Result<Accepted, ExportError>, Duration);

/// One exporter's part.
struct Attempt {
    kind: ExporterKind,
    budget: Once,
    resource: Arc<Resource>,
    trace_id: TraceId,
}

fn start(
    config: &Config,
    attempt: Attempt,
    exporter: Box<dyn Exporter>,
    sender: Sender<ProbeResult>,
) -> std::io::Result<()> {
    let guard = config.guard;
    let body = move || {
        guard();
        let Once(begin, _) = attempt.budget;
        let answer = attempt.run(exporter);
        // Where it is late, the receiver is gone.
        let _ = sender.send((attempt.kind, answer, begin.elapsed()));
    };
    let builder = Builder::new().name("tc-self-test".to_owned());
    (config.spawn)(builder, Box::new(body)).map(drop)
}

impl Attempt {
    fn run(&self, mut exporter: Box<dyn Exporter>) -> Result<Accepted, ExportError> {
        let export = || exporter.export(&self.batch(), &self.budget);
        catch_unwind(AssertUnwindSafe(export))
            .unwrap_or_else(|panic| Err(ExportError::new(panic_message(panic.as_ref()))))
    }

    fn batch(&self) -> Batch<'_> {
        let now = SystemTime::now();
        let (_, span_id) = IdGenerator::new().next(Some(self.trace_id));
        let span = FinishedSpan {
            attributes: vec![(MARK.into(), AttributeValue::Bool(true))],
            ..FinishedSpan::new(NAME, self.trace_id, span_id, now..now)
        };
        Batch::new(vec![span], &self.resource)
    }
}

/// Takes in answers until there is one for each, or the time is over.
fn receive(probes: &mut [Probe], answers: &Receiver<ProbeResult>, deadline: Instant) {
    for _ in 0..probes.len() {
        let left = deadline.saturating_duration_since(Instant::now());
        let Ok((kind, answer, took)) = answers.recv_timeout(left) else {
            return;
        };
        let mut probes = probes.iter_mut();
        if let Some(probe) = probes.find(|probe| probe.exporter == kind.name()) {
            match answer {
                Ok(accepted) => probe.succeed(accepted, took),
                Err(error) => probe.fail(error, took),
            }
        }
    }
}

impl Probe {
    fn of(kind: ExporterKind, endpoint: &str) -> Self {
        Probe {
            exporter: kind.name(),
            endpoint: endpoint.to_owned(),
            delivered: Some(false),
            took: Duration::ZERO,
            answer: String::new(),
            cause: None,
            remedy: None,
        }
    }

    fn succeed(&mut self, accepted: Accepted, took: Duration) {
        if accepted.rejected > 0 {
            let reason = accepted.warning.unwrap_or_default();
            return self.fail(ExportError::because(Failure::Rejected, reason), took);
        }
        let is_confirmed = !accepted.is_unconfirmed;
        self.took = took;
        self.delivered = is_confirmed.then_some(true);
        self.answer = match accepted.warning {
            Some(warning) => warning,
            None if is_confirmed => "accepted".to_owned(),
            None => "sent; UDP has no answer".to_owned(),
        };
        if !is_confirmed {
            self.explain(unconfirmed());
        }
    }

    fn fail(&mut self, error: ExportError, took: Duration) {
        self.took = took;
        self.delivered = Some(false);
        self.answer = error.reason().to_owned();
        let hint = error.hint().cloned();
        self.explain(hint.unwrap_or_else(|| likely_cause(error.failure)));
    }

    fn explain(&mut self, hint: Hint) {
        self.cause = Some(hint.cause);
        self.remedy = Some(hint.remedy);
    }
}

/// One try, until a moment.
struct Once(Instant, Duration);

impl ExportBudget for Once {
    fn time_left(&self) -> Duration {
        self.1.saturating_sub(self.0.elapsed())
    }

    fn wait_to_retry(&self, _: &ExportError, _: Duration) -> bool {
        false
    }
}
