//! The spool: requests that an exporter could not deliver wait in files, and are replayed when it answers again.
//!
//! - [`config`]: its settings.
//! - [`request_header`] and [`segment`]: what is in a file.
//! - [`directory`]: which files there are, and whose turn it is.
//! - [`own_segment`]: how a process learns what has become of its requests.
//! - [`store`]: one exporter's part of it, as the flusher sees it.
//!
//! Must not know what a request carries, how one is sent, nor when: see the processor.
//!
//! What others do, and what is taken from it. The Collector's persistent queue keeps requests in a key-value store (bbolt), does
//! not call `fsync()` by default, and sends what was under way at a crash again: so does this. Vector's disk buffers are segments
//! of records with a length and a checksum, which a reader deletes when it has read them: so are these. But both have one process
//! that writes and reads, and refuse new data where they are full; here several processes write, whichever comes first
//! replays, and the oldest makes room.
//!
//! Crates that were looked at and not taken: `yaque` 0.6.6 has one sender, a lock that is a file with a process id in it, which
//! outlives its process, and brings an asynchronous watcher of directories; `queue-file` 2.0.0 is one file with one owner, whose
//! oldest entry another process cannot remove; `okaywal` 0.3.1 says of itself that it is not for production, and starts threads;
//! `commitlog` 0.2.0 has no position of a reader, so that a restart would send all again. None of them leaves a mark by which
//! the process that wrote a request learns what another one has made of it, which the counters need.

pub(crate) mod config;
mod directory;
pub(crate) mod own_segment;
pub(crate) mod request_header;
pub(crate) mod segment;
pub(crate) mod store;

pub(crate) use directory::can_be_made;
