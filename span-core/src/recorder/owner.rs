//! The process that a recorder's file belongs to.
//!
//! Owns what is written of it, and whether it still lives. Must not know what else is in the file.
//!
//! The lock on the file tells whether its process is gone: see [`super::recorder_files`]. A program that closes all descriptors
//! lets go of the lock, so a process that can be looked up is believed before that: by its pid, where the machine has not been started
//! again since and the pids are those of the same namespace, and by the time at which it was started, because pids come again.

use std::fs;

use serde::{Deserialize, Serialize};

use crate::model::attribute::Attribute;

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

    /// Whether the machine runs since before the process was started.
    pub(crate) fn is_of_this_boot(&self) -> bool {
        !self.boot_id.is_empty() && self.boot_id == boot_id()
    }

    /// Whether it can be seen to live.
    pub(crate) fn lives(&self) -> bool {
        self.is_of_this_boot()
            && self.started != 0
            && self.pid_namespace == pid_namespace()
            && started(self.pid) == Some(self.started)
    }
}

fn boot_id() -> String {
    let id = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    id.trim().to_owned()
}

fn pid_namespace() -> String {
    let link = fs::read_link("/proc/self/ns/pid").unwrap_or_default();
    link.to_string_lossy().into_owned()
}

/// When the process with that pid was started: field 22 of its `stat`, counted behind the name, which may have anything in it. A
/// process that has ended and is still waited for is none.
fn started(pid: u32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut fields = fields.split(' ');
    if matches!(fields.next()?, "Z" | "X") {
        return None;
    }
    fields.nth(18)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use super::*;

    #[test]
    fn a_process_lives_until_it_ends_and_another_one_with_its_pid_is_another() {
        let mut child = Command::new("cat").stdin(Stdio::piped()).spawn().unwrap();
        let owner = Owner::current(child.id(), &[], None);
        assert!(owner.lives());
        let other = Owner {
            started: owner.started + 1,
            ..owner.clone()
        };
        assert!(!other.lives());
        let of_another_boot = Owner {
            boot_id: "another".to_owned(),
            ..owner.clone()
        };
        assert!(!of_another_boot.lives() && !of_another_boot.is_of_this_boot());
        let of_another_container = Owner {
            pid_namespace: "pid:[1]".to_owned(),
            ..owner.clone()
        };
        assert!(!of_another_container.lives());
        child.kill().unwrap();
        // Not waited for yet: it is gone all the same.
        while owner.lives() {
            std::thread::yield_now();
        }
        child.wait().unwrap();
        assert!(!owner.lives());
    }
}
