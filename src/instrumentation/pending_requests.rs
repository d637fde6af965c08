//! Requests that are not over: those of Swoole's HTTP clients that have been sent and not been answered, with the headers of ours
//! that those under way have, and those that a socket of `Swoole\Coroutine\Server` has received.
//!
//! Must not know what a span says, nor how a failure is told from a success.

use super::call_span::CallSpan;
use crate::zend::header_table::AddedHeaders;
use crate::zend::object_watch;
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::mem;

/// How many requests of one client are waited for. Of a stream that its server has reset, Swoole says nothing.
const MOST_OF_CLIENT: usize = 1024;

/// Why a request has no answer: the span's `error.type`, and the description of its status.
#[derive(Clone)]
pub struct Failure {
    pub error_type: &'static str,
    pub description: String,
}

struct Pending {
    span: CallSpan,
    /// Whether its answer was waited for in vain.
    is_missed: bool,
    /// Why the last wait for its answer has failed.
    failure: Option<Failure>,
}

impl Pending {
    /// The answer does not come any more.
    fn end(self) {
        if let Some(Failure {
            error_type,
            description,
        }) = self.failure
        {
            self.span.fail(error_type, description);
        }
        self.span.end();
    }
}

/// Those of this thread. What ends takes its own with it.
pub struct PendingRequests {
    /// By the handles of the clients and the numbers of their streams, or by the handles of sockets.
    requests: RefCell<BTreeMap<u32, BTreeMap<i64, Pending>>>,
    /// By the handles of the objects that have the headers, and the numbers of the calls that send them.
    headers: RefCell<BTreeMap<(u32, u64), AddedHeaders>>,
    last_call: Cell<u64>,
}

impl PendingRequests {
    /// None.
    pub const fn new() -> Self {
        Self {
            requests: RefCell::new(BTreeMap::new()),
            headers: RefCell::new(BTreeMap::new()),
            last_call: Cell::new(0),
        }
    }

    /// Whether there is none.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.requests.borrow().is_empty()
    }

    /// A request has been sent, or received. One that had its place is over.
    pub fn insert(&self, client: &PhpObject, stream: i64, span: CallSpan) {
        object_watch::watch(client);
        let pending = Pending {
            span,
            is_missed: false,
            failure: None,
        };
        if let Some(over) = self.put(client.handle(), stream, pending) {
            over.end();
        }
    }

    fn put(&self, client: u32, stream: i64, pending: Pending) -> Option<Pending> {
        let mut requests = self.requests.borrow_mut();
        let of_client = requests.entry(client).or_default();
        let former = of_client.insert(stream, pending);
        if of_client.len() > MOST_OF_CLIENT {
            return of_client.pop_first().map(|(_, oldest)| oldest);
        }
        former
    }

    /// The request of a stream, which is answered.
    pub fn take(&self, client: u32, stream: i64) -> Option<CallSpan> {
        let mut requests = self.requests.borrow_mut();
        let of_client = requests.get_mut(&client)?;
        let pending = of_client.remove(&stream);
        if of_client.is_empty() {
            requests.remove(&client);
        }
        pending.map(|pending| pending.span)
    }

    /// The span of a stream's request, whose answer has begun to come.
    pub fn span(&self, client: u32, stream: i64) -> Option<CallSpan> {
        let requests = self.requests.borrow();
        let pending = requests.get(&client)?.get(&stream)?;
        Some(pending.span)
    }

    /// A client has waited in vain, for `failure` or because the program has cancelled it. The answers may still come.
    pub fn miss(&self, client: u32, failure: Option<&Failure>) {
        if let Some(of_client) = self.requests.borrow_mut().get_mut(&client) {
            for pending in of_client.values_mut() {
                pending.is_missed = true;
                pending.failure = failure.cloned();
            }
        }
    }

    /// None of a client's requests is answered any more.
    pub fn end_all(&self, client: u32) {
        let of_client = self.requests.borrow_mut().remove(&client);
        let pending = of_client.into_iter().flat_map(BTreeMap::into_values);
        pending.for_each(Pending::end);
    }

    /// Those that were waited for in vain are not answered any more.
    fn end_missed(&self) {
        let requests = mem::take(&mut *self.requests.borrow_mut());
        let pending = requests.into_values().flat_map(BTreeMap::into_values);
        let missed = pending.filter(|pending| pending.is_missed);
        missed.for_each(Pending::end);
    }

    /// An object has headers of ours for a call. The result is the call's number.
    pub fn keep_headers(&self, object: u32, headers: AddedHeaders) -> u64 {
        let call = self.last_call.get() + 1;
        self.last_call.set(call);
        self.headers.borrow_mut().insert((object, call), headers);
        call
    }

    /// What an object has of all calls under way.
    pub fn headers_of(&self, object: u32) -> Vec<AddedHeaders> {
        let headers = self.headers.borrow();
        let of_object = headers.range((object, 0)..=(object, u64::MAX));
        of_object.map(|(_, headers)| headers.clone()).collect()
    }

    /// The call is over.
    pub fn forget_headers(&self, object: u32, call: u64) {
        self.headers.borrow_mut().remove(&(object, call));
    }

    fn clear(&self) {
        self.requests.borrow_mut().clear();
        self.headers.borrow_mut().clear();
    }
}

/// A client has ended: its requests are not answered any more.
pub fn ended(client: u32) {
    let own = PendingRequests::own();
    if !own.is_empty() {
        own.end_all(client);
    }
}

/// The request of PHP's ends, and no client is asked for an answer any more.
pub fn end_request() {
    PendingRequests::own().end_missed();
}

/// Forgets those of an earlier request. Called at request start.
pub fn forget_earlier() {
    PendingRequests::own().clear();
}
