//! A recorder's file with anything in it: nothing panics, no more comes out than is in there, and no span is impossible.

#![no_main]

use std::time::SystemTime;

use libfuzzer_sys::fuzz_target;
use span_core::{FinishedSpan, spans_left};

/// How many bytes a block has, one of which each span has at least.
const BLOCK: usize = 96;

fn texts(span: &FinishedSpan) -> usize {
    let attributes = span.attributes.iter();
    let attributes = attributes.map(|(key, value)| key.len() + value.to_string().len());
    span.name.len() + attributes.sum::<usize>()
}

fuzz_target!(|bytes: &[u8]| {
    let spans = spans_left(bytes);
    assert!(spans.len() <= bytes.len() / BLOCK);
    let now = SystemTime::now();
    for span in &spans {
        assert!(span.trace_id.0 != 0 && span.span_id.0 != 0);
        assert!(span.start_time <= span.end_time, "{span:?}");
        // Where the program itself has given no other time.
        assert!(span.end_time <= now || !span.attributes.is_empty(), "{span:?}");
    }
    // A place of code is written once, and shown by each of its spans; all else is shown once.
    let longest = bytes.len() * 2 + 4096;
    assert!(spans.iter().all(|span| texts(span) <= longest));
});
