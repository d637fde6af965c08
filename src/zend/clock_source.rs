//! The clock that spans are timed by.
//!
//! If Linux itself uses the processor's time-stamp counter, this reads the counter directly, in a third of the time that a call
//! of Linux takes. Linux uses it only after checking that it ticks evenly and alike on all processors. If the counter is wrong
//! nevertheless, all of the system's clocks are wrong with it.
//!
//! The crate `fastant` 0.1.11 trusts the counter as soon as the processor calls it invariant, also where Linux has found
//! it unreliable and uses another clock. What it and `quanta` cost is in `span-core/src/span/clock.rs`.

use span_core::{ReadClock, monotonic};
use std::fs;

/// The file in which Linux names its clock source.
const CLOCK_SOURCE: &str = "/sys/devices/system/clocksource/clocksource0/current_clocksource";

/// The fastest clock that can be relied on here.
pub fn fastest() -> ReadClock {
    reliable_counter().unwrap_or(monotonic)
}

/// The name of the clock in use, for `php --ri`.
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
