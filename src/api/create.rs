//! `TracedCoroutine::create()`.

use crate::runtime;
use crate::zend::call_frame::CallFrame;
use ext_php_rs::types::Zval;

/// `create(callable $func, mixed ...$param): int|false`, a drop-in for `Swoole\Coroutine::create()`.
#[inline(always)]
pub fn create(call: &CallFrame<'_>, result: &mut Zval) {
    runtime::create(call, result);
}
