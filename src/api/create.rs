//! `TracedCoroutine::create()`.

use crate::runtime;
use crate::zend::call_frame::CallFrame;
use crate::zend::log;
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;

/// `create(callable $callable, mixed ...$args): int|false`, a drop-in for `Swoole\Coroutine::create()`.
pub extern "C" fn create(execute_data: &mut ExecuteData, result: &mut Zval) {
    log::write_waiting();
    let call = CallFrame::of(execute_data);
    runtime::create(&call, result);
}
