//! WebSocket connections of this worker: the span of each one's handshake, for what is linked to it.
//!
//! Must not know what is linked.

use crate::zend::php_thread::PerThread;
use span_core::SpanContext;
use std::cell::RefCell;

/// How many connections are known at once. A newer one takes the place of one that is as many numbers older.
const MOST: usize = 4096;

/// The connections, each with its number, at the place that the number's lower bits say. Empty before the first handshake.
pub struct Connections(RefCell<Vec<Option<(i64, SpanContext)>>>);

impl Connections {
    /// None.
    pub const fn new() -> Self {
        Self(RefCell::new(Vec::new()))
    }
}

fn place(connection: i64) -> usize {
    connection as usize % MOST
}

/// The handshake of a connection has this span.
pub fn note(connection: i64, handshake: SpanContext) {
    let mut known = Connections::own().0.borrow_mut();
    if known.is_empty() {
        known.resize(MOST, None);
    }
    known[place(connection)] = Some((connection, handshake));
}

/// The span of a connection's handshake, if it had one in this process.
pub fn handshake_of(connection: i64) -> Option<SpanContext> {
    let known = Connections::own().0.borrow();
    let found = known.get(place(connection)).copied().flatten();
    let (_, handshake) = found.filter(|(number, _)| *number == connection)?;
    Some(handshake)
}

/// Forgets the connections of a request's servers. Called at request end.
pub fn forget_request() {
    Connections::own().0.borrow_mut().clear();
}
