//! What makes a batch durable: it is written here, one after the other, and synced, before anybody is told of it. The
//! tree gets it at once as well, but only in memory as far as anybody relies on it, and is made durable now and then by
//! a [checkpoint](super::checkpoint). After a crash the batches that the tree lacks are taken from here.
//!
//! There are two files in turn. While one is filled, a checkpoint makes durable what the other one holds; then that one
//! is written over from its beginning. Numbers that follow one another tell what belongs together.

mod frame;
mod medium;

use std::io;

pub(super) use self::frame::Frame;
pub(super) use self::medium::Medium;
use super::writes::Writes;

/// The names of the two files in the store's directory.
pub(super) const FILES: [&str; 2] = ["journal-0", "journal-1"];
/// A file grows by so many bytes at once: a sync of what does not change its length is cheaper.
const GROWTH: u64 = 1024 * 1024;
/// So many bytes wait for a sync at most before they are written; a large addition is synced only at its end.
const BUFFER: usize = 256 * 1024;

/// The two files, one of them in use.
pub(super) struct Journal {
    files: [Part; 2],
    active: usize,
    /// Frames that are not written yet.
    buffer: Vec<u8>,
    /// A file is full with so many bytes.
    limit: u64,
}

struct Part {
    medium: Box<dyn Medium>,
    /// Where the next frame goes.
    end: u64,
    length: u64,
}

impl Journal {
    /// A journal in these files.
    pub(super) fn over(media: [Box<dyn Medium>; 2], limit: u64) -> Self {
        let files = media.map(|medium| Part { medium, end: 0, length: 0 });
        Journal { files, active: 0, buffer: Vec::new(), limit }
    }

    /// What the files hold, in order. There is a gap in the numbers if something is lost.
    pub(super) fn read(&mut self) -> io::Result<Vec<Frame>> {
        let [first, second] = &mut self.files;
        let (mut older, mut newer) =
            (frame::read(&first.medium.read_all()?), frame::read(&second.medium.read_all()?));
        let begin = |frames: &[Frame]| frames.first().map(|frame| frame.number);
        if begin(&newer) < begin(&older) {
            std::mem::swap(&mut older, &mut newer);
        }
        older.extend(newer);
        Ok(older)
    }

    /// Makes both files empty, once the tree has all that they hold. So no frame of an earlier process can be taken for
    /// one that follows.
    pub(super) fn clear(&mut self) -> io::Result<()> {
        for part in &mut self.files {
            part.medium.clear()?;
            part.medium.sync()?;
            (part.end, part.length) = (0, 0);
        }
        Ok(())
    }

    /// Notes a batch; a later [`sync`](Self::sync) makes it durable.
    pub(super) fn note(&mut self, number: u64, writes: &Writes) -> io::Result<()> {
        frame::append(&mut self.buffer, number, writes);
        if self.buffer.len() >= BUFFER { self.write() } else { Ok(()) }
    }

    fn write(&mut self) -> io::Result<()> {
        let part = &mut self.files[self.active];
        let end = part.end + self.buffer.len() as u64;
        if end > part.length {
            // Zeros are no frame, so what follows the last one is its end.
            let grown = end.next_multiple_of(GROWTH);
            part.medium.write_at(&vec![0; (grown - part.length) as usize], part.length)?;
            part.length = grown;
        }
        part.medium.write_at(&self.buffer, part.end)?;
        part.end = end;
        self.buffer.clear();
        Ok(())
    }

    /// Returns once every batch noted so far survives a power cut.
    pub(super) fn sync(&mut self) -> io::Result<()> {
        self.write()?;
        self.files[self.active].medium.sync()
    }

    /// Whether it is time to turn.
    pub(super) fn is_full(&self) -> bool {
        self.files[self.active].end >= self.limit
    }

    /// Goes on in the other file, whose batches the tree must hold durably.
    pub(super) fn turn(&mut self) -> io::Result<()> {
        // A batch in the other file must never be durable without all before it.
        self.sync()?;
        self.active = 1 - self.active;
        self.files[self.active].end = 0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fs::OpenOptions;
    use std::path::Path;
    use std::sync::{Arc, Mutex};

    use super::*;

    fn open(directory: &Path, limit: u64) -> Journal {
        let file = |name| -> Box<dyn Medium> {
            let mut options = OpenOptions::new();
            options.read(true).write(true).create(true).truncate(false);
            Box::new(options.open(directory.join(name)).unwrap())
        };
        Journal::over(FILES.map(file), limit)
    }

    fn writes(size: usize) -> Writes {
        Writes([(b"key".into(), Some(vec![7; size].into()))].into())
    }

    fn numbers(directory: &Path) -> Vec<u64> {
        let frames = open(directory, 0).read().unwrap();
        frames.into_iter().map(|frame| frame.number).collect()
    }

    #[test]
    fn what_is_synced_is_read_across_turns() {
        let directory = tempfile::tempdir().unwrap();
        let mut journal = open(directory.path(), 3_000);
        assert!(journal.read().unwrap().is_empty());
        for number in 1..=100 {
            journal.note(number, &writes(1_000)).unwrap();
            journal.sync().unwrap();
            let all = numbers(directory.path());
            // The file written before the active one is whole.
            assert_eq!(all.last(), Some(&number));
            assert!(all.is_sorted_by(|one, next| one + 1 == *next) && all.len() <= 6);
            if journal.is_full() {
                assert!(number >= 3);
                journal.turn().unwrap();
            }
        }
        journal.clear().unwrap();
        assert!(numbers(directory.path()).is_empty());
    }

    /// A file that notes what is done to it.
    struct Noted(usize, Arc<Mutex<Vec<(usize, &'static str)>>>);

    impl Medium for Noted {
        fn read_all(&mut self) -> io::Result<Vec<u8>> {
            Ok(Vec::new())
        }

        fn write_at(&mut self, _: &[u8], _: u64) -> io::Result<()> {
            self.1.lock().unwrap().push((self.0, "write"));
            Ok(())
        }

        fn clear(&mut self) -> io::Result<()> {
            Ok(())
        }

        fn sync(&mut self) -> io::Result<()> {
            self.1.lock().unwrap().push((self.0, "sync"));
            Ok(())
        }
    }

    #[test]
    fn no_batch_is_durable_before_an_earlier_one() {
        let notes = Arc::new(Mutex::new(Vec::new()));
        let file = |number| -> Box<dyn Medium> { Box::new(Noted(number, Arc::clone(&notes))) };
        let mut journal = Journal::over([file(0), file(1)], 10);
        journal.note(1, &writes(BUFFER)).unwrap();
        assert_eq!(notes.lock().unwrap().last(), Some(&(0, "write")), "written but not synced");
        journal.turn().unwrap();
        journal.note(2, &writes(10)).unwrap();
        journal.sync().unwrap();
        let notes = notes.lock().unwrap();
        let at = |note| notes.iter().position(|one| *one == note).unwrap();
        assert!(at((0, "sync")) < at((1, "write")) && at((1, "write")) < at((1, "sync")), "{notes:?}");
    }

    #[test]
    fn a_large_addition_does_not_wait_in_memory() {
        let directory = tempfile::tempdir().unwrap();
        let mut journal = open(directory.path(), u64::MAX);
        for number in 1..=100 {
            journal.note(number, &writes(60_000)).unwrap();
            assert!(journal.buffer.len() < BUFFER + 61_000);
        }
        assert!(journal.files[0].end > 5_000_000);
    }
}
