//! Moments and the time until them.
//!
//! Must not know what they are for.

use std::time::{Duration, Instant};

/// The moment `span` from now.
pub(crate) fn after(span: Duration) -> Instant {
    later(Instant::now(), span)
}

/// The moment `span` from another; a length of time that no clock can hold is as good as a very long one.
pub(super) fn later(moment: Instant, span: Duration) -> Instant {
    const FAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);
    moment + span.min(FAR)
}

/// The limit of something that is to end in order where there are `span` at most. Linux wakes who waits for a socket up to an eighth
/// later than it was asked to.
pub(super) fn in_order_within(span: Duration) -> Duration {
    span - span / 5
}

/// The time left until `deadline`, if any.
pub(super) fn time_until(deadline: Instant) -> Option<Duration> {
    let left = deadline.saturating_duration_since(Instant::now());
    (!left.is_zero()).then_some(left)
}
