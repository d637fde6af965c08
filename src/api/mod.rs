//! The classes that PHP sees. Handlers check their arguments and hand on; they know neither Swoole nor queues.

mod create;
pub mod info;
mod inspect;
mod memory;

use crate::zend::class::{self, Method};
use ext_php_rs::args::Arg;
use ext_php_rs::error::Result;
use ext_php_rs::flags::DataType;

/// Registers the classes. Called at module start.
pub fn register() -> Result<()> {
    class::register_with_int_or_false(
        "TracedCoroutine",
        vec![
            Method {
                name: "create",
                handler: create::create,
                arguments: vec![
                    Arg::new("callable", DataType::Callable),
                    Arg::new("args", DataType::Mixed).is_variadic(),
                ],
                required: 2,
                returns: DataType::Long,
            },
            Method {
                name: "flush",
                handler: inspect::flush,
                arguments: vec![Arg::new("timeout", DataType::Double).default("5.0")],
                required: 0,
                returns: DataType::Bool,
            },
            method("stats", inspect::stats, DataType::Array),
            method("active", inspect::active, DataType::Array),
        ],
    )?;
    class::register(
        "TracedCoroutine\\MemoryExporter",
        vec![
            method("getSpans", memory::get_spans, DataType::Array),
            method("reset", memory::reset, DataType::Void),
        ],
    )
}

/// A method without arguments.
fn method(name: &'static str, handler: class::Handler, returns: DataType) -> Method {
    Method {
        name,
        handler,
        arguments: vec![],
        required: 0,
        returns,
    }
}
