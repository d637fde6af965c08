//! From readings of the process's fastest clock to times of day.
//!
//! Owns the two readings that tie the clocks together. Must not know what the times are for.
//!
//! `fastant` 0.1.11 and `quanta` 0.13.0 read the same counter at the same price, within what a timing of 20 million reads can
//! tell. They turn ticks into time by a rate that is measured once. `fastant` does so in a constructor, by spinning for at
//! least 20 ms each time that a process loads the library, also for one that traces nothing; `quanta` with the first clock,
//! for 0.6 ms where it was tried and 200 ms at most. Here nothing is calibrated: each batch is converted between two readings
//! of all clocks, so a wrong or changing rate cannot add up.

use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// Reads a clock that never goes backwards, in whatever unit it counts, as long as all of them are of one length. See
/// [`Config::clock`](crate::Config::clock).
pub type ReadClock = fn() -> u64;

/// The system's monotonic clock, in nanoseconds since this was called first.
pub fn monotonic() -> u64 {
    static FIRST: OnceLock<Instant> = OnceLock::new();
    let since = FIRST.get_or_init(Instant::now).elapsed();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

/// How long a stretch of time at least is over which ticks are measured. Long enough for nine digits, and short enough to
/// follow the system's clock where that is being slewed.
const MEASURE: Duration = Duration::from_secs(60);
/// Over which stretch another process can rely on it.
const SHORTEST_MEASURE: Duration = Duration::from_millis(500);

/// How often all clocks are read for one anchor.
const READINGS: usize = 3;

/// One reading of the fast clock: a moment.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Tick(u64);

impl Tick {
    /// This moment.
    #[inline(always)]
    pub(crate) fn now(read: ReadClock) -> Self {
        Tick(read())
    }

    /// What the clock said.
    #[inline(always)]
    pub(crate) fn count(self) -> u64 {
        self.0
    }

    /// The moment at which the clock said so.
    pub(crate) fn of(count: u64) -> Self {
        Tick(count)
    }
}

/// One reading of all clocks, taken together.
#[derive(Clone, Copy, Debug)]
struct Anchor {
    tick: u64,
    instant: Instant,
    wall: SystemTime,
}

impl Anchor {
    /// The closest of a few readings. A thread that is suspended between two clocks reads them milliseconds apart, as happens
    /// where more threads want to run than there are processors, and each span's times would be off by as much.
    fn now(read: ReadClock) -> Self {
        let (mut closest, mut least) = Anchor::read(read);
        for _ in 1..READINGS {
            let (anchor, took) = Anchor::read(read);
            if took < least {
                (closest, least) = (anchor, took);
            }
        }
        closest
    }

    /// One reading, and how many ticks it took.
    fn read(read: ReadClock) -> (Self, u64) {
        let anchor = Anchor {
            tick: read(),
            instant: Instant::now(),
            wall: SystemTime::now(),
        };
        // A clock that was set back meanwhile says nothing of how long it was.
        let took = read().checked_sub(anchor.tick).unwrap_or(u64::MAX);
        (anchor, took)
    }
}

/// Converts ticks into times of day: see [`Clock`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct WallClock {
    older: Anchor,
    newest: Anchor,
    nanos_per_tick: f64,
}

impl WallClock {
    fn new(read: ReadClock) -> Self {
        let anchor = Anchor::now(read);
        WallClock {
            older: anchor,
            newest: anchor,
            nanos_per_tick: 1.0,
        }
    }

    /// Takes the newest anchor now.
    fn refresh(&mut self, read: ReadClock) {
        let anchor = Anchor::now(read);
        if anchor.tick < self.newest.tick {
            // The clock was set back, as a processor's counter may be while the machine sleeps: nothing is measured across
            // that, and a tick is as long as it was.
            self.older = anchor;
        } else if self.newest.instant.duration_since(self.older.instant) >= MEASURE {
            self.older = self.newest;
        }
        self.newest = anchor;
        let ticks = self.newest.tick.saturating_sub(self.older.tick);
        let time = self.newest.instant.duration_since(self.older.instant);
        if ticks > 0 {
            self.nanos_per_tick = time.as_nanos() as f64 / ticks as f64;
        }
    }

    /// That of a process whose clocks said `tick` and `time` at one moment, for ticks up to `latest`.
    pub(crate) fn of_another(
        tick: u64,
        time: SystemTime,
        nanos_per_tick: f64,
        latest: u64,
    ) -> Self {
        let since =
            Duration::from_nanos((latest.saturating_sub(tick) as f64 * nanos_per_tick) as u64);
        let anchor = Anchor {
            tick: latest,
            instant: Instant::now(),
            wall: time.checked_add(since).unwrap_or(time),
        };
        WallClock {
            older: anchor,
            newest: anchor,
            nanos_per_tick,
        }
    }

    /// The same, so that no time is after `latest`.
    pub(crate) fn not_after(mut self, latest: SystemTime) -> Self {
        self.newest.wall = self.newest.wall.min(latest);
        self
    }

    /// The tick of the newest anchor.
    pub(crate) fn newest(&self) -> Tick {
        Tick(self.newest.tick)
    }

    /// How long a tick is, in nanoseconds.
    pub(crate) fn nanos_per_tick(&self) -> f64 {
        self.nanos_per_tick
    }

    /// The same, where it was measured over more than a moment.
    pub(crate) fn measured(&self) -> Option<f64> {
        let over = self.newest.instant.duration_since(self.older.instant);
        (over >= SHORTEST_MEASURE).then_some(self.nanos_per_tick)
    }

    /// The time of day at a tick. A tick after the newest anchor was read before the clock was set back. Its true time is
    /// unknown then, and the newest anchor's time is used, so that no time lies in the future.
    pub(crate) fn time_of(&self, tick: Tick) -> SystemTime {
        let before = self.between(tick, Tick(self.newest.tick));
        self.newest
            .wall
            .checked_sub(before)
            .unwrap_or(self.newest.wall)
    }

    /// How long it is from one tick to a later one.
    pub(crate) fn between(&self, from: Tick, to: Tick) -> Duration {
        let ticks = to.0.saturating_sub(from.0);
        Duration::from_nanos((ticks as f64 * self.nanos_per_tick) as u64)
    }
}

/// The clock of one process, on which the coroutines' thread and the flusher agree.
///
/// Spans carry ticks only: a span's end never precedes its start, whatever happens to the time of day between them.
///
/// It is never calibrated, which would take time: how long a tick is, is measured between two anchors, at first those of
/// the process's start and of the first batch. Ticks between the two are exact to within what reading the clocks takes,
/// however close they are.
pub(crate) struct Clock {
    read: ReadClock,
    wall: Mutex<WallClock>,
}

impl Clock {
    /// Reads all clocks.
    pub(crate) fn new(read: ReadClock) -> Self {
        Clock {
            read,
            wall: Mutex::new(WallClock::new(read)),
        }
    }

    /// The moment.
    pub(crate) fn now(&self) -> Tick {
        Tick::now(self.read)
    }

    /// The conversion for ticks up to `latest`. Reuses the last one where that covers `latest`, so that a span has the same
    /// times for every reader.
    pub(crate) fn until(&self, latest: Tick) -> WallClock {
        let mut wall = self.wall.lock().unwrap_or_else(PoisonError::into_inner);
        let newest = Tick(wall.newest.tick);
        if latest > newest || self.now() < newest {
            wall.refresh(self.read);
        }
        *wall
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
    use std::thread;

    use super::*;

    fn clock(nanos_per_tick: f64) -> WallClock {
        let instant = Instant::now();
        let wall = SystemTime::now();
        let anchor = |tick| Anchor {
            tick,
            instant,
            wall,
        };
        WallClock {
            older: anchor(0),
            newest: anchor(1_000_000),
            nanos_per_tick,
        }
    }

    #[test]
    fn converts_ticks() {
        let clock = clock(2.5);
        let wall = clock.newest.wall;
        assert_eq!(clock.time_of(Tick(1_000_000)), wall);
        assert_eq!(clock.time_of(Tick(1_000_400)), wall, "not in the future");
        assert_eq!(
            clock.time_of(Tick(600_000)),
            wall - Duration::from_millis(1)
        );
        assert_eq!(
            clock.between(Tick(400), Tick(800)),
            Duration::from_nanos(1000)
        );
        assert_eq!(clock.between(Tick(800), Tick(400)), Duration::ZERO);
    }

    #[test]
    fn finds_out_how_long_a_tick_is() {
        let clock = Clock::new(|| monotonic() / 7);
        let begin = (clock.now(), SystemTime::now());
        thread::sleep(Duration::from_millis(20));
        let end = (clock.now(), SystemTime::now());
        let wall_clock = clock.until(clock.now());
        for (tick, wall) in [begin, end] {
            let time = wall_clock.time_of(tick);
            let off = time.duration_since(wall).unwrap_or_else(|e| e.duration());
            assert!(off < Duration::from_millis(5), "{off:?}");
        }
        assert!(wall_clock.between(begin.0, end.0) >= Duration::from_millis(19));
    }

    #[test]
    fn a_thread_that_is_suspended_while_it_reads_the_clocks_reads_them_again() {
        static SUSPENDED: AtomicBool = AtomicBool::new(false);
        let clock = Clock::new(|| {
            let tick = monotonic();
            if SUSPENDED.swap(false, Ordering::Relaxed) {
                thread::sleep(Duration::from_millis(200));
            }
            tick
        });
        thread::sleep(Duration::from_millis(20));
        let (end, wall) = (clock.now(), SystemTime::now());
        SUSPENDED.store(true, Ordering::Relaxed);
        let times = clock.until(end);
        let time = times.time_of(end);
        let off = time.duration_since(wall).unwrap_or_else(|e| e.duration());
        assert!(off < Duration::from_millis(100), "{off:?}");
    }

    #[test]
    fn a_tick_has_one_time_for_all_who_ask() {
        let clock = Clock::new(monotonic);
        let tick = clock.now();
        let first = clock.until(tick).time_of(tick);
        assert_eq!(clock.until(tick).time_of(tick), first);
    }

    #[test]
    fn a_clock_that_is_set_back_goes_on_from_there() {
        static LEAD: AtomicU64 = AtomicU64::new(1 << 40);
        let clock = Clock::new(|| monotonic() + LEAD.load(Ordering::Relaxed));
        let before = clock.now();
        clock.until(before);
        LEAD.store(0, Ordering::Relaxed);
        let (after, wall) = (clock.now(), SystemTime::now());
        let times = clock.until(after);
        for tick in [before, after] {
            let time = times.time_of(tick);
            let off = time.duration_since(wall).unwrap_or_else(|e| e.duration());
            assert!(off < Duration::from_secs(1), "{off:?}");
        }
    }

    #[test]
    fn a_clock_that_stands_still_gives_one_time() {
        let clock = Clock::new(|| 5);
        let wall = clock.until(Tick(6));
        assert_eq!(wall.time_of(clock.now()), wall.newest.wall);
    }
}
