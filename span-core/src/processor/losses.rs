//! The spans of a batch that one exporter loses, or puts into its spool, and why.
//!
//! Owns how a batch is split that is too large for one request. Must not know which exporter it is.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::export::batch::Batch;
use crate::export::error::{ExportError, panic_message};
use crate::export::exporter::{Accepted, ExportBudget, Exporter};
use crate::export::failure::{Failure, Failures};
use crate::export::throttle::Throttle;
use crate::processor::exporter_spool::ExporterSpool;
use crate::processor::log::RateLimitedLog;
use crate::processor::spool_ledger::SpooledRequest;
use crate::processor::{Kept, Loss};

/// The losses of one exporter in a batch.
#[derive(Default)]
pub(super) struct Losses {
    /// Lines to log: how many spans were lost, and why.
    said: Vec<(usize, String)>,
    failed: Failures,
    /// How many of them no other try delivers.
    refused: u64,
    reason: String,
    /// What went into the spool.
    kept: Vec<SpooledRequest>,
    kept_because: Option<(Failure, String)>,
    /// Whether nothing says that the rest arrived.
    is_unconfirmed: bool,
}

impl Losses {
    /// Exports a batch. One that is refused for its size goes again in halves, down to the span that is too big by itself:
    /// that one alone is lost. What the destination may take some other time goes into the spool, if there is one.
    pub(super) fn export(
        &mut self,
        exporter: &mut dyn Exporter,
        batch: &Batch<'_>,
        budget: &dyn ExportBudget,
        throttle: &mut Throttle,
        mut spool: Option<&mut ExporterSpool>,
    ) {
        throttle.wait(budget);
        let answer = catch_unwind(AssertUnwindSafe(|| exporter.export(batch, budget)))
            .unwrap_or_else(|panic| Err(ExportError::new(panic_message(panic.as_ref()))));
        throttle.note(&answer);
        if let (Ok(_), Some(spool)) = (&answer, spool.as_deref_mut()) {
            spool.is_back();
        }
        match answer {
            Ok(Accepted {
                rejected,
                warning,
                is_unconfirmed,
            }) => {
                self.is_unconfirmed |= is_unconfirmed;
                let rejected = rejected.min(batch.len());
                if rejected > 0 || warning.is_some() {
                    let reason = warning.unwrap_or_default();
                    self.refused += rejected as u64;
                    self.add(rejected, Failure::Rejected, reason);
                }
            }
            Err(error) if error.is_too_large() => match batch.halves() {
                Some(halves) => {
                    for half in &halves {
                        self.export(exporter, half, budget, throttle, spool.as_deref_mut());
                    }
                }
                None => {
                    let reason = format!("{error}: {}", batch.name_one());
                    self.refused += batch.len() as u64;
                    self.add(batch.len(), error.failure, reason);
                }
            },
            Err(error) => {
                if error.is_passing()
                    && let Some(spool) = spool
                    && self.keep(spool, exporter, batch)
                {
                    spool.went_away(error.come_back_after());
                    self.kept_because = Some((error.failure, error.to_string()));
                    return;
                }
                if error.is_refusal() {
                    self.refused += batch.len() as u64;
                }
                let reason = error.to_string();
                self.add(batch.len(), error.failure, reason);
            }
        }
    }

    /// Puts a batch into the spool without a try, because the destination is known to be away. False where it is to be tried.
    pub(super) fn spool_untried(
        &mut self,
        spool: &mut ExporterSpool,
        exporter: &mut dyn Exporter,
        batch: &Batch<'_>,
        budget: &dyn ExportBudget,
    ) -> bool {
        spool.spares_a_try(budget.is_stopping()) && self.keep(spool, exporter, batch)
    }

    fn keep(
        &mut self,
        spool: &mut ExporterSpool,
        exporter: &mut dyn Exporter,
        batch: &Batch<'_>,
    ) -> bool {
        let key = exporter
            .as_encoded()
            .and_then(|exporter| exporter.encode(batch).ok())
            .and_then(|request| spool.keep(&request, batch.len()));
        let request = key.map(|key| SpooledRequest {
            key,
            spans: batch.len() as u64,
        });
        self.kept.extend(request);
        request.is_some()
    }

    pub(super) fn add(&mut self, count: usize, failure: Failure, reason: String) {
        self.failed.add(failure, count as u64);
        self.said.push((count, reason.clone()));
        if count > 0 {
            self.reason = reason;
        }
    }

    /// How many spans were lost.
    pub(super) fn lost(&self) -> u64 {
        self.failed.total()
    }

    /// How many of these the destination will never take.
    pub(super) fn refused(&self) -> u64 {
        self.refused
    }

    /// How many of them were not answered for in time.
    pub(super) fn timed_out(&self) -> u64 {
        self.failed[Failure::Timeout]
    }

    /// The destination's last error.
    pub(super) fn reason(&self) -> &str {
        &self.reason
    }

    /// How many spans wait in the spool.
    pub(super) fn kept(&self) -> u64 {
        self.kept.iter().map(|request| request.spans).sum()
    }

    /// Logs them, and whether the exporter works: it does if it took any of the `all` spans.
    pub(super) fn log_to(&mut self, log: &mut RateLimitedLog, target: &str, all: usize) {
        let took_none = all > 0 && self.lost() + self.kept() == all as u64;
        for (count, reason) in self.said.drain(..) {
            if took_none {
                log.refused(target, count, &reason);
            } else {
                log.add(target, count, &reason);
            }
        }
        if let Some((_, reason)) = &self.kept_because {
            log.refused(target, 0, &format!("spans go to the spool: {reason}"));
        }
        if !took_none {
            log.delivered(target);
        }
    }

    /// What was lost, what was kept, and whether nothing says that the rest arrived.
    pub(super) fn into_parts(self) -> (Option<Loss>, Option<Kept>, bool) {
        let loss = (self.lost() > 0).then_some(Loss {
            failed: self.failed,
            reason: self.reason,
        });
        let kept = (!self.kept.is_empty()).then_some(Kept {
            requests: self.kept,
            because: self.kept_because,
        });
        (loss, kept, self.is_unconfirmed)
    }
}
