//! The state of one of PHP's threads, in one struct: one lookup reaches all of it, at known offsets.
//!
//! Owns the list of parts and their layout. A file reaches its own part by [`PerThread::own`], and does not import this one. Each
//! part is initialised before the first request, by a `const fn`.

use crate::zend::php_thread::{AllParts, PerThread, PhpThread};
use crate::{instrumentation, lifecycle, runtime, state, zend};

/// Makes the struct, and leads each part's [`PerThread::own`] to its field.
macro_rules! thread {
    ($($(#[$condition:meta])* $field:ident: $part:ty,)*) => {
        /// All of it.
        pub struct Thread {
            $($(#[$condition])* $field: $part,)*
        }

        impl AllParts for Thread {
            const NEW: Self = Self {
                $($(#[$condition])* $field: <$part>::new(),)*
            };
        }

        $(
            $(#[$condition])*
            impl PerThread for $part {
                #[inline(always)]
                fn own() -> &'static Self {
                    &THREAD.own().$field
                }
            }
        )*
    };
}

thread! {
    engine: state::EngineSlot,
    selection: runtime::Selection,
    offered: runtime::Offered,
    located: zend::swoole::Located,
    swoole: runtime::SwooleState,
    fibers: runtime::FiberState,
    locations: runtime::Locations,
    exchanges: instrumentation::Exchanges,
    connections: instrumentation::Connections,
    server_ports: instrumentation::ServerPorts,
    tasks: instrumentation::Tasks,
    curl_handles: instrumentation::CurlHandles,
    pending_requests: instrumentation::PendingRequests,
    watched_objects: zend::object_watch::WatchedObjects,
    databases: instrumentation::Databases,
    #[cfg(php84)]
    collector: zend::gc_fiber::Collector,
    shared_hooks: zend::hook_object::SharedHooks,
    phase: lifecycle::Phase,
    worker_exit: zend::swoole_exit::WorkerExit,
    worker_stop: zend::swoole_worker::WorkerStop,
}

/// That of each thread. A PHP without ZTS has one, at a fixed address.
pub static THREAD: PhpThread<Thread> = PhpThread::new();
