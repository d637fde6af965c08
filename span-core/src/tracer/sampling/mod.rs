//! Which spans are kept: decided when a trace begins (`sampler`), and again when it is over (`tail`).

pub(crate) mod sampler;
pub(crate) mod tail;
