//! A model of who writes a block and who reads it, in each order that the memory model allows.
//!
//! A process that is killed is the easier case: its stores are there in the order of the program, up to one of them.

use std::cell::Cell;
use std::sync::atomic::Ordering;

use loom::sync::atomic::AtomicU64;
use loom::sync::{Arc, Mutex};
use loom::thread;

use super::blocks::{Blocks, Chain, Tag, WORDS};
use super::frames::Frames;
use super::span_words::SpanWords;
use super::word::Word;

const NUMBER: u32 = 7;

fn words(blocks: usize) -> &'static [AtomicU64] {
    let words: Vec<_> = (0..blocks * WORDS).map(|_| AtomicU64::new(0)).collect();
    Box::leak(words.into_boxed_slice())
}

fn span(number: u32) -> SpanWords {
    SpanWords {
        place: number,
        trace_id: u128::from(number),
        span_id: number.into(),
        parent_span_id: number.into(),
        start: number.into(),
        coroutine: number.into(),
        parent_coroutine: number.into(),
        end: 0,
        flags: number.into(),
    }
}

fn model(body: impl Fn() + Send + Sync + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(2);
    builder.check(body);
}

/// What a reader may find: nothing, or one of the spans as a whole.
fn check(found: Option<(Tag, SpanWords)>) {
    let Some((tag, found)) = found else { return };
    let end = if tag == Tag::Open {
        0
    } else {
        100 + u64::from(found.place)
    };
    let whole = SpanWords {
        end,
        ..span(found.place)
    };
    assert_eq!(found, whole, "{tag:?}");
}

#[test]
fn a_block_that_is_used_again_is_found_whole_or_not_at_all() {
    model(|| {
        let blocks = Blocks::new(words(2), NUMBER);
        let free = Arc::new(Mutex::new(Vec::new()));
        blocks.open(1, &span(1));
        blocks.close(1, 101);
        let flusher = {
            let free = Arc::clone(&free);
            thread::spawn(move || {
                let mut freed = Vec::new();
                blocks.release(1, &mut freed);
                free.lock().unwrap().append(&mut freed);
            })
        };
        let reader = thread::spawn(move || check(blocks.span(1)));
        if let Some(index) = free.lock().unwrap().pop() {
            blocks.open(index, &span(2));
            blocks.close(index, 102);
        }
        flusher.join().unwrap();
        reader.join().unwrap();
    });
}

#[test]
fn what_is_said_is_found_as_far_as_it_was_said() {
    model(|| {
        let blocks = Blocks::new(words(4), NUMBER);
        blocks.open(1, &span(1));
        let reader = thread::spawn(move || {
            let chain = blocks.said_of(1).unwrap();
            let said = blocks.read(&chain, &mut 100);
            let expected = [b"first".to_vec(), vec![b'x'; 90]];
            assert!(
                said.len() <= 2 && said == expected[..said.len()],
                "{said:?}"
            );
        });
        let chain = blocks.said_of(1).unwrap();
        let mut next = 1;
        let mut allocate = || {
            next += 1;
            (next < 4).then_some(next)
        };
        assert!(blocks.append(&chain, Frames::of(b"first").all(), &mut allocate));
        assert!(blocks.append(&chain, Frames::of(&[b'x'; 90]).all(), &mut allocate));
        // There are no more blocks, and what was said stands.
        assert!(!blocks.append(&chain, Frames::of(&[b'y'; 90]).all(), &mut allocate));
        reader.join().unwrap();
    });
}

/// Lets only so many stores through: the process is killed behind them.
struct Killed<'a> {
    word: Cell<u64>,
    left: &'a Cell<usize>,
}

impl Word for Killed<'_> {
    fn get(&self, _: Ordering) -> u64 {
        self.word.get()
    }

    fn set(&self, value: u64, _: Ordering) {
        if let Some(left) = self.left.get().checked_sub(1) {
            self.left.set(left);
            self.word.set(value);
        }
    }

    fn fence(_: Ordering) {}
}

#[test]
fn a_kill_behind_any_store_leaves_whole_spans() {
    for kill in 0..200 {
        let left = Cell::new(kill);
        let words: Vec<_> = (0..6 * WORDS)
            .map(|_| Killed {
                word: Cell::new(0),
                left: &left,
            })
            .collect();
        let blocks = Blocks::new(&words, NUMBER);
        let mut free = vec![5, 4, 3, 2, 1];
        for number in 1..=3 {
            let Some(index) = free.pop() else { break };
            blocks.open(index, &span(number));
            let chain = blocks.said_of(index).unwrap();
            blocks.append(&chain, Frames::of(&[number as u8; 100]).all(), &mut || {
                free.pop()
            });
            blocks.close(index, 100 + u64::from(number));
            blocks.release(index, &mut free);
        }
        for (index, tag, found) in blocks.spans() {
            check(Some((tag, found)));
            let said = blocks.read(&blocks.said_of(index).unwrap(), &mut 1000);
            let whole = vec![found.place as u8; 100];
            assert!(said.is_empty() || said == [whole], "after {kill} stores");
            assert!(tag == Tag::Open || !said.is_empty(), "after {kill} stores");
        }
    }
}

#[test]
fn a_kill_while_a_span_is_written_anew_leaves_what_was_said_before_or_after() {
    let mut found = Vec::new();
    for kill in 0..60 {
        let left = Cell::new(kill);
        let word = || Killed {
            word: Cell::new(0),
            left: &left,
        };
        let words: Vec<_> = (0..6 * WORDS).map(|_| word()).collect();
        let blocks = Blocks::new(&words, NUMBER);
        let mut free = vec![5, 4, 3, 2];
        blocks.open(1, &span(1));
        let said = blocks.said_of(1).unwrap();
        let (old, new) = (Frames::of(&[b'o'; 100]), Frames::of(b"new"));
        blocks.append(&said, old.all(), &mut || free.pop());
        let (head, tail) = (word(), word());
        let anew = Chain::at(&head, &tail);
        blocks.append(&anew, new.all(), &mut || free.pop());
        blocks.exchange(1, &anew);
        blocks.discard(&anew, &mut free);
        let said = blocks.read(&blocks.said_of(1).unwrap(), &mut 1000);
        assert!(said.len() <= 1, "after {kill} stores: {said:?}");
        found.extend(said);
    }
    found.dedup();
    assert_eq!(found, [vec![b'o'; 100], b"new".to_vec()]);
}
