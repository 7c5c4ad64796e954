//! Files and directories that are to survive a power cut. A file does so only if the entry of its directory does.

use std::cell::Cell;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

/// Makes a directory, for nobody else to look into, and those above it that are missing. All of them are durable then,
/// also those that were there: an earlier process may have ended, or its sync failed, before they were.
pub(super) fn create_directory(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)?;
    for directory in path.ancestors() {
        let here = directory.as_os_str().is_empty();
        match sync_directory(if here { Path::new(".") } else { directory }) {
            // One of somebody else's, which was there before.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {}
            synced => synced?,
        }
    }
    Ok(())
}

pub(super) fn sync_directory(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Puts a file in the place of another one of that name: after a power cut it is one of the two.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let unfinished = path.with_extension("unfinished");
    let mut file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&unfinished, path)?;
    path.parent().map_or(Ok(()), sync_directory)
}

/// Makes all files below a directory durable, and the directories.
pub(super) fn sync_all(directory: &Path) -> io::Result<()> {
    each_file(directory, &|file| file.sync_all())?;
    each_directory(directory)
}

/// Lets the system forget what it knows of all files below a directory, so that they are read from the disk.
pub(super) fn forget_cached(directory: &Path) -> io::Result<()> {
    each_file(directory, &|file| {
        #[cfg(target_os = "linux")]
        rustix::fs::fadvise(file, 0, None, rustix::fs::Advice::DontNeed)?;
        let _ = file;
        Ok(())
    })
}

/// Gives the files below a directory all their blocks. Where a file was never written it has none, and even writing
/// zeros there, as sled does when it opens a tree, needs room on the disk.
pub(super) fn fill(directory: &Path) -> io::Result<()> {
    each_file(directory, &|file| {
        let length = file.metadata()?.len();
        #[cfg(target_os = "linux")]
        if length > 0 {
            rustix::fs::fallocate(file, rustix::fs::FallocateFlags::empty(), 0, length)?;
        }
        let _ = length;
        Ok(())
    })
}

/// The bytes of all files below a directory.
pub(super) fn size(directory: &Path) -> io::Result<u64> {
    let bytes = Cell::new(0);
    each_file(directory, &|file| {
        bytes.set(bytes.get() + file.metadata()?.len());
        Ok(())
    })?;
    Ok(bytes.get())
}

/// CRC-32 of the names, lengths and bytes of all files below a directory.
pub(super) fn sum(directory: &Path) -> io::Result<u32> {
    let mut hasher = crc32fast::Hasher::new();
    add_to_sum(directory, &mut hasher)?;
    Ok(hasher.finalize())
}

fn add_to_sum(directory: &Path, hasher: &mut crc32fast::Hasher) -> io::Result<()> {
    let mut paths =
        fs::read_dir(directory)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    let mut buffer = vec![0; 256 * 1024];
    for path in paths {
        hasher.update(path.file_name().unwrap_or_default().as_encoded_bytes());
        if path.is_dir() {
            add_to_sum(&path, hasher)?;
            continue;
        }
        let mut file = File::open(path)?;
        hasher.update(&file.metadata()?.len().to_le_bytes());
        loop {
            let length = file.read(&mut buffer)?;
            if length == 0 {
                break;
            }
            hasher.update(&buffer[..length]);
        }
    }
    Ok(())
}

/// Removes a directory whose files may still be open, so that their room is free.
pub(super) fn remove(directory: &Path) {
    // Whatever fails here fails again, and is told, when the directory is used next.
    let empty = |file: &File| Ok(rustix::fs::ftruncate(file, 0)?);
    let _ = each_file(directory, &empty);
    let _ = fs::remove_dir_all(directory);
}

/// An error if so many bytes have no room.
pub(super) fn check_room(directory: &Path, bytes: u64) -> io::Result<()> {
    let free = rustix::fs::statvfs(directory)?;
    if free.f_bavail.saturating_mul(free.f_frsize) < bytes {
        return Err(rustix::io::Errno::NOSPC.into());
    }
    Ok(())
}

fn each_file(directory: &Path, work: &impl Fn(&File) -> io::Result<()>) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            each_file(&path, work)?;
        } else {
            work(&OpenOptions::new().read(true).write(true).open(path)?)?;
        }
    }
    Ok(())
}

fn each_directory(directory: &Path) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            each_directory(&path)?;
        }
    }
    sync_directory(directory)
}
