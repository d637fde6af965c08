//! What the recorder asks of a span, and what it says of one that it has read back.
//!
//! Owns the span's block. Must not know what is written there.

use std::time::SystemTime;

use crate::model::code::{CodeLocation, KeptCode};
use crate::span::end::Ending;
use crate::span::fields::UserFields;
use crate::span::open::Span;

impl Span {
    /// The id of its thread, 0 for the main one.
    #[inline(always)]
    pub(crate) fn thread_or_zero(&self) -> u32 {
        self.state.thread_or_zero()
    }

    /// Its block in the recorder, 0 where it has none.
    #[inline(always)]
    pub(crate) fn slot(&self) -> u32 {
        self.state.slot()
    }

    /// It, which had none, has this block.
    #[inline(always)]
    pub(crate) fn give_slot(&mut self, slot: u32) {
        self.state.give_slot(slot);
    }

    /// It has no block any more.
    pub(crate) fn forget_slot(&mut self) {
        self.state.forget_slot();
    }

    /// The place of its code, where that is kept.
    pub(crate) fn code(&self) -> Option<&'static CodeLocation> {
        self.code.map(KeptCode::location)
    }

    /// The place of its code, where that is its own, and what the program has said of it.
    pub(crate) fn own_fields(&self) -> (Option<&CodeLocation>, Option<&UserFields>) {
        let cold = self.cold.as_deref();
        let code = cold.and_then(|cold| cold.code.as_deref());
        (code, cold.map(|cold| &cold.user_fields))
    }

    /// Of a closed span: how it ended, other than by returning, and when by the program's word.
    pub(crate) fn own_end(&self) -> (Option<&Ending>, Option<SystemTime>) {
        let cold = self.cold.as_deref();
        let ending = cold.and_then(|cold| cold.ending.as_ref());
        (ending, cold.and_then(|cold| cold.user_fields.end_time))
    }

    /// It has ended like this.
    pub(crate) fn set_ending(&mut self, ending: Ending) {
        self.cold.get_or_insert_default().ending = Some(ending);
    }
}
