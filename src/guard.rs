//! The guard at each entry from PHP: a panic in our code is counted, and never unwinds into C.
//!
//! Must not know what is guarded.

use crate::state::with_engine;
use span_core::Engine;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs work of ours that PHP has asked for. `None` where it has panicked: the program goes on without it.
#[inline(always)]
pub fn guarded<R>(work: impl FnOnce() -> R) -> Option<R> {
    let result = catch_unwind(AssertUnwindSafe(work)).ok();
    if result.is_none() {
        with_engine(Engine::count_internal_error);
    }
    result
}
