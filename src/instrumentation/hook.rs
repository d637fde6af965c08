//! One line of a library's table: a function, and what stands in its place.

use crate::zend::class::Handler;
use crate::zend::hooked_function::{HookSlot, exists};

/// A hook. The macro `hook!` makes one.
pub struct Hook {
    /// The class of a method, in lower case, `None` for a function.
    pub class: Option<&'static str>,
    /// The function or method, in lower case.
    pub function: &'static str,
    /// Where the function is kept as it was.
    pub slot: &'static HookSlot,
    /// What stands in its place.
    pub handler: Handler,
}

impl Hook {
    /// Puts it in its function, if PHP has that. It is off.
    pub fn install(&self) {
        self.slot.install(self.class, self.function, self.handler);
    }

    /// Switches it on or off in this process.
    pub fn switch(&self, is_on: bool) {
        self.slot.switch(is_on);
    }

    /// Takes it away again.
    pub fn uninstall(&self) {
        self.slot.uninstall(self.handler);
    }

    /// Takes it away until [`Self::put_back`] is called.
    pub fn lift(&self) {
        self.slot.lift(self.handler);
    }

    /// Puts it back.
    pub fn put_back(&self) {
        self.slot.put_back(self.handler);
    }

    /// Whether PHP has the function.
    pub fn has_function(&self) -> bool {
        exists(self.class, self.function)
    }
}
