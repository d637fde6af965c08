//! Looks for what dead processes of the same service have left, and takes it.
//!
//! Owns how much is taken at a time. Must not know how it is exported.

use std::sync::Arc;

use super::Recorder;
use super::image::{Image, Unreadable};
use super::recorder_files::{Directory, Locked};
use crate::config::log_level::LogLevel;
use crate::span::clock::Clock;

/// How many files are taken at a time: what lives waits meanwhile.
const AT_A_TIME: usize = 32;

/// What one dead process has left. Its file is locked as long as this lives.
pub(crate) struct Legacy {
    directory: Arc<Directory>,
    locked: Locked,
    pub(crate) image: Image,
}

impl Legacy {
    /// All of it has its place elsewhere.
    pub(crate) fn remove(self) {
        self.directory.remove(&self.locked);
    }
}

impl Recorder {
    /// What dead processes have left, one after the other, and a few at most. Also says that this one lives.
    pub(crate) fn look(self: &Arc<Self>, clock: &Clock) -> impl Iterator<Item = Legacy> + use<> {
        self.beat(clock);
        let config = &self.config;
        let path = config.recorder.path.as_deref();
        // Where there is no directory, who wants to record a span says so.
        let directory = Directory::open(path, &config.service_name).ok();
        let directory = directory.map(Arc::new);
        let mut names = Vec::new();
        if let Some(directory) = &directory {
            directory.clean();
            let own = self.file_name();
            names = directory.names();
            names.retain(|name| Some(name) != own.as_ref());
        }
        let (recorder, wall) = (Arc::clone(self), clock.until(clock.now()));
        let legacies = names.into_iter().filter_map(move |name| {
            let directory = Arc::clone(directory.as_ref()?);
            let locked = directory.take(name)?;
            let limits = &recorder.config.limits;
            match Image::of_file(&locked.file, &wall, limits) {
                Ok(image) => Some(Legacy {
                    directory,
                    locked,
                    image,
                }),
                Err(reason) => {
                    recorder.refuse(&directory, &locked, reason);
                    None
                }
            }
        });
        legacies.take(AT_A_TIME)
    }

    fn refuse(&self, directory: &Directory, locked: &Locked, reason: Unreadable) {
        let path = directory.path().join(locked.name());
        let why = match reason {
            Unreadable::Lives => return,
            Unreadable::HandedOver => return directory.remove(locked),
            Unreadable::Version(version) => format!("is of version {version}"),
            Unreadable::Damaged => "cannot be read".to_owned(),
        };
        directory.set_aside(locked);
        self.config.say(LogLevel::Warn, || {
            format!(
                "the spans of a killed process are left alone: {} {why}",
                path.display()
            )
        });
    }
}
