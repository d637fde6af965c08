//! The operating system's randomness, for ids.
//!
//! Owns what happens where the system refuses it. Must not know which ids.

use std::hash::{BuildHasher, Hasher, RandomState};

/// The operating system's randomness.
pub(crate) fn random_bytes() -> [u8; 16] {
    let mut bytes = [0; 16];
    if getrandom::fill(&mut bytes).is_err() {
        // A seccomp filter may deny getrandom(2). Colliding ids would be worse than guessable ones, so hash the
        // standard library's per-thread keys with what tells this process and moment from others.
        for chunk in bytes.chunks_exact_mut(8) {
            let mut hasher = RandomState::new().build_hasher();
            hasher.write_u32(std::process::id());
            hasher.write_u128(
                std::time::UNIX_EPOCH
                    .elapsed()
                    .unwrap_or_default()
                    .as_nanos(),
            );
            chunk.copy_from_slice(&hasher.finish().to_ne_bytes());
        }
    }
    bytes
}
