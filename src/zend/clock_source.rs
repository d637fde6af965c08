//! The clock that spans are timed by.
//!
//! Where Linux itself tells the time by the processor's time-stamp counter, that is read directly, in a third of the time
//! that asking Linux takes. Linux has found it to tick evenly and on all processors alike, or it would use another clock;
//! where it lies nevertheless, all of the system's clocks lie with it.
//!
//! The crate `fastant` 0.1.11 trusts the counter as soon as the processor calls it invariant, also where Linux has found
//! it unreliable and uses another clock. What it and `quanta` cost is in `span-core/src/span/clock.rs`.

use span_core::{ReadClock, monotonic};
use std::fs;

/// What Linux says of the clock that it uses.
const CLOCK_SOURCE: &str = "/sys/devices/system/clocksource/clocksource0/current_clocksource";

/// The fastest clock that can be relied on here.
pub fn fastest() -> ReadClock {
    reliable_counter().unwrap_or(monotonic)
}

/// What that is, for `php --ri`.
pub fn name() -> &'static str {
    match reliable_counter() {
        Some(_) => "the processor's time-stamp counter",
        None => "the system's monotonic clock",
    }
}

fn reliable_counter() -> Option<ReadClock> {
    let is_linuxs_own = fs::read_to_string(CLOCK_SOURCE).is_ok_and(|name| name.trim() == "tsc");
    counter().filter(|_| is_linuxs_own)
}

#[cfg(target_arch = "x86_64")]
fn counter() -> Option<ReadClock> {
    fn read() -> u64 {
        // SAFETY: each x86-64 processor has the instruction, and where a process is forbidden to use it, it has no clock
        // at all: Linux's own functions use it, too.
        unsafe { std::arch::x86_64::_rdtsc() }
    }
    Some(read)
}

#[cfg(not(target_arch = "x86_64"))]
fn counter() -> Option<ReadClock> {
    None
}
