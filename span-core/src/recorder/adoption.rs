//! Looks for what dead processes of the same service have left, and takes it.
//!
//! Owns how much is taken at a time, and what is written down of how far that is. Must not know how it is exported.
//!
//! Each span of a batch that exporters have answered for is marked in its block. So a process that ends, or is killed, in the middle
//! leaves to the next one what is not exported yet.

use std::os::unix::fs::FileExt;
use std::sync::Arc;

use super::Recorder;
use super::blocks::{Tag, tag_at};
use super::image::{Image, Unreadable};
use super::recorder_files::{Directory, Named};
use super::region::{IN_FLIGHT_AT, SIGN_AT};
use crate::config::log_level::LogLevel;
use crate::model::random::random_bytes;
use crate::span::clock::Clock;

/// How many files are taken at a time: what lives waits meanwhile.
const AT_A_TIME: usize = 32;

/// What one dead process has left. Its file is locked as long as this lives.
pub(crate) struct Legacy {
    directory: Arc<Directory>,
    named: Named,
    pub(crate) image: Image,
}

impl Legacy {
    /// The spans that were taken last are about to be exported: who finds the file after this process was killed may export them
    /// once more.
    pub(crate) fn begin(&self) {
        let count = self.image.taken().len() as u64;
        self.note_in_flight(self.image.in_flight.max(count));
    }

    /// None of them was exported.
    pub(crate) fn put_back(&self) {
        self.note_in_flight(self.image.in_flight);
    }

    /// Exporters have answered for all of them: no process exports them again. Returns how many an exporter had been given before.
    pub(crate) fn answered(&mut self) -> u64 {
        let twice = self.image.in_flight.min(self.image.taken().len() as u64);
        self.image.in_flight -= twice;
        // Of spans that are marked, the next process does not learn when this one still lived.
        let sign = self.image.clock.newest().count().to_le_bytes();
        let _ = self.named.file.write_all_at(&sign, SIGN_AT);
        let mark = [Tag::Adopted as u8];
        let mut taken = self.image.taken();
        // Where they cannot be marked, they stay in flight.
        if taken.all(|index| self.named.file.write_all_at(&mark, tag_at(index)).is_ok()) {
            self.note_in_flight(self.image.in_flight);
        }
        twice
    }

    fn note_in_flight(&self, count: u64) {
        // Where it cannot be written, a copy is not counted.
        let _ = self
            .named
            .file
            .write_all_at(&count.to_le_bytes(), IN_FLIGHT_AT);
    }

    /// All of it has its place elsewhere.
    pub(crate) fn remove(self) {
        self.directory.remove(self.named.name());
    }
}

impl Recorder {
    /// What dead processes have left, one after the other, and a few at most; which comes first is left to chance. Also locks this
    /// one's own file for as long as `own` lives, unless it is locked.
    pub(crate) fn look(
        self: &Arc<Self>,
        clock: &Clock,
        own: &mut Option<Named>,
    ) -> impl Iterator<Item = Legacy> + use<> {
        let config = &self.config;
        // Where there is no directory, who wants to record a span says so.
        let directory = Directory::of(config).ok();
        let directory = directory.map(Arc::new);
        let mut names = Vec::new();
        if let Some(directory) = &directory {
            names = directory.tidy_names();
            if let Some((region, name)) = self.own_file() {
                names.retain(|other| *other != name);
                if own.as_ref().is_none_or(|own| own.name() != name) {
                    // Where an earlier flusher still hangs, it is that one's. Where another process just looks at it, this one gets
                    // it next time, and until then must not pass for one that has died with it.
                    *own = directory.take(name);
                    if own.is_some() {
                        region.set_locked();
                    }
                }
            }
        }
        // A file that no exporter takes ends a look. It shall not end each one, of this process or of those that live for one only,
        // before the files behind it have their turn.
        if !names.is_empty() {
            let start = u128::from_le_bytes(random_bytes()) % names.len() as u128;
            names.rotate_left(start as usize);
        }
        let (recorder, wall) = (Arc::clone(self), clock.until(clock.now()));
        let legacies = names.into_iter().filter_map(move |name| {
            let directory = Arc::clone(directory.as_ref()?);
            let named = directory.take(name)?;
            let limits = &recorder.config.limits;
            match Image::of_file(&named.file, &wall, limits) {
                Ok(image) => Some(Legacy {
                    directory,
                    named,
                    image,
                }),
                Err(reason) => {
                    recorder.refuse(&directory, &named, reason);
                    None
                }
            }
        });
        legacies.take(AT_A_TIME)
    }

    fn refuse(&self, directory: &Directory, named: &Named, reason: Unreadable) {
        let path = directory.path().join(named.name());
        let why = match reason {
            // It is looked for again.
            Unreadable::Lives | Unreadable::NoMemory => return,
            Unreadable::HandedOver => return directory.remove(named.name()),
            Unreadable::Version(version) => format!("is of version {version}"),
            Unreadable::Damaged => "cannot be read".to_owned(),
        };
        directory.set_aside(named);
        self.config.say(LogLevel::Warn, || {
            format!(
                "the spans of a killed process are left alone: {} {why}",
                path.display()
            )
        });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU64;

    use super::*;
    use crate::config::Config;
    use crate::config::recorder_config::RecorderConfig;
    use crate::export::registry::ExporterKind;
    use crate::span::clock::monotonic;

    #[test]
    fn a_process_that_could_not_lock_its_file_does_not_say_so() {
        let path = std::env::temp_dir().join(format!("tc-locked-{}", std::process::id()));
        std::fs::create_dir(&path).unwrap();
        let config = Config {
            exporters: vec![ExporterKind::File],
            map_shared: Some(|_, bytes| {
                let words = (0..bytes / 8)
                    .map(|_| AtomicU64::new(0))
                    .collect::<Vec<_>>();
                Ok(words.leak())
            }),
            recorder: RecorderConfig {
                is_on: true,
                path: Some(path.clone()),
                max_size: 1 << 16,
            },
            ..Config::default()
        };
        let config = Arc::new(config);
        let recorder = Recorder::new(&config).unwrap();
        let clock = Clock::new(monotonic);
        let region = recorder.supply(&clock, &mut Vec::new()).unwrap();
        let directory = Directory::open(Some(&path), &config.service_name).unwrap();
        let (_, name) = recorder.own_file().unwrap();
        let elsewhere = path.join("elsewhere");
        std::fs::rename(directory.path().join(&name), &elsewhere).unwrap();
        let mut own = None;
        drop(recorder.look(&clock, &mut own));
        assert!(own.is_none() && !region.was_locked());

        std::fs::rename(&elsewhere, directory.path().join(&name)).unwrap();
        drop(recorder.look(&clock, &mut own));
        assert!(own.is_some() && region.was_locked());
        recorder.end();
        std::fs::remove_dir_all(&path).unwrap();
    }
}
