//! The journal: what makes a write batch durable, before anybody is told of it. A batch is one write and one sync.
//!
//! The batches lie in files one after the other, and numbers that follow one another tell what belongs together. A
//! new file begins with each checkpoint; a file whose batches no checkpoint needs any more becomes a later one, so
//! that its room on the disk stays ours.

mod file;
mod frame;

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use self::file::HEADER;
use crate::store::state::Unreadable;

/// A file grows by so many bytes at once: a sync of what does not change its length is cheaper, and a full disk is
/// noticed before a batch needs the room.
const GROWTH: u64 = 1024 * 1024;

/// Why a batch cannot be made durable.
#[derive(Debug)]
pub(super) enum Failure {
    /// There is no room. Nothing was changed, and there may be room later.
    Full(io::Error),
    /// What the disk holds is not known any more.
    Fatal(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Failure::Full(error),
            _ => Failure::Fatal(error),
        }
    }
}

/// Why a journal cannot be taken up.
#[derive(Debug)]
pub(super) enum Refused {
    Io(io::Error),
    Damaged(String),
}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Self {
        Refused::Io(error)
    }
}

/// The files of a directory; the last one is in use.
pub(super) struct Journal {
    directory: PathBuf,
    /// Sequence numbers, and the numbers of the first batches.
    files: VecDeque<(u64, u64)>,
    /// A file that is needed no more.
    spare: Option<u64>,
    active: File,
    /// Where the next frame goes, and how much room there is.
    end: u64,
    length: u64,
    frame: Vec<u8>,
}

impl Journal {
    /// A journal without batches.
    pub(super) fn create(directory: &Path, sequence: u64, first: u64) -> io::Result<Self> {
        let (active, length) = file::create(directory, None, sequence, first)?;
        let files = VecDeque::from([(sequence, first)]);
        let (directory, frame, spare) = (directory.to_owned(), Vec::new(), None);
        Ok(Journal { directory, files, spare, active, end: HEADER, length, frame })
    }

    /// Whether a file has no batch.
    pub(super) fn is_empty(directory: &Path, sequence: u64) -> bool {
        let bytes = fs::read(file::path(directory, sequence));
        bytes.is_ok_and(|bytes| !frame::has_from(&bytes, 0))
    }

    /// Takes up the files of a directory: `redo` gets each batch after the number `base`. Gives the number of the last
    /// batch. Nothing is written before [`secure`](Self::secure).
    pub(super) fn open(
        directory: &Path,
        base: u64,
        mut redo: impl FnMut(u64, &[u8]) -> Result<(), Unreadable>,
    ) -> Result<(Option<Self>, u64), Refused> {
        let (mut last, mut files, mut journal, mut spare) = (base, VecDeque::new(), None, None);
        for sequence in file::sequences(directory)? {
            let bytes = fs::read(file::path(directory, sequence))?;
            let Some(first) = file::read_header(&bytes, sequence) else {
                if frame::has_from(&bytes, last + 1) {
                    return Err(damaged(sequence, "its head cannot be read"));
                }
                // A file that was about to be begun.
                spare = Some(sequence);
                continue;
            };
            if first > last + 1 {
                return Err(missing(sequence, last + 1, first - 1));
            }
            let end = replay(&bytes, (sequence, first), &mut last, &mut redo)?;
            let active = file::open(directory, sequence)?;
            files.push_back((sequence, first));
            journal = Some((active, end as u64, bytes.len() as u64));
        }
        let (directory, frame) = (directory.to_owned(), Vec::new());
        let journal = journal.map(|(active, end, length)| Journal {
            directory,
            files,
            spare,
            active,
            end,
            length,
            frame,
        });
        Ok((journal, last))
    }

    /// Makes the batches after the number `base` durable once more. After a failed sync a file may look whole that is
    /// not on the disk, so all of it is written again.
    pub(super) fn secure(&self, base: u64) -> io::Result<()> {
        let ends = self.files.iter().skip(1).map(|(_, first)| *first).chain([u64::MAX]);
        for ((sequence, first), next) in self.files.iter().zip(ends) {
            if next > base + 1 && *first < next {
                let bytes = fs::read(file::path(&self.directory, *sequence))?;
                let used = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
                let file = file::open(&self.directory, *sequence)?;
                file.write_all_at(&bytes[..used], 0)?;
                file.sync_all()?;
            }
        }
        Ok(())
    }

    /// The sequence number of the file in use.
    pub(super) fn sequence(&self) -> u64 {
        self.files.back().map_or(0, |(sequence, _)| *sequence)
    }

    /// Whether there is a file of this number.
    pub(super) fn has(&self, sequence: u64) -> bool {
        self.files.iter().any(|(other, _)| *other == sequence)
    }

    /// Writes a batch; it is durable after [`sync`](Self::sync).
    pub(super) fn write(&mut self, number: u64, batch: &[u8]) -> Result<(), Failure> {
        self.frame.clear();
        frame::append(&mut self.frame, number, batch);
        let needed = self.end + self.frame.len() as u64;
        if needed > self.length {
            self.length = self.grow(needed)?;
        }
        Ok(self.active.write_all_at(&self.frame, self.end)?)
    }

    /// Returns once the batch that was written survives a power cut.
    pub(super) fn sync(&mut self) -> Result<(), Failure> {
        self.active.sync_data().map_err(Failure::Fatal)?;
        self.end += self.frame.len() as u64;
        // Room for what comes next; without it there is still what is left.
        if self.length - self.end < GROWTH / 2 {
            match self.grow(self.length + 1) {
                Ok(length) => self.length = length,
                Err(error) => match Failure::from(error) {
                    Failure::Full(_) => {}
                    fatal @ Failure::Fatal(_) => return Err(fatal),
                },
            }
        }
        Ok(())
    }

    /// Fills the file with zeros behind the place that is needed. Zeros are no frame.
    fn grow(&self, needed: u64) -> io::Result<u64> {
        let (begin, length) = (needed.max(self.length), needed.next_multiple_of(GROWTH));
        self.active.write_all_at(&vec![0; (length - begin.min(length)) as usize], begin)?;
        Ok(length)
    }

    /// How many bytes of batches the file in use holds.
    pub(super) fn filled(&self) -> u64 {
        self.end - HEADER
    }

    /// Begins another file, for the batches from this number on.
    pub(super) fn rotate(&mut self, first: u64) -> Result<(), Failure> {
        let sequence = self.sequence() + 1;
        let (active, length) = file::create(&self.directory, self.spare.take(), sequence, first)?;
        (self.active, self.length, self.end) = (active, length, HEADER);
        self.files.push_back((sequence, first));
        Ok(())
    }

    /// Lets go of files that hold no batch after this number.
    pub(super) fn forget(&mut self, number: u64) -> io::Result<()> {
        while self.files.get(1).is_some_and(|(_, first)| *first <= number + 1) {
            let Some((sequence, _)) = self.files.pop_front() else { break };
            if let Some(other) = self.spare.replace(sequence) {
                fs::remove_file(file::path(&self.directory, other))?;
            }
        }
        Ok(())
    }
}

fn damaged(sequence: u64, why: &str) -> Refused {
    Refused::Damaged(format!("{}: {why}", file::name(sequence)))
}

fn missing(sequence: u64, from: u64, to: u64) -> Refused {
    damaged(sequence, &format!("the write batches from {from} to {to} before it are missing"))
}

/// Hands out the batches of a file that come after the last one; gives where they end.
fn replay(
    bytes: &[u8],
    (sequence, first): (u64, u64),
    last: &mut u64,
    redo: &mut impl FnMut(u64, &[u8]) -> Result<(), Unreadable>,
) -> Result<usize, Refused> {
    let (mut end, mut next) = (HEADER as usize, first);
    // What does not follow is left from when the file was an earlier one.
    let follows = |end, next| bytes.get(end..).and_then(frame::read).filter(|frame| frame.number == next);
    while let Some(frame) = follows(end, next) {
        if frame.number > *last {
            let unreadable = |_| damaged(sequence, &format!("the write batch {next} cannot be read"));
            redo(next, frame.batch).map_err(unreadable)?;
            *last = next;
        }
        end += frame.length();
        next += 1;
    }
    // A torn batch is the last one, of which nobody was told.
    if bytes.get(end..).is_some_and(|rest| frame::has_from(rest, next)) {
        return Err(damaged(sequence, &format!("the write batch {next} is damaged")));
    }
    Ok(end)
}

#[cfg(test)]
mod tests;
