//! A file of the journal: a head, then frames, then zeros.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use super::GROWTH;

const MAGIC: &[u8; 8] = b"couponjl";
const NAME: &str = "journal-";
/// Magic, sequence number, number of the first batch, CRC-32; room for more.
pub(super) const HEADER: u64 = 64;

pub(super) fn name(sequence: u64) -> String {
    format!("{NAME}{sequence:010}")
}

pub(super) fn path(directory: &Path, sequence: u64) -> PathBuf {
    directory.join(name(sequence))
}

/// The sequence numbers of all files, ascending.
pub(super) fn sequences(directory: &Path) -> io::Result<Vec<u64>> {
    let mut sequences = Vec::new();
    for entry in fs::read_dir(directory)? {
        let name = entry?.file_name();
        sequences.extend(name.to_str().and_then(|name| name.strip_prefix(NAME)?.parse::<u64>().ok()));
    }
    sequences.sort_unstable();
    Ok(sequences)
}

pub(super) fn open(directory: &Path, sequence: u64) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).mode(0o600);
    options.open(path(directory, sequence))
}

/// Makes a file with some room in it, of another one if there is one to spare; it is durable then. Gives its length.
pub(super) fn create(
    directory: &Path,
    spare: Option<u64>,
    sequence: u64,
    first: u64,
) -> io::Result<(File, u64)> {
    if let Some(spare) = spare {
        fs::rename(path(directory, spare), path(directory, sequence))?;
    }
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false).mode(0o600);
    let file = options.open(path(directory, sequence))?;
    let mut length = file.metadata()?.len();
    if length < GROWTH {
        file.write_all_at(&vec![0; GROWTH as usize], 0)?;
        length = GROWTH;
    }
    file.write_all_at(&header(sequence, first), 0)?;
    file.sync_all()?;
    File::open(directory)?.sync_all()?;
    Ok((file, length))
}

fn header(sequence: u64, first: u64) -> [u8; HEADER as usize] {
    let mut header = [0; HEADER as usize];
    header[..8].copy_from_slice(MAGIC);
    header[8..16].copy_from_slice(&sequence.to_be_bytes());
    header[16..24].copy_from_slice(&first.to_be_bytes());
    let sum = crc32fast::hash(&header[..24]);
    header[24..28].copy_from_slice(&sum.to_be_bytes());
    header
}

/// The number of the first batch.
pub(super) fn read_header(bytes: &[u8], sequence: u64) -> Option<u64> {
    let first = u64::from_be_bytes(bytes.get(16..24)?.try_into().ok()?);
    bytes.starts_with(&header(sequence, first)).then_some(first)
}
