//! Coroutines that a hook in one of Swoole's functions creates, and not the program by `TracedCoroutine::create()`.

use super::{End, SwooleRuntime};
use crate::runtime::contract::Runtime;
use crate::runtime::spans;
use crate::state::with_engine;
use crate::zend::call_frame::CallFrame;
use crate::zend::callable::Callee;
use crate::zend::hooked_function::Original;
use ext_php_rs::types::Zval;

impl SwooleRuntime {
    /// [`Runtime::create_hooked`]. Where nothing is traced, all that it costs is the look at that.
    #[inline(always)]
    pub(super) fn create_if_inside(
        &self,
        create: Original,
        call: &CallFrame<'_>,
        result: &mut Zval,
    ) {
        let is_outside = with_engine(|engine| engine.has_no_context()) != Some(false);
        if (is_outside && !self.traces_orphans) || self.end == End::Disabled {
            return create.call(call, result);
        }
        Self { create, ..*self }.create_instrumented(call, result);
    }

    /// Instrumentation creates a coroutine, if it has a parent, or need not have one. Not inlined: it is the rarer case.
    #[inline(never)]
    fn create_instrumented(&self, call: &CallFrame<'_>, result: &mut Zval) {
        let has_parent = || self.current_span(self.current_id()).1.is_some();
        let is_wanted = self.traces_orphans || has_parent();
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
        let creator = self.current_id();
        let (_, parent) = self.current_span(creator);
        if !spans::prepare_instrumented(parent, creator) && self.sees_starts {
            return self.create_unrecorded(call, result);
        }
        self.create_traced(&callee, result);
    }
}
