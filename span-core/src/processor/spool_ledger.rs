//! The spans of this process that wait in the spool, batch by batch.
//!
//! Owns how the fates of requests become counters that add up, where several exporters wait for the same spans. Must not know
//! files, nor threads: all of it happens under the queue's lock.

use std::collections::VecDeque;

use crate::spool::own_segment::RequestKey;
use crate::spool::request_header::Fate;

/// A request that was put into the spool.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct SpooledRequest {
    pub(crate) key: RequestKey,
    pub(crate) spans: u64,
}

/// A part of a batch that waits for an exporter.
struct Part {
    exporter: &'static str,
    request: SpooledRequest,
}

/// What an exporter has lost of a batch since it was put into the spool.
struct LostLater {
    exporter: &'static str,
    spans: u64,
    fate: Fate,
}

struct SpooledBatch {
    /// Spans that no exporter has lost and that at least one waits for.
    waiting: u64,
    /// Those among them that have been counted as lost since.
    lost: u64,
    parts: Vec<Part>,
    losses: Vec<LostLater>,
}

/// Spans that no exporter waits for any more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Settled {
    /// How many that was for the exporter.
    pub(super) spans: u64,
    /// Of these, how many it lost.
    pub(super) rejected: u64,
    /// How many spans that no exporter has lost.
    pub(super) delivered: u64,
    /// How many were lost, and how.
    pub(super) lost: u64,
    pub(super) fate: Fate,
}

/// The ledger.
#[derive(Default)]
pub(super) struct SpoolLedger {
    batches: VecDeque<SpooledBatch>,
    /// Of the current batch.
    current: Vec<Part>,
    waiting: u64,
}

impl SpoolLedger {
    /// Spans that wait, and that no exporter has lost.
    pub(super) fn waiting(&self) -> u64 {
        self.waiting
    }

    /// An exporter put these requests of the current batch into the spool.
    pub(super) fn keep(&mut self, exporter: &'static str, requests: &[SpooledRequest]) {
        let parts = requests.iter().map(|request| Part {
            exporter,
            request: *request,
        });
        self.current.extend(parts);
    }

    /// Closes the current batch, of which so many spans are not lost. Returns how many of them wait.
    pub(super) fn close_batch(&mut self, not_lost: u64) -> u64 {
        if self.current.is_empty() {
            return 0;
        }
        let parts = std::mem::take(&mut self.current);
        let waiting = waited_for(&parts).min(not_lost);
        self.waiting += waiting;
        self.batches.push_back(SpooledBatch {
            waiting,
            lost: 0,
            parts,
            losses: Vec::new(),
        });
        waiting
    }

    /// A request has met its fate. `None` where nothing is known of it.
    ///
    /// Which spans of a batch a request carries is not remembered: those that two exporters lost are taken to be the same ones.
    pub(super) fn settle(
        &mut self,
        exporter: &'static str,
        key: RequestKey,
        fate: Fate,
    ) -> Option<Settled> {
        let is_it = |part: &Part| part.exporter == exporter && part.request.key == key;
        let mut batches = self.batches.iter();
        // Requests are settled in about the order in which they were kept.
        let place = batches.position(|batch| batch.parts.iter().any(is_it))?;
        let batch = self.batches.get_mut(place)?;
        let part = batch.parts.iter().position(is_it)?;
        let spans = batch.parts.swap_remove(part).request.spans;
        let rejected = match fate {
            Fate::Delivered(rejected) => u64::from(rejected).min(spans),
            Fate::Waiting | Fate::Dropped | Fate::Expired | Fate::Damaged => spans,
        };
        batch.add_loss(exporter, rejected, fate);
        let settled = batch.waiting - waited_for(&batch.parts).min(batch.waiting);
        let worst = batch.losses.iter().max_by_key(|loss| loss.spans);
        let (most, fate) = worst.map_or((0, fate), |loss| (loss.spans, loss.fate));
        let lost = settled.min(most.saturating_sub(batch.lost));
        batch.waiting -= settled;
        batch.lost += lost;
        if batch.parts.is_empty() {
            self.batches.remove(place);
        }
        self.waiting -= settled;
        Some(Settled {
            spans,
            rejected,
            delivered: settled - lost,
            lost,
            fate,
        })
    }
}

impl SpooledBatch {
    fn add_loss(&mut self, exporter: &'static str, spans: u64, fate: Fate) {
        if spans == 0 {
            return;
        }
        let mut losses = self.losses.iter_mut();
        match losses.find(|loss| loss.exporter == exporter) {
            Some(loss) => {
                loss.spans += spans;
                loss.fate = fate;
            }
            None => self.losses.push(LostLater {
                exporter,
                spans,
                fate,
            }),
        }
    }
}

/// How many spans the exporter waits for that waits for the most.
fn waited_for(parts: &[Part]) -> u64 {
    let of = |exporter| -> u64 {
        let own = parts.iter().filter(|part| part.exporter == exporter);
        own.map(|part| part.request.spans).sum()
    };
    parts
        .iter()
        .map(|part| of(part.exporter))
        .max()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(spans: u64) -> SpooledRequest {
        SpooledRequest {
            key: RequestKey::next(),
            spans,
        }
    }

    #[test]
    fn one_exporters_requests_leave_one_by_one_with_what_was_rejected() {
        let mut ledger = SpoolLedger::default();
        let requests = [request(3), request(2)];
        ledger.keep("otlp", &requests);
        assert_eq!((ledger.close_batch(5), ledger.waiting()), (5, 5));
        let first = ledger.settle("otlp", requests[0].key, Fate::Delivered(1));
        let first = first.unwrap();
        assert_eq!((first.spans, first.delivered, first.lost), (3, 2, 1));
        let second = ledger.settle("otlp", requests[1].key, Fate::Dropped);
        assert_eq!(second.unwrap().lost, 2);
        assert_eq!(ledger.waiting(), 0);
        assert_eq!(ledger.settle("otlp", requests[1].key, Fate::Dropped), None);
    }

    #[test]
    fn a_span_waits_as_long_as_any_exporter_waits_for_it_and_is_lost_once() {
        let mut ledger = SpoolLedger::default();
        let (one, other) = (request(5), request(5));
        ledger.keep("otlp", &[one]);
        ledger.keep("zipkin", &[other]);
        assert_eq!(ledger.close_batch(5), 5);
        let settled = ledger.settle("otlp", one.key, Fate::Expired).unwrap();
        assert_eq!((settled.spans, settled.delivered, settled.lost), (5, 0, 0));
        let settled = ledger.settle("zipkin", other.key, Fate::Delivered(0));
        let settled = settled.unwrap();
        assert_eq!((settled.delivered, settled.lost), (0, 5));
        assert_eq!(settled.fate, Fate::Expired);
        assert_eq!(ledger.waiting(), 0);
    }

    #[test]
    fn what_another_exporter_has_lost_already_does_not_wait() {
        let mut ledger = SpoolLedger::default();
        let kept = request(5);
        ledger.keep("otlp", &[kept]);
        assert_eq!(ledger.close_batch(0), 0);
        let settled = ledger.settle("otlp", kept.key, Fate::Dropped).unwrap();
        assert_eq!((settled.delivered, settled.lost), (0, 0));
    }
}
