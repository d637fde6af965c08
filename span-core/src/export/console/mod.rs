//! The console exporter, in whole: where it writes (`stderr`), and how a trace looks to a person ([`tree`]).

#[cfg(feature = "console")]
pub(super) mod stderr;
pub mod tree;
