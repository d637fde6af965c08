//! The C library's memory.

/// Gives back to the system what is free in all of the C library's heaps. By itself it gives back only what lies at their
/// ends: one long-lived allocation made during a burst of spans would keep all below it.
pub fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: takes the allocator's own locks, as each allocation does.
    unsafe {
        libc::malloc_trim(0);
    }
}
