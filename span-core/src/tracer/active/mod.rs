//! The spans that are open.
//!
//! Must not know which of them are current anywhere (`scopes`), nor what becomes of them when they are closed.

pub(crate) mod id_map;
pub(crate) mod manual_table;
pub(crate) mod table;
