//! Which process this is.
//!
//! Owns the id that distinguishes it from all others, wherever they run: pids are reused, and each container has its own pid 1.
//! Must not know what is said of a process (`export::resource`).

use std::sync::Mutex;

use uuid::Builder;

use crate::model::lost_lock::lock_unless_lost;
use crate::model::random::random_bytes;

/// A process, from its start or its fork to its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Process {
    pub(crate) pid: u32,
    instance: [u8; 16],
}

impl Process {
    /// The one that runs this. Its id is made once, also where several engines follow each other.
    pub(crate) fn current() -> Self {
        static CURRENT: Mutex<Option<Process>> = Mutex::new(None);
        let pid = std::process::id();
        let mut current = lock_unless_lost(&CURRENT);
        let known = current.as_ref().and_then(|current| **current);
        if let Some(process) = known.filter(|process| process.pid == pid) {
            return process;
        }
        let process = Process {
            pid,
            instance: random_bytes(),
        };
        if let Some(current) = &mut current {
            **current = Some(process);
        }
        process
    }

    /// `service.instance.id`: a random UUID, as the semantic conventions recommend.
    pub(crate) fn instance_id(self) -> String {
        Builder::from_random_bytes(self.instance)
            .into_uuid()
            .to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_keeps_its_id_and_another_one_has_another() {
        let process = Process::current();
        assert_eq!(process, Process::current());
        let id = process.instance_id();
        assert_eq!((id.len(), id.as_bytes()[14]), (36, b'4'), "{id}");
        let other = Process {
            instance: random_bytes(),
            ..process
        };
        assert_ne!(other.instance_id(), id);
    }
}
