//! The PHP classes. Handlers check their arguments and delegate; they know neither Swoole nor queues.

mod attributes;
mod create;
pub mod info;
mod inspect;
mod memory;
mod propagation;
mod scope;
mod self_test_report;
mod span;
mod span_context;
mod span_options;
mod trace;

use crate::zend::class::{self, Method};
use crate::zend::data_class::DataClass;
use ext_php_rs::args::Arg;
use ext_php_rs::error::Result;
use ext_php_rs::flags::DataType;
use span_options::OptionsClass;

/// Registers the classes. Called at module start.
pub fn register() -> Result<()> {
    span_options::register()?;
    span_context::register()?;
    scope::register()?;
    span::register()?;
    trace::register()?;
    class::register_main(main_methods())?;
    class::register(
        "TracedCoroutine\\MemoryExporter",
        vec![
            Method::of_class("getSpans", handler!(memory::get_spans), DataType::Array),
            Method::of_class("reset", handler!(memory::reset), DataType::Long),
        ],
    )
}

/// The methods of `TracedCoroutine`.
fn main_methods() -> Vec<Method> {
    // Named as Swoole\Coroutine::create() names them, so that named arguments work for both.
    let function = || Arg::new("func", DataType::Callable);
    let arguments = || Arg::new("param", DataType::Mixed).is_variadic();
    let options = Arg::new("options", DataType::object(OptionsClass::CLASS));
    let timeout = |default| Arg::new("timeout", DataType::Double).default(default);
    let mut methods = vec![
        Method::of_class("create", handler!(create::create), DataType::Long)
            .takes(2, vec![function(), arguments()]),
        Method::of_class("start", handler!(trace::start), DataType::Long)
            .takes(3, vec![options, function(), arguments()]),
        Method::of_class("flush", handler!(inspect::flush), DataType::Bool)
            .takes(0, vec![timeout("5.0")]),
        Method::of_class("stats", handler!(inspect::stats), DataType::Array),
        Method::of_class("active", handler!(inspect::active), DataType::Array),
        Method::of_class("selfTest", handler!(self_test_report::run), DataType::Array)
            .takes(0, vec![timeout("2.0")]),
    ];
    methods.extend(trace::methods());
    methods.extend(propagation::methods());
    methods
}
