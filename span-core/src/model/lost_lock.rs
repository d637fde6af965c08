//! Locks that a fork may leave locked: the thread that holds one at that moment does not exist in the child.
//!
//! Owns how long one waits for such a lock. Must not know what is locked.

use std::sync::{Mutex, MutexGuard, TryLockError};
use std::thread;
use std::time::Duration;

/// How often a lock is tried that another thread holds, and how long one waits in between. All that is done under such a lock
/// is over long before.
const TRIES: u32 = 200;
const PAUSE: Duration = Duration::from_millis(1);

/// Locks it; `None` where its holder is lost.
pub(crate) fn lock_unless_lost<T>(mutex: &Mutex<T>) -> Option<MutexGuard<'_, T>> {
    for _ in 0..TRIES {
        match mutex.try_lock() {
            Ok(guard) => return Some(guard),
            Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_waited_for_but_not_for_ever() {
        let mutex = Mutex::new(1);
        let guard = mutex.lock().unwrap();
        assert!(lock_unless_lost(&mutex).is_none());
        drop(guard);
        assert_eq!(lock_unless_lost(&mutex).map(|guard| *guard), Some(1));
    }
}
