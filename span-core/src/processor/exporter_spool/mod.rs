//! The spool of one exporter, as the flusher uses it.
//!
//! Owns when a request goes there without a try, and when one is replayed. Must not know files (`spool`), nor the queue.
//!
//! An exporter whose destination did not take a batch within its retries is away. While it is, batches go to the spool at once, so
//! that a collector that hangs holds up nothing; from time to time the oldest request in the spool, or else a batch, is
//! tried, once. When one is taken, the destination is back: batches go to it again, and between them the spool is replayed.

mod replay;

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::config::Config;
use crate::config::log_level::LogLevel;
use crate::export::exporter::Exporter;
use crate::processor::Report;
use crate::spool::can_be_made;
use crate::spool::own_segment::{OwnSegment, RequestKey};
use crate::spool::store::Store;

/// How long a destination that is away is left alone, at first and at most.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// How often it is looked what others have made of this process's requests.
const LOOK_PAUSE: Duration = Duration::from_secs(1);
/// How often a process that delivers its batches looks whether others have left something.
const LEFT_BEHIND_PAUSE: Duration = Duration::from_secs(5);

/// What the flushers of a process know of the spool of an exporter, one after the other.
pub(crate) type Own = (&'static str, Vec<OwnSegment>);

enum Place {
    /// Not looked at.
    Closed,
    /// There was none.
    Missing,
    /// It is not to be used.
    Refused,
    Open(Box<Store>),
}

/// The destination takes nothing.
struct Away {
    probe_at: Instant,
    pause: Duration,
}

/// The spool of one exporter.
pub(super) struct ExporterSpool {
    config: Arc<Config>,
    exporter: &'static str,
    encoding: &'static str,
    target: String,
    max_size: u64,
    process: String,
    place: Place,
    /// Of an earlier flusher, until the place is open.
    own: Vec<OwnSegment>,
    away: Option<Away>,
    due: Option<Instant>,
    last_look: Instant,
    /// Spans that this process has replayed since the spool was last empty.
    replayed: u64,
    has_complained: bool,
}

impl ExporterSpool {
    /// One for each of these `exporters` that can have one, if the spool is on. They share its size evenly.
    pub(super) fn of_all<'e>(
        exporters: impl Iterator<Item = (&'static str, &'e mut Box<dyn Exporter>)>,
        config: &Arc<Config>,
        process: &str,
    ) -> Vec<Option<Self>> {
        let mut spools: Vec<Option<Self>> = exporters
            .map(|(name, exporter)| {
                config.spool.directory()?;
                let target = exporter.target().to_owned();
                let encoding = exporter.as_encoded()?.encoding();
                Some(ExporterSpool::new(config, name, encoding, target, process))
            })
            .collect();
        let count = spools.iter().flatten().count().max(1) as u64;
        for spool in spools.iter_mut().flatten() {
            spool.max_size /= count;
        }
        spools
    }

    fn new(
        config: &Arc<Config>,
        exporter: &'static str,
        encoding: &'static str,
        target: String,
        process: &str,
    ) -> Self {
        ExporterSpool {
            config: Arc::clone(config),
            exporter,
            encoding,
            target,
            max_size: config.spool.max_size,
            process: process.to_owned(),
            place: Place::Closed,
            own: Vec::new(),
            away: None,
            due: Some(Instant::now()),
            last_look: Instant::now(),
            replayed: 0,
            has_complained: false,
        }
    }

    /// Takes over from an earlier flusher of this process. Where requests of it wait, the destination is away until it answers.
    pub(super) fn resume(&mut self, own: &mut Vec<Own>) {
        if let Some(place) = own.iter().position(|(name, _)| *name == self.exporter) {
            self.own = own.swap_remove(place).1;
            self.went_away(None);
        }
    }

    /// For the next flusher of this process, if anything waits.
    pub(super) fn into_own(self) -> Option<Own> {
        let own = match self.place {
            Place::Open(store) => store.into_own(),
            Place::Closed | Place::Missing | Place::Refused => self.own,
        };
        (!own.is_empty()).then_some((self.exporter, own))
    }

    pub(super) fn is_away(&self) -> bool {
        self.away.is_some()
    }

    /// Whether a batch goes to the spool without a try.
    pub(super) fn spares_a_try(&self, is_stopping: bool) -> bool {
        let away = self.away.as_ref();
        away.is_some_and(|away| is_stopping || Instant::now() < away.probe_at)
    }

    /// The destination did not take something, and may have asked to be left alone for a while.
    pub(super) fn went_away(&mut self, asked: Option<Duration>) {
        let pause = self
            .away
            .as_ref()
            .map_or(FIRST_PAUSE, |away| (away.pause * 2).min(LONGEST_PAUSE));
        let probe_at = Instant::now() + pause.max(asked.unwrap_or_default());
        self.away = Some(Away { probe_at, pause });
        self.due = Some(probe_at);
    }

    /// The destination took something.
    pub(super) fn is_back(&mut self) {
        if self.away.take().is_some() {
            self.due = Some(Instant::now());
        }
    }

    /// Puts a request into the spool. `None` where it does not take it: then the batch is exported as without a spool.
    pub(super) fn keep(&mut self, request: &[u8], spans: usize) -> Option<RequestKey> {
        let kept = self.open(true)?.append(request, spans);
        self.say_what_happened();
        match kept {
            Ok(key) => {
                self.has_complained = false;
                Some(key)
            }
            Err(error) => {
                self.away = None;
                self.complain(&format!("takes nothing: {error}"));
                None
            }
        }
    }

    fn open(&mut self, may_make: bool) -> Option<&mut Store> {
        if let Place::Closed | Place::Missing = self.place {
            let config = Arc::clone(&self.config);
            let root = config.spool.directory()?;
            let opened = Store::open(
                root,
                self.encoding,
                self.max_size,
                config.spool.max_age,
                &self.process,
                may_make,
            );
            match opened {
                Ok(None) => {
                    // Said while it can be mended, and not when the destination is away.
                    let was = std::mem::replace(&mut self.place, Place::Missing);
                    if matches!(was, Place::Closed)
                        && let Err(error) = can_be_made(root)
                    {
                        self.complain(&format!("cannot be used: {error}"));
                    }
                }
                Ok(Some(mut store)) => {
                    store.resume(std::mem::take(&mut self.own));
                    self.place = Place::Open(Box::new(store));
                }
                Err(error) => {
                    self.place = Place::Refused;
                    self.complain(&format!("cannot be used: {error}"));
                }
            }
        }
        match &mut self.place {
            Place::Open(store) => Some(store),
            Place::Closed | Place::Missing | Place::Refused => None,
        }
    }

    /// Says once what is wrong with the spool.
    fn complain(&mut self, what: &str) {
        if !std::mem::replace(&mut self.has_complained, true)
            && let Some(path) = self.config.spool.directory()
        {
            self.config.say(LogLevel::Warn, || {
                let directory = path.join(self.encoding);
                format!(
                    "the spool {} {what}; exports go on as without it",
                    directory.display()
                )
            });
        }
    }

    fn say_what_happened(&mut self) {
        let Place::Open(store) = &mut self.place else {
            return;
        };
        let dropped = store.take_dropped();
        if dropped > 0 {
            self.config.say(LogLevel::Error, || {
                format!(
                    "{dropped} spans for {} dropped: they were the oldest in the spool, whose size of {} bytes is used up",
                    self.target, self.max_size
                )
            });
        }
        for name in store.take_set_aside() {
            self.config.say(LogLevel::Warn, || {
                format!("{name} in the spool is of another version: it was put aside")
            });
        }
    }

    /// When [`ExporterSpool::tend`] is due.
    pub(super) fn due(&self) -> Option<Instant> {
        self.due
    }

    /// Called after each batch: tells what has become of requests of this process, and whether others may have left some.
    pub(super) fn after_batch(&mut self, report: &dyn Fn(Report)) {
        self.settle(report);
        // Without requests of its own, it looks when there is a batch only: an idle process is not woken.
        let may_look = self.last_look.elapsed() > LEFT_BEHIND_PAUSE;
        if self.due.is_none() && may_look && !matches!(self.place, Place::Refused) {
            self.due = Some(Instant::now());
        }
    }

    fn settle(&mut self, report: &dyn Fn(Report)) {
        if let Place::Open(store) = &mut self.place {
            store.settle(|key, fate| report(Report::Settled(self.exporter, key, fate)));
            if self.due.is_none() && store.has_own() {
                self.due = Some(Instant::now() + LOOK_PAUSE);
            }
        }
    }
}
