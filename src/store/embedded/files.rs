//! The files of checkpoints, all those of a directory at once.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use crate::durable::{options, sync};

/// A directory and all that is below it, in the order of names.
fn below(directory: &Path) -> impl Iterator<Item = io::Result<DirEntry>> {
    WalkDir::new(directory).sort_by_file_name().into_iter().map(|entry| Ok(entry?))
}

/// Does something to each file below a directory.
fn each_file(directory: &Path, work: impl Fn(&File) -> io::Result<()>) -> io::Result<()> {
    for entry in below(directory) {
        let entry = entry?;
        if entry.file_type().is_file() {
            work(&options().open(entry.path())?)?;
        }
    }
    Ok(())
}

/// Makes a directory durable and all that is below it. Then the files have all their blocks: where
/// a file was never written it has none, and even writing zeros there, as sled does when it opens a
/// tree, needs room on the disk. And the system forgets what it knows of them, so that they are
/// read from the disk.
pub(super) fn sync_all(directory: &Path) -> io::Result<()> {
    each_file(directory, |file| {
        #[cfg(target_os = "linux")]
        if let length @ 1.. = file.metadata()?.len() {
            rustix::fs::fallocate(file, rustix::fs::FallocateFlags::empty(), 0, length)?;
        }
        file.sync_all()?;
        #[cfg(target_os = "linux")]
        rustix::fs::fadvise(file, 0, None, rustix::fs::Advice::DontNeed)?;
        Ok(())
    })?;
    below(directory).try_for_each(|entry| sync(entry?.path()))
}

/// CRC-32 of the names, lengths and bytes of all files below a directory.
pub(super) fn sum(directory: &Path) -> io::Result<u32> {
    let (mut hasher, mut buffer) = (crc32fast::Hasher::new(), vec![0; 256 * 1024]);
    for entry in below(directory).skip(1) {
        let entry = entry?;
        hasher.update(entry.file_name().as_encoded_bytes());
        if entry.file_type().is_file() {
            let mut file = File::open(entry.path())?;
            hasher.update(&file.metadata()?.len().to_le_bytes());
            while let length @ 1.. = file.read(&mut buffer)? {
                hasher.update(&buffer[..length]);
            }
        }
    }
    Ok(hasher.finalize())
}

/// Removes a directory whose files may still be open, so that their room is free.
pub(super) fn remove(directory: &Path) {
    // Whatever fails here fails again, and is reported, when the directory is used next.
    let _ = each_file(directory, |file| file.set_len(0));
    let _ = fs::remove_dir_all(directory);
}

/// An error if so many bytes have no room.
#[cfg(unix)]
pub(super) fn check_room(directory: &Path, bytes: u64) -> io::Result<()> {
    let free = rustix::fs::statvfs(directory)?;
    let fits = free.f_bavail.saturating_mul(free.f_frsize) >= bytes;
    fits.then_some(()).ok_or_else(|| io::ErrorKind::StorageFull.into())
}

/// Only a write shows it.
#[cfg(not(unix))]
pub(super) fn check_room(_: &Path, _: u64) -> io::Result<()> {
    Ok(())
}
