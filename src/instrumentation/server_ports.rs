//! Which ports of this process's server have TLS, where some have and others have not: they may share their callbacks.
//!
//! Must not know who asks.

use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use ext_php_rs::types::{ZendHashTable, Zval};
use std::cell::RefCell;

/// The numbers of the ports, each with whether it has TLS. Empty where all are alike.
pub struct ServerPorts(RefCell<Vec<(i64, bool)>>);

impl ServerPorts {
    /// None.
    pub const fn new() -> Self {
        Self(RefCell::new(Vec::new()))
    }
}

/// A server starts, and listens to all its ports.
pub fn note(server: &PhpObject) {
    let port = |port: &Zval| {
        let port = PhpObject::of(port.dereference())?;
        Some((port.int("port")?, port.is_true("ssl")))
    };
    let mut ports: Vec<_> = server.property("ports", |ports| {
        let ports = ports.array().into_iter().flat_map(ZendHashTable::values);
        ports.filter_map(port).collect()
    });
    if ports.iter().all(|(_, is_tls)| *is_tls == ports[0].1) {
        ports.clear();
    }
    *ServerPorts::own().0.borrow_mut() = ports;
}

/// Whether a port has TLS. `None` where all ports are alike, or two addresses have one of this number that differ.
#[inline(always)]
pub fn is_tls(port: impl FnOnce() -> Option<i64>) -> Option<bool> {
    let ports = ServerPorts::own().0.borrow();
    if ports.is_empty() {
        return None;
    }
    find(&ports, port()?)
}

#[inline(never)]
fn find(ports: &[(i64, bool)], port: i64) -> Option<bool> {
    let mut found = ports.iter().filter(|(number, _)| *number == port);
    let (_, is_tls) = found.next()?;
    found.all(|(_, other)| other == is_tls).then_some(*is_tls)
}

/// Forgets the ports of a request's server. Called at request end.
pub fn forget_request() {
    ServerPorts::own().0.borrow_mut().clear();
}
