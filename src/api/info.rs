//! `php --ri traced_coroutine` and `phpinfo()`: the runtime in force, what was counted so far, and each setting with its
//! value and where that came from.

use crate::instrumentation;
use crate::runtime;
use crate::settings::{self, Settings};
use crate::zend::clock_source;
use crate::zend::info_table::print_table;
use std::sync::Arc;

/// Prints the tables. Runs also outside of requests, where no runtime is selected and no setting is in force yet.
pub fn print() {
    let settings = settings::in_force().unwrap_or_else(|| Arc::new(Settings::read()));
    let [runtime, end_hook] = runtime::description().unwrap_or_else(|| {
        runtime::select(&settings);
        let description = runtime::description().unwrap_or_default();
        runtime::deselect();
        description
    });
    let switch = if settings.own.enabled {
        "enabled"
    } else {
        "disabled"
    };
    let facts = [
        ("version", env!("CARGO_PKG_VERSION").to_owned()),
        ("runtime", runtime),
        ("end hook", end_hook),
        ("clock", clock_source::name().to_owned()),
        ("log", settings.own.log.describe()),
    ];
    print_table(
        ["traced_coroutine", switch],
        &facts.map(|(name, value)| [name.to_owned(), value]),
    );
    print_table(
        ["counter", "of this process, so far"],
        &super::inspect::counter_rows(),
    );
    print_table(
        ["instrumentation", "state"],
        &instrumentation::states(&settings),
    );
    let rows: Vec<_> = settings
        .shown
        .iter()
        .map(|setting| {
            [
                setting.name.clone(),
                setting.value.clone(),
                setting.source.clone(),
            ]
        })
        .collect();
    print_table(["setting", "value", "source"], &rows);
}
