//! Coroutines that a hook in one of Swoole's functions creates, and not the program by `TracedCoroutine::create()`.

use super::SwooleRuntime;
use crate::runtime::contract::Runtime;
use crate::runtime::spans;
use crate::zend::call_frame::CallFrame;
use crate::zend::callable::Callee;
use ext_php_rs::types::Zval;

impl SwooleRuntime {
    /// [`Runtime::create_hooked`]
    #[inline(never)]
    pub(super) fn create_instrumented(&self, call: &CallFrame<'_>, result: &mut Zval) {
        let creator = self.current_id();
        let (_, parent) = self.current_span(creator);
        let is_wanted = self.traces_orphans || parent.is_some();
        if !is_wanted || call.has_unknown_named_arguments() {
            return self.create.call(call, result);
        }
        let mut callee = Callee::unresolved(call);
        if !self.resolve(&mut callee, call, result) {
            return;
        }
        if callee.is_of_this_extension() {
            // It has its span from `wrap()`.
            return self.create.call(call, result);
        }
        let is_recorded = spans::prepare(parent, creator);
        spans::instrument_prepared();
        if !is_recorded && self.sees_starts {
            return self.create_unrecorded(call, result);
        }
        self.create_traced(&callee, result);
    }
}
