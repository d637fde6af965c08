//! The data model of spans, shared by all later steps.
//!
//! Must not know how any of it comes about, or where it goes. Everything else may use it, and it uses nothing else.

pub(crate) mod attribute;
pub(crate) mod attribute_key;
pub(crate) mod attribute_list;
pub(crate) mod baggage;
pub(crate) mod code;
pub(crate) mod context;
pub(crate) mod filled_bytes;
pub(crate) mod finished;
pub(crate) mod ids;
pub(crate) mod kind;
pub(crate) mod lost_lock;
pub(crate) mod postcard_bytes;
pub(crate) mod process;
pub(crate) mod random;
pub(crate) mod status;
pub mod text;
pub(crate) mod time;
pub(crate) mod trace_state;
pub(crate) mod value_ref;
