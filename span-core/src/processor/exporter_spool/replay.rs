//! The replay of an exporter's spool: one request at a time, at a bounded rate.
//!
//! Owns what an answer to a replayed request means. Must not know batches.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use super::{ExporterSpool, LONGEST_PAUSE, LOOK_PAUSE, Place};
use crate::config::log_level::LogLevel;
use crate::export::error::{ExportError, panic_message};
use crate::export::exporter::{Accepted, EncodedExporter, ExportBudget, Exporter};
use crate::export::halves::Part;
use crate::processor::Report;
use crate::processor::log::RateLimitedLog;
use crate::spool::store::{Next, Request, Store};

/// The rate of a replay: at most one request in this time.
const PACE: Duration = Duration::from_millis(50);

impl ExporterSpool {
    /// Replays one request, if it is time for that.
    pub(in crate::processor) fn tend(
        &mut self,
        exporter: &mut dyn Exporter,
        budget: &dyn ExportBudget,
        log: &mut RateLimitedLog,
        report: &dyn Fn(Report),
    ) {
        let now = Instant::now();
        if self.due.is_none_or(|due| now < due) {
            return;
        }
        self.due = None;
        self.last_look = now;
        let Some(exporter) = exporter.as_encoded() else {
            return;
        };
        let Some(next) = self.open(false).map(Store::next) else {
            return;
        };
        self.say_what_happened();
        match next {
            Ok(Next::Request(request)) => self.replay(&request, exporter, budget, log, report),
            Ok(Next::Nothing) => {
                self.away = None;
                self.say_replayed();
            }
            Ok(Next::Busy) => self.due = Some(now + LOOK_PAUSE),
            Err(error) => {
                self.complain(&format!("cannot be read: {error}"));
                self.due = Some(now + LONGEST_PAUSE);
            }
        }
        self.settle(report);
    }

    fn replay(
        &mut self,
        request: &Request,
        exporter: &mut dyn EncodedExporter,
        budget: &dyn ExportBudget,
        log: &mut RateLimitedLog,
        report: &dyn Fn(Report),
    ) {
        report(Report::Attempt(self.exporter));
        let mut said = Vec::new();
        if let Err(error) = send(
            exporter,
            &request.body,
            request.spans,
            &OneTry(budget),
            &mut said,
        ) {
            let reason = error.to_string();
            self.pause();
            self.went_away(error.come_back_after());
            log.refused(&self.target, 0, &format!("spans go to the spool: {reason}"));
            return report(Report::FailedTry(self.exporter, reason));
        }
        let rejected = said.iter().map(|(spans, _)| spans).sum();
        if rejected < request.spans {
            log.delivered(&self.target);
        }
        for (spans, reason) in said {
            if rejected < request.spans {
                log.add(&self.target, spans as usize, &reason);
            } else {
                log.refused(&self.target, spans as usize, &reason);
            }
            if spans > 0 {
                report(Report::FailedTry(self.exporter, reason));
            }
        }
        self.away = None;
        self.replayed += u64::from(request.spans - rejected);
        self.due = Some(Instant::now() + PACE);
        if let Place::Open(store) = &mut self.place
            && let Err(error) = store.settled(request, rejected)
        {
            // It would be sent for ever.
            self.pause();
            self.place = Place::Refused;
            self.complain(&format!("cannot be written to: {error}"));
        }
    }

    fn pause(&mut self) {
        if let Place::Open(store) = &mut self.place {
            store.pause();
        }
    }

    fn say_replayed(&mut self) {
        let replayed = std::mem::take(&mut self.replayed);
        if replayed > 0 {
            self.config.say(LogLevel::Info, || {
                format!(
                    "export to {}: {replayed} spans of the spool delivered",
                    self.target
                )
            });
        }
    }
}

/// Sends a request of so many spans, and one that is refused for its size in halves, down to the span that is too big by itself.
/// What is to be `said` is how many spans were not taken, and why, or what else the destination says. The error is why all of it
/// is to be sent some other time. What of its halves has arrived by then arrives twice: a request stays in the spool as it is.
fn send(
    exporter: &mut dyn EncodedExporter,
    request: &[u8],
    spans: u32,
    budget: &OneTry<'_>,
    said: &mut Vec<(u32, String)>,
) -> Result<(), ExportError> {
    let answer = catch_unwind(AssertUnwindSafe(|| exporter.send(request, budget)))
        .unwrap_or_else(|panic| Err(ExportError::new(panic_message(panic.as_ref()))));
    let error = match answer {
        Ok(Accepted {
            rejected, warning, ..
        }) => {
            let rejected = u32::try_from(rejected).unwrap_or(u32::MAX).min(spans);
            if rejected > 0 || warning.is_some() {
                said.push((rejected, warning.unwrap_or_default()));
            }
            return Ok(());
        }
        Err(error) => error,
    };
    if error.is_too_large() {
        if let Some(halves) = exporter.halves(request) {
            for Part { request, spans } in &halves {
                send(exporter, request, *spans, budget, said)?;
            }
            return Ok(());
        }
    } else if error.is_passing() {
        return Err(error);
    }
    said.push((spans, error.to_string()));
    Ok(())
}

/// A budget without retries.
struct OneTry<'a>(&'a dyn ExportBudget);

impl ExportBudget for OneTry<'_> {
    fn time_left(&self) -> Duration {
        self.0.time_left()
    }

    fn wait_to_retry(&self, _: &ExportError, _: Duration) -> bool {
        false
    }
}
