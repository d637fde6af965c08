//! W3C trace states: which ones are legal, and where they stay while spans refer to them.
//!
//! Owns the grammar and the store. Must not know headers or spans.

use std::collections::VecDeque;
use std::sync::Arc;

use rustc_hash::FxHashMap;

/// A trace state that the engine keeps; see [`Engine::trace_state`](crate::Engine::trace_state).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub struct TraceStateId(u32);

impl TraceStateId {
    /// No trace state: the ordinary case.
    pub const NONE: TraceStateId = TraceStateId(0);

    /// Whether there is none.
    #[inline]
    pub fn is_none(self) -> bool {
        self == TraceStateId::NONE
    }
}

/// How many members a list may have, by the specification; one with more is malformed.
const MAX_MEMBERS: usize = 32;
/// How much of a list is carried on. The specification asks for this much at least, and more would let any caller
/// make all our calls expensive.
const MAX_LENGTH: usize = 512;
/// Members longer than this go first where a list is too long, the last of them before the others, by the specification.
const LONG_MEMBER: usize = 128;

/// The state in its canonical form, cut down to what is carried on; `None` where nothing of it is.
///
/// A member that breaks the grammar is dropped and its neighbours stay: "invalid tracestate entries MAY also be discarded",
/// and they are other vendors' data. A list of too many is dropped whole: the same sentence allows it, and the
/// specification's own tests ask for it.
pub(crate) fn parse(text: &str) -> Option<String> {
    let mut members: Vec<&str> = Vec::new();
    for member in text.split(',') {
        let member = member.trim_matches([' ', '\t']);
        let Some((key, value)) = member.split_once('=') else {
            continue;
        };
        // Of two members with one key the first is the newer one.
        let same_key = |other: &&str| {
            other
                .strip_prefix(key)
                .is_some_and(|rest| rest.starts_with('='))
        };
        if !is_key(key) || !is_value(value) || members.iter().any(same_key) {
            continue;
        }
        if members.len() == MAX_MEMBERS {
            return None;
        }
        members.push(member);
    }
    let length = |members: &[&str]| members.iter().map(|member| member.len() + 1).sum::<usize>();
    while length(&members) > MAX_LENGTH + 1 {
        let last_long = members
            .iter()
            .rposition(|member| member.len() > LONG_MEMBER);
        members.remove(last_long.unwrap_or(members.len() - 1));
    }
    (!members.is_empty()).then(|| members.join(","))
}

/// As level 2 of the specification has it. Level 1 lets no key begin with a digit, and an `@` part a tenant from a system,
/// each with a length of its own.
fn is_key(key: &str) -> bool {
    (1..=256).contains(&key.len())
        && key.starts_with(|char: char| char.is_ascii_lowercase() || char.is_ascii_digit())
        && key.bytes().all(
            |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' | b'*' | b'/' | b'@'),
        )
}

/// Printable ASCII without commas and equals signs; the spaces at its end are gone already.
fn is_value(value: &str) -> bool {
    (1..=256).contains(&value.len())
        && value
            .bytes()
            .all(|byte| matches!(byte, b' '..=b'~') && byte != b',' && byte != b'=')
}

/// How many different states are kept: at most 8 MiB of text.
const CAPACITY: usize = 16_384;

/// The states that spans refer to by number, the newest ones only: what a hostile caller sends must not add up. A span
/// that outlives its state goes on without it, which the specification allows.
#[derive(Default)]
pub(crate) struct TraceStates {
    newest: VecDeque<Arc<str>>,
    numbers: FxHashMap<Arc<str>, u32>,
    /// The number of the oldest one, less 1.
    forgotten: u32,
}

impl TraceStates {
    /// Keeps a state and returns its number.
    pub(crate) fn keep(&mut self, state: String) -> TraceStateId {
        if let Some(&number) = self.numbers.get(state.as_str()) {
            return TraceStateId(number);
        }
        if self.newest.len() == CAPACITY
            && let Some(oldest) = self.newest.pop_front()
        {
            self.numbers.remove(&oldest);
            self.forgotten += 1;
        }
        let Some(number) = self.forgotten.checked_add(self.newest.len() as u32 + 1) else {
            // After four thousand million states the numbers begin again; no span is that old.
            *self = TraceStates::default();
            return self.keep(state);
        };
        let state: Arc<str> = state.into();
        self.numbers.insert(Arc::clone(&state), number);
        self.newest.push_back(state);
        TraceStateId(number)
    }

    /// The state of that number, unless there is none or it is forgotten.
    pub(crate) fn get(&self, id: TraceStateId) -> Option<&Arc<str>> {
        let index = id.0.checked_sub(self.forgotten + 1)?;
        self.newest.get(index as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_states_share_a_number_and_the_oldest_are_forgotten() {
        let mut states = TraceStates::default();
        let first = states.keep("a=1".to_owned());
        assert_eq!(states.keep("a=1".to_owned()), first);
        assert_eq!(states.get(TraceStateId::NONE), None);
        let second = states.keep("b=2".to_owned());
        for number in 2..CAPACITY {
            states.keep(format!("c={number}"));
        }
        assert_eq!(states.get(first).map(AsRef::as_ref), Some("a=1"));
        let newest = states.keep("d=1".to_owned());
        assert_eq!(states.get(first), None);
        assert_eq!(states.get(second).map(AsRef::as_ref), Some("b=2"));
        assert_eq!(states.get(newest).map(AsRef::as_ref), Some("d=1"));
        assert_eq!(states.numbers.len(), CAPACITY);
    }

    #[test]
    fn numbers_that_run_out_begin_again() {
        let mut states = TraceStates {
            forgotten: u32::MAX - 1,
            ..TraceStates::default()
        };
        let last = states.keep("a=1".to_owned());
        assert_eq!(last.0, u32::MAX);
        let next = states.keep("b=1".to_owned());
        assert_eq!(next.0, 1);
        assert_eq!(states.get(next).map(AsRef::as_ref), Some("b=1"));
    }
}
