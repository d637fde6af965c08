//! The macro `handler!`: a method of a class of this extension, as PHP calls it.

/// A handler as PHP calls it. After a panic the method returns null.
macro_rules! handler {
    ($function:path) => {{
        extern "C" fn run(
            execute_data: &mut ext_php_rs::zend::ExecuteData,
            result: &mut ext_php_rs::types::Zval,
        ) {
            let call = $crate::zend::call_frame::CallFrame::of(execute_data);
            // Waiting log messages are written by any call, so that programs without coroutines get them too.
            $crate::zend::php_log::write_waiting();
            $crate::guard::guarded(|| $function(&call, result));
        }
        run
    }};
}
