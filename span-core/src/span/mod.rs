//! One span in its compact form, from its start until it is finished data.
//!
//! Must not know where open spans are kept (`tracer`) or where closed ones wait (`processor`).

pub(crate) mod borrowed;
pub(crate) mod clock;
pub(crate) mod cold_fields;
pub(crate) mod end;
pub(crate) mod fields;
pub(crate) mod finish;
pub(crate) mod id_generator;
pub(crate) mod limits;
pub(crate) mod open;
pub(crate) mod record;
mod recorded;
pub(crate) mod span_state;
pub(crate) mod weight;
