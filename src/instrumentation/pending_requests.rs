//! Requests that are not over: those of Swoole's HTTP clients that have been sent and not been answered, with the headers of ours
//! that one under way has, and those that a socket of `Swoole\Coroutine\Server` has received.
//!
//! Must not know what a span says.

use super::call_span::CallSpan;
use crate::zend::object_watch;
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Those of this thread, by the handles of the clients and the numbers of their streams, or by those of sockets. What ends takes its
/// own with it.
pub struct PendingRequests {
    spans: RefCell<BTreeMap<(u32, i64), CallSpan>>,
    /// The names of headers of ours, by the handle of the object that has them.
    names: RefCell<BTreeMap<u32, Vec<String>>>,
}

impl PendingRequests {
    /// None.
    pub const fn new() -> Self {
        Self {
            spans: RefCell::new(BTreeMap::new()),
            names: RefCell::new(BTreeMap::new()),
        }
    }

    /// Whether there is none.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.spans.borrow().is_empty()
    }

    /// A request has been sent, or received. One that had its place is over.
    pub fn insert(&self, client: &PhpObject, stream: i64, span: CallSpan) {
        object_watch::watch(client);
        let key = (client.handle(), stream);
        let former = self.spans.borrow_mut().insert(key, span);
        if let Some(former) = former {
            former.end();
        }
    }

    /// The request of a stream, which is answered.
    pub fn take(&self, client: u32, stream: i64) -> Option<CallSpan> {
        self.spans.borrow_mut().remove(&(client, stream))
    }

    /// All of a client's.
    pub fn take_all(&self, client: u32) -> Vec<CallSpan> {
        let mut spans = self.spans.borrow_mut();
        let of_client = spans.range((client, i64::MIN)..=(client, i64::MAX));
        let keys: Vec<_> = of_client.map(|(key, _)| *key).collect();
        keys.iter().filter_map(|key| spans.remove(key)).collect()
    }

    /// An object has headers of these names, which are ours.
    pub fn keep_names(&self, object: u32, names: Vec<String>) {
        self.names.borrow_mut().insert(object, names);
    }

    /// Their names.
    pub fn take_names(&self, object: u32) -> Vec<String> {
        self.names.borrow_mut().remove(&object).unwrap_or_default()
    }

    fn clear(&self) {
        self.spans.borrow_mut().clear();
        self.names.borrow_mut().clear();
    }
}

/// A client has ended: its requests are not answered any more.
pub fn ended(client: u32) {
    let own = PendingRequests::own();
    if !own.is_empty() {
        own.take_all(client).into_iter().for_each(CallSpan::end);
    }
}

/// Forgets those of an earlier request. Called at request start.
pub fn forget_earlier() {
    PendingRequests::own().clear();
}
