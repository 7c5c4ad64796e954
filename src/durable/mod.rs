//! Files and directories that are to survive a power cut. A file does so only if the entry of its
//! directory does.

mod appended;

pub(crate) use appended::{Appended, GROWTH};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Seek as _, SeekFrom, Write as _};
#[cfg(unix)]
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

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
    path.ancestors().try_for_each(sync_if_ours)
}

/// Makes a directory durable, if it is none of somebody else's, which was there before.
pub(crate) fn sync_if_ours(directory: &Path) -> io::Result<()> {
    let here = directory.as_os_str().is_empty();
    match sync(if here { Path::new(".") } else { directory }) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
        synced => synced,
    }
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
