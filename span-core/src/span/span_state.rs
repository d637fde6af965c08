//! Facts about a span in one word.
//!
//! Owns how they are packed. A word, as all parts of a span are: what is shorter leaves padding, which is copied byte by byte.

/// A bit for each fact, above them the span's block in the recorder, and in the upper half the span's thread.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct SpanState(u64);

/// Where the thread begins.
const THREAD: u32 = 32;
/// Where the block begins. It ends with the thread.
const SLOT: u32 = 8;
const SLOTS: u64 = 0xff_ffff;

impl SpanState {
    /// The body runs, or it has ended otherwise than by returning.
    pub(crate) const OPEN: Self = SpanState(0);
    /// The body returned.
    pub(crate) const RETURNED: Self = SpanState(1);
    /// The span waits for the end of its trace once it is closed.
    pub(crate) const HELD: Self = SpanState(2);
    /// Instrumentation has started the coroutine.
    pub(crate) const INSTRUMENTED: Self = SpanState(4);
    /// The span is around a call, which a fatal error may cut off.
    pub(crate) const AROUND_CALL: Self = SpanState(8);
    /// The span does not end with the coroutine that it was started in.
    pub(crate) const OUTLIVES_COROUTINE: Self = SpanState(16);

    /// That of an open span on this thread.
    #[inline(always)]
    pub(crate) fn of(thread: ThreadBits) -> Self {
        SpanState(thread.0)
    }

    #[inline(always)]
    pub(crate) fn is(self, bit: Self) -> bool {
        self.0 & bit.0 != 0
    }

    #[inline(always)]
    pub(crate) fn set(&mut self, bit: Self) {
        self.0 |= bit.0;
    }

    pub(crate) fn unset(&mut self, bit: Self) {
        self.0 &= !bit.0;
    }

    /// Its block in the recorder, 0 where it has none.
    #[inline(always)]
    pub(crate) fn slot(self) -> u32 {
        (self.0 >> SLOT & SLOTS) as u32
    }

    /// It, which had none, has this block: a number below 2^24.
    #[inline(always)]
    pub(crate) fn give_slot(&mut self, slot: u32) {
        self.0 |= u64::from(slot) << SLOT;
    }

    /// It has no block any more.
    pub(crate) fn forget_slot(&mut self) {
        self.0 &= !(SLOTS << SLOT);
    }

    /// The id of its thread, 0 for the main one.
    #[inline(always)]
    pub(crate) fn thread_or_zero(self) -> u32 {
        (self.0 >> THREAD) as u32
    }

    /// The id of its thread, where it is not the main one.
    pub(crate) fn thread(self) -> Option<u32> {
        let thread = self.thread_or_zero();
        (thread != 0).then_some(thread)
    }
}

/// The thread that spans are made on, where it is not the main one.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct ThreadBits(u64);

impl ThreadBits {
    /// 0 for the main one.
    pub(crate) fn of(thread: u32) -> Self {
        ThreadBits(u64::from(thread) << THREAD)
    }

    /// Its number in the upper half.
    #[inline(always)]
    pub(crate) fn bits(self) -> u64 {
        self.0
    }
}
