//! What the console exporter can be told: nothing.

/// It has no settings.
#[derive(Clone, Default, Debug)]
pub struct ConsoleConfig;
