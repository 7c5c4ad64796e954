//! A file that grows at its end, in room that was made ahead.
//!
//! What goes through the system's page cache is copied there, and a sync has to look for it. So
//! whole blocks are written past it, where the file system can do that. The block in which the file
//! ends is written again with what comes next; what counts of it does not change by that.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use super::{options, write_at};

/// A length and a place that disks take, in bytes.
const BLOCK: usize = 4096;

/// A file grows by so many bytes at once: a sync of what does not change its length is cheaper, and
/// a full disk is noticed before the room is needed.
pub(crate) const GROWTH: u64 = 1024 * 1024;

/// The end of a file.
pub(crate) struct Appended {
    file: File,
    /// With its room.
    length: u64,
    /// The same file, past the page cache.
    direct: Option<File>,
    /// Where what counts ends.
    pub(crate) end: u64,
    /// What counts of the last block.
    tail: Vec<u8>,
    blocks: Vec<u8>,
}

impl Appended {
    /// The file at a path, of which so many bytes count; the rest is room.
    pub(crate) fn open(path: &Path, end: u64) -> io::Result<Self> {
        let (mut file, mut tail) = (options().open(path)?, vec![0; end as usize % BLOCK]);
        file.seek(SeekFrom::Start(end - tail.len() as u64))?;
        file.read_exact(&mut tail)?;
        let length = file.metadata()?.len();
        Ok(Self { file, length, direct: open_direct(path), end, tail, blocks: Vec::new() })
    }

    /// Makes room for so many bytes, if there is less: zeros.
    pub(crate) fn reserve(&mut self, bytes: u64) -> io::Result<()> {
        let needed = self.end + bytes;
        if needed > self.length {
            let length = needed.next_multiple_of(GROWTH);
            write_at(&self.file, &vec![0; (length - self.length) as usize], self.length)?;
            self.length = length;
        }
        Ok(())
    }

    /// Writes bytes behind what counts.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Some(direct) = &self.direct else { return write_at(&self.file, bytes, self.end) };
        let blocks = lay_out(&mut self.blocks, [&self.tail, bytes]);
        match write_blocks(direct, blocks, self.end - self.tail.len() as u64) {
            // There are disks with other blocks.
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => {
                self.direct = None;
                self.write(bytes)
            }
            written => written,
        }
    }

    /// Makes bytes durable that were written; they count from now on.
    pub(crate) fn sync(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.sync_data()?;
        self.end += bytes.len() as u64;
        self.tail.extend_from_slice(bytes);
        self.tail.drain(..self.tail.len() - self.end as usize % BLOCK);
        Ok(())
    }
}

/// Whole blocks of these bytes, in memory where a block may begin.
fn lay_out<'b>(room: &'b mut Vec<u8>, parts: [&[u8]; 2]) -> &'b [u8] {
    let length = parts[0].len() + parts[1].len();
    room.clear();
    room.reserve(length + 2 * BLOCK);
    let begin = room.as_ptr().align_offset(BLOCK);
    room.resize(begin, 0);
    parts.iter().for_each(|part| room.extend_from_slice(part));
    room.resize(begin + length.next_multiple_of(BLOCK), 0);
    &room[begin..]
}

#[cfg(target_os = "linux")]
fn open_direct(path: &Path) -> Option<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let flags = rustix::fs::OFlags::DIRECT.bits().cast_signed();
    options().custom_flags(flags).open(path).ok()
}

/// What else there is has other ways, or none.
#[cfg(not(target_os = "linux"))]
fn open_direct(_: &Path) -> Option<File> {
    None
}

#[cfg(unix)]
fn write_blocks(file: &File, blocks: &[u8], place: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, blocks, place)
}

#[cfg(not(unix))]
fn write_blocks(file: &File, blocks: &[u8], place: u64) -> io::Result<()> {
    write_at(file, blocks, place)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The file after each of these was written and made durable.
    fn appended(direct: bool, first: &[u8], more: &[usize]) -> Vec<u8> {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("file");
        std::fs::write(&path, first).expect("written");
        let mut file = Appended::open(&path, first.len() as u64).expect("opened");
        file.direct = file.direct.filter(|_| direct);
        file.reserve(100_000).expect("room");
        for (number, length) in (1..).zip(more) {
            // What does not count is overwritten.
            file.write(&vec![255; length / 2]).expect("written");
            file.write(&vec![number; *length]).expect("written");
            file.sync(&vec![number; *length]).expect("durable");
        }
        assert_eq!(file.end as usize, first.len() + more.iter().sum::<usize>());
        std::fs::read(&path).expect("read")
    }

    #[test]
    fn what_counts_lies_one_after_the_other() {
        let more = [1, 150, 4096, 3945, 9000, 4095, 1, 1, 8192, 7];
        for first in [&b""[..], b"abc", &[9; 4096], &[9; 5000]] {
            let mut wanted = first.to_vec();
            (1..)
                .zip(more)
                .for_each(|(number, length)| wanted.resize(wanted.len() + length, number));
            for direct in [true, false] {
                let found = appended(direct, first, &more);
                assert_eq!(found[..wanted.len()], wanted, "{} {direct}", first.len());
                assert!(found[wanted.len()..].iter().all(|byte| *byte == 0));
            }
        }
    }
}
