//! The file of this process: how it is made, which of its blocks are free, and how it grows and shrinks.
//!
//! Owns which parts of the file the system has given memory for. Must not know what is in a block.
//!
//! The file has its full length from the start, but no memory. It gets it part by part, before a block of the part is given away:
//! a page that a full file system cannot give would otherwise end the process when it is touched. Where many blocks have been free for a
//! while, the parts of which all are free are given back.
//!
//! The file is open only while memory is asked for or given back: the descriptor would be the program's, and after it has closed
//! its standard streams, in their place.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

use rustix::fs::{FallocateFlags, fallocate};
use rustix::io::Errno;
use rustix::process::{Resource, getrlimit};

use super::Words;
use super::blocks::{Index, MOST_BLOCKS, WORDS};
use super::frames::Frames;
use super::owner::Owner;
use super::recorder_files::{Directory, Named};
use super::region::{FIRST_BLOCK, Reading};
use crate::config::Config;
use crate::config::recorder_config::MapShared;
use crate::model::process::Process;
use crate::model::random::random_bytes;
use crate::recorder::region::Region;

/// How many blocks one part has: as many as fill whole pages, 48 KiB.
const PART: usize = 512;
const PART_BYTES: usize = PART * BLOCK_BYTES;
const BLOCK_BYTES: usize = WORDS * size_of::<u64>();
/// The most parts that are taken at a time.
const MOST_AT_A_TIME: usize = 16;
/// From how many blocks on it is worth while to look for parts that can be given back: as many as are taken at a time.
const SURPLUS: usize = MOST_AT_A_TIME * PART;
/// How many blocks a thread is given at a time.
const HANDFUL: usize = 64;

const _: () = assert!(PART_BYTES.is_multiple_of(4096));

/// The file.
pub(super) struct OwnFile {
    pub(super) region: Words,
    pub(super) name: String,
    /// Blocks that may be used, the ones that were used last behind.
    free: Vec<Index>,
    /// The fewest that were free since the last look for what can be given back.
    least_free: usize,
    /// How many of them no look found a way to give back, because blocks of the same parts are in use.
    scattered: usize,
    /// Parts that memory was given back of.
    holes: Vec<usize>,
    /// How many parts have had memory.
    parts: usize,
    /// The file system has no memory for more. It is asked again when blocks have come back.
    is_refused: bool,
    /// How many places of code are written.
    pub(super) places: u32,
}

impl OwnFile {
    /// Makes it, with its header.
    pub(super) fn create(config: &Config, map: MapShared, beat: Reading) -> Result<Self, String> {
        let directory = Directory::of(config)?;
        let named = directory.create()?;
        let made = Self::begin(config, map, &named, beat);
        made.and_then(|own| directory.publish(&named).map(|()| own))
            .map_err(|error| {
                directory.remove(named.name());
                format!("{}: {error}", directory.path().display())
            })
    }

    fn begin(config: &Config, map: MapShared, named: &Named, beat: Reading) -> io::Result<Self> {
        let most = config.recorder.max_size.min(MOST_BLOCKS * BLOCK_BYTES);
        let bytes = (most / PART_BYTES).max(1).min(parts_allowed()) * PART_BYTES;
        if bytes == 0 {
            return Err(Errno::FBIG.into());
        }
        named.file.set_len(bytes as u64)?;
        reserve(&named.file, 0, 1)?;
        let words = map(&named.file, bytes)?;
        let number = u128::from_le_bytes(random_bytes()) as u32;
        let region = Region::begin(words, number).ok_or(io::ErrorKind::UnexpectedEof)?;
        region.set_end(PART as Index);
        let mut own = OwnFile {
            region,
            name: named.name().to_owned(),
            free: (FIRST_BLOCK..PART as Index).rev().collect(),
            least_free: 0,
            scattered: 0,
            holes: Vec::new(),
            parts: 1,
            is_refused: false,
            places: 0,
        };
        let process = Process::current();
        let resource = config.resource(process);
        let value_length = config.limits.value_length;
        let owner = Owner::current(process.pid, resource.attributes(), value_length);
        let owner = postcard::to_allocvec(&owner).map_err(io::Error::other)?;
        let mut allocate = || own.free.pop();
        if !region
            .blocks()
            .append(&region.owner(), Frames::of(&owner).all(), &mut allocate)
        {
            return Err(io::Error::other("the resource is too long"));
        }
        region.beat(beat);
        Ok(own)
    }

    fn open(&self, config: &Config) -> Option<File> {
        Directory::of(config).ok()?.open_own(&self.name)
    }

    /// Gives some blocks away, if there are any.
    pub(super) fn hand_out(&mut self, config: &Config, blocks: &mut Vec<Index>) {
        if self.free.is_empty() {
            self.grow(config);
        }
        let from = self.free.len().saturating_sub(HANDFUL);
        blocks.extend(self.free.drain(from..));
        self.least_free = self.least_free.min(self.free.len());
    }

    /// Gives one block away.
    pub(super) fn allocate(&mut self, config: &Config) -> Option<Index> {
        if self.free.is_empty() {
            self.grow(config);
        }
        let block = self.free.pop();
        self.least_free = self.least_free.min(self.free.len());
        block
    }

    /// Takes blocks back.
    pub(super) fn give_back(&mut self, blocks: &mut Vec<Index>) {
        self.free.append(blocks);
        self.is_refused = false;
    }

    /// Takes memory for more parts, half as many again as there are: a hole first.
    #[cold]
    fn grow(&mut self, config: &Config) {
        let most = self.region.len() / (PART * WORDS);
        let (first, count) = match self.holes.last() {
            Some(hole) => (*hole, 1),
            None => {
                let wanted = self.parts.div_ceil(2).min(MOST_AT_A_TIME);
                (self.parts, wanted.min(most - self.parts))
            }
        };
        // Each span that finds no room comes here: no file is opened for that.
        if count == 0 || self.is_refused {
            return;
        }
        let file = self.open(config);
        self.is_refused = file.is_none_or(|file| reserve(&file, first, count).is_err());
        if self.is_refused {
            return;
        }
        if first == self.parts {
            self.parts += count;
            self.region.set_end((self.parts * PART) as Index);
        } else {
            self.holes.pop();
        }
        let blocks = (first * PART) as Index..((first + count) * PART) as Index;
        self.free.extend(blocks.rev());
    }

    /// Looks for what was not used since the last look. Gives back the memory of all parts whose blocks are free, if there may be many.
    pub(super) fn shrink(&mut self, config: &Config) {
        let unused = std::mem::replace(&mut self.least_free, self.free.len());
        self.scattered = self.scattered.min(unused);
        if unused - self.scattered < SURPLUS {
            return;
        }
        let Some(file) = self.open(config) else {
            return;
        };
        let mut free_of = vec![0; self.parts];
        for block in &self.free {
            free_of[*block as usize / PART] += 1;
        }
        let mut is_hole = vec![false; self.parts];
        for (part, _) in free_of
            .iter()
            .enumerate()
            .filter(|(_, free)| **free == PART)
        {
            let flags = FallocateFlags::PUNCH_HOLE | FallocateFlags::KEEP_SIZE;
            let (at, bytes) = ((part * PART_BYTES) as u64, PART_BYTES as u64);
            is_hole[part] = fallocate(&file, flags, at, bytes).is_ok();
        }
        self.free.retain(|block| !is_hole[*block as usize / PART]);
        self.free.shrink_to_fit();
        self.least_free = self.free.len();
        self.scattered = self.free.len();
        let holes = is_hole.iter().enumerate().filter(|(_, is_hole)| **is_hole);
        self.holes.extend(holes.map(|(part, _)| part));
    }

    /// Removes it.
    pub(super) fn remove(self, config: &Config) {
        self.region.hand_over();
        if let Ok(directory) = Directory::of(config) {
            directory.remove(&self.name);
        }
    }
}

/// How many parts a file of this process may have: a longer one would be the end of it, by SIGXFSZ.
fn parts_allowed() -> usize {
    let limit = getrlimit(Resource::Fsize).current.unwrap_or(u64::MAX);
    usize::try_from(limit).unwrap_or(usize::MAX) / PART_BYTES
}

/// Makes sure that the file system has memory for parts of the file. Zeros are written where it cannot tell.
fn reserve(file: &File, first: usize, count: usize) -> io::Result<()> {
    static ZEROS: [u8; PART_BYTES] = [0; PART_BYTES];
    let at = (first * PART_BYTES) as u64;
    let bytes = (count * PART_BYTES) as u64;
    match fallocate(file, FallocateFlags::empty(), at, bytes) {
        Err(Errno::OPNOTSUPP | Errno::NOSYS) => {}
        answer => return Ok(answer?),
    }
    (0..count as u64).try_for_each(|part| file.write_all_at(&ZEROS, at + part * PART_BYTES as u64))
}
