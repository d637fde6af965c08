//! The process that a recorder's file belongs to.
//!
//! Owns what is written of it, and whether it still lives. Must not know what else is in the file.
//!
//! It is looked up by its pid, where the machine has not been started again since and the pids are those of the same namespace,
//! and by the time at which it was started, because pids come again.

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

    /// Whether it lives. `None` where it cannot be looked up from here.
    pub(crate) fn lives(&self) -> Option<bool> {
        if !self.is_of_this_boot() {
            return Some(false);
        }
        let can_be_seen = self.started != 0 && self.pid_namespace == pid_namespace();
        can_be_seen.then(|| started(self.pid) == Some(self.started))
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
        child.kill().unwrap();
        // Not waited for yet: it is gone all the same.
        while owner.lives() == Some(true) {
            std::thread::yield_now();
        }
        child.wait().unwrap();
        assert_eq!(owner.lives(), Some(false));
    }
}
