//! The macro `handler!`: a method of a class of this extension, as PHP calls it.

/// A handler as PHP calls it. No panic leaves it: that is counted, and the method returns null.
macro_rules! handler {
    ($function:path) => {{
        extern "C" fn run(
            execute_data: &mut ext_php_rs::zend::ExecuteData,
            result: &mut ext_php_rs::types::Zval,
        ) {
            let call = $crate::zend::call_frame::CallFrame::of(execute_data);
            // Waiting log messages are written by any call, so that programs without coroutines get them too.
            $crate::zend::php_log::write_waiting();
            let work = std::panic::AssertUnwindSafe(|| $function(&call, result));
            if std::panic::catch_unwind(work).is_err() {
                $crate::state::with_engine(span_core::Engine::count_internal_error);
            }
        }
        run
    }};
}
