//! Which fiber it is.
//!
//! Must not know what fibers are watched for.

use ext_php_rs::ffi::{zend_ce_fiber, zend_fiber, zend_fiber_context};
use std::mem::offset_of;

/// Identifies a fiber while it runs or is suspended.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FiberKey(usize);

impl FiberKey {
    pub(super) fn of(fiber: *mut zend_fiber) -> Self {
        Self(fiber as usize)
    }
}

/// The fiber around a context, `None` where it is the main program's or another extension's.
///
/// # Safety
/// `context` must be null or a live context.
pub(super) unsafe fn fiber_of(context: *mut zend_fiber_context) -> Option<*mut zend_fiber> {
    // SAFETY: the caller's promise.
    unsafe {
        let is_fiber = !context.is_null() && (*context).kind == zend_ce_fiber.cast();
        is_fiber.then(|| context.byte_sub(offset_of!(zend_fiber, context)).cast())
    }
}
