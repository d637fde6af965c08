//! Offers: a call lends a value on its stack to the code that it starts, which takes it once.

use std::cell::Cell;
use std::ptr;

/// A place where a call offers a value, with a note, to the code that it starts. The value stays where it lies, and the offer is
/// in a list of all calls that have not returned.
///
/// PHP code that runs in between, such as an error handler that the call sets off, may make an offer of its own, and may give
/// way to another coroutine that makes one: the newest one counts, and each leaves the list with its call.
pub struct Offers<T, N>(Cell<*const Offer<T, N>>);

struct Offer<T, N> {
    value: *const T,
    note: N,
    is_taken: Cell<bool>,
    older: Cell<*const Self>,
}

impl<T, N: Copy> Offers<T, N> {
    /// A place without an offer.
    pub const fn new() -> Self {
        Self(Cell::new(ptr::null()))
    }

    /// Runs `call` with `value` on offer, and a note with it. True if it was taken.
    #[inline(always)]
    pub fn offer(&self, value: &T, note: N, call: impl FnOnce()) -> bool {
        let offer = Offer {
            value: ptr::from_ref(value),
            note,
            is_taken: Cell::new(false),
            older: Cell::new(self.0.get()),
        };
        self.0.set(&raw const offer);
        call();
        if self.0.get() == &raw const offer {
            self.0.set(offer.older.get());
        } else {
            self.unlink(&offer);
        }
        offer.is_taken.get()
    }

    /// Takes an offer out of the list from between others.
    #[cold]
    fn unlink(&self, offer: &Offer<T, N>) {
        let mut place = &self.0;
        // SAFETY: what is in the list lies on the stacks of calls that have not returned, see `take`.
        while let Some(newer) = unsafe { place.get().as_ref() } {
            if ptr::eq(newer, offer) {
                return place.set(offer.older.get());
            }
            place = &newer.older;
        }
    }

    /// Takes the offer and returns the result of `read`, which must not run user code.
    #[inline(always)]
    pub fn take<R>(&self, read: impl FnOnce(&T, N) -> Option<R>) -> Option<R> {
        let offer = self.newest()?;
        if offer.is_taken.get() {
            return None;
        }
        offer.is_taken.set(true);
        // SAFETY: borrowed by `offer`, whose call has not returned.
        read(unsafe { &*offer.value }, offer.note)
    }

    /// Whether there is an offer that was not taken.
    pub fn is_offered(&self) -> bool {
        self.newest().is_some_and(|offer| !offer.is_taken.get())
    }

    #[inline(always)]
    fn newest(&self) -> Option<&Offer<T, N>> {
        // SAFETY: null, or on the stack of a call of `offer` that has not returned. Those that a bailout jumps over are
        // withdrawn when PHP reports the fatal error, before any user code can run again.
        unsafe { self.0.get().as_ref() }
    }

    /// Withdraws all offers.
    pub fn withdraw(&self) {
        self.0.set(ptr::null());
    }
}
