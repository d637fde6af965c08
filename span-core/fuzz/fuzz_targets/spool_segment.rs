//! A segment of the spool with random bytes: nothing panics, and nothing is sent that was not written.
//!
//! The first byte of the input says how much of it is the bodies of requests, in pieces of as many bytes as the second one says.
//! The rest overwrites the segment of these requests, each piece of three bytes at the place that its first two say. The whole input
//! is read as a segment, too.

#![no_main]

use libfuzzer_sys::fuzz_target;
use span_core::{segment_of, waiting_requests};

fuzz_target!(|input: &[u8]| {
    let total: usize = waiting_requests(input).iter().map(|(_, body)| body.len()).sum();
    assert!(total <= input.len());

    let [share, piece, rest @ ..] = input else {
        return;
    };
    let (bodies, damage) = rest.split_at(rest.len() * usize::from(*share) / 256);
    let requests: Vec<(u32, Vec<u8>)> = bodies
        .chunks(usize::from(*piece).max(1))
        .map(|body| (body.len() as u32, body.to_vec()))
        .collect();
    let whole = segment_of(&requests);
    assert_eq!(waiting_requests(&whole), requests);
    let mut damaged = whole.clone();
    for change in damage.chunks_exact(3) {
        let place = usize::from(change[0]) << 8 | usize::from(change[1]);
        let place = place % (damaged.len() + 1);
        match damaged.get_mut(place) {
            Some(byte) => *byte ^= change[2],
            None => damaged.truncate(usize::from(change[2])),
        }
    }
    // In order, each of them once at most: a damaged one is left out.
    let mut written = requests.iter();
    for sent in waiting_requests(&damaged) {
        assert!(written.any(|request| *request == sent), "{sent:?}");
    }
});
