//! The settings of the console exporter: there are none.

/// It has no settings.
#[derive(Clone, Default, Debug)]
pub struct ConsoleConfig;
