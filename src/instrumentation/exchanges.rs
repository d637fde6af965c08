//! Requests that are being answered: which span a response belongs to, and the status that it was given.
//!
//! Must not know what a span says of them.

use crate::zend::php_thread::PerThread;
use span_core::{CoroutineId, SpanKey};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The status of a response that was given none.
const OK: i64 = 200;

/// The span of a request.
#[derive(Clone, Copy)]
pub enum ServerSpan {
    /// That of the coroutine itself.
    Coroutine(CoroutineId),
    /// One around the call of the callback.
    Manual(SpanKey),
}

#[derive(Clone, Copy)]
struct Exchange {
    span: ServerSpan,
    status: Option<i64>,
}

/// The exchanges of this thread by the handles of their response objects, each from the call of the program's callback to its
/// end: the callback's arguments hold the object meanwhile, so that its handle is no other's.
pub struct Exchanges(RefCell<BTreeMap<u32, Exchange>>);

impl Exchanges {
    /// None.
    pub const fn new() -> Self {
        Self(RefCell::new(BTreeMap::new()))
    }

    /// The callback of a response is called.
    pub fn begin(&self, response: u32, span: ServerSpan) {
        let status = None;
        self.0
            .borrow_mut()
            .insert(response, Exchange { span, status });
    }

    /// A response is given a status. The result is its span, if its callback runs.
    pub fn set_status(&self, response: u32, status: i64) -> Option<ServerSpan> {
        let mut exchanges = self.0.borrow_mut();
        let exchange = exchanges.get_mut(&response)?;
        exchange.status = Some(status);
        Some(exchange.span)
    }

    /// A response is sent, or given to another process. Its status is 200 where it has none.
    pub fn answer(&self, response: u32) {
        if let Some(exchange) = self.0.borrow_mut().get_mut(&response) {
            exchange.status.get_or_insert(OK);
        }
    }

    /// The callback has ended. The result is the response's status, if that is known.
    pub fn end(&self, response: u32) -> Option<i64> {
        let exchange = self.0.borrow_mut().remove(&response);
        exchange.and_then(|exchange| exchange.status)
    }
}

/// Forgets those whose callbacks a bailout has cut off. Called at request end.
pub fn forget_request() {
    Exchanges::own().0.borrow_mut().clear();
}
