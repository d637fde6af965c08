//! The spans of a batch that one exporter loses, and why.
//!
//! Owns how a batch is split that is too large for one request. Must not know which exporter it is.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::export::batch::Batch;
use crate::export::error::{ExportError, panic_message};
use crate::export::exporter::{Accepted, ExportBudget, Exporter};
use crate::export::failure::{Failure, Failures};
use crate::processor::Loss;
use crate::processor::log::RateLimitedLog;

/// The losses of one exporter in a batch.
#[derive(Default)]
pub(super) struct Losses {
    /// Lines to log: how many spans were lost, and why.
    said: Vec<(usize, String)>,
    failed: Failures,
    reason: String,
    /// Whether nothing says that the rest arrived.
    pub(super) is_unconfirmed: bool,
}

impl Losses {
    /// Exports a batch. One that is refused for its size goes again in halves, down to the span that is too big by itself:
    /// that one alone is lost.
    pub(super) fn export(
        &mut self,
        exporter: &mut dyn Exporter,
        batch: &Batch<'_>,
        budget: &dyn ExportBudget,
    ) {
        let answer = catch_unwind(AssertUnwindSafe(|| exporter.export(batch, budget)))
            .unwrap_or_else(|panic| Err(ExportError::new(panic_message(panic.as_ref()))));
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
                    self.add(rejected, Failure::Rejected, reason);
                }
            }
            Err(error) if error.is_too_large() => match batch.halves() {
                Some(halves) => {
                    for half in &halves {
                        self.export(exporter, half, budget);
                    }
                }
                None => {
                    let reason = format!("{error}: {}", batch.name_one());
                    self.add(batch.len(), error.failure, reason);
                }
            },
            Err(error) => {
                let reason = error.to_string();
                self.add(batch.len(), error.failure, reason);
            }
        }
    }

    pub(super) fn add(&mut self, count: usize, failure: Failure, reason: String) {
        self.failed.add(failure, count as u64);
        self.said.push((count, reason.clone()));
        if count > 0 {
            self.reason = reason;
        }
    }

    /// Logs them, and whether the exporter works: it does if it took any of the `all` spans.
    pub(super) fn log_to(&mut self, log: &mut RateLimitedLog, target: &str, all: usize) {
        let took_none = all > 0 && self.failed.total() == all as u64;
        for (count, reason) in self.said.drain(..) {
            if took_none {
                log.refused(target, count, &reason);
            } else {
                log.add(target, count, &reason);
            }
        }
        if !took_none {
            log.delivered(target);
        }
    }

    pub(super) fn into_loss(self) -> Option<Loss> {
        (self.failed.total() > 0).then_some(Loss {
            failed: self.failed,
            reason: self.reason,
        })
    }
}
