//! Requests that are being answered: which span a response belongs to, and what has become of the response so far.
//!
//! Must not know what a span says of them.

use super::call_span::CallSpan;
use super::callback::CallbackSpan;
use crate::zend::php_thread::PerThread;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::cell::RefCell;

/// What has become of a response.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Nothing yet.
    Open,
    /// A part of it was sent.
    Begun,
    /// All of it was sent.
    Sent,
    /// It cannot be sent: the client has left, or the connection was closed.
    Failed,
    /// Another process has it.
    Detached,
    /// The connection is a WebSocket now, and the request is over.
    Upgraded,
}

/// A request between the call of the program's callback and its end, or that of the response, where the callback has left that to
/// others.
#[derive(Clone, Copy)]
pub struct Exchange {
    pub span: CallbackSpan,
    /// The number of its connection.
    pub connection: i64,
    /// The status that the program has given.
    pub status: Option<i64>,
    pub answer: Answer,
    /// The span of the message that is being answered, where the connection is a WebSocket.
    pub message: Option<CallSpan>,
    /// How often the request and the response were referred to when the callback was called.
    pub references: [u32; 2],
    /// Whether the callback has ended. Then the span goes on until the response has.
    pub is_late: bool,
}

/// The exchanges of this thread by the handles of their response objects: the callback's arguments hold the object meanwhile, so
/// that its handle is no other's. Late ones end with the object.
pub struct Exchanges(RefCell<FxHashMap<u32, Exchange>>);

impl Exchanges {
    /// None.
    pub const fn new() -> Self {
        Self(RefCell::new(FxHashMap::with_hasher(FxBuildHasher)))
    }

    /// Whether no request is being answered.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    /// The callback of a response is called, or has ended and left the response to others.
    pub fn insert(&self, response: u32, exchange: Exchange) {
        self.0.borrow_mut().insert(response, exchange);
    }

    /// Changes what is known of a response. The result is the outcome, `None` if its callback does not run.
    pub fn change(&self, response: u32, change: impl FnOnce(&mut Exchange)) -> Option<Exchange> {
        let mut exchanges = self.0.borrow_mut();
        let exchange = exchanges.get_mut(&response)?;
        change(exchange);
        Some(*exchange)
    }

    /// A connection was closed: what was not answered never will be.
    pub fn close(&self, connection: i64) {
        let mut exchanges = self.0.borrow_mut();
        let open = exchanges.values_mut().filter(|exchange| {
            exchange.connection == connection && exchange.answer == Answer::Open
        });
        open.for_each(|exchange| exchange.answer = Answer::Failed);
    }

    /// The callback has ended, or the response.
    pub fn end(&self, response: u32) -> Option<Exchange> {
        self.0.borrow_mut().remove(&response)
    }

    /// The response has ended. The result is `None` if its callback may go on.
    pub fn end_late(&self, response: u32) -> Option<Exchange> {
        let mut exchanges = self.0.borrow_mut();
        exchanges
            .get(&response)
            .filter(|exchange| exchange.is_late)?;
        exchanges.remove(&response)
    }
}

/// Forgets those whose callbacks a bailout has cut off. Called at request end.
pub fn forget_request() {
    Exchanges::own().0.borrow_mut().clear();
}
