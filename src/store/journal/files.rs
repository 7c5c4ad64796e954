//! Files and directories that are to survive a power cut. A file does so only if the entry of its
//! directory does.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
#[cfg(unix)]
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

const PIECE: usize = 16 * 1024;

/// For reading and writing, and for nobody else to look into.
pub(crate) fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    options.mode(0o600);
    options
}

/// Writes all bytes at a place, in pieces: what is written at once Linux keeps as one large page,
/// all of which it looks through at each later write to a part of it.
pub(crate) fn write_at(mut file: &File, bytes: &[u8], place: u64) -> io::Result<()> {
    file.seek(SeekFrom::Start(place))?;
    bytes.chunks(PIECE).try_for_each(|piece| file.write_all(piece))
}

/// Makes a directory, for nobody else to look into, and those above it that are missing. All of
/// them are durable then, also those that were there: an earlier process may have ended, or its
/// sync failed, before they were.
pub(crate) fn create_directory(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    builder.mode(0o700);
    builder.recursive(true).create(path)?;
    for directory in path.ancestors() {
        let here = directory.as_os_str().is_empty();
        match sync(if here { Path::new(".") } else { directory }) {
            // One of somebody else's, which was there before.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {}
            synced => synced?,
        }
    }
    Ok(())
}

/// Makes a file or directory durable.
pub(crate) fn sync(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Puts a file in the place of another one of that name: after a power cut it is one of the two.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let unfinished = path.with_file_name("unfinished");
    let written = options().create(true).truncate(true).open(&unfinished).and_then(|file| {
        write_at(&file, bytes, 0)?;
        file.sync_all()?;
        fs::rename(&unfinished, path)
    });
    if written.is_err() {
        // What takes room on a full disk.
        let _ = fs::remove_file(&unfinished);
    }
    written?;
    path.parent().map_or(Ok(()), sync)
}

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
pub(crate) fn sync_all(directory: &Path) -> io::Result<()> {
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
pub(crate) fn sum(directory: &Path) -> io::Result<u32> {
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
pub(crate) fn remove(directory: &Path) {
    // Whatever fails here fails again, and is reported, when the directory is used next.
    let _ = each_file(directory, |file| file.set_len(0));
    let _ = fs::remove_dir_all(directory);
}

/// An error if so many bytes have no room.
#[cfg(unix)]
pub(crate) fn check_room(directory: &Path, bytes: u64) -> io::Result<()> {
    let free = rustix::fs::statvfs(directory)?;
    let fits = free.f_bavail.saturating_mul(free.f_frsize) >= bytes;
    fits.then_some(()).ok_or_else(|| io::ErrorKind::StorageFull.into())
}

/// Only a write shows it.
#[cfg(not(unix))]
pub(crate) fn check_room(_: &Path, _: u64) -> io::Result<()> {
    Ok(())
}
