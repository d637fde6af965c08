//! The process that a recorder's file belongs to.
//!
//! Owns what is written of it, and whether it still lives. Must not know what else is in the file.
//!
//! It is looked up by its pid, where the machine has not been started again since and the pids are those of the same namespace,
//! and by the time at which it was started, because pids come again. All of that is in `/proc`, of which a container or systemd
//! may show a part (`ProcSubset=pid`, `ProtectProc=`), or nothing. What cannot be read there says nothing of the process.

use std::fs;
use std::time::{Duration, SystemTime};

use rustix::io::Errno;
use rustix::process::{Pid, test_kill_process};
use serde::{Deserialize, Serialize};

use crate::model::attribute::Attribute;

/// How long a process is waited for that nothing is known of. One of another version may have no flusher yet, which would hold
/// the lock; and those of its version, which run beside this one while a service is updated, adopt what it leaves.
pub(super) const LONGEST_SILENCE: Duration = Duration::from_secs(24 * 60 * 60);

/// What is written of a process.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug)]
pub(crate) struct Owner {
    pub(crate) pid: u32,
    /// When it was started, in the kernel's units since the machine was.
    started: u64,
    boot_id: String,
    pid_namespace: String,
    /// The resource of its spans.
    pub(crate) resource: Vec<Attribute>,
    /// The longest value of an attribute.
    pub(crate) value_length: Option<u32>,
}

impl Owner {
    /// The running process.
    pub(crate) fn current(pid: u32, resource: &[Attribute], value_length: Option<u32>) -> Self {
        Owner {
            pid,
            started: started(pid).unwrap_or_default(),
            boot_id: boot_id(),
            pid_namespace: pid_namespace(),
            resource: resource.to_vec(),
            value_length,
        }
    }

    /// Whether the machine runs since before the process was started. `None` where that is not known.
    pub(crate) fn is_of_this_boot(&self) -> Option<bool> {
        let running = boot_id();
        let is_known = !self.boot_id.is_empty() && !running.is_empty();
        is_known.then(|| self.boot_id == running)
    }

    /// Whether it may live, though its file could be locked. One that cannot be looked up, and had no flusher yet that would hold
    /// the lock, is waited for.
    pub(crate) fn may_live(&self, was_locked: bool, last_beat: SystemTime) -> bool {
        self.lives()
            .unwrap_or_else(|| !was_locked && is_recent(last_beat))
    }

    /// Whether it lives. `None` where it cannot be looked up from here.
    pub(crate) fn lives(&self) -> Option<bool> {
        if self.is_of_this_boot() == Some(false) {
            return Some(false);
        }
        let is_same_namespace =
            !self.pid_namespace.is_empty() && self.pid_namespace == pid_namespace();
        if self.started == 0 || !is_same_namespace {
            return None;
        }
        match started(self.pid) {
            Some(started) => Some(started == self.started),
            None => is_gone(self.pid).then_some(false),
        }
    }
}

/// Whether a sign of life is no older than [`LONGEST_SILENCE`].
pub(super) fn is_recent(sign: SystemTime) -> bool {
    sign.elapsed().is_ok_and(|since| since < LONGEST_SILENCE)
}

fn boot_id() -> String {
    let id = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    id.trim().to_owned()
}

fn pid_namespace() -> String {
    let link = fs::read_link("/proc/self/ns/pid").unwrap_or_default();
    link.to_string_lossy().into_owned()
}

/// When the process with that pid was started: field 22 of its `stat`, counted behind the name, which may have anything in it. 0
/// for one that has ended and is still waited for; `None` where nothing is shown of it.
fn started(pid: u32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut fields = fields.split(' ');
    if matches!(fields.next()?, "Z" | "X") {
        return Some(0);
    }
    fields.nth(18)?.parse().ok()
}

/// Whether there is no process with that pid. One may be hidden from `/proc` and live: with `hidepid`, each that has changed its
/// user, as PHP-FPM's workers do.
fn is_gone(pid: u32) -> bool {
    let pid = i32::try_from(pid).ok().and_then(Pid::from_raw);
    pid.is_some_and(|pid| test_kill_process(pid) == Err(Errno::SRCH))
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use super::*;

    #[test]
    fn a_process_lives_until_it_ends_and_another_one_with_its_pid_is_another() {
        let mut child = Command::new("cat").stdin(Stdio::piped()).spawn().unwrap();
        let owner = Owner::current(child.id(), &[], None);
        assert_eq!(owner.lives(), Some(true));
        let other = Owner {
            started: owner.started + 1,
            ..owner.clone()
        };
        assert_eq!(other.lives(), Some(false));
        let of_another_boot = Owner {
            boot_id: "another".to_owned(),
            ..owner.clone()
        };
        assert_eq!(of_another_boot.lives(), Some(false));
        let of_another_container = Owner {
            pid_namespace: "pid:[1]".to_owned(),
            ..owner.clone()
        };
        assert_eq!(of_another_container.lives(), None);
        // Without /proc/sys, the process itself is still there to be seen.
        let of_unknown_boot = Owner {
            boot_id: String::new(),
            ..owner.clone()
        };
        assert_eq!(of_unknown_boot.lives(), Some(true));
        let of_nothing_known = Owner {
            started: 0,
            pid_namespace: String::new(),
            ..of_unknown_boot.clone()
        };
        assert_eq!(of_nothing_known.lives(), None);
        child.kill().unwrap();
        // Not waited for yet: it is gone all the same.
        while owner.lives() == Some(true) {
            std::thread::yield_now();
        }
        child.wait().unwrap();
        assert_eq!(owner.lives(), Some(false));
        assert_eq!(of_unknown_boot.lives(), Some(false));
        assert_eq!(of_nothing_known.lives(), None);
    }

    #[test]
    fn a_process_that_is_hidden_is_not_gone() {
        assert!(!is_gone(std::process::id()));
        let mut child = Command::new("true").spawn().unwrap();
        child.wait().unwrap();
        assert!(is_gone(child.id()));
    }
}
