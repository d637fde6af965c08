//! The spans that wait for their batch.
//!
//! Owns their memory: pieces of a fixed size, each of which is given back as soon as its spans have left. A ring that had
//! grown in a burst would keep it for ever. Must not know bounds.

use std::collections::VecDeque;
use std::vec::IntoIter;

use crate::model::text::may_keep;
use crate::span::record::Record;

/// How many spans one piece has.
const PIECE: usize = 256;

/// For how many pieces together the system is asked for memory.
const PIECES_PER_QUESTION: usize = 16;

/// How many spans are refused for each time that the system has no memory for more than what waits: asking in vain costs far
/// more than a span. Where nothing waits no batch comes to end that, so that each span asks.
const REFUSALS: usize = 64;

/// About how much longer than in memory a span is in a request: ids, times, and the names of the engine's attributes.
const ON_THE_WIRE: usize = 400;

/// First in, first out.
#[derive(Default)]
pub(super) struct Waiting {
    /// The oldest piece, while it is taken apart.
    head: IntoIter<Record>,
    full: VecDeque<Vec<Record>>,
    /// The piece that is being filled.
    tail: Vec<Record>,
    len: usize,
    bytes: usize,
    /// How many more spans are refused before the system is asked for memory again.
    refusals: usize,
}

impl Waiting {
    /// Puts a span, whose weight is known, behind the others. False where the system has no memory for it.
    #[inline(always)]
    pub(super) fn push(&mut self, record: Record, weight: usize) -> bool {
        if self.tail.len() == self.tail.capacity() && !self.begin_piece() {
            return false;
        }
        self.tail.push(record);
        self.len += 1;
        self.bytes += weight;
        true
    }

    #[cold]
    fn begin_piece(&mut self) -> bool {
        if self.refusals > 0 && !self.is_empty() {
            self.refusals -= 1;
            return false;
        }
        let Some(piece) = self.new_piece() else {
            self.refusals = REFUSALS;
            return false;
        };
        let filled = std::mem::replace(&mut self.tail, piece);
        if !filled.is_empty() {
            self.full.push_back(filled);
        }
        true
    }

    /// A piece, and a place for the one before it.
    fn new_piece(&mut self) -> Option<Vec<Record>> {
        // Asking takes two system calls, which hold up the flusher's thread too: a flusher that keeps up is spared them.
        let is_due = self.full.len() % PIECES_PER_QUESTION == PIECES_PER_QUESTION - 1;
        if is_due && !may_keep(PIECES_PER_QUESTION * PIECE * Record::PLAIN) {
            return None;
        }
        let mut piece = Vec::new();
        piece.try_reserve_exact(PIECE).ok()?;
        self.full.try_reserve(1).ok()?;
        Some(piece)
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Their total weight.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Moves the oldest spans into `batch`, at least one: as many as make a request of `max_bytes`, and `max_count` at
    /// most. Returns what they weigh.
    pub(super) fn take(
        &mut self,
        max_count: usize,
        max_bytes: usize,
        batch: &mut Vec<Record>,
    ) -> usize {
        let (mut weight, mut size) = (0, 0);
        self.refusals = 0;
        while batch.len() < max_count
            && let Some(next) = self.peek()
        {
            let of_next = next.weight();
            size += of_next + ON_THE_WIRE;
            if size > max_bytes && !batch.is_empty() {
                break;
            }
            weight += of_next;
            self.len -= 1;
            batch.extend(self.head.next());
        }
        self.bytes -= weight;
        weight
    }

    /// No span has a block in the recorder any more.
    pub(super) fn forget_slots(&mut self) {
        let full = self.full.iter_mut().flatten();
        let all = self.head.as_mut_slice().iter_mut().chain(full);
        all.chain(&mut self.tail)
            .for_each(|record| record.span.forget_slot());
    }

    fn peek(&mut self) -> Option<&Record> {
        if self.head.as_slice().is_empty() {
            let next = self.full.pop_front();
            self.head = next
                .unwrap_or_else(|| std::mem::take(&mut self.tail))
                .into_iter();
        }
        self.head.as_slice().first()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::context::{SpanContext, TraceFlags};
    use crate::model::ids::{CoroutineId, SpanId, TraceId};
    use crate::span::clock::{Clock, monotonic};
    use crate::span::end::CloseReason;
    use crate::span::open::{Identity, Span};

    fn record(id: u64) -> Record {
        let context = SpanContext::local(TraceId(1), SpanId(id), TraceFlags::SAMPLED);
        let now = Clock::new(monotonic).now();
        let identity = Identity::new(context, None, CoroutineId::NONE);
        Span::new(identity, None, now).close(CoroutineId(1), CloseReason::EndHook, now)
    }

    proptest! {
        #[test]
        fn all_leave_once_in_order_and_the_weights_add_up(
            steps in prop::collection::vec((0..700_usize, 1..700_usize), 1..20),
        ) {
            let mut waiting = Waiting::default();
            let (mut pushed, mut taken) = (0, 0);
            for (more, most) in steps {
                for _ in 0..more {
                    pushed += 1;
                    prop_assert!(waiting.push(record(pushed), record(pushed).weight()));
                }
                let mut batch = Vec::new();
                let weight = waiting.take(most, usize::MAX, &mut batch);
                prop_assert_eq!(batch.len(), most.min((pushed - taken) as usize));
                prop_assert_eq!(weight, batch.iter().map(Record::weight).sum::<usize>());
                for record in batch {
                    taken += 1;
                    prop_assert_eq!(record.span.identity.span_id, SpanId(taken));
                }
                prop_assert_eq!(waiting.len() as u64, pushed - taken);
                prop_assert_eq!(waiting.bytes(), waiting.len() * record(1).weight());
                // A piece that is begun, and one that is taken apart.
                let pieces = waiting.full.len() + 2;
                prop_assert!(pieces <= waiting.len() / PIECE + 3);
            }
        }
    }

    #[test]
    fn a_refusal_does_not_outlast_what_waited() {
        let mut waiting = Waiting {
            refusals: REFUSALS,
            ..Waiting::default()
        };
        assert!(waiting.push(record(1), record(1).weight()));
    }

    #[test]
    fn a_batch_ends_where_its_request_would_be_too_long_and_has_one_span_at_least() {
        let mut waiting = Waiting::default();
        let weight = record(1).weight();
        for id in 1..=5 {
            waiting.push(record(id), weight);
        }
        let mut batch = Vec::new();
        waiting.take(100, 2 * (weight + ON_THE_WIRE), &mut batch);
        assert_eq!((batch.len(), waiting.len()), (2, 3));
        batch.clear();
        waiting.take(100, 1, &mut batch);
        assert_eq!((batch.len(), waiting.len()), (1, 2));
    }
}
