//! `php --ri traced_coroutine`: the runtime in force, and each setting with its value and where that came from.

use crate::lifecycle::settings;
use crate::runtime::{self, with_runtime};
use crate::zend::info::print_table;

/// Prints the tables. Runs also outside of requests, where no runtime is selected yet.
pub fn print() {
    let Some(settings) = settings() else { return };
    let runtime = with_runtime(|runtime| runtime.describe()).unwrap_or_else(|| {
        runtime::select(settings.end_hook);
        let description = with_runtime(|runtime| runtime.describe()).unwrap_or_default();
        runtime::forget_request();
        description
    });
    print_table(
        [
            "traced_coroutine",
            if settings.enabled {
                "enabled"
            } else {
                "disabled"
            },
        ],
        &[
            ["version".to_owned(), env!("CARGO_PKG_VERSION").to_owned()],
            ["runtime".to_owned(), runtime],
        ],
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
