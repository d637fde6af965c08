//! From monotonic instants to times of day.
//!
//! Owns the anchor that ties the two clocks. Must not know what the times are for.

use std::time::{Duration, Instant, SystemTime};

/// How long one anchor serves before the two clocks may have drifted apart noticeably.
const ANCHOR_LIFE: Duration = Duration::from_secs(60);

/// One reading of both clocks, taken together.
///
/// Spans carry monotonic instants only: a span's end never precedes its start, whatever happens to the time of day
/// between them. Both ends of a span must be converted with the same anchor.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WallClock {
    wall: SystemTime,
    instant: Instant,
}

impl WallClock {
    /// Reads both clocks.
    pub(crate) fn now() -> Self {
        WallClock {
            wall: SystemTime::now(),
            instant: Instant::now(),
        }
    }

    /// Takes a new anchor when this one has become old. Call it between batches only.
    pub(crate) fn refresh(&mut self) {
        if self.instant.elapsed() > ANCHOR_LIFE {
            *self = WallClock::now();
        }
    }

    /// The time of day at `instant`, which may lie before the anchor.
    pub(crate) fn time_of(&self, instant: Instant) -> SystemTime {
        match instant.checked_duration_since(self.instant) {
            Some(later) => self.wall + later,
            None => self.wall - self.instant.duration_since(instant),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converts_instants_on_both_sides_of_the_anchor() {
        let clock = WallClock::now();
        let later = clock.instant + Duration::from_millis(7);
        assert_eq!(clock.time_of(later), clock.wall + Duration::from_millis(7));
        let clock = WallClock {
            wall: clock.wall,
            instant: later,
        };
        let earlier = later - Duration::from_millis(7);
        assert_eq!(
            clock.time_of(earlier),
            clock.wall - Duration::from_millis(7)
        );
    }

    #[test]
    fn refreshes_only_an_old_anchor() {
        let mut clock = WallClock::now();
        let before = clock.instant;
        clock.refresh();
        assert_eq!(clock.instant, before);
        if let Some(old) = before.checked_sub(ANCHOR_LIFE * 2) {
            clock.instant = old;
            clock.refresh();
            assert!(clock.instant >= before);
        }
    }
}
