//! The journal: what makes a write batch durable, before its callers are answered. A batch is one
//! write and one sync.
//!
//! The batches lie in files one after the other, and numbers that follow one another show what
//! belongs together. A new file, named by its first batch, begins with each checkpoint.
//!
//! The end of a journal that was cut looks like the torn end of a crash. So the number of the last
//! batch that was made durable is written to a file of its own, the durable watermark: a directory
//! that knows fewer batches has lost some. The number is never ahead of what is durable, and needs
//! no sync: what a power cut takes from it makes the check weaker, not wrong.

mod frame;

use std::collections::{BTreeSet, VecDeque};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::durable::{self, Appended, GROWTH, write_at};
use crate::store::StoreError;

/// The format of the directory. Up to 3 all of it was a tree of sled's, with a journal beside it.
pub(crate) const FORMAT: u32 = 4;
const NAME: &str = "journal-";
const WATERMARK: &str = "acknowledged";

/// Why something cannot be read or made durable.
#[derive(Debug)]
pub(crate) enum Failure {
    /// There is no room. Nothing was changed, and there may be room later.
    Full(io::Error),
    /// What the disk holds is not known any more.
    Fatal(io::Error),
    /// What the disk holds makes no sense.
    Damaged(String),
    /// What the disk holds is of another program, or of another version of this one.
    Format(String),
    /// Another process has it.
    InUse,
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Failure::Full(error),
            _ => Failure::Fatal(error),
        }
    }
}

impl Failure {
    pub(super) fn fatal(why: &str) -> Self {
        Failure::Fatal(io::Error::other(why))
    }

    /// As the error of a store that cannot be opened.
    pub(super) fn at_start(self, path: &Path) -> StoreError {
        match self.at(path) {
            StoreError::Write { path, why } => StoreError::Directory { path, why },
            other => other,
        }
    }

    /// As the error of a store that is open.
    pub(crate) fn at(self, path: &Path) -> StoreError {
        let path = path.to_owned();
        match self {
            Failure::Full(error) => StoreError::Full { path, why: error.to_string().into() },
            Failure::Fatal(error) => StoreError::Write { path, why: error.to_string().into() },
            Failure::Damaged(why) => StoreError::Damaged { path, why: why.into() },
            Failure::Format(found) => StoreError::Format { path, found, known: FORMAT },
            Failure::InUse => StoreError::Locked { path },
        }
    }

    /// Nothing, if all that is missing is room.
    pub(crate) fn unless_full(self) -> Result<(), Self> {
        if let Failure::Full(_) = self { Ok(()) } else { Err(self) }
    }
}

/// The files of a directory; the last one is in use.
pub(crate) struct Journal {
    directory: PathBuf,
    /// The numbers of their first batches.
    files: VecDeque<u64>,
    pub(crate) active: Appended,
    watermark: File,
}

impl Journal {
    /// Makes the file for the batches from a number on, durable and with some room in it.
    pub(crate) fn begin(directory: &Path, first: u64) -> io::Result<()> {
        durable::write(&path(directory, first), &vec![0; GROWTH as usize])
    }

    /// Whether a file has no batch.
    pub(crate) fn is_empty(path: &Path) -> bool {
        fs::read(path).is_ok_and(|bytes| !frame::has_from(&bytes, 0))
    }

    /// Takes up the files of a directory, of which one is known to be there: `redo` gets each batch
    /// after the number `base`. Gives the number of the last one. Nothing is changed before all of
    /// it is known to be whole.
    pub(crate) fn open(
        directory: &Path,
        base: u64,
        known: u64,
        mut redo: impl FnMut(u64, &[u8]) -> Option<()>,
    ) -> Result<(Self, u64), Failure> {
        let files = names(directory)?;
        if !files.contains(&known) {
            return Err(Failure::Damaged(format!("{} is missing", name(known))));
        }
        let (mut last, mut end) = (base, 0);
        for (at, first) in files.iter().enumerate() {
            if files.get(at + 1).is_some_and(|next| *next <= last + 1) {
                continue;
            }
            if *first > last + 1 {
                let why = format!("the write batch {} before it is missing", last + 1);
                return Err(damaged(*first, why));
            }
            let bytes = fs::read(path(directory, *first))?;
            end = replay(&bytes, *first, &mut last, &mut redo)? as u64;
        }
        let noted = fs::read_to_string(directory.join(WATERMARK)).unwrap_or_default();
        if let missing @ 1.. = noted.trim().parse().unwrap_or(0_u64).saturating_sub(last) {
            let why = format!("{missing} acknowledged write batches are missing");
            return Err(Failure::Damaged(why));
        }
        if last > base {
            rewrite(directory, &files)?;
        }
        let newest = path(directory, files.back().copied().unwrap_or_default());
        let active = Appended::open(&newest, end)?;
        let watermark =
            durable::options().create(true).truncate(false).open(directory.join(WATERMARK))?;
        Ok((Journal { directory: directory.to_owned(), files, active, watermark }, last))
    }

    /// The first number of the file in use.
    pub(crate) fn first(&self) -> u64 {
        self.files.back().copied().unwrap_or_default()
    }

    /// Makes a batch durable: it survives a power cut when this returns. Where there is no room it
    /// is as if it had never been written.
    pub(crate) fn commit(&mut self, number: u64, batch: &[u8]) -> Result<(), Failure> {
        let frame = frame::of(number, batch);
        self.active.reserve(frame.len() as u64)?;
        self.active.write(&frame)?;
        self.active.sync(&frame).map_err(Failure::Fatal)?;
        // Room for what comes next; without it there is still what is left. An older number in the
        // watermark makes the check weaker, not wrong.
        let note = format!("{number:020}\n");
        let reserved = self.active.reserve(GROWTH / 2);
        let noted = reserved.and_then(|()| write_at(&self.watermark, note.as_bytes(), 0));
        noted.or_else(|error| Failure::from(error).unless_full())
    }

    /// Begins another file, for the batches from this number on. Without room for it the file in
    /// use goes on.
    pub(crate) fn rotate(&mut self, first: u64) -> Result<(), Failure> {
        if let Err(error) = Self::begin(&self.directory, first) {
            return Failure::from(error).unless_full();
        }
        self.active = Appended::open(&path(&self.directory, first), 0)?;
        self.files.push_back(first);
        Ok(())
    }

    /// Removes files that hold no batch of this number or a later one.
    pub(crate) fn forget(&mut self, number: u64) -> io::Result<()> {
        while self.files.get(1).is_some_and(|next| *next <= number) {
            fs::remove_file(path(&self.directory, self.files[0]))?;
            self.files.pop_front();
        }
        Ok(())
    }
}

fn name(first: u64) -> String {
    format!("{NAME}{first:020}")
}

fn path(directory: &Path, first: u64) -> PathBuf {
    directory.join(name(first))
}

/// The numbers in the names of all files, ascending.
fn names(directory: &Path) -> io::Result<VecDeque<u64>> {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(directory)? {
        let name = entry?.file_name();
        names.extend(name.to_str().and_then(|name| name.strip_prefix(NAME)?.parse::<u64>().ok()));
    }
    Ok(names.into_iter().collect())
}

fn damaged(first: u64, why: String) -> Failure {
    Failure::Damaged(format!("{}: {why}", name(first)))
}

/// Makes all files durable once more. After a failed sync a file may look whole that is not on the
/// disk, so all of it is written again.
fn rewrite(directory: &Path, files: &VecDeque<u64>) -> io::Result<()> {
    for first in files {
        let path = path(directory, *first);
        let bytes = fs::read(&path)?;
        let file = durable::options().open(path)?;
        write_at(&file, &bytes, 0)?;
        file.sync_all()?;
    }
    Ok(())
}

/// Hands out the batches of a file that come after the last one; gives where they end.
fn replay(
    bytes: &[u8],
    first: u64,
    last: &mut u64,
    redo: &mut impl FnMut(u64, &[u8]) -> Option<()>,
) -> Result<usize, Failure> {
    let (mut end, mut next) = (0, first);
    let follows =
        |end, next| bytes.get(end..).and_then(frame::read).filter(|(number, ..)| *number == next);
    while let Some((_, batch, length)) = follows(end, next) {
        if next > *last {
            redo(next, batch)
                .ok_or_else(|| damaged(first, format!("the write batch {next} cannot be read")))?;
            *last = next;
        }
        end += length;
        next += 1;
    }
    // A torn batch is the last one, which was never acknowledged.
    if bytes.get(end..).is_some_and(|rest| frame::has_from(rest, next)) {
        return Err(damaged(first, format!("the write batch {next} is damaged")));
    }
    Ok(end)
}

#[cfg(test)]
mod tests;
